//! Both promises as figures against their goals, and the month's goal day by day.

use super::book::{Book, Draft, DraftBlock, key};
use crate::{
    agreement::{Agreement, GoalUnit},
    report::{GoalReport, Rate, Report},
    share::{BlockKind, Cell, Column, FigureName, Label},
};

pub fn blocks(book: &mut Book, report: &Report, agreement: &Agreement, blocks: &mut Vec<DraftBlock>) {
    blocks.push(marketing(book, report));
    blocks.push(sales(book, report, agreement));
}

fn marketing(book: &mut Book, report: &Report) -> DraftBlock {
    let mut block = DraftBlock::new(BlockKind::Marketing, &[Column::Value, Column::Goal]);
    if let Some(goal) = report.goals.first() {
        let entries = book.place(key("entries", &goal.month), goal.entries);
        let value = match goal.unit {
            GoalUnit::Count => Draft::Count(entries),
            GoalUnit::Value => Draft::Of(vec![entries], Cell::Number(goal.actual)),
        };
        let number = |value: Option<f64>| value.map_or(Cell::Nothing, Cell::Number);
        block.row(Label::Figure(FigureName::Qualified), vec![value, Draft::Free(number(goal.goal))]);
        // Both are worked out from the entries so far.
        for (name, value) in [(FigureName::Pace, goal.pace), (FigureName::NeededPerDay, goal.needed_per_day)] {
            block.row(Label::Figure(name), vec![Draft::Of(vec![entries], number(value)), Draft::NOTHING]);
        }
    }
    if let Some(kept) = &report.marketing_kept {
        let share = book.share("as-agreed", "", Rate { numerator: kept.meets, denominator: kept.delivered });
        block.row(Label::Figure(FigureName::AsAgreed), vec![share, Draft::NOTHING]);
    }
    block
}

fn sales(book: &mut Book, report: &Report, agreement: &Agreement) -> DraftBlock {
    let mut block = DraftBlock::new(BlockKind::Sales, &[Column::Value, Column::Goal]);
    let target = |share: Option<f64>| Draft::Free(share.map_or(Cell::Nothing, Cell::Ratio));
    if let Some(speed) = &report.speed {
        if let Some(compliance) = speed.compliance {
            let kept = book.share("speed", "", compliance.rate());
            block.row(Label::Figure(FigureName::FollowedUpInTime), vec![kept, target(speed.target.map(|target| target.share))]);
        }
        let timed = book.place(key("speed-minutes", ""), speed.business_minutes.count);
        let median = speed.business_minutes.median.map_or(Cell::Nothing, Cell::Minutes);
        block.row(Label::Figure(FigureName::MedianFollowUp), vec![Draft::Of(vec![timed], median), Draft::NOTHING]);
    }
    if let Some(disposition) = &report.disposition {
        let recorded = match disposition.compliance {
            Some(compliance) => book.share("disposition", "", compliance.rate()),
            None => book.share("recorded", "", Rate { numerator: disposition.recorded, denominator: disposition.delivered }),
        };
        block.row(Label::Figure(FigureName::OutcomeRecorded), vec![recorded, target(disposition.target.map(|target| target.share))]);
    }
    if let Some(depth) = &report.depth {
        let tried = book.place(key("tried", ""), depth.uncontacted);
        let planned = agreement.sales.touch_plan.map_or(Cell::Nothing, |plan| Cell::Number(f64::from(plan.attempts())));
        let mean = depth.attempts_mean.map_or(Cell::Nothing, Cell::Number);
        block.row(Label::Figure(FigureName::AttemptsMean), vec![Draft::Of(vec![tried], mean), Draft::Free(planned)]);
        if depth.plan.is_some() {
            let unreachable = book.place(key("unreachable", ""), depth.unreachable);
            book.parts(tried, &[unreachable]);
            block.row(Label::Figure(FigureName::Unreachable), vec![Draft::Count(unreachable), Draft::NOTHING]);
        }
    }
    block
}

/// The goal line, and what was delivered on days by which at least `least` more were since the last day that says so. A goal that is a
/// value has no entries by day: only its last day is told.
pub fn days(book: &mut Book, goal: &GoalReport, least: u64) -> DraftBlock {
    let kind = BlockKind::GoalDays { month: goal.month.clone(), metric: goal.metric };
    let mut block = DraftBlock::new(kind, &[Column::Goal, Column::Actual]);
    let told: Vec<(usize, f64)> = goal.days.iter().enumerate().filter_map(|(index, day)| Some((index, day.actual?))).collect();
    let is_count = goal.unit == GoalUnit::Count;
    let mut shown: Vec<(usize, u64)> = Vec::new();
    if is_count {
        let mut shown_so_far = 0;
        for (index, actual) in &told {
            let actual = *actual as u64;
            if actual == shown_so_far || actual - shown_so_far >= least.max(1) {
                shown.push((*index, actual));
                shown_so_far = actual;
            }
        }
        // The last day is the figure of the month: what would be told apart by less than a group before it is not.
        if let Some((index, actual)) = told.last().map(|(index, actual)| (*index, *actual as u64)) {
            while let Some((day, known)) = shown.last()
                && *day != index
                && *known != actual
                && actual - known < least
            {
                shown.pop();
            }
            if shown.last().is_none_or(|(day, _)| *day != index) {
                shown.push((index, actual));
            }
        }
    }
    let mut before = None;
    for (index, day) in goal.days.iter().enumerate() {
        let line = Draft::Free(day.goal.map_or(Cell::Nothing, Cell::Number));
        let actual = match (day.actual, shown.iter().find(|(shown, _)| *shown == index)) {
            (None, _) => Draft::NOTHING,
            (Some(_), Some((_, actual))) => {
                let place = book.place(key("by-day", &day.date), *actual);
                if let Some(before) = before.replace(place) {
                    book.parts(place, &[before]);
                }
                Draft::Count(place)
            }
            (Some(actual), None) if !is_count && told.last().is_some_and(|(last, _)| *last == index) => {
                let entries = book.place(key("entries", &goal.month), goal.entries);
                Draft::Of(vec![entries], Cell::Number(actual))
            }
            (Some(_), None) => Draft::Free(Cell::Withheld),
        };
        block.row(Label::Day(day.date.clone()), vec![line, actual]);
    }
    if is_count && let Some(last) = before {
        let entries = book.place(key("entries", &goal.month), goal.entries);
        book.same(entries, last);
    }
    block
}
