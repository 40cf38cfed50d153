//! What a chart is made of before anything is drawn: marks in CSS pixels, and the places a pointer or a key can reach.
//! No colour values (a [`Theme`](super::Theme) has them), no fonts, no backend.

use super::text::{Measure, fit};

/// A position in CSS pixels; y grows downwards.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    pub x: f32,
    pub y: f32,
}

impl Point {
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }
}

/// A box by its left upper corner. Width and height are never negative.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

impl Rect {
    pub const fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self { x, y, width, height }
    }

    pub fn right(&self) -> f32 {
        self.x + self.width
    }

    pub fn bottom(&self) -> f32 {
        self.y + self.height
    }

    /// Sharing an edge is not overlapping.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    pub fn contains(&self, point: Point) -> bool {
        point.x >= self.x && point.x < self.right() && point.y >= self.y && point.y < self.bottom()
    }
}

/// What a colour is for. The same roles as the page's colour tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Ink,
    Ink2,
    Ink3,
    Line,
    Hair,
    Marketing,
    MarketingSoft,
    Sales,
    SalesSoft,
    Goal,
    Miss,
    MissSoft,
    Shade,
    Card,
}

impl Role {
    /// By the names the style sheets give them.
    pub const TOKENS: [(&'static str, Self); 14] = [
        ("ink", Self::Ink),
        ("ink2", Self::Ink2),
        ("ink3", Self::Ink3),
        ("line", Self::Line),
        ("hair", Self::Hair),
        ("marketing", Self::Marketing),
        ("marketing-soft", Self::MarketingSoft),
        ("sales", Self::Sales),
        ("sales-soft", Self::SalesSoft),
        ("goal", Self::Goal),
        ("miss", Self::Miss),
        ("miss-soft", Self::MissSoft),
        ("shade", Self::Shade),
        ("card", Self::Card),
    ];
}

/// A role, and how much of it covers what is below (0..=1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paint {
    pub role: Role,
    pub alpha: f32,
}

impl Paint {
    pub const fn new(role: Role, alpha: f32) -> Self {
        Self { role, alpha }
    }
}

impl From<Role> for Paint {
    fn from(role: Role) -> Self {
        Self::new(role, 1.0)
    }
}

/// Which part of a text stands at its x.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Left,
    Middle,
    Right,
}

impl Anchor {
    const fn mirrored(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Middle => Self::Middle,
            Self::Right => Self::Left,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Bold,
}

/// One thing to draw. Marks are drawn in order, later ones above.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// `radii`: of the left and of the right corners, when `upright` is false; of the upper and of the lower ones, when true.
    Rect {
        rect: Rect,
        radii: (f32, f32),
        upright: bool,
        fill: Paint,
    },
    /// `dash`: lengths of stroke and gap in pixels.
    Polyline {
        points: Vec<Point>,
        width: f32,
        dash: Option<(f32, f32)>,
        stroke: Paint,
    },
    Polygon {
        points: Vec<Point>,
        fill: Paint,
    },
    Circle {
        centre: Point,
        radius: f32,
        fill: Paint,
    },
    /// `at.y` is the middle of the capitals. `width` is what the text measured, in pixels.
    Text {
        at: Point,
        anchor: Anchor,
        size: f32,
        weight: Weight,
        paint: Paint,
        text: String,
        width: f32,
    },
}

impl Mark {
    pub fn line(from: Point, to: Point, width: f32, stroke: impl Into<Paint>) -> Self {
        Self::Polyline { points: vec![from, to], width, dash: None, stroke: stroke.into() }
    }

    /// A rectangle without rounded corners.
    pub fn block(rect: Rect, fill: impl Into<Paint>) -> Self {
        Self::Rect { rect, radii: (0.0, 0.0), upright: false, fill: fill.into() }
    }

    /// The box a text covers: its measured width and one line of its size. `None` for other marks.
    pub fn text_box(&self) -> Option<Rect> {
        let Self::Text { at, anchor, size, width, .. } = self else { return None };
        let x = match anchor {
            Anchor::Left => at.x,
            Anchor::Middle => at.x - width / 2.0,
            Anchor::Right => at.x - width,
        };
        Some(Rect::new(x, at.y - size / 2.0, *width, *size))
    }

    fn shift(&mut self, by: Point) {
        let shift = |point: &mut Point| *point = Point::new(point.x + by.x, point.y + by.y);
        match self {
            Self::Rect { rect, .. } => (rect.x, rect.y) = (rect.x + by.x, rect.y + by.y),
            Self::Polyline { points, .. } | Self::Polygon { points, .. } => points.iter_mut().for_each(shift),
            Self::Circle { centre, .. } => shift(centre),
            Self::Text { at, .. } => shift(at),
        }
    }

    fn mirror(&mut self, across: f32) {
        match self {
            Self::Rect { rect, radii, upright, .. } => {
                rect.x = across - rect.x - rect.width;
                if !*upright {
                    *radii = (radii.1, radii.0);
                }
            }
            Self::Polyline { points, .. } | Self::Polygon { points, .. } => points.iter_mut().for_each(|point| point.x = across - point.x),
            Self::Circle { centre, .. } => centre.x = across - centre.x,
            Self::Text { at, anchor, .. } => {
                at.x = across - at.x;
                *anchor = anchor.mirrored();
            }
        }
    }
}

/// A place that answers to the pointer and the keyboard, with the exact values behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    pub rect: Rect,
    /// What it is: a stage, a reason, a day.
    pub title: String,
    /// Names and values, as the reader sees them.
    pub lines: Vec<(String, String)>,
    /// The caller's own key, handed back when the target is picked.
    pub key: usize,
}

impl Target {
    /// Title and values in one text, a line each: what a screen reader says.
    pub fn label(&self) -> String {
        self.lines.iter().fold(self.title.clone(), |label, (name, value)| {
            let colon = if name.is_empty() { "" } else { ": " };
            format!("{label}\n{name}{colon}{value}")
        })
    }
}

/// A laid-out chart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scene {
    /// CSS pixels.
    pub width: f32,
    pub height: f32,
    pub marks: Vec<Mark>,
    /// In reading order; in a right-to-left scene still from the first to the last datum.
    pub targets: Vec<Target>,
}

impl Scene {
    /// The same chart for a reader from right to left.
    #[must_use]
    pub fn mirrored(mut self) -> Self {
        let across = self.width;
        self.marks.iter_mut().for_each(|mark| mark.mirror(across));
        for target in &mut self.targets {
            target.rect.x = across - target.rect.x - target.rect.width;
        }
        self
    }

    /// The chart with its title above, a note below and a margin round it, as a picture that must speak for itself.
    #[must_use]
    pub fn framed(mut self, title: &str, note: &str, rtl: bool, measure: &dyn Measure) -> Self {
        const MARGIN: f32 = 24.0;
        const HEADING: f32 = 15.0;
        const NOTE: f32 = 11.0;
        let by = Point::new(MARGIN, MARGIN + HEADING + 18.0);
        let room = self.width;
        (self.width, self.height) = (self.width + 2.0 * MARGIN, self.height + by.y + MARGIN);
        self.marks.iter_mut().for_each(|mark| mark.shift(by));
        for target in &mut self.targets {
            (target.rect.x, target.rect.y) = (target.rect.x + by.x, target.rect.y + by.y);
        }
        let (x, anchor) = if rtl { (self.width - MARGIN, Anchor::Right) } else { (MARGIN, Anchor::Left) };
        if let Some((text, width)) = fit(title, room, HEADING, Weight::Bold, measure) {
            let at = Point::new(x, MARGIN + HEADING / 2.0);
            self.marks.push(Mark::Text { at, anchor, size: HEADING, weight: Weight::Bold, paint: Role::Ink.into(), text, width });
        }
        if let Some((text, width)) = fit(note, room, NOTE, Weight::Regular, measure) {
            self.height += NOTE + 6.0;
            let at = Point::new(x, self.height - MARGIN + NOTE / 2.0);
            self.marks.push(Mark::Text { at, anchor, size: NOTE, weight: Weight::Regular, paint: Role::Ink2.into(), text, width });
        }
        self
    }

    /// The target under a point, the last drawn first.
    pub fn hit(&self, point: Point) -> Option<usize> {
        self.targets.iter().rposition(|target| target.rect.contains(point))
    }
}
