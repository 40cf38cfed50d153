//! Stories of the files beside leads and deals: activities, spend, traffic, companies, campaigns and lookup tables, what they mean
//! and how they are joined.

mod common;

use common::{import, sniffed};
use handoff::{
    agreement::Agreement,
    import::{Delimiter, Encoding, Field, Imported, IssueKind, Kind, NotATable, Overrides, sniff, sniff_with},
    leads::{ActivityKind, Category, DealState, Dimension, Instants, NO_LEAD, SpendCategory},
    sample,
    time::{CalendarSystem, Zone},
};

const LEADS: (&str, &[u8]) = (
    "leads.csv",
    b"Lead ID,Email,Company,Source,Owner,Created\nL1,ann@acme.com,Acme,Web,7,2024-01-05\nL2,bo@globex.io,Globex Ltd,Ads,8,2024-01-06\n",
);
const DEALS: (&str, &[u8]) =
    ("deals.csv", b"Deal ID,Lead ID,Deal Stage,Amount,Close Date,Create Date\nD1,L2,Closed Won,100,2024-03-01,2024-02-01\n");

fn days(instants: &Instants) -> Vec<String> {
    let day = |row| match instants.get(row) {
        Some(moment) => {
            let date = CalendarSystem::Gregorian.date(Zone::utc().day(moment));
            format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
        }
        None => "-".to_owned(),
    };
    (0..instants.len()).map(day).collect()
}

fn texts(category: Option<&Category>) -> Vec<String> {
    let category = category.expect("the column is there");
    (0..category.len()).map(|row| category.value(category.code(row)).unwrap_or("-").to_owned()).collect()
}

fn lead_texts(imported: &Imported, dimension: Dimension) -> Vec<String> {
    texts(imported.dataset.leads.categories[dimension.index()].as_ref())
}

fn deal_texts(imported: &Imported, dimension: Dimension) -> Vec<String> {
    texts(imported.dataset.deals.categories[dimension.index()].as_ref())
}

/// Kind, line and value of the issues that matter here.
fn doubts(imported: &Imported, kind: IssueKind) -> Vec<(u16, Option<u64>, &str)> {
    imported.issues.iter().filter(|issue| issue.kind == kind).map(|issue| (issue.file, issue.line, issue.value.as_str())).collect()
}

fn check_kept(imported: &Imported, expected: &[(Kind, u64)]) {
    let kept: Vec<(Kind, u64)> = imported.files.iter().map(|file| (file.kind, file.rows_kept)).collect();
    assert_eq!(kept, expected);
}

/// The columns a file's fields were found in, as detected.
fn check_fields(name: &str, headers: &str, row: &str, kind: Kind, fields: &[(Field, &str)]) {
    let mapping = sniffed(name, format!("{headers}\n{row}\n").as_bytes()).mapping;
    assert_eq!(mapping.kind, kind, "{headers}");
    for (field, header) in fields {
        let found = mapping.column_of(*field).map(|column| mapping.columns[column].header.as_str());
        assert_eq!(found, Some(*header), "{field:?} of {headers}");
    }
}

#[test]
fn known_exports_are_matched() {
    check_fields(
        "hubspot-crm-exports-calls.csv",
        "Record ID,Activity date,Activity assigned to,Call outcome,Call direction,Call title,Associated Contact IDs",
        "1,2024-01-05 10:00,Kim,Connected,OUTBOUND,Hello,77",
        Kind::Activities,
        &[
            (Field::HappenedAt, "Activity date"),
            (Field::Category(Dimension::Owner), "Activity assigned to"),
            (Field::Outcome, "Call outcome"),
            (Field::Direction, "Call direction"),
            (Field::LeadId, "Associated Contact IDs"),
        ],
    );
    check_fields(
        "report1700000000.csv",
        "Subject,Date,Task Subtype,Status,Assigned,Lead ID,Opportunity ID",
        "Call back,5/1/2024,Call,Completed,Kim,00Q1,0061",
        Kind::Activities,
        &[
            (Field::Asset, "Subject"),
            (Field::HappenedAt, "Date"),
            (Field::ActivityType, "Task Subtype"),
            (Field::Status, "Status"),
            (Field::LeadId, "Lead ID"),
            (Field::DealId, "Opportunity ID"),
        ],
    );
    check_fields(
        "activities-1234.csv",
        "Activity - Type,Activity - Subject,Activity - Done,Activity - Marked as done time,Activity - Due date,Activity - Assigned to user,Deal - ID,Person - Email",
        "Call,Hi,Done,2024-01-05 10:00:00,2024-01-04,Kim,9,ann@acme.com",
        Kind::Activities,
        &[
            (Field::ActivityType, "Activity - Type"),
            (Field::HappenedAt, "Activity - Marked as done time"),
            (Field::DealId, "Deal - ID"),
            (Field::Email, "Person - Email"),
            (Field::Status, "Activity - Done"),
        ],
    );
    check_fields(
        "Ads-report.csv",
        "Reporting starts,Campaign name,Amount spent (USD),Impressions",
        "2024-01-01,Spring,12.50,1000",
        Kind::Spend,
        &[
            (Field::HappenedAt, "Reporting starts"),
            (Field::Amount, "Amount spent (USD)"),
            (Field::Category(Dimension::Campaign), "Campaign name"),
        ],
    );
    check_fields(
        "report.csv",
        "Дата,Кампания,Расход,Клики",
        "01.02.2024,Весна,\"1 200,50\",10",
        Kind::Spend,
        &[(Field::HappenedAt, "Дата"), (Field::Amount, "Расход"), (Field::Category(Dimension::Campaign), "Кампания")],
    );
    check_fields(
        "download.csv",
        "Date,Session source / medium,Session campaign,Sessions,Total users",
        "20240105,google / cpc,Spring,12,10",
        Kind::Traffic,
        &[
            (Field::HappenedAt, "Date"),
            (Field::Visitors, "Total users"),
            (Field::Category(Dimension::Source), "Session source / medium"),
            (Field::Category(Dimension::Campaign), "Session campaign"),
        ],
    );
}

#[test]
fn activities_find_their_leads_in_one_hop_or_two() {
    let activities = b"activity_type,activity_at,lead_id,email,deal_id,owner\n\
        call,2024-01-07 10:00,L1,,,Kim\n\
        Email,2024-01-08,,BO@Globex.io,,Kim\n\
        conversation,2024-01-09,,,D1,\n\
        page_view,2024-01-10,L9,,,\n";
    for files in [[LEADS, DEALS, ("activities.csv", &activities[..])], [("activities.csv", &activities[..]), DEALS, LEADS]] {
        let imported = import(&files);
        let found = &imported.dataset.activities;
        assert_eq!(found.len, 4);
        assert_eq!(found.lead, [0, 1, 1, NO_LEAD]);
        assert_eq!(found.kind, [ActivityKind::Call, ActivityKind::Email, ActivityKind::Meeting, ActivityKind::PageView]);
        assert_eq!(days(&found.at), ["2024-01-07", "2024-01-08", "2024-01-09", "2024-01-10"]);
        assert_eq!([0, 1].map(|row| found.at.is_day(row)), [false, true]);
        assert_eq!(texts(found.types.as_ref()), ["call", "Email", "conversation", "page_view"]);
        assert_eq!(texts(found.owner.as_ref()), ["Kim", "Kim", "-", "-"]);
        let file = files.iter().position(|(name, _)| *name == "activities.csv").unwrap() as u16;
        assert_eq!(doubts(&imported, IssueKind::NotJoined), [(file, Some(5), "")]);
        assert_eq!(imported.files[usize::from(file)].rows_kept, 4);
        assert_eq!(imported.issues.count(IssueKind::KindNotCounted), 0);
        // The way back to the record.
        let place = found.places[3];
        let bytes = &activities[imported.sources[usize::from(file)].read_from(place.offset()) as usize..];
        assert_eq!(imported.sources[usize::from(file)].record(place.offset(), bytes, true).unwrap()[0], "page_view");
    }
}

#[test]
fn activities_join_deals_that_stand_for_their_leads() {
    let activities = b"activity_type,activity_at,lead_id,deal_id\ncall,2024-01-07,L2,\ncall,2024-01-08,,D1\n";
    let imported = import(&[DEALS, ("activities.csv", activities)]);
    assert!(imported.dataset.leads.from_deals);
    assert_eq!(imported.dataset.activities.lead, [0, 0]);
}

#[test]
fn plans_and_voicemails_are_told_apart() {
    let calls = b"Record ID,Activity date,Call outcome,Call status,Associated Contact IDs\n";
    let calls = [&calls[..], b"1,2024-01-07,Left voicemail,Completed,L1\n2,2024-01-08,Connected,Completed,L1\n"].concat();
    let tasks = b"Subject,Due date,Task type,Status,Lead ID\nRing,2030-01-07,Call,Not started,L1\nRing,2024-01-09,Call,Completed,L1\n";
    let imported = import(&[LEADS, ("calls.csv", &calls), ("tasks.csv", tasks)]);
    assert_eq!(imported.issues.total(), 0, "{:?}", imported.issues.groups().collect::<Vec<_>>());
    let found = &imported.dataset.activities;
    assert_eq!(found.kind, [ActivityKind::Voicemail, ActivityKind::Call, ActivityKind::Call, ActivityKind::Call]);
    assert_eq!([0, 1, 2, 3].map(|row| found.is_planned(row)), [false, false, true, false]);
    // A plan is no picture of the export's moment.
    let latest = imported.dataset.latest.unwrap();
    assert_eq!(CalendarSystem::Gregorian.date(Zone::utc().day(latest)).year, 2024);
}

#[test]
fn spend_is_read_in_the_currency_of_the_deals() {
    let spend = b"Month,Category,Team,Campaign,Cost,Currency\n2024-01,Salaries,Sales,,1000,USD\nFeb 2024,Google Ads,Marketing,Spring,\"1,250.50\",USD\n\
        2024-03-01,Trade show,Marketing,,5,EUR\n";
    let deals = b"Deal ID,Deal Stage,Amount (USD),Close Date\nD1,Closed Won,100,2024-03-01\n";
    let imported = import(&[("deals.csv", deals), ("spend.csv", spend)]);
    let found = &imported.dataset.spend;
    assert_eq!(imported.dataset.currency.as_deref(), Some("USD"), "the header says so");
    assert_eq!(found.amount_minor[..2], [100_000, 125_050]);
    assert_eq!(days(&found.at), ["2024-01-01", "2024-02-01", "2024-03-01"]);
    assert!(found.at.is_day(0) && found.at.is_day(1));
    assert_eq!(found.category, [SpendCategory::Salaries, SpendCategory::Advertising, SpendCategory::Events]);
    assert_eq!(texts(found.team.as_ref()), ["Sales", "Marketing", "Marketing"]);
    assert_eq!(texts(found.campaign.as_ref()), ["-", "Spring", "-"]);
    assert_eq!(doubts(&imported, IssueKind::OtherCurrency), [(1, Some(4), "EUR")]);
    check_kept(&imported, &[(Kind::Deals, 1), (Kind::Spend, 3)]);
}

#[test]
fn two_cost_files_and_visits_are_stacked() {
    let ads = b"Day,Campaign,Cost,Clicks\n2024-01-01,A,10,3\n2024-01-02,A,20,4\n";
    let books = b"Date,Cost type,Cost\n2024-01-31,Salaries,500\n";
    let visits = b"Date,Source,Visitors\n20240101,Web,\"1,200\"\n20240102,Web,x\n20240103,,7\n";
    let imported = import(&[LEADS, ("ads.csv", ads), ("books.csv", books), ("traffic.csv", visits)]);
    let spend = &imported.dataset.spend;
    assert_eq!(spend.amount_minor, [1000, 2000, 50_000]);
    assert_eq!(spend.category, [SpendCategory::Advertising, SpendCategory::Advertising, SpendCategory::Salaries]);
    assert_eq!(spend.places.iter().map(|place| place.file()).collect::<Vec<_>>(), [1, 1, 2]);
    let traffic = &imported.dataset.traffic;
    assert_eq!(traffic.visitors, [1200, 0, 7]);
    assert_eq!(days(&traffic.day), ["2024-01-01", "2024-01-02", "2024-01-03"]);
    assert_eq!(texts(traffic.source.as_ref()), ["Web", "Web", "-"]);
    assert_eq!(doubts(&imported, IssueKind::UnreadableNumber), [(3, Some(3), "x")]);
    check_kept(&imported, &[(Kind::Leads, 2), (Kind::Spend, 2), (Kind::Spend, 1), (Kind::Traffic, 3)]);
}

#[test]
fn companies_lend_what_leads_lack() {
    let accounts = b"Company name,Website,Industry,Country,Employees\nACME,,Tools,US,10\nGlobex,https://www.globex.io/en,Energy,DE,\n";
    let imported = import(&[LEADS, DEALS, ("companies.csv", accounts)]);
    // One by its name, the other by the domain of the e-mail address.
    assert_eq!(lead_texts(&imported, Dimension::Industry), ["Tools", "Energy"]);
    assert_eq!(lead_texts(&imported, Dimension::CompanySize), ["10", "-"]);
    assert_eq!(deal_texts(&imported, Dimension::Country), ["DE"], "by way of the lead");
    assert_eq!(imported.issues.total(), 0, "{:?}", imported.issues.groups().collect::<Vec<_>>());
    check_kept(&imported, &[(Kind::Leads, 2), (Kind::Deals, 1), (Kind::Accounts, 2)]);

    // A lead's own word stands; a company in no file is doubted.
    let leads = b"Lead ID,Company,Industry\nL1,Acme,Own\nL2,acme ,\nL3,Initech,\nL4,,\n";
    let imported = import(&[("leads.csv", leads), ("companies.csv", accounts)]);
    assert_eq!(lead_texts(&imported, Dimension::Industry), ["Own", "Tools", "-", "-"]);
    assert_eq!(doubts(&imported, IssueKind::NotJoined), [(0, Some(4), "")]);

    // Companies none of which is anybody's are of no use.
    let imported = import(&[LEADS, ("companies.csv", b"Company name,Industry\nHooli,Search\n")]);
    assert_eq!(doubts(&imported, IssueKind::KindNotCounted), [(1, None, "")]);
    check_kept(&imported, &[(Kind::Leads, 2), (Kind::Accounts, 0)]);
}

#[test]
fn lookups_give_ids_their_names() {
    let users = b"User ID,Full Name,Manager\n7,Kim Lee,Ada\n9,Bo Ek,Ada\n";
    let imported = import(&[LEADS, ("users.csv", users)]);
    assert_eq!(lead_texts(&imported, Dimension::Owner), ["Kim Lee", "8"]);
    assert_eq!(lead_texts(&imported, Dimension::Manager), ["Ada", "-"]);
    assert_eq!(doubts(&imported, IssueKind::NotJoined), [(0, Some(3), "8")]);
    check_kept(&imported, &[(Kind::Leads, 2), (Kind::Lookup, 2)]);

    let deals = b"Deal ID,Deal Stage,Amount,Close Date\nD1,1001,10,2024-01-02\nD2,1002,20,2024-01-03\nD3,1003,5,\n";
    let stages = b"Stage ID,Label\n1001,Closed Won\n1002,Closed Lost\n1003,Demo\n";
    let imported = import(&[("deals.csv", deals), ("stages.csv", stages)]);
    assert_eq!(deal_texts(&imported, Dimension::DealStage), ["Closed Won", "Closed Lost", "Demo"]);
    assert_eq!(imported.dataset.deals.state, [DealState::Won, DealState::Lost, DealState::Open]);
    assert_eq!(imported.issues.total(), 0, "{:?}", imported.issues.groups().collect::<Vec<_>>());
}

#[test]
fn campaign_lists_lend_their_source() {
    let leads = b"Lead ID,Campaign,Created\nL1,701A,2024-01-01\nL2,Fair,2024-01-02\n";
    let campaigns = b"Campaign ID,Campaign Name,Type,Start Date\n701A,Spring,Paid search,2024-01-01\n701B,Fair,Event,2024-02-01\n";
    let imported = import(&[("leads.csv", leads), ("campaigns.csv", campaigns)]);
    assert_eq!(lead_texts(&imported, Dimension::Campaign), ["Spring", "Fair"]);
    assert_eq!(lead_texts(&imported, Dimension::Source), ["Paid search", "Event"]);
    check_kept(&imported, &[(Kind::Leads, 2), (Kind::Campaigns, 2)]);
}

#[test]
fn a_table_of_no_use_is_set_aside() {
    let imported = import(&[LEADS, ("products.csv", b"product,series,sales_price\nA,X,1\n")]);
    assert_eq!(doubts(&imported, IssueKind::KindNotCounted), [(1, None, "")]);
    check_kept(&imported, &[(Kind::Leads, 2), (Kind::Lookup, 0)]);
    assert_eq!(imported.files[1].rows_left_out, 1);
}

#[test]
fn a_slip_of_the_pen_is_not_the_present() {
    use std::fmt::Write as _;
    let mut leads = String::from("Lead ID,Created\n");
    for lead in 0..200 {
        writeln!(leads, "L{lead},2024-{:02}-{:02}", lead % 12 + 1, lead % 28 + 1).unwrap();
    }
    leads.push_str("L200,2055-03-04\n");
    let imported = import(&[("leads.csv", leads.as_bytes())]);
    assert_eq!(doubts(&imported, IssueKind::FutureDate), [(0, Some(202), "2055-03-04")]);
    assert_eq!(CalendarSystem::Gregorian.date(Zone::utc().day(imported.dataset.latest.unwrap())).year, 2024);
    // A deal's slip is told once, where it stands, and not of its lead too.
    let deals = leads.replace("Lead ID,Created", "Lead ID,Close Date").replace("2055-03-04", "2024-03-04");
    let deals = deals.lines().enumerate().map(|(line, text)| format!("{text},{}\n", if line == 0 { "Deal Stage" } else { "Won" }));
    let deals: String = deals.collect::<String>().replace("L199,2024", "L199,2055");
    let own = leads.replace("2055", "2025");
    let imported = import(&[("leads.csv", own.as_bytes()), ("deals.csv", deals.as_bytes())]);
    assert_eq!(doubts(&imported, IssueKind::FutureDate), [(1, Some(201), "2055-08-04")]);
    // Some months ahead is a forecast.
    let imported = import(&[("leads.csv", leads.replace("2055", "2025").as_bytes())]);
    assert_eq!(imported.issues.total(), 0);
}

#[test]
fn a_person_may_say_otherwise() {
    let bytes = b"a;b,c\n1;2,3\n4;5,6\n";
    let with = |overrides: Overrides| sniff_with("a.csv", bytes.len() as u64, bytes, &[], &overrides).map(|proposal| proposal.mapping);
    let headers =
        |overrides: Overrides| -> Vec<String> { with(overrides).unwrap().columns.into_iter().map(|column| column.header).collect() };
    assert_eq!(headers(Overrides { delimiter: Some(Delimiter::Comma), ..Overrides::default() }), ["a;b", "c"]);
    assert_eq!(headers(Overrides { delimiter: Some(Delimiter::Semicolon), ..Overrides::default() }), ["a", "b,c"]);
    assert_eq!(headers(Overrides { header_record: Some(1), ..Overrides::default() }).len(), 2);
    assert_eq!(with(Overrides { header_record: Some(9), ..Overrides::default() }), Err(NotATable::NoHeader));
    assert_eq!(with(Overrides { encoding: Some(Encoding::Koi8R), ..Overrides::default() }).unwrap().encoding, Encoding::Koi8R);
    let costs = with(Overrides { kind: Some(Kind::Spend), ..Overrides::default() }).unwrap();
    assert_eq!(costs.kind, Kind::Spend);
    assert_eq!(sniff("a.csv", bytes.len() as u64, bytes, &[]), sniff_with("a.csv", bytes.len() as u64, bytes, &[], &Overrides::default()));
}

#[test]
fn the_sample_is_read_without_a_question() {
    let files = sample::files();
    let named: Vec<(&str, &[u8])> = files.iter().map(|file| (file.name, file.bytes.as_slice())).collect();
    let imported = import(&named);
    let kinds: Vec<Kind> = imported.files.iter().map(|file| file.kind).collect();
    assert_eq!(kinds, [Kind::Leads, Kind::Deals, Kind::Activities, Kind::Spend, Kind::Traffic]);
    // Counted in the text itself.
    let text = |file: usize| std::str::from_utf8(named[file].1).unwrap();
    let dataset = &imported.dataset;
    assert_eq!([dataset.spend.len, dataset.activities.len, dataset.traffic.len], [3, 2, 4].map(|file| text(file).lines().count() - 1));
    let dollars: i64 =
        text(3).lines().skip(1).map(|line| line.split(',').nth(5).unwrap().strip_suffix(".00").unwrap().parse::<i64>().unwrap()).sum();
    assert_eq!(dataset.spend.amount_minor.iter().sum::<i64>(), dollars * 100);
    let visitors: u64 = text(4).lines().skip(1).map(|line| line.rsplit(',').next().unwrap().parse::<u64>().unwrap()).sum();
    assert_eq!(dataset.traffic.visitors.iter().map(|count| u64::from(*count)).sum::<u64>(), visitors);
    for (word, kind) in [("call", ActivityKind::Call), ("ebook_download", ActivityKind::Download), ("demo_request", ActivityKind::FormFill)]
    {
        let written = text(2).lines().filter(|line| line.split(',').nth(2) == Some(word)).count();
        assert_eq!(dataset.activities.kind.iter().filter(|found| **found == kind).count(), written, "{word}");
    }
    assert!(dataset.activities.lead.iter().all(|lead| *lead != NO_LEAD), "every activity has its lead");
    for category in SpendCategory::ALL {
        let word = serde_json::to_value(category).unwrap();
        let written = text(3).lines().filter(|line| line.split(',').nth(2) == word.as_str()).count();
        assert_eq!(dataset.spend.category.iter().filter(|found| **found == category).count(), written, "{word}");
    }
    assert_eq!(imported.issues.count(IssueKind::NotJoined) + imported.issues.count(IssueKind::KindNotCounted), 0);
    let report = handoff::report::report(dataset, &imported.files, &Agreement::default(), &Zone::utc(), &handoff::report::Query::default());
    assert_eq!(report.leads, dataset.leads.len as u64);
}

/// Exports whose periods overlap hold some rows twice: they are counted once. Two teams' books of one form are two books.
#[test]
fn overlapping_exports_are_counted_once() {
    let check = |name: &str, files: [&str; 2], expected: (usize, usize, usize), merged: u64| {
        let imported = import(&[(&format!("{name}-1.csv"), files[0].as_bytes()), (&format!("{name}-2.csv"), files[1].as_bytes())]);
        let data = &imported.dataset;
        assert_eq!((data.activities.len, data.spend.len, data.traffic.len), expected, "{name}: {files:?}");
        assert_eq!(imported.files[1].rows_merged, merged, "{name}: {files:?}");
        assert_eq!(imported.issues.count(IssueKind::MergedDuplicate), merged, "{name}: {files:?}");
    };
    let calls = "Lead ID,Activity Date,Activity Type,Subject\n";
    let alike = format!("{calls}L1,2024-01-01 10:00,Call,Hi\nL1,2024-02-01 10:00,Call,Hi\nL1,2024-02-01 10:00,Call,Hi\n");
    let later = format!("{calls}L1,2024-02-01 10:00,Call,Hi\nL1,2024-02-01 10:00,Call,Hi\nL2,2024-03-01 10:00,Call,Hi\n");
    check("calls", [&alike, &later], (4, 0, 0), 2);
    check("calls", [&alike, &alike], (3, 0, 0), 3);
    // The same id is the same activity, whatever has become of it and of the file's columns.
    check(
        "calls",
        [
            "Activity ID,Lead ID,Activity Date,Activity Type,Status\nA1,L1,2024-01-01,Call,Planned\nA2,L1,2024-01-02,Call,Completed\n",
            "Activity ID,Activity Date,Lead ID,Activity Type,Status\nA1,2024-01-01,L1,Call,Completed\nA3,2024-01-03,L1,Call,Completed\n",
        ],
        (3, 0, 0),
        1,
    );
    // An id that repeats within a file is not the activity's.
    check(
        "calls",
        [
            "ID,Activity Date,Activity Type\n7,2024-01-01,Call\n7,2024-01-02,Call\n",
            "ID,Activity Date,Activity Type\n7,2024-02-01,Call\n7,2024-02-02,Call\n",
        ],
        (4, 0, 0),
        0,
    );
    let spend = "Date,Campaign,Cost\n";
    check(
        "spend",
        [&format!("{spend}2024-01-01,A,5\n2024-02-01,A,6\n"), &format!("{spend}2024-02-01,A,6\n2024-03-01,A,7\n")],
        (0, 3, 0),
        1,
    );
    check(
        "spend",
        [&format!("{spend}2024-01-01,A,5\n2024-02-01,A,6\n"), &format!("{spend}2024-01-01,A,5\n2024-02-01,A,7\n")],
        (0, 4, 0),
        0,
    );
    check("spend", [&format!("{spend}2024-01-01,A,5\n"), &format!("{spend}2024-03-01,A,5\n")], (0, 2, 0), 0);
    let visits = "Date,Source / Medium,Sessions\n";
    check(
        "visits",
        [&format!("{visits}2024-01-01,a,5\n2024-01-02,a,6\n"), &format!("{visits}2024-01-02,a,6\n2024-01-03,a,6\n")],
        (0, 0, 3),
        1,
    );
}
