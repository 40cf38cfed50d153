//! Values in the styles of real exports, column by column, and what each means. Each meaning was decided before the reader was asked.

mod common;

use std::fmt::Write as _;

use common::{Stories, import};
use handoff::{
    import::{Imported, IssueKind},
    leads::{Dimension, NO_AMOUNT, Stage},
    time::{CalendarSystem, SECONDS_PER_DAY, Zone},
};

/// A file of two columns, each cell quoted.
fn column(header: &str, cells: &[&str], delimiter: char) -> String {
    let mut text = format!("Lead ID{delimiter}{header}\n");
    for (row, cell) in cells.iter().enumerate() {
        writeln!(text, "L{row}{delimiter}\"{}\"", cell.replace('"', "\"\"")).expect("a string takes everything");
    }
    text
}

fn issues(imported: &Imported) -> Vec<(IssueKind, u64)> {
    imported.issues.groups().map(|group| (group.kind, group.count)).collect()
}

/// Dates as `2024-01-15` or `2024-01-15 10:00`, UTC; `-` for none.
fn dates(cells: &[&str]) -> (Vec<String>, Vec<(IssueKind, u64)>) {
    let imported = import(&[("leads.csv", column("Created", cells, ',').as_bytes())]);
    let created = imported.dataset.leads.stages[Stage::Lead.index()].as_ref();
    let read = (0..cells.len()).map(|row| {
        let Some(moment) = created.and_then(|created| created.get(row)) else { return "-".to_owned() };
        let date = CalendarSystem::Gregorian.date(Zone::utc().day(moment));
        let day = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
        let second = Zone::utc().local(moment).rem_euclid(SECONDS_PER_DAY);
        if created.is_some_and(|created| created.is_day(row)) {
            return day;
        }
        format!("{day} {:02}:{:02}", second / 3600, second / 60 % 60)
    });
    (read.collect(), issues(&imported))
}

#[test]
fn dates_in_every_style() {
    use IssueKind::{AssumedDateOrder, ContradictoryDate, DateOutOfRange, UnreadableDate};
    let mut stories = Stories::default();
    let mut check = |cells: &[&str], expected: &[&str], issues: &[(IssueKind, u64)]| {
        let expected: Vec<String> = expected.iter().map(|&text| text.to_owned()).collect();
        stories.same(&cells.join(" | "), &dates(cells), &(expected, issues.to_vec()));
    };

    // ISO and its relatives.
    check(
        &[
            "2024-01-15",
            "2024-01-15T10:30:00",
            "2024-01-15 10:30:00.123456",
            "2024-01-15T10:30Z",
            "2024-01-15T10:30:00.000+0000",
            "20240115",
        ],
        &["2024-01-15", "2024-01-15 10:30", "2024-01-15 10:30", "2024-01-15 10:30", "2024-01-15 10:30", "2024-01-15"],
        &[],
    );
    check(
        &[
            "2019-07-12 09:50:36 UTC",
            "2024-01-15T10:30:00+03:30",
            "2024-01-15 10:30 -0500",
            "2024-01-15 10:30 GMT+2",
            "2024-01-15 10:30 EST",
            "2024-07-15 10:30 CEST",
        ],
        &["2019-07-12 09:50", "2024-01-15 07:00", "2024-01-15 15:30", "2024-01-15 08:30", "2024-01-15 15:30", "2024-07-15 08:30"],
        &[],
    );
    check(
        &[
            "2024-01-15T10:30:00+01:00[Europe/Berlin]",
            "Mon Jan 15 2024 10:30:00 GMT+0200 (Eastern European Standard Time)",
            "Mon, 15 Jan 2024 10:30:00 +0000",
        ],
        &["2024-01-15 09:30", "2024-01-15 08:30", "2024-01-15 10:30"],
        &[],
    );
    check(&["20240115103000", "20240115T103000Z"], &["2024-01-15 10:30", "2024-01-15 10:30"], &[]);

    // Numeric dates: the column decides.
    check(&["13/02/2024", "01/03/2024"], &["2024-02-13", "2024-03-01"], &[]);
    check(&["02/13/2024", "03/01/2024"], &["2024-02-13", "2024-03-01"], &[]);
    check(&["2024/02/13", "2024/3/1"], &["2024-02-13", "2024-03-01"], &[]);
    check(&["13.02.2024", "1.3.2024 9:05"], &["2024-02-13", "2024-03-01 09:05"], &[]);
    check(&["13. 02. 2024", "1. 3. 2024"], &["2024-02-13", "2024-03-01"], &[]);
    check(&["13.02.2024.", "01.03.2024. 10:00"], &["2024-02-13", "2024-03-01 10:00"], &[]);
    check(&["2024. 02. 13.", "2024. 3. 1."], &["2024-02-13", "2024-03-01"], &[]);
    check(&["1/2/2024", "3/4/2024"], &["2024-02-01", "2024-04-03"], &[(AssumedDateOrder, 1)]);
    check(&["13/1/24", "1/2/24"], &["2024-01-13", "2024-02-01"], &[]);
    check(&["24/01/13", "24/02/01", "24/12/31"], &["2024-01-13", "2024-02-01", "2024-12-31"], &[]);
    check(&["31/12/99", "01/01/00", "01/06/68"], &["1999-12-31", "2000-01-01", "2068-06-01"], &[]);
    check(&["25/03/2024", "03/25/2024", "26/03/2024"], &["2024-03-25", "-", "2024-03-26"], &[(ContradictoryDate, 1)]);
    check(&["2024-02-13", "13/02/2024", "14/02/2024"], &["2024-02-13", "2024-02-13", "2024-02-14"], &[]);

    // Hours of twelve, and what newer libraries put before AM.
    check(
        &["1/13/2024, 12:05 AM", "1/13/2024 12:05 PM", "1/13/2024 1:05:09 pm", "1/13/2024 1:05\u{202F}PM", "1/13/2024 1:05 p.m."],
        &["2024-01-13 00:05", "2024-01-13 12:05", "2024-01-13 13:05", "2024-01-13 13:05", "2024-01-13 13:05"],
        &[],
    );
    check(&["10:30 13/02/2024", "9:05:00 14/02/2024"], &["2024-02-13 10:30", "2024-02-14 09:05"], &[]);

    // Months by name.
    check(
        &[
            "Apr 3, 2024",
            "15 Apr, 2021 00:03:00",
            "3-Apr-24",
            "April 3rd, 2024 at 5:00 PM",
            "Wed, Apr 3, 2024",
            "2024-Apr-03",
            "03 Sept 2024",
        ],
        &["2024-04-03", "2021-04-15 00:03", "2024-04-03", "2024-04-03 17:00", "2024-04-03", "2024-04-03", "2024-09-03"],
        &[],
    );
    check(
        &["3 апреля 2024", "3 апр. 2024 г.", "3 апреля 2024 г., 10:30", "ср, 3 апр 2024", "12 мая 2024", "1 июня 2024"],
        &["2024-04-03", "2024-04-03", "2024-04-03 10:30", "2024-04-03", "2024-05-12", "2024-06-01"],
        &[],
    );
    check(
        &["٣ أبريل ٢٠٢٤", "3 نيسان 2024", "15 كانون الثاني 2024", "١٥ مارس ٢٠٢٤، ١٠:٣٠", "4 تشرين الأول 2024", "1 آب 2024"],
        &["2024-04-03", "2024-04-03", "2024-01-15", "2024-03-15 10:30", "2024-10-04", "2024-08-01"],
        &[],
    );
    check(&["۳ آوریل ۲۰۲۴", "15 ژانویه 2024", "۲ مه ۲۰۲۴", "1 ژوئیه 2024"], &["2024-04-03", "2024-01-15", "2024-05-02", "2024-07-01"], &[]);
    check(&["3. April 2024", "1. März 2024 10:00", "24. Dez. 2024"], &["2024-04-03", "2024-03-01 10:00", "2024-12-24"], &[]);
    check(&["3 avr. 2024", "1er août 2024", "14 févr. 2024 10:00"], &["2024-04-03", "2024-08-01", "2024-02-14 10:00"], &[]);
    check(&["3 de abril de 2024", "1 ene 2024", "15 de sept. de 2024"], &["2024-04-03", "2024-01-01", "2024-09-15"], &[]);

    // Solar Hijri: 1403 is leap, 1404 is not, though the 2820-year formula says so.
    check(
        &["1403/12/30", "1404/01/01", "1404/12/29", "1404/12/30", "1399/12/30", "1402/12/30", "1403-7-30", "1403/07/31"],
        &["2025-03-20", "2025-03-21", "2026-03-20", "-", "2021-03-20", "-", "2024-10-21", "-"],
        &[(UnreadableDate, 3)],
    );
    check(
        &[
            "۱۴۰۲/۱۰/۲۵",
            "١٤٠٢/١٠/٢٥",
            "1402/10/25 14:30",
            "۲۵ دی ۱۴۰۲",
            "25 دي 1402",
            "دوشنبه ۲۵ دی ۱۴۰۲",
            "۱۴۰۲/۱۰/۲۵ ساعت ۱۴:۳۰",
            "۱۴۰۲/۱۰/۲۵ - ۱۴:۳۰",
            "۱۴:۳۰ ۱۴۰۲/۱۰/۲۵",
        ],
        &[
            "2024-01-15",
            "2024-01-15",
            "2024-01-15 14:30",
            "2024-01-15",
            "2024-01-15",
            "2024-01-15",
            "2024-01-15 14:30",
            "2024-01-15 14:30",
            "2024-01-15 14:30",
        ],
        &[],
    );
    check(&["25/10/1402", "01/11/1402"], &["2024-01-15", "2024-01-21"], &[]);
    check(&["\u{200F}1402/10/25\u{200F}", "\u{202B}1402/11/01\u{202C}"], &["2024-01-15", "2024-01-21"], &[]);

    // Bare numbers.
    check(&["45306", "45306.5", "45307"], &["2024-01-15", "2024-01-15 12:00", "2024-01-16"], &[]);
    check(&["45306,5", "45307,25"], &["2024-01-15 12:00", "2024-01-16 06:00"], &[]);
    check(&["1705312800", "1705399200"], &["2024-01-15 10:00", "2024-01-16 10:00"], &[]);
    check(&["1705312800000", "1705399200123"], &["2024-01-15 10:00", "2024-01-16 10:00"], &[]);
    check(&["45306", "2024-01-16"], &["2024-01-15", "2024-01-16"], &[]);

    // No dates.
    check(
        &["2024-02-30", "2024-13-01", "2024-01-15", "2024-01-16", "2024-01-17"],
        &["-", "-", "2024-01-15", "2024-01-16", "2024-01-17"],
        &[(UnreadableDate, 2)],
    );
    check(
        &["1970-01-01 00:00", "0000-00-00", "1900-01-00", "2999-01-01", "2024-01-15"],
        &["-", "-", "-", "-", "2024-01-15"],
        &[(DateOutOfRange, 4)],
    );
    check(
        &[
            "2024-01-15",
            "",
            "NULL",
            "N/A",
            "#N/A",
            "-",
            "–",
            "null",
            "\\N",
            "None",
            "NaT",
            "ندارد",
            "نامشخص",
            "нет",
            "не указано",
            "لا يوجد",
            "keine",
            "n. a.",
        ],
        &["2024-01-15", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-"],
        &[],
    );
}

/// Two readings of serial numbers, four years and a day apart: another column of dates tells them.
#[test]
fn serials_of_1904_are_told_by_their_neighbours() {
    let mut stories = Stories::default();
    let mut check = |text: &str, expected: &[&str]| {
        let imported = import(&[("leads.csv", text.as_bytes())]);
        let mql = imported.dataset.leads.stages[Stage::Mql.index()].as_ref().expect("a column of dates");
        let read: Vec<String> = (0..imported.dataset.leads.len)
            .map(|row| {
                let date = mql.get(row).map(|moment| CalendarSystem::Gregorian.date(Zone::utc().day(moment)));
                date.map_or("-".to_owned(), |date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day))
            })
            .collect();
        stories.same(text, &read, &expected.iter().map(|&text| text.to_owned()).collect());
    };
    check(
        "Lead ID,Created,MQL Date\n1,2024-01-10,43844\n2,2024-01-12,43850\n3,2024-02-01,43870\n",
        &["2024-01-15", "2024-01-21", "2024-02-10"],
    );
    check(
        "Lead ID,Created,MQL Date\n1,2024-01-10,45306\n2,2024-01-12,45312\n3,2024-02-01,45332\n",
        &["2024-01-15", "2024-01-21", "2024-02-10"],
    );
    check("Lead ID,Created,MQL Date\n1,43839,43844\n2,43841,43850\n3,43842,43870\n", &["2020-01-14", "2020-01-20", "2020-02-09"]);
}

/// Minor units by row, the currency, and the issues.
type Money = (Vec<Option<i64>>, Option<String>, Vec<(IssueKind, u64)>);

fn amounts(text: &str) -> Money {
    let imported = import(&[("deals.csv", text.as_bytes())]);
    let minor = imported.dataset.deals.amount_minor.iter().map(|minor| (*minor != NO_AMOUNT).then_some(*minor)).collect();
    (minor, imported.dataset.currency.clone(), issues(&imported))
}

#[test]
fn numbers_in_every_style() {
    use IssueKind::{OtherCurrency, UnreadableNumber};
    let mut stories = Stories::default();
    let mut check_in = |delimiter: char, cells: &[&str], expected: &[f64], currency: Option<&str>, issues: &[(IssueKind, u64)]| {
        let text = column("Amount", cells, delimiter).replacen("Lead ID", "Deal ID", 1);
        let expected = expected.iter().map(|value| (!value.is_nan()).then(|| (value * 100.0).round() as i64)).collect();
        stories.same(&text, &amounts(&text), &(expected, currency.map(str::to_owned), issues.to_vec()));
    };
    let mut check = |cells: &[&str], expected: &[f64]| check_in(',', cells, expected, None, &[]);

    check(&["1.234,56", "12,5", "1.000"], &[1234.56, 12.5, 1000.0]);
    check(&["1,234.56", "12.5", "1,000"], &[1234.56, 12.5, 1000.0]);
    check(&["1,117.10K", "2.5M", "3k", "1.2 M"], &[1_117_100.0, 2_500_000.0, 3000.0, 1_200_000.0]);
    check(&["(1,234.50)", "-5", "5-", "\u{2212}7.25", "- 8", "+9"], &[-1234.5, -5.0, -5.0, -7.25, -8.0, 9.0]);
    check(&["12,34,567", "1,00,000.50"], &[1_234_567.0, 100_000.5]);
    check(&["۱٬۲۳۴٫۵", "۱۲۳", "١٬٢٣٤٬٥٦٧٫٨٩", "۱,۲۳۴.۵"], &[1234.5, 123.0, 1_234_567.89, 1234.5]);
    check(&["1\u{A0}234,56", "1\u{202F}234,5", "1\u{2009}234\u{2009}567", "1 234"], &[1234.56, 1234.5, 1_234_567.0, 1234.0]);
    check(&["1'234.50", "1’234’567", "12'000"], &[1234.5, 1_234_567.0, 12_000.0]);
    check(&["1.234.567", "1.500"], &[1_234_567.0, 1500.0]);
    check(&["1200", "0", "0.125", ".5", "00012"], &[1200.0, 0.0, 0.13, 0.5, 12.0]);
    // Nothing proves a mark: money has no thousandths.
    check(&["1.500", "2.250", "12.000"], &[1500.0, 2250.0, 12_000.0]);
    check(&["1,500", "2,250"], &[1500.0, 2250.0]);
    check(
        &["", "NULL", "N/A", "-", "ندارد", "нет", "#N/A", "5"],
        &[f64::NAN, f64::NAN, f64::NAN, f64::NAN, f64::NAN, f64::NAN, f64::NAN, 5.0],
    );
    check(&["1.2E+3", "1,5e2"], &[1200.0, 150.0]);

    check_in(';', &["1.500", "2,25"], &[1500.0, 2.25], None, &[]);
    check_in(';', &["1,500", "2,250"], &[1500.0, 2250.0], None, &[]);
    check_in(
        ',',
        &["1e99", "99999999999999999999", "1-2", "12 apples", "5", "6", "7", "8", "9"],
        &[f64::NAN, f64::NAN, f64::NAN, f64::NAN, 5.0, 6.0, 7.0, 8.0, 9.0],
        None,
        &[(UnreadableNumber, 4)],
    );

    // Signs and codes, before and after.
    for (cells, currency) in [
        (["$1,234.50", "$ 5", "-$7.25"], "USD"),
        (["USD 1,234.50", "5 USD", "($7.25)"], "USD"),
        (["US$1,234.50", "usd 5", "$-7.25"], "USD"),
        (["€1,234.50", "5€", "-7.25 €"], "EUR"),
        (["EUR 1.234,50", "5 EUR", "-7,25 EUR"], "EUR"),
        (["£1,234.50", "£5", "-£7.25"], "GBP"),
        (["CHF 1'234.50", "CHF 5.-", "CHF -7.25"], "CHF"),
        (["1 234,50 ₽", "5 руб.", "-7,25 р."], "RUB"),
        (["₹1,234.50", "Rs. 5", "INR -7.25"], "INR"),
        (["1 234,50 kr", "5 SEK", "SEK -7,25"], "SEK"),
        (["PLN 1 234,50", "5 zł", "-7,25 zł"], "PLN"),
        (["1.234,50 TL", "5 ₺", "-7,25 TRY"], "TRY"),
        (["1,234.50 AED", "5 د.إ", "AED -7.25"], "AED"),
        (["۱٬۲۳۴٫۵۰ ریال", "۵ ریال", "-۷٫۲۵ ریال"], "IRR"),
        (["1,234.50 MXN", "MXN 5", "MXN -7.25"], "MXN"),
    ] {
        check_in(',', &cells, &[1234.5, 5.0, -7.25], Some(currency), &[]);
    }
    check_in(',', &["€5", "€6", "$7"], &[5.0, 6.0, f64::NAN], Some("EUR"), &[(OtherCurrency, 1)]);
    // A share is no amount of money.
    check_in(',', &["15%", "20", "30"], &[f64::NAN, 20.0, 30.0], None, &[(UnreadableNumber, 1)]);
}

#[test]
fn ids_are_text_to_the_last_digit() {
    use IssueKind::{MangledId, MergedDuplicate};
    let mut stories = Stories::default();
    let mut check = |text: &str, leads: usize, expected: &[(IssueKind, u64)]| {
        let imported = import(&[("leads.csv", text.as_bytes())]);
        stories.same(text, &(imported.dataset.leads.len, issues(&imported)), &(leads, expected.to_vec()));
    };
    check("Lead ID,Name\n123456789012345678,A\n123456789012345679,B\n1234567890123456789012,C\n", 3, &[]);
    check("Lead ID,Name\n007,A\n7,B\n07,C\n", 3, &[]);
    check("Lead ID,Name\n00Q5e000001AbCdEAK,A\n00Q5e000001abcdEAK,B\n", 2, &[]);
    check("Lead ID,Name\n=\"007\",A\n007,B\n", 1, &[(MergedDuplicate, 1)]);
    check("Lead ID,Name\n'007,A\n007,B\n", 1, &[(MergedDuplicate, 1)]);
    check("Lead ID,Name\n\" 007 \",A\n\u{200E}007,B\n", 1, &[(MergedDuplicate, 1)]);
    check("Lead ID,Name\n1.23E+17,A\n1.23E+17,B\n\"1,23E+17\",C\n1.23e+17,D\n1E+17,E\n", 5, &[(MangledId, 5)]);
    check("Lead ID,Name\nABE+15,A\nABE+15,B\n", 1, &[(MergedDuplicate, 1)]);
    // No id and no address is not one id that many share.
    check("Lead ID,Name\nNULL,A\nNULL,B\n-,C\n-,D\nN/A,E\nn/a,F\nندارد,G\nندارد,H\nнет,I\nнет,J\n", 10, &[]);
    check(
        "Name,Email\nA,-\nB,-\nC,n/a\nD,n/a\nE,ندارد\nF,ندارد\nG,a@x.com\nH,A@X.com\nI,нет\nJ,нет\nK,none\nL,None\n",
        11,
        &[(MergedDuplicate, 1)],
    );
}

#[test]
fn nothing_is_written_in_many_ways() {
    let mut stories = Stories::default();
    let nulls = [
        "",
        " ",
        "NULL",
        "null",
        "N/A",
        "n/a",
        "#N/A",
        "-",
        "--",
        "—",
        "(null)",
        "(blank)",
        "(empty)",
        "[null]",
        "\\N",
        "None",
        "undefined",
        "nan",
        "ندارد",
        "нет",
        "не указано",
        "не задано",
        "لا يوجد",
        "غير محدد",
    ];
    let imported =
        import(&[("leads.csv", column("Lead Source", &[&nulls[..], &["Web", "unknown", "نامشخص", "NA"]].concat(), ',').as_bytes())]);
    let source = imported.dataset.leads.categories[Dimension::Source.index()].as_ref().expect("a source");
    stories.same("sources", &source.values().to_vec(), &["Web", "unknown", "نامشخص", "NA"].map(String::from).to_vec());
    stories.same("issues", &issues(&imported), &vec![]);
}

#[test]
fn yes_and_no_in_many_languages() {
    let mut stories = Stories::default();
    let yes = [
        "true",
        "TRUE",
        "Yes",
        "y",
        "1",
        "да",
        "Да",
        "ИСТИНА",
        "بله",
        "بلی",
        "آری",
        "درست",
        "نعم",
        "صحيح",
        "ja",
        "oui",
        "sí",
        "✓",
        "✔",
        "on",
        "checked",
        "wahr",
        "vrai",
    ];
    let no = [
        "false",
        "FALSE",
        "No",
        "n",
        "0",
        "нет",
        "ЛОЖЬ",
        "خیر",
        "نه",
        "نادرست",
        "لا",
        "خطأ",
        "nein",
        "non",
        "✗",
        "off",
        "unchecked",
        "falsch",
        "faux",
    ];
    let unknown = ["", "NULL", "N/A", "-", "ندارد", "не указано"];
    for (story, cells, expected) in [("yes", &yes[..], 2), ("no", &no[..], 1), ("unknown", &unknown[..], 0)] {
        // The first rows tell what the column is.
        let cells: Vec<&str> = ["yes", "no"].iter().cycle().take(cells.len() * 2 + 2).chain(cells).copied().collect();
        let imported = import(&[("leads.csv", column("Contacted", &cells, ',').as_bytes())]);
        let flags = &imported.dataset.leads.contacted;
        let wrong: Vec<&str> = cells
            .iter()
            .zip(flags)
            .skip(cells.len() * 2 / 3)
            .filter(|(cell, flag)| **flag != expected && !["yes", "no"].contains(*cell))
            .map(|(cell, _)| *cell)
            .collect();
        stories.same(story, &(wrong, issues(&imported)), &(vec![], vec![]));
    }
}
