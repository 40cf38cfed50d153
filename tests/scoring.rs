//! What a score is: the reference example, decay, caps, dates, disqualifiers, fast tracks, required fields, and why it is what it is.

mod report_support;
mod scoring_support;

use handoff::{
    agreement::{Agreement, Attribute, ChecklistItem, Effect, Rule, ScoringModel, Signal, Test},
    leads::{ActivityKind, Bitmap, CategoryBuilder, Dataset, Dimension, Event, Named, Stage},
    metrics::scoring::{Scorer, View, Why, WhyPart, model_dates},
    report::{AgreementMatrix, CannotSuggest, Query, Rate, Report, report, suggested_points, why_of},
    time::{Moment, Zone},
};
use report_support::{Lead, dataset, lead, moment};
use scoring_support::{Activity, activity, example, fit, is, rule, with_activities};

fn at(text: &str) -> Option<Moment> {
    Some(moment(text).0)
}

fn seen<'a>(lead: u32, what: &'a str, when: &str) -> Activity<'a> {
    (lead, ActivityKind::PageView, what, at(when), false)
}

fn agreed(scoring: ScoringModel) -> Agreement {
    Agreement { scoring, ..Agreement::default() }
}

fn report_by(data: &Dataset, agreement: &Agreement) -> Report {
    report(data, &[], agreement, &Zone::utc(), &Query::default())
}

fn why(data: &Dataset, model: &ScoringModel, row: u32) -> Why {
    why_of(data, &agreed(model.clone()), &Zone::utc(), &Query::default(), &mut Scorer::default(), row).expect("such a lead")
}

/// One lead created on 1 March; as of 31 March, when somebody called.
fn story(activities: &[(&'static str, &str)]) -> Dataset {
    let data = dataset(&[lead().at(Stage::Lead, "2024-03-01T08:00"), lead().at(Stage::Lead, "2024-03-31T12:00")], &[]);
    let list: Vec<Activity> = activities.iter().map(|(what, when)| seen(0, what, when)).collect();
    with_activities(data, &list)
}

const EXAMPLE: [(&str, &str); 4] = [
    ("ebook_download", "2024-03-02T10:00"),
    ("pricing_visit", "2024-03-03T10:00"),
    ("careers page", "2024-03-04T10:00"),
    ("ebook_download", "2024-03-05T10:00"),
];

fn dates_of(data: &Dataset, model: &ScoringModel) -> (Option<Moment>, Option<Moment>, Option<Stage>) {
    let as_of = data.latest.expect("a date");
    let scorer = Scorer::new(data, model, as_of, vec![as_of.unix() as u32; data.leads.len]);
    let now = scorer.scores(model, View::Now);
    let dates = model_dates(&data.leads, &scorer, model, &now);
    (Moment::from_unix(dates.mql[0].into()), Moment::from_unix(dates.sal[0].into()), now.stage(0))
}

#[test]
fn reference_example_4() {
    let model = example();
    let found = why(&story(&EXAMPLE), &model, 0);
    assert_eq!((found.fit.value(), found.engagement.value(), found.score.value()), (0.0, 25.0, 25.0));
    let lines: Vec<_> = found.lines.iter().map(|line| (line.name.as_deref(), line.points.value(), line.times, line.at)).collect();
    let expected = [
        (Some("E-book"), 10.0, 1, at("2024-03-02T10:00")),
        (Some("E-book"), 10.0, 1, at("2024-03-05T10:00")),
        (Some("Pricing page"), 20.0, 1, at("2024-03-03T10:00")),
        (Some("Careers page"), -15.0, 1, at("2024-03-04T10:00")),
    ];
    assert_eq!(lines, expected);
    assert_eq!(dates_of(&story(&EXAMPLE), &model), (None, None, None));
    let with_demo = story(&[&EXAMPLE[..], &[("demo_request", "2024-03-06T09:30")]].concat());
    let demo = at("2024-03-06T09:30");
    assert_eq!(dates_of(&with_demo, &model), (demo, demo, Some(Stage::Sal)));
    let found = why(&with_demo, &model, 0);
    assert_eq!((found.score.value(), found.fast_tracked_by), (25.0, vec!["Demo request".to_owned()]));
    let counts = report_by(&with_demo, &agreed(model)).scoring.expect("a model").model;
    assert_eq!((counts.leads, counts.mql, counts.sal, counts.fast_tracked), (2, 1, 1, 1));
}

/// The score of the lead of [`story`], and the parts that are no plain rule lines.
fn check(story_told: &str, change: impl Fn(&mut ScoringModel), activities: &[(&'static str, &str)], score: f64, parts: &[(WhyPart, f64)]) {
    let mut model = example();
    change(&mut model);
    let found = why(&story(activities), &model, 0);
    let other: Vec<_> =
        found.lines.iter().filter(|line| line.part != WhyPart::Rule).map(|line| (line.part.clone(), line.points.value())).collect();
    assert_eq!((found.score.value(), other.as_slice()), (score, parts), "{story_told}");
    assert_eq!(found.lines.iter().map(|line| line.points.0).sum::<i32>(), found.score.0, "{story_told}: the lines add up");
}

#[test]
fn caps_floor_and_decay() {
    let careers = [("careers", "2024-03-02T10:00"), ("careers", "2024-03-03T10:00")];
    check("nothing done", |_| {}, &[], 0.0, &[]);
    check("below 0 is 0", |_| {}, &careers, 0.0, &[(WhyPart::Floor, 30.0)]);
    check("a rule's cap", |model| model.rules[0].cap = Some(15.0), &EXAMPLE, 20.0, &[(WhyPart::RuleCap, -5.0)]);
    let both = [&careers[..], &EXAMPLE[1..2]].concat();
    check("a cap of what a rule takes", |model| model.rules[2].cap = Some(18.0), &both, 2.0, &[(WhyPart::RuleCap, 12.0)]);
    check("the group's cap", |model| model.engagement_cap = Some(22.5), &EXAMPLE, 22.5, &[(WhyPart::EngagementCap, -2.5)]);
    check("the other group's cap", |model| model.fit_cap = Some(1.0), &EXAMPLE, 25.0, &[]);
    check("a rule that is off", |model| model.rules[2].is_off = true, &EXAMPLE, 40.0, &[]);
    // Pricing page on 1 March 12:00, seen from 31 March 12:00 with a half-life of 15 days: 20 · 0.25.
    check("half-life", |model| model.rules[1].half_life_days = Some(15.0), &[("pricing", "2024-03-01T12:00")], 5.0, &[]);
    // Thirds of a point do not get lost in the lines: 3 · 10 · 0.5^(30/45.2…).
    let three = [("ebook", "2024-03-01T12:00"), ("ebook", "2024-03-02T12:00"), ("ebook", "2024-03-03T12:00")];
    let thirds: f64 = [30.0, 29.0, 28.0].map(|age: f64| 10.0 * 0.5_f64.powf(age / 47.0)).iter().sum();
    check("half-life of three", |model| model.rules[0].half_life_days = Some(47.0), &three, (thirds * 100.0).round() / 100.0, &[]);
}

#[test]
fn what_is_planned_or_later_does_not_count_and_what_has_no_date_does() {
    let mut data = story(&[("pricing", "2024-03-02T10:00"), ("pricing", "2024-03-20T10:00")]);
    let count = |data: &Dataset, as_of: Option<Moment>| {
        let query = Query { as_of, ..Query::default() };
        why_of(data, &agreed(example()), &Zone::utc(), &query, &mut Scorer::default(), 0).expect("such a lead").score.value()
    };
    assert_eq!((count(&data, None), count(&data, at("2024-03-10"))), (40.0, 20.0));
    data = with_activities(
        data,
        &[(0, ActivityKind::PageView, "pricing", None, false), (0, ActivityKind::PageView, "pricing", at("2024-03-02"), true)],
    );
    assert_eq!(count(&data, None), 20.0);
}

#[test]
fn the_model_dates_its_mqls() {
    let twice = [("pricing", "2024-03-02T10:00"), ("pricing", "2024-03-04T10:00"), ("ebook", "2024-03-06T10:00")];
    let check =
        |story_told: &str, change: &dyn Fn(&mut ScoringModel, &mut Dataset), mql: Option<&str>, sal: Option<&str>, stage: Option<Stage>| {
            let (mut model, mut data) = (example(), story(&twice));
            change(&mut model, &mut data);
            assert_eq!(dates_of(&data, &model), (mql.and_then(at), sal.and_then(at), stage), "{story_told}");
        };
    let (second, third) = (Some("2024-03-04T10:00"), Some("2024-03-06T10:00"));
    check("50 on the third", &|_, _| {}, third, None, Some(Stage::Mql));
    check("40 on the second", &|model, _| model.mql_score = Some(40.0), second, None, Some(Stage::Mql));
    check("a SAL at 50 is an MQL too", &|model, _| (model.mql_score, model.sal_score) = (None, Some(50.0)), third, third, Some(Stage::Sal));
    check(
        "created after it all",
        &|_, data| {
            *data = with_activities(
                dataset(&[lead().at(Stage::Lead, "2024-03-08T07:00")], &[]),
                &[
                    seen(0, "pricing", "2024-03-02T10:00"),
                    seen(0, "pricing", "2024-03-04T10:00"),
                    seen(0, "ebook", "2024-03-06T10:00"),
                    seen(0, "other", "2024-03-31T12:00"),
                ],
            );
        },
        Some("2024-03-08T07:00"),
        None,
        Some(Stage::Mql),
    );
    check(
        "faded before it was enough: 20 · 0.5 + 20",
        &|model, _| {
            model.mql_score = Some(35.0);
            model.rules[1].half_life_days = Some(2.0);
        },
        None,
        None,
        None,
    );
    check(
        "enough once, and faded since",
        &|model, _| {
            model.mql_score = Some(35.0);
            model.rules[1].half_life_days = Some(20.0);
        },
        second,
        None,
        None,
    );
    check("disqualified", &|model, _| model.rules.push(rule("Browsed", activity(&["ebook"]), Effect::Disqualify)), None, None, None);
    check("lacks a required field", &|model, _| model.required = vec![Attribute::Email], None, None, None);
    check(
        "has the required field",
        &|model, data| {
            model.required = vec![Attribute::Email];
            data.leads.known.email = Bitmap::full(2);
        },
        third,
        None,
        Some(Stage::Mql),
    );
    let counter = |model: &mut ScoringModel, data: &mut Dataset, points: f64| {
        model.rules.push(rule("Visits", Signal::Counter("Visits".into()), Effect::Points(points)));
        data.leads.counters = vec![Named { name: "visits".into(), column: vec![10, 0] }];
    };
    check(
        "a counter gives no date",
        &|model, data| {
            model.mql_score = Some(90.0);
            counter(model, data, 5.0);
        },
        None,
        None,
        Some(Stage::Mql),
    );
    check("a counter does not bring a date forward", &|model, data| counter(model, data, 5.0), third, None, Some(Stage::Mql));
    check(
        "what a counter takes counts from the beginning",
        &|model, data| {
            model.mql_score = Some(30.0);
            counter(model, data, -1.0);
        },
        second,
        None,
        Some(Stage::Mql),
    );
    check(
        "fit alone: when it was created",
        &|model, data| {
            model.mql_score = Some(8.0);
            model.rules.push(rule("Any", fit(Attribute::Email, Test::Known), Effect::Points(8.0)));
            data.leads.known.email = Bitmap::full(2);
        },
        Some("2024-03-01T08:00"),
        None,
        Some(Stage::Mql),
    );
    check(
        "fast by fit: when it was created",
        &|model, data| {
            model.rules.push(rule("Any", fit(Attribute::Email, Test::Known), Effect::FastTrack));
            data.leads.known.email = Bitmap::full(2);
        },
        Some("2024-03-01T08:00"),
        Some("2024-03-01T08:00"),
        Some(Stage::Sal),
    );
}

#[test]
fn a_scorer_that_was_used_before_scores_as_a_new_one() {
    let data = story(&EXAMPLE);
    let as_of = data.latest.expect("a date");
    let mut used = Scorer::default();
    let mut model = example();
    let changes: [fn(&mut ScoringModel); 6] = [
        |_| {},
        |model| model.rules[1].effect = Effect::Points(33.0),
        |model| model.rules[1].half_life_days = Some(4.0),
        |model| model.rules.swap(0, 2),
        |model| model.rules[0].is_off = true,
        |model| drop(model.rules.remove(0)),
    ];
    for change in changes {
        change(&mut model);
        for days in [0, 3, 20] {
            let as_of = Moment::from_unix(as_of.unix() - days * 86_400).expect("a moment");
            let decided = vec![as_of.unix() as u32 - 86_400; 2];
            used.prepare(&data, &model, as_of, decided.clone());
            let fresh = Scorer::new(&data, &model, as_of, decided);
            for view in [View::Now, View::Decided] {
                assert_eq!(used.scores(&model, view), fresh.scores(&model, view), "{model:?} {days} {view:?}");
            }
        }
    }
}

fn industry(value: &str, stage: Option<&str>) -> Lead {
    let lead = lead().at(Stage::Lead, "2024-03-01").with(Dimension::Industry, value);
    stage.map_or(lead.clone(), |date| lead.at(Stage::Mql, date))
}

#[test]
fn crm_and_model_are_compared() {
    let leads =
        [industry("IT", Some("2024-03-05")), industry("IT", None), industry("Retail", Some("2024-03-05")), industry("Retail", None)];
    let model = ScoringModel {
        rules: vec![rule("IT", is(Dimension::Industry, &["it"]), Effect::Points(50.0))],
        mql_score: Some(50.0),
        ..ScoringModel::default()
    };
    let data = dataset(&leads, &[]);
    let part = |model: &ScoringModel| report_by(&data, &agreed(model.clone())).scoring;
    let expected = AgreementMatrix { both: 1, crm_only: 1, model_only: 1, neither: 1 };
    assert_eq!(part(&model).and_then(|part| part.agreement_matrix), Some(expected));
    assert_eq!(part(&ScoringModel { mql_score: None, ..model.clone() }).and_then(|part| part.agreement_matrix), None);
    assert_eq!(part(&ScoringModel { rules: vec![Rule { is_off: true, ..model.rules[0].clone() }], ..model }), None);
}

#[test]
fn only_what_was_known_before_the_outcome_judges_a_score() {
    let leads = [
        lead().at(Stage::Lead, "2024-03-01").at(Stage::Sql, "2024-03-10").at(Stage::Customer, "2024-03-20"),
        lead().at(Stage::Lead, "2024-03-01").event(Event::Disqualified, "2024-03-10"),
        lead().at(Stage::Lead, "2024-03-01"),
    ];
    let before_and_after = (0..3).flat_map(|row| [seen(row, "pricing", "2024-03-05T10:00"), seen(row, "pricing", "2024-03-15T10:00")]);
    let list: Vec<Activity> = before_and_after.collect();
    let data = with_activities(dataset(&leads, &[]), &list);
    let part = report_by(&data, &agreed(example())).scoring.expect("a model");
    let bands: Vec<_> = part.bands.iter().map(|band| (band.from, band.to, band.leads, band.sql, band.won)).collect();
    assert_eq!(
        bands,
        [(0, Some(10), 0, 0, 0), (10, Some(20), 0, 0, 0), (20, Some(30), 2, 1, 1), (30, Some(40), 0, 0, 0), (40, None, 1, 0, 0)]
    );
    let now: Vec<u64> = part.histogram.iter().map(|count| count.leads).collect();
    assert_eq!(now, [0, 0, 0, 0, 3]);
    assert_eq!((part.outcome, part.dated), (Some(Stage::Customer), Rate { numerator: 1, denominator: 1 }));
    // One won at 20 against lost ones at 20 and 40: half a pair of two.
    assert_eq!((part.auc, part.auc_of), (Some(0.25), Rate { numerator: 1, denominator: 3 }));
    let pricing = &part.rules[1];
    assert_eq!((pricing.with, pricing.may_leak), (Rate { numerator: 1, denominator: 3 }, false));
}

#[test]
fn a_checklist_tells_what_is_known_of_sqls() {
    let lead_at = |stage: Stage| lead().at(Stage::Lead, "2024-03-01").at(stage, "2024-03-05");
    let leads = [lead_at(Stage::Customer), lead_at(Stage::Sql), lead_at(Stage::Sql), lead_at(Stage::Sql), lead_at(Stage::Mql)];
    let mut data = dataset(&leads, &[]);
    let column = |values: [&str; 5]| {
        let mut builder = CategoryBuilder::default();
        values.iter().for_each(|value| builder.push(value));
        builder.finish()
    };
    data.leads.attributes = vec![
        Named { name: "Budget".into(), column: column(["50 000", "no", "unknown", "بله", "yes"]) },
        Named { name: "Timeline".into(), column: column(["Q3", "", "next year", "n", "Q4"]) },
    ];
    let item = |name: &str| ChecklistItem { name: name.into(), of: Attribute::Column(name.to_lowercase()) };
    let agreement = Agreement { checklist: vec![item("Budget"), item("Timeline"), item("Need")], ..Agreement::default() };
    let part = report_by(&data, &agreement).checklist.expect("a checklist");
    let counts: Vec<_> = part.items.iter().map(|item| (item.yes, item.no, item.unknown)).collect();
    assert_eq!((part.sqls, part.lacking, counts), (4, 4, vec![(2, 1, 1), (2, 1, 1), (0, 0, 4)]));
    assert_eq!(part.items[0].won_with, Rate { numerator: 1, denominator: 2 });
    assert_eq!(part.items[0].won_without, Rate { numerator: 0, denominator: 2 });
    assert!(part.items[0].difference.is_some() && part.items[2].difference.is_none());
    let two = Agreement { checklist: agreement.checklist[..2].to_vec(), ..Agreement::default() };
    assert_eq!(report_by(&data, &two).checklist.map(|part| part.lacking), Some(3));
    assert_eq!(report_by(&data, &Agreement::default()).checklist, None);
}

#[test]
fn too_few_cases_teach_nothing() {
    let customers = |count: usize| -> Vec<Lead> {
        let won =
            |row| if row < count { lead().at(Stage::Lead, "2024-03-01").at(Stage::Customer, "2024-03-20") } else { industry("IT", None) };
        (0..100).map(won).collect()
    };
    let model = ScoringModel { rules: vec![rule("IT", is(Dimension::Industry, &["IT"]), Effect::Points(5.0))], ..ScoringModel::default() };
    let suggest = |count: usize, model: &ScoringModel| {
        suggested_points(&dataset(&customers(count), &[]), &agreed(model.clone()), &Zone::utc(), &Query::default(), &mut Scorer::default())
    };
    assert_eq!(suggest(29, &model), Err(CannotSuggest::TooFew { won: 29, not_won: 71 }));
    assert_eq!(suggest(71, &model), Err(CannotSuggest::TooFew { won: 71, not_won: 29 }));
    assert_eq!(suggest(0, &model), Err(CannotSuggest::NotTracked));
    assert!(suggest(30, &model).is_ok());
    let blind = ScoringModel { rules: vec![rule("IT", is(Dimension::Country, &["IT"]), Effect::Points(5.0))], ..ScoringModel::default() };
    assert_eq!(suggest(50, &blind), Err(CannotSuggest::NoRule));
}

#[test]
fn differences_of_shares_are_newcombes() {
    // Newcombe 1998, table II: 56/70 − 48/80, method 10: 0.0524 to 0.3339.
    let found = Rate { numerator: 56, denominator: 70 }.minus(Rate { numerator: 48, denominator: 80 }).expect("two shares");
    assert!((found.value - 0.2).abs() < 1e-12 && (found.low - 0.0524).abs() < 5e-5 && (found.high - 0.3339).abs() < 5e-5, "{found:?}");
    assert_eq!(Rate::default().minus(Rate { numerator: 1, denominator: 2 }), None);
}
