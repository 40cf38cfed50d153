//! What several ways of counting say of the same thing: a row for each thing, a line over the range and a dot for each way. Made for
//! attribution models; it neither ranks nor averages.

use super::{
    ChartTable, Figure, Standing, Tone,
    place::{Canvas, Row, SMALL, TEXT, style, tick_style, value_style},
    scene::{Anchor, Mark, Paint, Point, Rect, Role, Scene, Weight},
    text::Measure,
    text_of,
};

#[derive(Debug, Clone, PartialEq, Default)]
pub struct RangeRow {
    pub key: usize,
    pub label: String,
    /// In the order of [`RangesSpec::positions`]; none where a position says nothing of it.
    pub values: Vec<Option<Figure>>,
    /// The range itself, where it is more than the least and the greatest value: an interval.
    pub span: Option<(Figure, Figure)>,
    /// Stands at the end of the row: a cost, a return.
    pub note: Option<Figure>,
    /// "(none)" and "(other)" stand back.
    pub faint: bool,
    pub standing: Standing,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RangesWords {
    /// What the rows are: "Campaign".
    pub label: String,
    pub low: String,
    pub high: String,
    pub note: String,
    /// The faint dots: "other models".
    pub others: String,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct RangesSpec {
    pub rows: Vec<RangeRow>,
    /// The names of the dots.
    pub positions: Vec<String>,
    /// Which position is meant: its dots stand out and its values are written.
    pub chosen: usize,
    pub tone: Tone,
    pub words: RangesWords,
}

const HEAD: f32 = 24.0;
const GAP: f32 = 10.0;
const NOTE_GAP: f32 = 16.0;
/// A dot's room at the ends of the scale.
const DOT: f32 = 5.0;

impl RangesSpec {
    pub fn natural_height(&self, width: f32) -> f32 {
        HEAD + Row::natural(self.rows.len(), width)
    }

    pub fn table(&self) -> ChartTable {
        let words = &self.words;
        let names = self.positions.iter().map(String::as_str);
        let columns: Vec<&str> =
            std::iter::once(words.label.as_str()).chain(names).chain([&*words.low, &words.high, &words.note]).collect();
        let row = |row: &RangeRow| {
            let mut cells = vec![row.label.as_str().into()];
            cells.extend((0..self.positions.len()).map(|position| row.value(position).into()));
            let (low, high) = row.span.as_ref().map_or((None, None), |(low, high)| (Some(low), Some(high)));
            cells.extend([low.into(), high.into(), row.note.as_ref().into()]);
            cells
        };
        ChartTable::of(&columns, self.rows.iter().map(row).collect())
    }
}

impl RangeRow {
    fn value(&self, position: usize) -> Option<&Figure> {
        self.values.get(position)?.as_ref()
    }

    /// From where to where the line goes.
    fn ends(&self) -> Option<(f32, f32)> {
        let span = self.span.iter().flat_map(|(low, high)| [low, high]);
        let all = span.chain(self.values.iter().flatten()).map(Figure::signed);
        all.fold(None, |ends, value| Some(ends.map_or((value, value), |(low, high): (f32, f32)| (low.min(value), high.max(value)))))
    }
}

/// Lays out the rows from a zero baseline, or one below where values are negative.
pub fn ranges(spec: &RangesSpec, (width, height): (f32, f32), rtl: bool, measure: &dyn Measure) -> Scene {
    let narrow = Row::is_narrow(width);
    let height = height.max(HEAD + Row::least(spec.rows.len(), width));
    let mut canvas = Canvas::new(width, height, measure);
    if spec.rows.is_empty() {
        return canvas.finish(rtl);
    }
    let label = |row: &RangeRow| {
        let weight = if row.standing == Standing::Picked { Weight::Bold } else { Weight::Regular };
        style(TEXT, weight, if row.standing == Standing::Dimmed { Role::Ink3 } else { Role::Ink2 })
    };
    let note_style = style(TEXT, Weight::Regular, Role::Ink2);
    let labels = spec.rows.iter().map(|row| canvas.wants(&row.label, label(row))).fold(0.0, f32::max);
    let notes = canvas.widest(spec.rows.iter().filter_map(|row| row.note.as_ref()).map(|note| note.text.as_str()), note_style);
    let notes = if notes > 0.0 { notes.max(canvas.wants(&spec.words.note, tick_style())) + NOTE_GAP } else { 0.0 };
    // Notes that would take too much from the rest are left to the target and the table.
    let notes = if notes < width * if narrow { 0.5 } else { 0.3 } { notes } else { 0.0 };
    let (label_room, start, end) =
        if narrow { (width - notes, 0.0, width) } else { (labels.min(width * 0.3), labels.min(width * 0.3) + 14.0, width - notes) };

    let ends: Vec<Option<(f32, f32)>> = spec.rows.iter().map(RangeRow::ends).collect();
    let low = ends.iter().flatten().map(|ends| ends.0).fold(0.0, f32::min);
    let room = (end - start - 2.0 * DOT).max(1.0);
    let chosen = |row: &RangeRow| row.value(spec.chosen).cloned();
    let scale = spec
        .rows
        .iter()
        .zip(&ends)
        .filter_map(|(row, ends)| {
            // The baseline of zero is in the picture even where every value is below it.
            let high = (*ends)?.1.max(0.0);
            if high <= low {
                return None;
            }
            let text = chosen(row).map_or(0.0, |value| GAP + 1.0 + canvas.wants(&value.text, value_style()));
            Some((room - text).max(room * 0.3) / (high - low))
        })
        .fold(f32::INFINITY, f32::min);
    let x = |value: f32| start + DOT + if scale.is_finite() { (value - low) * scale } else { 0.0 };

    if notes > 0.0 {
        canvas.whole(&spec.words.note, Point::new(width, 9.0), Anchor::Right, tick_style());
    }
    legend(&mut canvas, spec, start, width - notes);
    for (index, (row, ends)) in spec.rows.iter().zip(&ends).enumerate() {
        let Row { rect, bar_y, thick, label_y } = Row::of(index, spec.rows.len(), HEAD, (width, height));
        canvas.text(&row.label, Point::new(0.0, label_y), Anchor::Left, label_room, label(row));
        if let Some(note) = row.note.as_ref().filter(|_| notes > 0.0) {
            canvas.whole(&note.text, Point::new(width, label_y), Anchor::Right, note_style);
        }
        let alpha = row.standing.alpha() * if row.faint { 0.5 } else { 1.0 };
        let y = bar_y + thick / 2.0;
        canvas.push(Mark::block(Rect::new(x(0.0) - 0.5, bar_y, 1.0, thick), Role::Line));
        if let &Some((least, most)) = ends {
            let line = Rect::new(x(least), y - 2.0, (x(most) - x(least)).max(1.0), 4.0);
            canvas.push(Mark::Rect { rect: line, radii: (2.0, 2.0), upright: false, fill: Paint::new(Role::Goal, 0.35 * alpha) });
            for (position, value) in row.values.iter().take(spec.positions.len()).enumerate() {
                if let Some(value) = value.as_ref().filter(|_| position != spec.chosen) {
                    canvas.push(Mark::Circle {
                        centre: Point::new(x(value.signed()), y),
                        radius: 3.0,
                        fill: Paint::new(Role::Goal, alpha),
                    });
                }
            }
            if let Some(value) = chosen(row) {
                canvas.dot(Point::new(x(value.signed()), y), DOT, Paint::new(spec.tone.role(), alpha));
                let wants = canvas.wants(&value.text, value_style());
                if x(most) + DOT + GAP + wants <= end {
                    canvas.whole(&value.text, Point::new(x(most) + DOT + GAP, y), Anchor::Left, value_style());
                } else {
                    canvas.whole(&value.text, Point::new(x(least) - DOT - GAP, y), Anchor::Right, value_style());
                }
            }
        }

        let words = &spec.words;
        // The one that is meant comes first.
        let (mut order, others): (Vec<usize>, Vec<usize>) = (0..spec.positions.len()).partition(|&position| position == spec.chosen);
        order.extend(others);
        let mut said: Vec<(&str, &str)> =
            order.into_iter().map(|position| (spec.positions[position].as_str(), text_of(row.value(position)))).collect();
        let (low, high) = row.span.as_ref().map_or(("", ""), |(low, high)| (&low.text, &high.text));
        said.extend([(words.low.as_str(), low), (&words.high, high), (&words.note, text_of(row.note.as_ref()))]);
        canvas.target(rect, row.key, &row.label, &said);
    }
    canvas.finish(rtl)
}

/// Which dot is meant, and what the others are.
fn legend(canvas: &mut Canvas<'_>, spec: &RangesSpec, start: f32, end: f32) {
    let name = style(SMALL, Weight::Regular, Role::Ink2);
    let others = if spec.positions.len() > 1 { spec.words.others.as_str() } else { "" };
    let chosen = spec.positions.get(spec.chosen).map_or("", String::as_str);
    let mut x = start;
    for (text, radius, role) in [(chosen, DOT, spec.tone.role()), (others, 3.0, Role::Goal)] {
        let at = Point::new(x + 2.0 * DOT + 6.0, 9.0);
        let Some(covered) = canvas.text(text, at, Anchor::Left, end - at.x, name) else { continue };
        canvas.push(Mark::Circle { centre: Point::new(x + DOT, 9.0), radius, fill: role.into() });
        x = covered.right() + 16.0;
    }
}
