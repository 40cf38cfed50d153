//! Scoring models and activities written as stories. Reads no files.
#![allow(dead_code, reason = "each test binary uses its own part of the support")]

use handoff::{
    agreement::{Attribute, Condition, Effect, Rule, ScoringModel, Signal, Test},
    leads::{Activities, ActivityKind, Bitmap, CategoryBuilder, Dataset, Dimension, Instants, Place},
    time::Moment,
};

/// Lead, kind, type, moment (`None`: undated), planned.
pub type Activity<'a> = (u32, ActivityKind, &'a str, Option<Moment>, bool);

pub fn with_activities(mut data: Dataset, list: &[Activity]) -> Dataset {
    let (mut at, mut types, mut planned) = (Instants::default(), CategoryBuilder::default(), Bitmap::default());
    for (_, _, kind, moment, is_planned) in list {
        at.push(*moment, false);
        types.push(kind);
        planned.push(*is_planned);
    }
    data.latest = data.latest.max(list.iter().filter_map(|activity| activity.3).max());
    data.activities = Activities {
        len: list.len(),
        lead: list.iter().map(|activity| activity.0).collect(),
        kind: list.iter().map(|activity| activity.1).collect(),
        at,
        types: Some(types.finish()),
        planned,
        places: vec![Place::new(0, 0); list.len()],
        ..Activities::default()
    };
    data
}

pub fn rule(name: &str, signal: Signal, effect: Effect) -> Rule {
    Rule { name: name.into(), signal, effect, cap: None, half_life_days: None, is_off: false }
}

pub fn activity(words: &[&str]) -> Signal {
    Signal::Activity { kind: None, words: words.iter().map(|word| (*word).to_owned()).collect() }
}

pub fn is(dimension: Dimension, values: &[&str]) -> Signal {
    fit(Attribute::Dimension(dimension), Test::OneOf(values.iter().map(|value| (*value).to_owned()).collect()))
}

pub fn fit(of: Attribute, test: Test) -> Signal {
    Signal::Fit(Condition { of, test })
}

/// Reference example 4: e-book 10, pricing page 20, careers page −15, demo request on a fast track, MQL at 50.
pub fn example() -> ScoringModel {
    ScoringModel {
        rules: vec![
            rule("E-book", activity(&["ebook"]), Effect::Points(10.0)),
            rule("Pricing page", activity(&["pricing"]), Effect::Points(20.0)),
            rule("Careers page", activity(&["careers"]), Effect::Points(-15.0)),
            rule("Demo request", activity(&["demo"]), Effect::FastTrack),
        ],
        mql_score: Some(50.0),
        ..ScoringModel::default()
    }
}
