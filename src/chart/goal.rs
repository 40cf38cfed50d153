//! The goal waterfall: day by day, what was promised and what came, both added up, and the gap between them up to the as-of day.

use super::{
    Annotation, ChartTable, Figure, Tone,
    annotation::{Flags, names_in},
    length,
    place::{Canvas, SMALL, crisp, style, tick_style},
    scene::{Anchor, Mark, Point, Rect, Role, Scene, Weight},
    text::Measure,
};

/// One day (or week) of the period.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GoalDay {
    pub key: usize,
    /// The whole date, for the tooltip and the table.
    pub label: String,
    /// Below the axis: "8". Empty where the caller wants none; of many, as many are shown as fit.
    pub tick: String,
    /// Added up to the end of the day; none while nobody has set a goal: then there is no line and no gap.
    pub goal: Option<Figure>,
    /// Added up to the end of the day; none after the as-of day.
    pub actual: Option<Figure>,
    /// Actual less goal.
    pub gap: Option<Figure>,
}

/// Where the period is heading.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Landing {
    pub low: f64,
    pub high: f64,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GoalWords {
    pub day: String,
    pub goal: String,
    pub actual: String,
    pub gap: String,
    pub landing: String,
    /// Stands at the as-of line: "25 Oct".
    pub as_of: String,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct GoalSpec {
    /// The whole period, the days to come included. Days with an actual come first.
    pub days: Vec<GoalDay>,
    pub landing: Option<Landing>,
    /// What happened meanwhile, in order; of 4.2, on the fifth day.
    pub marks: Vec<Annotation>,
    pub mark_word: String,
    /// Of the scale at the end side, from zero up: see [`nice_ticks`](super::nice_ticks) for [`Self::top`].
    pub ticks: Vec<Figure>,
    pub tone: Tone,
    pub words: GoalWords,
}

impl GoalSpec {
    /// The highest value drawn, to choose ticks for.
    pub fn top(&self) -> f64 {
        let days =
            self.days.iter().flat_map(|day| [day.goal.as_ref().map(|goal| goal.value), day.actual.as_ref().map(|actual| actual.value)]);
        let landing = self.landing.as_ref().map(|landing| landing.high);
        days.chain([landing]).flatten().filter(|value| value.is_finite()).fold(0.0, f64::max)
    }

    pub fn table(&self) -> ChartTable {
        let words = &self.words;
        ChartTable::of(
            &[&words.day, &words.goal, &words.actual, &words.gap, &self.mark_word],
            self.days
                .iter()
                .enumerate()
                .map(|(index, day)| {
                    let marks = names_in(&self.marks, index, self.days.len());
                    let figures = [day.goal.as_ref().into(), day.actual.as_ref().into(), day.gap.as_ref().into()];
                    std::iter::once(day.label.as_str().into()).chain(figures).chain([marks.as_str().into()]).collect()
                })
                .collect(),
        )
    }

    fn as_of(&self) -> usize {
        self.days.iter().take_while(|day| day.actual.is_some()).count()
    }
}

/// The plot and its scales.
struct Frame {
    plot: Rect,
    days: f32,
    top: f32,
}

impl Frame {
    fn x(&self, days: f32) -> f32 {
        self.plot.x + self.plot.width * days / self.days
    }

    fn y(&self, value: f32) -> f32 {
        self.plot.bottom() - self.plot.height * (value / self.top).min(1.0)
    }

    fn at(&self, days: usize, value: f32) -> Point {
        Point::new(self.x(days as f32), self.y(value))
    }
}

const HEAD: f32 = 20.0;
const FOOT: f32 = 24.0;
const START: f32 = 6.0;

/// Lays out the waterfall: both lines start at nothing on the first day; the scale is zero-based.
pub fn goal_waterfall(spec: &GoalSpec, (width, height): (f32, f32), rtl: bool, measure: &dyn Measure) -> Scene {
    let height = height.max(100.0);
    let mut canvas = Canvas::new(width, height, measure);
    if spec.days.is_empty() {
        return canvas.finish(rtl);
    }
    let ticks = canvas.widest(spec.ticks.iter().map(|tick| tick.text.as_str()), tick_style()).min(width * 0.3);
    let right = if ticks > 0.0 { ticks + 10.0 } else { START };
    let top = spec.ticks.iter().map(Figure::length).fold(length(spec.top()), f32::max);
    let across = (width - START - right).max(1.0);
    let flags = Flags::lay(&canvas, &spec.marks, spec.days.len(), START, across / spec.days.len() as f32);
    let head = HEAD + flags.height();
    let frame = Frame {
        plot: Rect::new(START, head, across, (height - head - FOOT).max(1.0)),
        days: spec.days.len() as f32,
        top: if top > 0.0 { top } else { 1.0 },
    };

    canvas.grid(&spec.ticks, frame.plot, (width, ticks), &|tick| frame.y(tick.length()));
    day_ticks(&mut canvas, spec, &frame);
    flags.draw(&mut canvas, HEAD - 4.0, frame.plot.bottom());

    let as_of = spec.as_of();
    let line = |values: &mut dyn Iterator<Item = f32>| -> Vec<Point> {
        std::iter::once(0.0).chain(values).enumerate().map(|(day, value)| frame.at(day, value)).collect()
    };
    let has_goal = spec.days.iter().all(|day| day.goal.is_some());
    let goal = if has_goal { line(&mut spec.days.iter().filter_map(|day| day.goal.as_ref()).map(Figure::length)) } else { Vec::new() };
    let actual = line(&mut spec.days.iter().map_while(|day| day.actual.as_ref()).map(Figure::length));

    for (points, below) in gap(&goal, &actual) {
        canvas.push(Mark::Polygon { points, fill: if below { Role::MissSoft } else { spec.tone.soft() }.into() });
    }
    if let (Some(landing), Some(&from)) = (&spec.landing, actual.last())
        && as_of < spec.days.len()
    {
        let (high, low) = (frame.at(spec.days.len(), length(landing.high)), frame.at(spec.days.len(), length(landing.low)));
        canvas.push(Mark::Polygon { points: vec![from, high, low], fill: spec.tone.soft().into() });
        let name = style(SMALL, Weight::Regular, Role::Ink2);
        let begins = low.x - canvas.wants(&landing.text, name);
        // Below the fan's lower edge where the text begins, for the edge rises from there.
        let edge = low.y.max(from.y + (low.y - from.y) * (begins - from.x) / (low.x - from.x));
        let below = edge + SMALL / 2.0 + 5.0;
        if begins > from.x + 8.0 && below + SMALL < frame.plot.bottom() {
            canvas.whole(&landing.text, Point::new(low.x, below), Anchor::Right, name);
        }
    }
    if has_goal {
        canvas.push(Mark::Polyline { points: goal.clone(), width: 1.5, dash: Some((4.0, 4.0)), stroke: Role::Goal.into() });
    }
    let now = as_of_line(&mut canvas, spec, &frame, as_of);
    if as_of > 0 {
        let end = actual[as_of];
        canvas.push(Mark::Polyline { points: actual.clone(), width: 2.5, dash: None, stroke: spec.tone.role().into() });
        canvas.dot(end, 4.0, spec.tone.role());
    }
    names(&mut canvas, spec, &frame, (&goal, &actual), now);
    targets(&mut canvas, spec, &frame, as_of);
    canvas.finish(rtl)
}

/// As many day ticks as stand apart, in steps people count days by.
fn day_ticks(canvas: &mut Canvas<'_>, spec: &GoalSpec, frame: &Frame) {
    let widest = canvas.widest(spec.days.iter().map(|day| day.tick.as_str()), tick_style());
    let chosen = spec.days.iter().any(|day| day.tick.is_empty());
    let day = frame.plot.width / frame.days;
    // A week is the month's own rhythm; shorter periods show each day.
    let steps: &[usize] = if spec.days.len() > 14 { &[7, 14, 28, 91, 182] } else { &[1, 2, 7] };
    let fitting = steps.iter().copied().find(|&step| step as f32 * day >= widest + 12.0);
    let step = if chosen { 1 } else { fitting.unwrap_or(spec.days.len()) };
    for (index, day) in spec.days.iter().enumerate().step_by(step) {
        canvas.centred(&day.tick, Point::new(frame.x(index as f32 + 0.5), canvas.scene.height - 9.0), tick_style());
    }
}

/// The as-of line and its date, on the side where there is room. The line's x, if there is one.
fn as_of_line(canvas: &mut Canvas<'_>, spec: &GoalSpec, frame: &Frame, as_of: usize) -> Option<f32> {
    if as_of == 0 || as_of == spec.days.len() {
        return None;
    }
    let x = crisp(frame.x(as_of as f32));
    canvas.push(Mark::line(Point::new(x, 2.0), Point::new(x, frame.plot.bottom()), 1.0, Role::Line));
    let name = style(SMALL, Weight::Regular, Role::Ink3);
    let wants = canvas.wants(&spec.words.as_of, name);
    if x - 6.0 >= wants {
        canvas.whole(&spec.words.as_of, Point::new(x - 6.0, 8.0), Anchor::Right, name);
    } else {
        canvas.whole(&spec.words.as_of, Point::new(x + 6.0, 8.0), Anchor::Left, name);
    }
    Some(x)
}

/// Names the two lines where no line can run through the name: above both at its end, below both at its start (sums never fall).
fn names(canvas: &mut Canvas<'_>, spec: &GoalSpec, frame: &Frame, (goal, actual): (&[Point], &[Point]), now: Option<f32>) {
    // A line that is not there stands in nobody's way.
    let height_at = |line: &[Point], x: f32| line.iter().rev().find(|point| point.x <= x).map_or(frame.plot.y, |point| point.y);
    let until = now.unwrap_or(frame.plot.right());

    let name = style(SMALL, Weight::Regular, Role::Ink2);
    let above = |x: f32| {
        // The next point after x may be higher: a name ends under no slope.
        let next = |line: &[Point]| line.iter().find(|point| point.x >= x).map_or(frame.plot.bottom(), |point| point.y);
        next(goal).min(next(actual)) - SMALL / 2.0 - 5.0
    };
    let x = frame.plot.x + (until - frame.plot.x) * 0.62;
    if !goal.is_empty() && x - canvas.wants(&spec.words.goal, name) > frame.plot.x + 4.0 && above(x) > frame.plot.y {
        canvas.whole(&spec.words.goal, Point::new(x, above(x)), Anchor::Right, name);
    }
    let bold = style(SMALL, Weight::Bold, spec.tone.role());
    let x = frame.plot.x + (until - frame.plot.x) * 0.66;
    let below = height_at(goal, x).max(height_at(actual, x)) + SMALL / 2.0 + 6.0;
    let wants = canvas.wants(&spec.words.actual, bold);
    if actual.len() > 1 && x + wants < until - 6.0 && below + SMALL < frame.plot.bottom() {
        canvas.whole(&spec.words.actual, Point::new(x, below), Anchor::Left, bold);
    }
}

/// The areas between the lines as far as both go, each with whether the actual is below the goal. Both have their points at the same days.
fn gap(goal: &[Point], actual: &[Point]) -> Vec<(Vec<Point>, bool)> {
    let mut areas: Vec<(Vec<Point>, Vec<Point>, bool)> = Vec::new();
    let mut extend = |from: (Point, Point), to: (Point, Point)| {
        let middle = (from.1.y + to.1.y) - (from.0.y + to.0.y);
        if middle.abs() < 0.01 {
            return;
        }
        let below = middle > 0.0;
        match areas.last_mut() {
            Some((upper, lower, side)) if *side == below && upper.last() == Some(&from.0) && lower.last() == Some(&from.1) => {
                upper.push(to.0);
                lower.push(to.1);
            }
            _ => areas.push((vec![from.0, to.0], vec![from.1, to.1], below)),
        }
    };
    for (g, a) in goal.windows(2).zip(actual.windows(2)) {
        let (start, end) = (a[0].y - g[0].y, a[1].y - g[1].y);
        if start * end < 0.0 {
            let share = start / (start - end);
            let cross = Point::new(g[0].x + (g[1].x - g[0].x) * share, g[0].y + (g[1].y - g[0].y) * share);
            extend((g[0], a[0]), (cross, cross));
            extend((cross, cross), (g[1], a[1]));
        } else {
            extend((g[0], a[0]), (g[1], a[1]));
        }
    }
    areas.into_iter().map(|(mut outline, lower, below)| (outline.drain(..).chain(lower.into_iter().rev()).collect(), below)).collect()
}

fn targets(canvas: &mut Canvas<'_>, spec: &GoalSpec, frame: &Frame, as_of: usize) {
    let text = |figure: &Option<Figure>| figure.as_ref().map_or(String::new(), |figure| figure.text.clone());
    for (index, day) in spec.days.iter().enumerate() {
        let (from, to) = (frame.x(index as f32), frame.x(index as f32 + 1.0));
        // Where the period is heading is said from the as-of day on.
        let landing = spec.landing.as_ref().filter(|_| index + 1 >= as_of).map_or("", |landing| &landing.text);
        let words = &spec.words;
        canvas.target(
            Rect::new(from, frame.plot.y, to - from, frame.plot.height),
            day.key,
            &day.label,
            &[
                (&words.goal, &text(&day.goal)),
                (&words.actual, &text(&day.actual)),
                (&words.gap, &text(&day.gap)),
                (&words.landing, landing),
            ],
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gap_is_split_where_the_lines_cross() {
        let points = |ys: &[f32]| -> Vec<Point> { ys.iter().enumerate().map(|(x, &y)| Point::new(x as f32, y)).collect() };
        let sides =
            |goal: &[f32], actual: &[f32]| gap(&points(goal), &points(actual)).into_iter().map(|(_, below)| below).collect::<Vec<_>>();
        // y grows downwards: an actual of larger y is below the goal.
        assert_eq!(sides(&[9.0, 6.0, 3.0], &[9.0, 8.0, 5.0]), [true]);
        assert_eq!(sides(&[9.0, 6.0, 3.0], &[9.0, 4.0, 5.0]), [false, true]);
        assert!(sides(&[9.0, 6.0, 3.0], &[9.0, 6.0]).is_empty());
        assert_eq!(sides(&[9.0, 6.0, 3.0], &[9.0, 8.0]), [true]);
        let crossing = &gap(&points(&[0.0, 4.0]), &points(&[4.0, 0.0]))[0].0;
        assert!(crossing.contains(&Point::new(0.5, 2.0)), "{crossing:?}");
    }
}
