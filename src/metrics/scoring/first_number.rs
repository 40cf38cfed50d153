//! The first number in a text of people and companies: of "51-200" 51, of "1,001+" 1001. Not for money: see the import.

use crate::text::ascii_digits;

/// How a column writes its numbers, told by all of its values together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// "1.001" is a thousand and one: every point of the column stands before exactly three digits.
    point_groups: bool,
}

impl Style {
    pub fn of<'a>(values: impl Iterator<Item = &'a str>) -> Self {
        let mut is_any = false;
        for value in values {
            let text = ascii_digits(value);
            let bytes = text.as_bytes();
            let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
            for point in (1..bytes.len()).filter(|at| bytes[*at] == b'.' && is_digit(at - 1) && is_digit(at + 1)) {
                let whole = (0..point).rev().take_while(|at| is_digit(*at)).count();
                if whole > 3 || bytes[point - whole] == b'0' || !is_group(bytes, point) {
                    return Self { point_groups: false };
                }
                is_any = true;
            }
        }
        Self { point_groups: is_any }
    }
}

/// Exactly three digits after the mark at `at`.
fn is_group(bytes: &[u8], at: usize) -> bool {
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (1..=3).all(|next| is_digit(at + next)) && !is_digit(at + 4)
}

/// `None` without a digit. A minus counts only at the beginning: "51-200" is a range. "5k" and "1.2M" are thousands and millions.
pub fn first_number(text: &str, style: Style) -> Option<f64> {
    let text = ascii_digits(text).replace(['٬', '’', '_'], "'").replace('٫', ".");
    let bytes = text.trim().as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let start = bytes.iter().position(u8::is_ascii_digit)?;
    let mut number = String::new();
    let mut at = start;
    let mut is_fraction = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'0'..=b'9' => number.push(char::from(byte)),
            b',' | b' ' | b'\'' if !is_fraction && is_group(bytes, at) => {}
            b'.' if !is_fraction && style.point_groups && is_group(bytes, at) => {}
            b'.' | b',' if !is_fraction && is_digit(at + 1) => {
                is_fraction = true;
                number.push('.');
            }
            _ => break,
        }
        at += 1;
    }
    let is_word = bytes.get(at + 1).is_some_and(|next| next.is_ascii_alphabetic() || !next.is_ascii());
    let factor = match bytes.get(at) {
        Some(b'k' | b'K') if !is_word => 1e3,
        Some(b'm' | b'M') if !is_word => 1e6,
        _ => 1.0,
    };
    let value = number.parse::<f64>().ok()? * factor;
    Some(if start == 1 && bytes[0] == b'-' { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[&str], expected: &[Option<f64>]) {
        let style = Style::of(values.iter().copied());
        let found: Vec<Option<f64>> = values.iter().map(|value| first_number(value, style)).collect();
        assert_eq!(found, expected, "{values:?}");
    }

    #[test]
    fn reads_the_first_number_as_the_column_writes_it() {
        check(&["51-200", "1,001+", "1001–5000", "5 000 – 10 000"], &[Some(51.0), Some(1001.0), Some(1001.0), Some(5000.0)]);
        check(&["۵۱ تا ۲۰۰", "۱٬۰۰۱+", "٢٥ موظف"], &[Some(51.0), Some(1001.0), Some(25.0)]);
        check(&["1.001-5.000", "51-200"], &[Some(1001.0), Some(51.0)]);
        check(&["1.667", "2.5", "0"], &[Some(1.667), Some(2.5), Some(0.0)]);
        check(&["0.125"], &[Some(0.125)]);
        check(&["1,5", "12,34"], &[Some(1.5), Some(12.34)]);
        check(&["1K-5K", "10M", "3 km", "> 50 employees"], &[Some(1000.0), Some(10e6), Some(3.0), Some(50.0)]);
        check(&["-5", "Self-employed", "", "n. 7"], &[Some(-5.0), None, None, Some(7.0)]);
        check(&["1'234'567", "1,234,567.5"], &[Some(1_234_567.0), Some(1_234_567.5)]);
    }
}
