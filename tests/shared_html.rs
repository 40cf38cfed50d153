//! A shared board as a page of HTML: everything in it is shown once and in words, nothing withheld is told, whatever the data says is only
//! text, and the page has no way out.

use handoff::{
    leads::{Dimension, SpendCategory, Stage},
    report::{Blame, ChangeVerdict, GapFactor, MeasureName, Money, Outcome, Rate, ReportAgreement, ReportFilter, ReportPeriod, SpeedBand},
    share::{
        Block, BlockKind, Cell, Column, FigureName, Label, Row, SharedBoard, SharedPage, Slice, html,
        show::{Speech, chart},
    },
    time::CalendarSystem,
    words::Locale,
};
use quick_xml::{Reader, events::Event};

const HOSTILE: &str = "<script>alert(1)</script> & \"ads\" 'x' \u{0}\u{202e}]]>";

fn euros(minor: i64) -> Cell {
    Cell::Money(Money { minor, currency: Some("EUR".into()) })
}

fn share(numerator: u64, denominator: u64) -> Cell {
    Cell::Share(Rate { numerator, denominator })
}

fn block(kind: BlockKind, columns: &[Column], rows: Vec<(Label, Vec<Cell>)>) -> Block {
    let rows = rows.into_iter().map(|(label, cells)| Row { label, cells }).collect();
    Block { kind, columns: columns.to_vec(), rows }
}

/// A row of counts for each label.
fn counts(kind: BlockKind, labels: Vec<Label>) -> Block {
    let rows = labels.into_iter().zip(31..).map(|(label, count)| (label, vec![Cell::Count(count)])).collect();
    block(kind, &[Column::Leads], rows)
}

fn source(name: &str) -> Label {
    Label::Value(Some(name.to_owned()))
}

fn board_page() -> Vec<Block> {
    use FigureName as F;
    let days = |date: u32, actual: Cell| (Label::Day(format!("2026-10-{date:02}")), vec![Cell::Number(f64::from(date) * 6.5), actual]);
    let goal = BlockKind::GoalDays { month: "1405-07".into(), metric: Stage::Mql };
    vec![
        block(
            BlockKind::Marketing,
            &[Column::Value, Column::Goal, Column::Gap],
            vec![
                (Label::Figure(F::Qualified), vec![Cell::Count(1_234), Cell::Number(200.0), Cell::Number(-12.5)]),
                (Label::Figure(F::Pace), vec![Cell::Number(191.4), Cell::Nothing, Cell::Ratio(0.031)]),
                (Label::Figure(F::NeededPerDay), vec![Cell::Withheld, Cell::Nothing, euros(1)]),
                (Label::Figure(F::AsAgreed), vec![share(62, 161), Cell::Nothing, Cell::Days(-1.5)]),
            ],
        ),
        block(
            BlockKind::Sales,
            &[Column::Value],
            vec![
                (Label::Figure(F::FollowedUpInTime), vec![share(7, 9)]),
                (Label::Figure(F::MedianFollowUp), vec![Cell::Minutes(130.0)]),
                (Label::Figure(F::OutcomeRecorded), vec![share(0, 0)]),
                (Label::Figure(F::AttemptsMean), vec![Cell::Number(2.25)]),
                (Label::Figure(F::Unreachable), vec![Cell::Count(0)]),
            ],
        ),
        block(
            goal,
            &[Column::Goal, Column::Actual],
            vec![
                days(1, Cell::Withheld),
                days(2, Cell::Count(9)),
                days(3, Cell::Withheld),
                days(4, Cell::Count(19)),
                days(5, Cell::Count(25)),
                days(6, Cell::Nothing),
            ],
        ),
    ]
}

fn funnel_page() -> Vec<Block> {
    let stage =
        |stage, [reached, on, flying, dropped]: [u64; 4]| (Label::Stage(stage), [reached, on, flying, dropped].map(Cell::Count).to_vec());
    let part = |label, leads: Cell| (label, vec![leads, Cell::Count(40), Cell::Count(20), Cell::Count(9), share(9, 80), euros(123_450)]);
    let values = vec![
        part(source("Ads (brand)"), Cell::Count(80)),
        part(source(HOSTILE), Cell::Count(60)),
        part(source("نمایشگاه"), Cell::Withheld),
        part(Label::Value(None), Cell::Count(50)),
        part(Label::Rest, Cell::Count(12)),
    ];
    vec![
        block(
            BlockKind::Funnel,
            &[Column::Reached, Column::WentOn, Column::InFlight, Column::Dropped],
            vec![stage(Stage::Lead, [400, 161, 100, 139]), stage(Stage::Mql, [161, 62, 40, 59]), stage(Stage::Customer, [62, 0, 0, 0])],
        ),
        block(
            BlockKind::Steps,
            &[Column::Rate, Column::Previous, Column::MedianDays],
            vec![(Label::Step(Stage::Lead, Stage::Mql), vec![share(161, 400), Cell::Withheld, Cell::Days(4.25)])],
        ),
        counts(
            BlockKind::Outcomes,
            [Outcome::Open, Outcome::Won, Outcome::Disqualified, Outcome::Recycled, Outcome::Unreachable].map(Label::Outcome).to_vec(),
        ),
        block(
            BlockKind::Breakdown { dimension: Dimension::Source },
            &[Column::Leads, Column::Mql, Column::Sql, Column::Won, Column::Rate, Column::Revenue],
            values,
        ),
    ]
}

fn follow_up_page() -> Vec<Block> {
    let month = |month: u32, kept: Cell| {
        let counts = [60, 41, 12, 7].map(Cell::Count);
        (Label::Day(format!("2026-{month:02}-23")), counts.into_iter().chain([kept, Cell::Minutes(95.0)]).collect())
    };
    let attempts = (0..3).map(|from| Label::Attempts { from, and_more: from == 2 }).collect();
    let columns = [Column::Leads, Column::Met, Column::Breached, Column::Pending, Column::Kept, Column::MedianMinutes];
    vec![
        counts(BlockKind::SpeedBands, SpeedBand::ALL.map(Label::Band).to_vec()),
        block(BlockKind::SpeedOverTime, &columns, vec![month(7, share(41, 53)), month(8, Cell::Withheld), month(9, share(40, 53))]),
        counts(BlockKind::Attempts, attempts),
    ]
}

fn reasons_page() -> Vec<Block> {
    let blames = Blame::ALL.map(Some).into_iter().chain([None]).map(Label::Blame).collect();
    vec![
        counts(BlockKind::Reasons, vec![Label::Reason(Some("No budget".into())), Label::Reason(None), Label::Rest]),
        counts(BlockKind::ReasonsOverTime, vec![Label::Month("1405-06".into()), Label::Month("1405-07".into())]),
        counts(BlockKind::Responsibility, blames),
    ]
}

fn return_page() -> Vec<Block> {
    use FigureName as F;
    let value = |name, cell| (Label::Figure(name), vec![cell]);
    let month = |name: &str, revenue| {
        (Label::Month(name.into()), vec![revenue, euros(400_000), euros(250_000), Cell::Ratio(0.6), euros(12_345), Cell::Count(9)])
    };
    let rate = |name, change: f64| {
        let cells = [0.2, 0.2 + change].map(Cell::Ratio).into_iter().chain([change, change - 0.02, change + 0.02].map(Cell::Ratio));
        (Label::Measure(name), cells.chain([Cell::Verdict(ChangeVerdict::Better)]).collect())
    };
    let sum =
        |name, verdict| (Label::Measure(name), vec![euros(1), euros(2), euros(1), Cell::Nothing, Cell::Withheld, Cell::Verdict(verdict)]);
    let cycle =
        [Cell::Days(30.0), Cell::Days(21.0), Cell::Days(-9.0), Cell::Days(-12.0), Cell::Days(1.0), Cell::Verdict(ChangeVerdict::TooEarly)];
    vec![
        block(
            BlockKind::ReturnFigures,
            &[Column::Value],
            vec![
                value(F::Revenue, euros(123_456_789)),
                value(F::MarketingSourced, euros(-5)),
                value(F::WonDeals, Cell::Count(31)),
                value(F::AverageDeal, Cell::Money(Money { minor: 1_234_567, currency: None })),
                value(F::WinRate, share(31, 100)),
                value(F::Investment, euros(100)),
                value(F::Roi, Cell::Ratio(-0.25)),
                value(F::Cac, euros(99)),
                value(F::PaidCac, Cell::Withheld),
                value(F::Ltv, Cell::Money(Money { minor: 5_000_000, currency: Some("IRR".into()) })),
                value(F::LtvToCac, Cell::Times(3.2)),
                value(F::PaybackMonths, Cell::Months(7.5)),
                value(F::SalesVelocity, euros(8_200)),
            ],
        ),
        block(
            BlockKind::Returns,
            &[Column::Revenue, Column::MarketingSourced, Column::Invested, Column::Roi, Column::Cac, Column::Won],
            vec![month("1405-05", euros(500_000)), month("1405-06", Cell::Withheld), month("1405-07", euros(700_000))],
        ),
        block(
            BlockKind::Costs,
            &[Column::Amount],
            SpendCategory::ALL.map(|category| (Label::Cost(category), vec![euros(1_000_000)])).to_vec(),
        ),
        block(
            BlockKind::Gap,
            &[Column::Amount],
            vec![(Label::Factor(GapFactor::Leads), vec![euros(-500_000)]), (Label::Factor(GapFactor::DealSize), vec![euros(200_000)])],
        ),
        block(
            BlockKind::Comparison { since: "2026-09-01".into() },
            &[Column::Before, Column::After, Column::Difference, Column::Low, Column::High, Column::Verdict],
            vec![
                rate(MeasureName::LeadToMql, 0.05),
                rate(MeasureName::WinRate, -0.04),
                sum(MeasureName::Revenue, ChangeVerdict::NoVerdict),
                (Label::Measure(MeasureName::CycleDays), cycle.to_vec()),
            ],
        ),
        block(
            BlockKind::Campaigns { dimension: Dimension::Campaign },
            &[Column::Cost, Column::Leads, Column::Won, Column::Rate, Column::Revenue, Column::Roi],
            vec![
                (source("Spring"), vec![euros(100), Cell::Count(30), Cell::Count(5), share(5, 30), euros(200), Cell::Ratio(1.0)]),
                (source("Autumn"), vec![euros(100), Cell::Count(30), Cell::Count(5), share(5, 30), euros(100), Cell::Ratio(0.0)]),
                (source("Winter"), vec![Cell::Nothing, Cell::Count(30), Cell::Withheld, Cell::Withheld, Cell::Withheld, Cell::Withheld]),
            ],
        ),
    ]
}

fn board() -> SharedBoard {
    let blocks = [board_page(), follow_up_page(), reasons_page(), return_page(), funnel_page()].concat();
    let of = |value: &str| ReportFilter { dimension: Dimension::Source, value: Some(value.to_owned()) };
    SharedBoard {
        schema: "handoff.shared/1".into(),
        made_at: 1_792_962_000,
        as_of: Some("2026-10-25T12:00:00+03:30".into()),
        period: ReportPeriod {
            from: "2026-09-23".into(),
            to: "2026-10-23".into(),
            calendar: CalendarSystem::Persian,
            time_zone: "Asia/Tehran".into(),
        },
        filter: vec![ReportFilter { dimension: Dimension::Persona, value: Some("Buyer".into()) }],
        agreement: ReportAgreement { version: 3, hash: "0123456789abcdef".into() },
        least_group: 5,
        pages: SharedPage::ALL.to_vec(),
        slices: vec![
            Slice { only: None, blocks },
            Slice { only: Some(of(HOSTILE)), blocks: funnel_page() },
            Slice { only: Some(of("Web")), blocks: Vec::new() },
        ],
    }
}

/// What a reader finds in the page, or why it is not well formed.
#[derive(Default)]
struct Found {
    /// The cells of every row of a table's body, in order.
    rows: Vec<Vec<String>>,
    /// The texts of all charts.
    drawn: String,
    charts: usize,
    scripts: usize,
    addresses: Vec<String>,
}

fn read(page: &str) -> Found {
    let mut reader = Reader::from_str(page.strip_prefix("<!doctype html>").expect("it begins with its type"));
    let (mut found, mut open) = (Found::default(), Vec::<String>::new());
    loop {
        let event = reader.read_event().unwrap_or_else(|error| panic!("{error} at {}", reader.buffer_position()));
        let mut text = String::new();
        match event {
            Event::Eof => break,
            Event::Start(ref element) | Event::Empty(ref element) => {
                let name = element.name().0.to_owned();
                for attribute in element.attributes() {
                    let attribute = attribute.expect("well-formed attributes");
                    let key = attribute.key.0;
                    assert!(!key.starts_with("on"), "{name} has {key}");
                    if matches!(key, "href" | "src" | "action" | "data" | "srcset") {
                        found.addresses.push(attribute.value.to_string());
                    }
                }
                found.charts += usize::from(name == "svg");
                found.scripts += usize::from(name == "script");
                if name == "tr" && open.contains(&"tbody".to_owned()) {
                    found.rows.push(Vec::new());
                }
                if matches!(name.as_str(), "td" | "th")
                    && open.contains(&"tbody".to_owned())
                    && let Some(row) = found.rows.last_mut()
                {
                    row.push(String::new());
                }
                if matches!(event, Event::Start(_)) {
                    open.push(name);
                }
            }
            Event::End(_) => drop(open.pop()),
            Event::Text(part) => text = part.xml10_content().into_owned(),
            Event::GeneralRef(part) => {
                let character = part.resolve_char_ref().expect("a character").unwrap_or_else(|| match &*part.xml10_content() {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    other => panic!("&{other};"),
                });
                text.push(character);
            }
            other => panic!("{other:?}"),
        }
        if open.contains(&"svg".to_owned()) {
            found.drawn.push_str(&text);
        } else if open.contains(&"tbody".to_owned())
            && let Some(cell) = found.rows.last_mut().and_then(|row| row.last_mut())
        {
            cell.push_str(text.trim_end_matches('\n'));
        }
    }
    assert!(open.is_empty(), "{open:?} is not closed");
    found
}

#[test]
fn every_row_is_shown_once_in_its_place_and_in_words() {
    let board = board();
    for locale in Locale::ALL {
        let page = html(&board, locale);
        let speech = Speech::of(&board, locale);
        let mut expected = Vec::new();
        for slice in &board.slices {
            for shared_page in &board.pages {
                for block in slice.blocks.iter().filter(|block| block.kind.page() == *shared_page) {
                    for row in &block.rows {
                        let cells = block.columns.iter().zip(&row.cells).map(|(column, cell)| speech.cell(*column, cell));
                        let label = speech.label(&block.kind, &row.label);
                        assert!(!label.is_empty());
                        expected.push(std::iter::once(label.replace('\u{0}', " ")).chain(cells).collect::<Vec<_>>());
                    }
                }
            }
        }
        let found = read(&page);
        assert_eq!(found.rows, expected, "{}", locale.tag());
        for block in board.slices.iter().flat_map(|slice| &slice.blocks) {
            assert!(page.contains(&format!("<h4>{}</h4>", speech.title(&block.kind))), "{:?}", block.kind);
            assert!(!speech.title(&block.kind).contains('{') && !speech.row_head(&block.kind).is_empty());
        }
        for line in speech.frame(&board) {
            assert!(page.contains(&format!("<li>{line}</li>")), "{line}");
        }
    }
}

#[test]
fn what_is_written_reads_as_people_write() {
    use Locale::{En, Fa};
    let speech = |locale| Speech::of(&board(), locale);
    let check = |locale, column, cell: Cell, expected: &str| {
        let said = speech(locale).cell(column, &cell).replace(['\u{2066}', '\u{2068}', '\u{2069}'], "");
        assert_eq!(said, expected, "{cell:?}");
    };
    check(En, Column::Rate, share(62, 161), "38.5% (62 of 161)");
    check(Fa, Column::Rate, share(62, 161), "۳۸٫۵٪ (۶۲ از ۱۶۱)");
    check(En, Column::Rate, share(0, 0), "–");
    check(En, Column::Leads, Cell::Nothing, "–");
    check(En, Column::Leads, Cell::Withheld, "withheld");
    check(En, Column::Gap, Cell::Number(-12.5), "−12.5");
    check(En, Column::Difference, Cell::Ratio(0.05), "+5 points");
    check(En, Column::Difference, euros(123_450), "+€1,234.50");
    check(Fa, Column::Difference, euros(-123_450), "−۱٬۲۳۴٫۵۰ €");
    check(En, Column::Value, Cell::Times(3.2), "3.2 times");
    check(En, Column::Value, Cell::Minutes(130.0), "2 h 10 min");
    let label = |locale, kind: &BlockKind, label: &Label| speech(locale).label(kind, label);
    assert_eq!(label(Fa, &BlockKind::SpeedOverTime, &Label::Day("2026-09-23".into())), "مهر ۱۴۰۵");
    assert_eq!(label(En, &BlockKind::Attempts, &Label::Attempts { from: 3, and_more: true }), "3+");
    let frame = speech(En).frame(&board());
    assert!(frame.iter().any(|line| line == "Period: 1 Mehr 1405 to 30 Mehr 1405"), "{frame:?}");
    assert!(frame.iter().any(|line| line.starts_with("Groups of fewer than 5 leads")), "{frame:?}");
}

#[test]
fn the_page_has_no_way_out() {
    let board = board();
    for locale in Locale::ALL {
        let page = html(&board, locale);
        let found = read(&page);
        let known = "xmlns=\"http://www.w3.org/2000/svg\"";
        assert_eq!(page.matches("http").count(), page.matches(known).count() + "http-equiv".matches("http").count());
        assert!(found.addresses.iter().all(|address| address.starts_with('#')), "{:?}", found.addresses);
        assert!(!page.contains("url(") && !page.contains("@import"));
        assert_eq!(page.matches("//").count(), page.matches(known).count());
        assert!(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-"));
        assert_eq!((found.scripts, page.matches("<script").count()), (1, 1));
        assert!(page.contains(&format!("lang=\"{}\" dir=\"{}\"", locale.tag(), if locale.is_rtl() { "rtl" } else { "ltr" })));
        assert_eq!(page.matches("<section data-slice=").count(), 3);
        assert_eq!(page.matches("hidden=\"hidden\"").count(), 3, "two slices and, until there is a script, the choice");
        assert_eq!(page, html(&board, locale));
    }
    let whole = SharedBoard { slices: board.slices[..1].to_vec(), ..board };
    let page = html(&whole, Locale::En);
    assert!(!page.contains("<script") && !page.contains("script-src") && !page.contains("<select"));
}

#[test]
fn what_somebody_wrote_is_only_text() {
    let page = html(&board(), Locale::En);
    assert!(!page.contains("<script>alert"));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;ads&quot; &#39;x&#39;  \u{202e}]]&gt;"));
    let kept = page.chars().find(|c| c.is_control() && *c != '\n');
    assert_eq!(kept, None);
}

/// Whether a table has a picture.
fn check_chart(block: &Block, expected: bool) {
    for locale in Locale::ALL {
        let speech = Speech { locale, calendar: CalendarSystem::Persian };
        assert_eq!(chart(block, &speech).is_some(), expected, "{:?}", block.kind);
    }
}

#[test]
fn tables_are_drawn_where_nothing_withheld_would_make_the_picture_wrong() {
    let board = board();
    for block in &board.slices[0].blocks {
        let only_table = matches!(block.kind, BlockKind::Marketing | BlockKind::Sales | BlockKind::Steps | BlockKind::ReturnFigures);
        check_chart(block, !only_table);
        let mut hidden = block.clone();
        hidden.rows.iter_mut().for_each(|row| row.cells.fill(Cell::Withheld));
        check_chart(&hidden, false);
        hidden.rows.clear();
        check_chart(&hidden, false);
        // One count of a sum: then the picture would not add up.
        let mut partly = block.clone();
        let last = partly.rows.len() - 1;
        partly.rows[last].cells.fill(Cell::Withheld);
        if matches!(block.kind, BlockKind::Funnel | BlockKind::Gap) {
            check_chart(&partly, false);
        }
        let mut short = block.clone();
        short.rows.iter_mut().for_each(|row| row.cells.truncate(1));
        check_chart(&short, chart(&short, &Speech::of(&board, Locale::En)).is_some());
    }
}

#[test]
fn a_picture_leaves_out_what_is_withheld() {
    let board = board();
    let drawn = read(&html(&board, Locale::En)).drawn;
    assert!(drawn.contains("Ads (brand)") && drawn.contains("Spring"));
    assert!(!drawn.contains("نمایشگاه") && !drawn.contains("Winter"), "{drawn}");
    let charts = read(&html(&board, Locale::En)).charts;
    let speech = Speech::of(&board, Locale::En);
    let drawable = board.slices.iter().flat_map(|slice| &slice.blocks).filter(|block| chart(block, &speech).is_some()).count();
    assert_eq!(charts, drawable);
}

#[test]
fn a_course_with_days_withheld_runs_straight_between_those_that_are_shown() {
    let days = board_page().pop().unwrap();
    let speech = Speech { locale: Locale::En, calendar: CalendarSystem::Gregorian };
    let Some(handoff::chart::ChartSpec::Goal(spec)) = chart(&days, &speech) else { panic!("a goal") };
    let drawn: Vec<(f64, &str)> =
        spec.days.iter().filter_map(|day| day.actual.as_ref()).map(|figure| (figure.value, figure.text.as_str())).collect();
    assert_eq!(drawn, [(4.5, "withheld"), (9.0, "9"), (14.0, "withheld"), (19.0, "19"), (25.0, "25")]);
    assert_eq!(spec.days[0].gap, None);
    assert_eq!(spec.words.as_of, "5 Oct 2026");
}
