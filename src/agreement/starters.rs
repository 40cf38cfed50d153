//! Agreements to begin with, for three kinds of company. They are proposals to be argued about: typical stages, rules and promises, not a
//! benchmark. Texts are given, so that the document speaks the teams' language.

use std::collections::BTreeMap;

use super::{
    Agreement, Attribute, Capacity, ChecklistItem, Clock, Condition, Effect, Goal, GoalLine, MarketingPromise, Persona, Rule, SalesPromise,
    ScoringModel, Signal, StageTerms, Team, Test, TimeTarget, TouchPlan, Workspace,
};
use crate::{
    leads::{ActivityKind, Dimension, Stage},
    time::{CalendarSystem, TimeOfDay, Window},
};

/// Kinds of company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Starter {
    /// Sells software to companies; leads come in and ask for a demo.
    Software,
    /// Makes machines or parts; fairs, quotations, long cycles.
    Industrial,
    /// Courses or services to many people: high volume, quick answers.
    Education,
}

/// The texts of the starters. Where a name comes with the words it is found by, they follow after a bar and have commas between:
/// `Asked for a demo | demo, trial`. Lists have bars between.
#[derive(Debug, Clone, Copy)]
pub struct StarterTexts<'a> {
    /// What MQL, SAL and SQL mean, for each kind of company.
    pub definitions: [[&'a str; 3]; 3],
    pub decision_maker: &'a str,
    pub specialist: &'a str,
    pub buyer: &'a str,
    pub engineer: &'a str,
    pub student: &'a str,
    pub professional: &'a str,
    pub demo: &'a str,
    pub pricing: &'a str,
    pub download: &'a str,
    pub webinar: &'a str,
    pub careers: &'a str,
    pub fair: &'a str,
    pub quote: &'a str,
    pub application: &'a str,
    pub large_company: &'a str,
    pub free_mail: &'a str,
    pub reasons: &'a str,
    /// Budget, authority, need, timeline.
    pub checklist: &'a str,
}

/// The name and the words of a text.
fn named(text: &str) -> (String, Vec<String>) {
    let (name, words) = text.split_once('|').unwrap_or((text, ""));
    let words = words.split([',', '،']).map(|word| word.trim().to_owned()).filter(|word| !word.is_empty());
    (name.trim().to_owned(), words.collect())
}

fn items(text: &str) -> impl Iterator<Item = String> {
    text.split('|').map(|item| item.trim().to_owned()).filter(|item| !item.is_empty())
}

const fn of(dimension: Dimension, test: Test) -> Condition {
    Condition { of: Attribute::Dimension(dimension), test }
}

const fn target(share: f64, hours: f64) -> TimeTarget {
    TimeTarget { share, hours, clock: Clock::Business }
}

fn persona(text: &str, lead_value: f64) -> Persona {
    let (name, titles) = named(text);
    Persona { name, conditions: vec![of(Dimension::JobTitle, Test::Contains(titles))], lead_value: Some(lead_value) }
}

fn rule(text: &str, signal: impl FnOnce(Vec<String>) -> Signal, effect: Effect) -> Rule {
    let (name, words) = named(text);
    Rule { name, signal: signal(words), effect, cap: None, half_life_days: None, is_off: false }
}

/// An activity of any kind, told by its words.
fn told(words: Vec<String>) -> Signal {
    Signal::Activity { kind: None, words }
}

fn page(words: Vec<String>) -> Signal {
    Signal::Activity { kind: Some(ActivityKind::PageView), words }
}

/// A download of whatever.
fn download(points: f64, cap: f64, half_life_days: f64, texts: &StarterTexts<'_>) -> Rule {
    let signal = |words| Signal::Activity { kind: Some(ActivityKind::Download), words };
    Rule { cap: Some(cap), half_life_days: Some(half_life_days), ..rule(texts.download, signal, Effect::Points(points)) }
}

fn title(text: &str, points: f64) -> Rule {
    rule(text, |titles| Signal::Fit(of(Dimension::JobTitle, Test::Contains(titles))), Effect::Points(points))
}

fn employees(texts: &StarterTexts<'_>, at_least: f64, points: f64) -> Rule {
    rule(texts.large_company, |_| Signal::Fit(of(Dimension::CompanySize, Test::AtLeast(at_least))), Effect::Points(points))
}

fn free_mail(texts: &StarterTexts<'_>, effect: Effect) -> Rule {
    rule(texts.free_mail, |_| Signal::Fit(Condition { of: Attribute::Email, test: Test::FreeMail }), effect)
}

fn company_mail() -> Condition {
    Condition { of: Attribute::Email, test: Test::CompanyMail }
}

fn scored(rules: Vec<Rule>, mql_score: f64, required: &[Attribute]) -> ScoringModel {
    ScoringModel {
        rules,
        fit_cap: Some(40.0),
        engagement_cap: Some(60.0),
        mql_score: Some(mql_score),
        sal_score: None,
        required: required.to_vec(),
    }
}

impl Starter {
    pub const ALL: [Self; 3] = [Self::Software, Self::Industrial, Self::Education];

    /// The agreement, for a team that keeps its time zone, calendar and currency; a team of the Persian calendar works from Saturday to
    /// Wednesday and half of Thursday. It is valid if the workspace is.
    pub fn agreement(self, texts: &StarterTexts<'_>, workspace: &Workspace) -> Agreement {
        let base = Agreement {
            workspace: self.week(workspace),
            stage_terms: self.stages(texts),
            checklist: items(texts.checklist).map(|name| ChecklistItem { of: Attribute::Column(name.clone()), name }).collect(),
            reasons: items(texts.reasons).map(|reason| (reason.clone(), reason)).collect(),
            ..Agreement::default()
        };
        let (goal, floor, stretch) = match self {
            Self::Software => (200.0, 160.0, 240.0),
            Self::Industrial => (60.0, 45.0, 75.0),
            Self::Education => (1_500.0, 1_200.0, 1_800.0),
        };
        let goal = Goal { monthly: Some(goal), floor: Some(floor), stretch: Some(stretch), ..Goal::of(Stage::Mql) };
        let sales = |speed, disposition, (calls, voicemails, emails), (attempt, day)| SalesPromise {
            speed: Some(speed),
            disposition: Some(disposition),
            touch_plan: Some(TouchPlan { calls, voicemails, emails }),
            capacity: Capacity { minutes_per_attempt: Some(attempt), minutes_per_day: Some(day), by_owner: BTreeMap::new() },
            ..SalesPromise::default()
        };
        let contact = [Attribute::Name, Attribute::Email, Attribute::Company];
        match self {
            Self::Software => Agreement {
                goal,
                goal_line: GoalLine::WorkingDays,
                personas: vec![persona(texts.decision_maker, 100.0), persona(texts.specialist, 40.0)],
                scoring: scored(
                    vec![
                        rule(texts.demo, told, Effect::FastTrack),
                        Rule { cap: Some(20.0), ..rule(texts.pricing, page, Effect::Points(20.0)) },
                        download(10.0, 30.0, 60.0, texts),
                        rule(texts.webinar, told, Effect::Points(15.0)),
                        Rule { cap: Some(15.0), ..rule(texts.careers, page, Effect::Points(-15.0)) },
                        title(texts.decision_maker, 20.0),
                        employees(texts, 50.0, 15.0),
                        free_mail(texts, Effect::Disqualify),
                    ],
                    50.0,
                    &contact,
                ),
                marketing: MarketingPromise {
                    criteria: vec![of(Dimension::CompanySize, Test::AtLeast(50.0)), company_mail()],
                    least_score: Some(50.0),
                },
                sales: sales(target(0.9, 4.0), target(0.9, 40.0), (6, 3, 3), (10.0, 120.0)),
                ..base
            },
            Self::Industrial => Agreement {
                goal,
                personas: vec![persona(texts.buyer, 80.0), persona(texts.engineer, 60.0), persona(texts.decision_maker, 100.0)],
                scoring: scored(
                    vec![
                        rule(texts.quote, told, Effect::FastTrack),
                        rule(texts.fair, told, Effect::Points(25.0)),
                        download(10.0, 20.0, 180.0, texts),
                        title(texts.buyer, 15.0),
                        title(texts.engineer, 10.0),
                        employees(texts, 100.0, 15.0),
                        free_mail(texts, Effect::Points(-10.0)),
                    ],
                    40.0,
                    &contact,
                ),
                marketing: MarketingPromise {
                    criteria: vec![of(Dimension::Industry, Test::Known), of(Dimension::Country, Test::Known), company_mail()],
                    least_score: Some(40.0),
                },
                sales: sales(target(0.9, 16.0), target(0.8, 120.0), (5, 2, 3), (20.0, 90.0)),
                review_months: 6,
                ..base
            },
            Self::Education => Agreement {
                goal,
                stages_off: vec![Stage::Sal],
                personas: vec![persona(texts.professional, 60.0), persona(texts.student, 30.0)],
                scoring: scored(
                    vec![
                        rule(texts.application, told, Effect::FastTrack),
                        rule(texts.webinar, told, Effect::Points(20.0)),
                        Rule { cap: Some(15.0), ..rule(texts.pricing, page, Effect::Points(15.0)) },
                        download(10.0, 20.0, 30.0, texts),
                        title(texts.professional, 10.0),
                    ],
                    30.0,
                    &[Attribute::Name, Attribute::Email],
                ),
                marketing: MarketingPromise {
                    criteria: vec![Condition { of: Attribute::Email, test: Test::Known }],
                    least_score: Some(30.0),
                },
                sales: sales(target(0.9, 2.0), target(0.9, 27.0), (4, 1, 3), (6.0, 240.0)),
                ..base
            },
        }
    }

    fn stages(self, texts: &StarterTexts<'_>) -> BTreeMap<Stage, StageTerms> {
        use Team::{Marketing, Sales};
        let [mql, sal, sql] = texts.definitions[self as usize];
        let rates = match self {
            Self::Software => [0.25, 0.8, 0.5, 0.7, 0.25],
            Self::Industrial => [0.35, 0.8, 0.5, 0.6, 0.3],
            Self::Education => [0.3, 0.9, 0.4, 0.8, 0.35],
        };
        let stages = [
            (Stage::Mql, mql, Marketing),
            (Stage::Sal, sal, Sales),
            (Stage::Sql, sql, Sales),
            (Stage::Opportunity, "", Sales),
            (Stage::Customer, "", Sales),
        ];
        let terms = |(definition, owner, rate): (&str, Team, f64)| StageTerms {
            definition: definition.to_owned(),
            owner: Some(owner),
            target_rate: Some(rate),
        };
        stages.into_iter().zip(rates).map(|((stage, text, owner), rate)| (stage, terms((text, owner, rate)))).collect()
    }

    fn week(self, workspace: &Workspace) -> Workspace {
        let window = |from: u16, to: u16| {
            let time = |minutes: u16| TimeOfDay::new(minutes / 100, minutes % 100).expect("a time of the day");
            Window { from: time(from), to: time(to) }
        };
        let hours = match self {
            Self::Software => vec![window(900, 1230), window(1330, 1800)],
            Self::Industrial => vec![window(800, 1200), window(1230, 1630)],
            Self::Education => vec![window(900, 2000)],
        };
        let is_persian = workspace.calendar == CalendarSystem::Persian;
        let (days, short_day) = match (is_persian, self) {
            (true, _) => (vec![1, 2, 3, 4, 6, 7], Some((4, vec![window(900, 1300)]))),
            (false, Self::Software) => (vec![1, 2, 3, 4, 5], None),
            (false, Self::Industrial) => (vec![1, 2, 3, 4, 5], Some((5, vec![window(800, 1400)]))),
            (false, Self::Education) => (vec![1, 2, 3, 4, 5, 6], Some((6, vec![window(1000, 1600)]))),
        };
        let mut workspace = workspace.clone();
        workspace.week_start = if is_persian { 6 } else { 1 };
        workspace.working_days = days;
        workspace.working_hours.hours = hours;
        workspace.working_hours.weekdays = short_day.into_iter().collect();
        workspace
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Locale;

    #[test]
    fn every_starter_is_valid_whole_and_in_its_language() {
        for locale in Locale::ALL {
            let texts = locale.terms().starter_texts();
            for calendar in [CalendarSystem::Gregorian, CalendarSystem::Persian] {
                let workspace =
                    Workspace { time_zone: "Asia/Tehran".into(), currency: Some("IRR".into()), calendar, ..Workspace::default() };
                for starter in Starter::ALL {
                    let agreement = starter.agreement(&texts, &workspace);
                    assert_eq!(agreement.validate(|zone| zone == "Asia/Tehran"), Ok(()), "{starter:?}");
                    assert_eq!(agreement.workspace.currency, workspace.currency);
                    assert_eq!((agreement.checklist.len(), agreement.reasons.len()), (4, 9), "{starter:?}");
                    let is_saturday_worked = agreement.workspace.working_days.contains(&6);
                    assert_eq!(is_saturday_worked, calendar == CalendarSystem::Persian || starter == Starter::Education);
                    for rule in &agreement.scoring.rules {
                        let (Signal::Activity { kind: None | Some(ActivityKind::PageView), words }
                        | Signal::Fit(Condition { test: Test::Contains(words), .. })) = &rule.signal
                        else {
                            continue;
                        };
                        assert!(!words.is_empty() && words.iter().all(|word| !word.contains('|')), "{rule:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn texts_come_apart_at_bars_and_commas() {
        let check = |text: &str, name: &str, words: &[&str]| {
            let (found, list) = named(text);
            assert_eq!((found.as_str(), list.iter().map(String::as_str).collect::<Vec<_>>()), (name, words.to_vec()), "{text}");
        };
        check("Asked for a demo | demo, trial", "Asked for a demo", &["demo", "trial"]);
        check("دمو | دمو، آزمایشی", "دمو", &["دمو", "آزمایشی"]);
        check("Plain", "Plain", &[]);
    }
}
