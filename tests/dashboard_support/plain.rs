//! The ten outputs the plain way: one row after the other, everything by name, numbers sorted. Slow, and short enough to be believed.

use std::collections::{BTreeMap, BTreeSet};

use handoff::{
    leads::{Category, Dataset, Dimension, Event, Stage},
    time::{CalendarSystem, Day, Moment, SECONDS_PER_DAY},
};
use serde_json::{Value, json};

use super::dashboard::{Filter, Params};

struct Row<'a> {
    data: &'a Dataset,
    row: usize,
}

impl Row<'_> {
    fn at(&self, stage: Stage) -> Option<Moment> {
        self.data.leads.stages[stage.index()].as_ref()?.get(self.row)
    }

    fn event(&self, event: Event) -> Option<Moment> {
        self.data.leads.events[event.index()].as_ref()?.get(self.row)
    }

    fn value(&self, category: Option<&Category>) -> String {
        category.and_then(|category| category.value(category.code(self.row))).unwrap_or_default().to_owned()
    }

    fn of(&self, dimension: Dimension) -> String {
        self.value(self.data.leads.categories[dimension.index()].as_ref())
    }

    fn count(&self, name: &str) -> i32 {
        let counter = self.data.leads.counters.iter().find(|counter| counter.name == name);
        counter.map_or(0, |counter| i32::from(counter.column[self.row]))
    }

    fn passes(&self, filter: &Filter) -> bool {
        let created = self.at(Stage::Lead).map(day);
        filter.source.as_ref().is_none_or(|source| self.of(Dimension::Source) == *source)
            && filter.from.as_ref().is_none_or(|from| created.as_ref().is_some_and(|created| created >= from))
            && filter.to.as_ref().is_none_or(|to| created.as_ref().is_some_and(|created| created < to))
    }

    fn score(&self, params: &Params) -> i32 {
        let score = &params.score;
        let title = self.of(Dimension::JobTitle);
        let domain = self.value(self.data.leads.email_domain.as_ref());
        let mut points = (self.count("ebook_downloads") * score.ebook_pts).min(score.ebook_cap);
        for (holds, of_rule) in [
            (score.title_contains.iter().any(|part| title.contains(part)), score.title_pts),
            (score.industries.contains(&self.of(Dimension::Industry)), score.industry_pts),
            (score.sizes.contains(&self.of(Dimension::CompanySize)), score.size_pts),
            (score.countries.contains(&self.of(Dimension::Country)), score.country_pts),
            (self.count("page_views") >= 10, score.pv10_pts),
            (self.count("page_views") >= 30, score.pv30_pts),
            (self.count("pricing_visits") >= 1, score.pricing1_pts),
            (self.count("pricing_visits") >= 3, score.pricing3_pts),
            (score.free_domains.contains(&domain), score.free_pts),
            (self.of(Dimension::Persona) == score.student_persona, score.student_pts),
            (self.of(Dimension::Source) == score.referral_source, score.referral_pts),
        ] {
            points += if holds { of_rule } else { 0 };
        }
        points
    }
}

/// `YYYY-MM-DD`.
fn day(at: Moment) -> String {
    let date = CalendarSystem::Gregorian.date(Day(at.unix().div_euclid(SECONDS_PER_DAY) as i32));
    format!("{}-{:02}-{:02}", date.year, date.month, date.day)
}

fn minutes(from: Option<Moment>, to: Option<Moment>) -> Option<i32> {
    Some(((to?.unix() - from?.unix()) / 60) as i32)
}

/// Linearly interpolated, as Excel's PERCENTILE.INC.
pub fn quantile(sorted: &[i32], at: f64) -> Option<f64> {
    let rank = sorted.len().checked_sub(1)? as f64 * at;
    let low = f64::from(sorted[rank.floor() as usize]);
    let high = f64::from(sorted[rank.ceil() as usize]);
    Some(low + rank.fract() * (high - low))
}

fn ratio(part: f64, whole: f64) -> Value {
    if whole == 0.0 { Value::Null } else { json!(part / whole) }
}

pub fn answer(data: &Dataset, filter: &Filter, params: &Params) -> Value {
    let all = (0..data.leads.len).map(|row| Row { data, row });
    let rows: Vec<Row> = all.filter(|row| row.passes(filter)).collect();
    let (funnel, conv) = funnel(&rows);
    json!({
        "funnel": funnel, "conv": conv, "velocity": velocity(&rows), "sla": sla(&rows, params), "depth": depth(&rows),
        "monthly": monthly(&rows, params), "daily": daily(&rows, params), "dq": disqualified(&rows), "score": scores(&rows, params),
        "roi": returns(&rows, params), "cohort": cohorts(&rows),
    })
}

fn funnel(rows: &[Row]) -> (Value, Value) {
    let mut counts = BTreeMap::from([("*".to_owned(), [0; 6])]);
    for row in rows {
        for source in ["*".to_owned(), row.of(Dimension::Source)] {
            let of_source = counts.entry(source).or_default();
            for (count, stage) in of_source.iter_mut().zip(Stage::ALL) {
                *count += u32::from(row.at(stage).is_some());
            }
        }
    }
    let rates = |counts: &[u32; 6]| -> Value { counts.windows(2).map(|two| ratio(f64::from(two[1]), f64::from(two[0]))).collect() };
    let conv: BTreeMap<_, _> = counts.iter().map(|(source, counts)| (source.clone(), rates(counts))).collect();
    (json!(counts), json!(conv))
}

fn velocity(rows: &[Row]) -> Value {
    use Stage::{Customer, Lead, Mql, Opportunity, Sal, Sql};
    let ways = [
        ("created_mql", Lead, Mql),
        ("mql_sal", Mql, Sal),
        ("sal_sql", Sal, Sql),
        ("sql_opp", Sql, Opportunity),
        ("opp_cust", Opportunity, Customer),
        ("created_cust", Lead, Customer),
    ];
    let of_way = |(name, from, to): (&str, Stage, Stage)| {
        let mut found: Vec<i32> = rows.iter().filter_map(|row| minutes(row.at(from), row.at(to))).collect();
        found.sort_unstable();
        (name.to_owned(), json!([found.len(), quantile(&found, 0.5), quantile(&found, 0.9)]))
    };
    ways.into_iter().map(of_way).collect()
}

fn delivered<'a>(rows: &'a [Row<'a>]) -> impl Iterator<Item = &'a Row<'a>> {
    rows.iter().filter(|row| row.event(Event::Delivered).is_some())
}

fn sla(rows: &[Row], params: &Params) -> Value {
    let mut owners = BTreeMap::<String, (u32, Vec<i32>)>::new();
    for row in delivered(rows) {
        let (delivered, found) = owners.entry(row.of(Dimension::Owner)).or_default();
        *delivered += 1;
        found.extend(minutes(row.event(Event::Delivered), row.event(Event::FirstFollowUp)));
    }
    let of_owner = |(owner, (delivered, mut found)): (String, (u32, Vec<i32>))| {
        found.sort_unstable();
        let sum: i64 = found.iter().copied().map(i64::from).sum();
        let within = found.iter().filter(|minutes| **minutes <= params.sla_target_min).count();
        let mean = ratio(sum as f64, found.len() as f64);
        (owner, json!([delivered, found.len(), mean, quantile(&found, 0.5), ratio(within as f64, f64::from(delivered))]))
    };
    owners.into_iter().map(of_owner).collect()
}

fn depth(rows: &[Row]) -> Value {
    let mut hist = BTreeMap::<String, u32>::new();
    let mut uncontacted = Vec::new();
    for row in delivered(rows) {
        let (attempts, contacted) = (row.data.leads.attempts[row.row], row.data.leads.contacted[row.row]);
        if contacted > 0 {
            *hist.entry(format!("{}|{}", attempts.min(10), contacted == 2)).or_default() += 1;
        }
        if contacted == 1 {
            uncontacted.push(f64::from(attempts));
        }
    }
    json!({ "hist": hist, "meanUncontacted": ratio(uncontacted.iter().sum(), uncontacted.len() as f64) })
}

const METRICS: [(&str, Stage); 5] =
    [("created", Stage::Lead), ("mql", Stage::Mql), ("sal", Stage::Sal), ("sql", Stage::Sql), ("customer", Stage::Customer)];

fn days(rows: &[Row], stage: Stage) -> Vec<String> {
    rows.iter().filter_map(|row| row.at(stage).map(day)).collect()
}

fn monthly(rows: &[Row], params: &Params) -> Value {
    let of_metric = |(name, stage): (&str, Stage)| {
        let days = days(rows, stage);
        let goal = params.goals[name];
        let months: BTreeSet<&str> = days.iter().map(|day| &day[..7]).collect();
        let of_month = |month: &str| {
            let so_far = days.iter().filter(|day| day[..4] == month[..4] && day[..7] <= *month).count();
            let count = days.iter().filter(|day| day[..7] == *month).count();
            let due = goal * month[5..].parse::<f64>().expect("a month");
            (month.to_owned(), json!([count, so_far, so_far as f64 - due]))
        };
        let months: BTreeMap<_, _> = months.into_iter().map(of_month).collect();
        (name.to_owned(), json!(months))
    };
    METRICS.into_iter().map(of_metric).collect()
}

fn daily(rows: &[Row], params: &Params) -> Value {
    let (_, stage) = METRICS.into_iter().find(|(name, _)| *name == params.daily.metric).expect("a metric");
    let days = days(rows, stage);
    // The month of the parameters has 29 days.
    let of_day = |number: u32| {
        let day = format!("{}-{number:02}", params.daily.month);
        let count = days.iter().filter(|other| **other == day).count();
        let so_far = days.iter().filter(|other| other[..7] == params.daily.month && **other <= day).count();
        (day, json!([count, so_far, so_far as f64 - params.daily.goal * f64::from(number)]))
    };
    (1..=29).map(of_day).collect()
}

fn disqualified(rows: &[Row]) -> Value {
    let mut counts = BTreeMap::<String, BTreeMap<String, u32>>::new();
    for row in rows.iter().filter(|row| row.event(Event::Disqualified).is_some()) {
        *counts.entry(row.of(Dimension::Source)).or_default().entry(row.of(Dimension::Reason)).or_default() += 1;
    }
    let of_source = |(source, counts): (String, BTreeMap<String, u32>)| {
        let total = f64::from(counts.values().sum::<u32>());
        let shares: BTreeMap<_, _> = counts.into_iter().map(|(reason, count)| (reason, json!([count, f64::from(count) / total]))).collect();
        (source, json!(shares))
    };
    counts.into_iter().map(of_source).collect()
}

fn scores(rows: &[Row], params: &Params) -> Value {
    let scored: Vec<(i32, bool, String)> =
        rows.iter().map(|row| (row.score(params), row.at(Stage::Mql).is_some(), row.of(Dimension::Persona))).collect();
    let mut hist = BTreeMap::<i32, u32>::new();
    let mut personas = BTreeMap::<&str, Vec<f64>>::new();
    for (score, _, persona) in &scored {
        *hist.entry(score.div_euclid(10) * 10).or_default() += 1;
        personas.entry(persona).or_default().push(f64::from(*score));
    }
    let above = |threshold: &i32| {
        let above = || scored.iter().filter(|(score, ..)| score >= threshold);
        (*threshold, [above().count(), above().filter(|(_, is_mql, _)| *is_mql).count()])
    };
    let thresholds: BTreeMap<_, _> = params.score.thresholds.iter().map(above).collect();
    let means: BTreeMap<_, _> =
        personas.into_iter().map(|(persona, scores)| (persona, scores.iter().sum::<f64>() / scores.len() as f64)).collect();
    json!({ "hist": hist, "thresholds": thresholds, "meanByPersona": means })
}

fn returns(rows: &[Row], params: &Params) -> Value {
    let mut amounts = BTreeMap::<usize, i64>::new();
    if let Some(first) = rows.first() {
        for (lead, minor) in first.data.deals.lead.iter().zip(&first.data.deals.amount_minor) {
            *amounts.entry(*lead as usize).or_default() += minor;
        }
    }
    let mut campaigns = BTreeMap::<String, (u32, u32, f64, f64)>::new();
    for row in rows.iter().filter(|row| !row.of(Dimension::Campaign).is_empty()) {
        let (leads, customers, revenue, pipeline) = campaigns.entry(row.of(Dimension::Campaign)).or_default();
        let amount = amounts.get(&row.row).map_or(0.0, |minor| *minor as f64 / 100.0);
        *leads += 1;
        if row.at(Stage::Customer).is_some() {
            *customers += 1;
            *revenue += amount;
        } else if row.at(Stage::Opportunity).is_some() && row.event(Event::Disqualified).is_none() {
            *pipeline += amount;
        }
    }
    let with_cost = |(campaign, (leads, customers, revenue, pipeline)): (String, (u32, u32, f64, f64))| {
        let cost = params.costs.get(&campaign).copied();
        let gain = cost.map_or(Value::Null, |cost| ratio(revenue - cost, cost));
        (campaign, json!([leads, customers, revenue, pipeline, cost, gain]))
    };
    campaigns.into_iter().map(with_cost).collect()
}

fn cohorts(rows: &[Row]) -> Value {
    let mut cohorts = BTreeMap::<String, [u32; 3]>::new();
    for (row, created) in rows.iter().filter_map(|row| Some((row, row.at(Stage::Lead)?))) {
        let counts = cohorts.entry(format!("{}|{}", &day(created)[..7], row.of(Dimension::Source))).or_default();
        counts[0] += 1;
        counts[1] += u32::from(row.at(Stage::Mql).is_some());
        counts[2] += u32::from(row.at(Stage::Customer).is_some());
    }
    json!(cohorts)
}
