//! One or two figures month by month, as lines on one scale. Points stand in the middle of their months, as columns do, so annotations
//! mean the same on both.

use super::{
    Annotation, ChartTable, Figure, Tone,
    annotation::{Flags, names_in},
    place::{Canvas, End, crisp, dash, every, tick_style},
    scene::{Mark, Point, Rect, Role, Scene},
    text::Measure,
};

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineSeries {
    /// Stands at the line's end. May be empty for an only one, whose chart has a title.
    pub name: String,
    pub tone: Tone,
}

/// One month.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LinePoint {
    pub key: usize,
    pub label: String,
    /// A value for each series; none where it is undefined: the line has a gap there.
    pub values: Vec<Option<Figure>>,
    /// Still running at the as-of instant: drawn dashed.
    pub partial: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LinesWords {
    /// What the points are: "Month".
    pub label: String,
    /// What the annotations are: "Marked day".
    pub mark: String,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct LinesSpec {
    pub series: Vec<LineSeries>,
    pub points: Vec<LinePoint>,
    /// Of the scale: see [`spanning_ticks`](super::spanning_ticks) for [`Self::range`].
    pub ticks: Vec<Figure>,
    /// What happened meanwhile, in order.
    pub marks: Vec<Annotation>,
    pub words: LinesWords,
}

impl LinesSpec {
    /// The lowest and the highest value drawn, zero included, to choose ticks for.
    pub fn range(&self) -> (f64, f64) {
        let values = self.points.iter().flat_map(|point| &point.values).flatten().map(|figure| figure.value);
        values.filter(|value| value.is_finite()).fold((0.0, 0.0), |(low, high), value| (low.min(value), high.max(value)))
    }

    pub fn table(&self) -> ChartTable {
        let names = self.series.iter().map(|series| series.name.as_str());
        let columns: Vec<&str> = std::iter::once(self.words.label.as_str()).chain(names).chain([self.words.mark.as_str()]).collect();
        let row = |(index, point): (usize, &LinePoint)| {
            let mut cells = vec![point.label.as_str().into()];
            cells.extend((0..self.series.len()).map(|series| figure(point, series).into()));
            cells.push(names_in(&self.marks, index, self.points.len()).as_str().into());
            cells
        };
        ChartTable::of(&columns, self.points.iter().enumerate().map(row).collect())
    }
}

fn figure(point: &LinePoint, series: usize) -> Option<&Figure> {
    point.values.get(series)?.as_ref()
}

const START: f32 = 6.0;
const FOOT: f32 = 24.0;

/// Lays out the lines from a zero baseline, or one below where values are negative; names and last values stand at the lines' ends.
pub fn lines(spec: &LinesSpec, (width, height): (f32, f32), rtl: bool, measure: &dyn Measure) -> Scene {
    let height = height.max(140.0);
    let mut canvas = Canvas::new(width, height, measure);
    if spec.points.is_empty() || spec.series.is_empty() {
        return canvas.finish(rtl);
    }
    let last = |series: usize| {
        let known = spec.points.iter().enumerate().rev().filter_map(|(index, point)| Some((index, figure(point, series)?)));
        { known }.find(|(_, figure)| figure.value.is_finite())
    };
    let texts = spec.series.iter().enumerate().flat_map(|(index, series)| [&*series.name, last(index).map_or("", |(_, last)| &last.text)]);
    let end = canvas.column(texts, width * 0.28);
    let ticks = canvas.column(spec.ticks.iter().map(|tick| tick.text.as_str()), width * 0.25);
    let start = if ticks > 0.0 { ticks + 8.0 } else { START };
    let slot = (width - start - end - 12.0).max(1.0) / spec.points.len() as f32;
    let flags = Flags::lay(&canvas, &spec.marks, spec.points.len(), start, slot);
    let head = 10.0 + flags.height();
    let plot = Rect::new(start, head, slot * spec.points.len() as f32, height - head - FOOT);

    let range = spec.range();
    let drawn = spec.ticks.iter().map(Figure::signed).chain([super::signed(range.0), super::signed(range.1)]);
    let (low, high) = drawn.fold((0.0_f32, 0.0_f32), |(low, high), value| (low.min(value), high.max(value)));
    let scale = if high > low { plot.height / (high - low) } else { 0.0 };
    let y = |value: f32| plot.bottom() - (value - low) * scale;
    canvas.grid(&spec.ticks, plot, (ticks, ticks), &|tick| y(tick.signed()));
    if low < 0.0 {
        let y = crisp(y(0.0));
        canvas.push(Mark::line(Point::new(plot.x, y), Point::new(plot.right(), y), 1.0, Role::Goal));
    }
    flags.draw(&mut canvas, 2.0, plot.bottom());

    let x = |index: usize| plot.x + (index as f32 + 0.5) * slot;
    let mut ends = Vec::new();
    for (series, line) in spec.series.iter().enumerate() {
        let role = line.tone.role();
        let at = |(index, point): (usize, &LinePoint)| {
            let figure = figure(point, series).filter(|figure| figure.value.is_finite())?;
            Some(Point::new(x(index), y(figure.signed())))
        };
        let course: Vec<Option<Point>> = spec.points.iter().enumerate().map(at).collect();
        let mut firm = course.clone();
        for (index, _) in spec.points.iter().enumerate().filter(|(_, point)| point.partial) {
            firm[index] = None;
            if let (Some(from), Some(to)) = (index.checked_sub(1).and_then(|before| course[before]), course[index]) {
                canvas.push(Mark::Polyline { points: vec![from, to], width: 2.0, dash: Some((2.0, 3.0)), stroke: role.into() });
            }
        }
        canvas.broken_line(&firm, 2.0, dash(series), role);
        let Some((index, last)) = last(series) else { continue };
        let Some(point) = course[index] else { continue };
        canvas.dot(point, 3.5, role);
        if spec.points[index].partial {
            canvas.push(Mark::Circle { centre: point, radius: 2.0, fill: Role::Card.into() });
        }
        ends.push(End { at: point, name: &line.name, value: &last.text, role });
    }
    canvas.ends(&ends, plot.right() + 12.0, (flags.height() + 5.0, plot.bottom() + 8.0));

    let below = canvas.widest(spec.points.iter().map(|point| point.label.as_str()), tick_style());
    let step = every(below, slot);
    for (index, point) in spec.points.iter().enumerate() {
        if index % step == 0 {
            canvas.centred(&point.label, Point::new(x(index), height - 9.0), tick_style());
        }
        let text = |series: usize| figure(point, series).map_or("", |figure| figure.text.as_str());
        let marks = names_in(&spec.marks, index, spec.points.len());
        let mut said: Vec<(&str, &str)> =
            spec.series.iter().enumerate().map(|(index, series)| (series.name.as_str(), text(index))).collect();
        said.push((&spec.words.mark, &marks));
        canvas.target(Rect::new(plot.x + index as f32 * slot, 0.0, slot, height), point.key, &point.label, &said);
    }
    canvas.finish(rtl)
}
