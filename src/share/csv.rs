//! CSV text to be saved: RFC 4180, UTF-8. A cell that a spreadsheet would run as a formula is disarmed; nothing else of a value is
//! changed. What the cells say is not known here.

/// CSV text in the making.
#[derive(Debug, Default)]
pub struct Csv {
    text: String,
    /// A field of this record was written.
    has_fields: bool,
}

/// What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"), in full width too.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// Where a spreadsheet set to another country may begin a new cell, whatever the quotes say.
const SEPARATORS: [char; 6] = [',', ';', '\t', '|', '\n', '\r'];

impl Csv {
    pub fn new() -> Self {
        Self::default()
    }

    /// A value of our own making.
    pub fn field(&mut self, value: &str) {
        if std::mem::replace(&mut self.has_fields, true) {
            self.text.push(',');
        }
        if value.contains(SEPARATORS) || value.contains('"') {
            self.text.push('"');
            self.text.push_str(&value.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(value);
        }
    }

    /// A value somebody else wrote: `'` goes before what a spreadsheet takes for a formula, unless it is plainly a number or a
    /// telephone number.
    pub fn foreign(&mut self, value: &str) {
        self.field(&disarmed(value));
    }

    /// Ends the record.
    pub fn end(&mut self) {
        self.text.push_str("\r\n");
        self.has_fields = false;
    }

    /// What was written since the last time.
    pub fn take_text(&mut self) -> String {
        std::mem::take(&mut self.text)
    }
}

/// The value with `'` before each formula: one at its start, or after a separator within it.
fn disarmed(value: &str) -> String {
    let mut safe = String::with_capacity(value.len() + 1);
    if value.starts_with(['\t', '\r', '\n']) {
        safe.push('\'');
    }
    for part in value.split_inclusive(SEPARATORS) {
        let bare = part
            .trim_start_matches(|character: char| character.is_whitespace() || matches!(character, '"' | '\'' | '\u{FEFF}' | '\u{200B}'));
        let (before, bare) = part.split_at(part.len() - bare.len());
        safe.push_str(before);
        // A quote before it has disarmed it already, if it is the very first character.
        if bare.starts_with(FORMULA) && !before.ends_with('\'') && !is_number_like(bare.trim_end_matches(SEPARATORS)) {
            safe.push('\'');
        }
        safe.push_str(bare);
    }
    safe
}

/// `-12.50`, `-5 %`, `+1 (555) 010-2030`: a sign, then nothing that could name a cell or a function.
fn is_number_like(value: &str) -> bool {
    value.strip_prefix(['+', '-']).is_some_and(|rest| {
        let is_plain = |c: char| {
            c.is_numeric()
                || c.is_whitespace()
                || matches!(c, '.' | '(' | ')' | '-' | '/' | '%' | '\'' | '’' | '٫' | '٬' | '$' | '€' | '£' | '₽' | '₹')
        };
        rest.contains(char::is_numeric) && (rest.chars().all(is_plain) || rest.parse::<f64>().is_ok_and(f64::is_finite))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, expected: &str) {
        let mut csv = Csv::new();
        csv.foreign(value);
        assert_eq!(csv.take_text(), expected, "{value:?}");
    }

    #[test]
    fn formulas_are_disarmed() {
        check("=1+1", "'=1+1");
        check("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\"");
        check("+cmd|' /C calc'!A0", "\"'+cmd|' /C calc'!A0\"");
        check("-1+A1", "'-1+A1");
        check("-1+1", "'-1+1");
        check("-2E", "'-2E");
        check("-", "'-");
        check("@SUM(A1)", "'@SUM(A1)");
        check("\t=1", "\"'\t'=1\"");
        check("\r=1", "\"'\r'=1\"");
        check("\tx", "\"'\tx\"");
        check(" =1", " '=1");
        check("\u{FEFF}=1", "\u{FEFF}'=1");
        check("\"=1", "\"\"\"'=1\"");
        check("'=1", "'=1");
        check("＝1", "'＝1");
    }

    #[test]
    fn a_separator_begins_no_formula_either() {
        check("x;=1", "\"x;'=1\"");
        check("x\t@y", "\"x\t'@y\"");
        check("x,\"=1+A1\"", "\"x,\"\"'=1+A1\"\"\"");
        check("x\n-cmd|y", "\"x\n'-cmd|y\"");
        check("x| =1", "\"x| '=1\"");
    }

    #[test]
    fn numbers_and_telephones_are_left_alone() {
        for value in [
            "-12.50",
            "-1 234.50",
            "-1'234.50",
            "-5%",
            "-$5",
            "-5 €",
            "+1 (555) 010-2030",
            "+49 30/1234567",
            "+۹۸ ۲۱ ۱۲۳۴",
            "-1.5E+6",
            "−5",
            "Ana = María",
            "a@b.c",
            "1-2",
            "O'Hara",
            "",
        ] {
            check(value, value);
        }
        check("-12,50", "\"-12,50\"");
        check("-1,234.50; +1 555", "\"-1,234.50; +1 555\"");
        check("a, b", "\"a, b\"");
    }
}
