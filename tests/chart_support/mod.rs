//! What every chart is held to, whatever its kind: nothing cut, covered or out of reach, mirrored, and valid as a file.
#![allow(dead_code, reason = "each test binary uses its own part of the support")]

use handoff::chart::{ChartSpec, Estimate, Figure, Mark, Rect, Scene, SvgOptions, Theme, to_svg};
use proptest::prelude::*;

pub const TOLERANCE: f32 = 0.5;

pub fn figure(value: f64) -> Figure {
    Figure::new(value, format!("{value}"))
}

pub fn label() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-z ]{1,24}",
        1 => "\\PC{0,60}",
        1 => Just("نداشتن بودجه کافی".to_owned()),
        1 => Just("A very long reason that nobody should have typed into a CRM, but somebody did".to_owned()),
        1 => Just("</text><script>alert('1 & 2')</script>\u{0}\u{b}".to_owned()),
    ]
}

fn is_inside(scene: &Scene, rect: &Rect) -> bool {
    rect.x >= -TOLERANCE
        && rect.y >= -TOLERANCE
        && rect.right() <= scene.width + TOLERANCE
        && rect.bottom() <= scene.height + TOLERANCE
        && rect.width >= 0.0
        && rect.height >= 0.0
}

/// Every x (and the y beside it) a mark is drawn with.
fn outline(mark: &Mark) -> Vec<(f32, f32)> {
    match mark {
        Mark::Rect { rect, .. } => vec![(rect.x, rect.y), (rect.right(), rect.bottom())],
        Mark::Polyline { points, .. } | Mark::Polygon { points, .. } => points.iter().map(|point| (point.x, point.y)).collect(),
        Mark::Circle { centre, .. } => vec![(centre.x, centre.y)],
        Mark::Text { .. } => mark.text_box().map(|rect| vec![(rect.x, rect.y), (rect.right(), rect.bottom())]).unwrap_or_default(),
    }
}

pub fn check_scene(scene: &Scene, wanted: (f32, f32)) -> Result<(), TestCaseError> {
    prop_assert!((scene.width - wanted.0).abs() < f32::EPSILON);
    prop_assert!(scene.height >= wanted.1);
    let boxes: Vec<_> = scene.marks.iter().filter_map(|mark| mark.text_box().map(|rect| (rect, mark))).collect();
    for (index, (rect, mark)) in boxes.iter().enumerate() {
        prop_assert!(is_inside(scene, rect), "cut: {:?}", mark);
        for (other, second) in &boxes[index + 1..] {
            prop_assert!(!rect.overlaps(other), "overlap: {:?} and {:?}", mark, second);
        }
    }
    for mark in &scene.marks {
        for (x, y) in outline(mark) {
            prop_assert!(x >= -3.0 && x <= scene.width + 3.0 && y >= -3.0 && y <= scene.height + 3.0, "outside: {:?}", mark);
        }
    }
    for target in &scene.targets {
        prop_assert!(is_inside(scene, &target.rect), "target outside: {:?}", target);
        prop_assert!(target.rect.width > 0.0 && target.rect.height > 0.0, "unreachable: {:?}", target);
    }
    Ok(())
}

pub fn check_mirrored(spec: &ChartSpec, width: f32) -> Result<(), TestCaseError> {
    let (left, right) = (spec.layout((width, 200.0), false, &Estimate), spec.layout((width, 200.0), true, &Estimate));
    check_scene(&right, (width, 200.0))?;
    prop_assert_eq!(left.marks.len(), right.marks.len());
    for (a, b) in left.marks.iter().zip(&right.marks) {
        let sorted = |mut points: Vec<(f32, f32)>| {
            points.sort_by(|a, b| a.partial_cmp(b).expect("finite"));
            points
        };
        let mirrored = sorted(outline(a).iter().map(|&(x, _)| (width - x, 0.0)).collect());
        let there = sorted(outline(b).iter().map(|&(x, _)| (x, 0.0)).collect());
        for (a, b) in mirrored.iter().zip(&there) {
            prop_assert!((a.0 - b.0).abs() < TOLERANCE, "{:?} is not the mirror of {:?}", b, a);
        }
    }
    let keys = |scene: &Scene| scene.targets.iter().map(|target| target.key).collect::<Vec<_>>();
    prop_assert_eq!(keys(&left), keys(&right), "reading order");
    Ok(())
}

pub fn check_svg(spec: &ChartSpec, width: f32, rtl: bool, title: &str) -> Result<(), TestCaseError> {
    let scene = spec.layout((width, 0.0), rtl, &Estimate).framed(title, "Agreement 3 · 9e0428", rtl, &Estimate);
    check_scene(&scene, (scene.width, 0.0))?;
    let theme = &Theme::LIGHT;
    let svg = to_svg(&scene, SvgOptions { theme, font_family: "Inter, \"Vazirmatn\", sans-serif", rtl, background: true, title });
    prop_assert_eq!(xml_fault(&svg), None, "{}", svg);
    prop_assert!(!svg.contains("<script"));
    Ok(())
}

/// The first thing an XML parser would refuse, if any.
pub fn xml_fault(xml: &str) -> Option<String> {
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    if let Some(c) = xml.chars().find(|&c| !allowed(c)) {
        return Some(format!("character {c:?}"));
    }
    let mut open: Vec<&str> = Vec::new();
    let mut roots = 0;
    let mut rest = xml;
    while let Some(start) = rest.find('<') {
        if let Some(fault) = entity_fault(&rest[..start]) {
            return Some(fault);
        }
        let Some(end) = rest[start..].find('>') else { return Some("tag without end".into()) };
        let tag = &rest[start + 1..start + end];
        rest = &rest[start + end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Some(format!("</{name}> closes nothing"));
            }
            continue;
        }
        let closed = tag.ends_with('/');
        let (name, attributes) = tag.trim_end_matches('/').split_once(' ').unwrap_or((tag, ""));
        if !name.chars().all(char::is_alphanumeric) {
            return Some(format!("tag {name:?}"));
        }
        // Name, quoted value, name, quoted value…: an even number of quotes, and each name before "=".
        let parts: Vec<&str> = attributes.split('"').collect();
        if parts.len().is_multiple_of(2) || attributes.contains('<') {
            return Some(format!("attributes {attributes:?}"));
        }
        let mut names: Vec<&str> = parts.iter().step_by(2).map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
        if names.iter().any(|name| !name.ends_with('=') || name.contains(' ')) {
            return Some(format!("attribute names {names:?}"));
        }
        names.sort_unstable();
        if names.windows(2).any(|pair| pair[0] == pair[1]) {
            return Some(format!("repeated attribute in {names:?}"));
        }
        if let Some(fault) = parts.iter().skip(1).step_by(2).find_map(|value| entity_fault(value)) {
            return Some(fault);
        }
        roots += usize::from(open.is_empty());
        if !closed {
            open.push(name);
        }
    }
    match (open.pop(), roots, rest.trim()) {
        (None, 1, "") => None,
        (open, roots, rest) => Some(format!("ends with {open:?} open, {roots} roots, then {rest:?}")),
    }
}

fn entity_fault(text: &str) -> Option<String> {
    text.match_indices('&').map(|(at, _)| &text[at..]).find_map(|text| {
        let known = ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"].iter().any(|entity| text.starts_with(entity));
        (!known).then(|| format!("bare ampersand before {:?}", text.chars().take(12).collect::<String>()))
    })
}

pub fn is_text(mark: &Mark, wanted: &str) -> bool {
    matches!(mark, Mark::Text { text, .. } if text == wanted)
}
