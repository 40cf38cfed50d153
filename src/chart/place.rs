//! Puts texts into a scene so that none covers another and none leaves the scene. Bars and lines are the layouts' own business.

use super::{
    scene::{Anchor, Mark, Paint, Point, Rect, Scene, Target, Weight},
    text::{Measure, fit},
};

/// The four sizes of type in charts.
pub(super) const SMALL: f32 = 11.0;
pub(super) const TEXT: f32 = 12.0;

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

    fn place(&mut self, text: String, width: f32, at: Point, anchor: Anchor, style: Style) -> Option<Rect> {
        let mark = Mark::Text { at, anchor, size: style.size, weight: style.weight, paint: style.paint, text, width };
        let covered = mark.text_box()?;
        // Half a pixel over the edge is the measuring's error, not a cut letter.
        let inside = covered.x >= -0.5
            && covered.y >= -0.5
            && covered.right() <= self.scene.width + 0.5
            && covered.bottom() <= self.scene.height + 0.5;
        if !inside || self.taken.iter().any(|other| other.overlaps(&covered)) {
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

/// A coordinate in the middle of a device pixel, so that a hairline is one pixel of full colour.
pub(super) fn crisp(at: f32) -> f32 {
    at.floor() + 0.5
}
