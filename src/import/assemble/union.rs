//! Rows of several files, and duplicate rows of one lead, laid over each other. Nothing is joined across kinds here.

use super::{Work, hash_index::HashIndex, repeats::Repeats, values};
use crate::{
    import::{Field, IssueKind, Kind, table::Table},
    leads::{
        Bitmap, Categories, Category, CategoryBuilder, Dimension, Event, Instants, Known, Leads, NONE_CODE, Named, Place, Stage, Status,
    },
    turns::in_turns,
};

/// Finds a lead by the hash of its id or e-mail.
#[derive(Debug, Default)]
pub(super) struct LeadIndex {
    ids: HashIndex,
    emails: HashIndex,
}

impl LeadIndex {
    /// A hash of 0 is "none".
    pub(super) fn find(&self, id: u64, email: u64) -> Option<u32> {
        let by = |map: &HashIndex, hash: u64| if hash == 0 { None } else { map.get(hash) };
        by(&self.ids, id).or_else(|| by(&self.emails, email))
    }

    /// Where deals stand for their leads: the first deal that names a lead is the lead.
    pub(super) fn of_deals(work: &Work, union: &Union) -> Self {
        let mut index = Self::default();
        for part in &union.parts {
            let table = &work.tables[part.table];
            for (map, field) in [(&mut index.ids, Field::LeadId), (&mut index.emails, Field::Email)] {
                for (row, hash) in table.ids_of(field).unwrap_or_default().iter().enumerate().filter(|(_, hash)| **hash != 0) {
                    map.insert(*hash, part.target(row) as u32);
                }
            }
        }
        index
    }
}

/// Row of the result by row of a table.
#[derive(Default)]
pub(super) struct Targets {
    /// So many rows go to the row of their own number; the usual table has no others and costs no memory.
    same: u32,
    /// All, once one goes elsewhere.
    all: Vec<u32>,
}

impl Targets {
    #[inline(always)]
    pub(super) fn push(&mut self, target: u32) {
        if self.all.is_empty() && target == self.same {
            self.same += 1;
        } else {
            self.push_other(target);
        }
    }

    #[inline(never)]
    fn push_other(&mut self, target: u32) {
        if self.all.is_empty() {
            self.all.extend(0..self.same);
        }
        self.all.push(target);
    }
}

impl FromIterator<u32> for Targets {
    fn from_iter<I: IntoIterator<Item = u32>>(targets: I) -> Self {
        let mut all = Self::default();
        targets.into_iter().for_each(|target| all.push(target));
        all
    }
}

/// Where the rows of one table go.
pub(super) struct Part {
    pub table: usize,
    /// `None`: to the rows of their own numbers.
    targets: Option<Vec<u32>>,
}

impl Part {
    pub(super) fn new(table: usize, targets: Targets) -> Self {
        Self { table, targets: (!targets.all.is_empty()).then_some(targets.all) }
    }

    pub(super) fn target(&self, row: usize) -> usize {
        self.targets.as_ref().map_or(row, |targets| targets[row] as usize)
    }
}

/// Tables of one kind as one.
pub(super) struct Union {
    pub len: usize,
    pub parts: Vec<Part>,
}

/// Which of several dates of one lead counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wins {
    Earliest,
    Latest,
}

impl Union {
    /// One table whose rows are the result's rows: its columns can be moved.
    fn is_plain(&self) -> bool {
        matches!(self.parts.as_slice(), [part] if part.targets.is_none())
    }

    pub(super) fn dates(&self, tables: &mut [Table], field: Field, wins: Wins) -> Option<Instants> {
        if self.is_plain() {
            return tables[self.parts[0].table].take_dates(field);
        }
        let mut all: Option<Instants> = None;
        for part in &self.parts {
            let Some(dates) = tables[part.table].take_dates(field) else { continue };
            let all = all.get_or_insert_with(|| Instants::missing(self.len));
            for row in 0..dates.len() {
                let Some(date) = dates.get(row) else { continue };
                let target = part.target(row);
                let is_better = all.get(target).is_none_or(|known| match wins {
                    Wins::Earliest => date < known,
                    Wins::Latest => date > known,
                });
                if is_better {
                    all.replace(target, date, dates.is_day(row));
                }
            }
        }
        all
    }

    /// The latest row that has a value wins.
    pub(super) fn category(&self, tables: &mut [Table], field: Field) -> Option<Category> {
        self.category_by(tables, |table| table.take_category(field))
    }

    fn category_by(&self, tables: &mut [Table], take: impl Fn(&mut Table) -> Option<Category>) -> Option<Category> {
        if self.is_plain() {
            return take(&mut tables[self.parts[0].table]);
        }
        let mut builder = CategoryBuilder::default();
        let mut codes: Option<Vec<u32>> = None;
        for part in &self.parts {
            let Some(category) = take(&mut tables[part.table]) else { continue };
            let codes = codes.get_or_insert_with(|| vec![NONE_CODE; self.len]);
            let recoded: Vec<u32> = category.values().iter().map(|value| builder.intern(value)).collect();
            category.for_each(|row, code| {
                if code != NONE_CODE {
                    codes[part.target(row)] = recoded[code as usize - 1];
                }
            });
        }
        for code in codes? {
            builder.push_code(code);
        }
        Some(builder.finish())
    }

    pub(super) fn categories(&self, tables: &mut [Table]) -> Categories {
        Dimension::ALL.map(|dimension| self.category(tables, Field::Category(dimension)))
    }

    /// Values of a plain column, the latest row that has one winning; empty when no table has the column.
    pub(super) fn values<T: Copy + Default + PartialEq>(&self, tables: &mut [Table], take: impl Fn(&mut Table) -> Vec<T>) -> Vec<T> {
        self.laid_over(self.parts.iter().map(|part| take(&mut tables[part.table])).collect())
    }

    /// Values of every part, in order.
    fn laid_over<T: Copy + Default + PartialEq>(&self, mut values: Vec<Vec<T>>) -> Vec<T> {
        if self.is_plain() {
            return values.swap_remove(0);
        }
        let mut all: Vec<T> = Vec::new();
        for (part, values) in self.parts.iter().zip(values) {
            if !values.is_empty() {
                all.resize(self.len, T::default());
            }
            for (row, value) in values.into_iter().enumerate().filter(|(_, value)| *value != T::default()) {
                all[part.target(row)] = value;
            }
        }
        all
    }

    /// Columns told apart by their headers, in the order of the first file that has them.
    fn named<T: Default>(
        &self,
        tables: &mut [Table],
        list: impl Fn(&mut Table) -> &mut Vec<Named<T>>,
        column: impl Fn(&Self, &mut [Table], &dyn Fn(&mut Table) -> Option<T>) -> Option<T>,
    ) -> Vec<Named<T>> {
        let mut names: Vec<String> = Vec::new();
        for part in &self.parts {
            for named in list(&mut tables[part.table]) {
                if !names.contains(&named.name) {
                    names.push(named.name.clone());
                }
            }
        }
        let found = |name: String, tables: &mut [Table]| {
            let take =
                |table: &mut Table| list(table).iter_mut().find(|named| named.name == name).map(|named| std::mem::take(&mut named.column));
            let column = column(self, tables, &take)?;
            Some(Named { name, column })
        };
        names.into_iter().filter_map(|name| found(name, tables)).collect()
    }

    /// Leads of which some row has the field; empty when no table has the column.
    fn known(&self, tables: &mut [Table], field: Field) -> Bitmap {
        let take = |table: &mut Table| {
            table.known.iter_mut().find(|(of, _)| *of == field).map(|(_, rows)| std::mem::take(rows)).unwrap_or_default()
        };
        if self.is_plain() {
            return take(&mut tables[self.parts[0].table]);
        }
        let mut all = Bitmap::default();
        for part in &self.parts {
            let rows = take(&mut tables[part.table]);
            if all.is_empty() && !rows.is_empty() {
                all = Bitmap::empty(self.len);
            }
            rows.iter().for_each(|row| all.set(part.target(row)));
        }
        all
    }

    /// The place of the latest row.
    #[inline(never)]
    pub(super) fn places(&self, tables: &[Table]) -> Vec<Place> {
        let mut places = vec![Place::new(0, 0); self.len];
        for part in &self.parts {
            let table = &tables[part.table];
            in_turns(table.offsets.len(), |rows| {
                for row in rows {
                    places[part.target(row)] = Place::new(table.file, table.offsets[row]);
                }
            });
        }
        places
    }
}

/// The leads of all leads files, duplicates merged.
#[inline(never)]
pub(super) fn leads(work: &mut Work) -> (Leads, LeadIndex, Union) {
    let (union, index) = merge(work);
    let statuses: Vec<Vec<Status>> = union.parts.iter().map(|part| values::lead_statuses(work, part.table)).collect();
    let tables = &mut work.tables;
    let created = union.dates(tables, Field::CreatedAt, Wins::Earliest);
    let mut stages = Stage::ALL.map(|stage| union.dates(tables, Field::Stage(stage), Wins::Earliest));
    stages[Stage::Lead.index()] = earlier_known(stages[Stage::Lead.index()].take(), created);
    let events = Event::ALL.map(|event| {
        let wins = if matches!(event, Event::Disqualified | Event::Recycled) { Wins::Latest } else { Wins::Earliest };
        union.dates(tables, Field::Event(event), wins)
    });
    let leads = Leads {
        len: union.len,
        stages,
        events,
        status: union.laid_over(statuses),
        categories: union.categories(tables),
        attempts: union.values(tables, |table| std::mem::take(&mut table.attempts)),
        contacted: union.values(tables, |table| std::mem::take(&mut table.contacted)),
        email_domain: union.category_by(tables, |table| table.email_domain.take()),
        known: Known {
            name: union.known(tables, Field::Name),
            email: union.known(tables, Field::Email),
            company: union.known(tables, Field::Company),
        },
        attributes: union.named(tables, |table| &mut table.attributes, |union, tables, take| union.category_by(tables, take)),
        counters: union.named(
            tables,
            |table| &mut table.counters,
            |union, tables, take| Some(union.values(tables, |table| take(table).unwrap_or_default())),
        ),
        places: union.places(tables),
        from_deals: false,
    };
    (leads, index, union)
}

/// The lead's own date where there is one, else when its record was created.
#[inline(never)]
fn earlier_known(own: Option<Instants>, created: Option<Instants>) -> Option<Instants> {
    match (own, created) {
        (Some(mut own), Some(created)) => {
            in_turns(own.len(), |rows| {
                for row in rows {
                    if own.get(row).is_none() && created.get(row).is_some() {
                        own.set(row, created.get(row), created.is_day(row));
                    }
                }
            });
            Some(own)
        }
        (own, created) => own.or(created),
    }
}

/// The same id is the same lead; a row without an id is the lead with its e-mail. Two ids with one e-mail stay two leads: so
/// the CRM has them.
#[inline(never)]
pub(super) fn merge(work: &mut Work) -> (Union, LeadIndex) {
    let of_kind = work.of_kind(Kind::Leads);
    let rows: usize = of_kind.iter().map(|index| work.tables[*index].len()).sum();
    let lacks_id = |table: &Table| table.ids_of(Field::LeadId).is_none_or(has_none);
    let joining = [Kind::Deals, Kind::Activities].map(|kind| work.of_kind(kind)).concat();
    let joins_by = |field: Field| joining.iter().any(|index| work.tables[*index].ids_of(field).is_some());
    // An index of e-mails costs as much as one of ids; most exports never need it.
    let needs_emails = joins_by(Field::Email) || of_kind.iter().any(|index| lacks_id(&work.tables[*index]));
    // Nor an index of all ids, where nobody looks for a lead by its id: only those that may come twice are looked for.
    let repeats = (!joins_by(Field::LeadId)).then(|| {
        let mut repeats = Repeats::with_room(rows);
        of_kind.iter().filter_map(|table| work.tables[*table].ids_of(Field::LeadId)).for_each(|ids| repeats.note(ids));
        repeats
    });
    let mut index = LeadIndex::default();
    if repeats.is_none() && of_kind.iter().any(|table| work.tables[*table].ids_of(Field::LeadId).is_some()) {
        index.ids.reserve(rows);
    }
    // Whether a lead has an id; filled only when e-mails may merge.
    let mut has_id: Vec<bool> = Vec::new();
    let mut len = 0_u32;
    let mut parts = Vec::new();
    for table_index in of_kind {
        let table = &work.tables[table_index];
        let (ids, emails) = (table.ids_of(Field::LeadId), table.ids_of(Field::Email).filter(|_| needs_emails));
        let mut targets = Targets::default();
        let mut merged = Vec::new();
        in_turns(table.len(), |rows| {
            for row in rows {
                if let Some(ids) = ids.filter(|_| repeats.is_none() && row % HashIndex::AHEAD == 0) {
                    index.ids.look_ahead(&ids[row..ids.len().min(row + HashIndex::AHEAD)]);
                }
                let id = ids.map_or(0, |ids| ids[row]);
                let email = emails.map_or(0, |emails| emails[row]);
                let by_email = || {
                    let lead = index.emails.get(email).filter(|_| email != 0)?;
                    (id == 0 || !has_id[lead as usize]).then_some(lead)
                };
                let is_looked_for = id != 0 && repeats.as_ref().is_none_or(|repeats| repeats.may_have(id));
                let known = if is_looked_for { index.ids.get(id).or_else(by_email) } else { by_email() };
                let lead = known.unwrap_or(len);
                if known.is_some() {
                    merged.push(row);
                } else {
                    len += 1;
                    if needs_emails {
                        has_id.push(false);
                    }
                }
                if is_looked_for {
                    index.ids.insert(id, lead);
                }
                if id != 0 && needs_emails {
                    has_id[lead as usize] = true;
                }
                if email != 0 {
                    index.emails.insert(email, lead);
                }
                targets.push(lead);
            }
        });
        work.merged[table_index] = merged.len() as u64;
        doubt_merged(&mut work.tables[table_index], &merged, Field::LeadId);
        parts.push(Part::new(table_index, targets));
    }
    (Union { len: len as usize, parts }, index)
}

/// Whether some hash is none.
fn has_none(hashes: &[u64]) -> bool {
    let mut has = false;
    in_turns(hashes.len(), |rows| has |= hashes[rows].contains(&0));
    has
}

/// Notes each merged row, under the column of its id where it has one.
#[inline(never)]
pub(super) fn doubt_merged(table: &mut Table, rows: &[usize], id: Field) {
    let header = |field: Field| table.mapping.column_of(field).map(|column| table.mapping.columns[column].header.clone());
    let (by_id, by_email) = (header(id), header(Field::Email));
    for &row in rows {
        let has_id = table.ids_of(id).is_some_and(|ids| ids[row] != 0);
        let column = if has_id { by_id.as_deref() } else { by_email.as_deref() };
        table.issue(IssueKind::MergedDuplicate, Some(row), column, String::new());
    }
}
