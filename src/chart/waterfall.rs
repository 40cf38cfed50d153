//! From one total to another through what moved it: a row for each, parts floating where the one before them ended. It adds up what
//! it draws and checks nothing: that the parts sum to the difference is the caller's word.

use super::{
    ChartTable, Figure, Standing, Tone,
    place::{Canvas, Row, TEXT, style, tick_style, value_style},
    scene::{Anchor, Mark, Paint, Point, Rect, Role, Scene, Weight},
    table::Cell,
    text::Measure,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WaterfallKind {
    /// Added to what stands before it.
    #[default]
    Part,
    /// A total that was planned: a bar from zero that stands back.
    Goal,
    /// A total that came.
    Total,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct WaterfallRow {
    pub key: usize,
    pub label: String,
    /// Of a part, negative where it takes away; its text has the sign.
    pub amount: Figure,
    /// What the amount rests on: "420 of 512".
    pub note: String,
    pub kind: WaterfallKind,
    pub standing: Standing,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WaterfallWords {
    /// What the rows are: "Factor".
    pub label: String,
    pub amount: String,
    pub note: String,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct WaterfallSpec {
    /// From the first total down to the last.
    pub rows: Vec<WaterfallRow>,
    /// Whose the totals are.
    pub tone: Tone,
    pub words: WaterfallWords,
}

const GAP: f32 = 8.0;
const NOTE_GAP: f32 = 16.0;

impl WaterfallSpec {
    pub fn natural_height(&self, width: f32) -> f32 {
        Row::natural(self.rows.len(), width)
    }

    pub fn table(&self) -> ChartTable {
        let words = &self.words;
        let row = |row: &WaterfallRow| vec![row.label.as_str().into(), Cell::from(&row.amount), row.note.as_str().into()];
        ChartTable::of(&[&words.label, &words.amount, &words.note], self.rows.iter().map(row).collect())
    }

    /// Where each row's bar begins and ends: totals at zero, parts where the row before ended.
    fn spans(&self) -> Vec<(f32, f32)> {
        let mut level = 0.0;
        let span = |row: &WaterfallRow| {
            let from = if row.kind == WaterfallKind::Part { level } else { 0.0 };
            level = from + row.amount.signed();
            (from, level)
        };
        self.rows.iter().map(span).collect()
    }
}

/// Lays out the rows from top to bottom; amounts stand beside their bars, notes at the end side.
pub fn waterfall(spec: &WaterfallSpec, (width, height): (f32, f32), rtl: bool, measure: &dyn Measure) -> Scene {
    let narrow = Row::is_narrow(width);
    let height = height.max(Row::least(spec.rows.len(), width));
    let mut canvas = Canvas::new(width, height, measure);

    let label = |row: &WaterfallRow| {
        let is_bold = row.kind != WaterfallKind::Part || row.standing == Standing::Picked;
        let role = if row.standing == Standing::Dimmed { Role::Ink3 } else { Role::Ink2 };
        style(TEXT, if is_bold { Weight::Bold } else { Weight::Regular }, role)
    };
    let labels = spec.rows.iter().map(|row| canvas.wants(&row.label, label(row))).fold(0.0, f32::max);
    let notes = canvas.widest(spec.rows.iter().map(|row| row.note.as_str()), tick_style());
    // Notes that would take too much from the bars are left to the target and the table.
    let notes = if notes > 0.0 && notes < width * if narrow { 0.5 } else { 0.25 } { notes + NOTE_GAP } else { 0.0 };
    let (label_room, start, end) =
        if narrow { (width - notes, 0.0, width) } else { (labels.min(width * 0.3), labels.min(width * 0.3) + 14.0, width - notes) };

    let spans = spec.spans();
    let low = spans.iter().map(|span| span.1).fold(0.0, f32::min);
    let room = (end - start).max(1.0);
    // The longest scale at which each bar leaves room for its own amount.
    let scale = spec
        .rows
        .iter()
        .zip(&spans)
        .filter(|(_, span)| span.0.max(span.1) > low)
        .map(|(row, span)| {
            let text = GAP + 1.0 + canvas.wants(&row.amount.text, value_style());
            (room - text).max(room * 0.3) / (span.0.max(span.1) - low)
        })
        .fold(f32::INFINITY, f32::min);
    let x = |level: f32| start + if scale.is_finite() { (level - low) * scale } else { 0.0 };

    let mut before: Option<(f32, f32)> = None;
    for (index, (row, &(from, to))) in spec.rows.iter().zip(&spans).enumerate() {
        let Row { rect, bar_y, thick, label_y } = Row::of(index, spec.rows.len(), 0.0, (width, height));
        canvas.text(&row.label, Point::new(0.0, label_y), Anchor::Left, label_room, label(row));
        if notes > 0.0 {
            canvas.whole(&row.note, Point::new(width, label_y), Anchor::Right, tick_style());
        }

        let alpha = row.standing.alpha();
        let falls = to < from;
        let fill = match row.kind {
            WaterfallKind::Part if falls => Paint::new(Role::Miss, alpha),
            WaterfallKind::Part => Paint::new(Role::Ink2, 0.75 * alpha),
            WaterfallKind::Goal => Paint::new(Role::Goal, 0.45 * alpha),
            WaterfallKind::Total => Paint::new(spec.tone.role(), alpha),
        };
        let (least, most) = (x(from.min(to)), x(from.max(to)));
        if most - least > 0.0 {
            // The end that moved is rounded.
            let radii = if falls { (3.0, 0.0) } else { (0.0, 3.0) };
            canvas.push(Mark::Rect { rect: Rect::new(least, bar_y, most - least, thick), radii, upright: false, fill });
        } else {
            canvas.push(Mark::block(Rect::new(least.min(width - 1.0), bar_y, 1.0, thick), Role::Goal));
        }
        let value_y = bar_y + thick / 2.0;
        let wants = canvas.wants(&row.amount.text, value_style());
        if most + GAP + wants <= end {
            canvas.whole(&row.amount.text, Point::new(most + GAP, value_y), Anchor::Left, value_style());
        } else {
            canvas.whole(&row.amount.text, Point::new(least - GAP, value_y), Anchor::Right, value_style());
        }

        // From where the row before ended down to this one, unless a label stands there.
        if let Some((level, bottom)) = before
            && row.kind == WaterfallKind::Part
        {
            let link = Rect::new(x(level) - 0.5, bottom, 1.0, bar_y - bottom);
            if canvas.is_free(&link) {
                canvas.push(Mark::block(link, Role::Goal));
            }
        }
        before = Some((to, bar_y + thick));

        let words = &spec.words;
        canvas.target(rect, row.key, &row.label, &[(&words.amount, &row.amount.text), (&words.note, &row.note)]);
    }
    canvas.finish(rtl)
}
