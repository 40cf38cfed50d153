//! What each part of a shared board is called in a language. Numbers are written by [`Speech`]; nothing is counted.

use super::{
    super::shared::{BlockKind, Cell, Column, FigureName, Label, SharedBoard, SharedPage, Slice},
    speech::{Speech, UNDEFINED, parse_iso},
};
use crate::{
    report::{Blame, Outcome, ReportFilter, SpeedBand},
    words::{Locale, fill},
};

impl Speech {
    /// In the calendar of the board's workspace.
    pub const fn of(board: &SharedBoard, locale: Locale) -> Self {
        Self { locale, calendar: board.period.calendar }
    }

    pub const fn page(self, page: SharedPage) -> &'static str {
        let words = self.locale.words();
        match page {
            SharedPage::Board => words.nav_board,
            SharedPage::Funnel => words.nav_funnel,
            SharedPage::FollowUp => words.nav_follow_up,
            SharedPage::Reasons => words.nav_reasons,
            SharedPage::Return => words.nav_return,
        }
    }

    pub fn title(self, kind: &BlockKind) -> String {
        let (words, sharing, returns) = (self.locale.words(), self.words(), self.locale.returns());
        let (promises, follow_up) = (self.locale.promises(), self.locale.follow_up());
        match kind {
            BlockKind::Marketing => sharing.title_marketing,
            BlockKind::Sales => sharing.title_sales,
            BlockKind::GoalDays { month, metric } => {
                return fill(sharing.title_goal_days, &[("stage", words.stage(*metric)), ("month", &self.month(month))]);
            }
            BlockKind::Funnel => words.funnel_title,
            BlockKind::Steps => words.steps_title,
            BlockKind::Outcomes => words.outcomes_title,
            BlockKind::Breakdown { dimension } => return fill(words.breakdown_title, &[("what", words.dimension(*dimension))]),
            BlockKind::SpeedBands => promises.speed_chart,
            BlockKind::SpeedOverTime => follow_up.over_time_title,
            BlockKind::Attempts => follow_up.histogram_title,
            BlockKind::Reasons => words.reasons_title,
            BlockKind::ReasonsOverTime => promises.reasons_over_time,
            BlockKind::Responsibility => promises.whose_title,
            BlockKind::ReturnFigures => sharing.title_return_figures,
            BlockKind::Returns => returns.over_time_title,
            BlockKind::Costs => returns.by_category,
            BlockKind::Gap => returns.gap_title,
            BlockKind::Comparison { since } => return fill(sharing.title_comparison, &[("date", &self.iso_date(since))]),
            BlockKind::Campaigns { dimension } => return fill(sharing.title_campaigns, &[("what", words.dimension(*dimension))]),
        }
        .to_owned()
    }

    /// What the rows of a table are: the head of its first column.
    pub const fn row_head(self, kind: &BlockKind) -> &'static str {
        let (words, returns) = (self.locale.words(), self.locale.returns());
        match kind {
            BlockKind::Marketing | BlockKind::Sales | BlockKind::ReturnFigures | BlockKind::Comparison { .. } => returns.col_measure,
            BlockKind::GoalDays { .. } => words.day_word,
            BlockKind::Funnel => words.col_stage,
            BlockKind::Steps => words.col_step,
            BlockKind::Outcomes => words.col_outcome,
            BlockKind::Breakdown { dimension } | BlockKind::Campaigns { dimension } => words.dimension(*dimension),
            BlockKind::SpeedBands => self.locale.promises().band_word,
            BlockKind::SpeedOverTime | BlockKind::ReasonsOverTime | BlockKind::Returns => words.col_month,
            BlockKind::Attempts => self.locale.follow_up().col_attempts,
            BlockKind::Reasons => words.dim_reason,
            BlockKind::Responsibility => self.words().whose_move,
            BlockKind::Costs => words.field_spend_category,
            BlockKind::Gap => returns.col_factor,
        }
    }

    pub const fn column(self, column: Column) -> &'static str {
        let (words, returns, promises, follow_up) =
            (self.locale.words(), self.locale.returns(), self.locale.promises(), self.locale.follow_up());
        match column {
            Column::Value => words.col_value,
            Column::Goal => words.goal_word,
            Column::Actual => words.actual_word,
            Column::Gap => words.gap_word,
            Column::Reached => words.col_reached,
            Column::Entered => self.words().entered,
            Column::WentOn => words.went_on,
            Column::InFlight => words.in_flight,
            Column::Dropped => words.dropped,
            Column::Rate => words.col_rate,
            Column::Previous => words.col_previous,
            // The unit stands with each value.
            Column::MedianDays | Column::MedianMinutes => promises.median_speed,
            Column::Leads => words.col_leads,
            Column::Mql => words.stage_mql,
            Column::Sql => words.stage_sql,
            Column::Won => words.col_won,
            Column::Revenue => words.col_revenue,
            Column::MarketingSourced => words.marketing_sourced,
            Column::Invested => returns.investment,
            Column::Cost => returns.col_cost,
            Column::Roi => returns.roi,
            Column::Cac => returns.measure_cac,
            Column::Met => follow_up.verdict_met,
            Column::Breached => follow_up.verdict_breached,
            Column::Pending => promises.pending,
            Column::Kept => self.locale.terms().share_of_speed,
            Column::Count => words.col_count,
            Column::Before => returns.col_before,
            Column::After => returns.col_after,
            Column::Difference => returns.col_difference,
            Column::Low => returns.col_low,
            Column::High => returns.col_high,
            Column::Verdict => returns.col_verdict,
            Column::Amount => returns.col_amount,
        }
    }

    pub const fn figure(self, name: FigureName) -> &'static str {
        let (words, returns, promises) = (self.locale.words(), self.locale.returns(), self.locale.promises());
        match name {
            FigureName::Qualified => self.words().qualified,
            FigureName::Pace => words.pace,
            FigureName::NeededPerDay => words.needed_a_day,
            FigureName::AsAgreed => promises.as_agreed,
            FigureName::FollowedUpInTime => self.locale.terms().share_of_speed,
            FigureName::MedianFollowUp => self.words().median_follow_up,
            FigureName::OutcomeRecorded => promises.recorded,
            FigureName::AttemptsMean => promises.touches_uncontacted,
            FigureName::Unreachable => self.locale.follow_up().unreachable,
            FigureName::Revenue => words.revenue,
            FigureName::MarketingSourced => words.marketing_sourced,
            FigureName::WonDeals => words.won_deals,
            FigureName::AverageDeal => words.average_deal,
            FigureName::WinRate => words.win_rate,
            FigureName::Investment => returns.investment,
            FigureName::Roi => returns.roi,
            FigureName::Cac => returns.cac,
            FigureName::PaidCac => returns.cac_paid,
            FigureName::Ltv => returns.ltv,
            FigureName::LtvToCac => returns.ltv_to_cac,
            FigureName::PaybackMonths => returns.payback,
            FigureName::SalesVelocity => returns.velocity,
        }
    }

    /// What a row of such a table is of.
    pub fn label(self, kind: &BlockKind, label: &Label) -> String {
        let (words, promises) = (self.locale.words(), self.locale.promises());
        match label {
            Label::Figure(name) => self.figure(*name),
            Label::Stage(stage) => words.stage(*stage),
            Label::Step(from, to) => {
                // Two Latin names would turn the arrow between them.
                let name = |stage| if self.locale.is_rtl() { isolated(words.stage(stage)) } else { words.stage(stage).to_owned() };
                return fill(self.locale.returns().step_name, &[("from", &name(*from)), ("to", &name(*to))]);
            }
            Label::Value(value) | Label::Reason(value) => value.as_deref().unwrap_or(words.none_value),
            Label::Rest => self.words().rest,
            Label::Outcome(Outcome::Open) => words.outcome_open,
            Label::Outcome(Outcome::Won) => words.outcome_won,
            Label::Outcome(Outcome::Disqualified) => words.outcome_disqualified,
            Label::Outcome(Outcome::Recycled) => words.outcome_recycled,
            Label::Outcome(Outcome::Unreachable) => words.outcome_unreachable,
            // A month may be called by its first day.
            Label::Day(iso) if *kind == BlockKind::SpeedOverTime => {
                return self.month_of(iso).map_or_else(|| self.iso_date(iso), |name| self.month(&name));
            }
            Label::Day(iso) => return self.iso_date(iso),
            Label::Month(name) => return self.month(name),
            Label::Band(SpeedBand::UpTo5Minutes) => promises.band_5m,
            Label::Band(SpeedBand::UpTo30Minutes) => promises.band_30m,
            Label::Band(SpeedBand::UpTo60Minutes) => promises.band_60m,
            Label::Band(SpeedBand::UpTo4Hours) => promises.band_4h,
            Label::Band(SpeedBand::UpTo24Hours) => promises.band_24h,
            Label::Band(SpeedBand::Longer) => promises.band_longer,
            Label::Band(SpeedBand::Never) => promises.band_never,
            Label::Attempts { from, and_more } => {
                let number = self.count(u64::from(*from));
                return if *and_more { fill(self.locale.follow_up().or_more, &[("n", &number)]) } else { number };
            }
            Label::Blame(None) => promises.unjudged,
            Label::Blame(Some(Blame::Targeting)) => promises.whose_targeting,
            Label::Blame(Some(Blame::FollowUp)) => promises.whose_follow_up,
            Label::Blame(Some(Blame::Definition)) => promises.whose_definition,
            Label::Blame(Some(Blame::Both)) => promises.whose_both,
            Label::Cost(category) => self.locale.terms().spend(*category),
            Label::Factor(factor) => self.locale.returns().factor(*factor),
            Label::Measure(name) => self.locale.returns().measure(*name),
        }
        .to_owned()
    }

    /// A cell of this column: differences have their sign, and those of shares are points.
    pub fn cell(self, column: Column, cell: &Cell) -> String {
        let returns = self.locale.returns();
        let is_change = matches!(column, Column::Difference | Column::Low | Column::High | Column::Gap);
        match cell {
            Cell::Nothing => UNDEFINED.to_owned(),
            Cell::Withheld => self.words().withheld.to_owned(),
            Cell::Count(value) => self.count(*value),
            Cell::Share(rate) => self.rate(*rate),
            Cell::Money(money) if is_change && money.minor > 0 => self.with_sign(1.0, &self.money(money)),
            Cell::Money(money) => self.money(money),
            Cell::Days(days) if is_change => self.with_sign(*days, &self.days(days.abs())),
            Cell::Days(days) => self.days(*days),
            Cell::Minutes(minutes) => self.minutes(*minutes),
            Cell::Months(months) => self.months(*months),
            Cell::Ratio(ratio) if is_change => fill(returns.points, &[("n", &self.signed(ratio * 100.0))]),
            Cell::Ratio(ratio) => self.percent(*ratio),
            Cell::Times(times) => fill(returns.times, &[("n", &self.decimal(*times))]),
            Cell::Number(value) if is_change => self.signed(*value),
            Cell::Number(value) => self.decimal(*value),
            Cell::Verdict(verdict) => returns.verdict(*verdict).to_owned(),
        }
    }

    /// Why a cell is withheld.
    pub fn withheld_why(self, least_group: u32) -> String {
        fill(self.words().withheld_why, &[("n", &self.count(u64::from(least_group)))])
    }

    /// "Source: Web".
    pub fn filter(self, filter: &ReportFilter) -> String {
        let words = self.locale.words();
        let value = filter.value.as_deref().unwrap_or(words.none_value);
        fill("{what}: {value}", &[("what", words.dimension(filter.dimension)), ("value", &isolated(value))])
    }

    /// What a slice is of.
    pub fn slice(self, slice: &Slice) -> String {
        slice.only.as_ref().map_or_else(|| self.words().everything.to_owned(), |only| self.filter(only))
    }

    /// What a board is and what it rests on, a line each: when it was made, as of when, of which period, filtered by what, under which
    /// agreement, and from which size of groups on.
    pub fn frame(self, board: &SharedBoard) -> Vec<String> {
        let (words, sharing) = (self.locale.words(), self.words());
        let offset = board.as_of.as_deref().and_then(offset).unwrap_or_default();
        let mut lines = vec![fill(sharing.made_on, &[("date", &self.moment(board.made_at, offset))])];
        lines.extend(board.as_of.as_deref().map(|iso| fill(sharing.as_of, &[("date", &self.iso_date(iso))])));
        let period = if board.period.from.is_empty() { words.period_all.to_owned() } else { self.period(board) };
        lines.push(format!("{}: {period}", words.period));
        lines.extend(board.filter.iter().map(|filter| {
            let value = filter.value.as_deref().unwrap_or(words.none_value);
            fill(sharing.only, &[("what", words.dimension(filter.dimension)), ("value", &isolated(value))])
        }));
        let version = self.digits(&board.agreement.version.to_string());
        lines.push(fill(sharing.agreement, &[("v", &version), ("hash", &isolated(&board.agreement.hash))]));
        if board.least_group > 1 {
            lines.push(fill(sharing.least_group, &[("n", &self.count(u64::from(board.least_group)))]));
        }
        lines
    }

    /// The last day of a period is the one before its end.
    fn period(self, board: &SharedBoard) -> String {
        let last = parse_iso(&board.period.to).map_or_else(|| board.period.to.clone(), |day| self.date(day.plus(-1)));
        fill(self.locale.words().period_text, &[("from", &self.iso_date(&board.period.from)), ("to", &last)])
    }
}

/// Keeps the order of what somebody else wrote from that of the sentence round it.
fn isolated(value: &str) -> String {
    format!("\u{2068}{value}\u{2069}")
}

/// Seconds east of Greenwich of an RFC 3339 moment.
fn offset(iso: &str) -> Option<i64> {
    let (sign, text) = iso.get(19..)?.split_at_checked(1)?;
    let (hours, minutes) = text.split_once(':')?;
    let seconds = hours.parse::<i64>().ok()? * 3_600 + minutes.parse::<i64>().ok()? * 60;
    Some(if sign == "-" { -seconds } else { seconds })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_read_and_never_guessed() {
        for (iso, expected) in [
            ("2024-01-31T23:59:59+03:30", Some(12_600)),
            ("2024-01-31T23:59:59-05:00", Some(-18_000)),
            ("2024-01-31T23:59:59Z", None),
            ("2024-01-31", None),
            ("", None),
        ] {
            assert_eq!(offset(iso), expected, "{iso}");
        }
    }
}
