//! A scene through plotters: only its primitives, never its charts, so plotters measures no text (in a page it would do so with a
//! styled element, which the Content-Security-Policy refuses).
//!
//! plotters' coordinates are whole numbers. To keep curves smooth, everything is drawn [`UNITS`] times larger and scaled down by
//! whoever shows it: the canvas by its transform, the SVG by its `viewBox`.

use plotters::{
    backend::{DrawingBackend, SVGBackend},
    coord::Shift,
    drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea},
    element::{Circle, PathElement, Polygon, Rectangle},
    style::{
        FontDesc, FontFamily, FontStyle, RGBAColor, ShapeStyle, TextStyle,
        text_anchor::{HPos, Pos, VPos},
    },
};

use super::{
    scene::{Anchor, Mark, Paint, Point, Rect, Role, Scene, Weight},
    text::isolated,
    theme::{Rgb, Theme},
};

/// Virtual units a CSS pixel: a quarter of a pixel is finer than anyone sees, also at twice the density.
pub const UNITS: i32 = 4;

/// How a backend reads the size and the place of a text. The two of plotters differ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Surface {
    /// Sizes are as given. The canvas centres the font's em box; `drop_ems` is how far that puts the middle of the capitals
    /// too high, in ems: nothing for Inter, much for Vazirmatn. Only the page can measure it.
    Canvas { drop_ems: f32 },
    /// `plotters-svg` divides sizes by 1.24 and centres the small letters, 0.09 em above the middle of the capitals.
    Svg,
}

impl Surface {
    const fn font_scale(self) -> f32 {
        match self {
            Self::Canvas { .. } => 1.0,
            Self::Svg => 1.24,
        }
    }

    const fn drop_ems(self) -> f32 {
        match self {
            Self::Canvas { drop_ems } => drop_ems,
            Self::Svg => 0.09,
        }
    }
}

type Outcome<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// Draws a scene onto an area measured in virtual units ([`UNITS`] a pixel), without a background.
///
/// # Errors
/// Whatever the backend says; the SVG backend on a string never does.
pub fn render<DB: DrawingBackend>(
    scene: &Scene,
    area: &DrawingArea<DB, Shift>,
    surface: Surface,
    theme: &Theme,
    font_family: &str,
    rtl: bool,
) -> Outcome<DB> {
    scene.marks.iter().try_for_each(|mark| draw(mark, area, surface, theme, font_family, rtl))
}

fn draw<DB: DrawingBackend>(
    mark: &Mark,
    area: &DrawingArea<DB, Shift>,
    surface: Surface,
    theme: &Theme,
    font_family: &str,
    rtl: bool,
) -> Outcome<DB> {
    let colour = |paint: &Paint| {
        let Rgb(r, g, b) = theme.colour(paint.role);
        RGBAColor(r, g, b, f64::from(paint.alpha))
    };
    let filled = |paint: &Paint| ShapeStyle { color: colour(paint), filled: true, stroke_width: 0 };
    match mark {
        Mark::Rect { rect, radii, fill, .. } if *radii == (0.0, 0.0) => {
            let ends = [unit_point(Point::new(rect.x, rect.y)), unit_point(Point::new(rect.right(), rect.bottom()))];
            area.draw(&Rectangle::new(ends, filled(fill)))
        }
        Mark::Rect { rect, radii, upright, fill } => {
            let outline: Vec<_> = rounded(*rect, *radii, *upright).into_iter().map(unit_point).collect();
            area.draw(&Polygon::new(outline, filled(fill)))
        }
        Mark::Polygon { points, fill } => {
            area.draw(&Polygon::new(points.iter().copied().map(unit_point).collect::<Vec<_>>(), filled(fill)))
        }
        Mark::Circle { centre, radius, fill } => area.draw(&Circle::new(unit_point(*centre), units(*radius), filled(fill))),
        Mark::Polyline { points, width, dash, stroke } => {
            let style = ShapeStyle { color: colour(stroke), filled: false, stroke_width: units(*width).max(1) as u32 };
            let strokes = match dash {
                Some((on, off)) => dashes(points, *on, *off),
                None => vec![points.clone()],
            };
            strokes.into_iter().try_for_each(|stroke| {
                let path: Vec<_> = stroke.into_iter().map(unit_point).collect();
                area.draw(&PathElement::new(path, style))
            })
        }
        Mark::Text { at, anchor, size, weight, paint, text, .. } => {
            let style = match weight {
                Weight::Regular => FontStyle::Normal,
                Weight::Bold => FontStyle::Bold,
            };
            let scaled = f64::from(*size * surface.font_scale()) * f64::from(UNITS);
            let horizontal = match anchor {
                Anchor::Left => HPos::Left,
                Anchor::Middle => HPos::Center,
                Anchor::Right => HPos::Right,
            };
            let font = FontDesc::new(FontFamily::from(font_family), scaled, style);
            let style = TextStyle::from(font).pos(Pos::new(horizontal, VPos::Center));
            let style = TextStyle { color: plotters::style::Color::to_backend_color(&colour(paint)), ..style };
            area.draw_text(&isolated(text, rtl), &style, unit_point(Point::new(at.x, at.y + size * surface.drop_ems())))
        }
    }
}

fn units(pixels: f32) -> i32 {
    (pixels * UNITS as f32).round() as i32
}

fn unit_point(point: Point) -> (i32, i32) {
    (units(point.x), units(point.y))
}

/// The outline of a rectangle whose two ends may each be rounded.
fn rounded(rect: Rect, radii: (f32, f32), upright: bool) -> Vec<Point> {
    /// Steps a quarter circle: at a radius of 4 px and [`UNITS`] 4, more would fall on the same points.
    const STEPS: usize = 6;
    let limit = rect.width.min(rect.height) / 2.0;
    let (first, second) = (radii.0.min(limit), radii.1.min(limit));
    // Left upper, right upper, right lower, left lower.
    let corners = if upright { [first, first, second, second] } else { [first, second, second, first] };
    let centres = [
        (rect.x + corners[0], rect.y + corners[0]),
        (rect.right() - corners[1], rect.y + corners[1]),
        (rect.right() - corners[2], rect.bottom() - corners[2]),
        (rect.x + corners[3], rect.bottom() - corners[3]),
    ];
    let mut outline = Vec::with_capacity(4 * (STEPS + 1));
    for (quarter, ((x, y), radius)) in centres.into_iter().zip(corners).enumerate() {
        let steps = if radius > 0.0 { STEPS } else { 0 };
        for step in 0..=steps {
            let turn = quarter as f32 + if steps == 0 { 0.0 } else { step as f32 / steps as f32 };
            let angle = (turn + 2.0) * std::f32::consts::FRAC_PI_2;
            outline.push(Point::new(x + radius * angle.cos(), y + radius * angle.sin()));
        }
    }
    outline
}

/// Cuts a line into strokes of `on` pixels with gaps of `off`. A dash goes round a corner unbroken.
fn dashes(points: &[Point], on: f32, off: f32) -> Vec<Vec<Point>> {
    let (on, off) = (on.max(0.5), off.max(0.5));
    let Some(&first) = points.first() else { return Vec::new() };
    let mut strokes = Vec::new();
    let mut stroke = vec![first];
    let mut drawing = true;
    let mut left = on;
    for pair in points.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        loop {
            let distance = (to.x - from.x).hypot(to.y - from.y);
            if distance <= left {
                left -= distance;
                if drawing {
                    stroke.push(to);
                }
                break;
            }
            let share = left / distance;
            from = Point::new(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share);
            if drawing {
                stroke.push(from);
                strokes.push(std::mem::take(&mut stroke));
            } else {
                stroke = vec![from];
            }
            drawing = !drawing;
            left = if drawing { on } else { off };
        }
    }
    if drawing && stroke.len() > 1 {
        strokes.push(stroke);
    }
    strokes
}

/// What a saved SVG needs besides its scene.
#[derive(Debug, Clone, Copy)]
pub struct SvgOptions<'a> {
    pub theme: &'a Theme,
    /// A CSS font list; the file carries no font.
    pub font_family: &'a str,
    pub rtl: bool,
    /// Whether the card's colour is laid under the chart.
    pub background: bool,
    /// The accessible name.
    pub title: &'a str,
}

/// The scene as an SVG file of its own: valid XML, any text in it is only text.
///
/// # Panics
/// Never: writing into a `String` cannot fail.
pub fn to_svg(scene: &Scene, options: SvgOptions<'_>) -> String {
    let (width, height) = (units(scene.width).max(1) as u32, units(scene.height).max(1) as u32);
    let mut drawn = String::new();
    {
        let area = SVGBackend::with_string(&mut drawn, (width, height)).into_drawing_area();
        if options.background {
            let card = Mark::block(Rect::new(0.0, 0.0, scene.width, scene.height), Role::Card);
            draw(&card, &area, Surface::Svg, options.theme, options.font_family, options.rtl).expect("a string takes everything");
        }
        render(scene, &area, Surface::Svg, options.theme, options.font_family, options.rtl).expect("a string takes everything");
        area.present().expect("a string takes everything");
    }
    // plotters opens the file with its own head, one line; ours has the size in pixels and the name.
    let body = drawn.split_once('\n').map_or("", |(_, body)| body);
    let title = escaped(&super::text::one_line(options.title));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         stroke-linejoin=\"round\" stroke-linecap=\"butt\">\n<title>{title}</title>\n{body}",
        scene.width, scene.height,
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_keep_their_length_round_corners() {
        let line = [Point::new(0.0, 0.0), Point::new(5.0, 0.0), Point::new(5.0, 5.0)];
        let strokes = dashes(&line, 4.0, 2.0);
        assert_eq!(strokes.len(), 2);
        assert_eq!(strokes[0], [Point::new(0.0, 0.0), Point::new(4.0, 0.0)]);
        assert_eq!(strokes[1], [Point::new(5.0, 1.0), Point::new(5.0, 5.0)]);
        assert!(dashes(&[], 4.0, 2.0).is_empty());
    }

    #[test]
    fn a_rounded_end_stays_inside_its_rectangle() {
        let rect = Rect::new(10.0, 20.0, 6.0, 30.0);
        for upright in [false, true] {
            let outline = rounded(rect, (0.0, 40.0), upright);
            assert!(outline.iter().all(|p| p.x >= 9.99 && p.x <= 16.01 && p.y >= 19.99 && p.y <= 50.01), "{outline:?}");
            let has_corner = outline.iter().any(|p| (p.x - 10.0).abs() < 0.01 && (p.y - 20.0).abs() < 0.01);
            assert!(has_corner, "the square end keeps its corner");
        }
    }
}
