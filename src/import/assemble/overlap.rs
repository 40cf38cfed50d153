//! Rows of activities, costs and visitors that two exports of one system both hold because their periods overlap: counted once.
//! Rows that are alike within one file are two events.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Work,
    union::{Part, Union, doubt_merged},
};
use crate::{
    import::{Field, Kind, table::Table, text::hash},
    leads::Instants,
};

/// All rows of the tables of one kind, one after the other, without those that an earlier table has: the same id, or the same row of
/// an overlapping export.
pub(super) fn stacked(work: &mut Work, kind: Kind) -> Union {
    let of_kind = work.of_kind(kind);
    let mut by_id: FxHashMap<u64, u32> = FxHashMap::default();
    let mut earlier: Vec<(Rows, Vec<u32>)> = Vec::new();
    let mut len = 0_u32;
    let mut parts = Vec::new();
    for &index in &of_kind {
        let table = &work.tables[index];
        let ids = table.ids_of(Field::LookupId).filter(|ids| are_own(ids)).unwrap_or_default();
        // A single table overlaps with nothing.
        let rows = (of_kind.len() > 1).then(|| Rows::of(table));
        let known = rows.as_ref().map_or_else(Vec::new, |rows| rows.known_to(&earlier));
        let (mut targets, mut merged) = (Vec::with_capacity(table.len()), Vec::new());
        for row in 0..table.len() {
            let id = ids.get(row).copied().filter(|id| *id != 0);
            let target = id.and_then(|id| by_id.get(&id).copied()).or_else(|| known.get(row).copied().flatten());
            match target {
                Some(_) => merged.push(row),
                None => len += 1,
            }
            targets.push(target.unwrap_or(len - 1));
            if let Some(id) = id {
                by_id.entry(id).or_insert(targets[row]);
            }
        }
        work.merged[index] = merged.len() as u64;
        doubt_merged(&mut work.tables[index], &merged, Field::LookupId);
        parts.push(Part::new(index, targets.iter().copied().collect()));
        if let Some(rows) = rows {
            earlier.push((rows, targets));
        }
    }
    Union { len: len as usize, parts }
}

/// Ids that repeat within a file are not those of its rows, but of what the rows are about.
fn are_own(ids: &[u64]) -> bool {
    let mut seen = FxHashSet::default();
    ids.iter().filter(|id| **id != 0).all(|id| seen.insert(*id))
}

/// The rows of one table as they are compared.
struct Rows {
    shape: String,
    /// Unix seconds, or [`Instants::MISSING`].
    at: Vec<u32>,
    /// A hash of all that was read of the row.
    keys: Vec<u64>,
}

impl Rows {
    fn of(table: &Table) -> Self {
        let mut keys = vec![0_u64; table.len()];
        let mut mix = |row: usize, value: u64| keys[row] = hash(&[keys[row].to_le_bytes(), value.to_le_bytes()].concat());
        for (_, ids) in &table.ids {
            ids.iter().enumerate().for_each(|(row, id)| mix(row, *id));
        }
        for (_, dates) in &table.dates {
            dates.raw().iter().enumerate().for_each(|(row, second)| mix(row, u64::from(*second)));
        }
        for (_, column) in &table.categories {
            let values: Vec<u64> = column.category.values().iter().map(|value| hash(value.as_bytes())).collect();
            column.category.for_each(|row, code| mix(row, code.checked_sub(1).map_or(0, |index| values[index as usize])));
        }
        for (row, amount) in table.amounts.iter().flat_map(|amounts| amounts.values.iter().enumerate()) {
            mix(row, *amount as u64);
        }
        table.visitors.iter().enumerate().for_each(|(row, visitors)| mix(row, u64::from(*visitors)));
        let happened = table.dates.iter().find(|(field, _)| *field == Field::HappenedAt);
        let at = happened.map_or_else(|| vec![Instants::MISSING; table.len()], |(_, dates)| dates.raw().to_vec());
        Self { shape: table.mapping.shape(), at, keys }
    }

    /// First and last second.
    fn period(&self) -> Option<(u32, u32)> {
        let dated = || self.at.iter().filter(|at| **at != Instants::MISSING);
        Some((*dated().min()?, *dated().max()?))
    }

    /// Rows of a period, and those without a date.
    fn within(&self, (from, to): (u32, u32)) -> impl Iterator<Item = usize> + '_ {
        self.at.iter().enumerate().filter(move |(_, at)| **at == Instants::MISSING || (from..=to).contains(*at)).map(|(row, _)| row)
    }

    /// For each row the row of the result that an overlapping earlier table has made of it.
    fn known_to(&self, earlier: &[(Self, Vec<u32>)]) -> Vec<Option<u32>> {
        let mut known = vec![None; self.keys.len()];
        for (other, targets) in earlier.iter().filter(|(other, _)| other.shape == self.shape) {
            let (Some(mine), Some(theirs)) = (self.period(), other.period()) else { continue };
            let both = (mine.0.max(theirs.0), mine.1.min(theirs.1));
            let mut places: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
            let mut count = 0_usize;
            for row in other.within(both) {
                places.entry(other.keys[row]).or_default().push(targets[row]);
                count += 1;
            }
            // The first of alike rows is met first.
            for targets in places.values_mut() {
                targets.reverse();
            }
            let rows: Vec<usize> = self.within(both).collect();
            let found: Vec<(usize, u32)> = rows.iter().filter_map(|row| Some((*row, places.get_mut(&self.keys[*row])?.pop()?))).collect();
            // Two exports of one system agree where both look. Two teams' books of one form do not, though some rows are alike.
            if !found.is_empty() && found.len() * 10 >= rows.len().min(count) * 9 {
                for (row, target) in found {
                    known[row].get_or_insert(target);
                }
            }
        }
        known
    }
}
