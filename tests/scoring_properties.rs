//! What must hold of every score, whatever the data and the model: lines add up, caps hold, parts sum to the whole, lists are as long as
//! their numbers, and the model's dates are the first moments at which its own state says so.

mod report_support;
mod scoring_support;

use handoff::{
    agreement::{Agreement, Attribute, ChecklistItem, Condition, Effect, Rule, ScoringModel, Signal, Test},
    leads::{ActivityKind, Bitmap, CategoryBuilder, Dataset, Dimension, Event, Instants, Named, Stage, Status},
    metrics::scoring::{Scorer, View, WhyPart, model_dates},
    report::{
        AgreementCell, ChecklistAnswer, PeriodChoice, Query, RecordsOf, Report, ScoreBench, StoryEvent, lead_story, records, report, why_of,
    },
    time::{Moment, Zone},
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use report_support::{Lead, dataset, lead};
use scoring_support::{activity, fit, with_activities};

/// 2024-01-01.
const START: i64 = 1_704_067_200;
const DAYS: i64 = 90;

fn moment() -> impl Strategy<Value = Moment> {
    (0..DAYS * 24).prop_map(|hour| Moment::from_unix(START + hour * 3600).unwrap())
}

fn one_lead() -> impl Strategy<Value = Lead> {
    let date = |chance: f64| option::weighted(chance, moment());
    let statuses = select(vec![Status::Unknown, Status::Unknown, Status::Mql, Status::Sql, Status::Customer, Status::Disqualified]);
    ([date(0.9), date(0.4), date(0.2), date(0.4), date(0.2), date(0.3)], date(0.2), statuses, select(vec!["", "IT", "Retail"])).prop_map(
        |(stages, disqualified, status, industry)| {
            let mut lead = lead().status(status).with(Dimension::Industry, industry).with(Dimension::Owner, industry);
            lead.stages = stages.map(|at| at.map(|at| (at, false)));
            lead.events[Event::Disqualified.index()] = disqualified.map(|at| (at, false));
            lead
        },
    )
}

const TYPES: [&str; 4] = ["ebook", "pricing", "careers", "demo"];

fn data() -> impl Strategy<Value = Dataset> {
    let extra = || (0_u16..6, select(vec!["", "yes", "no", "unknown", "soon"]), any::<bool>());
    vec((one_lead(), extra()), 1..30).prop_flat_map(|rows| {
        let one = (0..rows.len() as u32, select(TYPES.to_vec()), option::weighted(0.95, moment()), prop::bool::weighted(0.05));
        vec(one, 0..80).prop_map(move |list| {
            let leads: Vec<Lead> = rows.iter().map(|(lead, _)| lead.clone()).collect();
            let list: Vec<_> = list.iter().map(|(lead, what, at, planned)| (*lead, ActivityKind::PageView, *what, *at, *planned)).collect();
            let mut data = with_activities(dataset(&leads, &[]), &list);
            let mut budget = CategoryBuilder::default();
            for (_, extra) in &rows {
                budget.push(extra.1);
            }
            data.leads.attributes = vec![Named { name: "Budget".into(), column: budget.finish() }];
            data.leads.counters = vec![Named { name: "Visits".into(), column: rows.iter().map(|(_, extra)| extra.0).collect() }];
            data.leads.known.email = Bitmap::from_fn(rows.len(), |row| rows[row].1.2);
            data
        })
    })
}

fn points() -> impl Strategy<Value = f64> {
    prop_oneof![(-30..60_i32).prop_map(f64::from), (-3000..6000_i32).prop_map(|points| f64::from(points) / 100.0)]
}

fn rule() -> impl Strategy<Value = Rule> {
    let signal = prop_oneof![
        4 => select(TYPES.to_vec()).prop_map(|what| activity(&[what])),
        1 => Just(activity(&[])),
        1 => Just(Signal::Counter("Visits".into())),
        2 => select(vec!["IT", "Retail"]).prop_map(|value| fit(Attribute::Dimension(Dimension::Industry), Test::OneOf(vec![value.into()]))),
        1 => Just(Signal::Fit(Condition { of: Attribute::Email, test: Test::Known })),
    ];
    let effect = prop_oneof![8 => points().prop_map(Effect::Points), 1 => Just(Effect::Disqualify), 1 => Just(Effect::FastTrack)];
    (signal, effect, option::weighted(0.3, 0.0..80.0), option::weighted(0.3, 1.0..100.0), prop::bool::weighted(0.1)).prop_map(
        |(signal, effect, cap, half_life_days, is_off)| Rule { name: format!("{signal:?}"), signal, effect, cap, half_life_days, is_off },
    )
}

fn model() -> impl Strategy<Value = ScoringModel> {
    let cap = || option::weighted(0.3, 0.0..80.0);
    let required = prop_oneof![3 => Just(Vec::new()), 1 => Just(vec![Attribute::Email])];
    (vec(rule(), 0..7), cap(), cap(), option::of(1.0..60.0), option::weighted(0.3, 20.0..90.0), required).prop_map(
        |(rules, fit_cap, engagement_cap, mql_score, sal_score, required)| ScoringModel {
            rules,
            fit_cap,
            engagement_cap,
            mql_score,
            sal_score,
            required,
        },
    )
}

fn agreement() -> impl Strategy<Value = Agreement> {
    (model(), 0..3_usize).prop_map(|(scoring, items)| {
        let item = |name: &str| ChecklistItem { name: name.into(), of: Attribute::Column(name.into()) };
        Agreement { scoring, checklist: [item("Budget"), item("Visits")][..items].to_vec(), ..Agreement::default() }
    })
}

fn query() -> impl Strategy<Value = Query> {
    (option::of(moment()), select(vec![PeriodChoice::All, PeriodChoice::ThisMonth]), select(vec![0, 30]))
        .prop_map(|(as_of, period, score_least_days)| Query { as_of, period, score_least_days, ..Query::default() })
}

/// Every number of the scoring part and the checklist that has records.
fn counted(report: &Report) -> Vec<(RecordsOf, u64)> {
    let mut all = Vec::new();
    if let Some(part) = &report.scoring {
        all.extend(part.bands.iter().map(|band| (RecordsOf::ScoreBand { from: band.from }, band.leads)));
        all.extend(part.histogram.iter().map(|count| (RecordsOf::Scored { from: count.from }, count.leads)));
        let cell = |cell: &handoff::report::MatrixCell| (RecordsOf::ScoreCell { fit: cell.fit, engagement: cell.engagement }, cell.leads);
        all.extend(part.matrix.cells.iter().map(cell));
        all.push((RecordsOf::ModelMql, part.model.mql));
        if let Some(counts) = part.agreement_matrix {
            let cells = [
                (AgreementCell::Both, counts.both),
                (AgreementCell::CrmOnly, counts.crm_only),
                (AgreementCell::ModelOnly, counts.model_only),
                (AgreementCell::Neither, counts.neither),
            ];
            all.extend(cells.map(|(cell, count)| (RecordsOf::MqlAgreement { cell }, count)));
        }
        if part.outcome.is_some() {
            all.extend((0..).zip(&part.rules).map(|(rule, evidence)| (RecordsOf::RuleHit { rule }, evidence.with.denominator)));
        }
    }
    if let Some(part) = &report.checklist {
        all.push((RecordsOf::ChecklistLacking, part.lacking));
        for (item, counts) in (0..).zip(&part.items) {
            let answers =
                [(ChecklistAnswer::Yes, counts.yes), (ChecklistAnswer::No, counts.no), (ChecklistAnswer::Unknown, counts.unknown)];
            all.extend(answers.map(|(answer, count)| (RecordsOf::Checklist { item, answer }, count)));
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_line_of_a_score_is_accounted_for(data in data(), agreement in agreement(), query in query()) {
        let model = &agreement.scoring;
        let mut scorer = Scorer::default();
        for row in 0..data.leads.len as u32 {
            let Some(why) = why_of(&data, &agreement, &Zone::utc(), &query, &mut scorer, row) else {
                prop_assert!(model.is_empty());
                continue;
            };
            let sum = |keep: &dyn Fn(&&handoff::metrics::scoring::WhyLine) -> bool| why.lines.iter().filter(keep).map(|line| line.points.0).sum::<i32>();
            prop_assert_eq!(sum(&|_| true), why.score.0, "{:?}", &why);
            prop_assert_eq!(sum(&|line| line.part != WhyPart::Floor), why.raw.0);
            prop_assert_eq!(why.fit.0 + why.engagement.0, why.raw.0);
            prop_assert_eq!(why.score.0, why.raw.0.max(0));
            prop_assert!(model.fit_cap.is_none_or(|cap| why.fit.value() <= cap + 0.005));
            prop_assert!(model.engagement_cap.is_none_or(|cap| why.engagement.value() <= cap + 0.005));
            for (index, rule) in (0..).zip(&model.rules) {
                let of_rule = sum(&|line| line.rule == Some(index));
                prop_assert!(rule.cap.is_none_or(|cap| f64::from(of_rule.abs()) / 100.0 <= cap + 0.005), "{:?}", &why);
                prop_assert!(!rule.is_off || of_rule == 0);
            }
        }
    }

    /// One bench follows one change after another; whatever it keeps, it says what a fresh report says.
    #[test]
    fn what_follows_a_slider_is_what_the_report_says(
        data in data(),
        first in agreement(),
        second in agreement(),
        query in query(),
        other in query(),
        points in -30.0_f64..30.0,
    ) {
        let zone = Zone::utc();
        let mut bench = ScoreBench::default();
        let mut moved = first.clone();
        for rule in &mut moved.scoring.rules {
            if let Effect::Points(of_rule) = &mut rule.effect {
                *of_rule = points;
            }
        }
        for (agreement, query) in [(&first, &query), (&moved, &query), (&moved, &other), (&second, &other), (&first, &query)] {
            let quick = bench.quick(&data, agreement, &zone, query);
            let whole = bench.report(&data, agreement, &zone, query);
            prop_assert_eq!(&whole, &report(&data, &[], agreement, &zone, query).scoring);
            prop_assert_eq!(quick.is_some(), whole.is_some());
            let (Some(quick), Some(whole)) = (quick, whole) else { continue };
            prop_assert_eq!(quick.model, whole.model);
            let filled = |counts: &[handoff::report::ScoreCount]| -> Vec<(u32, u64)> {
                counts.iter().filter(|count| count.leads > 0).map(|count| (count.from, count.leads)).collect()
            };
            prop_assert_eq!(filled(&quick.histogram), filled(&whole.histogram));
            let own = agreement.scoring.mql_score.and_then(|score| whole.what_if.iter().find(|line| line.score.total_cmp(&score).is_eq()));
            prop_assert_eq!(quick.mqls, own.map(|line| line.mqls));
            prop_assert_eq!(quick.mqls_per_month, own.and_then(|line| line.mqls_per_month));
            prop_assert_eq!(quick.per_rep_per_day, own.and_then(|line| line.per_rep_per_day));
        }
    }

    #[test]
    fn a_story_is_in_order_and_gives_the_points_of_the_score(data in data(), agreement in agreement(), query in query()) {
        let zone = Zone::utc();
        let mut scorer = Scorer::default();
        let as_of = query.as_of.or(data.latest);
        for lead in 0..=data.leads.len as u32 {
            let Some(story) = lead_story(&data, &agreement, &zone, &query, &mut scorer, lead) else { continue };
            prop_assert_eq!(story.lead, lead);
            prop_assert!((lead as usize) < data.leads.len);
            prop_assert!(story.lines.windows(2).all(|pair| pair[0].at.unwrap_or(i64::MAX) <= pair[1].at.unwrap_or(i64::MAX)));
            prop_assert!(story.lines.iter().filter_map(|line| line.at).all(|at| as_of.is_none_or(|as_of| at <= as_of.unix())));
            let why = why_of(&data, &agreement, &zone, &query, &mut scorer, lead);
            let dated = why.iter().flat_map(|why| &why.lines).filter(|line| line.part == WhyPart::Rule && line.at.is_some());
            let given: f64 = story.lines.iter().map(|line| line.points).sum();
            prop_assert!((dated.map(|line| line.points.value()).sum::<f64>() - given).abs() < 1e-6, "{:?}", &story);
            prop_assert_eq!(&story.why, &why);
            let of_lead = (0..data.activities.len).filter(|row| data.activities.lead[*row] == lead);
            let told = of_lead.filter(|row| data.activities.at.get(*row).is_none_or(|at| as_of.is_none_or(|as_of| at <= as_of))).count();
            prop_assert_eq!(story.lines.iter().filter(|line| matches!(line.event, StoryEvent::Activity { .. })).count(), told);
        }
    }

    #[test]
    fn parts_add_up_and_lists_are_as_long_as_their_numbers(data in data(), agreement in agreement(), query in query()) {
        let zone = Zone::utc();
        let report = report(&data, &[], &agreement, &zone, &query);
        for (of, count) in counted(&report) {
            prop_assert_eq!(records(&data, &agreement, &zone, &query, &of).rows.len() as u64, count, "{:?}", &of);
        }
        prop_assert_eq!(report.scoring.is_none(), agreement.scoring.is_empty());
        if let Some(part) = &report.scoring {
            let leads = report.leads;
            prop_assert_eq!(part.bands.iter().map(|band| band.leads).sum::<u64>(), leads);
            prop_assert_eq!(part.histogram.iter().map(|count| count.leads).sum::<u64>(), leads);
            prop_assert_eq!(part.matrix.cells.iter().map(|cell| cell.leads).sum::<u64>(), leads);
            prop_assert_eq!(part.matrix.cells.len(), (part.matrix.fit_from.len() + 1) * (part.matrix.engagement_from.len() + 1));
            prop_assert!(part.matrix.fit_from.len() <= 3 && part.matrix.fit_from.is_sorted_by(|a, b| a < b));
            let sums = |of: fn(&handoff::report::ScoreBand) -> u64| part.bands.iter().map(of).sum::<u64>();
            let cells = |of: fn(&handoff::report::MatrixCell) -> u64| part.matrix.cells.iter().map(of).sum::<u64>();
            prop_assert_eq!((sums(|band| band.sql), sums(|band| band.won)), (cells(|cell| cell.sql), cells(|cell| cell.won)));
            if let Some(counts) = part.agreement_matrix {
                prop_assert_eq!(counts.both + counts.crm_only + counts.model_only + counts.neither, leads);
                prop_assert!(counts.both + counts.model_only >= part.model.mql);
            }
            prop_assert!(part.model.sal <= part.model.mql && part.model.mql <= leads);
            for rule in part.rules.iter().filter(|_| part.outcome.is_some()) {
                prop_assert_eq!(rule.with.denominator + rule.without.denominator, leads);
                prop_assert_eq!(rule.with.numerator + rule.without.numerator, part.bands.iter().map(|band| band.rate.numerator).sum::<u64>());
                prop_assert!(rule.difference.is_none_or(|d| -1.0 <= d.low && d.low <= d.value && d.value <= d.high && d.high <= 1.0));
            }
            prop_assert!(part.what_if.is_sorted_by(|a, b| a.score < b.score && a.mqls >= b.mqls));
            prop_assert!(part.auc.is_none_or(|auc| (0.0..=1.0).contains(&auc)));
        }
        if let Some(part) = &report.checklist {
            prop_assert!(part.items.iter().all(|item| item.yes + item.no + item.unknown == part.sqls));
        }
        let json = serde_json::to_string(&report.scoring).unwrap();
        prop_assert!(serde_json::from_str::<Option<handoff::report::ScoringReport>>(&json).is_ok());
        prop_assert_eq!(sent_round(&report.checklist), report.checklist);
    }

    #[test]
    fn a_date_is_the_first_moment_at_which_the_state_says_so(data in data(), model in model()) {
        let mut model = model;
        // Only what gives points with a date, and never fades upwards: then the state can be asked at any moment.
        model.rules.retain(|rule| !matches!(rule.signal, Signal::Counter(_)) && rule.effect != Effect::Disqualify);
        for rule in &mut model.rules {
            if let Effect::Points(points) = &mut rule.effect {
                *points = points.abs();
            }
        }
        let data = with_dated_only(data);
        let Some(as_of) = data.latest else { return Ok(()) };
        let at = |moment: i64| {
            let moment = Moment::from_unix(moment).unwrap();
            Scorer::new(&data, &model, moment, vec![moment.unix() as u32; data.leads.len]).scores(&model, View::Now)
        };
        let scorer = Scorer::new(&data, &model, as_of, vec![as_of.unix() as u32; data.leads.len]);
        let now = scorer.scores(&model, View::Now);
        let dates = model_dates(&data.leads, &scorer, &model, &now);
        for row in 0..data.leads.len {
            let created = data.leads.stages[0].as_ref().map_or(Instants::MISSING, |column| column.raw()[row]);
            prop_assert!(dates.mql[row] <= dates.sal[row]);
            for (date, least) in [(dates.mql[row], Stage::Mql), (dates.sal[row], Stage::Sal)] {
                let unknowable = created == Instants::MISSING || created > as_of.unix() as u32;
                if date == Instants::MISSING {
                    prop_assert!(unknowable || now.stage(row) < Some(least), "row {} has {:?} and no date", row, now.stage(row));
                    continue;
                }
                prop_assert!(unknowable || created <= date);
                prop_assert!(at(date.into()).stage(row) >= Some(least));
                // What a lead is counts from its creation; where that is not known, from its first activity.
                prop_assert!(date == created || unknowable || at(i64::from(date) - 1).stage(row) < Some(least));
            }
        }
    }
}

/// The data without activities that have no date.
fn with_dated_only(data: Dataset) -> Dataset {
    let activities = &data.activities;
    let types = activities.types.as_ref().unwrap();
    let list: Vec<_> = (0..activities.len)
        .filter(|row| activities.at.get(*row).is_some())
        .map(|row| {
            (
                activities.lead[row],
                activities.kind[row],
                types.value(types.code(row)).unwrap(),
                activities.at.get(row),
                activities.is_planned(row),
            )
        })
        .collect();
    with_activities(data.clone(), &list)
}

fn sent_round<T: borsh::BorshSerialize + borsh::BorshDeserialize>(value: &T) -> T {
    handoff::protocol::decode(&handoff::protocol::encode(value)).unwrap()
}
