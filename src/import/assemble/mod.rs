//! Tables of all files → leads, deals, activities, spend and traffic, joined. Every row is accounted for: kept, merged or left out.
//!
//! No reading of bytes and no counting for a board in here.

mod accounts;
mod activities;
mod deals;
mod future;
mod hash_index;
mod join;
mod ledgers;
mod listed;
mod lookups;
mod money;
mod overlap;
mod repeats;
mod union;
mod values;

pub use listed::{ListColumns, Listed, lists};

use borsh::{BorshDeserialize, BorshSerialize};

use self::{
    lookups::Lender,
    union::{LeadIndex, Union},
};
use super::{ColumnReading, Field, FileSummary, IssueCount, IssueKind, Issues, Kind, ReasonSeen, SourceFile, ValueSeen, table::Table};
use crate::{
    agreement::Workspace,
    leads::{Categories, Dataset, Place},
};

/// What came of an import.
#[derive(Debug, BorshSerialize, BorshDeserialize)]
pub struct Imported {
    pub dataset: Dataset,
    /// By file, in the order given.
    pub files: Vec<FileSummary>,
    /// The way back to each file's text, in the same order.
    pub sources: Vec<SourceFile>,
    /// Every distinct value of the status columns.
    pub values: Vec<ValueSeen>,
    /// Deals whose lead is in a leads file.
    pub deals_joined: u64,
    pub issues: Issues,
    /// Of every column that could be read in more than one way.
    pub readings: Vec<ColumnReading>,
    /// Every distinct value of the reason columns, the most frequent first.
    pub reasons: Vec<ReasonSeen>,
}

/// Rows of a kind laid over each other, and how many of each table were merged away.
struct Work {
    tables: Vec<Table>,
    values: Vec<ValueSeen>,
    merged: Vec<u64>,
    /// Tables of companies and lookups that some row was joined to.
    is_lent: Vec<bool>,
}

impl Work {
    fn of_kind(&self, kind: Kind) -> Vec<usize> {
        (0..self.tables.len()).filter(|index| self.tables[*index].kind() == kind).collect()
    }

    /// An issue at the record of a row, in the first of the columns its file has.
    fn doubt_at(&mut self, place: Place, kind: IssueKind, fields: &[Field], value: String) {
        let Some(table) = self.tables.get_mut(usize::from(place.file())) else { return };
        let Ok(row) = table.offsets.binary_search(&place.offset()) else { return };
        let column = fields.iter().find_map(|field| table.header_of(*field));
        table.issue(kind, Some(row), column.as_deref(), value);
    }

    /// What leads were merged by is of no more use: its memory is the next one's.
    fn forget_merged_by(&mut self, union: &Union) {
        for part in &union.parts {
            for field in [Field::LeadId, Field::Email] {
                drop(self.tables[part.table].take_ids(field));
            }
        }
    }

    /// Tables nothing was joined to are of no use, and that is said.
    fn set_aside_unlent(&mut self) {
        for (table, is_lent) in self.tables.iter_mut().zip(&self.is_lent) {
            if matches!(table.kind(), Kind::Accounts | Kind::Campaigns | Kind::Lookup) && table.mapping.is_used() && !is_lent {
                table.set_aside();
            }
        }
    }
}

/// Joins the tables of all files, given in the order of their file numbers.
pub fn assemble(tables: Vec<Table>, workspace: &Workspace) -> Imported {
    let mut work = Work { merged: vec![0; tables.len()], is_lent: vec![false; tables.len()], tables, values: Vec::new() };
    for (index, table) in work.tables.iter_mut().enumerate() {
        table.renumber(index as u16);
    }
    let mut dataset = Dataset { files: work.tables.iter().map(|table| table.name.clone()).collect(), ..Dataset::default() };
    lookups::translate(&mut work);
    let reasons = values::reasons(&work);
    let lenders = Lender::all(&work);
    let has_leads = !work.of_kind(Kind::Leads).is_empty();
    let (leads, mut index, leads_union) = union::leads(&mut work);
    dataset.leads = leads;
    work.forget_merged_by(&leads_union);
    let mut gathered = deals::gather(&mut work, &index);
    let spend = overlap::stacked(&mut work, Kind::Spend);
    let sold = if work.of_kind(Kind::Deals).is_empty() { &leads_union } else { &gathered.union };
    dataset.currency = money::currency(&work, &[sold, &spend], workspace);
    let currency = dataset.currency.as_deref();
    let amounts = money::settle(&mut work, sold, currency);
    lend(&mut dataset.leads.categories, &dataset.leads.places, &leads_union, &lenders, &mut work);
    lend(&mut gathered.deals.categories, &gathered.deals.places, &gathered.union, &lenders, &mut work);
    let mut deals_joined = 0;
    if work.of_kind(Kind::Deals).is_empty() {
        gathered.deals = join::deals_from(&dataset.leads, &amounts);
    } else {
        gathered.deals.amount_minor = amounts;
        if has_leads {
            deals_joined = join::into_leads(&mut dataset.leads, &mut gathered, &mut work);
        } else {
            dataset.leads = join::leads_from(&mut gathered);
            index = LeadIndex::of_deals(&work, &gathered.union);
        }
    }
    dataset.deals = gathered.deals;
    dataset.activities = activities::gather(&mut work, &index, &gathered.ids, &dataset.deals);
    dataset.spend = ledgers::spend(&mut work, &spend, dataset.currency.as_deref());
    let visits = overlap::stacked(&mut work, Kind::Traffic);
    dataset.traffic = ledgers::traffic(&mut work, &visits);
    work.set_aside_unlent();
    join::doubt_order(&dataset, &mut work);
    dataset.latest = future::latest(&dataset, &mut work);
    let mut issues = Issues::default();
    let mut files = Vec::with_capacity(work.tables.len());
    let mut sources = Vec::with_capacity(work.tables.len());
    let mut readings = Vec::new();
    for (table, merged) in work.tables.into_iter().zip(work.merged) {
        files.push(summary(&table, merged));
        issues.extend(table.issues);
        readings.extend(table.readings.into_iter().map(|reading| ColumnReading { file: table.file, ..reading }));
        sources.push(table.source);
    }
    Imported { dataset, files, sources, values: work.values, deals_joined, issues, readings, reasons }
}

/// What companies and lookup tables know of the rows of leads or deals.
fn lend(categories: &mut Categories, places: &[Place], union: &Union, lenders: &[Lender], work: &mut Work) {
    for lender in lenders {
        lender.lend(categories, places, work);
    }
    accounts::lend_to(categories, places, union, work);
}

fn summary(table: &Table, rows_merged: u64) -> FileSummary {
    let issues = table.issues.groups().map(|group| IssueCount { kind: group.kind, column: group.column, count: group.count }).collect();
    FileSummary {
        name: table.name.clone(),
        kind: table.kind(),
        rows_read: table.rows_read,
        rows_kept: table.rows_read - table.rows_left_out - rows_merged,
        rows_merged,
        rows_left_out: table.rows_left_out,
        issues,
    }
}
