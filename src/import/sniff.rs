//! The head of a file → a proposal how to read it. Decides the dialect and the header record, then matches columns and checks the
//! matches against the values. Nothing is kept of the file.

use super::{
    ColumnMapping, Confidence, Delimiter, Dialect, Field, FileMapping, Kind, NotATable, Overrides, Proposal, Quote,
    clock::Clock,
    dates::{self, Parsed},
    decode::text_of,
    detect, headers, kinds,
    missing::is_unknown,
    numbers::{self, Amount},
    record::Record,
    text::{lossy, squeeze, trim, trimmed_text},
    tokenize::Tokenizer,
    value_columns::boolean,
};
use crate::time::Zone;

/// How much of a file [`sniff`] wants; fewer bytes if the file is smaller. A wide export's first hundred rows fit.
pub const HEAD_BYTES: usize = 256 * 1024;
/// Records looked at: enough for any column to show its kind.
const RECORDS: usize = 500;
/// Text looked at before it is asked whether these are enough.
const PIECE_BYTES: usize = 16 * 1024;
/// Titles above a header: more than this many lines are not looked through.
const TITLE_RECORDS: usize = 30;
const SAMPLES: usize = 5;

/// Looks at the head of a file. `known`: mappings a person confirmed earlier; a file whose headers equal one of them gets its
/// columns, kind and value meanings back. Where that person corrected how the table is read, it is read so again if that, too,
/// gives those headers.
///
/// # Errors
/// When the file is no table at all.
pub fn sniff(file_name: &str, size_bytes: u64, head: &[u8], known: &[FileMapping]) -> Result<Proposal, NotATable> {
    sniff_with(file_name, size_bytes, head, known, &Overrides::default())
}

/// [`sniff`] where a person has seen the preview and says otherwise.
///
/// # Errors
/// When the file is no table at all, or none as they say.
pub fn sniff_with(
    file_name: &str,
    size_bytes: u64,
    head: &[u8],
    known: &[FileMapping],
    overrides: &Overrides,
) -> Result<Proposal, NotATable> {
    if let Some(refusal) = detect::not_a_table(head) {
        return Err(refusal);
    }
    let proposal = propose(file_name, size_bytes, head, known, overrides);
    // Columns without names look alike in all tables of one width: a header that was found speaks against them.
    let has_header = proposal.as_ref().is_ok_and(|proposal| {
        let headers: Vec<String> = proposal.mapping.columns.iter().map(|column| column.header.clone()).collect();
        headers::known(&headers) > 0
    });
    for earlier in known.iter().filter(|known| known.corrected != Overrides::default()) {
        let corrected = overrides.or(earlier.corrected);
        if corrected != *overrides
            && !(corrected.headerless && has_header)
            && let Ok(again) = propose(file_name, size_bytes, head, std::slice::from_ref(earlier), &corrected)
            && again.mapping.shape() == earlier.shape()
        {
            return Ok(again);
        }
    }
    proposal
}

fn propose(file_name: &str, size_bytes: u64, head: &[u8], known: &[FileMapping], overrides: &Overrides) -> Result<Proposal, NotATable> {
    let whole = size_bytes <= head.len() as u64;
    let encoding = overrides.encoding.unwrap_or_else(|| detect::encoding(head, whole));
    let text = text_of(encoding, head, true, whole);
    let text = lossy(&text);
    if text.trim().is_empty() {
        return Err(NotATable::Empty);
    }
    if let Some(refusal) = detect::other_text(&text) {
        return Err(refusal);
    }
    let (dialect, records) = dialect(&text, whole, overrides).ok_or(NotATable::NoHeader)?;
    let header_index = dialect.header_record as usize;
    let name = |header: &String| if dialect.headerless { String::new() } else { trimmed_text(header.as_bytes()).into_owned() };
    let mut raw: Vec<String> = records[header_index].iter().map(name).collect();
    let rows = &records[header_index + usize::from(!dialect.headerless)..];
    let mut samples = samples(raw.len(), rows);
    // A delimiter at the end of every line makes no column.
    while raw.len() > 1 && raw.last().is_some_and(String::is_empty) && samples.last().is_some_and(Vec::is_empty) {
        raw.pop();
        samples.pop();
    }
    let names = headers::named_apart(&raw);
    let detected = overrides.kind.or_else(|| kinds::detect(file_name, &raw));
    let clock = Clock::new(Zone::utc());
    let fits = |column: usize, field: Field| fits(&samples[column], field, &clock);
    let mut claims = headers::assign(&raw, detected.unwrap_or(Kind::Leads), fits);
    let tells = |claim: &headers::Claim| {
        matches!(claim.field, Field::LeadId | Field::Email | Field::CreatedAt | Field::Status | Field::Stage(_) | Field::Event(_))
    };
    if detected.is_none_or(|kind| kinds::reads(kind, Field::Email)) {
        guess_by_values(&mut claims, &samples);
    }
    if detected == Some(Kind::Leads) {
        guess_scored_columns(&mut claims, &raw, &samples);
    }
    let kind = detected.unwrap_or_else(|| if claims.iter().flatten().any(tells) { Kind::Leads } else { Kind::Lookup });
    if detected.is_none() && kind == Kind::Lookup {
        claims = headers::assign(&raw, kind, fits);
    }
    let column = |(name, claim): (&String, &Option<headers::Claim>)| ColumnMapping {
        header: name.clone(),
        field: claim.map(|claim| claim.field),
        date_order: None,
        decimal_mark: None,
        since_1904: None,
    };
    let columns: Vec<ColumnMapping> = names.iter().zip(&claims).map(column).collect();
    let mut mapping = FileMapping { kind, encoding, dialect, columns, values: Vec::new(), corrected: *overrides };
    let mut confidence: Vec<Confidence> = claims.iter().map(|claim| claim.map_or(Confidence::None, |claim| claim.confidence)).collect();
    if let Some(known) = known.iter().find(|known| known.shape() == mapping.shape() && overrides.kind.is_none_or(|kind| kind == known.kind))
    {
        mapping = FileMapping { encoding, dialect, corrected: *overrides, ..known.clone() };
        let sure = |column: &ColumnMapping| if column.field.is_some() { Confidence::Sure } else { Confidence::None };
        confidence = mapping.columns.iter().map(sure).collect();
    }
    let system = headers::system(&raw).map(str::to_owned);
    Ok(Proposal { file_name: file_name.to_owned(), size_bytes, mapping, system, confidence, samples: first_few(samples) })
}

/// Different non-empty values by column.
#[inline(never)]
fn samples(columns: usize, rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut samples: Vec<Vec<String>> = vec![Vec::new(); columns];
    for row in rows {
        for (sample, cell) in samples.iter_mut().zip(row) {
            let cell = trimmed_text(cell.as_bytes());
            if !cell.is_empty() && sample.len() < 50 && !sample.iter().any(|known| *known == cell) {
                sample.push(cell.chars().take(120).collect());
            }
        }
    }
    samples
}

fn first_few(mut samples: Vec<Vec<String>>) -> Vec<Vec<String>> {
    for sample in &mut samples {
        sample.truncate(SAMPLES);
    }
    samples
}

/// Whether a column's values can be of a field: most of them, where the field has a form.
#[inline(never)]
fn fits(samples: &[String], field: Field, clock: &Clock) -> bool {
    let most = |holds: &dyn Fn(&str) -> bool| {
        let said: Vec<&String> = samples
            .iter()
            .filter(|value| !is_unknown(value.as_bytes()) || (field == Field::Contacted && boolean(value.as_bytes()).is_some()))
            .collect();
        said.is_empty() || said.iter().filter(|value| holds(value)).count() * 2 > said.len()
    };
    let is_date = |value: &str| !matches!(dates::parse(trim(value.as_bytes()), clock), Parsed::Unreadable | Parsed::Missing);
    let is_number = |value: &str| !matches!(numbers::parse(value.as_bytes()).0, Amount::Unreadable);
    let is_flag = |value: &str| boolean(value.as_bytes()).is_some();
    match field {
        Field::HappenedAt => most(&|value| is_date(value) || dates::month_start(trim(value.as_bytes()), clock).is_some()),
        Field::CreatedAt | Field::CloseDate | Field::Stage(_) | Field::Event(_) => most(&|value| is_date(value) && !is_flag(value)),
        Field::Amount | Field::Attempts | Field::Score | Field::Counter | Field::Visitors => most(&|value| is_number(value)),
        Field::Contacted => most(&is_flag),
        Field::Email => most(&|value| value.contains('@')),
        Field::Currency => most(&|value| numbers::currency_code(value).is_some()),
        Field::Status => most(&|value| is_flag(value) || !is_date(value) || is_number(value)),
        Field::Category(_) => most(&|value| !is_date(value) || is_number(value)),
        Field::Domain => most(&|value| value.contains('.') && !value.contains(' ')),
        Field::ActivityType | Field::SpendCategory => most(&|value| !is_date(value) && !is_number(value)),
        Field::LeadId
        | Field::DealId
        | Field::Name
        | Field::Company
        | Field::Asset
        | Field::Outcome
        | Field::Direction
        | Field::Team
        | Field::Attribute
        | Field::LookupId => true,
    }
}

/// Words of headers that count what a lead did. Plurals and "total": a "visit" alone may be a date.
const COUNTED: &[&str] = &[
    "views",
    "visits",
    "downloads",
    "clicks",
    "opens",
    "opened",
    "clicked",
    "sessions",
    "submissions",
    "pageviews",
    "webinars",
    "просмотр",
    "посещени",
    "скачиван",
    "визит",
    "بازدید",
    "دانلود",
    "کلیک",
];
/// Headers of what is asked at a qualification (BANT), and of the one request that says most.
const ASKED: &[&str] = &[
    "budget",
    "hasbudget",
    "budgetconfirmed",
    "authority",
    "decisionmaker",
    "need",
    "needconfirmed",
    "timeline",
    "timeframe",
    "purchasetimeframe",
    "demorequest",
    "demorequested",
    "бюджет",
    "полномочия",
    "лпр",
    "потребность",
    "срок",
    "сроки",
    "بودجه",
    "اختیار",
    "تصمیمگیرنده",
    "نیاز",
    "زمانبندی",
    "زمان",
];

/// Counters of behaviour and answers of a qualification, among the columns no other field claims.
#[inline(never)]
fn guess_scored_columns(claims: &mut [Option<headers::Claim>], headers: &[String], samples: &[Vec<String>]) {
    let columns = claims.iter_mut().zip(headers).zip(samples);
    for ((claim, header), samples) in columns.filter(|((claim, _), _)| claim.is_none()) {
        let squeezed = squeeze(header);
        let is_count = |value: &String| numbers::count(value.as_bytes()).is_some();
        let field = if COUNTED.iter().any(|word| squeezed.contains(word)) && !samples.is_empty() && samples.iter().all(is_count) {
            Field::Counter
        } else if ASKED.contains(&squeezed.as_str()) {
            Field::Attribute
        } else {
            continue;
        };
        *claim = Some(headers::Claim::guess(field));
    }
}

/// A column no header explains is an e-mail column when all its values are.
#[inline(never)]
fn guess_by_values(claims: &mut [Option<headers::Claim>], samples: &[Vec<String>]) {
    if claims.iter().flatten().any(|claim| claim.field == Field::Email) {
        return;
    }
    let is_email =
        |value: &String| value.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !value.contains(' '));
    let column = samples.iter().position(|values| values.len() >= 3 && values.iter().all(is_email));
    if let Some(column) = column.filter(|column| claims[*column].is_none()) {
        claims[column] = Some(headers::Claim::guess(Field::Email));
    }
}

/// The first [`RECORDS`] in some dialect, and how many of them have stray quotes.
#[derive(Default)]
struct First {
    records: Vec<Vec<String>>,
    stray: usize,
}

impl First {
    /// Of the head; its last record may be cut off and is then left out.
    #[inline(never)]
    fn of(text: &str, dialect: &Dialect, whole: bool) -> Self {
        let mut tokenizer = Tokenizer::new(dialect);
        let mut first = Self::default();
        for piece in text.as_bytes().chunks(PIECE_BYTES) {
            tokenizer.push(piece, &mut |record: &Record| first.take(record));
            if first.records.len() == RECORDS {
                return first;
            }
        }
        if whole {
            tokenizer.finish(&mut |record: &Record| first.take(record));
        }
        first
    }

    #[inline(never)]
    fn take(&mut self, record: &Record) {
        if self.records.len() < RECORDS {
            self.stray += usize::from(record.oddities.stray_quote.is_some() || record.oddities.unterminated.is_some());
            self.records.push(record.texts());
        }
    }
}

/// The dialect under which the head is most a table, with its records.
#[inline(never)]
fn dialect(text: &str, whole: bool, overrides: &Overrides) -> Option<(Dialect, Vec<Vec<String>>)> {
    const DELIMITERS: [(Delimiter, char); 4] =
        [(Delimiter::Comma, ','), (Delimiter::Semicolon, ';'), (Delimiter::Tab, '\t'), (Delimiter::Pipe, '|')];
    let first_line = text.trim_start().lines().next().unwrap_or_default();
    // Excel's hint line; it counts as a record before the header.
    let told = first_line.to_ascii_lowercase().trim_matches('"').strip_prefix("sep=").and_then(|rest| rest.chars().next());
    let has_single = text
        .lines()
        .take(TITLE_RECORDS)
        .any(|line| line.starts_with('\'') || DELIMITERS.iter().any(|(_, d)| line.contains(&format!("{d}'"))));
    let quotes = match overrides.quote {
        Some(quote) => vec![quote],
        None if has_single => Quote::ALL.to_vec(),
        None => vec![Quote::Double],
    };
    let escapes: &[bool] =
        if text.contains('\\') && ["\\\"", "\\'"].iter().any(|escaped| text.contains(escaped)) { &[false, true] } else { &[false] };
    let has_quoted_lines =
        text.lines().take(TITLE_RECORDS).any(|line| line.starts_with('"') && line.trim_end_matches([',', ';', '\t', '|']).ends_with('"'));
    let wraps: &[bool] = if has_quoted_lines { &[false, true] } else { &[false] };
    let mut best: Option<(f64, Dialect, Vec<Vec<String>>)> = None;
    for (delimiter, character) in DELIMITERS {
        if overrides.delimiter.is_some_and(|given| given != delimiter) {
            continue;
        }
        if overrides.delimiter.is_none() && told.is_some_and(|told| told != character && DELIMITERS.iter().any(|(_, known)| *known == told))
        {
            continue;
        }
        for &quote in &quotes {
            for (&backslash_escapes, &wrapped_lines) in escapes.iter().flat_map(|escape| wraps.iter().map(move |wrap| (escape, wrap))) {
                let candidate =
                    Dialect { delimiter, quote, backslash_escapes, wrapped_lines, header_record: 0, headerless: overrides.headerless };
                let First { records, stray } = First::of(text, &candidate, whole);
                let Some((points, header_record)) = judge(&records, stray, whole, told.is_some(), overrides) else { continue };
                if best.as_ref().is_none_or(|(most, _, _)| points > *most) {
                    best = Some((points, Dialect { header_record, ..candidate }, records));
                }
            }
        }
    }
    best.map(|(_, dialect, records)| (dialect, records))
}

/// How much these records are a table, and which of them is its header.
#[inline(never)]
fn judge(records: &[Vec<String>], stray: usize, whole: bool, has_hint: bool, overrides: &Overrides) -> Option<(f64, u32)> {
    let hint = usize::from(has_hint);
    let mut counts = std::collections::BTreeMap::new();
    for record in &records[hint.min(records.len())..] {
        *counts.entry(record.len()).or_insert(0_usize) += 1;
    }
    let (&width, &rows) = counts.iter().max_by_key(|(width, rows)| (**rows * (**width).min(2), **width))?;
    let given = overrides.header_record.map(|given| given as usize).or(overrides.headerless.then_some(hint));
    let header = match given {
        Some(given) => (given < records.len()).then_some(given)?,
        None => header_record(records, width, hint)?,
    };
    let body = records.len() - header + usize::from(overrides.headerless);
    // A header over at least one row; when the first row is longer than the head, the header alone must do.
    if body < 2 && whole {
        return None;
    }
    if width == 1 && given.is_none() && headers::known(&records[header]) == 0 {
        return None;
    }
    let regular = rows as f64 / (records.len() - hint) as f64;
    let strays = stray as f64 / records.len() as f64;
    Some((regular * (1.0 + (records[header].len() as f64).ln()) - strays, header as u32))
}

/// The header: the first record about as wide as the table whose cells are mostly filled, unless another among the first ones is
/// made of known spellings.
#[inline(never)]
fn header_record(records: &[Vec<String>], width: usize, from: usize) -> Option<usize> {
    let is_wide = |record: &Vec<String>| record.len() * 10 >= width * 7 && (width == 1 || record.len() > 1);
    let is_named = |record: &Vec<String>| record.iter().filter(|cell| !cell.trim().is_empty()).count() * 2 >= record.len();
    let mut candidates =
        records.iter().enumerate().skip(from).take(TITLE_RECORDS).filter(|(_, record)| is_named(record) && is_wide(record));
    let (first, record) = candidates.next()?;
    let mut best = (headers::known(record), first);
    for (index, record) in candidates {
        let known = headers::known(record);
        // Half of the cells: a value may happen to be a word like "Email" or "Lead".
        if known > best.0 && known * 2 >= record.len() {
            best = (known, index);
        }
    }
    Some(best.1)
}
