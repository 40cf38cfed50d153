//! The funnel: a bar for each stage, split into who went on, who is in flight and who dropped out. No bar is narrowed to look like a
//! funnel; lengths are counts.

use super::{
    ChartTable, Figure, Tone,
    place::{Canvas, Style, TEXT, style, tick_style},
    scene::{Anchor, Mark, Paint, Point, Rect, Role, Scene, Weight},
    table::Cell,
    text::Measure,
};

/// A stage and what became of the leads that reached it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FunnelStage {
    pub key: usize,
    pub label: String,
    /// Who owns the stage: marketing up to MQL, sales from SAL on.
    pub tone: Tone,
    /// Everyone who reached the stage.
    pub reached: Figure,
    /// The parts of `reached`. Parts that add up to more are cut at its end.
    pub went_on: Figure,
    pub in_flight: Figure,
    pub dropped: Figure,
    /// How many of `reached` are known only through a later stage, if any.
    pub implied: Option<Figure>,
    /// Said after the count where there is room: "12 % implied".
    pub implied_note: String,
    /// The conversion into this stage; none for the first.
    pub converted: Option<Figure>,
    pub median_days: Option<Figure>,
    /// The bottleneck is the step into this stage.
    pub plug: bool,
}

/// The words on and beside the chart, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FunnelWords {
    pub stage: String,
    pub reached: String,
    pub went_on: String,
    pub in_flight: String,
    pub dropped: String,
    pub implied: String,
    pub converted: String,
    pub median_days: String,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct FunnelSpec {
    pub stages: Vec<FunnelStage>,
    pub words: FunnelWords,
}

/// Below this width labels stand above their bars.
const NARROW: f32 = 520.0;
const HEAD: f32 = 24.0;
const LEGEND: f32 = 30.0;
/// Between a bar and its count, and between columns.
const GAP: f32 = 10.0;
const COLUMN_GAP: f32 = 24.0;
const IN_FLIGHT: f32 = 0.34;

impl FunnelSpec {
    pub fn natural_height(&self, width: f32) -> f32 {
        let row = if width < NARROW { 54.0 } else { 42.0 };
        HEAD + LEGEND + row * self.stages.len() as f32
    }

    pub fn table(&self) -> ChartTable {
        let words = &self.words;
        ChartTable::of(
            &[
                &words.stage,
                &words.reached,
                &words.went_on,
                &words.in_flight,
                &words.dropped,
                &words.implied,
                &words.converted,
                &words.median_days,
            ],
            self.stages
                .iter()
                .map(|stage| {
                    vec![
                        stage.label.as_str().into(),
                        Cell::from(&stage.reached),
                        Cell::from(&stage.went_on),
                        Cell::from(&stage.in_flight),
                        Cell::from(&stage.dropped),
                        stage.implied.as_ref().into(),
                        stage.converted.as_ref().into(),
                        stage.median_days.as_ref().into(),
                    ]
                })
                .collect(),
        )
    }
}

const LABEL: (f32, Weight) = (TEXT, Weight::Bold);

fn label_style() -> Style {
    style(LABEL.0, LABEL.1, Role::Ink)
}

/// Where things stand across: all rows share it.
struct Across {
    narrow: bool,
    label_room: f32,
    bars: f32,
    /// Where bars and their counts end.
    bars_end: f32,
    /// Pixels a lead.
    scale: f32,
    /// The right edges of the two columns, where they are shown.
    converted: Option<f32>,
    median: Option<f32>,
}

/// Lays out a funnel. On a phone labels stand above their bars, and the median gives way to the conversion.
pub fn funnel(spec: &FunnelSpec, (width, height): (f32, f32), rtl: bool, measure: &dyn Measure) -> Scene {
    let narrow = width < NARROW;
    let rows = spec.stages.len() as f32;
    let least = HEAD + LEGEND + rows * if narrow { 44.0 } else { 24.0 };
    let height = height.max(least);
    let row_height = ((height - HEAD - LEGEND) / rows.max(1.0)).min(if narrow { 64.0 } else { 52.0 });
    let mut canvas = Canvas::new(width, height, measure);
    let across = across(spec, &canvas, narrow);

    for (at, name) in [(across.converted, &spec.words.converted), (across.median, &spec.words.median_days)] {
        if let Some(x) = at {
            canvas.whole(name, Point::new(x, 9.0), Anchor::Right, tick_style());
        }
    }
    for (index, stage) in spec.stages.iter().enumerate() {
        row(&mut canvas, spec, stage, &across, Rect::new(0.0, HEAD + index as f32 * row_height, width, row_height));
    }
    if !spec.stages.is_empty() {
        let legend_x = if narrow { 0.0 } else { across.bars };
        legend(&mut canvas, spec, Point::new(legend_x, HEAD + rows * row_height + 18.0));
    }
    canvas.finish(rtl)
}

fn across(spec: &FunnelSpec, canvas: &Canvas<'_>, narrow: bool) -> Across {
    let width = canvas.scene.width;
    let column = |name: &str, cells: &dyn Fn(&FunnelStage) -> Option<&Figure>| {
        let cells = canvas.widest(spec.stages.iter().filter_map(cells).map(|figure| figure.text.as_str()), label_style());
        (cells > 0.0).then(|| cells.max(canvas.wants(name, tick_style())))
    };
    let mut converted = column(&spec.words.converted, &|stage| stage.converted.as_ref());
    let mut median = column(&spec.words.median_days, &|stage| stage.median_days.as_ref());
    let labels = canvas.widest(spec.stages.iter().map(|stage| stage.label.as_str()), label_style());
    // What must stay free for labels (above the bars on a phone) or for labels and bars.
    let needed = if narrow { labels.min(110.0) + GAP } else { width * 0.6 };
    let taken = |column: Option<f32>| column.map_or(0.0, |column| column + COLUMN_GAP);
    if width - taken(converted) - taken(median) < needed {
        median = None;
    }
    if width - taken(converted) < needed {
        converted = None;
    }
    let columns = taken(converted) + taken(median);
    let (label_room, bars, room) = if narrow {
        (width - columns, 0.0, width)
    } else {
        let label_room = labels.min(width * 0.28);
        let bars = label_room + 18.0;
        (label_room, bars, width - columns - bars)
    };
    // The longest scale at which each bar still leaves room for its own count.
    let scale = spec
        .stages
        .iter()
        .filter(|stage| stage.reached.length() > 0.0)
        .map(|stage| (room - GAP - 1.0 - canvas.wants(&stage.reached.text, label_style())).max(room * 0.3) / stage.reached.length())
        .fold(f32::INFINITY, f32::min);
    Across {
        narrow,
        label_room,
        bars,
        bars_end: bars + room,
        scale: if scale.is_finite() { scale } else { 0.0 },
        converted: converted.map(|_| width - taken(median)),
        median: median.map(|_| width),
    }
}

fn row(canvas: &mut Canvas<'_>, spec: &FunnelSpec, stage: &FunnelStage, across: &Across, row: Rect) {
    let (words, role) = (&spec.words, stage.tone.role());
    let (bar_y, bar_height, text_y) = if across.narrow {
        // Nearer to its own bar than to the one above.
        let bar = (row.height - 30.0).clamp(14.0, 24.0).round();
        let y = (row.bottom() - bar - 8.0).round();
        (y, bar, y - 11.0)
    } else {
        let bar = (row.height * 0.6).clamp(14.0, 28.0);
        let y = row.y + (row.height - bar) / 2.0;
        (y.round(), bar.round(), y.round() + bar.round() / 2.0)
    };
    let label_y = text_y;
    let count_y = bar_y + bar_height / 2.0;
    canvas.text(&stage.label, Point::new(0.0, label_y), Anchor::Left, across.label_room, label_style());

    let total = stage.reached.length() * across.scale;
    let parts =
        [(&stage.went_on, Paint::from(role)), (&stage.in_flight, Paint::new(role, IN_FLIGHT)), (&stage.dropped, Paint::from(Role::Line))];
    // Parts unknown (or too few): the rest of the bar is plain.
    let mut x = across.bars;
    let end = across.bars + total;
    let last = parts.iter().rposition(|(figure, _)| figure.length() > 0.0);
    for (index, (figure, fill)) in parts.into_iter().enumerate() {
        let length = (figure.length() * across.scale).min(end - x);
        if length > 0.0 {
            let radius = if Some(index) == last { 3.0 } else { 0.0 };
            canvas.push(Mark::Rect { rect: Rect::new(x, bar_y, length, bar_height), radii: (0.0, radius), upright: false, fill });
            x += length;
        }
    }
    if end - x > 0.01 {
        canvas.push(Mark::block(Rect::new(x, bar_y, end - x, bar_height), Role::Line));
    }
    if stage.reached.length() <= 0.0 {
        canvas.push(Mark::block(Rect::new(across.bars, bar_y, 1.0, bar_height), Role::Line));
    }

    let count = canvas.whole(&stage.reached.text, Point::new(end + GAP, count_y), Anchor::Left, label_style());
    let is_implied = stage.implied.as_ref().is_some_and(|implied| implied.length() > 0.0);
    if let Some(count) = count
        && is_implied
        && count.right() + 8.0 + canvas.wants(&stage.implied_note, tick_style()) <= across.bars_end
    {
        canvas.whole(&stage.implied_note, Point::new(count.right() + 8.0, count_y), Anchor::Left, tick_style());
    }

    let plug = style(LABEL.0, LABEL.1, Role::Miss);
    if let (Some(x), Some(rate)) = (across.converted, &stage.converted) {
        canvas.whole(&rate.text, Point::new(x, label_y), Anchor::Right, if stage.plug { plug } else { label_style() });
        if stage.plug {
            // Never colour alone: the plug is pointed at.
            let tip = x - canvas.wants(&rate.text, plug) - 5.0;
            let points = vec![Point::new(tip - 6.0, label_y - 4.0), Point::new(tip, label_y), Point::new(tip - 6.0, label_y + 4.0)];
            canvas.push(Mark::Polygon { points, fill: Role::Miss.into() });
        }
    }
    if let (Some(x), Some(days)) = (across.median, &stage.median_days) {
        canvas.whole(&days.text, Point::new(x, label_y), Anchor::Right, style(TEXT, Weight::Regular, Role::Ink2));
    }

    let text = |figure: &Option<Figure>| figure.as_ref().map_or(String::new(), |figure| figure.text.clone());
    canvas.target(
        row,
        stage.key,
        &stage.label,
        &[
            (&words.reached, &stage.reached.text),
            (&words.went_on, &stage.went_on.text),
            (&words.in_flight, &stage.in_flight.text),
            (&words.dropped, &stage.dropped.text),
            (&words.implied, &text(&stage.implied)),
            (&words.converted, &text(&stage.converted)),
            (&words.median_days, &text(&stage.median_days)),
        ],
    );
}

fn legend(canvas: &mut Canvas<'_>, spec: &FunnelSpec, from: Point) {
    const SWATCH: f32 = 11.0;
    let words = &spec.words;
    let mut x = from.x;
    for (name, fill) in [
        (&words.went_on, Paint::from(Role::Ink2)),
        (&words.in_flight, Paint::new(Role::Ink2, IN_FLIGHT)),
        (&words.dropped, Paint::from(Role::Line)),
    ] {
        let room = canvas.scene.width - x - SWATCH - 6.0;
        let Some(covered) = canvas.text(name, Point::new(x + SWATCH + 6.0, from.y), Anchor::Left, room, tick_style()) else { break };
        let rect = Rect::new(x, from.y - SWATCH / 2.0, SWATCH, SWATCH);
        canvas.push(Mark::Rect { rect, radii: (2.0, 2.0), upright: false, fill });
        x = covered.right() + 20.0;
    }
}
