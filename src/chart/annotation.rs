//! What happened while a chart's time went by: hairlines across it with a name on top. Not the goal, and no value.

use super::{
    place::{Canvas, LINE, SMALL, Style, crisp, style},
    scene::{Anchor, Mark, Paint, Point, Role, Weight},
};

/// Something that happened: the agreement's start, a new price.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Annotation {
    /// How many columns (months) lie before it: of 4.2, four and a fifth of the next. Outside of them all it is not shown.
    pub at: f32,
    /// Its name, short. Left out where it finds no room: the target and the table name it all the same.
    pub label: String,
}

impl Annotation {
    /// In which of `count` columns it falls; on the line between two, in the later.
    fn column(&self, count: usize) -> Option<usize> {
        let inside = (0.0..=count as f32).contains(&self.at) && count > 0;
        inside.then(|| (self.at as usize).min(count - 1))
    }
}

/// The names of those in one of `count` columns.
pub(super) fn names_in(marks: &[Annotation], column: usize, count: usize) -> String {
    let names: Vec<&str> = marks.iter().filter(|mark| mark.column(count) == Some(column)).map(|mark| mark.label.as_str()).collect();
    names.join(" · ")
}

const ROWS: usize = 3;
const GAP: f32 = 5.0;

/// A hairline's x, and where its name stands.
struct Flag<'t> {
    x: f32,
    label: &'t str,
    row: usize,
    from: f32,
    to: f32,
}

/// All of a chart, laid out: names in up to three rows, none crossed by a hairline.
pub(super) struct Flags<'t> {
    named: Vec<Flag<'t>>,
    unnamed: Vec<f32>,
}

fn name_style() -> Style {
    style(SMALL, Weight::Regular, Role::Ink2)
}

impl<'t> Flags<'t> {
    /// Columns begin at `start` and are `slot` wide.
    pub fn lay(canvas: &Canvas<'_>, marks: &'t [Annotation], count: usize, start: f32, slot: f32) -> Self {
        let mut flags = Self { named: Vec::new(), unnamed: Vec::new() };
        let width = canvas.scene.width;
        for mark in marks.iter().filter(|mark| mark.column(count).is_some()) {
            let x = crisp((start + mark.at * slot).min(start + count as f32 * slot - 1.0));
            let wants = canvas.wants(&mark.label, name_style()).min(width * 0.6);
            let sides = [(x + GAP, x + GAP + wants), (x - GAP - wants, x - GAP)];
            let is_free = |row: usize, (from, to): (f32, f32)| {
                let crosses = |x: f32, from: f32, to: f32| from - 2.0 < x && x < to + 2.0;
                let clear = |other: &Flag<'_>| {
                    (other.row != row || to + GAP <= other.from || other.to + GAP <= from)
                        && (other.row > row || !crosses(other.x, from, to))
                        && (other.row < row || !crosses(x, other.from, other.to))
                };
                wants > 0.0 && from >= 0.0 && to <= width && flags.named.iter().all(clear)
            };
            let spots = (0..ROWS).flat_map(|row| sides.map(|side| (row, side)));
            match { spots }.find(|&(row, side)| is_free(row, side)) {
                Some((row, (from, to))) => flags.named.push(Flag { x, label: &mark.label, row, from, to }),
                None => flags.unnamed.push(x),
            }
        }
        flags
    }

    /// The height of the rows of names.
    pub fn height(&self) -> f32 {
        self.named.iter().map(|flag| flag.row + 1).max().unwrap_or(0) as f32 * LINE
    }

    /// Each hairline runs from its name, those without one from below all names.
    pub fn draw(&self, canvas: &mut Canvas<'_>, top: f32, bottom: f32) {
        let hairline = |canvas: &mut Canvas<'_>, x: f32, y: f32| {
            canvas.push(Mark::line(Point::new(x, y), Point::new(x, bottom), 1.0, Paint::new(Role::Goal, 0.6)));
        };
        for &x in &self.unnamed {
            hairline(canvas, x, top + self.height());
        }
        for flag in &self.named {
            let y = top + flag.row as f32 * LINE;
            hairline(canvas, flag.x, y);
            canvas.text(flag.label, Point::new(flag.from, y + LINE / 2.0), Anchor::Left, flag.to - flag.from + 0.5, name_style());
        }
    }

    /// Whether a hairline passes within `reach` of x.
    pub fn cross(&self, x: f32, reach: f32) -> bool {
        let mut lines = self.named.iter().map(|flag| flag.x).chain(self.unnamed.iter().copied());
        lines.any(|line| (line - x).abs() < reach)
    }
}
