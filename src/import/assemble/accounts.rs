//! Companies: an accounts export lends industry, country, size and region to the leads and deals of the same company, known by its
//! name or its domain.

use rustc_hash::FxHashMap;

use super::{
    Work,
    lookups::{NO_ENTRY, lend},
    union::Union,
};
use crate::{
    import::{Field, IssueKind, Kind, table::Table},
    leads::{Categories, Category, Dimension, Place},
};

/// One accounts export. A hash of 0 is "none".
struct Accounts {
    table: usize,
    names: FxHashMap<u64, u32>,
    domains: FxHashMap<u64, u32>,
    columns: Vec<(Dimension, Category)>,
}

impl Accounts {
    fn of(index: usize, table: &Table) -> Self {
        let rows_by = |field: Field| {
            let mut rows = FxHashMap::default();
            for (row, hash) in table.ids_of(field).unwrap_or_default().iter().enumerate().filter(|(_, hash)| **hash != 0) {
                rows.entry(*hash).or_insert(row as u32);
            }
            rows
        };
        let columns = table.categories.iter().filter_map(|(field, column)| match field {
            Field::Category(dimension) => Some((*dimension, column.category.clone())),
            _ => None,
        });
        Self { table: index, names: rows_by(Field::Company), domains: rows_by(Field::Domain), columns: columns.collect() }
    }

    fn find(&self, name: u64, domain: u64) -> u32 {
        self.names.get(&name).or_else(|| self.domains.get(&domain)).copied().unwrap_or(NO_ENTRY)
    }
}

/// Completes the categories of leads or deals. Rows that name a company no export knows are doubted.
pub(super) fn lend_to(categories: &mut Categories, places: &[Place], union: &Union, work: &mut Work) {
    let of_kind = work.of_kind(Kind::Accounts);
    if of_kind.is_empty() {
        return;
    }
    let all: Vec<Accounts> = of_kind.into_iter().map(|index| Accounts::of(index, &work.tables[index])).collect();
    let names = union.values(&mut work.tables, |table| table.take_ids(Field::Company));
    let domains = union.values(&mut work.tables, |table| table.take_ids(Field::Domain));
    let at = |hashes: &[u64], row: usize| hashes.get(row).copied().unwrap_or(0);
    let mut is_joined = vec![false; union.len];
    for accounts in &all {
        let found: Vec<u32> = (0..union.len).map(|row| accounts.find(at(&names, row), at(&domains, row))).collect();
        if found.iter().all(|entry| *entry == NO_ENTRY) {
            continue;
        }
        work.is_lent[accounts.table] = true;
        is_joined.iter_mut().zip(&found).for_each(|(joined, entry)| *joined |= *entry != NO_ENTRY);
        lend(categories, &found, &accounts.columns);
    }
    // When no company at all is known, the export is said to be of no use instead.
    if is_joined.contains(&true) {
        for row in (0..union.len).filter(|row| !is_joined[*row] && at(&names, *row) != 0) {
            work.doubt_at(places[row], IssueKind::NotJoined, &[Field::Company], String::new());
        }
    }
}
