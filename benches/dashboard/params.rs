//! What is asked: the filter and the parameters a person edits. Nothing of it is known before a question comes.

use std::collections::BTreeMap;

use handoff::time::{CalendarSystem, Date, Day};
use serde::Deserialize;

/// `source` equals, and `from` <= created < `to`; each may be open. Days are `YYYY-MM-DD` in UTC.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Filter {
    pub source: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Params {
    pub sla_target_min: i32,
    /// Leads a month, by the name of the date they are counted by.
    pub goals: BTreeMap<String, f64>,
    pub daily: Daily,
    pub score: Score,
    /// By campaign.
    pub costs: BTreeMap<String, f64>,
}

/// The month that is shown day by day.
#[derive(Debug, Clone, Deserialize)]
pub struct Daily {
    /// `YYYY-MM`.
    pub month: String,
    pub metric: String,
    pub goal: f64,
}

/// Points of the rules; all whole.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Score {
    pub title_contains: Vec<String>,
    pub title_pts: i32,
    pub industries: Vec<String>,
    pub industry_pts: i32,
    pub sizes: Vec<String>,
    pub size_pts: i32,
    pub countries: Vec<String>,
    pub country_pts: i32,
    pub pv10_pts: i32,
    pub pv30_pts: i32,
    pub ebook_pts: i32,
    pub ebook_cap: i32,
    pub pricing1_pts: i32,
    pub pricing3_pts: i32,
    pub free_domains: Vec<String>,
    pub free_pts: i32,
    pub student_persona: String,
    pub student_pts: i32,
    pub referral_source: String,
    pub referral_pts: i32,
    pub thresholds: Vec<i32>,
}

/// The day `YYYY-MM-DD`, or the first of `YYYY-MM`, as days since 1970.
pub fn day(text: &str) -> Option<i32> {
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next().map_or(Some(1), |day| day.parse().ok())?;
    CalendarSystem::Gregorian.day(Date { year, month, day }).map(|Day(day)| day)
}
