//! The word for each closed value of the library: stages, dimensions, fields, issues, refusals.

use handoff::{
    agreement::{AgreementError, Attribute, MarketingPromise, SourceClass},
    import::{DateOrder, DecimalMark, Delimiter, Encoding, Field, IssueKind, Kind, NotATable, Reading},
    leads::{DealState, Dimension, Event, Stage, Status},
    report::Outcome,
    share::envelope::EnvelopeError,
    words::{self, fill},
    workbook::WorkbookRefused,
};

use super::format::{Reader, words};

pub fn stage(stage: Stage) -> &'static str {
    words().stage(stage)
}

/// What a list says of a lead today.
pub fn standing(status: Status) -> &'static str {
    let words = words();
    match (status, status.stage()) {
        (_, Some(reached)) => stage(reached),
        (Status::Disqualified, None) => words.outcome_disqualified,
        (Status::Recycled, None) => words.outcome_recycled,
        (_, None) => words.value_unknown,
    }
}

pub fn stage_definition(stage: Stage) -> &'static str {
    let words = words();
    match stage {
        Stage::Lead => words.def_lead,
        Stage::Mql => words.def_mql,
        Stage::Sal => words.def_sal,
        Stage::Sql => words.def_sql,
        Stage::Opportunity => words.def_opportunity,
        Stage::Customer => words.def_customer,
    }
}

pub fn dimension(dimension: Dimension) -> &'static str {
    words().dimension(dimension)
}

pub fn attribute(attribute: &Attribute) -> String {
    words::attribute(attribute, &Reader)
}

/// What marketing promised of every delivered lead, in the order [`handoff::report::LeadCriteria`] counts them.
pub fn criteria(promise: &MarketingPromise) -> Vec<String> {
    let conditions = promise.criteria.iter().map(|one| words::condition(one, &Reader));
    conditions.chain(promise.least_score.map(least_score)).collect()
}

pub fn least_score(score: f64) -> String {
    fill(super::format::promises().least_score, &[("n", &super::format::exact(score))])
}

/// A lead the files give no name is called by its number.
pub fn unnamed_lead(lead: u32) -> String {
    fill(super::format::promises().lead_number, &[("n", &super::format::integer(u64::from(lead) + 1))])
}

/// A category value as shown: `None` is "(none)".
pub fn value(value: Option<&str>) -> String {
    value.unwrap_or(words().none_value).to_owned()
}

pub fn outcome(outcome: Outcome) -> &'static str {
    let words = words();
    match outcome {
        Outcome::Open => words.outcome_open,
        Outcome::Won => words.outcome_won,
        Outcome::Disqualified => words.outcome_disqualified,
        Outcome::Recycled => words.outcome_recycled,
        Outcome::Unreachable => words.outcome_unreachable,
    }
}

pub fn deal_state(state: DealState) -> &'static str {
    let words = words();
    match state {
        DealState::Open => words.deal_open,
        DealState::Won => words.deal_won,
        DealState::Lost => words.deal_lost,
    }
}

pub fn class(class: Option<SourceClass>) -> &'static str {
    words().class(class)
}

pub fn kind(kind: Kind) -> &'static str {
    let words = words();
    match kind {
        Kind::Leads => words.kind_leads,
        Kind::Deals => words.kind_deals,
        Kind::Activities => words.kind_activities,
        Kind::Spend => words.kind_spend,
        Kind::Traffic => words.kind_traffic,
        Kind::Accounts => words.kind_accounts,
        Kind::Campaigns => words.kind_campaigns,
        Kind::Lookup => words.kind_lookup,
    }
}

pub fn field(field: Field) -> String {
    let words = words();
    match field {
        Field::LeadId => words.field_lead_id,
        Field::DealId => words.field_deal_id,
        Field::Email => words.field_email,
        Field::Name => words.field_name,
        Field::Company => words.field_company,
        Field::CreatedAt => words.field_created_at,
        Field::Stage(s) => return fill(words.field_stage_since, &[("stage", stage(s))]),
        Field::Event(Event::Disqualified) => words.field_disqualified,
        Field::Event(Event::Recycled) => words.field_recycled,
        Field::Event(Event::Delivered) => words.field_delivered,
        Field::Event(Event::FirstFollowUp) => words.field_first_follow_up,
        Field::Status => words.field_status,
        Field::Category(d) => dimension(d),
        Field::Amount => words.field_amount,
        Field::Currency => words.field_currency,
        Field::CloseDate => words.field_close_date,
        Field::Attempts => words.field_attempts,
        Field::Contacted => words.field_contacted,
        Field::Score => words.field_score,
        Field::Attribute => words.field_attribute,
        Field::Counter => words.field_counter,
        Field::HappenedAt => words.field_happened_at,
        Field::ActivityType => words.field_activity_type,
        Field::Asset => words.field_asset,
        Field::Outcome => words.field_outcome,
        Field::Direction => words.field_direction,
        Field::SpendCategory => words.field_spend_category,
        Field::Team => words.field_team,
        Field::Visitors => words.field_visitors,
        Field::Domain => words.field_domain,
        Field::LookupId => words.field_lookup_id,
    }
    .to_owned()
}

pub fn delimiter(delimiter: Delimiter) -> &'static str {
    let words = words();
    match delimiter {
        Delimiter::Comma => words.delimiter_comma,
        Delimiter::Semicolon => words.delimiter_semicolon,
        Delimiter::Tab => words.delimiter_tab,
        Delimiter::Pipe => words.delimiter_pipe,
    }
}

/// "day before month": what a column's reading says in a line of others.
pub fn reading(reading: Reading) -> &'static str {
    let words = words();
    match reading {
        Reading::Date(DateOrder::Dmy) => words.reading_dmy,
        Reading::Date(DateOrder::Mdy) => words.reading_mdy,
        Reading::Date(DateOrder::Ymd) => words.reading_ymd,
        Reading::Amount(DecimalMark::Point) => words.reading_point,
        Reading::Amount(DecimalMark::Comma) => words.reading_comma,
    }
}

/// Encodings go by their own names in every language.
pub const fn encoding(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf8 => "UTF-8",
        Encoding::Utf16Le => "UTF-16 LE",
        Encoding::Utf16Be => "UTF-16 BE",
        Encoding::Windows1250 => "Windows-1250",
        Encoding::Windows1251 => "Windows-1251",
        Encoding::Windows1252 => "Windows-1252",
        Encoding::Windows1256 => "Windows-1256",
        Encoding::Koi8R => "KOI8-R",
    }
}

pub fn issue(kind: IssueKind) -> &'static str {
    let words = words();
    match kind {
        IssueKind::UndecodableBytes => words.issue_undecodable_bytes,
        IssueKind::TooManyFields => words.issue_too_many_fields,
        IssueKind::TooFewFields => words.issue_too_few_fields,
        IssueKind::UnterminatedQuote => words.issue_unterminated_quote,
        IssueKind::StrayQuote => words.issue_stray_quote,
        IssueKind::NulBytes => words.issue_nul_bytes,
        IssueKind::UnreadableDate => words.issue_unreadable_date,
        IssueKind::UnreadableNumber => words.issue_unreadable_number,
        IssueKind::ContradictoryDate => words.issue_contradictory_date,
        IssueKind::AssumedDateOrder => words.issue_assumed_date_order,
        IssueKind::DateOutOfRange => words.issue_date_out_of_range,
        IssueKind::FutureDate => words.issue_future_date,
        IssueKind::NegativeDuration => words.issue_negative_duration,
        IssueKind::MergedDuplicate => words.issue_merged_duplicate,
        IssueKind::EmptyRow => words.issue_empty_row,
        IssueKind::TotalsRow => words.issue_totals_row,
        IssueKind::RepeatedHeader => words.issue_repeated_header,
        IssueKind::DealWithoutLead => words.issue_deal_without_lead,
        IssueKind::MangledId => words.issue_mangled_id,
        IssueKind::OtherCurrency => words.issue_other_currency,
        IssueKind::UnknownValue => words.issue_unknown_value,
        IssueKind::ClosedWithoutDate => words.issue_closed_without_date,
        IssueKind::ColumnTwice => words.issue_column_twice,
        IssueKind::HeaderRenamed => words.issue_header_renamed,
        IssueKind::NotJoined => words.issue_not_joined,
        IssueKind::KindNotCounted => words.issue_kind_not_counted,
    }
}

/// One sentence: what the file is, and what to do.
pub fn refusal(name: &str, why: &NotATable) -> String {
    let words = words();
    let sentence = match why {
        NotATable::Workbook(why) => return workbook_refusal(name, why),
        NotATable::Empty => words.refused_empty,
        NotATable::ExcelOrZip => words.refused_excel,
        NotATable::OldExcel => words.refused_old_excel,
        NotATable::Html => words.refused_html,
        NotATable::Pdf => words.refused_pdf,
        NotATable::Image => words.refused_image,
        NotATable::Gzip => words.refused_gzip,
        NotATable::Json => words.refused_json,
        NotATable::Binary => words.refused_binary,
        NotATable::NoHeader => words.refused_no_header,
    };
    fill(sentence, &[("name", name)])
}

fn workbook_refusal(name: &str, why: &WorkbookRefused) -> String {
    let words = words();
    let (sentence, part) = match why {
        WorkbookRefused::OldExcel => (words.refused_old_excel, None),
        WorkbookRefused::ExcelBinary => (words.refused_xlsb, None),
        WorkbookRefused::OpenDocument => (words.refused_ods, None),
        WorkbookRefused::Encrypted => (words.refused_encrypted, None),
        WorkbookRefused::NotAWorkbook => (words.refused_zip, None),
        WorkbookRefused::TooLarge => (words.refused_workbook_large, None),
        WorkbookRefused::Bomb => (words.refused_bomb, None),
        WorkbookRefused::Damaged { part: Some(part) } => (words.refused_damaged_part, Some(part.as_str())),
        WorkbookRefused::Damaged { part: None } => (words.refused_damaged, None),
        WorkbookRefused::Empty => (words.refused_no_cells, None),
    };
    fill(sentence, &[("name", name), ("part", part.unwrap_or_default())])
}

pub fn agreement_error(error: &AgreementError) -> String {
    let words = words();
    match error {
        AgreementError::NewerVersion { .. } => words.err_newer_version.to_owned(),
        AgreementError::UnknownTimeZone { name } => fill(words.err_unknown_zone, &[("name", name)]),
        AgreementError::NoWorkingDay => words.err_no_working_day.to_owned(),
        AgreementError::NoWorkingHour => words.err_no_working_hour.to_owned(),
        AgreementError::WindowUpsideDown { from, to } => {
            fill(words.err_window_upside_down, &[("from", &from.to_string()), ("to", &to.to_string())])
        }
        AgreementError::WindowsOverlap { at } => fill(words.err_windows_overlap, &[("at", &at.to_string())]),
        AgreementError::HolidayUnreadable { date } | AgreementError::DateUnreadable { date } => {
            fill(words.err_holiday_unreadable, &[("date", date)])
        }
        AgreementError::WeekdayOutOfRange { .. }
        | AgreementError::LeadSwitchedOff
        | AgreementError::GoalOutOfRange { .. }
        | AgreementError::ShareOutOfRange { .. }
        | AgreementError::AmountOutOfRange { .. }
        | AgreementError::HoursOutOfRange { .. }
        | AgreementError::HalfLifeOutOfRange { .. }
        | AgreementError::MonthsOutOfRange { .. }
        | AgreementError::NoReview => words.err_out_of_range.to_owned(),
        AgreementError::NoName => words.err_no_name.to_owned(),
        AgreementError::NameTwice { name } => fill(words.err_name_twice, &[("name", name)]),
    }
}

pub fn envelope_error(error: &EnvelopeError) -> &'static str {
    match error {
        EnvelopeError::NewerVersion { .. } => words().err_newer_version,
        _ => words().err_damaged,
    }
}
