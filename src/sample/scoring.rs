//! How the sample company's teams score: who fits, what counts as interest, and whom they would never call. Engagement is read from
//! the counters of the leads' export, so that the first two files are enough.

use crate::agreement::{Attribute, Condition, Effect, Rule, ScoringModel, Signal, Test};
use crate::leads::Dimension;

pub(super) fn model() -> ScoringModel {
    use Effect::{Disqualify, FastTrack, Points};
    let one_of = |of: Attribute, values: &[&str]| {
        Signal::Fit(Condition { of, test: Test::OneOf(values.iter().map(|value| (*value).to_owned()).collect()) })
    };
    let persona = |values: &[&str]| one_of(Attribute::Dimension(Dimension::Persona), values);
    let size = Signal::Fit(Condition { of: Attribute::Dimension(Dimension::CompanySize), test: Test::AtLeast(51.0) });
    let demo = one_of(Attribute::Column("demo_request".into()), &["yes"]);
    let counter = |header: &str| Signal::Counter(header.into());
    let rule = |name: &str, signal: Signal, effect: Effect, cap: Option<f64>| Rule {
        name: name.to_owned(),
        signal,
        effect,
        cap,
        half_life_days: None,
        is_off: false,
    };
    ScoringModel {
        rules: vec![
            rule("Leads sales or marketing", persona(&["Sales leader", "Marketing leader"]), Points(20.0), None),
            rule("Founder", persona(&["Founder"]), Points(15.0), None),
            rule("Operations or IT", persona(&["Operations", "IT"]), Points(8.0), None),
            rule("More than 50 employees", size, Points(10.0), None),
            // The sample's own public mailbox: a name nobody can register.
            rule("Private mailbox", one_of(Attribute::EmailDomain, &["freemail.example"]), Points(-15.0), None),
            rule("Page views", counter("page_views"), Points(2.0), Some(20.0)),
            rule("E-book", counter("ebook_downloads"), Points(8.0), Some(24.0)),
            rule("Pricing page", counter("pricing_visits"), Points(12.0), Some(24.0)),
            rule("Demo request", demo, FastTrack, None),
            rule("Student or researcher", persona(&["Student or researcher"]), Disqualify, None),
        ],
        engagement_cap: Some(50.0),
        mql_score: Some(45.0),
        required: vec![Attribute::Name, Attribute::Email, Attribute::Company],
        ..ScoringModel::default()
    }
}
