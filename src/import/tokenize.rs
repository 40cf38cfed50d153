//! Decoded text → records, in pieces of any size. Knows delimiters, quotes and line ends; knows nothing of headers or values.
//!
//! Lenient where the wild is: LF, CRLF and CR end a record alike; blank lines are no records; a quote that is neither doubled
//! nor followed by a delimiter is text; a quote that is never closed is found out and its lines are read again as plain lines.

use std::ops::Range;

use memchr::{memchr, memchr2, memchr2_iter, memrchr2};

use super::{
    Delimiter, Dialect,
    record::{ESCAPED, Oddities, Record, RecordSink, Span, unescape},
    scan::Marks,
};

/// A quoted field longer than this is an unclosed quote. Real cells end below 10 MB; memory must end somewhere.
const QUOTED_LIMIT: usize = 32 * 1024 * 1024;
/// Spans are `u32` with one bit for [`ESCAPED`]; longer pieces are cut.
const PIECE_LIMIT: usize = 1 << 30;

/// How one attempt to read a record ended.
enum Step {
    /// The record ends before this position.
    Record { next: usize, line_breaks: u64, stray_quote: Option<usize> },
    /// The data ends too early to tell.
    More,
    /// The quote opened at this position is never closed. Quotes are to end with their line up to `until`, or to the end.
    Unterminated { quote: usize, until: Option<usize> },
}

/// What a quote at the start of a field turned out to be.
enum Quoted {
    /// Content ends at `content_end`; the delimiter, line end or end of data is at `next`.
    Closed {
        content_end: usize,
        next: usize,
        escaped: bool,
        stray: bool,
    },
    /// Text follows the closing quote: the field is taken as it stands, quotes included, and goes on at this position.
    AsItStands(usize),
    More,
    /// Never closed; another field's opening quote proves it on the line beginning at the position, if any does.
    Unterminated(Option<usize>),
}

/// What follows a quote.
enum After {
    /// A delimiter, a line end or the end of the data, at this position.
    Closes(usize),
    Text,
    More,
}

/// Text offsets `[from, to)` of lines whose quotes end with them, ascending.
pub(super) type PlainLines = Vec<(u64, u64)>;

#[derive(Debug)]
pub(super) struct Tokenizer {
    delimiter: u8,
    quote: u8,
    backslash: bool,
    wrapped: bool,
    spans: Vec<Span>,
    /// The record a wrapped line holds.
    inner: Vec<u8>,
    /// The beginning of a record whose end no piece has brought yet.
    carry: Vec<u8>,
    /// Length of `carry` worth another attempt: doubled each time, so that a long field is not read again with every piece.
    attempt_at: usize,
    /// Text offset of the first byte of `carry` or, if that is empty, of the next piece.
    offset: u64,
    line: u64,
    /// Where quotes end with their line, because one before was never closed.
    plain: PlainLines,
}

impl Tokenizer {
    pub(super) fn new(dialect: &Dialect) -> Self {
        Self::within(dialect, 0, Vec::new())
    }

    /// At a record's offset in the middle of a text. Lines are then counted from there.
    pub(super) fn within(dialect: &Dialect, offset: u64, plain: PlainLines) -> Self {
        Self {
            delimiter: match dialect.delimiter {
                Delimiter::Comma => b',',
                Delimiter::Semicolon => b';',
                Delimiter::Tab => b'\t',
                Delimiter::Pipe => b'|',
            },
            quote: dialect.quote.character() as u8,
            backslash: dialect.backslash_escapes,
            wrapped: dialect.wrapped_lines,
            spans: Vec::new(),
            inner: Vec::new(),
            carry: Vec::new(),
            attempt_at: 0,
            offset,
            line: 1,
            plain,
        }
    }

    /// Reads what more bytes were waited for, as far as it is complete.
    pub(super) fn catch_up(&mut self, sink: &mut impl RecordSink) {
        let mut carry = std::mem::take(&mut self.carry);
        let consumed = self.scan(&carry, false, sink);
        carry.drain(..consumed);
        self.carry = carry;
    }

    /// Text offset and lines so far, where these end with a record and all quotes were closed; else `None`.
    pub(super) fn between_records(&self) -> Option<(u64, u64)> {
        (self.carry.is_empty() && self.plain.is_empty() && !self.wrapped).then_some((self.offset, self.line - 1))
    }

    /// Lines of text appended to what was read, counted from there.
    pub(super) fn append(&mut self, rest: PlainLines) {
        let base = self.offset;
        self.plain.extend(rest.into_iter().map(|(from, to)| (from + base, to.saturating_add(base))));
    }

    pub(super) fn take_plain_lines(&mut self) -> PlainLines {
        std::mem::take(&mut self.plain)
    }

    /// Reads every record that `text` completes.
    pub(super) fn push(&mut self, text: &[u8], sink: &mut impl RecordSink) {
        for piece in text.chunks(PIECE_LIMIT / 2) {
            self.push_piece(piece, sink);
        }
    }

    fn push_piece(&mut self, piece: &[u8], sink: &mut impl RecordSink) {
        let mut at = 0;
        while !self.carry.is_empty() {
            // 256 bytes end most records; a longer one doubles.
            let want = self.attempt_at.max(self.carry.len() + 256) - self.carry.len();
            let take = want.min(piece.len() - at);
            self.carry.extend_from_slice(&piece[at..at + take]);
            at += take;
            if take < want && self.carry.len() < self.attempt_at {
                return;
            }
            let mut carry = std::mem::take(&mut self.carry);
            let consumed = self.scan(&carry, false, sink);
            let left = carry.len() - consumed;
            if left <= at && consumed > 0 {
                // What is left lies in this piece: go on there, without a copy.
                at -= left;
                carry.clear();
                self.carry = carry;
                break;
            }
            carry.drain(..consumed);
            self.carry = carry;
            self.attempt_at = left * 2;
            if at == piece.len() {
                return;
            }
        }
        let rest = &piece[at..];
        let consumed = self.scan(rest, false, sink);
        self.carry.extend_from_slice(&rest[consumed..]);
        self.attempt_at = 0;
    }

    /// Reads the last record, which no line end need follow.
    pub(super) fn finish(&mut self, sink: &mut impl RecordSink) {
        let carry = std::mem::take(&mut self.carry);
        self.scan(&carry, true, sink);
    }

    /// The first record of `data`, which begins at this tokenizer's offset; `None` when the data ends too early.
    pub(super) fn first(&mut self, data: &[u8], end: bool) -> Option<Vec<String>> {
        let mut marks = Marks::new(data, self.delimiter, self.quote);
        let Step::Record { next, .. } = self.record(&mut marks, data, 0, end) else { return None };
        self.unwrap_line(&data[..next]);
        Some(self.found(data, 0..next, Oddities::default()).texts())
    }

    /// The record last read.
    fn found<'a>(&'a self, base: &'a [u8], at: Range<usize>, oddities: Oddities) -> Record<'a> {
        let length = at.len() as u64;
        let (base, at) = if self.inner.is_empty() { (base, at) } else { (self.inner.as_slice(), 0..self.inner.len()) };
        Record {
            data: &base[at.clone()],
            base,
            at: at.start,
            spans: &self.spans,
            quote: self.quote,
            backslash: self.backslash,
            offset: self.offset,
            length,
            line: self.line,
            oddities,
        }
    }

    /// Where a line is one quoted field that holds the record, reads that record instead. Says whether its quotes are odd.
    fn unwrap_line(&mut self, data: &[u8]) -> Option<usize> {
        self.inner.clear();
        if !self.wrapped {
            return None;
        }
        let (first, rest) = self.spans.split_first()?;
        let content = first.start as usize..(first.end & !ESCAPED) as usize;
        let is_wrapped = data.first() == Some(&self.quote)
            && content.start > 0
            && data[content.clone()].contains(&self.delimiter)
            && rest.iter().all(|span| span.start == span.end);
        if !is_wrapped {
            return None;
        }
        let mut inner = std::mem::take(&mut self.inner);
        unescape(&data[content], self.quote, self.backslash, &mut inner);
        let outer = std::mem::take(&mut self.spans);
        let mut marks = Marks::new(&inner, self.delimiter, self.quote);
        let step = self.record(&mut marks, &inner, 0, true);
        let read = match step {
            Step::Record { next, stray_quote, .. } if next == inner.len() => Some(stray_quote),
            _ => None,
        };
        if read.is_some() {
            self.inner = inner;
        } else {
            self.spans = outer;
        }
        read.flatten()
    }

    /// Reads the records of `data`; returns how many bytes they took.
    fn scan(&mut self, data: &[u8], end: bool, sink: &mut impl RecordSink) -> usize {
        let base = self.offset;
        let mut marks = Marks::new(data, self.delimiter, self.quote);
        let mut start = 0;
        let mut unterminated = None;
        loop {
            let next = self.blank_lines(data, start, end);
            if next != start {
                start = next;
                marks.advance(start);
            }
            // A CR left standing may be half of a CRLF.
            if matches!(&data[start..], [] | [b'\r', ..]) {
                break;
            }
            self.offset = base + start as u64;
            match self.record(&mut marks, data, start, end) {
                Step::Record { next, line_breaks, stray_quote } => {
                    let stray_quote = if self.wrapped { stray_quote.or(self.unwrap_line(&data[start..next])) } else { stray_quote };
                    let record = self.found(data, start..next, Oddities { stray_quote, unterminated: unterminated.take() });
                    sink.record(&record);
                    if self.wrapped {
                        // The next line is unwrapped into the same place.
                        sink.base_ends(record.base);
                    }
                    self.line += line_breaks;
                    start = next;
                }
                Step::More => break,
                Step::Unterminated { quote, until } => {
                    self.plain.push((self.offset, until.map_or(u64::MAX, |until| base + until as u64)));
                    unterminated = Some(self.line + line_breaks(&data[start..quote]));
                    marks.seek(start);
                }
            }
        }
        sink.base_ends(data);
        self.offset = base + start as u64;
        start
    }

    /// Skips empty lines, up to a CR at the end of the data whose LF may follow.
    fn blank_lines(&mut self, data: &[u8], mut at: usize, end: bool) -> usize {
        loop {
            at += match data.get(at..) {
                Some([b'\r', b'\n', ..]) => 2,
                Some([b'\r']) if !end => return at,
                Some([b'\n' | b'\r', ..]) => 1,
                _ => return at,
            };
            self.line += 1;
        }
    }

    fn record(&mut self, marks: &mut Marks, data: &[u8], start: usize, end: bool) -> Step {
        self.spans.clear();
        let after = self.plain.partition_point(|(from, _)| *from <= self.offset);
        let line_bound = after > 0 && self.offset < self.plain[after - 1].1;
        let mut field = start;
        let mut breaks = 1;
        let mut stray_quote = None;
        let span = |from: usize, to: usize| Span { start: (from - start) as u32, end: (to - start) as u32 };
        loop {
            let spans = &mut self.spans;
            let Some(at) = marks.next_other(|at| {
                spans.push(span(field, at));
                field = at + 1;
            }) else {
                if !end {
                    return Step::More;
                }
                self.spans.push(span(field, data.len()));
                return Step::Record { next: data.len(), line_breaks: breaks, stray_quote };
            };
            let byte = data[at];
            if byte == b'\n' {
                self.spans.push(span(field, at));
                return Step::Record { next: at + 1, line_breaks: breaks, stray_quote };
            } else if byte == b'\r' {
                self.spans.push(span(field, at));
                let next = match data.get(at + 1) {
                    Some(b'\n') => at + 2,
                    None if !end => return Step::More,
                    _ => at + 1,
                };
                marks.advance(next);
                return Step::Record { next, line_breaks: breaks, stray_quote };
            } else if byte == self.quote {
                // `="001"` keeps a spreadsheet from counting: the value is what is quoted.
                if data[field..at].iter().any(|byte| *byte != b' ') && data[field..at] != *b"=" {
                    stray_quote = stray_quote.or(Some(self.spans.len()));
                    continue;
                }
                let quoted = if line_bound { self.quoted_on_line(data, at, end) } else { self.quoted(data, at, end) };
                match quoted {
                    Quoted::Closed { content_end, next, escaped, stray } => {
                        if stray {
                            stray_quote = stray_quote.or(Some(self.spans.len()));
                        }
                        let mut content = span(at + 1, content_end);
                        if escaped {
                            content.end |= ESCAPED;
                        }
                        breaks += line_breaks(&data[at + 1..content_end]);
                        self.spans.push(content);
                        marks.advance(next);
                        // The delimiter or line end that closed the field; at the end of the data there is none.
                        let closer = marks.next();
                        match closer.map(|at| (at, data[at])) {
                            Some((at, byte)) if byte == self.delimiter => field = at + 1,
                            Some((at, b'\r')) if data.get(at + 1) == Some(&b'\n') => {
                                marks.advance(at + 2);
                                return Step::Record { next: at + 2, line_breaks: breaks, stray_quote };
                            }
                            Some((at, b'\r')) if at + 1 == data.len() && !end => return Step::More,
                            Some((at, _)) => return Step::Record { next: at + 1, line_breaks: breaks, stray_quote },
                            None => return Step::Record { next: data.len(), line_breaks: breaks, stray_quote },
                        }
                    }
                    Quoted::AsItStands(resume) => {
                        stray_quote = stray_quote.or(Some(self.spans.len()));
                        breaks += line_breaks(&data[at..resume]);
                        marks.advance(resume);
                    }
                    Quoted::More => return Step::More,
                    Quoted::Unterminated(until) => return Step::Unterminated { quote: at, until },
                }
            }
        }
    }

    /// Reads a quoted field that must close on its line; otherwise the quote is text.
    fn quoted_on_line(&self, data: &[u8], open: usize, end: bool) -> Quoted {
        let line_end = match memchr2(b'\n', b'\r', &data[open..]) {
            Some(length) => open + length,
            None if end => data.len(),
            None => return Quoted::More,
        };
        match self.quoted(&data[..line_end], open, true) {
            Quoted::Unterminated(_) | Quoted::More => Quoted::AsItStands(open + 1),
            other => other,
        }
    }

    fn quoted(&self, data: &[u8], open: usize, end: bool) -> Quoted {
        let mut at = open + 1;
        let mut escaped = false;
        let mut stray = false;
        // After a stray quote: the quote further on the line that does close the field.
        let mut closes_at = None;
        loop {
            let found = if self.backslash {
                memchr2(self.quote, b'\\', &data[at.min(data.len())..])
            } else {
                memchr(self.quote, &data[at.min(data.len())..])
            };
            let Some(quote) = found.map(|length| at + length) else {
                return if end || data.len() - open > QUOTED_LIMIT { Quoted::Unterminated(None) } else { Quoted::More };
            };
            if quote - open > QUOTED_LIMIT {
                return Quoted::Unterminated(None);
            }
            let after = quote + 1;
            if data[quote] != self.quote {
                escaped = true;
                at = after + 1;
                continue;
            }
            if data.get(after) == Some(&self.quote) {
                escaped = true;
                at = after + 1;
                continue;
            }
            match self.after_quote(data, after, end) {
                After::Closes(next) => return Quoted::Closed { content_end: quote, next, escaped, stray },
                After::Text => {}
                After::More => return Quoted::More,
            }
            // A quote that opens a field, lines below: this one was never closed.
            let opens = matches!(data[quote - 1], b'\n' | b'\r') || data[quote - 1] == self.delimiter;
            if opens && let Some(line) = memrchr2(b'\n', b'\r', &data[open..quote]) {
                return Quoted::Unterminated(Some(open + line + 1));
            }
            if closes_at.is_none_or(|closing| quote > closing) {
                let line_end = match memchr2(b'\n', b'\r', &data[after..]) {
                    Some(length) => after + length,
                    None if end => data.len(),
                    None if data.len() - open > QUOTED_LIMIT => return Quoted::Unterminated(None),
                    None => return Quoted::More,
                };
                closes_at = self.closing_quote(&data[..line_end], after);
                if closes_at.is_none() {
                    return Quoted::AsItStands(after);
                }
            }
            stray = true;
            at = after;
        }
    }

    /// What follows a quote that is not doubled, past any spaces.
    fn after_quote(&self, data: &[u8], after: usize, end: bool) -> After {
        match data[after..].iter().position(|byte| *byte != b' ').map(|spaces| after + spaces) {
            None if end => After::Closes(data.len()),
            None => After::More,
            Some(next) if data[next] == self.delimiter || matches!(data[next], b'\n' | b'\r') => After::Closes(next),
            Some(_) => After::Text,
        }
    }

    /// The first quote on the line that closes a field.
    fn closing_quote(&self, line: &[u8], from: usize) -> Option<usize> {
        let mut at = from;
        while let Some(length) = memchr(self.quote, &line[at..]) {
            let quote = at + length;
            if line.get(quote + 1) == Some(&self.quote) {
                at = quote + 2;
                continue;
            }
            if matches!(self.after_quote(line, quote + 1, true), After::Closes(_)) {
                return Some(quote);
            }
            at = quote + 1;
        }
        None
    }
}

/// Line ends within some text: LF, CRLF and lone CR each count once.
fn line_breaks(text: &[u8]) -> u64 {
    memchr2_iter(b'\n', b'\r', text).filter(|&at| text[at] == b'\n' || text.get(at + 1) != Some(&b'\n')).count() as u64
}
