//! Two readers of one file. The second begins in its middle, at what looks like the start of a record; the first, which knows, reads up to
//! there, and only if a record does begin there is what the second read appended. So a wrong guess costs time and changes nothing.
//!
//! Of text the first reader finds odd (undecodable bytes, a quote never closed, a footer, another header than was mapped) nothing is
//! appended either: [`Reader::seam`] says so, and the first reader goes on by itself.

use std::io::{Error, ErrorKind, Read, Result, Write};

use borsh::{BorshDeserialize, BorshSerialize};

use super::{Cells, Columns, CountColumn, Decoder, FileMapping, Gather, Intake, Issues, LineIndex, Reader, Rows, Zone};
use crate::{
    import::{
        Encoding,
        decode::OffsetMap,
        record::Record,
        tokenize::{PlainLines, Tokenizer},
        value_columns::Bound,
    },
    leads::Bitmap,
    raw,
    turns::in_turns,
};

/// Records that must look like rows before a place is taken for the start of one.
const LIKE_ROWS: usize = 8;
/// Line ends tried.
const TRIES: usize = 64;

/// Where in `bytes`, from somewhere inside a file, a record probably begins: after a line end from which on records have as many fields
/// as the file has columns. `None` where nothing looks like it, or the file is not one that two can read.
pub fn likely_start(mapping: &FileMapping, bytes: &[u8]) -> Option<usize> {
    if mapping.encoding != Encoding::Utf8 || mapping.dialect.wrapped_lines || mapping.columns.len() < 2 {
        return None;
    }
    let ends = memchr::memchr_iter(b'\n', bytes).map(|at| at + 1).take(TRIES);
    // Beside a blank line a footer may stand, which only who read the lines before can tell.
    let is_beside_blank = |at: usize| {
        matches!(&bytes[..at], [.., b'\n', b'\n'] | [.., b'\n', b'\r', b'\n']) || matches!(bytes.get(at), None | Some(b'\n' | b'\r'))
    };
    ends.filter(|at| !is_beside_blank(*at)).find(|at| looks_like_rows(mapping, &bytes[*at..]))
}

fn looks_like_rows(mapping: &FileMapping, bytes: &[u8]) -> bool {
    let (mut like, mut others) = (0, 0);
    let mut look = |record: &Record| {
        if like + others < LIKE_ROWS {
            let is_like =
                record.len() == mapping.columns.len() && record.oddities.stray_quote.is_none() && record.oddities.unterminated.is_none();
            *(if is_like { &mut like } else { &mut others }) += 1;
        }
    };
    Tokenizer::new(&mapping.dialect).push(&bytes[..bytes.len().min(1 << 16)], &mut look);
    others == 0 && like > 0
}

impl Reader {
    /// Reads from a [`likely_start`] on, to be taken over with [`Self::append`] by the reader of what stands before.
    pub fn second(file: u16, file_name: &str, mapping: &FileMapping, zone: &Zone) -> Self {
        let reader = Self::new(file, file_name, mapping, zone);
        let intake = Intake { rows: Rows::within(file, mapping), ..reader.intake };
        Self { decoder: Decoder::within(mapping.encoding), intake }
    }

    /// Whether the bytes pushed so far end with a record and leave no doubt about what follows: the place to [`Self::append`].
    pub fn is_at_seam(&mut self) -> bool {
        let Self { intake, .. } = self;
        let Intake { tokenizer, rows, columns } = intake;
        tokenizer.catch_up(&mut Gather { rows, columns });
        self.seam().is_some()
    }

    /// Text offset and lines up to here.
    fn seam(&self) -> Option<(u64, u64)> {
        let (text, _) = self.decoder.beside()?;
        let (offset, lines) = self.intake.tokenizer.between_records()?;
        (offset == text && self.intake.rows.goes_on_plainly(offset)).then_some((offset, lines))
    }

    /// Writes the rows read so far, and forgets them: what is read next takes their place in memory.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn write_rows(&mut self, out: &mut impl Write) -> Result<()> {
        true.serialize(out)?;
        let columns = &mut self.intake.columns;
        raw::write(&columns.offsets, out)?;
        columns.rows_written += columns.offsets.len();
        columns.offsets.clear();
        columns.typed.iter_mut().try_for_each(|column| column.cells.write_rows(out))
    }

    /// Ends reading, and writes all that is not yet written.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn write_to(mut self, out: &mut impl Write) -> Result<()> {
        let (map, plain) = self.end();
        self.write_rows(out)?;
        false.serialize(out)?;
        let Rows { seen, left_out, issues, .. } = self.intake.rows;
        (seen, left_out, issues, map, plain, self.intake.columns.lines).serialize(out)
    }

    /// Takes over what a [`Self::second`] reader of the same columns wrote; its end is the file's.
    ///
    /// # Errors
    ///
    /// Those of `input`, and "invalid data" away from a seam. This reader is then of no more use.
    pub fn append(&mut self, input: &mut impl Read) -> Result<()> {
        let (offset, lines) = self.seam().ok_or_else(|| Error::from(ErrorKind::InvalidData))?;
        let columns = &mut self.intake.columns;
        let before = columns.offsets.len();
        while bool::deserialize_reader(input)? {
            columns.append_rows(offset, input)?;
        }
        let (seen, left_out, issues, map, plain, more) = <(u64, u64, Issues, OffsetMap, PlainLines, LineIndex)>::deserialize_reader(input)?;
        columns.lines.append(more, before, lines);
        self.decoder.append(map);
        self.intake.tokenizer.append(plain);
        let rows = &mut self.intake.rows;
        rows.seen += seen;
        rows.left_out += left_out;
        rows.issues.append(issues, lines);
        Ok(())
    }
}

impl Columns {
    /// Rows of a text that begins at `offset`.
    #[inline(never)]
    fn append_rows(&mut self, offset: u64, input: &mut impl Read) -> Result<()> {
        let before = self.offsets.len();
        raw::append(&mut self.offsets, input)?;
        let appended = &mut self.offsets[before..];
        in_turns(appended.len(), |rows| appended[rows].iter_mut().for_each(|place| *place += offset));
        self.typed.iter_mut().try_for_each(|column| column.cells.append_from(input))
    }

    /// Makes room for as many rows more: a column that grows is copied, and leaves a hole in memory.
    pub(super) fn reserve(&mut self, rows: usize) {
        self.offsets.reserve_exact(rows);
        for column in &mut self.typed {
            match &mut column.cells {
                Cells::Date(cells) => cells.reserve(rows),
                Cells::Category(cells) => cells.reserve(rows),
                Cells::Id(cells) => cells.hashes.reserve_exact(rows),
                Cells::Amount(cells) => cells.reserve(rows),
                Cells::Count(cells) => cells.values.reserve_exact(rows),
                Cells::Visitors(cells) => cells.values.reserve_exact(rows),
                Cells::Flag(cells) => cells.values.reserve_exact(rows),
                Cells::Known(_) => {}
                Cells::EmailDomain(cells) => cells.reserve(rows),
            }
        }
    }
}

impl Cells {
    fn write_rows(&mut self, out: &mut impl Write) -> Result<()> {
        fn numbers<T: bytemuck::Pod>(values: &mut Vec<T>, out: &mut impl Write) -> Result<()> {
            raw::write(values, out)?;
            values.clear();
            Ok(())
        }
        match self {
            Self::Date(cells) => cells.write_rows(out),
            Self::Category(cells) => cells.write_rows(out),
            Self::Id(cells) => numbers(&mut cells.hashes, out),
            Self::Amount(cells) => cells.write_rows(out),
            Self::Count(cells) => numbers(&mut cells.values, out),
            Self::Visitors(cells) => numbers(&mut cells.values, out),
            Self::Flag(cells) => numbers(&mut cells.values, out),
            Self::Known(rows) => std::mem::take(rows).serialize(out),
            Self::EmailDomain(cells) => cells.write_rows(out),
        }
    }

    fn append_from(&mut self, input: &mut impl Read) -> Result<()> {
        fn counts<T: Bound + bytemuck::Pod>(cells: &mut CountColumn<T>, input: &mut impl Read) -> Result<()> {
            raw::append(&mut cells.values, input)
        }
        match self {
            Self::Date(cells) => cells.append_from(input),
            Self::Category(cells) => cells.append_from(input),
            Self::Id(cells) => raw::append(&mut cells.hashes, input),
            Self::Amount(cells) => cells.append_from(input),
            Self::Count(cells) => counts(cells, input),
            Self::Visitors(cells) => counts(cells, input),
            Self::Flag(cells) => raw::append(&mut cells.values, input),
            Self::Known(rows) => {
                rows.extend(&Bitmap::deserialize_reader(input)?);
                Ok(())
            }
            Self::EmailDomain(cells) => cells.append_from(input),
        }
    }
}
