//! A lead-scoring table as courses use them (a label and attributes, no dates): what the report says of a model against a count by hand.
//!
//! The table is made here in the shape of the public "X Education" set: its headers, its kinds of values, a third of the leads converted,
//! chances that rise with the time on the site. The other side of each comparison shares no code with the library: points are added row
//! by row from the values as they were made, bands are counted in a map, and the AUC compares every converted lead with every other one.

mod common;
mod scoring_support;

use std::{collections::BTreeMap, fmt::Write};

use common::import_mapped;
use handoff::{
    agreement::{Agreement, Attribute, Effect, ScoringModel, Signal, Test},
    import::{Field, Imported, sniff},
    leads::{Dimension, Stage},
    metrics::scoring::Scorer,
    report::{Query, Report, Suggestion, report, suggested_points},
    time::Zone,
};
use scoring_support::{fit, rule};

/// xorshift64*: the same rows on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32) * limit) >> 32
    }

    fn pick<'a>(&mut self, values: &[&'a str]) -> &'a str {
        values[self.below(values.len() as u64) as usize]
    }

    /// 0..1.
    fn share(&mut self) -> f64 {
        self.below(1 << 30) as f64 / f64::from(1 << 30)
    }
}

#[derive(Debug, Clone)]
struct Row {
    origin: &'static str,
    source: &'static str,
    do_not_email: bool,
    converted: bool,
    visits: u32,
    seconds: u32,
    pages_per_visit: f64,
    last_activity: &'static str,
    specialization: &'static str,
    occupation: &'static str,
    city: &'static str,
}

/// What the chance of conversion is made of: log odds of a working professional, of an add form, of 100 seconds on the site, and of not
/// wanting e-mail.
const TRUTH: [f64; 4] = [1.6, 2.2, 0.25, -1.1];

fn rows(count: usize, seed: u64) -> Vec<Row> {
    let mut random = Random(seed);
    let row = |_| {
        let origin = random.pick(&["API", "Landing Page Submission", "Landing Page Submission", "Lead Add Form", "Lead Import"]);
        let occupation = random.pick(&["Unemployed", "Unemployed", "Student", "Working Professional", ""]);
        let (do_not_email, seconds) = (random.below(12) == 0, random.below(20) * random.below(60));
        let marks = [occupation == "Working Professional", origin == "Lead Add Form"].map(|mark| f64::from(u8::from(mark)));
        let values = [marks[0], marks[1], seconds as f64 / 100.0, f64::from(u8::from(do_not_email))];
        let logit = -2.3 + TRUTH.iter().zip(values).map(|(weight, value)| weight * value).sum::<f64>();
        Row {
            origin,
            source: random.pick(&["Google", "google", "Direct Traffic", "Olark Chat", "Reference", ""]),
            do_not_email,
            converted: random.share() < 1.0 / (1.0 + (-logit).exp()),
            visits: random.below(12) as u32,
            seconds: seconds as u32,
            pages_per_visit: random.below(1600) as f64 / 100.0,
            last_activity: random.pick(&["Email Opened", "SMS Sent", "Olark Chat Conversation", "Page Visited on Website"]),
            specialization: random.pick(&["Select", "Finance Management", "Human Resource Management", "Supply Chain Management", ""]),
            occupation,
            city: random.pick(&["Mumbai", "Thane & Outskirts", "Select", ""]),
        }
    };
    (0..count).map(row).collect()
}

fn csv(rows: &[Row]) -> String {
    let mut text =
        "Lead Number,Lead Origin,Lead Source,Do Not Email,Converted,TotalVisits,Total Time Spent on Website,Page Views Per Visit,\
        Last Activity,Specialization,What is your current occupation,City\n"
            .to_owned();
    for (number, row) in rows.iter().enumerate() {
        let Row { origin, source, visits, seconds, pages_per_visit, last_activity, specialization, occupation, city, .. } = row;
        let (email, converted) = (if row.do_not_email { "Yes" } else { "No" }, u8::from(row.converted));
        let line = format!("{origin},{source},{email},{converted},{visits},{seconds},{pages_per_visit},{last_activity},{specialization}");
        writeln!(text, "{},{line},{occupation},{city}", 660_000 + number).expect("a string takes all");
    }
    text
}

/// Read as detected, except for the columns a person matches to score by.
fn imported(rows: &[Row]) -> Imported {
    let text = csv(rows);
    let mut mapping = sniff("Leads.csv", text.len() as u64, text.as_bytes(), &[]).expect("a table").mapping;
    for column in &mut mapping.columns {
        let field = match column.header.as_str() {
            "Lead Origin" | "Do Not Email" | "What is your current occupation" | "Specialization" | "Page Views Per Visit" => {
                Field::Attribute
            }
            "TotalVisits" | "Total Time Spent on Website" => Field::Counter,
            "Lead Source" => Field::Category(Dimension::Source),
            "Converted" => Field::Status,
            _ => continue,
        };
        column.field = Some(field);
    }
    import_mapped(&[("Leads.csv", text.as_bytes())], &[mapping], usize::MAX)
}

fn named(header: &str) -> Attribute {
    Attribute::Column(header.into())
}

fn one_of(of: Attribute, value: &str) -> Signal {
    fit(of, Test::OneOf(vec![value.into()]))
}

fn model() -> ScoringModel {
    let mut time = rule("Time on site", Signal::Counter("Total Time Spent on Website".into()), Effect::Points(0.04));
    time.cap = Some(30.0);
    ScoringModel {
        rules: vec![
            rule("Professional", one_of(named("What is your current occupation"), "working professional"), Effect::Points(25.0)),
            rule("Add form", one_of(named("Lead Origin"), "Lead Add Form"), Effect::Points(30.0)),
            time,
            rule("Visits", Signal::Counter("TotalVisits".into()), Effect::Points(1.5)),
            rule("Google", one_of(Attribute::Dimension(Dimension::Source), "Google"), Effect::Points(5.0)),
            rule("Looks around", fit(named("Page Views Per Visit"), Test::AtLeast(4.0)), Effect::Points(3.0)),
            rule("No e-mail", one_of(named("Do Not Email"), "Yes"), Effect::Points(-20.0)),
        ],
        engagement_cap: Some(40.0),
        mql_score: Some(50.0),
        ..ScoringModel::default()
    }
}

/// The score of a row in hundredths, by hand.
fn hundredths(row: &Row) -> i64 {
    let mut fit = 0;
    fit += if row.occupation == "Working Professional" { 2500 } else { 0 };
    fit += if row.origin == "Lead Add Form" { 3000 } else { 0 };
    fit += if row.source.eq_ignore_ascii_case("google") { 500 } else { 0 };
    fit += if row.pages_per_visit >= 4.0 { 300 } else { 0 };
    fit -= if row.do_not_email { 2000 } else { 0 };
    let engagement = (i64::from(row.seconds) * 4).min(3000) + i64::from(row.visits) * 150;
    (fit + engagement.min(4000)).max(0)
}

fn scored(imported: &Imported, model: ScoringModel) -> Report {
    let agreement = Agreement { scoring: model, ..Agreement::default() };
    report(&imported.dataset, &imported.files, &agreement, &Zone::utc(), &Query::default())
}

/// Every pair of a converted lead and another: who scores more, a tie for a half.
fn brute_auc(scores: &[(i64, bool)]) -> f64 {
    let (mut twice, mut pairs) = (0_u64, 0_u64);
    for (score, _) in scores.iter().filter(|(_, converted)| *converted) {
        for (other, _) in scores.iter().filter(|(_, converted)| !*converted) {
            pairs += 1;
            twice += u64::from(score >= other) + u64::from(score > other);
        }
    }
    twice as f64 / 2.0 / pairs as f64
}

#[test]
fn bands_lift_and_auc_are_those_of_a_count_by_hand() {
    let rows = rows(2000, 7);
    let imported = imported(&rows);
    let part = scored(&imported, model()).scoring.expect("a model");
    let scores: Vec<(i64, bool)> = rows.iter().map(|row| (hundredths(row), row.converted)).collect();
    assert_eq!((part.model.leads, part.outcome), (2000, Some(Stage::Opportunity)));
    let mut by_hand: BTreeMap<i64, (u64, u64)> = BTreeMap::new();
    for (score, converted) in &scores {
        let band = by_hand.entry(score / 1000).or_default();
        *band = (band.0 + 1, band.1 + u64::from(*converted));
    }
    let converted = scores.iter().filter(|(_, converted)| *converted).count();
    assert!((500..1000).contains(&converted), "a third is converted: {converted}");
    let base = converted as f64 / 2000.0;
    assert!(part.bands.len() >= 8, "{:?}", part.bands);
    for (index, band) in part.bands.iter().enumerate() {
        let (leads, with) = by_hand.get(&(index as i64)).copied().unwrap_or_default();
        assert_eq!((band.from, band.leads, band.rate.numerator), (index as u32 * 10, leads, with));
        let lift = (leads > 0).then(|| with as f64 / leads as f64 / base);
        assert!(band.lift.is_some() == lift.is_some() && band.lift.zip(lift).is_none_or(|(found, lift)| (found - lift).abs() < 1e-12));
        assert_eq!(part.histogram[index].leads, leads, "without dates now is the same");
    }
    let auc = brute_auc(&scores);
    assert!(auc > 0.7 && auc < 0.95, "{auc}");
    assert!((part.auc.expect("both kinds") - auc).abs() < 1e-12, "{:?} {auc}", part.auc);
    assert_eq!((part.auc_of.numerator, part.auc_of.denominator), (converted as u64, 2000));
    let reached = |least: f64| scores.iter().filter(|(score, _)| *score as f64 >= least * 100.0).count() as u64;
    assert_eq!(part.model.mql, reached(50.0));
    for what_if in &part.what_if {
        assert_eq!(what_if.mqls, reached(what_if.score), "at {}", what_if.score);
        assert_eq!((what_if.mqls_per_month, what_if.per_rep_per_day), (None, None), "nothing is dated");
    }
    let professionals = |row: &&Row| row.occupation == "Working Professional";
    let hit = rows.iter().filter(professionals).count() as u64;
    let hit_converted = rows.iter().filter(professionals).filter(|row| row.converted).count() as u64;
    let evidence = &part.rules[0];
    assert_eq!((evidence.with.numerator, evidence.with.denominator), (hit_converted, hit));
    assert_eq!((evidence.without.numerator, evidence.without.denominator), (converted as u64 - hit_converted, 2000 - hit));
    assert!(evidence.difference.is_some_and(|difference| difference.low > 0.1), "{evidence:?}");
    let leaks: Vec<bool> = part.rules.iter().map(|rule| rule.may_leak).collect();
    assert_eq!(leaks, [false, false, true, true, false, false, false], "counters have no date");
}

#[test]
fn the_auc_of_the_reverse_is_the_rest() {
    let rows = rows(800, 11);
    let imported = imported(&rows);
    let reverse = |points: f64| {
        // A hundred points for all keep the reversed scores above the floor.
        let all = fit(named("Lead Origin"), Test::Known);
        let mut model = ScoringModel { rules: vec![rule("All", all, Effect::Points(100.0))], ..ScoringModel::default() };
        model.rules.push(rule("Time", Signal::Counter("Total Time Spent on Website".into()), Effect::Points(points)));
        model.rules.push(rule("Form", one_of(named("Lead Origin"), "Lead Add Form"), Effect::Points(points * 400.0)));
        scored(&imported, model).scoring.and_then(|part| part.auc).expect("both kinds")
    };
    let (forward, backward) = (reverse(0.04), reverse(-0.04));
    assert!(forward > 0.6 && (forward + backward - 1.0).abs() < 1e-12, "{forward} {backward}");
}

fn learned(imported: &Imported, model: ScoringModel) -> Suggestion {
    let agreement = Agreement { scoring: model, ..Agreement::default() };
    suggested_points(&imported.dataset, &agreement, &Zone::utc(), &Query::default(), &mut Scorer::default()).expect("cases enough")
}

#[test]
fn the_weights_that_made_the_data_are_found_again() {
    let rows = rows(20_000, 3);
    let imported = imported(&rows);
    let mut model = model();
    // Uncapped, as the chances were made.
    model.rules[2].cap = None;
    let found = learned(&imported, model);
    let of = |name: &str| found.rules.iter().find(|rule| rule.name == name).unwrap_or_else(|| panic!("no {name}"));
    let known = [("Professional", TRUTH[0]), ("Add form", TRUTH[1]), ("Time on site", TRUTH[2] / 100.0), ("No e-mail", TRUTH[3])];
    for (name, truth) in known.into_iter().chain([("Visits", 0.0), ("Google", 0.0), ("Looks around", 0.0)]) {
        let rule = of(name);
        let off = (rule.log_odds - truth) / rule.standard_error;
        assert!(off.abs() < 3.0, "{name}: {} ± {} instead of {truth}", rule.log_odds, rule.standard_error);
        assert!(rule.low < rule.high && (rule.low..=rule.high).contains(&rule.points), "{rule:?}");
    }
    assert!(of("Professional").standard_error < 0.1);
    assert!(of("Time on site").may_leak && !of("Add form").may_leak);
    assert!(found.auc > found.auc_now, "{found:?}");
    // The threshold stays meaningful: about as many leads reach it, although points are whole.
    let ratio = found.mqls as f64 / found.mqls_now as f64;
    assert!(found.mqls_now > 500 && (0.6..1.6).contains(&ratio), "{} now, {} then", found.mqls_now, found.mqls);
}
