//! A chart's numbers as rows: for eyes that prefer a table, for screen readers, and for CSV files that spreadsheets open.

use std::fmt::Write as _;

/// What a reader sees, and the plain number when it is one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    pub text: String,
    /// Written to CSV instead of the text, without grouping and in ASCII digits, so that spreadsheets can calculate with it.
    pub value: Option<f64>,
}

impl From<&super::Figure> for Cell {
    fn from(figure: &super::Figure) -> Self {
        Self { text: figure.text.clone(), value: figure.value.is_finite().then_some(figure.value) }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), value: None }
    }
}

impl<T> From<Option<T>> for Cell
where
    Self: From<T>,
{
    fn from(cell: Option<T>) -> Self {
        cell.map_or_else(Self::default, Self::from)
    }
}

/// Columns and rows. The first column names the row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChartTable {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

impl ChartTable {
    /// Builds the table and leaves out columns in which no row says anything.
    pub(super) fn of(columns: &[&str], rows: Vec<Vec<Cell>>) -> Self {
        let kept: Vec<usize> = (0..columns.len()).filter(|&at| at == 0 || rows.iter().any(|row| row[at] != Cell::default())).collect();
        Self {
            columns: kept.iter().map(|&at| columns[at].to_owned()).collect(),
            rows: rows.iter().map(|row| kept.iter().map(|&at| row[at].clone()).collect()).collect(),
        }
    }

    /// RFC 4180 with a byte-order mark, so that spreadsheets read it as UTF-8. A text that a spreadsheet would run as a formula is
    /// made plain text by a leading apostrophe (OWASP, "CSV injection"); numbers, negative ones too, stay numbers.
    pub fn to_csv(&self) -> String {
        let mut csv = String::from("\u{feff}");
        let mut record = |cells: &mut dyn Iterator<Item = String>| {
            csv.push_str(&cells.collect::<Vec<_>>().join(","));
            csv.push_str("\r\n");
        };
        record(&mut self.columns.iter().map(|name| text_field(name)));
        for row in &self.rows {
            record(&mut row.iter().map(|cell| cell.value.map_or_else(|| text_field(&cell.text), number_field)));
        }
        csv
    }
}

fn number_field(value: f64) -> String {
    // Sums of decimal fractions carry binary dust; nobody charts more than six decimals.
    let mut field = String::new();
    write!(field, "{value:.6}").expect("a string takes everything");
    let field = field.trim_end_matches('0').trim_end_matches('.');
    if field == "-0" { "0".to_owned() } else { field.to_owned() }
}

fn text_field(text: &str) -> String {
    let guarded = if is_formula(text) { format!("'{text}") } else { text.to_owned() };
    if guarded.contains([',', '"', '\n', '\r', ';', '\t']) { format!("\"{}\"", guarded.replace('"', "\"\"")) } else { guarded }
}

/// Whether a spreadsheet may run the text. A signed number is no formula.
fn is_formula(text: &str) -> bool {
    let text = text.trim_start_matches([' ', '\u{a0}', '\u{feff}']);
    match text.chars().next() {
        Some('=' | '@' | '\t' | '\r' | '\n' | '＝' | '＠' | '＋' | '－') => true,
        Some('+' | '-') => !text.chars().skip(1).all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}' | '%')),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cell: Cell, expected: &str) {
        let table = ChartTable { columns: vec!["a".into()], rows: vec![vec![cell]] };
        assert_eq!(table.to_csv(), format!("\u{feff}a\r\n{expected}\r\n"));
    }

    #[test]
    fn hostile_text_is_only_text_and_numbers_stay_numbers() {
        let number = |value, text: &str| Cell { text: text.into(), value: Some(value) };
        check("No budget".into(), "No budget");
        check("=1+1".into(), "'=1+1");
        check("  =1+1".into(), "'  =1+1");
        check("@SUM(A1)".into(), "'@SUM(A1)");
        check("-2+3+cmd|' /C calc'!A0".into(), "'-2+3+cmd|' /C calc'!A0");
        check("+49 30 1234".into(), "+49 30 1234");
        check("-6 %".into(), "-6 %");
        check("=HYPERLINK(\"x\",\"y\")".into(), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
        check("a, \"b\"".into(), "\"a, \"\"b\"\"\"");
        check("two\nlines".into(), "\"two\nlines\"");
        check(number(1750.0, "۱٬۷۵۰"), "1750");
        check(number(-0.5, "−0.5"), "-0.5");
        check(number(0.1 + 0.2, "0.3"), "0.3");
        check(number(-0.0, "0"), "0");
        check(Cell::default(), "");
    }

    #[test]
    fn a_column_without_a_word_is_left_out() {
        let table = ChartTable::of(&["a", "b", "c"], vec![vec!["x".into(), Cell::default(), "y".into()]]);
        assert_eq!(table.columns, ["a", "c"]);
        assert_eq!(table.rows[0].len(), 2);
    }
}
