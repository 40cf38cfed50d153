//! What must hold of investment and return whatever the data: parts sum to the whole, and every span has its records.

mod money_support;
mod report_support;

use handoff::{
    agreement::{Agreement, ReturnBasis},
    leads::{Dataset, DealState, Dimension, SpendCategory, Stage},
    report::{FilterTerm, Money, PeriodChoice, Query, RecordTable, RecordsOf, ReturnOf, records, report},
    time::{Day, Moment, Zone},
};
use money_support::{Booking, typed, with_spend};
use proptest::{collection::vec, option, prelude::*, sample::select};
use report_support::{Deal, Lead, dataset, day, lead};

fn minor(money: &Money) -> i64 {
    money.minor
}

fn source(value: Option<&str>) -> FilterTerm {
    FilterTerm { dimension: Dimension::Source, value: value.map(str::to_owned) }
}

/// 2024-01-01.
const FIRST_DAY: i32 = 19_723;

type Dated = Option<(Moment, bool)>;

fn date() -> impl Strategy<Value = (Moment, bool)> {
    (0..400_i32, 0..86_400_i64, any::<bool>()).prop_map(|(day, second, whole_day)| {
        let second = if whole_day { 0 } else { second };
        (Moment::from_unix(i64::from(FIRST_DAY + day) * 86_400 + second).unwrap(), whole_day)
    })
}

fn data() -> impl Strategy<Value = Dataset> {
    let word = || select(vec!["", "a", "b"]);
    let leads = vec((option::weighted(0.9, date()), option::weighted(0.2, date()), word()), 1..12);
    leads.prop_flat_map(move |leads| {
        let count = leads.len();
        let deal =
            (option::weighted(0.9, 0..count), date(), option::weighted(0.9, date()), 0_usize..4, option::weighted(0.9, -500..90_000_i64));
        let booked = (
            option::weighted(0.9, date()),
            option::weighted(0.9, -50..9_000_i64),
            0_usize..7,
            select(vec!["", "Marketing", "sales", "x"]),
            word(),
        );
        (vec(deal, 0..20), vec(booked, 0..20)).prop_map(move |(deals, bookings)| {
            let lead = |(created, won, source): &(Dated, Dated, &str)| {
                let mut lead = lead().with(Dimension::Source, source);
                lead.stages[Stage::Lead.index()] = *created;
                lead.stages[Stage::Customer.index()] = *won;
                lead
            };
            let leads: Vec<Lead> = leads.iter().map(lead).collect();
            let deal = |(lead, created, closed, kind, amount_minor): (Option<usize>, _, Option<_>, usize, _)| {
                let state = [DealState::Open, DealState::Lost, DealState::Won, DealState::Won][kind];
                let closed = closed.filter(|_| state != DealState::Open);
                Deal { lead, created: Some(created), closed, state, amount_minor, categories: Vec::new() }
            };
            let deals: Vec<Deal> = deals.into_iter().map(deal).collect();
            let booking = |(at, minor, category, team, source): (_, _, usize, &str, &str)| {
                let words = [team, source, ""].map(str::to_owned);
                Booking { at, minor, category: SpendCategory::ALL[category], words }
            };
            with_spend(dataset(&leads, &deals), &bookings.into_iter().map(booking).collect::<Vec<_>>())
        })
    })
}

fn agreement() -> impl Strategy<Value = Agreement> {
    let month = (0..14_u8).prop_map(|month| format!("{:04}-{:02}", 2024 + u32::from(month / 12), month % 12 + 1));
    let zone = select(vec!["UTC", "America/New_York", "Asia/Tehran"]);
    (vec((month, 0.0..5_000.0_f64), 0..4), any::<bool>(), any::<bool>(), zone).prop_map(|(costs, lag, on_margin, zone)| {
        let costs: Vec<(&str, f64)> = costs.iter().map(|(month, amount)| (month.as_str(), *amount)).collect();
        let mut agreement = typed(&costs);
        agreement.economics.lag_cac = lag;
        agreement.economics.gross_margin = Some(0.6);
        agreement.economics.return_on = if on_margin { ReturnBasis::GrossMargin } else { ReturnBasis::Revenue };
        agreement.workspace.time_zone = zone.into();
        agreement
    })
}

fn query() -> impl Strategy<Value = Query> {
    let period =
        (-40..400, 0..400).prop_map(|(from, days)| PeriodChoice::Custom { from: Day(FIRST_DAY + from), to: Day(FIRST_DAY + from + days) });
    let filter = option::weighted(0.3, select(vec![None, Some("a")]));
    (prop_oneof![Just(PeriodChoice::All), period], option::weighted(0.4, date()), filter).prop_map(|(period, as_of, filter)| Query {
        period,
        as_of: as_of.map(|(moment, _)| moment),
        filter: filter.map(source).into_iter().collect(),
        ..Query::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn parts_sum_to_the_whole(data in data(), agreement in agreement(), query in query()) {
        let zone = Zone::named(&agreement.workspace.time_zone).unwrap();
        let report = report(&data, &[], &agreement, &zone, &query);
        let all = query.period == PeriodChoice::All;
        if let Some(part) = &report.investment {
            prop_assert_eq!(part.by_category.iter().map(|cost| cost.amount.minor).sum::<i64>(), part.total.minor);
            prop_assert_eq!(part.by_team.iter().map(|cost| cost.amount.minor).sum::<i64>(), part.total.minor);
            prop_assert!(part.by_category.is_sorted_by_key(|cost| std::cmp::Reverse(cost.amount.minor)));
        }
        let undated = |row: usize| data.spend.at.get(row).is_none();
        let of_filter = |row: usize| query.filter.iter().all(|term| {
            data.spend.source.as_ref().is_some_and(|column| column.value(column.code(row)) == term.value.as_deref())
        });
        let loose: i64 = (0..data.spend.len)
            .filter(|row| all && undated(*row) && of_filter(*row) && data.spend.amount_minor[*row] != handoff::leads::NO_AMOUNT)
            .map(|row| data.spend.amount_minor[row])
            .sum();
        let returns = &report.returns;
        let revenue = report.revenue.as_ref().map(|revenue| revenue.total.minor - revenue.undated.minor);
        let is_dated = report.as_of.is_some() && !returns.months.is_empty();
        for spans in [&returns.months, &returns.quarters, &returns.years].into_iter().filter(|_| is_dated) {
            let sum = |of: fn(&ReturnOf) -> &Option<Money>| spans.iter().map(|span| of(span).as_ref().map(minor)).sum::<Option<i64>>();
            prop_assert_eq!(sum(|span| &span.revenue), revenue);
            prop_assert_eq!(sum(|span| &span.investment), report.investment.as_ref().map(|part| part.total.minor - loose));
            prop_assert_eq!(sum(|span| &span.marketing_sourced), revenue.map(|_| 0));
            prop_assert!(spans.windows(2).all(|pair| pair[0].to == pair[1].from));
            let lost = report.deals.as_ref().map_or(0, |deals| deals.won + deals.lost);
            prop_assert!(all || spans.iter().map(|span| span.win_rate.denominator).sum::<u64>() == lost);
            if let Some(cac) = report.cac.as_ref().filter(|_| !all) {
                prop_assert_eq!(spans.iter().map(|span| span.customers).sum::<u64>(), cac.customers);
            }
        }
        if let (Some(cac), Some(investment)) = (&report.cac, &report.investment) {
            prop_assert!(cac.lag_days.is_some() || cac.invested == investment.total);
        }
    }

    #[test]
    fn spans_have_their_records(data in data(), agreement in agreement(), query in query()) {
        let zone = Zone::named(&agreement.workspace.time_zone).unwrap();
        let report = report(&data, &[], &agreement, &zone, &query);
        let rows = |of: RecordsOf| records(&data, &agreement, &zone, &query, &of);
        for span in report.returns.months.iter().chain(&report.returns.years) {
            let (from, to) = (day(&span.from), day(&span.to));
            let wins = rows(RecordsOf::WonIn { from, to });
            prop_assert_eq!((wins.table, wins.rows.len() as u64), (RecordTable::Deals, span.won_deals));
            let bookings = rows(RecordsOf::SpendIn { from, to, category: None });
            prop_assert_eq!(bookings.table, RecordTable::Spend);
            prop_assert!(bookings.rows.is_sorted_by(|a, b| a < b) && bookings.rows.iter().all(|row| (*row as usize) < data.spend.len));
            let by_category: usize = SpendCategory::ALL.into_iter().map(|category| rows(RecordsOf::SpendIn { from, to, category: Some(category) }).rows.len()).sum();
            prop_assert_eq!(by_category, bookings.rows.len());
        }
        if let Some(investment) = report.investment.as_ref().filter(|_| !report.period.from.is_empty()) {
            let of = RecordsOf::SpendIn { from: day(&report.period.from), to: day(&report.period.to), category: None };
            let amounts: Vec<i64> = rows(of).rows.iter().map(|row| data.spend.amount_minor[*row as usize]).collect();
            let (unreadable, readable): (Vec<i64>, Vec<i64>) = amounts.into_iter().partition(|amount| *amount == handoff::leads::NO_AMOUNT);
            prop_assert_eq!(unreadable.len() as u64, investment.without_amount);
            prop_assert_eq!(readable.into_iter().sum::<i64>() + investment.typed_in.minor, investment.total.minor);
        }
    }

    #[test]
    fn a_period_cut_in_two_costs_the_same(data in data(), agreement in agreement(), from in 0..200_i32, length in 0..200_i32, cut in 0..200_i32) {
        let zone = Zone::utc();
        let invested = |from: i32, to: i32| {
            let period = PeriodChoice::Custom { from: Day(FIRST_DAY + from), to: Day(FIRST_DAY + to) };
            report(&data, &[], &agreement, &zone, &Query { period, ..Query::default() }).investment.map(|part| part.total.minor)
        };
        let (to, cut) = (from + length, from + cut.min(length));
        prop_assert_eq!(invested(from, to), invested(from, cut).zip(invested(cut, to)).map(|(one, other)| one + other));
    }
}
