//! The records behind a number: which rows, which columns, and the text fields, read again from the files by their places. A page
//! of rows costs a few small reads; a whole list goes through the file in blocks.

use std::rc::Rc;

use handoff::{
    agreement::Agreement,
    import::{Encoding, Field, Kind, SourceFile},
    leads::{Categories, Category, Dataset, DealState, Dimension, Instants, NO_AMOUNT, NO_LEAD, Place, Spend, Stage},
    protocol::{Failure, RecordCell, RecordColumn, RecordsPage},
    report::{Outcome, Query, RecordSet, RecordTable, RecordsOf, outcomes_of, records_with},
    time::Zone,
};
use wasm_bindgen::JsValue;

use crate::{
    board::{Board, Source},
    browser::{self, LongText},
    export::{self, Csv, Style},
};

/// Bytes read for a record at first; most are a few hundred. A longer one is read again, four times as much each time.
const FIRST_READ: u64 = 4 << 10;
/// Of which so many are decoded at first: what follows the record would be decoded for nothing.
const FIRST_PIECE: u64 = 512;
/// Both, where the record's place is only known to within 64 KiB (`SourceFile::read_from`): in every encoding but UTF-8.
const FIRST_READ_ABOUT: u64 = (64 + 4) << 10;
/// Records no farther apart are read in one go: a read costs about as much as copying this many bytes.
const GAP: u64 = 64 << 10;
/// The most one read takes.
const LONGEST_READ: u64 = 8 << 20;
/// Rows of a whole list worked on at a time.
const BLOCK_ROWS: usize = 4096;

/// The rows behind a number, kept while somebody scrolls through them.
pub struct List {
    of: RecordsOf,
    query: Query,
    agreement: Agreement,
    zone: Rc<Zone>,
    set: RecordSet,
    /// By position in the set; empty for deals and bookings.
    outcomes: Vec<Outcome>,
}

impl List {
    pub fn new(board: &Board, of: RecordsOf, query: Query, agreement: Agreement, zone: Rc<Zone>) -> Self {
        let dataset = &board.imported.dataset;
        let set = records_with(dataset, &agreement, &zone, &query, &of, &board.known);
        let outcomes = match set.table {
            RecordTable::Leads => outcomes_of(dataset, &agreement, &zone, &query, &set.rows, &board.known),
            RecordTable::Deals | RecordTable::Spend => Vec::new(),
        };
        Self { of, query, agreement, zone, set, outcomes }
    }

    pub fn is_for(&self, of: &RecordsOf, query: &Query, agreement: &Agreement) -> bool {
        self.of == *of && self.query == *query && self.agreement == *agreement
    }

    pub async fn page(&self, board: &Board, offset: u64, limit: u32) -> Result<RecordsPage, Failure> {
        let total = self.set.rows.len();
        let from = usize::try_from(offset).map_or(total, |from| from.min(total));
        let to = from.saturating_add(limit as usize).min(total);
        let columns = self.columns(board);
        let rows = self.rows(board, &columns, from, to).await?;
        let leads = self.set.rows[from..to].iter().map(|row| self.lead_of(board, *row)).collect();
        Ok(RecordsPage { total: total as u64, offset: from as u64, columns, rows, leads })
    }

    fn lead_of(&self, board: &Board, row: u32) -> Option<u32> {
        match self.set.table {
            RecordTable::Leads => Some(row),
            RecordTable::Deals => board.imported.dataset.deals.lead.get(row as usize).copied().filter(|lead| *lead != NO_LEAD),
            RecordTable::Spend => None,
        }
    }

    /// The whole list as CSV text.
    pub async fn csv(&self, board: &Board) -> Result<LongText, Failure> {
        let columns = self.columns(board);
        let style = Style { zone: &self.zone, currency: board.imported.dataset.currency.as_deref() };
        whole(&columns, &style, self.set.rows.len(), async |from, to| self.rows(board, &columns, from, to).await).await
    }

    fn columns(&self, board: &Board) -> Vec<RecordColumn> {
        let dataset = &board.imported.dataset;
        let (kind, categories) = match self.set.table {
            RecordTable::Leads if !dataset.leads.from_deals => (Kind::Leads, &dataset.leads.categories),
            RecordTable::Leads => (Kind::Deals, &dataset.leads.categories),
            RecordTable::Deals => (Kind::Deals, &dataset.deals.categories),
            RecordTable::Spend => return spend_columns(board),
        };
        let text = |field: Field| is_mapped(board, kind, field).then_some(RecordColumn::Field(field));
        let category = |of: Dimension| categories[of.index()].is_some().then_some(RecordColumn::Field(Field::Category(of)));
        let mut columns = Vec::new();
        if self.set.table == RecordTable::Leads {
            columns.extend([Field::LeadId, Field::Name, Field::Company, Field::Email].into_iter().filter_map(text));
            columns.extend([Dimension::Source, Dimension::Campaign, Dimension::Owner].into_iter().filter_map(category));
            columns.push(RecordColumn::Outcome);
            let dated = Stage::ALL.into_iter().filter(|stage| dataset.leads.stages[stage.index()].is_some());
            columns.extend(dated.map(|stage| RecordColumn::Field(Field::Stage(stage))));
        } else {
            columns.extend([Field::DealId, Field::LeadId, Field::Company, Field::Name].into_iter().filter_map(text));
            columns.push(RecordColumn::DealState);
            columns.extend([Field::Amount, Field::CreatedAt, Field::CloseDate].map(RecordColumn::Field));
            columns.extend([Dimension::Owner, Dimension::Source, Dimension::Product].into_iter().filter_map(category));
        }
        columns.extend(category(Dimension::Reason));
        columns
    }

    async fn rows(&self, board: &Board, columns: &[RecordColumn], from: usize, to: usize) -> Result<Vec<Vec<RecordCell>>, Failure> {
        let dataset = &board.imported.dataset;
        let rows = &self.set.rows[from..to];
        let places = match self.set.table {
            RecordTable::Leads => &dataset.leads.places,
            RecordTable::Deals => &dataset.deals.places,
            RecordTable::Spend => &dataset.spend.places,
        };
        let wanted: Vec<Place> = rows.iter().filter_map(|row| places.get(*row as usize).copied()).collect();
        let fields: Vec<Field> = columns.iter().filter_map(text_field).collect();
        let mut texts = texts(board, &wanted, &fields).await?;
        let cells = |position: usize, row: usize, texts: &mut Vec<String>| {
            let mut texts = std::mem::take(texts).into_iter();
            columns
                .iter()
                .map(|column| match (column, text_field(column)) {
                    (_, Some(_)) => texts.next().filter(|text| !text.is_empty()).map_or(RecordCell::None, RecordCell::Text),
                    (RecordColumn::Outcome, None) => {
                        self.outcomes.get(from + position).map_or(RecordCell::None, |outcome| RecordCell::Outcome(*outcome))
                    }
                    (column, None) => counted_cell(board, self.set.table, row, column),
                })
                .collect()
        };
        Ok(rows.iter().zip(&mut texts).enumerate().map(|(position, (row, texts))| cells(position, *row as usize, texts)).collect())
    }
}

/// A whole list as CSV text, made of the rows `[from, to)` that `rows` gives, a block at a time.
pub async fn whole(
    columns: &[RecordColumn],
    style: &Style<'_>,
    total: usize,
    rows: impl AsyncFn(usize, usize) -> Result<Vec<Vec<RecordCell>>, Failure>,
) -> Result<LongText, Failure> {
    let mut text = LongText::new();
    let mut csv = Csv::new();
    for column in columns {
        csv.field(export::header(column));
    }
    csv.end();
    text.push(&csv.take_text());
    for from in (0..total).step_by(BLOCK_ROWS) {
        for row in rows(from, (from + BLOCK_ROWS).min(total)).await? {
            for cell in &row {
                style.cell(&mut csv, cell);
            }
            csv.end();
        }
        if !text.push(&csv.take_text()) {
            return Err(Failure::Protocol { detail: "the list is longer than one text can be".into() });
        }
    }
    Ok(text)
}

/// The fields that are not in memory.
const fn text_field(column: &RecordColumn) -> Option<Field> {
    match column {
        RecordColumn::Field(
            field @ (Field::LeadId | Field::DealId | Field::Name | Field::Company | Field::Email | Field::SpendCategory),
        ) => Some(*field),
        _ => None,
    }
}

/// What a booking was for stands there as the file spells it.
fn spend_columns(board: &Board) -> Vec<RecordColumn> {
    let Spend { team, source, campaign, .. } = &board.imported.dataset.spend;
    let optional = [
        (is_mapped(board, Kind::Spend, Field::SpendCategory), Field::SpendCategory),
        (team.is_some(), Field::Team),
        (source.is_some(), Field::Category(Dimension::Source)),
        (campaign.is_some(), Field::Category(Dimension::Campaign)),
    ];
    let optional = optional.into_iter().filter(|(is_there, _)| *is_there).map(|(_, field)| field);
    [Field::HappenedAt, Field::Amount].into_iter().chain(optional).map(RecordColumn::Field).collect()
}

/// Some file of the kind has a column of the field.
fn is_mapped(board: &Board, kind: Kind, field: Field) -> bool {
    board.originals.iter().any(|file| file.mapping.kind == kind && file.mapping.column_of(field).is_some())
}

fn counted_cell(board: &Board, table: RecordTable, row: usize, column: &RecordColumn) -> RecordCell {
    let Dataset { leads, deals, spend, .. } = &board.imported.dataset;
    match (table, column) {
        (RecordTable::Leads, RecordColumn::Field(Field::Stage(stage))) => moment(leads.stages[stage.index()].as_ref(), row),
        (RecordTable::Leads, RecordColumn::Field(Field::Category(dimension))) => category(&leads.categories, *dimension, row),
        (RecordTable::Deals, RecordColumn::Field(Field::Category(dimension))) => category(&deals.categories, *dimension, row),
        (RecordTable::Deals, RecordColumn::Field(Field::CreatedAt)) => moment(Some(&deals.created), row),
        (RecordTable::Deals, RecordColumn::Field(Field::CloseDate)) => moment(Some(&deals.closed), row),
        (RecordTable::Deals, RecordColumn::Field(Field::Amount)) => amount(&deals.amount_minor, row),
        (RecordTable::Deals, RecordColumn::DealState) => {
            deals.state.get(row).map_or(RecordCell::None, |state: &DealState| RecordCell::DealState(*state))
        }
        (RecordTable::Spend, RecordColumn::Field(Field::HappenedAt)) => moment(Some(&spend.at), row),
        (RecordTable::Spend, RecordColumn::Field(Field::Amount)) => amount(&spend.amount_minor, row),
        (RecordTable::Spend, RecordColumn::Field(Field::Team)) => word(spend.team.as_ref(), row),
        (RecordTable::Spend, RecordColumn::Field(Field::Category(Dimension::Source))) => word(spend.source.as_ref(), row),
        (RecordTable::Spend, RecordColumn::Field(Field::Category(Dimension::Campaign))) => word(spend.campaign.as_ref(), row),
        _ => RecordCell::None,
    }
}

fn amount(column: &[i64], row: usize) -> RecordCell {
    match column.get(row) {
        None | Some(&NO_AMOUNT) => RecordCell::None,
        Some(minor) => RecordCell::Minor(*minor),
    }
}

fn moment(column: Option<&Instants>, row: usize) -> RecordCell {
    column
        .and_then(|column| Some((column, column.get(row)?)))
        .map_or(RecordCell::None, |(column, moment)| RecordCell::Moment { unix: moment.unix(), day: column.is_day(row) })
}

fn category(categories: &Categories, dimension: Dimension, row: usize) -> RecordCell {
    word(categories[dimension.index()].as_ref(), row)
}

fn word(column: Option<&Category>, row: usize) -> RecordCell {
    let value = column.and_then(|column| column.value(column.code(row)));
    value.map_or(RecordCell::None, |value| RecordCell::Text(value.to_owned()))
}

/// Files in which records can be read again.
pub trait Shelf {
    fn source(&self, file: usize) -> Option<Source>;
    fn reader(&self, file: usize) -> Option<&SourceFile>;
}

impl Shelf for Board {
    fn source(&self, file: usize) -> Option<Source> {
        self.source(file)
    }

    fn reader(&self, file: usize) -> Option<&SourceFile> {
        self.imported.sources.get(file)
    }
}

/// A stretch of a file that holds wanted records.
struct Stretch {
    file: usize,
    from: u64,
    to: u64,
    /// Position in the request, the place's offset, and where reading for it begins.
    wanted: Vec<(usize, u64, u64)>,
}

/// The text fields of the records at `places`: a list a record, in the order of `fields`, empty where the file has no such column.
pub async fn texts(shelf: &dyn Shelf, places: &[Place], fields: &[Field]) -> Result<Vec<Vec<String>>, Failure> {
    let mut texts = vec![Vec::new(); places.len()];
    if fields.is_empty() {
        return Ok(texts);
    }
    let stretches = stretches(shelf, places);
    // All are asked for before the first is awaited: they are fetched side by side.
    let mut reads = Vec::with_capacity(stretches.len());
    for stretch in &stretches {
        let source = shelf.source(stretch.file).ok_or_else(|| lost(shelf, stretch.file))?;
        let read = browser::slice(&source.file, stretch.from, stretch.to).map_err(|_| lost(shelf, stretch.file))?;
        reads.push((source, read));
    }
    for (stretch, (source, read)) in stretches.iter().zip(reads) {
        let unreadable = |_: JsValue| lost(shelf, stretch.file);
        let Some(reader) = shelf.reader(stretch.file) else { return Err(lost(shelf, stretch.file)) };
        let columns: Vec<Option<usize>> = fields.iter().map(|field| reader.mapping.column_of(*field)).collect();
        let size = source.file.size() as u64;
        let bytes = browser::bytes_of(read).await.map_err(unreadable)?.to_vec();
        for (position, offset, start) in &stretch.wanted {
            let mut bytes = &bytes[((start - stretch.from) as usize).min(bytes.len())..];
            let mut length = first_piece(shelf, stretch.file);
            let mut longer;
            let record = loop {
                if length as usize > bytes.len() && start + (bytes.len() as u64) < size {
                    let read = browser::slice(&source.file, *start, start + length).map_err(unreadable)?;
                    longer = browser::bytes_of(read).await.map_err(unreadable)?.to_vec();
                    bytes = &longer;
                }
                let piece = &bytes[..bytes.len().min(length as usize)];
                let is_end = start + piece.len() as u64 >= size;
                match reader.record(*offset, piece, is_end) {
                    Some(record) => break record,
                    None if is_end => break Vec::new(),
                    None => length *= 4,
                }
            };
            texts[*position] =
                columns.iter().map(|column| column.and_then(|column| record.get(column)).cloned().unwrap_or_default()).collect();
        }
    }
    Ok(texts)
}

fn is_exact(shelf: &dyn Shelf, file: usize) -> bool {
    shelf.reader(file).is_some_and(|reader| reader.mapping.encoding == Encoding::Utf8)
}

fn first_read(shelf: &dyn Shelf, file: usize) -> u64 {
    if is_exact(shelf, file) { FIRST_READ } else { FIRST_READ_ABOUT }
}

fn first_piece(shelf: &dyn Shelf, file: usize) -> u64 {
    if is_exact(shelf, file) { FIRST_PIECE } else { FIRST_READ_ABOUT }
}

fn stretches(shelf: &dyn Shelf, places: &[Place]) -> Vec<Stretch> {
    let start = |place: &Place| shelf.reader(usize::from(place.file())).map_or(0, |source| source.read_from(place.offset()));
    let mut wanted: Vec<_> =
        places.iter().enumerate().map(|(position, place)| (usize::from(place.file()), start(place), place.offset(), position)).collect();
    wanted.sort_unstable();
    let mut stretches: Vec<Stretch> = Vec::new();
    for (file, start, offset, position) in wanted {
        let to = start + first_read(shelf, file);
        match stretches.last_mut() {
            Some(last) if last.file == file && start <= last.to + GAP && to - last.from <= LONGEST_READ => {
                last.to = to.max(last.to);
                last.wanted.push((position, offset, start));
            }
            _ => stretches.push(Stretch { file, from: start, to, wanted: vec![(position, offset, start)] }),
        }
    }
    stretches
}

fn lost(shelf: &dyn Shelf, file: usize) -> Failure {
    let name = shelf.reader(file).map(|reader| reader.name.clone()).unwrap_or_default();
    match shelf.source(file) {
        Some(source) if source.stored_as.is_some() => Failure::KeptFileLost { name },
        _ => Failure::FileUnreadable { name },
    }
}

/// The list kept from the last request, when it is the one asked for; else a new one.
pub fn list(kept: Option<&Rc<List>>, board: &Board, of: RecordsOf, query: Query, agreement: Agreement, zone: Rc<Zone>) -> Rc<List> {
    match kept {
        Some(list) if list.is_for(&of, &query, &agreement) => Rc::clone(list),
        _ => Rc::new(List::new(board, of, query, agreement, zone)),
    }
}

/// What people know a lead by, best first where only one is shown.
const CALLED: [Field; 4] = [Field::Name, Field::Company, Field::Email, Field::LeadId];

/// What to call each of these leads; empty where the files say nothing, or there is no such lead.
pub async fn names(board: &Board, leads: &[u32]) -> Result<Vec<String>, Failure> {
    let places = |lead: &u32| board.imported.dataset.leads.places.get(*lead as usize).copied();
    let known: Vec<Place> = leads.iter().filter_map(places).collect();
    let mut texts = texts(board, &known, &CALLED).await?.into_iter();
    let name = |lead: &u32| places(lead).and_then(|_| texts.next()?.into_iter().find(|text| !text.is_empty())).unwrap_or_default();
    Ok(leads.iter().map(name).collect())
}

/// What a lead is called, field by field.
pub async fn known(board: &Board, lead: u32) -> Result<Vec<(Field, String)>, Failure> {
    let place = board.imported.dataset.leads.places.get(lead as usize).copied();
    let texts = texts(board, place.as_slice(), &CALLED).await?.into_iter().next().unwrap_or_default();
    Ok(CALLED.into_iter().zip(texts).filter(|(_, text)| !text.is_empty()).collect())
}
