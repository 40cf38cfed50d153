//! One file, piece by piece: decode → tokenize → rows → typed columns. Nothing is known of other files here.

mod part;

pub use part::likely_start;

use super::{
    ColumnMapping, ColumnReading, DateOrder, DecimalMark, Delimiter, Field, FileMapping, Issue, IssueKind, Issues, Kind, Reading,
    ReadingSample,
    batch::Batch,
    clock::Clock,
    date_column::{DateColumn, Evidence, LateDoubt},
    decode::{Decoder, NoteKind, OffsetMap, TextSink},
    headers, kinds,
    missing::is_missing,
    record::{Record, RecordSink},
    rows::Rows,
    source::SourceFile,
    table::{CategoryTable, LineIndex, Table},
    text::{shortened, trim},
    tokenize::{PlainLines, Tokenizer},
    value_columns::{AmountColumn, CategoryColumn, CountColumn, EmailDomainColumn, FlagColumn, IdColumn},
};
use crate::{
    leads::{Bitmap, Dimension, Instants, Named},
    order::sort_few_by_key,
    time::Zone,
};

/// Reads one file. Push its bytes in order, in pieces of any size; where a piece ends changes nothing.
#[derive(Debug)]
pub struct Reader {
    decoder: Decoder,
    intake: Intake,
}

/// What stands behind the decoder.
#[derive(Debug)]
struct Intake {
    tokenizer: Tokenizer,
    rows: Rows,
    columns: Columns,
}

/// Takes the records of one piece of text.
struct Gather<'a> {
    rows: &'a mut Rows,
    columns: &'a mut Columns,
}

impl RecordSink for Gather<'_> {
    #[inline(always)]
    fn record(&mut self, record: &Record) {
        if self.rows.accept(record) {
            self.columns.push(record, self.rows);
        }
    }

    fn base_ends(&mut self, base: &[u8]) {
        self.columns.read_batch(base, self.rows);
    }
}

impl TextSink for Intake {
    fn text(&mut self, text: &[u8]) {
        let Self { tokenizer, rows, columns } = self;
        tokenizer.push(text, &mut Gather { rows, columns });
    }

    fn note(&mut self, kind: NoteKind, offset: u64) {
        self.rows.note(kind, offset);
    }
}

/// The typed columns of the rows kept, and where each row stands.
#[derive(Debug)]
struct Columns {
    file: u16,
    name: String,
    mapping: FileMapping,
    typed: Vec<Column>,
    clock: Clock,
    offsets: Vec<u64>,
    /// Rows before these, given away as they were read (see [`Reader::write_rows`]).
    rows_written: usize,
    lines: LineIndex,
    batch: Batch,
    scratch: Vec<u8>,
}

#[derive(Debug)]
struct Column {
    index: usize,
    field: Field,
    cells: Cells,
}

#[derive(Debug)]
enum Cells {
    Date(DateColumn),
    Category(CategoryColumn),
    Id(IdColumn),
    Amount(AmountColumn),
    Count(CountColumn<u16>),
    Visitors(CountColumn<u32>),
    Flag(FlagColumn),
    /// Whether there is a value.
    Known(Bitmap),
    EmailDomain(EmailDomainColumn),
}

impl Cells {
    /// `None` for fields that are only located.
    fn of(kind: Kind, field: Field) -> Option<Self> {
        Some(match field {
            Field::LeadId | Field::DealId => Self::Id(IdColumn::default()),
            Field::LookupId if kind == Kind::Activities => Self::Id(IdColumn::default()),
            Field::Email | Field::Company => Self::Id(IdColumn::caseless()),
            Field::Domain => Self::Id(IdColumn::domains()),
            Field::HappenedAt => Self::Date(DateColumn::of_months()),
            Field::Visitors => Self::Visitors(CountColumn::default()),
            Field::CreatedAt | Field::CloseDate | Field::Stage(_) | Field::Event(_) => Self::Date(DateColumn::default()),
            Field::Status
            | Field::Category(_)
            | Field::Currency
            | Field::ActivityType
            | Field::Asset
            | Field::Outcome
            | Field::Direction
            | Field::SpendCategory
            | Field::Team
            | Field::LookupId
            | Field::Attribute
            | Field::Name => Self::Category(CategoryColumn::default()),
            Field::Amount => Self::Amount(AmountColumn::default()),
            Field::Attempts | Field::Counter => Self::Count(CountColumn::default()),
            Field::Contacted => Self::Flag(FlagColumn::default()),
            Field::Score => return None,
        })
    }
}

impl Columns {
    fn new(file: u16, name: &str, mapping: &FileMapping, zone: &Zone) -> Self {
        let is_used = mapping.is_used();
        let mut typed: Vec<Column> = mapping
            .columns
            .iter()
            .enumerate()
            .filter(|_| is_used)
            .filter_map(|(index, column)| {
                let field = column.field?;
                // Two columns of one field: the first is read.
                let is_read = field.is_repeatable() || mapping.column_of(field) == Some(index);
                (is_read && kinds::keeps(mapping.kind, field)).then_some(())?;
                Some(Column { index, field, cells: Cells::of(mapping.kind, field)? })
            })
            .collect();
        if let Some(index) = mapping.column_of(Field::Email)
            && is_used
            && kinds::keeps(mapping.kind, Field::Domain)
            && mapping.column_of(Field::Domain).is_none()
        {
            typed.push(Column { index, field: Field::Domain, cells: Cells::Id(IdColumn::domains()) });
        }
        if mapping.kind == Kind::Leads && is_used {
            for field in [Field::Name, Field::Company] {
                if let Some(index) = mapping.column_of(field) {
                    typed.push(Column { index, field, cells: Cells::Known(Bitmap::default()) });
                }
            }
            if let Some(index) = mapping.column_of(Field::Email) {
                typed.push(Column { index, field: Field::Email, cells: Cells::EmailDomain(EmailDomainColumn::default()) });
            }
        }
        let width = typed.iter().map(|column| column.index + 1).max().unwrap_or(0);
        Self {
            file,
            name: name.to_owned(),
            mapping: mapping.clone(),
            typed,
            clock: Clock::new(zone.clone()),
            offsets: Vec::new(),
            rows_written: 0,
            lines: LineIndex::default(),
            batch: Batch::new(width),
            scratch: Vec::new(),
        }
    }

    #[inline(always)]
    fn push(&mut self, record: &Record, rows: &mut Rows) {
        self.lines.push(self.rows_written + self.offsets.len(), record.line);
        self.offsets.push(record.offset);
        self.batch.push(record);
        if self.batch.is_full() {
            self.read_batch(record.base, rows);
        }
    }

    /// Reads the cells of the rows taken since the last call.
    fn read_batch(&mut self, base: &[u8], rows: &mut Rows) {
        if self.batch.is_empty() {
            return;
        }
        let Self { typed, batch, clock, scratch, .. } = self;
        for Column { index, cells, .. } in typed {
            let index = *index;
            let mut doubt = |row: usize, kind: Option<IssueKind>, cell: &[u8]| {
                if let Some(kind) = kind {
                    rows.issue(kind, Some(batch.line(row)), Some(index), shortened(cell));
                }
            };
            match cells {
                Cells::Date(cells) => batch.cells(base, index, scratch, |row, cell| doubt(row, cells.push(cell, clock), cell)),
                Cells::Category(cells) => batch.cells(base, index, scratch, |_, cell| cells.push(cell)),
                Cells::Id(cells) => batch.cells(base, index, scratch, |row, cell| doubt(row, cells.push(cell), cell)),
                Cells::Amount(cells) => batch.cells(base, index, scratch, |row, cell| doubt(row, cells.push(cell), cell)),
                Cells::Count(cells) => batch.cells(base, index, scratch, |row, cell| doubt(row, cells.push(cell), cell)),
                Cells::Visitors(cells) => batch.cells(base, index, scratch, |row, cell| doubt(row, cells.push(cell), cell)),
                Cells::Flag(cells) => batch.cells(base, index, scratch, |row, cell| doubt(row, cells.push(cell), cell)),
                Cells::Known(known) => batch.cells(base, index, scratch, |_, cell| known.push(!is_missing(trim(cell)))),
                Cells::EmailDomain(cells) => batch.cells(base, index, scratch, |_, cell| cells.push(cell)),
            }
        }
        self.batch.clear();
    }

    fn finish(mut self, mut rows: Rows, source: SourceFile) -> Table {
        self.doubt_headers(&mut rows);
        let mut table = Table::new(self.file, self.name, self.mapping.clone(), source);
        let borrowed = self.typed.iter().find_map(|column| match &column.cells {
            Cells::Date(cells) => match cells.evidence() {
                Evidence::Decided(order) => Some(order),
                Evidence::NotNeeded | Evidence::Undecided => None,
            },
            _ => None,
        });
        // Serial numbers are judged by the dates beside them, which must be known first.
        let is_serial = |column: &Column| matches!(&column.cells, Cells::Date(cells) if cells.has_numbers());
        sort_few_by_key(&mut self.typed, is_serial);
        let is_date = |mapped: &&ColumnMapping| mapped.field.is_some_and(Field::is_date);
        let said = self.mapping.columns.iter().filter(is_date).find_map(|mapped| mapped.date_order);
        for column in self.typed {
            let mapped = &self.mapping.columns[column.index];
            match column.cells {
                Cells::Date(cells) => {
                    let order = date_order(&cells, mapped.date_order, borrowed.or(said));
                    let evidence = cells.evidence();
                    if evidence != Evidence::NotNeeded {
                        // One answer settles its file: the other columns stop asking, the answered one can still be changed.
                        let is_settled = borrowed.is_some() || (mapped.date_order.is_none() && said.is_some());
                        let is_open = evidence == Evidence::Undecided && !is_settled;
                        let question = if is_open { cells.question() } else { Default::default() };
                        table.readings.push(reading(&mapped.header, Reading::Date(order.taken), mapped.date_order.is_some(), question));
                    }
                    if let Some(Assumed(order)) = order.assumed {
                        let issue = Issue {
                            kind: IssueKind::AssumedDateOrder,
                            file: self.file,
                            line: None,
                            column: Some(mapped.header.clone()),
                            value: String::new(),
                            date_order: Some(order),
                        };
                        rows.issues.add(issue);
                    }
                    let mut doubts = Vec::new();
                    let others: Vec<&Instants> = table.dates.iter().map(|(_, instants)| instants).collect();
                    let since_1904 = mapped.since_1904.unwrap_or_else(|| cells.is_since_1904(&others));
                    let instants = cells.finish(order.taken, since_1904, &mut self.clock, &mut doubts);
                    for LateDoubt { row, kind, value } in doubts {
                        rows.issue(kind, Some(self.lines.line(row as usize)), Some(column.index), value);
                    }
                    table.dates.push((column.field, instants));
                }
                Cells::Category(cells) => {
                    let (category, first_rows) = cells.finish();
                    let header = mapped.header.clone();
                    if column.field == Field::Attribute {
                        table.attributes.push(Named { name: header, column: category });
                    } else {
                        table.categories.push((column.field, CategoryTable { header, category, first_rows }));
                    }
                }
                Cells::Id(cells) => {
                    if column.field == Field::Email && self.mapping.kind == Kind::Leads {
                        let known = Bitmap::from_fn(cells.hashes.len(), |row| cells.hashes[row] != 0);
                        table.known.push((Field::Email, known));
                    }
                    table.ids.push((column.field, cells.hashes));
                }
                Cells::Amount(cells) => {
                    let is_semicolon = self.mapping.dialect.delimiter == Delimiter::Semicolon;
                    // A file separated by semicolons is so because its commas are decimal.
                    let undecided = if is_semicolon { DecimalMark::Comma } else { DecimalMark::Point };
                    let evidence = cells.evidence();
                    let mark = mapped.decimal_mark.or(evidence).unwrap_or(undecided);
                    if cells.is_ambiguous() {
                        let question = if evidence.is_none() { cells.question() } else { Default::default() };
                        table.readings.push(reading(&mapped.header, Reading::Amount(mark), mapped.decimal_mark.is_some(), question));
                    }
                    table.amounts = Some(cells.finish(mark));
                    table.amount_column = Some(mapped.header.clone());
                }
                Cells::Count(cells) if column.field == Field::Counter => {
                    table.counters.push(Named { name: mapped.header.clone(), column: cells.values });
                }
                Cells::Count(cells) => table.attempts = cells.values,
                Cells::Visitors(cells) => table.visitors = cells.values,
                Cells::Flag(cells) => table.contacted = cells.values,
                Cells::Known(rows) => table.known.push((column.field, rows)),
                Cells::EmailDomain(cells) => table.email_domain = Some(cells.finish()),
            }
        }
        table.offsets = self.offsets;
        table.lines = self.lines;
        table.rows_read = rows.seen;
        table.rows_left_out = rows.left_out;
        table.issues = rows.issues;
        table.set_aside_if_not_used();
        table
    }

    /// Columns whose header claims a field that another column has.
    fn doubt_headers(&self, rows: &mut Rows) {
        // Done and due, users and sessions: such columns stand beside each other by design, and the best is taken.
        let is_doubt = |field: Field| !matches!(field, Field::HappenedAt | Field::Visitors | Field::Asset);
        let claims = headers::claims(rows.header(), self.mapping.kind);
        let columns = self.mapping.columns.iter().zip(claims).enumerate();
        let twice: Vec<usize> = columns
            .filter(|(index, (column, claimed))| match column.field {
                None => claimed.first().is_some_and(|field| is_doubt(*field) && self.mapping.column_of(*field).is_some()),
                Some(field) => !field.is_repeatable() && self.mapping.column_of(field) != Some(*index),
            })
            .map(|(index, _)| index)
            .collect();
        for index in twice {
            rows.issue(IssueKind::ColumnTwice, None, Some(index), String::new());
        }
    }
}

/// The file's number comes with the table.
fn reading(header: &str, taken: Reading, is_given: bool, question: (Vec<Reading>, Vec<ReadingSample>)) -> ColumnReading {
    let (possible, samples) = question;
    ColumnReading { file: 0, header: header.to_owned(), taken, is_given, possible, samples }
}

/// The order was a guess.
struct Assumed(DateOrder);

struct OrderTaken {
    taken: DateOrder,
    assumed: Option<Assumed>,
}

/// A person's word, else the column's own evidence, else that of another date column of the file or a person's word on one, else day
/// first.
fn date_order(cells: &DateColumn, given: Option<DateOrder>, borrowed: Option<DateOrder>) -> OrderTaken {
    let taken = match (given, cells.evidence()) {
        (Some(order), _) | (None, Evidence::Decided(order)) => Some(order),
        (None, Evidence::NotNeeded) => Some(DateOrder::Dmy),
        (None, Evidence::Undecided) => borrowed,
    };
    OrderTaken { taken: taken.unwrap_or(DateOrder::Dmy), assumed: taken.is_none().then_some(Assumed(DateOrder::Dmy)) }
}

impl Reader {
    /// `file` is the index of the file in the order the tables will be given to [`super::assemble`]; dates without an offset are
    /// in `zone`, the workspace's.
    pub fn new(file: u16, file_name: &str, mapping: &FileMapping, zone: &Zone) -> Self {
        Self {
            decoder: Decoder::new(mapping.encoding),
            intake: Intake {
                tokenizer: Tokenizer::new(&mapping.dialect),
                rows: Rows::new(file, mapping),
                columns: Columns::new(file, file_name, mapping, zone),
            },
        }
    }

    /// Leaves out what only an accounts export could be joined by: a company's name and domain a row. Call it where none of the
    /// files is one; it saves their memory and time.
    #[must_use]
    pub fn without_accounts(mut self) -> Self {
        let kind = self.intake.columns.mapping.kind;
        if kind != Kind::Accounts {
            self.intake
                .columns
                .typed
                .retain(|column| !matches!((column.field, &column.cells), (Field::Company | Field::Domain, Cells::Id(_))));
        }
        self
    }

    /// Leaves out what two lists are not compared by (see [`super::lists`]), and its memory.
    #[must_use]
    pub fn for_a_list(mut self) -> Self {
        self.intake.columns.typed.retain(|column| {
            matches!(
                column.field,
                Field::LeadId
                    | Field::DealId
                    | Field::Email
                    | Field::CreatedAt
                    | Field::CloseDate
                    | Field::Stage(_)
                    | Field::Event(_)
                    | Field::Status
                    | Field::Category(Dimension::Owner)
            )
        });
        self
    }

    pub fn push(&mut self, bytes: &[u8]) {
        self.decoder.decode(bytes, false, &mut self.intake);
    }

    /// Rows read so far, header and titles not counted.
    pub fn rows(&self) -> u64 {
        self.intake.rows.seen
    }

    /// Makes room for the rows of a file of so many bytes, judged by those read so far.
    pub fn expect(&mut self, bytes: u64) {
        let (rows, read) = (self.intake.columns.offsets.len() as u64, self.intake.rows.end_of_last());
        if let Some(all) = (rows * bytes).checked_div(read) {
            // Rows differ in length: a little more, or the last ones would have everything moved.
            self.intake.columns.reserve((all + all / 50).saturating_sub(rows) as usize);
        }
    }

    pub fn finish(mut self) -> Table {
        let (map, plain) = self.end();
        let Intake { rows, columns, .. } = self.intake;
        let source = SourceFile::new(columns.name.clone(), columns.mapping.clone(), map, plain);
        columns.finish(rows, source)
    }

    /// Reads what no more bytes follow.
    fn end(&mut self) -> (OffsetMap, PlainLines) {
        self.decoder.decode(&[], true, &mut self.intake);
        let Intake { tokenizer, rows, columns } = &mut self.intake;
        tokenizer.finish(&mut Gather { rows, columns });
        (self.decoder.take_map(), tokenizer.take_plain_lines())
    }
}
