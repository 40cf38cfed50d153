//! Vertical columns in an order of their own: months, quarters, bands of speed. Zero-based, with an optional goal across and an optional
//! boundary between two columns.

use super::{
    Annotation, ChartTable, Figure, Standing, Tone,
    annotation::{Flags, names_in},
    place::{Canvas, LINE, SMALL, TEXT, crisp, every, style, tick_style, value_style},
    scene::{Anchor, Mark, Paint, Point, Rect, Role, Scene, Weight},
    table::Cell,
    text::Measure,
};

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Column {
    pub key: usize,
    pub label: String,
    pub value: Figure,
    /// The same a period before: a mark across the column.
    pub compare: Option<Figure>,
    pub tone: Tone,
    /// Still running at the as-of instant: drawn lighter.
    pub partial: bool,
    pub standing: Standing,
}

/// A dashed line at a value: the goal.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reference {
    pub value: f64,
    /// Stands at the end of the line: "goal 500".
    pub label: String,
}

/// A dashed line between two columns, or within one that lies on both sides of it: the promise.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Divider {
    /// How many columns stand before it: of 4.2, four and a fifth of the next.
    pub after: f32,
    pub label: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ColumnsWords {
    pub label: String,
    pub value: String,
    pub compare: String,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct ColumnsSpec {
    pub columns: Vec<Column>,
    pub goal: Option<Reference>,
    pub divider: Option<Divider>,
    /// Of the scale, from zero up. Shown only where the columns are too many to carry their own values: see [`Self::top`].
    pub ticks: Vec<Figure>,
    /// What happened meanwhile, in order; and what such a thing is called, over its column in the table.
    pub marks: Vec<Annotation>,
    pub mark_word: String,
    pub words: ColumnsWords,
}

impl ColumnsSpec {
    /// The highest value drawn, to choose ticks for.
    pub fn top(&self) -> f64 {
        let columns =
            self.columns.iter().flat_map(|column| [Some(column.value.value), column.compare.as_ref().map(|compare| compare.value)]);
        let goal = self.goal.as_ref().map(|goal| goal.value);
        columns.chain([goal]).flatten().filter(|value| value.is_finite()).fold(0.0, f64::max)
    }

    pub fn table(&self) -> ChartTable {
        let words = &self.words;
        ChartTable::of(
            &[&words.label, &words.value, &words.compare, &self.mark_word],
            self.columns
                .iter()
                .enumerate()
                .map(|(index, column)| {
                    let marks = names_in(&self.marks, index, self.columns.len());
                    vec![column.label.as_str().into(), Cell::from(&column.value), column.compare.as_ref().into(), marks.as_str().into()]
                })
                .collect(),
        )
    }
}

const FOOT: f32 = 24.0;

/// Lays out columns. Their values stand above them where all have room, else the ticks stand at the end side.
pub fn columns(spec: &ColumnsSpec, (width, height): (f32, f32), rtl: bool, measure: &dyn Measure) -> Scene {
    let height = height.max(100.0);
    let mut canvas = Canvas::new(width, height, measure);
    if spec.columns.is_empty() {
        return canvas.finish(rtl);
    }
    let count = spec.columns.len() as f32;
    let values = canvas.widest(spec.columns.iter().map(|column| column.value.text.as_str()), value_style());
    let goal_room = spec.goal.as_ref().map_or(0.0, |goal| canvas.wants(&goal.label, tick_style()).min(width * 0.25) + 10.0);
    let direct = values + 6.0 <= (width - goal_room) / count;
    let ticks = if direct { 0.0 } else { canvas.widest(spec.ticks.iter().map(|tick| tick.text.as_str()), tick_style()).min(width * 0.25) };
    let end = goal_room.max(if ticks > 0.0 { ticks + 10.0 } else { 0.0 });
    let slot = (width - end).max(1.0) / count;
    let below = canvas.widest(spec.columns.iter().map(|column| column.label.as_str()), tick_style());
    // Labels that do not all fit: of many, every second, third… one, whole; of a few, each on two lines.
    let step = every(below, slot);
    let fold = step > 1 && spec.columns.len() <= 8 && slot >= 32.0;
    let foot = if fold { FOOT + LINE } else { FOOT };
    let flags = Flags::lay(&canvas, &spec.marks, spec.columns.len(), 0.0, slot);
    let over = if spec.divider.is_some() { 18.0 } else { 2.0 };
    let head = match (&spec.divider, direct) {
        (Some(_), _) => 40.0,
        (None, true) => 22.0,
        (None, false) => 8.0,
    } + flags.height();
    let plot = Rect::new(0.0, head, (width - end).max(1.0), height - head - foot);
    let drawn_ticks = if direct { &[][..] } else { &spec.ticks[..] };
    let top = drawn_ticks.iter().map(Figure::length).fold(super::length(spec.top()), f32::max);
    let scale = if top > 0.0 { plot.height / top } else { 0.0 };
    let y = |value: f32| plot.bottom() - value * scale;

    let goal_y = spec.goal.as_ref().map(|goal| (crisp(y(super::length(goal.value))), goal));
    if let Some((y, goal)) = goal_y {
        canvas.text(&goal.label, Point::new(width, y), Anchor::Right, goal_room, style(SMALL, Weight::Regular, Role::Ink2));
    }
    canvas.grid(drawn_ticks, plot, (width, ticks), &|tick| y(tick.length()));
    if direct {
        let y = crisp(plot.bottom());
        canvas.push(Mark::line(Point::new(0.0, y), Point::new(plot.right(), y), 1.0, Role::Hair));
    }

    flags.draw(&mut canvas, over, plot.bottom());
    let thick = (slot * 0.84).min(slot - 2.0).clamp(1.0, 72.0);
    for (index, column) in spec.columns.iter().enumerate() {
        let middle = (index as f32 + 0.5) * slot;
        let rise = column.value.length() * scale;
        let alpha = column.standing.alpha() * if column.partial { 0.55 } else { 1.0 };
        let rect = Rect::new(middle - thick / 2.0, plot.bottom() - rise, thick, rise);
        if rise > 0.0 {
            canvas.push(Mark::Rect { rect, radii: (4.0, 0.0), upright: true, fill: Paint::new(column.tone.role(), alpha) });
        }
        if let Some(compare) = &column.compare {
            let y = crisp(y(compare.length()));
            canvas.push(Mark::line(Point::new(rect.x - 2.0, y), Point::new(rect.right() + 2.0, y), 2.0, Role::Goal));
        }
    }
    if let Some((y, _)) = goal_y {
        canvas.push(Mark::Polyline {
            points: vec![Point::new(0.0, y), Point::new(plot.right(), y)],
            width: 1.5,
            dash: Some((4.0, 4.0)),
            stroke: Role::Goal.into(),
        });
    }
    divider(&mut canvas, spec, slot, plot);

    for (index, column) in spec.columns.iter().enumerate() {
        let middle = (index as f32 + 0.5) * slot;
        if direct {
            let top = y(column.value.length());
            // A comparison just above the column would run through the number: then the number stands above both.
            let mark = column.compare.as_ref().map(|compare| y(compare.length())).filter(|mark| (top - 20.0..top).contains(mark));
            let at = Point::new(middle, mark.unwrap_or(top) - 10.0);
            let wants = canvas.wants(&column.value.text, value_style());
            let over_goal = goal_y.is_some_and(|(y, _)| (y - at.y).abs() < TEXT / 2.0 + 2.0);
            if over_goal || flags.cross(middle, wants / 2.0 + 2.0) {
                // The line passes behind the number.
                let behind = Rect::new(middle - wants / 2.0 - 3.0, at.y - TEXT / 2.0 - 1.0, wants + 6.0, TEXT + 2.0);
                canvas.push(Mark::block(behind, Role::Card));
            }
            canvas.whole(&column.value.text, at, Anchor::Middle, value_style());
        }
        let name = if column.standing == Standing::Picked { style(SMALL, Weight::Bold, Role::Ink) } else { tick_style() };
        let at = Point::new(middle, height - foot + 15.0);
        if fold {
            let (first, second) = canvas.folded(&column.label, name);
            canvas.text(first, at, Anchor::Middle, slot - 2.0, name);
            canvas.text(second, Point::new(at.x, at.y + LINE), Anchor::Middle, slot - 2.0, name);
        } else if index % step == 0 {
            canvas.centred(&column.label, at, name);
        }
        let words = &spec.words;
        canvas.target(
            Rect::new(index as f32 * slot, 0.0, slot, height),
            column.key,
            &column.label,
            &[
                (&words.value, &column.value.text),
                (&words.compare, column.compare.as_ref().map_or("", |compare| &compare.text)),
                (&spec.mark_word, &names_in(&spec.marks, index, spec.columns.len())),
            ],
        );
    }
    canvas.finish(rtl)
}

fn divider(canvas: &mut Canvas<'_>, spec: &ColumnsSpec, slot: f32, plot: Rect) {
    let Some(divider) = &spec.divider else { return };
    let x = crisp(divider.after.clamp(0.0, spec.columns.len() as f32) * slot).min(plot.right() - 0.5);
    canvas.push(Mark::Polyline {
        points: vec![Point::new(x, 2.0), Point::new(x, plot.bottom())],
        width: 1.5,
        dash: Some((4.0, 4.0)),
        stroke: Role::Goal.into(),
    });
    let name = style(SMALL, Weight::Regular, Role::Ink2);
    let (before, behind) = (x - 8.0, canvas.scene.width - x - 8.0);
    if canvas.wants(&divider.label, name) <= before || before >= behind {
        canvas.text(&divider.label, Point::new(before, 8.0), Anchor::Right, before, name);
    } else {
        canvas.text(&divider.label, Point::new(x + 8.0, 8.0), Anchor::Left, behind, name);
    }
}
