//! A line the size of a word: the course of one figure, without scale. It spans its own lowest and highest value.

use super::{
    ChartTable, Figure, Tone,
    place::Canvas,
    scene::{Point, Rect, Scene},
    table::Cell,
    text::Measure,
};

#[derive(Debug, Clone, PartialEq, Default)]
pub struct SparkPoint {
    pub key: usize,
    pub label: String,
    /// None where the figure is undefined: the line has a gap there.
    pub value: Option<Figure>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct SparklineSpec {
    pub points: Vec<SparkPoint>,
    pub tone: Tone,
    /// What the points are ("Month") and what the figure is ("ROI").
    pub label_word: String,
    pub value_word: String,
}

impl SparklineSpec {
    pub fn table(&self) -> ChartTable {
        ChartTable::of(
            &[&self.label_word, &self.value_word],
            self.points.iter().map(|point| vec![Cell::from(point.label.as_str()), point.value.as_ref().into()]).collect(),
        )
    }
}

/// Room for the last point's dot and the line's own width.
const MARGIN: f32 = 5.0;

/// Lays out a sparkline; the last known point is marked.
pub fn sparkline(spec: &SparklineSpec, (width, height): (f32, f32), rtl: bool, measure: &dyn Measure) -> Scene {
    let height = height.max(16.0);
    let mut canvas = Canvas::new(width, height, measure);
    let known = || spec.points.iter().filter_map(|point| point.value.as_ref()).map(|figure| figure.value).filter(|value| value.is_finite());
    let (low, high) = known().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    let slots = spec.points.len().max(1) as f32;
    let step = if spec.points.len() > 1 { (width - 2.0 * MARGIN) / (slots - 1.0) } else { 0.0 };
    let at = |index: usize, value: f64| {
        // A figure that never moved runs through the middle.
        let share = if high > low { ((value - low) / (high - low)) as f32 } else { 0.5 };
        Point::new(MARGIN + index as f32 * step, height - MARGIN - (height - 2.0 * MARGIN) * share)
    };
    let mut course = Vec::with_capacity(spec.points.len());
    for (index, point) in spec.points.iter().enumerate() {
        course.push(point.value.as_ref().filter(|figure| figure.value.is_finite()).map(|figure| at(index, figure.value)));
        let slot = width / slots;
        let value = point.value.as_ref().map_or("", |figure| &figure.text);
        canvas.target(Rect::new(index as f32 * slot, 0.0, slot, height), point.key, &point.label, &[(&spec.value_word, value)]);
    }
    canvas.broken_line(&course, 1.75, None, spec.tone.role());
    if let Some(&centre) = course.iter().flatten().last() {
        canvas.dot(centre, 3.0, spec.tone.role());
    }
    canvas.finish(rtl)
}
