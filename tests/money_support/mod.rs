//! Costs and touches for small datasets written as stories. Reads no files.
#![allow(dead_code, reason = "each test binary uses its own part of the support")]

use handoff::{
    agreement::{Agreement, Team, TypedCost},
    leads::{Activities, ActivityKind, Bitmap, Category, CategoryBuilder, Dataset, Instants, NO_AMOUNT, Place, Spend, SpendCategory},
    time::Moment,
};

use crate::report_support::moment;

/// A booking under construction.
#[derive(Debug, Clone)]
pub struct Booking {
    pub at: Option<(Moment, bool)>,
    pub minor: Option<i64>,
    pub category: SpendCategory,
    /// Team, source, campaign.
    pub words: [String; 3],
}

pub fn booking(at: &str, minor: i64) -> Booking {
    Booking { at: Some(moment(at)), minor: Some(minor), category: SpendCategory::Other, words: Default::default() }
}

impl Booking {
    fn word(mut self, place: usize, word: &str) -> Self {
        word.clone_into(&mut self.words[place]);
        self
    }

    pub fn on(mut self, category: SpendCategory) -> Self {
        self.category = category;
        self
    }

    pub fn team(self, word: &str) -> Self {
        self.word(0, word)
    }

    pub fn source(self, word: &str) -> Self {
        self.word(1, word)
    }

    pub fn campaign(self, word: &str) -> Self {
        self.word(2, word)
    }

    pub fn undated(mut self) -> Self {
        self.at = None;
        self
    }

    pub fn unreadable(mut self) -> Self {
        self.minor = None;
        self
    }
}

/// A column only where some row has a word.
fn words<'a>(rows: impl Iterator<Item = &'a str> + Clone) -> Option<Category> {
    rows.clone().any(|word| !word.is_empty()).then(|| {
        let mut builder = CategoryBuilder::default();
        rows.for_each(|word| builder.push(word));
        builder.finish()
    })
}

fn dates(rows: impl Iterator<Item = Option<(Moment, bool)>>) -> Instants {
    let mut column = Instants::default();
    rows.for_each(|date| column.push(date.map(|(moment, _)| moment), date.is_some_and(|(_, day)| day)));
    column
}

pub fn with_spend(mut data: Dataset, rows: &[Booking]) -> Dataset {
    let column = |place: usize| words(rows.iter().map(move |row| row.words[place].as_str()));
    data.spend = Spend {
        len: rows.len(),
        at: dates(rows.iter().map(|row| row.at)),
        amount_minor: rows.iter().map(|row| row.minor.unwrap_or(NO_AMOUNT)).collect(),
        category: rows.iter().map(|row| row.category).collect(),
        team: column(0),
        source: column(1),
        campaign: column(2),
        places: vec![Place::new(0, 0); rows.len()],
    };
    data
}

/// A lead came by a campaign (or source).
#[derive(Debug, Clone)]
pub struct Touch {
    pub lead: usize,
    pub at: Option<(Moment, bool)>,
    pub campaign: String,
    pub source: String,
    pub planned: bool,
}

pub fn touch(lead: usize, at: &str, campaign: &str) -> Touch {
    Touch { lead, at: Some(moment(at)), campaign: campaign.to_owned(), source: String::new(), planned: false }
}

/// The touches in place of all activities.
pub fn with_touches(mut data: Dataset, rows: &[Touch]) -> Dataset {
    data.activities = Activities {
        len: rows.len(),
        lead: rows.iter().map(|row| row.lead as u32).collect(),
        at: dates(rows.iter().map(|row| row.at)),
        kind: vec![ActivityKind::FormFill; rows.len()],
        campaign: words(rows.iter().map(|row| row.campaign.as_str())),
        source: words(rows.iter().map(|row| row.source.as_str())),
        planned: Bitmap::from_fn(rows.len(), |row| rows[row].planned),
        places: vec![Place::new(0, 0); rows.len()],
        ..Activities::default()
    };
    data.latest = data.latest.max(rows.iter().filter_map(|row| row.at).map(|(at, _)| at).max());
    data
}

/// An agreement with costs typed in for marketing's content: month and whole currency units.
pub fn typed(costs: &[(&str, f64)]) -> Agreement {
    let mut agreement = Agreement::default();
    let cost = |(month, amount): &(&str, f64)| TypedCost {
        month: (*month).to_owned(),
        team: Team::Marketing,
        category: SpendCategory::Content,
        amount: *amount,
    };
    agreement.economics.costs = costs.iter().map(cost).collect();
    agreement
}
