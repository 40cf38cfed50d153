//! One export as a list of leads under chosen keys, to be laid beside another one. Compares nothing.

use super::{
    Work, deals, join,
    union::{self, LeadIndex},
};
use crate::{
    import::{Field, FileMapping, Key, KeyChoice, Keys, Kind, NoCommonKey, SourceFile, Table, keys, table::LineIndex},
    leads::{Dimension, Leads, Stage},
};

/// The leads one file lists, each named by rows that share a key.
#[derive(Debug)]
pub struct Listed {
    pub name: String,
    /// Leads or deals; each deal names a lead.
    pub kind: Kind,
    /// The headers that say who, how far and whose.
    pub columns: ListColumns,
    /// How many leads are listed.
    pub len: usize,
    /// Lead by row of the file.
    pub lead_of_row: Vec<u32>,
    /// First row by lead.
    pub first_row: Vec<u32>,
    /// By lead, for the first and the second key: a hash, 0 where the lead has none.
    pub keys: [Vec<u64>; 2],
    /// What is known of the leads; of a list of deals, of the deals.
    pub records: Leads,
    /// Lead by row of `records`; `None`: the same.
    pub lead_of_record: Option<Vec<u32>>,
    /// The way back to the text of a row.
    pub source: SourceFile,
    offsets: Vec<u64>,
    lines: LineIndex,
}

/// Headers of the columns a list is compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListColumns {
    pub first_key: Option<String>,
    pub second_key: Option<String>,
    /// Status, and the dates of stages and events; empty where the list tells no stage.
    pub stages: Vec<String>,
    pub owner: Option<String>,
}

impl ListColumns {
    fn of(mapping: &FileMapping, keys: Keys) -> Self {
        let header = |field: Field| mapping.column_of(field).map(|column| mapping.columns[column].header.clone());
        let tells_stage = |field: Option<Field>| match field {
            Some(Field::Stage(stage)) => stage != Stage::Lead,
            Some(Field::Status | Field::Event(_)) => true,
            _ => false,
        };
        Self {
            first_key: header(keys.first.field()),
            second_key: keys.second.and_then(|key| header(key.field())),
            stages: mapping.columns.iter().filter(|column| tells_stage(column.field)).map(|column| column.header.clone()).collect(),
            owner: header(Field::Category(Dimension::Owner)),
        }
    }
}

impl Listed {
    /// The line of a row in its file, from 1.
    pub fn line(&self, row: usize) -> u64 {
        self.lines.line(row)
    }

    /// What [`SourceFile::record`] finds the row by.
    pub fn offset(&self, row: usize) -> u64 {
        self.offsets[row]
    }

    pub fn rows(&self) -> usize {
        self.lead_of_row.len()
    }

    fn new(mut table: Table, keys: Keys) -> Self {
        table.renumber(0);
        let columns = ListColumns::of(&table.mapping, keys);
        let kind = table.kind();
        let mut work = Work { merged: vec![0], is_lent: vec![false], tables: vec![table], values: Vec::new() };
        let (records, union, record_of_row) = if kind == Kind::Deals {
            let mut gathered = deals::gather(&mut work, &LeadIndex::default());
            let rows = work.tables[0].len() as u32;
            let record_of_row: Vec<u32> = (0..rows).map(|row| gathered.union.parts[0].target(row as usize) as u32).collect();
            let records = join::leads_from(&mut gathered);
            // From here on each row is the lead it names.
            work.tables[0].mapping.kind = Kind::Leads;
            rekey(&mut work.tables[0], keys);
            (records, union::merge(&mut work).0, Some(record_of_row))
        } else {
            rekey(&mut work.tables[0], keys);
            let (records, _, union) = union::leads(&mut work);
            (records, union, None)
        };
        let mut table = work.tables.remove(0);
        let rows = table.len();
        let part = union.parts.first();
        let lead_of_row: Vec<u32> = (0..rows).map(|row| part.map_or(row, |part| part.target(row)) as u32).collect();
        let by_key = [Field::LeadId, Field::Email].map(|field| {
            let mut by_lead = vec![0; union.len];
            for (lead, hash) in lead_of_row.iter().zip(table.take_ids(field)).rev().filter(|(_, hash)| *hash != 0) {
                by_lead[*lead as usize] = hash;
            }
            by_lead
        });
        let mut first_row = vec![0; union.len];
        for (row, lead) in lead_of_row.iter().enumerate().rev() {
            first_row[*lead as usize] = row as u32;
        }
        let lead_of_record = record_of_row.map(|record_of_row| {
            let mut leads = vec![0; records.len];
            for (record, lead) in record_of_row.iter().zip(&lead_of_row) {
                leads[*record as usize] = *lead;
            }
            leads
        });
        Self {
            name: table.name,
            kind,
            columns,
            len: union.len,
            lead_of_row,
            first_row,
            keys: by_key,
            records,
            lead_of_record,
            source: table.source,
            offsets: table.offsets,
            lines: table.lines,
        }
    }
}

/// Puts the chosen keys where the import merges by: ids first, e-mail for rows without one.
fn rekey(table: &mut Table, keys: Keys) {
    let mut take = |key: Key| table.take_ids(key.field());
    let first = take(keys.first);
    let second = keys.second.map(take);
    table.ids = vec![(Field::LeadId, first)];
    table.ids.extend(second.map(|second| (Field::Email, second)));
}

/// Two files as lists under the same keys.
///
/// # Errors
/// When no column that names a lead has values in both.
pub fn lists(left: Table, right: Table, choice: KeyChoice) -> Result<(Keys, [Listed; 2]), NoCommonKey> {
    let keys = keys::choose([&left, &right], choice)?;
    Ok((keys, [left, right].map(|table| Listed::new(table, keys))))
}
