//! Where revenue parts from the goal, through the public report: worked examples, what is missing, and that the parts sum to the gap over
//! random data and agreements.

mod report_support;

use handoff::{
    agreement::{Agreement, QuotaSpan, SourceClass, StageTerms},
    leads::{Dataset, DealState, Dimension, Stage},
    metrics::Factors,
    report::{Figure, Gap, GapFactor, Need, Query, RecordsOf, Report, records, report},
    time::Zone,
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use report_support::{Deal, Lead, custom, dataset, day, deal, lead, moment};

use GapFactor::{DealSize, Leads, MqlRate, OpportunityRate, SqlRate, WinRate};
use Stage::{Customer, Lead as New, Mql, Opportunity, Sal, Sql};

fn counted(data: &Dataset, agreement: &Agreement, query: &Query) -> Report {
    report(data, &[], agreement, &Zone::utc(), query)
}

fn target(agreement: &mut Agreement, stage: Stage, rate: f64) {
    agreement.stage_terms.insert(stage, StageTerms { target_rate: Some(rate), ..StageTerms::default() });
}

/// A yearly quota that is so much a day, deals of 1 000, and one lead in twenty a customer.
fn agreed(quota_a_day: f64) -> Agreement {
    let mut agreement = Agreement::default();
    agreement.goal_chain.quota = Some(quota_a_day * 365.2425);
    agreement.goal_chain.average_deal = Some(1_000.0);
    agreement.goal_chain.lead_to_customer_rate = Some(0.05);
    agreement
}

/// May 2024, seen from its end.
fn may() -> Query {
    Query { as_of: Some(moment("2024-05-31T23:59").0), ..custom("2024-05-01", "2024-06-01") }
}

/// 100 leads, of them 40 MQLs and 10 SQLs, and 4 deals of 500 won.
fn story() -> Dataset {
    let mut leads = vec![lead().at(New, "2024-05-02"); 100];
    for (row, lead) in leads.iter_mut().enumerate() {
        if row < 40 {
            *lead = lead.clone().at(Mql, "2024-05-10");
        }
        if row < 10 {
            *lead = lead.clone().at(Sql, "2024-05-20");
        }
    }
    let deals: Vec<Deal> = (0..4).map(|row| deal(DealState::Won).of(row).closed("2024-05-28").worth(50_000)).collect();
    dataset(&leads, &deals)
}

fn part(gap: &Gap, factor: GapFactor) -> (f64, f64, bool) {
    let part = gap.parts.iter().find(|part| part.factor == factor).unwrap();
    (part.goal, part.actual, part.is_agreed)
}

fn amounts(gap: &Gap) -> Vec<(GapFactor, i64)> {
    gap.parts.iter().map(|part| (part.factor, part.amount.minor)).collect()
}

fn adds_up(gap: &Gap) -> bool {
    gap.parts.iter().map(|part| i128::from(part.amount.minor)).sum::<i128>() == i128::from(gap.actual.minor) - i128::from(gap.goal.minor)
}

fn is_close(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-9 * expected.abs().max(1.0)
}

#[test]
fn the_gap_by_hand() {
    // 31 days at 200 a day: 6 200. Agreed: half of the MQLs become SQL, deals of 1 000, 5 % of leads become customers.
    let mut agreement = agreed(200.0);
    target(&mut agreement, Sql, 0.5);
    let data = story();
    let gap = counted(&data, &agreement, &may()).gap.unwrap();
    assert_eq!((gap.goal.minor, gap.actual.minor, gap.days, gap.is_marketing), (620_000, 200_000, 31, false));
    // 0.05 / 0.5 = 0.1 is left for MQL rate and win rate, which are 0.4 · 0.4 = 0.16: each is scaled by √(0.1 / 0.16).
    let left = 0.4 * (0.1 / 0.16_f64).sqrt();
    let (mql, sql, win) = (part(&gap, MqlRate), part(&gap, SqlRate), part(&gap, WinRate));
    assert!(is_close(mql.0, left) && is_close(win.0, left), "{mql:?} {win:?}");
    assert_eq!((mql.1, mql.2, win.1, win.2), (0.4, false, 0.4, false));
    assert_eq!((sql, part(&gap, DealSize)), ((0.5, 0.25, true), (1_000.0, 500.0, true)));
    // 6 200 / (0.05 · 1 000) = 124 leads.
    let leads = part(&gap, Leads);
    assert!(is_close(leads.0, 124.0) && is_close(leads.1, 100.0) && !leads.2, "{leads:?}");
    // L(2 000, 6 200) = 4 200 / ln 3.1 = 3 712.13; times the logarithm of each ratio.
    let mean = 4_200.0 / 3.1_f64.ln();
    let exact =
        [(100.0_f64 / 124.0).ln(), (0.4 / left).ln(), 0.5_f64.ln(), (0.4 / left).ln(), 0.5_f64.ln()].map(|part| part * mean * 100.0);
    for ((factor, amount), exact) in amounts(&gap).into_iter().zip(exact) {
        assert!((amount as f64 - exact).abs() < 1.0, "{factor:?}: {amount}, not {exact}");
    }
    assert!(adds_up(&gap));
    // The leads of the gap are those of the list.
    let listed = records(&data, &agreement, &Zone::utc(), &may(), &RecordsOf::Entered { stage: New }).rows;
    assert_eq!(listed.len(), 100);
}

#[test]
fn a_plan_can_be_moved() {
    let mut agreement = agreed(200.0);
    target(&mut agreement, Sql, 0.5);
    let gap = counted(&story(), &agreement, &may()).gap.unwrap();
    let (goal, actual) = (Factors::goal(&gap), Factors::actual(&gap));
    assert!(is_close(goal.revenue(), 6_200.0) && is_close(goal.customers(), 6.2));
    assert!(is_close(actual.revenue(), 2_000.0) && is_close(actual.customers(), 4.0));
    let better = actual.moved(SqlRate, 0.5);
    assert!(is_close(better.revenue(), 4_000.0) && is_close(better.customers(), 8.0));
    let dearer = actual.moved(DealSize, 750.0);
    assert!(is_close(dearer.revenue(), 3_000.0) && is_close(dearer.customers(), 4.0));
}

#[test]
fn the_goal_is_that_of_the_days_that_have_passed() {
    let agreement = agreed(200.0);
    let check = |agreement: &Agreement, query: &Query, days, goal| {
        let gap = counted(&story(), agreement, query).gap.map(|gap| (gap.days, gap.goal.minor));
        assert_eq!(gap, Some((days, goal)), "{query:?}");
    };
    check(&agreement, &may(), 31, 620_000);
    check(&agreement, &Query { as_of: Some(moment("2024-05-10T08:00").0), ..may() }, 10, 200_000);
    check(&agreement, &Query { as_of: Some(moment("2025-01-01").0), ..may() }, 31, 620_000);
    check(&agreement, &Query { as_of: Some(moment("2024-05-11T08:00").0), ..Query::default() }, 10, 200_000);
    let mut monthly = agreement.clone();
    monthly.goal_chain.quota_span = QuotaSpan::Month;
    check(&monthly, &may(), 31, 620_000 * 12);
    monthly.goal_chain.quota_span = QuotaSpan::Quarter;
    check(&monthly, &may(), 31, 620_000 * 4);
    // Nothing has begun.
    assert_eq!(counted(&story(), &agreement, &Query { as_of: Some(moment("2024-04-30").0), ..may() }).gap, None);
}

#[test]
fn marketing_answers_for_its_own_sources() {
    let mut leads = vec![lead().at(New, "2024-05-02").with(Dimension::Source, "web"); 30];
    leads.extend(vec![lead().at(New, "2024-05-02").with(Dimension::Source, "cold calls"); 50]);
    let won = |row: usize| deal(DealState::Won).of(row).closed("2024-05-28").worth(100_000);
    let data = dataset(&leads, &[won(0), won(1), won(40), deal(DealState::Won).of(2).closed("2024-05-28")]);
    let mut agreement = agreed(200.0);
    let seen = |agreement: &Agreement| {
        let gap = counted(&data, agreement, &may()).gap.unwrap();
        assert!(adds_up(&gap));
        (gap.is_marketing, gap.goal.minor, gap.actual.minor, part(&gap, Leads).1, part(&gap, WinRate))
    };
    // A share without classes, and classes without a share, leave the goal that of everybody.
    agreement.goal_chain.marketing_share = Some(0.5);
    assert_eq!(seen(&agreement), (false, 620_000, 300_000, 80.0, (0.05, 3.0 / 80.0, true)));
    agreement.source_classes = [("web".to_owned(), SourceClass::Marketing)].into();
    assert_eq!(seen(&agreement), (true, 310_000, 200_000, 30.0, (0.05, 2.0 / 30.0, true)));
    agreement.goal_chain.marketing_share = None;
    assert_eq!(seen(&agreement), (false, 620_000, 300_000, 80.0, (0.05, 3.0 / 80.0, true)));
}

#[test]
fn stages_nobody_tracks_have_no_part() {
    let mut leads = vec![lead().at(New, "2024-05-02"); 20];
    leads.extend(vec![lead().at(New, "2024-05-02").at(Opportunity, "2024-05-05"); 5]);
    let deals = [deal(DealState::Won).of(20).closed("2024-05-28").worth(100_000)];
    let mut agreement = agreed(200.0);
    let factors = |data: &Dataset, agreement: &Agreement| {
        let gap = counted(data, agreement, &may()).gap.unwrap();
        assert!(adds_up(&gap));
        gap.parts.iter().map(|part| (part.factor, part.actual)).collect::<Vec<_>>()
    };
    let expected = [(Leads, 25.0), (OpportunityRate, 0.2), (WinRate, 0.2), (DealSize, 1_000.0)];
    assert_eq!(factors(&dataset(&leads, &deals), &agreement), expected);
    agreement.stages_off = vec![Opportunity];
    assert_eq!(factors(&dataset(&leads, &deals), &agreement), [(Leads, 25.0), (WinRate, 0.04), (DealSize, 1_000.0)]);
    // MQLs are tracked, but all of them came before the period: their rates would be 0 and without end, so they join up.
    agreement.stages_off.clear();
    leads.push(lead().at(New, "2024-04-02").at(Mql, "2024-04-05"));
    for lead in &mut leads[20..25] {
        *lead = lead.clone().at(Mql, "2024-04-20");
    }
    target(&mut agreement, Mql, 0.5);
    target(&mut agreement, Opportunity, 0.5);
    let data = dataset(&leads, &deals);
    assert_eq!(factors(&data, &agreement), expected);
    let gap = counted(&data, &agreement, &may()).gap.unwrap();
    assert_eq!(part(&gap, OpportunityRate), (0.25, 0.2, true));
}

#[test]
fn a_zero_takes_the_gap_from_its_place_down() {
    let goal = 620_000;
    let check = |leads: &[Lead], deals: &[Deal], expected: &[(GapFactor, i64)]| {
        let mut agreement = agreed(200.0);
        target(&mut agreement, Mql, 0.5);
        target(&mut agreement, Customer, 0.1);
        let gap = counted(&dataset(leads, deals), &agreement, &may()).gap.unwrap();
        assert!(adds_up(&gap));
        assert_eq!(amounts(&gap), expected);
    };
    let tracked = lead().at(New, "2024-01-02").at(Mql, "2024-01-05");
    let lost = [deal(DealState::Won).closed("2024-01-08").worth(100_000)];
    let with = |others: Vec<Lead>| [vec![tracked.clone()], others].concat();
    // Nobody came.
    check(&with(Vec::new()), &lost, &[(Leads, -goal), (MqlRate, 0), (WinRate, 0), (DealSize, 0)]);
    // 6 200 / (0.5 · 0.1 · 1 000) = 124 leads were wanted and came; none became an MQL.
    check(&with(vec![lead().at(New, "2024-05-02"); 124]), &lost, &[(Leads, 0), (MqlRate, -goal), (WinRate, 0), (DealSize, 0)]);
    // Half of them came, half of those became MQLs, nobody won: the leads cost half, the win rate the other half.
    let half = [vec![lead().at(New, "2024-05-02"); 31], vec![lead().at(New, "2024-05-02").at(Mql, "2024-05-03"); 31]].concat();
    check(&with(half), &lost, &[(Leads, -goal / 2), (MqlRate, 0), (WinRate, -goal / 2), (DealSize, 0)]);
    // A win without a lead of the period: leads take all of what is missing.
    let won = [deal(DealState::Won).closed("2024-05-08").worth(100_000)];
    check(&with(Vec::new()), &won, &[(Leads, -520_000), (WinRate, 0), (DealSize, 0)]);
}

#[test]
fn what_is_missing_is_named() {
    let needs = |data: &Dataset, agreement: &Agreement| {
        let report = counted(data, agreement, &may());
        assert_eq!(report.gap, None);
        report.missing.into_iter().filter(|missing| missing.figure == Figure::Gap).map(|missing| missing.need).collect::<Vec<_>>()
    };
    let (data, whole) = (story(), agreed(200.0));
    assert_eq!(needs(&data, &Agreement::default()), [Need::Quota, Need::GoalChain]);
    let without = |change: fn(&mut Agreement)| {
        let mut agreement = whole.clone();
        change(&mut agreement);
        agreement
    };
    assert_eq!(needs(&data, &without(|agreement| agreement.goal_chain.quota = None)), [Need::Quota]);
    assert_eq!(needs(&data, &without(|agreement| agreement.goal_chain.average_deal = None)), [Need::GoalChain]);
    let of_marketing = without(|agreement| {
        agreement.goal_chain.marketing_share = Some(0.4);
        agreement.source_classes = [("web".to_owned(), SourceClass::Marketing)].into();
    });
    assert_eq!(needs(&data, &of_marketing), [Need::Sources]);
    let leads = [lead().at(New, "2024-05-02")];
    assert_eq!(needs(&dataset(&leads, &[]), &whole), [Need::Deals]);
    assert_eq!(needs(&dataset(&leads, &[deal(DealState::Won).closed("2024-05-03")]), &whole), [Need::Amounts]);
    assert_eq!(needs(&dataset(&[lead()], &[deal(DealState::Won).closed("2024-05-03").worth(1)]), &whole), [Need::LeadDates]);
    // Nobody won, nobody has agreed on a win rate, and there is no rate of the whole to leave it one.
    let no_wins = dataset(&leads, &[deal(DealState::Won).closed("2024-01-03").worth(1)]);
    assert_eq!(needs(&no_wins, &without(|agreement| agreement.goal_chain.lead_to_customer_rate = None)), [Need::GoalChain]);
    // Without the rate of the whole, what is is the goal, and only agreed factors and leads have a part.
    let agreement = without(|agreement| agreement.goal_chain.lead_to_customer_rate = None);
    let gap = counted(&data, &agreement, &may()).gap.unwrap();
    assert!(amounts(&gap).iter().all(|(factor, amount)| matches!(factor, Leads | DealSize) || *amount == 0), "{gap:?}");
}

fn date() -> impl Strategy<Value = String> {
    (1..7_u8, 1..29_u8).prop_map(|(month, day)| format!("2024-{month:02}-{day:02}"))
}

fn leads() -> impl Strategy<Value = Vec<Lead>> {
    let stages = [New, Mql, Sal, Sql, Opportunity, Customer];
    let dates = vec(option::of(date()), stages.len());
    let one = (dates, select(vec!["web", "cold", ""])).prop_map(move |(dates, source)| {
        let known = stages.iter().zip(dates).filter_map(|(stage, date)| Some((*stage, date?)));
        known.fold(lead().with(Dimension::Source, source), |lead, (stage, date)| lead.at(stage, &date))
    });
    vec(one, 0..30)
}

fn deals() -> impl Strategy<Value = Vec<Deal>> {
    let states = select(vec![DealState::Won, DealState::Won, DealState::Lost, DealState::Open]);
    let amounts = option::weighted(0.9, prop_oneof![0..2_000_000_i64, -50_000..50_000_i64, Just(0), Just(900_000_000_000_000_i64)]);
    vec((states, option::weighted(0.9, date()), amounts, select(vec!["web", "cold", ""])), 0..20).prop_map(|deals| {
        let one = |(state, closed, amount_minor, source): (DealState, Option<String>, Option<i64>, &str)| {
            let closed = closed.filter(|_| state != DealState::Open).map(|date| moment(&date));
            Deal { closed, amount_minor, ..deal(state).with(Dimension::Source, source) }
        };
        deals.into_iter().map(one).collect()
    })
}

fn agreements() -> impl Strategy<Value = Agreement> {
    let rate = || option::of(select(vec![0.0, 0.001, 0.2, 0.5, 1.0]));
    let rates = vec(rate(), 5);
    let chain = (select(vec![1.0, 12_345.67, 4e9]), rate(), select(vec![0.01, 750.0, 1e6]), rate());
    (rates, chain, any::<bool>(), vec(select(vec![Mql, Sal, Opportunity]), 0..2)).prop_map(|(rates, chain, is_classed, stages_off)| {
        let mut agreement = Agreement { stages_off, ..Agreement::default() };
        for (stage, target_rate) in [Mql, Sal, Sql, Opportunity, Customer].into_iter().zip(rates) {
            agreement.stage_terms.insert(stage, StageTerms { target_rate, ..StageTerms::default() });
        }
        let (quota, share, average_deal, rate) = chain;
        agreement.goal_chain.quota = Some(quota);
        agreement.goal_chain.marketing_share = share;
        agreement.goal_chain.average_deal = Some(average_deal);
        agreement.goal_chain.lead_to_customer_rate = rate;
        if is_classed {
            agreement.source_classes = [("web".to_owned(), SourceClass::Marketing)].into();
        }
        agreement
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn the_parts_sum_to_the_gap(leads in leads(), deals in deals(), agreement in agreements(), from in 1..6_u8, is_all in any::<bool>()) {
        let from = format!("2024-{from:02}-10");
        let query = if is_all { Query::default() } else { custom(&from, "2024-07-01") };
        let report = counted(&dataset(&leads, &deals), &agreement, &query);
        let Some(gap) = &report.gap else { return Ok(()) };
        prop_assert!(adds_up(gap), "{:?}", gap);
        // The goals of the factors come to the goal, and the factors to the revenue, but where one of them is 0.
        let (goal, actual) = (gap.goal.minor as f64 / 100.0, gap.actual.minor as f64 / 100.0);
        prop_assert!((Factors::goal(gap).revenue() - goal).abs() <= 1e-9 * goal, "{:?}", gap);
        prop_assert!(gap.parts.iter().all(|part| part.goal > 0.0 && part.goal.is_finite() && part.actual.is_finite()), "{:?}", gap);
        if gap.parts.iter().all(|part| part.actual != 0.0) {
            prop_assert!((Factors::actual(gap).revenue() - actual).abs() <= 1e-9 * actual.abs(), "{:?}", gap);
        }
        let revenue = report.revenue.unwrap();
        prop_assert_eq!(&gap.actual, if gap.is_marketing { &revenue.marketing_sourced } else { &revenue.total });
        prop_assert!(gap.days > 0 && i64::from(gap.days) <= i64::from(day("2024-07-01").since(day("2024-01-01"))));
        // Every factor pulls its own way, as far as nothing is 0.
        for part in gap.parts.iter().take_while(|part| part.actual > 0.0) {
            let pull = part.actual - part.goal;
            prop_assert!(part.amount.minor.abs() <= 2 || (part.amount.minor > 0) == (pull > 0.0), "{:?}", gap);
        }
    }
}
