//! Two lists laid beside each other: read, matched by the library, kept while somebody looks through their groups. Neither is kept after
//! that, and the board is not touched.

use std::{cell::RefCell, rc::Rc};

use handoff::{
    import::{Field, KeyChoice, Kind, SourceFile},
    leads::{Dimension, Place, Status},
    metrics::{Group, Line, Reconciled, Reconciliation, Side, reconcile},
    protocol::{Failure, RecordCell, RecordColumn, RecordsPage},
    time::Zone,
};

use crate::{
    board::Source,
    browser::LongText,
    export::Style,
    reading::{self, CancelFlag, Input, Stop},
    records::{self, Shelf},
    second::Wanted,
};

pub struct Pair {
    reconciled: Reconciled,
    sources: Vec<Source>,
    /// The group looked at last.
    group: RefCell<Option<(Group, Rc<Vec<Line>>)>>,
}

impl Shelf for Pair {
    fn source(&self, file: usize) -> Option<Source> {
        self.sources.get(file).cloned()
    }

    fn reader(&self, file: usize) -> Option<&SourceFile> {
        Side::ALL.get(file).map(|side| self.reconciled.source(*side))
    }
}

impl Pair {
    /// Reads the two lists; progress is posted to `id`.
    pub async fn read(id: u32, lists: [Input; 2], keys: KeyChoice, zone: &Zone, cancel: &CancelFlag) -> Result<Self, Stop> {
        if let Some(other) = lists.iter().find(|list| !matches!(list.mapping.kind, Kind::Leads | Kind::Deals)) {
            return Err(Stop::Failed(Failure::NotAList { name: other.name.clone() }));
        }
        let (tables, _, sources) = reading::tables(id, lists.into(), zone, cancel, Wanted::OfAList).await?;
        let Ok([left, right]) = <[_; 2]>::try_from(tables) else { return Err(Stop::Failed(Failure::NothingToRead)) };
        let reconciled = reconcile(left, right, keys).map_err(|_| Stop::Failed(Failure::NoCommonKey))?;
        Ok(Self { reconciled, sources, group: RefCell::default() })
    }

    pub fn summary(&self) -> Reconciliation {
        self.reconciled.summary()
    }

    pub async fn page(&self, group: Group, offset: u64, limit: u32) -> Result<RecordsPage, Failure> {
        let lines = self.lines(group);
        let from = usize::try_from(offset).map_or(lines.len(), |from| from.min(lines.len()));
        let to = from.saturating_add(limit as usize).min(lines.len());
        let columns = self.columns(group);
        let rows = self.rows(&columns, &lines[from..to]).await?;
        Ok(RecordsPage { total: lines.len() as u64, offset: from as u64, columns, rows, leads: Vec::new() })
    }

    /// The whole group as CSV text.
    pub async fn csv(&self, group: Group) -> Result<LongText, Failure> {
        let lines = self.lines(group);
        let columns = self.columns(group);
        let style = Style { zone: &Zone::utc(), currency: None };
        records::whole(&columns, &style, lines.len(), async |from, to| self.rows(&columns, &lines[from..to]).await).await
    }

    fn lines(&self, group: Group) -> Rc<Vec<Line>> {
        let mut last = self.group.borrow_mut();
        if let Some((of, lines)) = &*last
            && *of == group
        {
            return Rc::clone(lines);
        }
        let lines = Rc::new(self.reconciled.lines(group));
        *last = Some((group, Rc::clone(&lines)));
        lines
    }

    /// The keys, then each attribute of both lists side by side; of one list alone where the group is in no other.
    fn columns(&self, group: Group) -> Vec<RecordColumn> {
        let sides = match group {
            Group::Only(side) | Group::Keyless(side) => vec![side],
            _ => Side::ALL.to_vec(),
        };
        let keys = self.reconciled.keys();
        let mut columns: Vec<RecordColumn> = [Some(keys.first), keys.second].into_iter().flatten().map(RecordColumn::Key).collect();
        for field in [Field::Status, Field::Category(Dimension::Owner), Field::Name] {
            // A list of deals tells stages without a column of them.
            let has = |side: &Side| {
                let mapping = &self.reconciled.source(*side).mapping;
                field == Field::Status || mapping.column_of(field).is_some()
            };
            columns.extend(sides.iter().copied().filter(has).map(|side| RecordColumn::Of(side, field)));
        }
        columns.extend(sides.into_iter().map(RecordColumn::Line));
        columns
    }

    async fn rows(&self, columns: &[RecordColumn], lines: &[Line]) -> Result<Vec<Vec<RecordCell>>, Failure> {
        let keys = self.reconciled.keys();
        let fields = [keys.first.field(), keys.second.unwrap_or(keys.first).field(), Field::Name];
        let rows_of = |line: &Line| Side::ALL.map(|side| line.rows[side.index()].map(|row| (side, row)));
        let place = |(side, row): (Side, u32)| Place::new(side.index() as u16, self.reconciled.offset(side, row));
        let places: Vec<Place> = lines.iter().flat_map(rows_of).flatten().map(place).collect();
        let mut texts = records::texts(self, &places, &fields).await?.into_iter();
        let mut rows = Vec::with_capacity(lines.len());
        for line in lines {
            let texts = rows_of(line).map(|row| row.and_then(|_| texts.next()).unwrap_or_default());
            rows.push(columns.iter().map(|column| self.cell(column, *line, &texts, &fields)).collect());
        }
        Ok(rows)
    }

    /// `texts` are those of `fields`, of the left row and of the right one.
    fn cell(&self, column: &RecordColumn, line: Line, texts: &[Vec<String>; 2], fields: &[Field]) -> RecordCell {
        let text = |side: Side, field: Field| {
            let position = fields.iter().position(|known| *known == field)?;
            texts[side.index()].get(position).filter(|text| !text.trim().is_empty())
        };
        let row = |side: Side| line.rows[side.index()];
        let cell = match column {
            RecordColumn::Key(key) => Side::ALL.into_iter().find_map(|side| text(side, key.field())).cloned().map(RecordCell::Text),
            RecordColumn::Line(side) => row(*side).map(|row| RecordCell::Count(self.reconciled.line_number(*side, row))),
            RecordColumn::Of(side, Field::Status) => {
                let standing = row(*side).map(|row| self.reconciled.standing(*side, row));
                standing.filter(|standing| *standing != Status::Unknown).map(RecordCell::Standing)
            }
            RecordColumn::Of(side, Field::Name) => text(*side, Field::Name).cloned().map(RecordCell::Text),
            RecordColumn::Of(side, _) => {
                row(*side).and_then(|row| self.reconciled.owner(*side, row)).map(|owner| RecordCell::Text(owner.to_owned()))
            }
            RecordColumn::Field(_) | RecordColumn::Outcome | RecordColumn::DealState => None,
        };
        cell.unwrap_or(RecordCell::None)
    }
}
