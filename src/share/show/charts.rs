//! Which tables of a shared board are drawn too, and as what. What is withheld is left out of a picture, or there is none: a missing bar
//! can be told from the table beside it, a wrong sum cannot.

use super::{
    super::shared::{Block, BlockKind, Cell, Column, Label, Row},
    speech::{Speech, major},
};
use crate::{
    chart::{
        Bar, BarsSpec, BarsWords, ChartSpec, Column as Upright, ColumnsSpec, ColumnsWords, Figure, FunnelSpec, FunnelStage, FunnelWords,
        GoalDay, GoalSpec, GoalWords, LinePoint, LineSeries, LinesSpec, LinesWords, RangeRow, RangesSpec, RangesWords, Tone, WaterfallKind,
        WaterfallRow, WaterfallSpec, WaterfallWords, nice_ticks, spanning_ticks,
    },
    leads::Stage,
    report::{Money, Outcome, Rate},
    words::fill,
};

/// Bars of one chart; the table has them all.
const BARS: usize = 12;
/// One value compares with nothing.
const LEAST: usize = 2;
/// Days of a month that must be shown for its course to be.
const LEAST_DAYS: usize = 3;

/// The picture of a table; `None` where it has none, or where too much of it is withheld.
pub fn chart(block: &Block, speech: &Speech) -> Option<ChartSpec> {
    let of = Of { block, speech: *speech };
    match &block.kind {
        BlockKind::Funnel => of.funnel().map(ChartSpec::Funnel),
        BlockKind::GoalDays { metric, .. } => of.goal(*metric).map(ChartSpec::Goal),
        BlockKind::Outcomes => of.bars(&[Column::Leads, Column::Count], &[Column::Rate], |row| outcome_tone(&row.label)),
        BlockKind::Breakdown { .. } => of.bars(&[Column::Leads, Column::Count], &[Column::Rate], |_| Tone::Marketing),
        BlockKind::Reasons | BlockKind::Responsibility => of.bars(&[Column::Count, Column::Leads], &[Column::Rate], |_| Tone::Neutral),
        BlockKind::Costs => of.bars(&[Column::Amount, Column::Cost, Column::Invested], &[Column::Rate], |_| Tone::Neutral),
        BlockKind::Campaigns { .. } => of.bars(&[Column::Revenue, Column::Leads, Column::Won], &[Column::Roi], |_| Tone::Sales),
        BlockKind::SpeedBands | BlockKind::Attempts => of.columns(&[Column::Leads, Column::Count], Tone::Sales),
        BlockKind::SpeedOverTime => of.columns(&[Column::Kept, Column::Rate, Column::MedianMinutes], Tone::Sales),
        BlockKind::ReasonsOverTime => of.columns(&[Column::Count, Column::Leads], Tone::Neutral),
        BlockKind::Returns => of.lines(&[(Column::Revenue, Tone::Sales), (Column::Invested, Tone::Marketing)]),
        BlockKind::Gap => of.waterfall().map(ChartSpec::Waterfall),
        BlockKind::Comparison { .. } => of.ranges().map(ChartSpec::Ranges),
        BlockKind::Marketing | BlockKind::Sales | BlockKind::Steps | BlockKind::ReturnFigures => None,
    }
}

/// Marketing owns a lead up to MQL, sales from SAL on.
fn stage_tone(stage: Stage) -> Tone {
    if stage <= Stage::Mql { Tone::Marketing } else { Tone::Sales }
}

fn outcome_tone(label: &Label) -> Tone {
    match label {
        Label::Outcome(Outcome::Open) => Tone::Marketing,
        Label::Outcome(Outcome::Won) => Tone::Sales,
        _ => Tone::Neutral,
    }
}

/// The value a cell is drawn at; `None` where it is undefined, withheld or no number.
fn value(cell: &Cell) -> Option<f64> {
    let value = match cell {
        Cell::Count(value) => *value as f64,
        Cell::Share(rate) => rate.value()?,
        Cell::Money(money) => major(money),
        Cell::Days(value) | Cell::Minutes(value) | Cell::Months(value) | Cell::Ratio(value) | Cell::Times(value) | Cell::Number(value) => {
            *value
        }
        Cell::Nothing | Cell::Withheld | Cell::Verdict(_) => return None,
    };
    value.is_finite().then_some(value)
}

/// On the straight line between the days shown round it; nothing was delivered before the first day.
fn straight(known: &[(usize, f64)], day: usize) -> f64 {
    // Places count from the end of a day: the sum before the first one is at 0.
    let at = |(place, value): (usize, f64)| (place as f64 + 1.0, value);
    let before = known.iter().rev().find(|(place, _)| *place < day).map_or((0.0, 0.0), |known| at(*known));
    let after = known.iter().find(|(place, _)| *place > day).map_or(before, |known| at(*known));
    let span = after.0 - before.0;
    if span > 0.0 { before.1 + (after.1 - before.1) * (day as f64 + 1.0 - before.0) / span } else { before.1 }
}

#[derive(Clone, Copy)]
struct Of<'b> {
    block: &'b Block,
    speech: Speech,
}

impl<'b> Of<'b> {
    fn place(self, column: Column) -> Option<usize> {
        self.block.columns.iter().position(|known| *known == column)
    }

    /// The first of these columns the table has.
    fn first(self, wanted: &[Column]) -> Option<usize> {
        wanted.iter().find_map(|column| self.place(*column))
    }

    fn label(self, label: &Label) -> String {
        self.speech.label(&self.block.kind, label)
    }

    /// As short as the picture wants it: money to the thousand, a share without its fraction.
    fn text(self, cell: &Cell) -> String {
        match cell {
            Cell::Share(rate) => rate.value().map_or_else(String::new, |value| self.speech.percent(value)),
            Cell::Money(money) => self.speech.money_short(money),
            other => self.speech.cell(Column::Value, other),
        }
    }

    fn figure(self, row: &'b Row, place: Option<usize>) -> Option<Figure> {
        let cell = row.cells.get(place?)?;
        Some(Figure::new(value(cell)?, self.text(cell)))
    }

    fn named(self, row: &'b Row, column: Column) -> Option<Figure> {
        self.figure(row, self.place(column))
    }

    fn head(self, place: Option<usize>) -> String {
        place.and_then(|place| self.block.columns.get(place)).map_or_else(String::new, |column| self.speech.column(*column).to_owned())
    }

    /// Where months stand under columns, their names are short.
    fn short_label(self, label: &Label) -> String {
        match label {
            Label::Month(name) => self.speech.month_short(name),
            Label::Day(iso) => self.speech.month_of(iso).map_or_else(|| self.label(label), |name| self.speech.month_short(&name)),
            _ => self.label(label),
        }
    }

    fn funnel(self) -> Option<FunnelSpec> {
        let words = self.speech.locale.words();
        let count = |row: &'b Row, column| match row.cells.get(self.place(column)?) {
            Some(Cell::Count(count)) => Some(*count),
            _ => None,
        };
        let mut stages: Vec<FunnelStage> = Vec::new();
        // Into each stage, of those who reached the one before.
        let mut into: Vec<Option<Rate>> = Vec::new();
        for row in &self.block.rows {
            let Label::Stage(stage) = row.label else { return None };
            let before = stages.len().checked_sub(1).and_then(|before| self.block.rows.get(before));
            let rate = before
                .and_then(|before| Some(Rate { numerator: count(before, Column::WentOn)?, denominator: count(before, Column::Reached)? }));
            stages.push(FunnelStage {
                key: stage.index(),
                label: words.stage(stage).to_owned(),
                tone: stage_tone(stage),
                reached: self.named(row, Column::Reached)?,
                went_on: self.named(row, Column::WentOn)?,
                in_flight: self.named(row, Column::InFlight)?,
                dropped: self.named(row, Column::Dropped)?,
                converted: rate.and_then(Rate::value).map(|value| Figure::new(value, self.speech.percent(value))),
                median_days: self.named(row, Column::MedianDays),
                ..FunnelStage::default()
            });
            into.push(rate);
        }
        // The step into which the smallest share goes, among those with enough cases to say so.
        let told = into.iter().enumerate().filter_map(|(place, rate)| Some((place, rate.filter(|rate| !rate.is_thin())?.value()?)));
        if let Some((plug, _)) = told.min_by(|(_, a), (_, b)| a.total_cmp(b))
            && stages.len() > LEAST
        {
            stages[plug].plug = true;
        }
        let words = FunnelWords {
            stage: words.col_stage.into(),
            reached: words.col_reached.into(),
            went_on: words.went_on.into(),
            in_flight: words.in_flight.into(),
            dropped: words.dropped.into(),
            implied: words.implied.into(),
            converted: words.converted.into(),
            median_days: words.median_days.into(),
        };
        (stages.len() >= LEAST).then_some(FunnelSpec { stages, words })
    }

    /// The goal and what came, day by day. Between two days that are shown the line runs straight through those that are withheld: their
    /// figure says so.
    fn goal(self, metric: Stage) -> Option<GoalSpec> {
        let words = self.speech.locale.words();
        let known: Vec<(usize, f64)> =
            self.block.rows.iter().enumerate().filter_map(|(place, row)| Some((place, self.named(row, Column::Actual)?.value))).collect();
        let last = known.last()?.0;
        if known.len() < LEAST_DAYS.min(last + 1) {
            return None;
        }
        let day = |(key, row): (usize, &'b Row)| -> Option<GoalDay> {
            let Label::Day(iso) = &row.label else { return None };
            let (goal, actual) = (self.named(row, Column::Goal), self.named(row, Column::Actual));
            let gap = actual.as_ref().zip(goal.as_ref()).map(|(actual, goal)| actual.value - goal.value);
            let between = || (key < last).then(|| Figure::new(straight(&known, key), self.speech.words().withheld));
            Some(GoalDay {
                key,
                label: self.speech.iso_date(iso),
                tick: self.speech.day_of_month(iso),
                goal,
                gap: gap.map(|gap| Figure::new(gap, self.speech.signed(gap))),
                actual: actual.or_else(between),
            })
        };
        let days = self.block.rows.iter().enumerate().map(day).collect::<Option<Vec<_>>>()?;
        let words = GoalWords {
            day: words.day_word.into(),
            goal: words.goal_word.into(),
            actual: words.actual_word.into(),
            gap: words.gap_word.into(),
            landing: words.landing.into(),
            as_of: days[last].label.clone(),
        };
        let mut spec = GoalSpec { days, tone: stage_tone(metric), words, ..GoalSpec::default() };
        spec.ticks = nice_ticks(spec.top(), 4).into_iter().map(|value| Figure::new(value, self.speech.decimal(value))).collect();
        Some(spec)
    }

    /// Ranked as the table is, rows without a value left out.
    fn bars(self, values: &[Column], notes: &[Column], tone: impl Fn(&Row) -> Tone) -> Option<ChartSpec> {
        let (at, note) = (self.first(values), self.first(notes));
        let is_breakdown = matches!(self.block.kind, BlockKind::Breakdown { .. });
        let remark = |figure: Figure| {
            // "12% won" of a source; a share of the whole needs no word.
            let text = if is_breakdown { fill(self.speech.locale.words().share_won, &[("rate", &figure.text)]) } else { figure.text };
            Figure::new(figure.value, text)
        };
        let bar = |(key, row): (usize, &'b Row)| {
            Some(Bar {
                key,
                label: self.label(&row.label),
                value: self.figure(row, at)?,
                note: self.figure(row, note).map(remark),
                tone: tone(row),
                faint: matches!(row.label, Label::Rest | Label::Value(None) | Label::Reason(None) | Label::Blame(None)),
                ..Bar::default()
            })
        };
        let bars: Vec<Bar> = self.block.rows.iter().enumerate().filter_map(bar).filter(|bar| bar.value.value >= 0.0).take(BARS).collect();
        let words = BarsWords {
            label: self.speech.row_head(&self.block.kind).into(),
            value: self.head(at),
            note: self.head(note),
            compare: String::new(),
        };
        let says_something = bars.len() >= LEAST && bars.iter().any(|bar| bar.value.value > 0.0);
        says_something.then_some(ChartSpec::Bars(BarsSpec { bars, words }))
    }

    fn columns(self, values: &[Column], tone: Tone) -> Option<ChartSpec> {
        let at = self.first(values);
        let column = |(key, row): (usize, &'b Row)| {
            Some(Upright { key, label: self.short_label(&row.label), value: self.figure(row, at)?, tone, ..Upright::default() })
        };
        let columns: Vec<Upright> = self.block.rows.iter().enumerate().filter_map(column).collect();
        let is = |wanted: fn(&Cell) -> bool| self.block.rows.iter().filter_map(|row| row.cells.get(at?)).any(wanted);
        let (is_share, is_time) = (is(|cell| matches!(cell, Cell::Share(_) | Cell::Ratio(_))), is(|cell| matches!(cell, Cell::Minutes(_))));
        let words = ColumnsWords { label: self.speech.row_head(&self.block.kind).into(), value: self.head(at), compare: String::new() };
        let mut spec = ColumnsSpec { columns, words, ..ColumnsSpec::default() };
        // Round hours, where there are some: a tick at 200 minutes says little.
        let unit = if is_time && spec.top() > 120.0 { 60.0 } else { 1.0 };
        let text = |value: f64| match () {
            () if is_share => self.speech.percent(value),
            () if is_time => self.speech.minutes(value),
            () => self.speech.decimal(value),
        };
        spec.ticks = nice_ticks(spec.top() / unit, 4).into_iter().map(|value| Figure::new(value * unit, text(value * unit))).collect();
        (spec.columns.len() >= LEAST && spec.top() > 0.0).then_some(ChartSpec::Columns(spec))
    }

    /// A line has a gap where a value is withheld.
    fn lines(self, series: &[(Column, Tone)]) -> Option<ChartSpec> {
        let has_value = |column: Column| self.block.rows.iter().any(|row| self.named(row, column).is_some());
        let series: Vec<(Column, Tone)> = series.iter().copied().filter(|(column, _)| has_value(*column)).collect();
        let point = |(key, row): (usize, &'b Row)| LinePoint {
            key,
            label: self.short_label(&row.label),
            values: series.iter().map(|(column, _)| self.named(row, *column)).collect(),
            ..LinePoint::default()
        };
        let names = series.iter().map(|(column, tone)| LineSeries { name: self.speech.column(*column).to_owned(), tone: *tone });
        let mut spec = LinesSpec {
            series: names.collect(),
            points: self.block.rows.iter().enumerate().map(point).collect(),
            words: LinesWords { label: self.speech.row_head(&self.block.kind).into(), mark: String::new() },
            ..LinesSpec::default()
        };
        let mut cells = self.block.rows.iter().flat_map(|row| series.iter().filter_map(|(column, _)| row.cells.get(self.place(*column)?)));
        let currency = cells.find_map(|cell| if let Cell::Money(money) = cell { money.currency.as_deref() } else { None });
        let (low, high) = spec.range();
        let text = |value: f64| Figure::new(value, self.speech.amount_short(value, currency));
        spec.ticks = spanning_ticks(low, high, 4).into_iter().map(text).collect();
        let known = |values: &[Option<Figure>]| values.iter().any(Option::is_some);
        let is_course = spec.points.iter().filter(|point| known(&point.values)).count() >= LEAST;
        is_course.then_some(ChartSpec::Lines(spec))
    }

    /// What each factor adds or takes, down to the whole gap; all of them, or the sum would be wrong.
    fn waterfall(self) -> Option<WaterfallSpec> {
        let (words, returns) = (self.speech.locale.words(), self.speech.locale.returns());
        let (mut rows, mut sum, mut currency) = (Vec::new(), 0_i64, None);
        for (key, row) in self.block.rows.iter().enumerate() {
            let Some(Cell::Money(amount)) = self.place(Column::Amount).and_then(|place| row.cells.get(place)) else { return None };
            sum = sum.checked_add(amount.minor)?;
            currency.clone_from(&amount.currency);
            rows.push(WaterfallRow { key, label: self.label(&row.label), amount: self.change(amount), ..WaterfallRow::default() });
        }
        let whole = Money { minor: sum, currency };
        let (key, kind, amount) = (rows.len(), WaterfallKind::Total, self.change(&whole));
        rows.push(WaterfallRow { key, label: words.gap_word.into(), amount, kind, ..WaterfallRow::default() });
        let words = WaterfallWords { label: returns.col_factor.into(), amount: returns.col_amount.into(), note: String::new() };
        (rows.len() > LEAST).then_some(WaterfallSpec { rows, tone: Tone::Neutral, words })
    }

    /// Shortened, with its sign.
    fn change(self, amount: &Money) -> Figure {
        let text = self.speech.money_short(amount);
        Figure::new(major(amount), if amount.minor > 0 { self.speech.with_sign(1.0, &text) } else { text })
    }

    /// Changes of rates with their intervals, on one scale; other measures have units of their own.
    fn ranges(self) -> Option<RangesSpec> {
        let points = |row: &'b Row, column| match row.cells.get(self.place(column)?)? {
            Cell::Ratio(ratio) if ratio.is_finite() => {
                Some(Figure::new(ratio * 100.0, self.speech.cell(Column::Difference, &Cell::Ratio(*ratio))))
            }
            _ => None,
        };
        let range = |(key, row): (usize, &'b Row)| {
            Some(RangeRow {
                key,
                label: self.label(&row.label),
                values: vec![Some(points(row, Column::Difference)?)],
                span: points(row, Column::Low).zip(points(row, Column::High)),
                ..RangeRow::default()
            })
        };
        let rows: Vec<RangeRow> = self.block.rows.iter().enumerate().filter_map(range).collect();
        let returns = self.speech.locale.returns();
        let words = RangesWords {
            label: returns.col_measure.into(),
            low: returns.col_low.into(),
            high: returns.col_high.into(),
            ..RangesWords::default()
        };
        let positions = vec![returns.col_difference.to_owned()];
        (rows.len() >= LEAST).then_some(RangesSpec { rows, positions, chosen: 0, tone: Tone::Neutral, words })
    }
}
