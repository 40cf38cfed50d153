//! The columns of the workload among those of the leads, read in blocks at one width. A column that is not mapped is one without values.

use handoff::leads::{Category, CodeSlice, Dimension, Event, Instants, Leads, Stage};

use super::layout::{Profile, TooWide};

/// Decoded at a time: the codes of ten columns, of two bytes each, stay in the first-level cache.
pub const BLOCK: usize = 1024;

/// A column of numbers; not mapped, it has no rows.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a, T> {
    pub values: &'a [T],
    absent: T,
}

impl<'a, T: Copy> Column<'a, T> {
    #[inline(always)]
    pub fn get(self, row: usize) -> T {
        self.values.get(row).copied().unwrap_or(self.absent)
    }
}

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

    #[inline(always)]
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
    page_views: Column<'a, u16>,
    ebooks: Column<'a, u16>,
    pricing_visits: Column<'a, u16>,
    pub source: Codes<'a>,
    /// Title, industry, size, country, domain, campaign, persona, owner, reason.
    categories: [Codes<'a>; 9],
}

impl<'a> Columns<'a> {
    pub fn new(leads: &'a Leads) -> Result<Self, TooWide> {
        let dates = |column: &'a Option<Instants>| Column { values: column.as_ref().map_or(&[], Instants::raw), absent: Instants::MISSING };
        let stage = |stage: Stage| dates(&leads.stages[stage.index()]);
        let event = |event: Event| dates(&leads.events[event.index()]);
        let counter = |name: &str| {
            let found = leads.counters.iter().find(|counter| counter.name == name);
            Column { values: found.map_or(&[], |counter| &counter.column), absent: 0 }
        };
        let codes = |dimension: Dimension| Codes::new(leads.categories[dimension.index()].as_ref());
        Ok(Self {
            created: stage(Stage::Lead),
            stages: [Stage::Mql, Stage::Sal, Stage::Sql, Stage::Opportunity, Stage::Customer].map(stage),
            delivered: event(Event::Delivered),
            followed: event(Event::FirstFollowUp),
            disqualified: event(Event::Disqualified),
            attempts: Column { values: &leads.attempts, absent: 0 },
            contacted: Column { values: &leads.contacted, absent: 0 },
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

/// The codes of some rows, all of two bytes, whatever the columns' widths: which is decided once a block, not once a row.
pub struct Block {
    codes: [[u16; BLOCK]; 9],
}

impl Block {
    pub const fn new() -> Self {
        Self { codes: [[0; BLOCK]; 9] }
    }

    pub fn read(&mut self, columns: &Columns, start: usize, len: usize) {
        for (into, category) in self.codes.iter_mut().zip(&columns.categories) {
            category.read(start, &mut into[..len]);
        }
    }

    /// The row `at` of the block, which is `row` of the table.
    #[inline(always)]
    pub fn profile(&self, columns: &Columns, at: usize, row: usize, is_mql: bool, is_customer: bool) -> Profile {
        let [title, industry, size, country, domain, campaign, persona, ..] = &self.codes;
        Profile {
            title: title[at],
            industry: industry[at],
            size: size[at],
            country: country[at],
            domain: domain[at],
            campaign: campaign[at],
            persona_mql: persona[at] * 2 + u16::from(is_mql),
            ebooks: columns.ebooks.get(row),
            page_views: columns.page_views.get(row).min(255) as u8,
            pricing_visits: columns.pricing_visits.get(row).min(255) as u8,
            is_customer,
            ..Profile::default()
        }
    }

    #[inline(always)]
    pub fn owner(&self, at: usize) -> u16 {
        self.codes[7][at]
    }

    #[inline(always)]
    pub fn reason(&self, at: usize) -> u16 {
        self.codes[8][at]
    }
}
