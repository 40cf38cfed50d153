//! How wide a text is, and what of it fits. No font is read here: the page measures on its canvas, everything else estimates.

use super::scene::Weight;

/// Measures one line of text.
pub trait Measure {
    /// CSS pixels.
    fn width(&self, text: &str, size: f32, weight: Weight) -> f32;
}

/// Widths by kind of letter, a little generous: a label that fits by estimate fits in Inter and Vazirmatn.
///
/// Used where there is no font to ask (SVG files made natively, tests).
#[derive(Debug, Clone, Copy, Default)]
pub struct Estimate;

impl Measure for Estimate {
    fn width(&self, text: &str, size: f32, weight: Weight) -> f32 {
        let ems: f32 = text.chars().map(ems).sum();
        ems * size * if weight == Weight::Bold { 1.06 } else { 1.0 }
    }
}

/// The advance of a character in ems: upper bounds by group, from the metrics of Inter and Vazirmatn.
fn ems(c: char) -> f32 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '·' => 0.29,
        ' ' | '\u{a0}' | '\u{202f}' => 0.3,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' => 0.4,
        'm' | 'w' => 0.89,
        'M' | 'W' | '%' | '…' | '@' | '→' => 1.0,
        'A'..='Z' => 0.77,
        // Joiners, direction marks, combining marks: no width of their own.
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{64b}'..='\u{65f}' => 0.0,
        _ if c.is_control() => 0.0,
        '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => 0.66,
        _ if c < '\u{1100}' => 0.66,
        '\u{2000}'..='\u{206f}' | '\u{20a0}'..='\u{20cf}' => 0.7,
        _ => 1.05,
    }
}

const ELLIPSIS: char = '…';

/// Longer labels are cut here before anything measures them: no chart is 400 letters wide, and a hostile cell may hold millions.
const LONGEST: usize = 400;

/// The text as one line without control characters (XML refuses them, and they show as nothing or as boxes).
pub(super) fn one_line(text: &str) -> String {
    let clean = text.chars().take(LONGEST + 1).map(|c| if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') { ' ' } else { c });
    clean.collect::<String>().trim().to_owned()
}

/// The text, or its beginning and "…", so that it is at most `room` wide; `None` when not even one letter fits.
pub(super) fn fit(text: &str, room: f32, size: f32, weight: Weight, measure: &dyn Measure) -> Option<(String, f32)> {
    let text = one_line(text);
    if text.is_empty() {
        return None;
    }
    let width = measure.width(&text, size, weight);
    if width <= room {
        return Some((text, width));
    }
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).skip(1).collect();
    let shortened = |end: usize| {
        let mut short = text[..end].trim_end().to_owned();
        short.push(ELLIPSIS);
        short
    };
    // The widest beginning that fits, by bisection: width grows with length.
    let count = ends.partition_point(|&end| measure.width(&shortened(end), size, weight) <= room);
    let short = shortened(*ends.get(count.checked_sub(1)?)?);
    let width = measure.width(&short, size, weight);
    (width <= room).then_some((short, width))
}

/// Wraps a text so that a left-to-right canvas or SVG shows it as its reader reads it: in a right-to-left page everything without
/// a Latin word of its own runs from the right, and a Latin name keeps its brackets and order.
pub(super) fn isolated(text: &str, rtl: bool) -> String {
    let right = text.chars().any(is_rtl);
    let latin = text.chars().any(|c| c.is_alphabetic() && !is_rtl(c));
    if right || (rtl && !latin) { format!("\u{2067}{text}\u{2069}") } else { format!("\u{2066}{text}\u{2069}") }
}

fn is_rtl(c: char) -> bool {
    // Hebrew, Arabic with supplements, and presentation forms; digits have no direction of their own.
    matches!(c, '\u{590}'..='\u{65f}' | '\u{66e}'..='\u{6ef}' | '\u{6fa}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, room: f32, expected: Option<&str>) {
        let fitted = fit(text, room, 10.0, Weight::Regular, &Estimate).map(|(text, _)| text);
        assert_eq!(fitted.as_deref(), expected, "{text:.20} in {room}");
    }

    #[test]
    fn a_text_fits_or_is_shortened_or_is_left_out() {
        check("no", 40.0, Some("no"));
        check("no budget", 40.0, Some("no bu…"));
        check("no budget", 32.0, Some("no…"));
        check("no budget", 9.0, None);
        check("", 40.0, None);
        check("\u{0}\n", 40.0, None);
        check("a\nb", 40.0, Some("a b"));
        check("قیف", 40.0, Some("قیف"));
        check(&"x".repeat(1_000_000), 30.0, Some("xxx…"));
        check("nothing", f32::NAN, None);
    }

    #[test]
    fn direction_follows_the_text_before_the_page() {
        for (text, rtl, mark) in [
            ("Lead", false, '\u{2066}'),
            ("42 %", false, '\u{2066}'),
            ("۴۲ ٪", true, '\u{2067}'),
            ("Ads (brand)", true, '\u{2066}'),
            ("MQL به SAL", true, '\u{2067}'),
            ("قیف", false, '\u{2067}'),
        ] {
            assert_eq!(isolated(text, rtl), format!("{mark}{text}\u{2069}"));
        }
    }
}
