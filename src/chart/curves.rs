//! Shares that grow with the days: how many have converted by then. Step curves, the first with its interval and with how many are
//! still watched. It estimates nothing; every share arrives counted.

use super::{
    ChartTable, Figure, Tone, length,
    place::{Canvas, End, SMALL, crisp, dash, every, style, tick_style},
    scene::{Anchor, Mark, Paint, Point, Rect, Role, Scene, Weight},
    table::Cell,
    text::Measure,
    text_of,
};

/// A share from this day on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StepPoint {
    pub key: usize,
    /// "Day 14".
    pub label: String,
    /// Since the beginning.
    pub day: f64,
    /// 0..=1.
    pub share: Figure,
    /// The interval; drawn for the first curve alone.
    pub low: Option<Figure>,
    pub high: Option<Figure>,
    pub at_risk: Option<Figure>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct StepCurve {
    /// Stands at the curve's end. May be empty for an only one.
    pub name: String,
    pub tone: Tone,
    /// By day, each day once. The curve begins at nothing on day zero and ends at the last of them.
    pub points: Vec<StepPoint>,
    /// The first day on which half had come; its text, "23 days", stands where the curve passes the half.
    pub median: Option<Figure>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CurvesWords {
    /// What the points are; also stands beside the ticks below: "days since MQL".
    pub day: String,
    /// What the curves are: "Segment".
    pub curve: String,
    pub share: String,
    pub low: String,
    pub high: String,
    /// Also stands beside the counts below the ticks: "still open".
    pub at_risk: String,
    /// Also stands at the line of the half.
    pub median: String,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct CurvesSpec {
    pub curves: Vec<StepCurve>,
    /// Ticks of the days, from zero: see [`day_ticks`](super::day_ticks) for [`Self::last_day`].
    pub days: Vec<Figure>,
    /// For each of those, how many of the first curve were still watched. Empty where that is not shown.
    pub at_risk: Vec<Figure>,
    /// Ticks of the shares, from zero. Without any the scale is the whole.
    pub shares: Vec<Figure>,
    pub words: CurvesWords,
}

impl StepCurve {
    fn last(&self) -> &str {
        self.points.last().map_or("", |point| &point.share.text)
    }
}

impl CurvesSpec {
    pub fn natural_height(&self, width: f32) -> f32 {
        230.0 + foot(&rows_below(self, width < NARROW))
    }

    /// The last day of any curve, to choose ticks for.
    pub fn last_day(&self) -> f64 {
        let days = self.curves.iter().flat_map(|curve| &curve.points).map(|point| point.day);
        days.filter(|day| day.is_finite()).fold(0.0, f64::max)
    }

    /// The highest share drawn, to choose ticks for.
    pub fn top(&self) -> f64 {
        let highs = self.curves.iter().take(1).flat_map(|curve| &curve.points).filter_map(|point| point.high.as_ref());
        let shares = self.curves.iter().flat_map(|curve| &curve.points).map(|point| &point.share);
        highs.chain(shares).map(|figure| figure.value).filter(|value| value.is_finite()).fold(0.0, f64::max)
    }

    pub fn table(&self) -> ChartTable {
        let words = &self.words;
        let row = |curve: &StepCurve, point: &StepPoint| {
            vec![
                point.label.as_str().into(),
                curve.name.as_str().into(),
                Cell::from(&point.share),
                point.low.as_ref().into(),
                point.high.as_ref().into(),
                point.at_risk.as_ref().into(),
                curve.median.as_ref().into(),
            ]
        };
        ChartTable::of(
            &[&words.day, &words.curve, &words.share, &words.low, &words.high, &words.at_risk, &words.median],
            self.curves.iter().flat_map(|curve| curve.points.iter().map(|point| row(curve, point))).collect(),
        )
    }
}

/// The plot and its scales.
struct Frame {
    plot: Rect,
    days: f32,
    top: f32,
}

impl Frame {
    fn at(&self, day: f64, share: f32) -> Point {
        let x = self.plot.x + self.plot.width * (length(day) / self.days).min(1.0);
        Point::new(x, self.plot.bottom() - self.plot.height * (share / self.top).min(1.0))
    }

    /// The way of a curve: from each point level to the day of the next, then up.
    fn steps(&self, points: impl Iterator<Item = (f64, f32)>) -> Vec<Point> {
        let mut steps: Vec<Point> = Vec::new();
        for (day, share) in points {
            let to = self.at(day, share);
            if let Some(last) = steps.last().copied() {
                steps.push(Point::new(to.x, last.y));
            }
            steps.push(to);
        }
        steps
    }
}

/// Below this width captions stand above and below their rows.
const NARROW: f32 = 480.0;
const HEAD: f32 = 10.0;
/// Between the rows below the axis.
const ROW: f32 = 16.0;
const START: f32 = 6.0;
const HALF: f32 = 0.5;

/// Lays out the curves; names and last shares stand at their ends.
pub fn curves(spec: &CurvesSpec, (width, height): (f32, f32), rtl: bool, measure: &dyn Measure) -> Scene {
    let height = height.max(160.0);
    let mut canvas = Canvas::new(width, height, measure);
    if spec.curves.iter().all(|curve| curve.points.is_empty()) {
        return canvas.finish(rtl);
    }
    let under = canvas.widest(spec.days.iter().chain(&spec.at_risk).map(|figure| figure.text.as_str()), tick_style());
    let names = spec.curves.iter().flat_map(|curve| [curve.name.as_str(), curve.last()]);
    // What the rows below mean stands beside them, clear of the last tick; on a phone above the counts and below the days.
    let narrow = width < NARROW;
    let rows = rows_below(spec, narrow);
    let captions = canvas.column(rows.iter().filter(|row| !row.1.is_empty()).map(|row| row.2), width * 0.3);
    let beside = if captions > 0.0 { under / 2.0 + 8.0 + captions } else { START };
    let end = (canvas.column(names, width * 0.28) + 12.0).max(beside).min(width * 0.45);
    let ticks = canvas.column(spec.shares.iter().map(|tick| tick.text.as_str()), width * 0.2);
    let start = if ticks > 0.0 { ticks + 8.0 } else { START };
    let days = spec.days.iter().map(Figure::length).fold(length(spec.last_day()), f32::max);
    let top = spec.shares.iter().map(Figure::length).fold(length(spec.top()), f32::max);
    let frame = Frame {
        plot: Rect::new(start, HEAD, (width - start - end).max(1.0), height - HEAD - foot(&rows)),
        days: if days > 0.0 { days } else { 1.0 },
        top: if spec.shares.is_empty() || top <= 0.0 { top.max(1.0) } else { top },
    };
    let plot = frame.plot;

    canvas.grid(&spec.shares, plot, (ticks, ticks), &|tick| frame.at(0.0, tick.length()).y);
    let step = every(under, plot.width / spec.days.len().saturating_sub(1).max(1) as f32);
    for (below, figures, caption, role) in rows {
        let (y, name) = (plot.bottom() + below, style(SMALL, Weight::Regular, role));
        for (day, figure) in spec.days.iter().zip(figures).step_by(step) {
            canvas.centred(&figure.text, Point::new(frame.at(day.value, 0.0).x, y), name);
        }
        let x = if figures.is_empty() { plot.x } else { plot.right() + under / 2.0 + 8.0 };
        canvas.text(caption, Point::new(x, y), Anchor::Left, width - x + 0.5, name);
    }

    if let Some(first) = spec.curves.first() {
        let interval =
            || first.points.iter().filter_map(|point| Some((point.day, point.low.as_ref()?.length(), point.high.as_ref()?.length())));
        let mut points = frame.steps(interval().map(|(day, _, high)| (day, high)));
        points.extend(frame.steps(interval().map(|(day, low, _)| (day, low))).into_iter().rev());
        if points.len() > 4 {
            canvas.push(Mark::Polygon { points, fill: Paint::new(first.tone.role(), 0.13) });
        }
    }
    let drawn: Vec<Vec<Point>> = spec
        .curves
        .iter()
        .map(|curve| frame.steps(std::iter::once((0.0, 0.0)).chain(curve.points.iter().map(|point| (point.day, point.share.length())))))
        .collect();
    half(&mut canvas, spec, &frame, &drawn);
    let mut ends = Vec::new();
    for (index, (curve, points)) in spec.curves.iter().zip(&drawn).enumerate().rev() {
        let role = curve.tone.role();
        let Some(&at) = points.last().filter(|_| !curve.points.is_empty()) else { continue };
        canvas.push(Mark::Polyline { points: points.clone(), width: 2.0, dash: dash(index), stroke: role.into() });
        ends.push(End { at, name: &curve.name, value: curve.last(), role });
    }
    canvas.ends(&ends, plot.right() + 12.0, (0.0, plot.bottom() + 6.0));
    targets(&mut canvas, spec, &frame);
    canvas.finish(rtl)
}

/// A row below the axis: how far below, what stands under the ticks, and what it means. A row without figures is a caption alone.
type Below<'t> = (f32, &'t [Figure], &'t str, Role);

fn rows_below(spec: &CurvesSpec, narrow: bool) -> Vec<Below<'_>> {
    let words = &spec.words;
    let beside = if narrow { ("", "") } else { (words.day.as_str(), words.at_risk.as_str()) };
    let mut y = 15.0;
    let mut rows: Vec<Below<'_>> = vec![(y, &spec.days, beside.0, Role::Ink3)];
    if narrow && !words.day.is_empty() {
        y += ROW;
        rows.push((y, &[], &words.day, Role::Ink3));
    }
    if !spec.at_risk.is_empty() {
        if narrow && !words.at_risk.is_empty() {
            // Nearer to its counts than to the days.
            y += ROW + 6.0;
            rows.push((y, &[], &words.at_risk, Role::Ink2));
        }
        y += ROW;
        rows.push((y, &spec.at_risk, beside.1, Role::Ink2));
    }
    rows
}

/// The room of all rows.
fn foot(rows: &[Below<'_>]) -> f32 {
    rows.last().map_or(0.0, |row| row.0 + 9.0)
}

/// The line of the half, and on it the medians: each where no curve runs through its text.
fn half(canvas: &mut Canvas<'_>, spec: &CurvesSpec, frame: &Frame, drawn: &[Vec<Point>]) {
    let plot = frame.plot;
    if frame.top < HALF {
        return;
    }
    let y = crisp(frame.at(0.0, HALF).y);
    canvas.push(Mark::Polyline {
        points: vec![Point::new(plot.x, y), Point::new(plot.right(), y)],
        width: 1.0,
        dash: Some((4.0, 4.0)),
        stroke: Role::Goal.into(),
    });
    let name = style(SMALL, Weight::Regular, Role::Ink2);
    // Steps are level or upright: one meets a box where its own box does.
    let is_clear = |rect: &Rect| {
        drawn.iter().flat_map(|points| points.windows(2)).all(|pair| {
            let (a, b) = (pair[0], pair[1]);
            let (left, upper) = (a.x.min(b.x) - 2.0, a.y.min(b.y) - 2.0);
            !rect.overlaps(&Rect::new(left, upper, (a.x - b.x).abs() + 4.0, (a.y - b.y).abs() + 4.0))
        })
    };
    let mut beside = |text: &str, x: f32, spots: [(f32, Anchor); 2]| {
        let wants = canvas.wants(text, name);
        for (y, anchor) in spots {
            let at = if anchor == Anchor::Left { x + 6.0 } else { x - 6.0 };
            let left = if anchor == Anchor::Left { at } else { at - wants };
            let covered = Rect::new(left, y - SMALL / 2.0, wants, SMALL);
            let inside = left >= plot.x && covered.right() <= plot.right() && covered.y >= plot.y && covered.bottom() <= plot.bottom();
            if inside && is_clear(&covered) && canvas.whole(text, Point::new(at, y), anchor, name).is_some() {
                return;
            }
        }
    };
    for median in spec.curves.iter().filter_map(|curve| curve.median.as_ref()) {
        let x = frame.at(median.value, 0.0).x;
        beside(&median.text, x, [(y + 11.0, Anchor::Left), (y - 11.0, Anchor::Right)]);
    }
    if spec.curves.iter().any(|curve| curve.median.is_some()) {
        beside(&spec.words.median, plot.right() + 6.0, [(y + 11.0, Anchor::Right), (y - 11.0, Anchor::Right)]);
    }
    for (index, curve) in spec.curves.iter().enumerate() {
        let Some(median) = &curve.median else { continue };
        let x = crisp(frame.at(median.value, 0.0).x);
        let points = vec![Point::new(x, y), Point::new(x, plot.bottom())];
        canvas.push(Mark::Polyline { points, width: 1.0, dash: dash(index).or(Some((1.0, 3.0))), stroke: curve.tone.role().into() });
        canvas.dot(Point::new(x, y), 3.0, curve.tone.role());
    }
}

/// A target for every day on which a curve rises, with what all of them say of it; of days closer than a pointer can tell, one.
fn targets(canvas: &mut Canvas<'_>, spec: &CurvesSpec, frame: &Frame) {
    const APART: f32 = 6.0;
    let plot = frame.plot;
    let mut points: Vec<(f32, &StepPoint)> =
        spec.curves.iter().flat_map(|curve| &curve.points).map(|point| (frame.at(point.day, 0.0).x, point)).collect();
    crate::order::sort_few(&mut points, |a, b| a.1.day.total_cmp(&b.1.day));
    // From the end, so that the last is among them.
    let mut next = f32::INFINITY;
    points.reverse();
    points.retain(|&(x, _)| {
        let apart = next - x >= APART;
        if apart {
            next = x;
        }
        apart
    });
    points.reverse();

    let words = &spec.words;
    for (index, &(x, point)) in points.iter().enumerate() {
        let middle = |other: &(f32, &StepPoint)| f32::midpoint(x, other.0);
        let from = index.checked_sub(1).map_or(plot.x - 4.0, |before| middle(&points[before]));
        let to = points.get(index + 1).map_or(plot.right() + 4.0, middle);
        let mut said: Vec<(&str, &str)> = Vec::new();
        for (order, curve) in spec.curves.iter().enumerate() {
            // What holds on that day; a curve that has ended says nothing any more.
            let passed = curve.points.partition_point(|other| other.day <= point.day);
            let ended = passed == curve.points.len() && curve.points.last().is_some_and(|last| last.day < point.day);
            let Some(now) = passed.checked_sub(1).filter(|_| !ended).map(|at| &curve.points[at]) else { continue };
            said.push((if curve.name.is_empty() { &words.share } else { &curve.name }, &now.share.text));
            said.push((&words.median, text_of(curve.median.as_ref())));
            if order == 0 {
                said.push((&words.low, text_of(now.low.as_ref())));
                said.push((&words.high, text_of(now.high.as_ref())));
                said.push((&words.at_risk, text_of(now.at_risk.as_ref())));
            }
        }
        canvas.target(Rect::new(from, plot.y, to - from, plot.height), point.key, &point.label, &said);
    }
}
