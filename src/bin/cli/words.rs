//! English sentences for what the command line says on stderr. The page has its own catalogue, in every language it speaks.

use handoff::{
    agreement::AgreementError,
    import::{FileSummary, Issue, IssueKind, Issues, NotATable},
    share::EnvelopeError,
    workbook::WorkbookRefused,
};

/// What the file is instead of a table, and what to do about it.
pub const fn not_a_table(why: &NotATable) -> (&'static str, &'static str) {
    match why {
        NotATable::Workbook(why) => workbook(why),
        NotATable::Empty => ("the file is empty", "export it again"),
        NotATable::ExcelOrZip => ("this is an Excel workbook or a ZIP file, whatever its name says", "save the sheet as CSV and give that"),
        NotATable::OldExcel => workbook(&WorkbookRefused::OldExcel),
        NotATable::Html => {
            ("this is a web page, not a table", "export the list as CSV; a page like this often means the login had expired")
        }
        NotATable::Pdf => ("this is a PDF document", "export the list as CSV"),
        NotATable::Image => ("this is a picture", "export the list as CSV"),
        NotATable::Gzip => ("the file is compressed", "unpack it and give what is inside"),
        NotATable::Json => ("this is JSON, not a table", "export the list as CSV"),
        NotATable::Binary => ("this is no text", "export the list as CSV"),
        NotATable::NoHeader => ("there is no header line over at least one row", "give an export with column names"),
    }
}

const fn workbook(why: &WorkbookRefused) -> (&'static str, &'static str) {
    const SAVE: &str = "save it as XLSX or its sheets as CSV and give that";
    match why {
        WorkbookRefused::OldExcel => ("this is an old Excel workbook (.xls)", SAVE),
        WorkbookRefused::ExcelBinary => ("this is a binary Excel workbook (.xlsb)", SAVE),
        WorkbookRefused::OpenDocument => ("this is an OpenDocument spreadsheet (.ods)", SAVE),
        WorkbookRefused::Encrypted => ("this workbook is protected by a password", "save it without one and give that"),
        WorkbookRefused::NotAWorkbook => ("this is a ZIP file without an Excel workbook", "unpack it and give what is inside"),
        WorkbookRefused::TooLarge => ("this workbook unpacks to more than 1 GiB", "save its sheets as CSV and give those"),
        WorkbookRefused::Bomb => (
            "this workbook unpacks to far more than its size, as files made to do harm do",
            "if you trust it, save its sheets as CSV and give those",
        ),
        WorkbookRefused::Damaged { .. } => (
            "this is an Excel workbook or another ZIP file, and it is damaged",
            "open it in Excel and save it again, or save its sheets as CSV",
        ),
        WorkbookRefused::Empty => ("this workbook has no visible sheet with anything in it", "check the export"),
    }
}

pub fn envelope_error(error: &EnvelopeError) -> String {
    match error {
        EnvelopeError::NotAnEnvelope => "this is no file of the board".to_owned(),
        EnvelopeError::OtherKind { found } => format!("this file holds something else ({found})"),
        EnvelopeError::NewerVersion { found, supported } => {
            format!("saved by a newer version (format {found}, this build reads {supported})")
        }
        EnvelopeError::Damaged => "the file was cut off or changed after it was saved".to_owned(),
        EnvelopeError::Unreadable { detail } => format!("the file is intact, but its content is not understood ({detail})"),
    }
}

pub fn agreement_error(error: &AgreementError) -> String {
    match error {
        AgreementError::NewerVersion { version, supported } => {
            format!("the agreement has version {version}, this build reads {supported}: update handoff")
        }
        AgreementError::UnknownTimeZone { name } => format!("no time zone “{name}”: give an IANA name, e.g. Europe/Berlin"),
        AgreementError::NoWorkingDay => "the week has no working day: name at least one".to_owned(),
        AgreementError::NoWorkingHour => "no working day has open hours: give at least one window".to_owned(),
        AgreementError::WindowUpsideDown { from, to } => format!("the hours {from}–{to} end before they begin"),
        AgreementError::WindowsOverlap { at } => format!("the hours that open at {at} overlap others of their day"),
        AgreementError::HolidayUnreadable { date } => format!("the holiday “{date}” is no date: write it as 2024-12-25"),
        AgreementError::WeekdayOutOfRange { weekday } => format!("no weekday {weekday}: 1 is Monday, 7 is Sunday"),
        AgreementError::LeadSwitchedOff => "the stage Lead cannot be switched off".to_owned(),
        AgreementError::GoalOutOfRange { goal } => format!("a goal of {goal} is out of range: give a number from 0 up"),
        AgreementError::ShareOutOfRange { value } => format!("a share of {value} is out of range: give a number from 0 to 1"),
        AgreementError::AmountOutOfRange { value } => format!("an amount of {value} is out of range: give a number from 0 up"),
        AgreementError::HoursOutOfRange { hours } => format!("a target of {hours} hours is out of range: give more than 0"),
        AgreementError::HalfLifeOutOfRange { rule } => format!("the points of the rule “{rule}” must halve in more than 0 days"),
        AgreementError::NoName => "a persona or a rule has no name: give it one".to_owned(),
        AgreementError::NameTwice { name } => format!("the persona “{name}” is there twice: give one of them another name"),
        AgreementError::MonthsOutOfRange { months } => format!("a span of {months} months is out of range: give more than 0"),
        AgreementError::DateUnreadable { date } => format!("“{date}” is no date: write it as 2024-12-25"),
        AgreementError::NoReview => "a review after 0 months: give at least 1".to_owned(),
    }
}

/// Most lines of issues shown; the report's JSON counts them all.
const MAX_LINES: usize = 20;

/// The issues of an import, one line for each kind in each column, with the place of the first; the total in front.
pub fn issues(issues: &Issues, files: &[FileSummary]) -> Vec<String> {
    let total = issues.total();
    if total == 0 {
        return Vec::new();
    }
    let groups: Vec<_> = issues.groups().collect();
    let mut lines = vec![format!("{total} {}:", if total == 1 { "issue" } else { "issues" })];
    for group in groups.iter().take(MAX_LINES) {
        let first = issues.iter().find(|issue| issue.file == group.file && issue.kind == group.kind && issue.column == group.column);
        let name = files.get(usize::from(group.file)).map_or("?", |file| file.name.as_str());
        let line = first.and_then(|issue| issue.line).map_or(String::new(), |line| format!(":{line}"));
        let column = group.column.as_deref().map_or(String::new(), |column| format!(":{column}"));
        let example = first.map_or(String::new(), example);
        lines.push(format!("  {name}{line}{column}: {} × {}{example}", group.count, issue_kind(group.kind)));
    }
    if groups.len() > MAX_LINES {
        lines.push(format!("  … and {} more kinds and columns; all are counted in the report", groups.len() - MAX_LINES));
    }
    lines
}

fn example(issue: &Issue) -> String {
    if issue.value.is_empty() { String::new() } else { format!(" (“{}”)", issue.value) }
}

const fn issue_kind(kind: IssueKind) -> &'static str {
    match kind {
        IssueKind::UndecodableBytes => "bytes that are no text in the file's encoding, shown as �",
        IssueKind::TooManyFields => "row with more fields than the header, the surplus not read",
        IssueKind::TooFewFields => "row with fewer fields than the header, the rest taken as empty",
        IssueKind::UnterminatedQuote => "quote that is never closed, the rest read as plain lines",
        IssueKind::StrayQuote => "stray quote, taken as it stands",
        IssueKind::NulBytes => "NUL characters, removed",
        IssueKind::UnreadableDate => "date that cannot be read, counted as missing",
        IssueKind::UnreadableNumber => "number that cannot be read, counted as missing",
        IssueKind::ContradictoryDate => "date that fits only the other order of day and month, counted as missing",
        IssueKind::AssumedDateOrder => "column whose order of day and month no row decides, one was assumed",
        IssueKind::DateOutOfRange => "date outside 1970 to 2106, counted as missing",
        IssueKind::FutureDate => "date in the far future, not counted before it comes",
        IssueKind::NegativeDuration => "later stage dated before an earlier one, left out of durations",
        IssueKind::MergedDuplicate => "row of a record seen before, merged",
        IssueKind::EmptyRow => "empty row, left out",
        IssueKind::TotalsRow => "totals row, left out",
        IssueKind::RepeatedHeader => "header repeated in the data, left out",
        IssueKind::DealWithoutLead => "deal whose lead is in no leads file",
        IssueKind::MangledId => "id a spreadsheet has turned into a rounded number",
        IssueKind::OtherCurrency => "amount in another currency, not added",
        IssueKind::UnknownValue => "stage or status of unknown meaning",
        IssueKind::ClosedWithoutDate => "won or lost deal without a close date, counted undated",
        IssueKind::ColumnTwice => "second column of the same meaning, not used",
        IssueKind::HeaderRenamed => "empty or repeated header, given a name of its own",
        IssueKind::NotJoined => "row whose lead, company or lookup entry is in no file, kept without it",
        IssueKind::KindNotCounted => "table of which nothing can be used, set aside",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issues_are_counted_with_the_place_of_the_first() {
        let mut all = Issues::default();
        assert_eq!(issues(&all, &[]), Vec::<String>::new());
        for line in [7, 9] {
            let (kind, column) = (IssueKind::UnreadableDate, Some("Created".to_owned()));
            all.add(Issue { kind, file: 0, line: Some(line), column, value: format!("{line}/99"), date_order: None });
        }
        let lines = issues(&all, &[]);
        assert_eq!(lines, ["2 issues:", "  ?:7:Created: 2 × date that cannot be read, counted as missing (“7/99”)"]);
    }
}
