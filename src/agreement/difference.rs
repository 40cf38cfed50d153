//! An agreement as a list of clauses, and two agreements as the clauses that differ. Nothing is worded here: [`crate::words`] does that.
//!
//! Every struct is taken apart without `..`, so a field that has no clause does not compile.

use std::collections::BTreeMap;

use super::{
    Agreement, Attribute, Capacity, ChecklistItem, Condition, Economics, Goal, GoalChainInputs, GoalLine, GoalUnit, Holiday, MarkedDay,
    MarketingPromise, Persona, QuotaSpan, ReturnBasis, Rule, SalesPromise, ScoringModel, SourceClass, StageTerms, Team, TimeTarget,
    TouchPlan, TypedCost, WorkingCalendar, Workspace,
};
use crate::{
    leads::{ActivityKind, Stage},
    time::{CalendarSystem, Window},
};

/// What a clause is about, in the order of the document. Of several things of one name the second has `nth` 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    Document,
    GoalMetric,
    GoalUnit,
    GoalMonthly,
    GoalFloor,
    GoalStretch,
    GoalLine,
    /// `YYYY-MM` of the workspace calendar.
    GoalOfMonth(String),
    GoalOfPersona(String),
    Criteria,
    LeastScore,
    Speed,
    Disposition,
    TouchPlan,
    Touches,
    AutomaticWords,
    MinutesPerAttempt,
    MinutesPerDay,
    MinutesOf(String),
    Quota,
    QuotaSpan,
    MarketingShare,
    AverageDeal,
    LeadToCustomer,
    ReturnOn,
    GrossMargin,
    ContractMonths,
    LifetimeMonths,
    MonthlyChurn,
    LagCac,
    /// `YYYY-MM` of the workspace calendar.
    Cost {
        month: String,
        nth: usize,
    },
    Starts,
    /// ISO date.
    MarkedDay {
        date: String,
        nth: usize,
    },
    StagesOff,
    Definition(Stage),
    OwnerOf(Stage),
    TargetRate(Stage),
    Persona {
        name: String,
        nth: usize,
    },
    Rule {
        name: String,
        nth: usize,
    },
    FitCap,
    EngagementCap,
    MqlScore,
    SalScore,
    Required,
    ChecklistItem {
        name: String,
        nth: usize,
    },
    TimeZone,
    Calendar,
    WeekStart,
    WorkingDays,
    Hours,
    /// ISO weekday.
    HoursOf(u8),
    Holiday {
        date: String,
        nth: usize,
    },
    Currency,
    SourceClass(String),
    Reason(String),
    ReviewMonths,
    /// In which order they stand.
    Order(Listed),
}

/// The lists whose order is part of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Listed {
    Personas,
    Rules,
    Checklist,
    Holidays,
    Costs,
    MarkedDays,
}

/// What a clause says.
#[derive(Debug, Clone, PartialEq)]
pub enum Term {
    Number(f64),
    /// 0..=1.
    Share(f64),
    Text(String),
    Texts(Vec<String>),
    Stage(Stage),
    Stages(Vec<Stage>),
    Team(Team),
    Unit(GoalUnit),
    Line(GoalLine),
    Class(SourceClass),
    Target(TimeTarget),
    Plan(TouchPlan),
    Kinds(Vec<ActivityKind>),
    Conditions(Vec<Condition>),
    Attributes(Vec<Attribute>),
    Persona(Persona),
    Rule(Rule),
    Calendar(CalendarSystem),
    /// ISO weekdays.
    Weekdays(Vec<u8>),
    Hours(Vec<Window>),
    Holiday(Holiday),
    Span(QuotaSpan),
    Basis(ReturnBasis),
    Flag(bool),
    Cost(TypedCost),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    pub subject: Subject,
    pub term: Term,
}

/// One clause that is new, gone (`after` is `None`) or says something else.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub subject: Subject,
    pub before: Option<Term>,
    pub after: Option<Term>,
}

/// What changed on the way from `before` to `after`, in the order of the document; empty exactly when they are equal.
pub fn difference(before: &Agreement, after: &Agreement) -> Vec<Change> {
    let mut both: BTreeMap<Subject, (Option<Term>, Option<Term>)> = BTreeMap::new();
    for Clause { subject, term } in clauses(before) {
        both.entry(subject).or_default().0 = Some(term);
    }
    for Clause { subject, term } in clauses(after) {
        both.entry(subject).or_default().1 = Some(term);
    }
    let changes = both.into_iter().filter(|(_, (before, after))| before != after);
    let changes = changes.map(|(subject, (before, after))| Change { subject, before, after });
    changes.filter(|change| !matches!(change.subject, Subject::Order(_)) || is_reordered(change)).collect()
}

/// What is in both lists stands in another order; what was added or removed is a change of its own.
fn is_reordered(change: &Change) -> bool {
    let (Some(Term::Texts(before)), Some(Term::Texts(after))) = (&change.before, &change.after) else { return false };
    let each = |names: &[String]| -> Vec<(String, usize)> {
        let nth = |index: usize| names[..index].iter().filter(|name| **name == names[index]).count();
        (0..names.len()).map(|index| (names[index].clone(), nth(index))).collect()
    };
    let (mut before, mut after) = (each(before), each(after));
    let kept = before.clone();
    before.retain(|one| after.contains(one));
    after.retain(|one| kept.contains(one));
    before != after
}

/// All that an agreement says; what it leaves open has no clause.
pub fn clauses(agreement: &Agreement) -> Vec<Clause> {
    let mut list = List::default();
    let Agreement {
        version,
        workspace,
        stages_off,
        stage_terms,
        personas,
        scoring,
        marketing,
        sales,
        checklist,
        review_months,
        goal,
        goal_line,
        goal_chain,
        economics,
        starts,
        marked_days,
        source_classes,
        reasons,
    } = agreement;
    list.add(Subject::Document, Term::Number(f64::from(*version)));
    list.goal(goal, *goal_line);
    list.marketing(marketing);
    list.sales(sales);
    let GoalChainInputs { quota, quota_span, marketing_share, average_deal, lead_to_customer_rate } = goal_chain;
    list.number(Subject::Quota, *quota);
    list.add(Subject::QuotaSpan, Term::Span(*quota_span));
    list.share(Subject::MarketingShare, *marketing_share);
    list.number(Subject::AverageDeal, *average_deal);
    list.share(Subject::LeadToCustomer, *lead_to_customer_rate);
    list.economics(economics);
    list.maybe(Subject::Starts, starts.clone().map(Term::Text));
    let date = |day: &MarkedDay| day.date.clone();
    list.each(Listed::MarkedDays, marked_days, date, |date, nth| Subject::MarkedDay { date, nth }, |day| Term::Text(day.name));
    list.add(Subject::StagesOff, Term::Stages(stages_off.clone()));
    for (stage, StageTerms { definition, owner, target_rate }) in stage_terms {
        list.add(Subject::Definition(*stage), Term::Text(definition.clone()));
        list.maybe(Subject::OwnerOf(*stage), owner.map(Term::Team));
        list.share(Subject::TargetRate(*stage), *target_rate);
    }
    let name = |persona: &Persona| persona.name.clone();
    list.each(Listed::Personas, personas, name, |name, nth| Subject::Persona { name, nth }, Term::Persona);
    list.scoring(scoring);
    let of = |item: ChecklistItem| Term::Attributes(vec![item.of]);
    list.each(Listed::Checklist, checklist, |item| item.name.clone(), |name, nth| Subject::ChecklistItem { name, nth }, of);
    list.workspace(workspace);
    for (source, class) in source_classes {
        list.add(Subject::SourceClass(source.clone()), Term::Class(*class));
    }
    for (raw, name) in reasons {
        list.add(Subject::Reason(raw.clone()), Term::Text(name.clone()));
    }
    list.add(Subject::ReviewMonths, Term::Number(f64::from(*review_months)));
    list.0
}

#[derive(Default)]
struct List(Vec<Clause>);

impl List {
    fn add(&mut self, subject: Subject, term: Term) {
        self.0.push(Clause { subject, term });
    }

    fn maybe(&mut self, subject: Subject, term: Option<Term>) {
        self.0.extend(term.map(|term| Clause { subject, term }));
    }

    fn number(&mut self, subject: Subject, value: Option<f64>) {
        self.maybe(subject, value.map(Term::Number));
    }

    fn share(&mut self, subject: Subject, value: Option<f64>) {
        self.maybe(subject, value.map(Term::Share));
    }

    /// A clause for each item under its name, and one for their order.
    fn each<T: Clone>(
        &mut self,
        listed: Listed,
        items: &[T],
        name: impl Fn(&T) -> String,
        subject: impl Fn(String, usize) -> Subject,
        term: impl Fn(T) -> Term,
    ) {
        let names: Vec<String> = items.iter().map(name).collect();
        for (index, item) in items.iter().enumerate() {
            let nth = names[..index].iter().filter(|name| **name == names[index]).count();
            self.add(subject(names[index].clone(), nth), term(item.clone()));
        }
        self.add(Subject::Order(listed), Term::Texts(names));
    }

    fn goal(&mut self, goal: &Goal, line: GoalLine) {
        let Goal { metric, monthly, months, unit, floor, stretch, by_persona } = goal;
        self.add(Subject::GoalMetric, Term::Stage(*metric));
        self.add(Subject::GoalUnit, Term::Unit(*unit));
        self.number(Subject::GoalMonthly, *monthly);
        self.number(Subject::GoalFloor, *floor);
        self.number(Subject::GoalStretch, *stretch);
        self.add(Subject::GoalLine, Term::Line(line));
        for (month, goal) in months {
            self.add(Subject::GoalOfMonth(month.clone()), Term::Number(*goal));
        }
        for (persona, goal) in by_persona {
            self.add(Subject::GoalOfPersona(persona.clone()), Term::Number(*goal));
        }
    }

    fn marketing(&mut self, promise: &MarketingPromise) {
        let MarketingPromise { criteria, least_score } = promise;
        self.add(Subject::Criteria, Term::Conditions(criteria.clone()));
        self.number(Subject::LeastScore, *least_score);
    }

    fn sales(&mut self, promise: &SalesPromise) {
        let SalesPromise { speed, disposition, touch_plan, touches, automatic_words, capacity } = promise;
        self.maybe(Subject::Speed, speed.map(Term::Target));
        self.maybe(Subject::Disposition, disposition.map(Term::Target));
        self.maybe(Subject::TouchPlan, touch_plan.map(Term::Plan));
        self.add(Subject::Touches, Term::Kinds(touches.clone()));
        self.add(Subject::AutomaticWords, Term::Texts(automatic_words.clone()));
        let Capacity { minutes_per_attempt, minutes_per_day, by_owner } = capacity;
        self.number(Subject::MinutesPerAttempt, *minutes_per_attempt);
        self.number(Subject::MinutesPerDay, *minutes_per_day);
        for (owner, minutes) in by_owner {
            self.add(Subject::MinutesOf(owner.clone()), Term::Number(*minutes));
        }
    }

    fn scoring(&mut self, model: &ScoringModel) {
        let ScoringModel { rules, fit_cap, engagement_cap, mql_score, sal_score, required } = model;
        self.each(Listed::Rules, rules, |rule| rule.name.clone(), |name, nth| Subject::Rule { name, nth }, Term::Rule);
        self.number(Subject::FitCap, *fit_cap);
        self.number(Subject::EngagementCap, *engagement_cap);
        self.number(Subject::MqlScore, *mql_score);
        self.number(Subject::SalScore, *sal_score);
        self.add(Subject::Required, Term::Attributes(required.clone()));
    }

    fn economics(&mut self, economics: &Economics) {
        let Economics { return_on, gross_margin, contract_months, lifetime_months, monthly_churn, lag_cac, costs } = economics;
        self.add(Subject::ReturnOn, Term::Basis(*return_on));
        self.share(Subject::GrossMargin, *gross_margin);
        self.number(Subject::ContractMonths, *contract_months);
        self.number(Subject::LifetimeMonths, *lifetime_months);
        self.share(Subject::MonthlyChurn, *monthly_churn);
        self.add(Subject::LagCac, Term::Flag(*lag_cac));
        let month = |cost: &TypedCost| cost.month.clone();
        self.each(Listed::Costs, costs, month, |month, nth| Subject::Cost { month, nth }, Term::Cost);
    }

    fn workspace(&mut self, workspace: &Workspace) {
        let Workspace { time_zone, calendar, week_start, working_days, working_hours, currency } = workspace;
        self.add(Subject::TimeZone, Term::Text(time_zone.clone()));
        self.add(Subject::Calendar, Term::Calendar(*calendar));
        self.add(Subject::WeekStart, Term::Weekdays(vec![*week_start]));
        self.add(Subject::WorkingDays, Term::Weekdays(working_days.clone()));
        let WorkingCalendar { hours, weekdays, holidays } = working_hours;
        self.add(Subject::Hours, Term::Hours(hours.clone()));
        for (weekday, hours) in weekdays {
            self.add(Subject::HoursOf(*weekday), Term::Hours(hours.clone()));
        }
        let date = |holiday: &Holiday| holiday.date.clone();
        self.each(Listed::Holidays, holidays, date, |date, nth| Subject::Holiday { date, nth }, Term::Holiday);
        self.maybe(Subject::Currency, currency.clone().map(Term::Text));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::{agreement::Starter, words::Locale};

    fn rich() -> Agreement {
        let mut agreement = Starter::Software.agreement(&Locale::En.terms().starter_texts(), &Workspace::default());
        agreement.goal.months.insert("2024-12".into(), 120.0);
        agreement.goal.by_persona.insert("Decision maker".into(), 40.0);
        agreement.sales.capacity.by_owner.insert("Ann".into(), 90.0);
        agreement.workspace.currency = Some("EUR".into());
        agreement.workspace.working_hours.weekdays.insert(5, Vec::new());
        let holiday = |date: &str| Holiday { date: date.into(), name: Some("Feast".into()), hours: Vec::new() };
        agreement.workspace.working_hours.holidays = vec![holiday("2024-12-25"), holiday("2024-12-26")];
        agreement.source_classes.insert("Fair".into(), SourceClass::Sales);
        agreement
    }

    /// The subjects that one edit of the rich agreement names.
    fn check(edit: fn(&mut Agreement), expected: &[Subject]) {
        let mut edited = rich();
        edit(&mut edited);
        let named: Vec<Subject> = difference(&rich(), &edited).into_iter().map(|change| change.subject).collect();
        assert_eq!(named, expected);
    }

    #[test]
    fn every_edit_is_named_and_nothing_else() {
        check(|_| (), &[]);
        check(|all| all.goal.monthly = None, &[Subject::GoalMonthly]);
        check(|all| all.sales.speed.as_mut().unwrap().hours = 8.0, &[Subject::Speed]);
        check(|all| all.goal.months.clear(), &[Subject::GoalOfMonth("2024-12".into())]);
        check(|all| all.workspace.working_days = vec![1, 2, 3, 6, 7], &[Subject::WorkingDays]);
        check(|all| all.personas.swap(0, 1), &[Subject::Order(Listed::Personas)]);
        let rule = |agreement: &Agreement| Subject::Rule { name: agreement.scoring.rules[0].name.clone(), nth: 0 };
        check(|all| drop(all.scoring.rules.remove(0)), &[rule(&rich())]);
        check(|all| all.scoring.rules[0].is_off = true, &[rule(&rich())]);
        // A second one of the same name is another clause.
        check(
            |all| all.checklist.push(all.checklist[0].clone()),
            &[Subject::ChecklistItem { name: rich().checklist[0].name.clone(), nth: 1 }],
        );
        check(|all| all.workspace.working_hours.holidays.reverse(), &[Subject::Order(Listed::Holidays)]);
        check(
            |all| {
                all.marketing.least_score = Some(70.0);
                all.stages_off.push(Stage::Sal);
            },
            &[Subject::LeastScore, Subject::StagesOff],
        );
    }

    /// Changes one value of a document, found by walking it; what came of it may be no agreement any more.
    fn mutate(value: &mut Value, path: &mut impl Iterator<Item = usize>) {
        let turn = path.next().unwrap_or(0);
        match value {
            Value::Object(map) if !map.is_empty() => {
                let index = turn % map.len();
                let key = map.keys().nth(index).expect("an index within").clone();
                if turn % 7 == 6 {
                    map.remove(&key);
                } else {
                    mutate(map.get_mut(&key).expect("a key of it"), path);
                }
            }
            Value::Array(items) if !items.is_empty() => {
                let index = turn % items.len();
                match turn % 5 {
                    0 => drop(items.remove(index)),
                    1 => items.push(items[index].clone()),
                    2 => items.reverse(),
                    _ => mutate(&mut items[index], path),
                }
            }
            Value::Number(number) => *value = Value::from(number.as_f64().map_or(0, |number| number as u64 % 6 + 1)),
            Value::String(text) => text.push('1'),
            Value::Bool(flag) => *flag = !*flag,
            Value::Null => *value = Value::from(1),
            Value::Object(_) | Value::Array(_) => {}
        }
    }

    fn mutated(path: Vec<usize>) -> Option<Agreement> {
        let mut value = serde_json::to_value(rich()).unwrap();
        mutate(&mut value, &mut path.into_iter());
        serde_json::from_value(value).ok()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]

        #[test]
        fn the_difference_is_empty_exactly_when_they_are_equal(
            one in prop::collection::vec(0..1000_usize, 8),
            other in prop::collection::vec(0..1000_usize, 8),
        ) {
            let (Some(one), Some(other)) = (mutated(one), mutated(other)) else { return Ok(()) };
            for (before, after) in [(&one, &other), (&rich(), &one), (&one, &one.clone())] {
                let changes = difference(before, after);
                prop_assert_eq!(changes.is_empty(), before == after);
                prop_assert!(changes.iter().all(|change| change.before != change.after));
                let mut back = difference(after, before);
                for change in &mut back {
                    std::mem::swap(&mut change.before, &mut change.after);
                }
                prop_assert_eq!(changes, back);
            }
        }
    }
}
