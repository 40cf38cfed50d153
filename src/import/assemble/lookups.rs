//! Lookup tables and campaign lists: ids become the names they stand for, and an entry lends what is known of it to the rows that
//! name it. Companies are joined elsewhere.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Work;
use crate::{
    import::{
        Field, IssueKind, Kind,
        table::{CategoryTable, Table},
        text::{fold, squeeze},
    },
    leads::{Categories, Category, CategoryBuilder, Dimension, NONE_CODE, Place},
};

/// No entry, in the rows given to [`lend`].
pub(super) const NO_ENTRY: u32 = u32::MAX;

/// Parts of headers and file names that say what an id is the id of.
const TELLING: &[(Dimension, &[&str])] = &[
    (Dimension::DealStage, &["stage", "status", "этап", "стади", "مرحله"]),
    (Dimension::Campaign, &["campaign", "кампани", "کمپین"]),
    (Dimension::Product, &["product", "продукт", "товар", "محصول"]),
    (Dimension::Reason, &["reason", "причин", "دلیل"]),
    (Dimension::Source, &["source", "channel", "источник", "منبع"]),
    (
        Dimension::Owner,
        &[
            "user",
            "owner",
            "rep",
            "agent",
            "seller",
            "sales",
            "employee",
            "team",
            "srid",
            "sdrid",
            "пользовател",
            "сотрудник",
            "کاربر",
            "کارشناس",
        ],
    ),
];

/// Tables that lend, by index.
fn lenders(work: &Work) -> Vec<usize> {
    let is_lender = |index: &usize| {
        let table = &work.tables[*index];
        matches!(table.kind(), Kind::Lookup | Kind::Campaigns) && table.mapping.is_used()
    };
    (0..work.tables.len()).filter(is_lender).collect()
}

/// What the ids of a table stand for: a list of campaigns speaks of campaigns, other tables say it in a header or their name.
fn subject(table: &Table) -> Option<Dimension> {
    if table.kind() == Kind::Campaigns {
        return Some(Dimension::Campaign);
    }
    let headers = [Field::LookupId, Field::Name].into_iter().filter_map(|field| table.header_of(field));
    let texts: Vec<String> = headers.chain([table.name.clone()]).map(|text| squeeze(&text)).collect();
    let tells = |parts: &[&str]| texts.iter().any(|text| parts.iter().any(|part| text.contains(&squeeze(part))));
    TELLING.iter().find(|(_, parts)| tells(parts)).map(|(dimension, _)| *dimension)
}

/// The columns a dimension's ids stand in.
fn columns_of(dimension: Dimension) -> Vec<Field> {
    match dimension {
        Dimension::DealStage => vec![Field::Status, Field::Category(Dimension::DealStage)],
        other => vec![Field::Category(other)],
    }
}

/// Gives ids their names in all tables, before anything is made of them.
#[inline(never)]
pub(super) fn translate(work: &mut Work) {
    for lender in lenders(work) {
        let table = &work.tables[lender];
        let Some(dimension) = subject(table) else { continue };
        let names = table.category_of(Field::Name).or_else(|| table.category_of(Field::Category(dimension)));
        let (Some(ids), Some(names)) = (table.category_of(Field::LookupId), names) else { continue };
        let mut by_id: FxHashMap<String, String> = FxHashMap::default();
        ids.category.for_each(|row, code| {
            if let (Some(id), Some(name)) = (ids.category.value(code), names.category.value(names.category.code(row))) {
                by_id.entry(id.to_owned()).or_insert_with(|| name.to_owned());
            }
        });
        let known: FxHashSet<String> = by_id.values().map(|name| fold(name)).collect();
        for index in 0..work.tables.len() {
            if matches!(work.tables[index].kind(), Kind::Lookup | Kind::Campaigns | Kind::Accounts) {
                continue;
            }
            for field in columns_of(dimension) {
                work.is_lent[lender] |= translate_column(&mut work.tables[index], field, &by_id, &known);
            }
        }
    }
}

/// Whether any value of the column was an id.
fn translate_column(table: &mut Table, field: Field, by_id: &FxHashMap<String, String>, names: &FxHashSet<String>) -> bool {
    let Some(at) = table.categories.iter().position(|(of, _)| *of == field) else { return false };
    let old = &table.categories[at].1;
    let found: Vec<Option<&String>> = old.category.values().iter().map(|value| by_id.get(value)).collect();
    if found.iter().all(Option::is_none) {
        return false;
    }
    let mut builder = CategoryBuilder::default();
    let mut first_rows = Vec::new();
    let mut recoded = vec![NONE_CODE];
    let mut unknown = vec![false];
    for ((value, name), first) in old.category.values().iter().zip(found).zip(&old.first_rows) {
        let code = builder.intern(name.unwrap_or(value));
        if code as usize > first_rows.len() {
            first_rows.push(*first);
        }
        recoded.push(code);
        unknown.push(name.is_none() && !names.contains(&fold(value)));
    }
    let mut unjoined = Vec::new();
    old.category.for_each(|row, code| {
        builder.push_code(recoded[code as usize]);
        if unknown[code as usize] {
            unjoined.push((row, code));
        }
    });
    let unjoined: Vec<(usize, String)> =
        unjoined.into_iter().map(|(row, code)| (row, old.category.value(code).unwrap_or_default().to_owned())).collect();
    let header = old.header.clone();
    table.categories[at].1 = CategoryTable { header: header.clone(), category: builder.finish(), first_rows };
    for (row, value) in unjoined {
        table.issue(IssueKind::NotJoined, Some(row), Some(&header), value);
    }
    true
}

/// Entries of one lookup table by their name, and what each knows beside it.
pub(super) struct Lender {
    table: usize,
    key: Dimension,
    /// Row of the entry by its folded name.
    entries: FxHashMap<String, u32>,
    columns: Vec<(Dimension, Category)>,
    /// Names nobody knows were already told of by their ids.
    has_ids: bool,
}

impl Lender {
    /// All lenders that know more of their entries than a name.
    pub(super) fn all(work: &Work) -> Vec<Self> {
        lenders(work).into_iter().filter_map(|table| Self::of(table, &work.tables[table])).collect()
    }

    fn of(index: usize, table: &Table) -> Option<Self> {
        let translated = table.category_of(Field::Name).zip(subject(table));
        let (key, names) = match translated {
            Some((names, dimension)) if table.category_of(Field::LookupId).is_some() => (dimension, names),
            _ => key(table)?,
        };
        let columns: Vec<(Dimension, Category)> = table
            .categories
            .iter()
            .filter_map(|(field, column)| match field {
                Field::Category(dimension) if *dimension != key => Some((*dimension, column.category.clone())),
                _ => None,
            })
            .collect();
        if columns.is_empty() {
            return None;
        }
        let mut entries = FxHashMap::default();
        names.category.for_each(|row, code| {
            if let Some(name) = names.category.value(code) {
                entries.entry(fold(name)).or_insert(row as u32);
            }
        });
        Some(Self { table: index, key, entries, columns, has_ids: table.category_of(Field::LookupId).is_some() })
    }

    /// Completes the categories of leads or deals. Rows that name an entry nobody knows are doubted.
    pub(super) fn lend(&self, categories: &mut Categories, places: &[Place], work: &mut Work) {
        let Some(keys) = &categories[self.key.index()] else { return };
        let by_code: Vec<u32> = std::iter::once(NO_ENTRY)
            .chain(keys.values().iter().map(|name| self.entries.get(&fold(name)).copied().unwrap_or(NO_ENTRY)))
            .collect();
        if by_code.iter().all(|entry| *entry == NO_ENTRY) {
            return;
        }
        work.is_lent[self.table] = true;
        let mut found = Vec::with_capacity(places.len());
        let mut unjoined = Vec::new();
        keys.for_each(|row, code| {
            let entry = by_code[code as usize];
            found.push(entry);
            if entry == NO_ENTRY && code != NONE_CODE && !self.has_ids {
                unjoined.push((places[row], keys.value(code).unwrap_or_default().to_owned()));
            }
        });
        for (place, value) in unjoined {
            work.doubt_at(place, IssueKind::NotJoined, &columns_of(self.key), value);
        }
        lend(categories, &found, &self.columns);
    }
}

/// The column whose values tell the rows apart: the campaigns of a list of campaigns, else the leftmost that hardly repeats.
fn key(table: &Table) -> Option<(Dimension, &CategoryTable)> {
    if table.kind() == Kind::Campaigns {
        return Some((Dimension::Campaign, table.category_of(Field::Category(Dimension::Campaign))?));
    }
    let columns = table.mapping.columns.iter().filter_map(|column| match column.field {
        Some(field @ Field::Category(dimension)) => Some((dimension, table.category_of(field)?)),
        _ => None,
    });
    let tells_apart = |column: &CategoryTable| column.category.values().len() * 10 >= table.len() * 9 && table.len() > 0;
    columns.into_iter().find(|(_, column)| tells_apart(column))
}

/// Fills what is blank in `categories` from the entry found for each row.
pub(super) fn lend(categories: &mut Categories, found: &[u32], columns: &[(Dimension, Category)]) {
    for (dimension, lent) in columns {
        let own = categories[dimension.index()].take();
        let mut builder = CategoryBuilder::default();
        // Taken in their order, the values keep their codes.
        for value in own.iter().flat_map(Category::values) {
            builder.intern(value);
        }
        let mut recoded: Vec<Option<u32>> = vec![None; lent.values().len() + 1];
        for (row, entry) in found.iter().enumerate() {
            let mut code = own.as_ref().map_or(NONE_CODE, |own| own.code(row));
            if code == NONE_CODE && *entry != NO_ENTRY {
                let lent_code = lent.code(*entry as usize);
                code = *recoded[lent_code as usize].get_or_insert_with(|| builder.intern(lent.value(lent_code).unwrap_or_default()));
            }
            builder.push_code(code);
        }
        categories[dimension.index()] = Some(builder.finish());
    }
}
