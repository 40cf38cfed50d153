//! What changed between two saved agreements, one line a change, in the reader's language. Dates stay as the document has them.

use handoff::{
    agreement::{Agreement, difference},
    share,
    words::{Locale, Writing, change},
};

use super::{DifferenceArgs, Failure, ask, text};

const WEEKDAYS: [[&str; 7]; 2] = [
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    ["دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه"],
];

struct Terminal(Locale);

impl Writing for Terminal {
    fn locale(&self) -> Locale {
        self.0
    }

    fn number(&self, value: f64) -> String {
        value.to_string()
    }

    fn percent(&self, share: f64) -> String {
        // 0.29 × 100 is 28.999…: one decimal is what a share is agreed on in.
        format!("{} %", (share * 1000.0).round() / 10.0)
    }

    fn weekday(&self, weekday: u8) -> String {
        let names = WEEKDAYS[usize::from(self.0 == Locale::Fa)];
        weekday
            .checked_sub(1)
            .and_then(|index| names.get(usize::from(index)))
            .map_or_else(|| weekday.to_string(), |name| (*name).to_owned())
    }

    fn date(&self, iso: &str) -> String {
        text::plain(iso)
    }

    fn month(&self, name: &str) -> String {
        text::plain(name)
    }

    fn name(&self, name: &str) -> String {
        let name = text::plain(name).replace('\n', " ");
        if self.0.is_rtl() { format!("\u{2068}{name}\u{2069}") } else { name }
    }
}

/// The lines, or one that says there are none.
pub fn lines(args: &DifferenceArgs) -> Result<String, Failure> {
    let before: Agreement = ask::document(&args.before, share::AGREEMENT)?;
    let after: Agreement = ask::document(&args.after, share::AGREEMENT)?;
    let locale = Locale::from(args.language);
    let changes = difference(&before, &after);
    if changes.is_empty() {
        return Ok(format!("{}\n", locale.terms().same));
    }
    Ok(changes.iter().map(|one| change(one, &Terminal(locale)) + "\n").collect())
}
