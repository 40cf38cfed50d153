//! Tables of all files → leads and deals, joined. Every row is accounted for: kept, merged or left out.
//!
//! No reading of bytes and no counting for a board in here.

mod deals;
mod join;
mod money;
mod union;
mod values;

use super::{FileSummary, IssueCount, Issues, Kind, SourceFile, ValueSeen, table::Table};
use crate::{
    agreement::Workspace,
    leads::{Dataset, Instants},
    time::Moment,
};

/// What came of an import.
#[derive(Debug)]
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
}

/// Rows of a kind laid over each other, and how many of each table were merged away.
struct Work {
    tables: Vec<Table>,
    values: Vec<ValueSeen>,
    merged: Vec<u64>,
}

impl Work {
    fn of_kind(&self, kind: Kind) -> Vec<usize> {
        (0..self.tables.len()).filter(|index| self.tables[*index].kind() == kind).collect()
    }
}

/// Joins the tables of all files, given in the order of their file numbers.
pub fn assemble(tables: Vec<Table>, workspace: &Workspace) -> Imported {
    let mut work = Work { merged: vec![0; tables.len()], tables, values: Vec::new() };
    for (index, table) in work.tables.iter_mut().enumerate() {
        table.renumber(index as u16);
    }
    let mut dataset = Dataset { files: work.tables.iter().map(|table| table.name.clone()).collect(), ..Dataset::default() };
    let has_leads = !work.of_kind(Kind::Leads).is_empty();
    let (leads, index, leads_union) = union::leads(&mut work);
    dataset.leads = leads;
    let mut gathered = deals::gather(&mut work, &index);
    let mut deals_joined = 0;
    if work.of_kind(Kind::Deals).is_empty() {
        let (amounts, currency) = money::settle(&mut work, &leads_union, workspace);
        gathered.deals = join::deals_from(&dataset.leads, &amounts);
        dataset.currency = currency;
    } else {
        (gathered.deals.amount_minor, dataset.currency) = money::settle(&mut work, &gathered.union, workspace);
        if has_leads {
            deals_joined = join::into_leads(&mut dataset.leads, &mut gathered, &mut work);
        } else {
            dataset.leads = join::leads_from(&mut gathered);
        }
    }
    dataset.deals = gathered.deals;
    join::doubt_order(&dataset, &mut work);
    dataset.latest = latest(&dataset);
    let mut issues = Issues::default();
    let mut files = Vec::with_capacity(work.tables.len());
    let mut sources = Vec::with_capacity(work.tables.len());
    for (table, merged) in work.tables.into_iter().zip(work.merged) {
        files.push(summary(&table, merged));
        issues.extend(table.issues);
        sources.push(table.source);
    }
    Imported { dataset, files, sources, values: work.values, deals_joined, issues }
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

/// The latest moment anything counted happened: an export is a picture of its moment.
fn latest(dataset: &Dataset) -> Option<Moment> {
    let leads = dataset.leads.stages.iter().chain(&dataset.leads.events).flatten();
    let latest_of = |instants: &Instants| instants.raw().iter().filter(|seconds| **seconds != u32::MAX).max().copied();
    leads
        .chain([&dataset.deals.created, &dataset.deals.closed])
        .filter_map(latest_of)
        .max()
        .and_then(|seconds| Moment::from_unix(i64::from(seconds)))
}
