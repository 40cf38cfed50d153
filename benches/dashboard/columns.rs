//! The columns of the workload among those of the leads, read in blocks at one width. A column that is not mapped is one without values.

use std::ops::Range;

use handoff::leads::{Category, CodeSlice, Dimension, Event, Instants, Leads, Stage};

use super::{entries::Profile, grid::TooWide};

/// Decoded at a time: the codes of ten columns, of two bytes each, stay in the first-level cache.
pub const BLOCK: usize = 1024;

/// A column of numbers; not mapped, it has no rows.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a, T> {
    pub values: &'a [T],
    /// What all rows hold where the column is not mapped.
    absent: &'a [T; BLOCK],
}

impl<'a, T: Copy> Column<'a, T> {
    #[inline(always)]
    pub fn get(self, row: usize) -> T {
        self.values.get(row).copied().unwrap_or(self.absent[0])
    }

    /// The rows of a block.
    #[inline(always)]
    pub fn block(self, rows: &Range<usize>) -> &'a [T] {
        self.values.get(rows.clone()).unwrap_or(&self.absent[..rows.len()])
    }
}

const NO_DATES: &[u32; BLOCK] = &[Instants::MISSING; BLOCK];
const NO_COUNTS: &[u16; BLOCK] = &[0; BLOCK];
const NO_FLAGS: &[u8; BLOCK] = &[0; BLOCK];

/// A category that may not be mapped.
#[derive(Debug, Clone, Copy)]
pub struct Codes<'a>(Option<&'a Category>);

impl<'a> Codes<'a> {
    fn new(category: Option<&'a Category>) -> Result<Self, TooWide> {
        // Twice a code is a number of 16 bits too.
        let is_narrow = category.is_none_or(|category| category.values().len() < usize::from(u16::MAX) / 2);
        if is_narrow { Ok(Self(category)) } else { Err(TooWide) }
    }

    /// Different values, with "(none)".
    pub fn values(self) -> usize {
        self.0.map_or(0, |category| category.values().len()) + 1
    }

    #[inline(never)]
    pub fn read(self, start: usize, into: &mut [u16]) {
        let end = start + into.len();
        match self.0.map(Category::codes) {
            None => into.fill(0),
            Some(CodeSlice::U8(codes)) => into.iter_mut().zip(&codes[start..end]).for_each(|(to, code)| *to = u16::from(*code)),
            Some(CodeSlice::U16(codes)) => into.copy_from_slice(&codes[start..end]),
            Some(CodeSlice::U32(codes)) => into.iter_mut().zip(&codes[start..end]).for_each(|(to, code)| *to = *code as u16),
        }
    }
}

pub struct Columns<'a> {
    pub created: Column<'a, u32>,
    /// MQL, SAL, SQL, opportunity, customer.
    pub stages: [Column<'a, u32>; 5],
    pub delivered: Column<'a, u32>,
    pub followed: Column<'a, u32>,
    pub disqualified: Column<'a, u32>,
    pub attempts: Column<'a, u16>,
    pub contacted: Column<'a, u8>,
    pub page_views: Column<'a, u16>,
    pub ebooks: Column<'a, u16>,
    pub pricing_visits: Column<'a, u16>,
    pub source: Codes<'a>,
    /// Title, industry, size, country, domain, campaign, persona, owner, reason.
    categories: [Codes<'a>; 9],
}

impl<'a> Columns<'a> {
    pub fn new(leads: &'a Leads) -> Result<Self, TooWide> {
        let dates = |column: &'a Option<Instants>| Column { values: column.as_ref().map_or(&[], Instants::raw), absent: NO_DATES };
        let stage = |stage: Stage| dates(&leads.stages[stage.index()]);
        let event = |event: Event| dates(&leads.events[event.index()]);
        let counter = |name: &str| {
            let found = leads.counters.iter().find(|counter| counter.name == name);
            Column { values: found.map_or(&[], |counter| &counter.column), absent: NO_COUNTS }
        };
        let codes = |dimension: Dimension| Codes::new(leads.categories[dimension.index()].as_ref());
        Ok(Self {
            created: stage(Stage::Lead),
            stages: [Stage::Mql, Stage::Sal, Stage::Sql, Stage::Opportunity, Stage::Customer].map(stage),
            delivered: event(Event::Delivered),
            followed: event(Event::FirstFollowUp),
            disqualified: event(Event::Disqualified),
            attempts: Column { values: &leads.attempts, absent: NO_COUNTS },
            contacted: Column { values: &leads.contacted, absent: NO_FLAGS },
            page_views: counter("page_views"),
            ebooks: counter("ebook_downloads"),
            pricing_visits: counter("pricing_visits"),
            source: codes(Dimension::Source)?,
            categories: [
                codes(Dimension::JobTitle)?,
                codes(Dimension::Industry)?,
                codes(Dimension::CompanySize)?,
                codes(Dimension::Country)?,
                Codes::new(leads.email_domain.as_ref())?,
                codes(Dimension::Campaign)?,
                codes(Dimension::Persona)?,
                codes(Dimension::Owner)?,
                codes(Dimension::Reason)?,
            ],
        })
    }
}

/// The codes of a block of rows, all of two bytes, whatever the columns' widths: which is decided once a block, not once a row.
pub struct Block {
    codes: Box<[[u16; BLOCK]; 9]>,
}

impl Block {
    pub fn new() -> Self {
        let codes = vec![[0; BLOCK]; 9].into_boxed_slice().try_into();
        Self { codes: codes.unwrap_or_else(|_| unreachable!("nine of them were made")) }
    }

    pub fn read(&mut self, columns: &Columns, rows: &Range<usize>) {
        for (into, category) in self.codes.iter_mut().zip(&columns.categories) {
            category.read(rows.start, &mut into[..rows.len()]);
        }
    }

    /// The categories of a row; the rest of the profile is not known here.
    #[inline(always)]
    pub fn profile(&self, at: usize) -> Profile {
        let [title, industry, size, country, domain, campaign, persona, ..] = &*self.codes;
        Profile {
            title: title[at],
            industry: industry[at],
            size: size[at],
            country: country[at],
            domain: domain[at],
            campaign: campaign[at],
            persona_mql: persona[at] * 2,
            ..Profile::default()
        }
    }

    pub const fn owners(&self) -> &[u16; BLOCK] {
        &self.codes[7]
    }

    pub const fn reasons(&self) -> &[u16; BLOCK] {
        &self.codes[8]
    }
}
