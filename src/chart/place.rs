//! Puts texts into a scene so that none covers another and none leaves the scene. Bars and lines are the layouts' own business.

use super::{
    Figure,
    scene::{Anchor, Mark, Paint, Point, Rect, Role, Scene, Target, Weight},
    text::{Measure, fit},
};

/// The four sizes of type in charts.
pub(super) const SMALL: f32 = 11.0;
pub(super) const TEXT: f32 = 12.0;

/// Between the middles of two lines of small text.
pub(super) const LINE: f32 = 13.0;

/// A text to place: style without position.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub size: f32,
    pub weight: Weight,
    pub paint: Paint,
}

pub(super) fn style(size: f32, weight: Weight, paint: impl Into<Paint>) -> Style {
    Style { size, weight, paint: paint.into() }
}

/// Names of ticks, months and days.
pub(super) fn tick_style() -> Style {
    style(SMALL, Weight::Regular, Role::Ink3)
}

/// Numbers beside their marks.
pub(super) fn value_style() -> Style {
    style(TEXT, Weight::Bold, Role::Ink)
}

/// What stands at the end of a line: its name and its last value.
pub(super) struct End<'t> {
    pub at: Point,
    pub name: &'t str,
    pub value: &'t str,
    pub role: Role,
}

/// Where label and bar of a row stand: label and bar side by side, or on a phone the label above its bar.
pub(super) struct Row {
    pub rect: Rect,
    pub bar_y: f32,
    pub thick: f32,
    pub label_y: f32,
}

impl Row {
    /// Below this width labels stand above their bars.
    const NARROW: f32 = 380.0;

    pub fn is_narrow(width: f32) -> bool {
        width < Self::NARROW
    }

    /// The height at which `count` rows look best.
    pub fn natural(count: usize, width: f32) -> f32 {
        count as f32 * if Self::is_narrow(width) { 46.0 } else { 34.0 }
    }

    /// The least height of `count` rows.
    pub fn least(count: usize, width: f32) -> f32 {
        count.max(1) as f32 * if Self::is_narrow(width) { 36.0 } else { 20.0 }
    }

    /// The row of that index among `count` between `head` and the scene's lower edge.
    pub fn of(index: usize, count: usize, head: f32, (width, height): (f32, f32)) -> Self {
        let narrow = Self::is_narrow(width);
        let row_height = ((height - head) / count.max(1) as f32).min(if narrow { 56.0 } else { 48.0 });
        let rect = Rect::new(0.0, head + index as f32 * row_height, width, row_height);
        let thick = if narrow { row_height - 26.0 } else { row_height * 0.6 }.clamp(10.0, 22.0).round();
        if narrow {
            // Nearer to its own bar than to the one above.
            let bar_y = (rect.bottom() - thick - 7.0).round();
            Self { rect, bar_y, thick, label_y: bar_y - 11.0 }
        } else {
            let bar_y = (rect.y + (row_height - thick) / 2.0).round();
            Self { rect, bar_y, thick, label_y: bar_y + thick / 2.0 }
        }
    }
}

/// A scene under construction.
pub(super) struct Canvas<'a> {
    pub scene: Scene,
    taken: Vec<Rect>,
    measure: &'a dyn Measure,
}

impl<'a> Canvas<'a> {
    pub fn new(width: f32, height: f32, measure: &'a dyn Measure) -> Self {
        Self { scene: Scene { width, height, ..Scene::default() }, taken: Vec::new(), measure }
    }

    pub fn push(&mut self, mark: Mark) {
        self.scene.marks.push(mark);
    }

    pub fn target(&mut self, rect: Rect, key: usize, title: &str, lines: &[(&str, &str)]) {
        let lines = lines.iter().filter(|(_, value)| !value.is_empty()).map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
        self.scene.targets.push(Target { rect, title: title.to_owned(), lines, key });
    }

    /// The width a text wants.
    pub fn wants(&self, text: &str, style: Style) -> f32 {
        fit(text, f32::INFINITY, style.size, style.weight, self.measure).map_or(0.0, |(_, width)| width)
    }

    /// The widest of several.
    pub fn widest<'t>(&self, texts: impl IntoIterator<Item = &'t str>, style: Style) -> f32 {
        texts.into_iter().map(|text| self.wants(text, style)).fold(0.0, f32::max)
    }

    /// Places a text, shortened to `room`. Nothing is placed where it would leave the scene or touch another text; then the answer is
    /// `None`, else the box it covers.
    pub fn text(&mut self, text: &str, at: Point, anchor: Anchor, room: f32, style: Style) -> Option<Rect> {
        let (text, width) = fit(text, room, style.size, style.weight, self.measure)?;
        self.place(text, width, at, anchor, style)
    }

    /// As [`Self::text`], but whole or not at all.
    pub fn whole(&mut self, text: &str, at: Point, anchor: Anchor, style: Style) -> Option<Rect> {
        let (text, width) = fit(text, f32::INFINITY, style.size, style.weight, self.measure)?;
        self.place(text, width, at, anchor, style)
    }

    /// A text centred at x, moved inwards where it would pass the edges of the scene; whole or not at all.
    pub fn centred(&mut self, text: &str, at: Point, style: Style) -> Option<Rect> {
        let half = self.wants(text, style) / 2.0;
        let x = at.x.min(self.scene.width - half).max(half);
        self.whole(text, Point::new(x, at.y), Anchor::Middle, style)
    }

    /// The room a column of small texts takes: what the widest wants, but no more than `most`.
    pub fn column<'t>(&self, texts: impl IntoIterator<Item = &'t str>, most: f32) -> f32 {
        // Some are bold: names and numbers share a column at the ends of lines.
        self.widest(texts, style(SMALL, Weight::Bold, Role::Ink)).min(most)
    }

    /// Hairlines across the plot at the ticks, whose texts end at `x` and have `room`.
    pub fn grid(&mut self, ticks: &[Figure], plot: Rect, (x, room): (f32, f32), y: &dyn Fn(&Figure) -> f32) {
        for tick in ticks {
            let y = crisp(y(tick));
            self.push(Mark::line(Point::new(plot.x, y), Point::new(plot.right(), y), 1.0, Role::Hair));
            self.text(&tick.text, Point::new(x, y), Anchor::Right, room + 1.0, tick_style());
        }
    }

    /// Whether no text stands in the box.
    pub fn is_free(&self, rect: &Rect) -> bool {
        !self.taken.iter().any(|other| other.overlaps(rect))
    }

    /// A line with gaps where points are missing; a point between two gaps is a dot.
    pub fn broken_line(&mut self, points: &[Option<Point>], width: f32, dash: Option<(f32, f32)>, role: Role) {
        for run in points.split(Option::is_none) {
            let points: Vec<Point> = run.iter().copied().flatten().collect();
            match points[..] {
                [] => {}
                [centre] => self.push(Mark::Circle { centre, radius: width * 0.85, fill: role.into() }),
                _ => self.push(Mark::Polyline { points, width, dash, stroke: role.into() }),
            }
        }
    }

    /// A dot that stands out from the lines behind it.
    pub fn dot(&mut self, centre: Point, radius: f32, fill: impl Into<Paint>) {
        self.push(Mark::Circle { centre, radius: radius + 1.5, fill: Role::Card.into() });
        self.push(Mark::Circle { centre, radius, fill: fill.into() });
    }

    /// A label on two lines, parted at the space that makes it narrowest.
    pub fn folded<'t>(&self, label: &'t str, name: Style) -> (&'t str, &'t str) {
        label
            .match_indices(' ')
            .map(|(at, _)| (&label[..at], &label[at + 1..]))
            .map(|parts| (self.wants(parts.0, name).max(self.wants(parts.1, name)), parts))
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map_or((label, ""), |(_, parts)| parts)
    }

    /// Names and last values beside the ends of lines, from `x` to the scene's edge, between `top` and `bottom`: moved apart where
    /// they would touch, each led to from its line.
    pub fn ends(&mut self, ends: &[End<'_>], x: f32, (top, bottom): (f32, f32)) {
        struct Label<'t> {
            y: f32,
            lines: Vec<(&'t str, Style)>,
            height: f32,
            at: Point,
        }
        /// Farther than this a name does not look like its line's.
        const LEAD: f32 = 60.0;
        // Half a pixel is the error of sums, not a letter.
        let room = self.scene.width - x + 0.5;
        let name = style(SMALL, Weight::Regular, Role::Ink2);
        let mut labels: Vec<Label<'_>> = Vec::new();
        for end in ends {
            let (first, second) = if self.wants(end.name, name) <= room { (end.name, "") } else { self.folded(end.name, name) };
            let mut lines = vec![(first, name), (second, name), (end.value, style(SMALL, Weight::Bold, end.role))];
            lines.retain(|(text, _)| !text.is_empty());
            if lines.is_empty() {
                continue;
            }
            let height = lines.len() as f32 * LINE;
            labels.push(Label { y: end.at.y - height / 2.0, lines, height, at: end.at });
        }
        crate::order::sort_few(&mut labels, |a, b| a.y.total_cmp(&b.y));
        // Down from the top, then up from the bottom where the last one has come to stand too low.
        let mut least = top;
        for label in &mut labels {
            label.y = label.y.max(least);
            least = label.y + label.height + 3.0;
        }
        let mut most = bottom;
        for label in labels.iter_mut().rev() {
            label.y = label.y.min(most - label.height);
            most = label.y - 3.0;
        }
        // More than fit: those pushed out above are left to the targets.
        labels.retain(|label| label.y >= top - 0.5);
        for Label { y, lines, height, at } in labels {
            let middle = y + height / 2.0;
            if x - at.x > LEAD || (middle - at.y).abs() > LINE {
                let points = vec![Point::new(at.x + 5.0, at.y), Point::new(x - 3.0, middle)];
                self.push(Mark::Polyline { points, width: 1.0, dash: Some((1.0, 3.0)), stroke: Role::Ink3.into() });
            }
            for (line, (text, style)) in lines.into_iter().enumerate() {
                self.text(text, Point::new(x, y + (line as f32 + 0.5) * LINE), Anchor::Left, room, style);
            }
        }
    }

    fn place(&mut self, text: String, width: f32, at: Point, anchor: Anchor, style: Style) -> Option<Rect> {
        let mark = Mark::Text { at, anchor, size: style.size, weight: style.weight, paint: style.paint, text, width };
        let covered = mark.text_box()?;
        // Half a pixel over the edge is the measuring's error, not a cut letter.
        let inside = covered.x >= -0.5
            && covered.y >= -0.5
            && covered.right() <= self.scene.width + 0.5
            && covered.bottom() <= self.scene.height + 0.5;
        if !inside || !self.is_free(&covered) {
            return None;
        }
        // Two texts on one line keep a space apart.
        self.taken.push(Rect::new(covered.x - 2.0, covered.y, covered.width + 4.0, covered.height));
        self.scene.marks.push(mark);
        Some(covered)
    }

    pub fn finish(self, rtl: bool) -> Scene {
        if rtl { self.scene.mirrored() } else { self.scene }
    }
}

/// The first of several lines is whole; the others are told from it, and from each other, without their colours.
pub(super) const fn dash(line: usize) -> Option<(f32, f32)> {
    match line % 3 {
        0 => None,
        1 => Some((7.0, 3.0)),
        _ => Some((2.0, 3.0)),
    }
}

/// Every how manieth label of this width is shown, where each has a slot of that one.
pub(super) fn every(widest: f32, slot: f32) -> usize {
    ((widest + 8.0) / slot).ceil().max(1.0) as usize
}

/// A coordinate in the middle of a device pixel, so that a hairline is one pixel of full colour.
pub(super) fn crisp(at: f32) -> f32 {
    at.floor() + 0.5
}
