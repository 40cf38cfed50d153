//! The outputs as the workload spells them: counts put under names, rates and running sums on top. Nothing is looped over rows here.

use std::collections::BTreeMap;

use handoff::{
    leads::{Category, Dataset, Dimension, currency_digits},
    time::{CalendarSystem, Date, Day},
};
use serde::Serialize;

use super::{
    count::{self, ByDay, Counting, Handed, MOST_ATTEMPTS, Points, Scored, Velocity, Widths},
    grid::{Grid, List, Run},
    params::{self, Params, Score},
};

type ByName<T> = BTreeMap<String, T>;

/// Handed over, followed up, mean and median minutes, share followed up within the target.
type FollowedUp = (u32, u32, Option<f64>, Option<f64>, f64);
/// Leads, customers, revenue, pipeline, cost, return.
type Return = (u32, u32, f64, f64, Option<f64>, Option<f64>);

/// All ten. Rates are fractions; what has a denominator of nothing is `None`.
#[derive(Debug, Serialize)]
pub struct Outputs {
    /// By source, and `*` for all: leads, MQLs, SALs, SQLs, opportunities, customers.
    funnel: ByName<[u32; 6]>,
    conv: ByName<[Option<f64>; 5]>,
    /// Of the leads with both dates: number, median and 90th percentile in minutes.
    velocity: BTreeMap<&'static str, Velocity>,
    /// By owner.
    sla: ByName<FollowedUp>,
    depth: Depth,
    /// By metric and month: number, since the year began, and how far that is above the goal.
    monthly: BTreeMap<&'static str, ByName<(u32, u32, f64)>>,
    daily: ByName<(u32, u32, f64)>,
    /// By source and reason: number, and share of the source's disqualified leads.
    dq: ByName<ByName<(u32, f64)>>,
    score: Scores,
    /// By campaign.
    roi: ByName<Return>,
    /// By month of creation and source: leads, MQLs, customers.
    cohort: ByName<[u32; 3]>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Depth {
    hist: ByName<u32>,
    mean_uncontacted: Option<f64>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Scores {
    /// By the tens the score is in.
    hist: BTreeMap<i32, u32>,
    /// Leads at or above, and MQLs of them.
    thresholds: BTreeMap<i32, [u32; 2]>,
    mean_by_persona: ByName<f64>,
}

const STAGES: [List; 6] = [List::Leads, List::Mql, List::Sal, List::Sql, List::Opportunity, List::Customer];
/// The names of [`super::entries::ENTERED`].
const WAYS: [&str; 6] = ["created_mql", "mql_sal", "sal_sql", "sql_opp", "opp_cust", "created_cust"];
/// What is counted by month, and its place in the same; the first is of the leads' creation.
const METRICS: [(&str, Option<usize>); 5] =
    [("created", None), ("mql", Some(0)), ("sal", Some(1)), ("sql", Some(2)), ("customer", Some(4))];

/// `count` feeds all entries of `runs`.
pub fn outputs(data: &Dataset, grid: &Grid, runs: &[Run], params: &Params, count: impl FnOnce(&mut Counting)) -> Outputs {
    let widths = Widths {
        owners: values(data, Dimension::Owner) + 1,
        reasons: values(data, Dimension::Reason) + 1,
        campaigns: values(data, Dimension::Campaign) + 1,
    };
    let points = points(data, &params.score);
    let mut counting = Counting::new(grid, runs, widths, &points, &params.score, params.sla_target_min);
    count(&mut counting);
    counting.settle_owners();
    let velocity = WAYS.into_iter().enumerate().map(|(index, way)| (way, counting.velocity(index))).collect();
    let funnel = funnel(data, grid, runs);
    let conv = funnel.iter().map(|(source, counts)| (source.clone(), rates(counts))).collect();
    let created = ByDay::created(grid, runs);
    let days = METRICS.map(|(name, way)| (name, way.map_or(&created, |way| &counting.days[way])));
    Outputs {
        funnel,
        conv,
        velocity,
        sla: sla(data, &counting.handed),
        depth: depth(&counting.handed),
        monthly: days.iter().map(|(name, days)| (*name, monthly(days, params.goals.get(*name).copied().unwrap_or(0.0)))).collect(),
        daily: days.iter().find(|(name, _)| *name == params.daily.metric).map_or_else(ByName::new, |(_, days)| daily(days, params)),
        dq: disqualified(data, &counting.reasons),
        score: scores(data, &counting.scored, &params.score),
        roi: returns(data, &counting.scored, &counting.minor, params),
        cohort: cohorts(data, grid, runs),
    }
}

fn category(data: &Dataset, dimension: Dimension) -> Option<&Category> {
    data.leads.categories[dimension.index()].as_ref()
}

fn values(data: &Dataset, dimension: Dimension) -> usize {
    category(data, dimension).map_or(0, |category| category.values().len())
}

/// What a code of a category says; nothing where the lead has no value.
fn name(category: Option<&Category>, code: usize) -> String {
    category.and_then(|category| category.value(code as u32)).unwrap_or_default().to_owned()
}

fn rate(part: f64, whole: f64) -> Option<f64> {
    (whole != 0.0).then(|| part / whole)
}

fn funnel(data: &Dataset, grid: &Grid, runs: &[Run]) -> ByName<[u32; 6]> {
    let sources = category(data, Dimension::Source);
    let mut funnel = ByName::new();
    let mut all = [0; 6];
    for run in runs {
        let mut counts = STAGES.map(|list| grid.count(&run.cells, list));
        if grid.count(&run.cells, List::Leads) == 0 {
            continue;
        }
        counts[0] -= grid.undated(&run.cells);
        all.iter_mut().zip(counts).for_each(|(all, count)| *all += count);
        funnel.insert(name(sources, run.source as usize), counts);
    }
    funnel.insert("*".into(), all);
    funnel
}

fn rates(counts: &[u32; 6]) -> [Option<f64>; 5] {
    std::array::from_fn(|step| rate(f64::from(counts[step + 1]), f64::from(counts[step])))
}

fn sla(data: &Dataset, handed: &Handed) -> ByName<FollowedUp> {
    let owners = category(data, Dimension::Owner);
    let of_owner = |(code, of): (usize, &count::FollowUps)| {
        let mean = rate(of.minutes as f64, f64::from(of.followed));
        let within = rate(f64::from(of.within), f64::from(of.delivered))?;
        Some((name(owners, code), (of.delivered, of.followed, mean, of.median, within)))
    };
    handed.owners.iter().enumerate().filter_map(of_owner).collect()
}

fn depth(handed: &Handed) -> Depth {
    let mut hist = ByName::new();
    for (attempts, [_, uncontacted, contacted]) in handed.depth.iter().enumerate().take(MOST_ATTEMPTS + 1) {
        for (was_contacted, count) in [(false, *uncontacted), (true, *contacted)] {
            if count > 0 {
                hist.insert(format!("{attempts}|{was_contacted}"), count);
            }
        }
    }
    let uncontacted: u32 = handed.depth.iter().map(|[_, uncontacted, _]| uncontacted).sum();
    Depth { hist, mean_uncontacted: rate(handed.attempts_uncontacted as f64, f64::from(uncontacted)) }
}

fn date(day: i32) -> Date {
    CalendarSystem::Gregorian.date(Day(day))
}

/// The first day of the month after that of a day.
fn next_month(day: i32) -> i32 {
    CalendarSystem::Gregorian.month_start(Day(day), 1).0
}

fn monthly(days: &ByDay, goal: f64) -> ByName<(u32, u32, f64)> {
    let mut months: Vec<((i32, u8), u32)> = Vec::new();
    let mut end = i32::MIN;
    for (day, count) in days.days() {
        if day >= end {
            let Date { year, month, .. } = date(day);
            months.push(((year, month), 0));
            end = next_month(day);
        }
        if let Some((_, of_month)) = months.last_mut() {
            *of_month += count;
        }
    }
    let (mut of_year, mut so_far) = (0, 0);
    let running = |((year, month), count): ((i32, u8), u32)| {
        so_far = count + if year == of_year { so_far } else { 0 };
        of_year = year;
        (format!("{year}-{month:02}"), (count, so_far, f64::from(so_far) - goal * f64::from(month)))
    };
    months.into_iter().map(running).collect()
}

/// Every day of the month asked for; none where it is no month.
fn daily(days: &ByDay, params: &Params) -> ByName<(u32, u32, f64)> {
    let Some(first) = params::day(&params.daily.month) else { return ByName::new() };
    let month = date(first).month;
    let mut so_far = 0;
    let of_day = |day: i32| {
        let count = days.on(day);
        so_far += count;
        let of_month = date(day).day;
        (format!("{}-{of_month:02}", params.daily.month), (count, so_far, f64::from(so_far) - params.daily.goal * f64::from(of_month)))
    };
    (first..first + 31).take_while(|day| date(*day).month == month).map(of_day).collect()
}

fn disqualified(data: &Dataset, by_source: &[Vec<u32>]) -> ByName<ByName<(u32, f64)>> {
    let (sources, reasons) = (category(data, Dimension::Source), category(data, Dimension::Reason));
    let of_source = |(source, counts): (usize, &Vec<u32>)| {
        let total = f64::from(counts.iter().sum::<u32>());
        let of_reason = |(code, count): (usize, &u32)| (name(reasons, code), (*count, f64::from(*count) / total));
        let of_reasons: ByName<_> = counts.iter().enumerate().filter(|(_, count)| **count > 0).map(of_reason).collect();
        (!of_reasons.is_empty()).then(|| (name(sources, source), of_reasons))
    };
    by_source.iter().enumerate().filter_map(of_source).collect()
}

fn points(data: &Dataset, score: &Score) -> Points {
    let of = |category: Option<&Category>, points: i32, holds: &dyn Fn(&str) -> bool| {
        let values = category.map_or(&[][..], Category::values);
        std::iter::once(0).chain(values.iter().map(|value| if holds(value) { points } else { 0 })).collect()
    };
    let among = |list: &[String], value: &str| list.iter().any(|one| one == value);
    let by = |dimension| category(data, dimension);
    Points {
        title: of(by(Dimension::JobTitle), score.title_pts, &|value| score.title_contains.iter().any(|part| value.contains(part))),
        industry: of(by(Dimension::Industry), score.industry_pts, &|value| among(&score.industries, value)),
        size: of(by(Dimension::CompanySize), score.size_pts, &|value| among(&score.sizes, value)),
        country: of(by(Dimension::Country), score.country_pts, &|value| among(&score.countries, value)),
        domain: of(data.leads.email_domain.as_ref(), score.free_pts, &|value| among(&score.free_domains, value)),
        persona: of(by(Dimension::Persona), score.student_pts, &|value| value == score.student_persona),
        source: of(by(Dimension::Source), score.referral_pts, &|value| value == score.referral_source),
    }
}

fn scores(data: &Dataset, scored: &Scored, score: &Score) -> Scores {
    let mut hist = BTreeMap::new();
    let mut thresholds: BTreeMap<i32, [u32; 2]> = score.thresholds.iter().map(|threshold| (*threshold, [0; 2])).collect();
    let mut personas = vec![(0_i64, 0_u32); scored.width / 2];
    for (value, counts) in (scored.least..).zip(scored.counts.chunks(scored.width)) {
        let (mut leads, mut mqls) = (0, 0);
        for ((sum, number), of) in personas.iter_mut().zip(counts.chunks(2)) {
            let both = of[0] + of[1];
            leads += both;
            mqls += of[1];
            *sum += i64::from(value) * i64::from(both);
            *number += both;
        }
        if leads > 0 {
            *hist.entry(value.div_euclid(10) * 10).or_default() += leads;
        }
        for (_, [all, mql]) in thresholds.iter_mut().filter(|(threshold, _)| value >= **threshold) {
            *all += leads;
            *mql += mqls;
        }
    }
    let names = category(data, Dimension::Persona);
    let mean = |(code, (sum, number)): (usize, (i64, u32))| Some((name(names, code), rate(sum as f64, f64::from(number))?));
    Scores { hist, thresholds, mean_by_persona: personas.into_iter().enumerate().filter_map(mean).collect() }
}

fn returns(data: &Dataset, scored: &Scored, minor: &[[i64; 2]], params: &Params) -> ByName<Return> {
    let major = 10_f64.powi(currency_digits(data.currency.as_deref()) as i32);
    let campaigns = category(data, Dimension::Campaign);
    let of_campaign = |(code, ([leads, customers], [pipeline, revenue])): (usize, ([u32; 2], [i64; 2]))| {
        let name = name(campaigns, code);
        let (revenue, pipeline) = (revenue as f64 / major, pipeline as f64 / major);
        let cost = params.costs.get(&name).copied();
        (name, (leads, customers, revenue, pipeline, cost, cost.and_then(|cost| rate(revenue - cost, cost))))
    };
    let counted = scored.campaigns.iter().copied().zip(minor.iter().copied()).enumerate();
    counted.filter(|(code, ([leads, _], _))| *code > 0 && *leads > 0).map(of_campaign).collect()
}

fn cohorts(data: &Dataset, grid: &Grid, runs: &[Run]) -> ByName<[u32; 3]> {
    let sources = category(data, Dimension::Source);
    let mut cohorts = ByName::new();
    for run in runs {
        let source = name(sources, run.source as usize);
        let mut cells = run.cells.clone();
        while let Some(first) = cells.next() {
            let Some(day) = grid.day(first) else { continue };
            let Date { year, month, .. } = date(day);
            let end = (first + (next_month(day) - day) as usize).min(run.cells.end);
            cells.start = end;
            let counts = [List::Leads, List::Mql, List::Customer].map(|list| grid.count(&(first..end), list));
            if counts[0] > 0 {
                cohorts.insert(format!("{year}-{month:02}|{source}"), counts);
            }
        }
    }
    cohorts
}
