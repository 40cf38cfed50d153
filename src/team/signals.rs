//! What there is to be glad of today, and what to look out for: read from a report, never from a clock. It words nothing.

use crate::{
    agreement::{Agreement, iso_day},
    leads::Stage,
    report::{GoalMonth, Report},
    time::Grain,
};

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Signals {
    /// The goal of the month that is shown, once it is met.
    pub goal_met: Option<GoalMet>,
    /// The months before that of the as-of whose goal was met, without a break up to the latest.
    pub streak_months: u32,
    /// The same of the promised speed, in the months of the report's period; `None` where nothing is promised, or none of them is over.
    pub kept_streak_months: Option<u32>,
    /// Open leads that wait, and whose time is over before the day is.
    pub at_risk_today: u64,
    /// Open leads that wait, and whose time ended today.
    pub breached_today: u64,
    /// Open leads that wait, and whose time is over, today or before.
    pub breached: u64,
}

#[derive(Debug, Clone, PartialEq)]
pub struct GoalMet {
    /// `YYYY-MM` of the workspace calendar.
    pub month: String,
    pub metric: Stage,
    pub actual: f64,
    pub goal: f64,
    /// As agreed beyond the goal, and reached as well.
    pub stretch: Option<f64>,
}

impl Signals {
    /// Leads somebody has to look at today.
    pub const fn today(&self) -> u64 {
        self.at_risk_today + self.breached_today
    }
}

/// The filter of the report holds for all of it.
pub fn signals(report: &Report, agreement: &Agreement) -> Signals {
    let due = report.due_totals.clone().unwrap_or_default();
    Signals {
        goal_met: goal_met(report),
        streak_months: report.goal_months.iter().rev().take_while(|month| GoalMonth::is_met(month)).count() as u32,
        kept_streak_months: kept_streak(report, agreement),
        at_risk_today: due.due_today,
        breached_today: due.breached_today,
        breached: due.breached,
    }
}

fn goal_met(report: &Report) -> Option<GoalMet> {
    let goal = report.goals.first()?;
    let target = goal.goal.filter(|target| *target > 0.0 && goal.actual >= *target)?;
    Some(GoalMet {
        month: goal.month.clone(),
        metric: goal.metric,
        actual: goal.actual,
        goal: target,
        stretch: goal.stretch.filter(|stretch| *stretch > target && goal.actual >= *stretch),
    })
}

/// A month in which nothing was delivered, or nothing is decided, neither adds to a streak nor breaks it.
fn kept_streak(report: &Report, agreement: &Agreement) -> Option<u32> {
    let share = agreement.sales.speed?.share;
    let speed = report.speed.as_ref()?;
    // Written in the workspace's zone: its first ten characters are the day there.
    let today = iso_day(report.as_of.as_deref()?.get(..10)?)?;
    let calendar = agreement.workspace.calendar;
    let is_over = |first: &str| iso_day(first).is_some_and(|first| calendar.month_start(first, 1) <= today);
    let months = speed.over_time.iter().find(|over_time| over_time.grain == Grain::Month)?;
    let over = months.parts.iter().filter(|month| month.value.as_deref().is_some_and(is_over));
    let rates: Vec<f64> = over.filter_map(|month| month.compliance?.rate().value()).collect();
    (!rates.is_empty()).then(|| rates.iter().rev().take_while(|rate| **rate >= share).count() as u32)
}
