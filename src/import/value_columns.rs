//! Columns of ids, categories, amounts, counters and flags, filled cell by cell from bytes. Dates have their own file.

use std::io::{Error, ErrorKind, Read, Result, Write};

use borsh::{BorshDeserialize, BorshSerialize};
use rustc_hash::FxHashMap;

use super::{
    DecimalMark, IssueKind, ReadAs, Reading, ReadingSample,
    missing::{is_missing, is_unknown},
    numbers::{self, Amount},
    text::{caseless_hash, domain_hash, id_hash, nfc, top_hash, trim, trimmed_text},
};
use crate::{
    leads::{Category, CategoryBuilder, NO_AMOUNT, NONE_CODE, currency_digits},
    raw,
    text::yes_or_no,
};

/// Hash of a raw cell → code: a value that repeats costs one hash and one place in memory, and no text is made of it. Cells are told
/// apart by 64 bits, as ids are (see [`top_hash`]).
#[derive(Debug, Default)]
struct RawCodes {
    /// Open addressing; a length that is a power of two, at most half full.
    slots: Vec<RawCode>,
    /// Leaves the bits of a hash that are a place in `slots`.
    shift: u32,
    taken: usize,
}

/// Free when the hash is 0.
#[derive(Debug, Clone, Copy, Default)]
struct RawCode {
    hash: u64,
    code: u32,
}

impl RawCodes {
    #[inline(always)]
    fn get(&self, hash: u64) -> Option<u32> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut slot = self.first_slot(hash);
        loop {
            let known = &self.slots[slot];
            if known.hash == hash {
                return Some(known.code);
            }
            if known.hash == 0 {
                return None;
            }
            slot = (slot + 1) & mask;
        }
    }

    /// By the high bits.
    #[inline(always)]
    const fn first_slot(&self, hash: u64) -> usize {
        (hash >> self.shift) as usize
    }

    fn insert(&mut self, hash: u64, code: u32) {
        if (self.taken + 1) * 2 > self.slots.len() {
            let larger = vec![RawCode::default(); (self.slots.len() * 2).max(64)];
            self.shift = 64 - larger.len().trailing_zeros();
            for known in std::mem::replace(&mut self.slots, larger) {
                if known.hash != 0 {
                    self.place(known);
                }
            }
        }
        self.place(RawCode { hash, code });
        self.taken += 1;
    }

    fn place(&mut self, new: RawCode) {
        let mask = self.slots.len() - 1;
        let mut slot = self.first_slot(new.hash);
        while self.slots[slot].hash != 0 {
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = new;
    }
}

#[derive(Debug, Default)]
pub(super) struct CategoryColumn {
    raw: RawCodes,
    builder: CategoryBuilder,
    /// First row of each value, by code − 1, but for the first `written` values; for the place of a value nobody understands.
    first_rows: Vec<u32>,
    rows: u32,
    /// Values [`Self::write_rows`] has written.
    written: usize,
    /// The codes here of the values another reader's rows brought, by their codes there.
    recoded: Vec<u32>,
}

impl CategoryColumn {
    #[inline(always)]
    pub(super) fn push(&mut self, raw: &[u8]) {
        self.push_as(raw, <[u8]>::to_vec);
    }

    /// A cell, and how its value is made of it the first time it is met.
    #[inline(always)]
    fn push_as(&mut self, raw: &[u8], value: impl Fn(&[u8]) -> Vec<u8>) {
        let code = if raw.is_empty() {
            NONE_CODE
        } else {
            // 0 marks a free place.
            let hash = top_hash(raw).max(1);
            match self.raw.get(hash) {
                Some(code) => code,
                None => self.learn(&value(raw), hash),
            }
        };
        self.builder.push_code(code);
        self.rows += 1;
    }

    fn learn(&mut self, raw: &[u8], hash: u64) -> u32 {
        let code = if is_missing(trim(raw)) { NONE_CODE } else { self.builder.intern(&nfc(&trimmed_text(raw))) };
        if code as usize > self.written + self.first_rows.len() {
            self.first_rows.push(self.rows);
        }
        self.raw.insert(hash, code);
        code
    }

    pub(super) fn reserve(&mut self, rows: usize) {
        self.builder.reserve(rows);
    }

    /// Writes the rows so far, with the values that are new among them, and forgets these rows.
    pub(super) fn write_rows(&mut self, out: &mut impl Write) -> Result<()> {
        self.builder.write_rows(self.written, out)?;
        raw::write(&self.first_rows, out)?;
        self.written += self.first_rows.len();
        self.first_rows.clear();
        self.rows = 0;
        Ok(())
    }

    /// Appends what another reader wrote, all of it in order.
    #[inline(never)]
    pub(super) fn append_from(&mut self, input: &mut impl Read) -> Result<()> {
        let category = Category::deserialize_reader(input)?;
        let first_rows: Vec<u32> = raw::read(input)?;
        if self.recoded.is_empty() {
            self.recoded.push(NONE_CODE);
        }
        for (value, first) in category.values().iter().zip(first_rows) {
            let code = self.builder.intern(value);
            if code as usize > self.first_rows.len() {
                self.first_rows.push(self.rows + first);
            }
            self.recoded.push(code);
        }
        self.builder.append(&category, &self.recoded);
        self.rows += category.len() as u32;
        Ok(())
    }

    pub(super) fn finish(self) -> (Category, Vec<u32>) {
        (self.builder.finish(), self.first_rows)
    }
}

/// What of an id is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum IdForm {
    #[default]
    Exact,
    /// E-mail addresses and names of companies.
    Caseless,
    /// The domain of a web address or an e-mail address.
    Domain,
}

/// Ids as 64-bit hashes of their trimmed text; 0 where there is none. The text stays in the file.
#[derive(Debug, Default)]
pub(super) struct IdColumn {
    pub hashes: Vec<u64>,
    form: IdForm,
}

impl IdColumn {
    pub(super) fn caseless() -> Self {
        Self { form: IdForm::Caseless, ..Self::default() }
    }

    pub(super) fn domains() -> Self {
        Self { form: IdForm::Domain, ..Self::default() }
    }

    #[inline(always)]
    pub(super) fn push(&mut self, raw: &[u8]) -> Option<IssueKind> {
        if self.form == IdForm::Exact && is_mangled(trim(raw)) {
            // Many ids have become this one: it is none.
            self.hashes.push(0);
            return Some(IssueKind::MangledId);
        }
        self.hashes.push(match self.form {
            IdForm::Exact => id_hash(raw),
            IdForm::Caseless => caseless_hash(raw),
            IdForm::Domain => domain_hash(raw),
        });
        None
    }
}

/// `9.00720E+15`: what a spreadsheet makes of a long number.
#[inline(always)]
fn is_mangled(id: &[u8]) -> bool {
    let Some(exponent) = id.len().checked_sub(4).map(|at| &id[at..]) else { return false };
    exponent[1] == b'+'
        && exponent[0].eq_ignore_ascii_case(&b'E')
        && exponent[2..].iter().all(u8::is_ascii_digit)
        && id[..id.len() - 4].iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
}

/// The domains of e-mail addresses, case-folded.
#[derive(Debug, Default)]
pub(super) struct EmailDomainColumn {
    domains: CategoryColumn,
}

impl EmailDomainColumn {
    #[inline(always)]
    pub(super) fn push(&mut self, raw: &[u8]) {
        let domain = memchr::memrchr(b'@', raw).map_or(&[][..], |at| &raw[at + 1..]);
        self.domains.push_as(domain, |domain| trim(domain).iter().filter(|byte| **byte != b'>').map(u8::to_ascii_lowercase).collect());
    }

    pub(super) fn reserve(&mut self, rows: usize) {
        self.domains.reserve(rows);
    }

    pub(super) fn write_rows(&mut self, out: &mut impl Write) -> Result<()> {
        self.domains.write_rows(out)
    }

    pub(super) fn append_from(&mut self, input: &mut impl Read) -> Result<()> {
        self.domains.append_from(input)
    }

    pub(super) fn finish(self) -> Category {
        self.domains.finish().0
    }
}

#[derive(Debug, Default)]
pub(super) struct AmountColumn {
    /// Ten-thousandths, or [`NO_AMOUNT`].
    values: Vec<i64>,
    ambiguous: Vec<(u32, Amount)>,
    /// Values that prove a point, and a comma.
    votes: [u64; 2],
    /// Currency signs beside the amounts: index into `codes` + 1 by row; empty while none was met.
    signs: Vec<u8>,
    codes: Vec<&'static str>,
}

/// Amounts in ten-thousandths, and the currency each row names.
#[derive(Debug, Default)]
pub(super) struct Amounts {
    pub values: Vec<i64>,
    pub signs: Option<Category>,
}

impl AmountColumn {
    pub(super) fn push(&mut self, raw: &[u8]) -> Option<IssueKind> {
        let (amount, currency) = if raw.is_empty() { (Amount::Missing, None) } else { numbers::parse(raw) };
        let row = self.values.len();
        let value = match amount {
            Amount::Exact { value, mark } => {
                if let Some(mark) = mark {
                    self.votes[mark as usize] += 1;
                }
                value
            }
            Amount::Ambiguous { .. } => {
                self.ambiguous.push((row as u32, amount));
                NO_AMOUNT
            }
            Amount::Missing | Amount::Unreadable => NO_AMOUNT,
        };
        self.values.push(value);
        if let Some(currency) = currency {
            self.signs.resize(row, 0);
            let sign = self.sign(currency);
            self.signs.push(sign);
        } else if !self.signs.is_empty() {
            self.signs.push(0);
        }
        (amount == Amount::Unreadable).then_some(IssueKind::UnreadableNumber)
    }

    pub(super) fn reserve(&mut self, rows: usize) {
        self.values.reserve_exact(rows);
    }

    /// Writes the rows so far, and forgets them.
    pub(super) fn write_rows(&mut self, out: &mut impl Write) -> Result<()> {
        raw::write(&self.values, out)?;
        raw::write(&self.signs, out)?;
        (&self.ambiguous, &self.votes, &self.codes).serialize(out)?;
        *self = Self { values: std::mem::take(&mut self.values), codes: std::mem::take(&mut self.codes), ..Self::default() };
        self.values.clear();
        Ok(())
    }

    #[inline(never)]
    pub(super) fn append_from(&mut self, input: &mut impl Read) -> Result<()> {
        let before = self.values.len();
        raw::append(&mut self.values, input)?;
        let signs: Vec<u8> = raw::read(input)?;
        let ambiguous = Vec::<(u32, Amount)>::deserialize_reader(input)?;
        let (votes, codes) = <([u64; 2], Vec<String>)>::deserialize_reader(input)?;
        self.ambiguous.extend(ambiguous.into_iter().map(|(row, amount)| (row + before as u32, amount)));
        self.votes.iter_mut().zip(votes).for_each(|(mine, more)| *mine += more);
        if signs.is_empty() {
            if !self.signs.is_empty() {
                self.signs.resize(self.values.len(), 0);
            }
            return Ok(());
        }
        let known = codes.iter().map(|code| numbers::known_code(code).map(|code| self.sign(code)));
        let recoded: Vec<u8> = known.map(|sign| sign.ok_or_else(|| Error::from(ErrorKind::InvalidData))).collect::<Result<_>>()?;
        self.signs.resize(before, 0);
        self.signs.extend(signs.iter().map(|sign| sign.checked_sub(1).map_or(0, |index| recoded[usize::from(index)])));
        self.signs.resize(self.values.len(), 0);
        Ok(())
    }

    /// What stands for a currency in `signs`.
    fn sign(&mut self, currency: &'static str) -> u8 {
        let index = self.codes.iter().position(|code| *code == currency).unwrap_or_else(|| {
            self.codes.push(currency);
            self.codes.len() - 1
        });
        index as u8 + 1
    }

    /// The mark most values prove or, where none proves one, the one that money without thousandths leaves; `None` when nothing tells.
    pub(super) fn evidence(&self) -> Option<DecimalMark> {
        let [points, commas] = self.votes;
        match points.cmp(&commas) {
            std::cmp::Ordering::Greater => Some(DecimalMark::Point),
            std::cmp::Ordering::Less => Some(DecimalMark::Comma),
            std::cmp::Ordering::Equal if points > 0 => None,
            std::cmp::Ordering::Equal => self.unproven(),
        }
    }

    /// Whether any value depends on the mark.
    pub(super) fn is_ambiguous(&self) -> bool {
        !self.ambiguous.is_empty()
    }

    /// What a person has to tell apart: the mark's two meanings, and up to three amounts under them.
    pub(super) fn question(&self) -> (Vec<Reading>, Vec<ReadingSample>) {
        let mut samples: Vec<ReadingSample> = Vec::new();
        for (_, amount) in &self.ambiguous {
            let Amount::Ambiguous { mark, decimal, grouped } = *amount else { continue };
            let read_as = match mark {
                DecimalMark::Point => [decimal, grouped],
                DecimalMark::Comma => [grouped, decimal],
            };
            let sample = ReadingSample { text: numbers::written(mark, decimal), read_as: read_as.map(ReadAs::Amount).to_vec() };
            if samples.len() < 3 && !samples.contains(&sample) {
                samples.push(sample);
            }
        }
        ([DecimalMark::Point, DecimalMark::Comma].map(Reading::Amount).to_vec(), samples)
    }

    /// No value proves a mark, and all have the same one before three digits: money has no thousandths, so it groups. Except where
    /// the currency does have them.
    fn unproven(&self) -> Option<DecimalMark> {
        let mark_of = |amount: &Amount| if let Amount::Ambiguous { mark, .. } = amount { Some(*mark) } else { None };
        let mut marks = self.ambiguous.iter().filter_map(|(_, amount)| mark_of(amount));
        let mark = marks.next()?;
        let has_thousandths = self.codes.iter().any(|code| currency_digits(Some(code)) > 2);
        (marks.all(|other| other == mark)).then_some(if has_thousandths { mark } else { mark.other() })
    }

    pub(super) fn finish(mut self, decimal_mark: DecimalMark) -> Amounts {
        for (row, amount) in self.ambiguous {
            if let Amount::Ambiguous { mark, decimal, grouped } = amount {
                self.values[row as usize] = if mark == decimal_mark { decimal } else { grouped };
            }
        }
        let signs = (!self.signs.is_empty()).then(|| {
            let mut builder = CategoryBuilder::default();
            self.signs.resize(self.values.len(), 0);
            for sign in &self.signs {
                builder.push(sign.checked_sub(1).map_or("", |index| self.codes[usize::from(index)]));
            }
            builder.finish()
        });
        Amounts { values: self.values, signs }
    }
}

/// The largest value of a counter.
pub(super) trait Bound {
    const MAX: Self;
}

impl Bound for u16 {
    const MAX: Self = Self::MAX;
}

impl Bound for u32 {
    const MAX: Self = Self::MAX;
}

/// Counts that stop at the largest of their type.
#[derive(Debug, Default)]
pub(super) struct CountColumn<T> {
    pub values: Vec<T>,
}

impl<T: Copy + From<u8> + TryFrom<u64> + Bound> CountColumn<T> {
    #[inline(always)]
    pub(super) fn push(&mut self, raw: &[u8]) -> Option<IssueKind> {
        if let [digit @ b'0'..=b'9'] = raw {
            self.values.push(T::from(digit - b'0'));
            return None;
        }
        let count = if raw.is_empty() { Some(0) } else { numbers::count(raw) };
        self.values.push(T::try_from(count.unwrap_or(0)).unwrap_or(T::MAX));
        count.is_none().then_some(IssueKind::UnreadableNumber)
    }
}

/// 0 unknown, 1 no, 2 yes.
#[derive(Debug, Default)]
pub(super) struct FlagColumn {
    pub values: Vec<u8>,
    known: FxHashMap<Vec<u8>, Option<bool>>,
}

impl FlagColumn {
    #[inline(always)]
    pub(super) fn push(&mut self, raw: &[u8]) -> Option<IssueKind> {
        let flag = match raw {
            b"" => None,
            b"true" => Some(true),
            b"false" => Some(false),
            _ => return self.push_slowly(raw),
        };
        self.values.push(flag.map_or(0, |flag| 1 + u8::from(flag)));
        None
    }

    fn push_slowly(&mut self, raw: &[u8]) -> Option<IssueKind> {
        if !self.known.contains_key(raw) {
            // Free text in a flag column must not fill the memory.
            if self.known.len() > 1000 {
                self.known.clear();
            }
            self.known.insert(raw.to_vec(), boolean(raw));
        }
        let flag = self.known[raw];
        self.values.push(flag.map_or(0, |flag| 1 + u8::from(flag)));
        (flag.is_none() && !is_unknown(raw)).then_some(IssueKind::UnknownValue)
    }
}

/// [`yes_or_no`] of a cell.
pub(super) fn boolean(raw: &[u8]) -> Option<bool> {
    yes_or_no(&trimmed_text(raw))
}
