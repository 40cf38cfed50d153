//! Ranked horizontal bars: reasons, sources, owners. The order is the caller's.

use super::{
    ChartTable, Figure, Standing, Tone,
    place::{Canvas, Row, TEXT, style, tick_style, value_style},
    scene::{Anchor, Mark, Paint, Point, Rect, Role, Scene, Weight},
    table::Cell,
    text::Measure,
};

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bar {
    pub key: usize,
    pub label: String,
    pub value: Figure,
    /// Said after the value where there is room: a share, a rate.
    pub note: Option<Figure>,
    /// The same of the previous period, as a thin bar below.
    pub compare: Option<Figure>,
    pub tone: Tone,
    /// "(none)" and "(other)" stand back.
    pub faint: bool,
    pub standing: Standing,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BarsWords {
    /// What the bars are: "Reason", "Source".
    pub label: String,
    pub value: String,
    pub note: String,
    pub compare: String,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct BarsSpec {
    pub bars: Vec<Bar>,
    pub words: BarsWords,
}

const GAP: f32 = 9.0;
const NOTE_GAP: f32 = 8.0;

impl BarsSpec {
    pub fn natural_height(&self, width: f32) -> f32 {
        Row::natural(self.bars.len(), width)
    }

    pub fn table(&self) -> ChartTable {
        let words = &self.words;
        ChartTable::of(
            &[&words.label, &words.value, &words.note, &words.compare],
            self.bars
                .iter()
                .map(|bar| vec![bar.label.as_str().into(), Cell::from(&bar.value), bar.note.as_ref().into(), bar.compare.as_ref().into()])
                .collect(),
        )
    }
}

/// Lays out ranked bars from a zero baseline, values beside their ends.
pub fn bars(spec: &BarsSpec, (width, height): (f32, f32), rtl: bool, measure: &dyn Measure) -> Scene {
    let narrow = Row::is_narrow(width);
    let height = height.max(Row::least(spec.bars.len(), width));
    let mut canvas = Canvas::new(width, height, measure);

    let label = |bar: &Bar| {
        let weight = if bar.standing == Standing::Picked { Weight::Bold } else { Weight::Regular };
        style(TEXT, weight, if bar.standing == Standing::Dimmed { Role::Ink3 } else { Role::Ink2 })
    };
    let labels = spec.bars.iter().map(|bar| canvas.wants(&bar.label, label(bar))).fold(0.0, f32::max);
    let (label_room, start) = if narrow { (width, 0.0) } else { (labels.min(width * 0.36), labels.min(width * 0.36) + 14.0) };
    let room = width - start;
    // All notes are shown, or only those that happen to fit where they would take too much from the bars.
    let notes = canvas.widest(spec.bars.iter().filter_map(|bar| bar.note.as_ref()).map(|note| note.text.as_str()), tick_style());
    let with_notes = notes < room * 0.25;
    // One scale for values and comparisons, such that each bar leaves room for its own texts.
    let scale = spec
        .bars
        .iter()
        .flat_map(|bar| {
            let note = bar.note.as_ref().filter(|_| with_notes).map_or(0.0, |note| NOTE_GAP + canvas.wants(&note.text, tick_style()));
            let texts = GAP + 1.0 + canvas.wants(&bar.value.text, value_style()) + note;
            let value = (bar.value.length() > 0.0).then(|| (room - texts).max(room * 0.3) / bar.value.length());
            let compare = bar.compare.as_ref().filter(|compare| compare.length() > 0.0).map(|compare| room / compare.length());
            [value, compare].into_iter().flatten()
        })
        .fold(f32::INFINITY, f32::min);
    let scale = if scale.is_finite() { scale } else { 0.0 };

    for (index, bar) in spec.bars.iter().enumerate() {
        let Row { rect: row, bar_y, thick, label_y } = Row::of(index, spec.bars.len(), 0.0, (width, height));
        canvas.text(&bar.label, Point::new(0.0, label_y), Anchor::Left, label_room, label(bar));

        let thin = bar.compare.as_ref().map_or(0.0, |_| 4.0);
        let length = bar.value.length() * scale;
        let alpha = if bar.faint { 0.28 } else { rank_alpha(bar.tone, index) } * bar.standing.alpha();
        if length > 0.0 {
            let rect = Rect::new(start, bar_y, length, thick - thin);
            canvas.push(Mark::Rect { rect, radii: (0.0, 3.0), upright: false, fill: Paint::new(bar.tone.role(), alpha) });
        } else {
            canvas.push(Mark::block(Rect::new(start, bar_y, 1.0, thick - thin), Role::Line));
        }
        let mut text_start = start + length;
        if let Some(compare) = &bar.compare {
            let before = compare.length() * scale;
            if before > 0.0 {
                canvas.push(Mark::block(Rect::new(start, bar_y + thick - thin + 1.0, before, thin - 1.0), Paint::new(Role::Goal, 0.6)));
            }
            // The value keeps clear of the thin bar only where it would stand on it.
            if before > length && start + before + GAP + canvas.wants(&bar.value.text, value_style()) <= width {
                text_start = start + before;
            }
        }
        let value_y = bar_y + thick / 2.0;
        let x = text_start + GAP;
        let value = canvas.whole(&bar.value.text, Point::new(x, value_y), Anchor::Left, value_style());
        if let (Some(value), Some(note)) = (value, &bar.note) {
            canvas.whole(&note.text, Point::new(value.right() + NOTE_GAP, value_y), Anchor::Left, tick_style());
        }

        let words = &spec.words;
        canvas.target(
            row,
            bar.key,
            &bar.label,
            &[
                (&words.value, &bar.value.text),
                (&words.note, bar.note.as_ref().map_or("", |note| &note.text)),
                (&words.compare, bar.compare.as_ref().map_or("", |compare| &compare.text)),
            ],
        );
    }
    canvas.finish(rtl)
}

/// Neutral bars fade a little with rank, so that the first is read first; a team's hue stays itself.
fn rank_alpha(tone: Tone, rank: usize) -> f32 {
    match tone {
        Tone::Neutral => (0.85 - 0.07 * rank as f32).max(0.45),
        Tone::Marketing | Tone::Sales | Tone::Miss => 1.0,
    }
}
