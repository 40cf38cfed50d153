//! Records and issues as CSV text to be saved, dates ISO 8601 on the workspace's wall clock. How a cell is written is for the library's
//! [`Csv`] to say.

pub use handoff::share::Csv;
use handoff::{
    import::{Field, Issue},
    leads::{DealState, Dimension, Event, Stage, Status, currency_digits},
    metrics::Side,
    protocol::{RecordCell, RecordColumn},
    report::Outcome,
    time::{CalendarSystem, Date, Moment, SECONDS_PER_DAY, Zone},
};

/// The header of a column: the names the import knows, so that a saved list can be read again.
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "natively this file is compiled for its tests alone"))]
pub const fn header(column: &RecordColumn) -> &'static str {
    match column {
        RecordColumn::Outcome => "outcome",
        RecordColumn::DealState => "deal_status",
        RecordColumn::Of(Side::Left, Field::Status) => "left_stage",
        RecordColumn::Of(Side::Right, Field::Status) => "right_stage",
        RecordColumn::Of(Side::Left, Field::Name) => "left_name",
        RecordColumn::Of(Side::Right, Field::Name) => "right_name",
        // The worker shows no other field of the two lists but the owner.
        RecordColumn::Of(Side::Left, _) => "left_owner",
        RecordColumn::Of(Side::Right, _) => "right_owner",
        RecordColumn::Line(Side::Left) => "left_line",
        RecordColumn::Line(Side::Right) => "right_line",
        RecordColumn::Key(key) => header(&RecordColumn::Field(key.field())),
        RecordColumn::Field(field) => match field {
            Field::LeadId => "lead_id",
            Field::DealId => "deal_id",
            Field::Email => "email",
            Field::Name => "name",
            Field::Company => "company",
            Field::CreatedAt | Field::Stage(Stage::Lead) => "created_at",
            Field::Stage(Stage::Mql) => "mql_at",
            Field::Stage(Stage::Sal) => "sal_at",
            Field::Stage(Stage::Sql) => "sql_at",
            Field::Stage(Stage::Opportunity) => "opportunity_at",
            Field::Stage(Stage::Customer) => "customer_at",
            Field::Event(Event::Disqualified) => "disqualified_at",
            Field::Event(Event::Recycled) => "recycled_at",
            Field::Event(Event::Delivered) => "delivered_at",
            Field::Event(Event::FirstFollowUp) => "first_follow_up_at",
            Field::Status => "status",
            Field::Category(Dimension::Source) => "source",
            Field::Category(Dimension::Campaign) => "campaign",
            Field::Category(Dimension::Owner) => "owner",
            Field::Category(Dimension::Reason) => "reason",
            Field::Category(Dimension::Persona) => "persona",
            Field::Category(Dimension::JobTitle) => "job_title",
            Field::Category(Dimension::Industry) => "industry",
            Field::Category(Dimension::Country) => "country",
            Field::Category(Dimension::CompanySize) => "company_size",
            Field::Category(Dimension::Product) => "product",
            Field::Category(Dimension::Region) => "region",
            Field::Category(Dimension::Manager) => "manager",
            Field::Category(Dimension::DealStage) => "deal_stage",
            Field::Amount => "amount",
            Field::Currency => "currency",
            Field::CloseDate => "close_date",
            Field::Attempts => "attempts",
            Field::Contacted => "contacted",
            Field::Score => "score",
            Field::Attribute => "attribute",
            Field::Counter => "counter",
            Field::HappenedAt => "happened_at",
            Field::ActivityType => "activity_type",
            Field::Asset => "asset",
            Field::Outcome => "activity_outcome",
            Field::Direction => "direction",
            Field::SpendCategory => "spend_category",
            Field::Team => "team",
            Field::Visitors => "visitors",
            Field::Domain => "domain",
            Field::LookupId => "lookup_id",
        },
    }
}

/// What the cells of a list are written by.
pub struct Style<'a> {
    pub zone: &'a Zone,
    pub currency: Option<&'a str>,
}

impl Style<'_> {
    pub fn cell(&self, csv: &mut Csv, cell: &RecordCell) {
        match cell {
            RecordCell::None => csv.field(""),
            RecordCell::Text(text) => csv.foreign(text),
            RecordCell::Moment { unix, day } => csv.field(&self.moment(*unix, *day)),
            RecordCell::Minor(minor) => csv.field(&self.amount(*minor)),
            RecordCell::Count(count) => csv.field(&count.to_string()),
            RecordCell::Outcome(outcome) => csv.field(match outcome {
                Outcome::Open => "open",
                Outcome::Won => "won",
                Outcome::Disqualified => "disqualified",
                Outcome::Recycled => "recycled",
                Outcome::Unreachable => "unreachable",
            }),
            RecordCell::DealState(state) => csv.field(match state {
                DealState::Open => "open",
                DealState::Won => "won",
                DealState::Lost => "lost",
            }),
            RecordCell::Standing(standing) => csv.field(match standing {
                Status::Unknown => "",
                Status::Lead => "lead",
                Status::Mql => "mql",
                Status::Sal => "sal",
                Status::Sql => "sql",
                Status::Opportunity => "opportunity",
                Status::Customer => "customer",
                Status::Disqualified => "disqualified",
                Status::Recycled => "recycled",
            }),
        }
    }

    /// `2026-10-25` or `2026-10-25 18:04:00`: with a space, because spreadsheets do not read the `T`.
    fn moment(&self, unix: i64, day: bool) -> String {
        let Some(moment) = Moment::from_unix(unix) else { return String::new() };
        let Date { year, month, day: day_of_month } = CalendarSystem::Gregorian.date(self.zone.day(moment));
        let date = format!("{year:04}-{month:02}-{day_of_month:02}");
        if day {
            return date;
        }
        let second = self.zone.local(moment).rem_euclid(SECONDS_PER_DAY);
        format!("{date} {:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
    }

    fn amount(&self, minor: i64) -> String {
        let digits = currency_digits(self.currency);
        let (sign, minor) = (if minor < 0 { "-" } else { "" }, minor.unsigned_abs());
        let unit = 10_u64.pow(digits);
        match digits {
            0 => format!("{sign}{minor}"),
            digits => format!("{sign}{}.{:0width$}", minor / unit, minor % unit, width = digits as usize),
        }
    }
}

/// The list of issues; `kind` is the name the report's JSON has for it.
pub fn issues<'a>(issues: impl Iterator<Item = &'a Issue>, files: &[String]) -> String {
    let mut csv = Csv::new();
    for header in ["file", "line", "column", "kind", "value"] {
        csv.field(header);
    }
    csv.end();
    for issue in issues {
        csv.foreign(files.get(usize::from(issue.file)).map_or("", String::as_str));
        csv.field(&issue.line.map(|line| line.to_string()).unwrap_or_default());
        csv.foreign(issue.column.as_deref().unwrap_or_default());
        let kind = serde_json::to_value(issue.kind).expect("a kind is a plain name");
        csv.field(kind.as_str().unwrap_or_default());
        csv.foreign(&issue.value);
        csv.end();
    }
    csv.take_text()
}

#[cfg(test)]
mod tests {
    use handoff::import::IssueKind;

    use super::*;

    #[test]
    fn cells_are_iso_dates_and_plain_amounts() {
        let tehran = Zone::named("Asia/Tehran").unwrap();
        let check = |zone: &Zone, currency: Option<&str>, cell: RecordCell, expected: &str| {
            let mut csv = Csv::new();
            Style { zone, currency }.cell(&mut csv, &cell);
            assert_eq!(csv.take_text(), expected);
        };
        let utc = Zone::utc();
        check(&utc, None, RecordCell::Moment { unix: 1_792_951_440, day: false }, "2026-10-25 18:04:00");
        check(&tehran, None, RecordCell::Moment { unix: 1_792_951_440, day: false }, "2026-10-25 21:34:00");
        check(&utc, None, RecordCell::Moment { unix: 1_792_886_400, day: true }, "2026-10-25");
        check(&utc, None, RecordCell::Moment { unix: -5, day: true }, "");
        check(&utc, None, RecordCell::Minor(-105), "-1.05");
        check(&utc, Some("JPY"), RecordCell::Minor(105), "105");
        check(&utc, Some("KWD"), RecordCell::Minor(1), "0.001");
        check(&utc, None, RecordCell::Standing(Status::Mql), "mql");
        check(&utc, None, RecordCell::Minor(i64::MIN), "-92233720368547758.08");
    }

    #[test]
    fn issues_say_where() {
        let issue = |file, line, column: Option<&str>, value: &str| Issue {
            kind: IssueKind::UnreadableDate,
            file,
            line,
            column: column.map(Into::into),
            value: value.into(),
            date_order: None,
        };
        let list = [issue(0, Some(7), Some("created_at"), "=soon"), issue(9, None, None, "a,b")];
        assert_eq!(
            issues(list.iter(), &["leads.csv".into()]),
            "file,line,column,kind,value\r\nleads.csv,7,created_at,unreadable_date,'=soon\r\n,,,unreadable_date,\"a,b\"\r\n"
        );
    }
}
