//! The agreement in words: its clauses and what changed between two. How numbers and dates are written is the reader's
//! ([`Writing`]); there are no fields and no page in here.

mod en;
mod fa;
mod keys;

pub use keys::Terms;

use super::{Locale, Words, fill};
use crate::{
    agreement::{
        Attribute, Change, Clause, Clock, Condition, Effect, GoalLine, GoalUnit, Holiday, Listed, Persona, QuotaSpan, ReturnBasis, Rule,
        Signal, StarterTexts, Subject, Team, Term, Test, TimeTarget,
    },
    leads::SpendCategory,
    time::Window,
};

pub(super) const EN: Terms = en::TERMS;
pub(super) const FA: Terms = fa::TERMS;

/// How a reader writes what is no word.
pub trait Writing {
    fn locale(&self) -> Locale;
    fn number(&self, value: f64) -> String;
    /// Of a share in 0..=1.
    fn percent(&self, share: f64) -> String;
    /// ISO weekday.
    fn weekday(&self, weekday: u8) -> String;
    /// `YYYY-MM-DD`, Gregorian; text that is no date as it stands.
    fn date(&self, iso: &str) -> String;
    /// `YYYY-MM` of the workspace calendar.
    fn month(&self, name: &str) -> String;

    /// Text of the data, kept from being mixed with sentences that run the other way.
    fn name(&self, text: &str) -> String {
        if self.locale().is_rtl() { format!("\u{2068}{text}\u{2069}") } else { text.to_owned() }
    }

    fn words(&self) -> &'static Words {
        self.locale().words()
    }

    fn terms(&self) -> &'static Terms {
        self.locale().terms()
    }
}

/// What a clause is about; on the page also the label of its field.
pub fn subject(subject: &Subject, writing: &dyn Writing) -> String {
    let (terms, words) = (writing.terms(), writing.words());
    let named = |sentence: &str, name: &str| fill(sentence, &[("name", &writing.name(name))]);
    let of = |sentence: &str, stage| fill(sentence, &[("stage", words.stage(stage))]);
    match subject {
        Subject::Document => terms.document,
        Subject::GoalMetric => terms.goal_metric,
        Subject::GoalUnit => terms.goal_unit,
        Subject::GoalMonthly => terms.goal_monthly,
        Subject::GoalFloor => terms.goal_floor,
        Subject::GoalStretch => terms.goal_stretch,
        Subject::GoalLine => terms.goal_line,
        Subject::GoalOfMonth(month) => return fill(terms.goal_of_month, &[("month", &writing.month(month))]),
        Subject::GoalOfPersona(name) => return named(terms.goal_of_persona, name),
        Subject::Criteria => terms.criteria,
        Subject::LeastScore => terms.least_score,
        Subject::Speed => terms.speed,
        Subject::Disposition => terms.disposition,
        Subject::TouchPlan => terms.touch_plan,
        Subject::Touches => terms.touches,
        Subject::AutomaticWords => terms.automatic_words,
        Subject::MinutesPerAttempt => terms.minutes_per_attempt,
        Subject::MinutesPerDay => terms.minutes_per_day,
        Subject::MinutesOf(name) => return named(terms.minutes_of, name),
        Subject::Quota => terms.quota,
        Subject::QuotaSpan => terms.quota_span,
        Subject::MarketingShare => terms.marketing_share,
        Subject::AverageDeal => terms.average_deal,
        Subject::LeadToCustomer => terms.lead_to_customer,
        Subject::ReturnOn => terms.return_on,
        Subject::GrossMargin => terms.gross_margin,
        Subject::ContractMonths => terms.contract_months,
        Subject::LifetimeMonths => terms.lifetime_months,
        Subject::MonthlyChurn => terms.monthly_churn,
        Subject::LagCac => terms.lag_cac,
        Subject::Cost { month, nth } => {
            return fill(terms.cost_of, &[("month", &writing.month(month)), ("n", &writing.number((nth + 1) as f64))]);
        }
        Subject::Starts => terms.starts,
        Subject::MarkedDay { date, nth } => {
            return fill(terms.marked_on, &[("date", &writing.date(date)), ("n", &writing.number((nth + 1) as f64))]);
        }
        Subject::StagesOff => terms.stages_off,
        Subject::Definition(stage) => return of(terms.definition_of, *stage),
        Subject::OwnerOf(stage) => return of(terms.owner_of, *stage),
        Subject::TargetRate(stage) => return of(terms.target_rate_of, *stage),
        Subject::Persona { name, .. } => return named(terms.persona_named, name),
        Subject::Rule { name, .. } => return named(terms.rule_named, name),
        Subject::FitCap => terms.fit_cap,
        Subject::EngagementCap => terms.engagement_cap,
        Subject::MqlScore => terms.mql_score,
        Subject::SalScore => terms.sal_score,
        Subject::Required => terms.required,
        Subject::ChecklistItem { name, .. } => return named(terms.item_named, name),
        Subject::TimeZone => terms.time_zone,
        Subject::Calendar => terms.calendar,
        Subject::WeekStart => terms.week_start,
        Subject::WorkingDays => terms.working_days,
        Subject::Hours => terms.hours,
        Subject::HoursOf(weekday) => return fill(terms.hours_of, &[("day", &writing.weekday(*weekday))]),
        Subject::Holiday { date, .. } => return fill(terms.holiday_on, &[("date", &writing.date(date))]),
        Subject::Currency => terms.currency,
        Subject::SourceClass(name) => return named(terms.source_named, name),
        Subject::Reason(name) => return named(terms.reason_named, name),
        Subject::ReviewMonths => terms.review_months,
        Subject::Order(listed) => {
            let what = match listed {
                Listed::Personas => terms.personas,
                Listed::Rules => terms.rules,
                Listed::Checklist => terms.checklist,
                Listed::Holidays => terms.holidays,
                Listed::Costs => terms.costs,
                Listed::MarkedDays => terms.marked_days,
            };
            return fill(terms.order_of, &[("what", what)]);
        }
    }
    .to_owned()
}

/// One line: "Speed: 90 % within 24 business hours → 90 % within 8 business hours".
pub fn change(change: &Change, writing: &dyn Writing) -> String {
    let terms = writing.terms();
    let is_item = matches!(
        change.subject,
        Subject::Persona { .. }
            | Subject::Rule { .. }
            | Subject::ChecklistItem { .. }
            | Subject::Holiday { .. }
            | Subject::Cost { .. }
            | Subject::MarkedDay { .. }
            | Subject::GoalOfMonth(_)
            | Subject::GoalOfPersona(_)
            | Subject::MinutesOf(_)
            | Subject::HoursOf(_)
            | Subject::Reason(_)
    );
    let say = |of: &Option<Term>| of.as_ref().map_or_else(|| terms.none.to_owned(), |of| term(of, writing));
    let sentence = match (&change.before, &change.after) {
        (None, _) if is_item => terms.added,
        (_, None) if is_item => terms.removed,
        _ => terms.from_to,
    };
    let what = subject(&change.subject, writing);
    fill(sentence, &[("what", &what), ("before", &say(&change.before)), ("after", &say(&change.after))])
}

/// "Speed: 90 % within 24 business hours".
pub fn clause(clause: &Clause, writing: &dyn Writing) -> String {
    format!("{}: {}", subject(&clause.subject, writing), term(&clause.term, writing))
}

fn term(term: &Term, writing: &dyn Writing) -> String {
    let (terms, words) = (writing.terms(), writing.words());
    let list = |items: Vec<String>| if items.is_empty() { terms.empty.to_owned() } else { items.join(terms.comma) };
    match term {
        Term::Number(value) => writing.number(*value),
        Term::Share(value) => writing.percent(*value),
        Term::Text(text) if text.trim().is_empty() => terms.empty.to_owned(),
        Term::Text(text) => writing.name(text),
        Term::Texts(texts) => list(texts.iter().map(|text| writing.name(text)).collect()),
        Term::Stage(stage) => words.stage(*stage).to_owned(),
        Term::Stages(stages) => list(stages.iter().map(|stage| words.stage(*stage).to_owned()).collect()),
        Term::Team(side) => terms.team(*side).to_owned(),
        Term::Unit(unit) => terms.unit(*unit).to_owned(),
        Term::Line(line) => terms.line(*line).to_owned(),
        Term::Class(class) => words.class(Some(*class)).to_owned(),
        Term::Target(TimeTarget { share, hours, clock }) => fill(
            terms.target,
            &[("share", &writing.percent(*share)), ("hours", &writing.number(*hours)), ("clock", terms.clock_of(*clock))],
        ),
        Term::Plan(plan) => {
            let number = |count: u16| writing.number(f64::from(count));
            let (calls, voicemails, emails) = (number(plan.calls), number(plan.voicemails), number(plan.emails));
            fill(terms.plan, &[("calls", &calls), ("voicemails", &voicemails), ("emails", &emails)])
        }
        Term::Kinds(kinds) => list(kinds.iter().map(|kind| terms.activity(*kind).to_owned()).collect()),
        Term::Conditions(all) if all.is_empty() => terms.empty.to_owned(),
        Term::Conditions(all) => conditions(all, writing),
        Term::Attributes(all) => list(all.iter().map(|one| attribute(one, writing)).collect()),
        Term::Persona(one) => persona(one, writing),
        Term::Rule(one) => rule(one, writing),
        Term::Span(span) => terms.span(*span).to_owned(),
        Term::Basis(basis) => terms.basis(*basis).to_owned(),
        Term::Flag(is) => if *is { terms.flag_yes } else { terms.flag_no }.to_owned(),
        Term::Cost(cost) => [terms.spend(cost.category), terms.team(cost.team), &writing.number(cost.amount)].join(terms.comma),
        Term::Calendar(calendar) => words.calendar(*calendar).to_owned(),
        Term::Weekdays(days) => list(days.iter().map(|day| writing.weekday(*day)).collect()),
        Term::Hours(windows) => hours(windows, writing),
        Term::Holiday(Holiday { date: _, name, hours: windows }) => {
            let name = name.iter().map(|name| writing.name(name));
            name.chain([hours(windows, writing)]).collect::<Vec<_>>().join(terms.comma)
        }
    }
}

fn hours(windows: &[Window], writing: &dyn Writing) -> String {
    let terms = writing.terms();
    let all: Vec<String> = windows.iter().map(|window| writing.name(&format!("{}–{}", window.from, window.to))).collect();
    if all.is_empty() { terms.is_closed.to_owned() } else { all.join(terms.comma) }
}

fn persona(persona: &Persona, writing: &dyn Writing) -> String {
    let terms = writing.terms();
    let Persona { name: _, conditions: all, lead_value } = persona;
    let who = if all.is_empty() { terms.as_named.to_owned() } else { conditions(all, writing) };
    let worth = lead_value.map(|value| fill(terms.worth, &[("value", &writing.number(value))]));
    std::iter::once(who).chain(worth).collect::<Vec<_>>().join(terms.comma)
}

fn rule(rule: &Rule, writing: &dyn Writing) -> String {
    let terms = writing.terms();
    let Rule { name: _, signal, effect, cap, half_life_days, is_off } = rule;
    let signal = match signal {
        Signal::Fit(one) => condition(one, writing),
        Signal::Activity { kind, words } => {
            let kind = kind.map_or(terms.any_activity, |kind| terms.activity(kind));
            if words.is_empty() {
                kind.to_owned()
            } else {
                fill(terms.activity_words, &[("kind", kind), ("words", &quoted(words, writing))])
            }
        }
        Signal::Counter(column) => fill(terms.counter, &[("column", &writing.name(column))]),
    };
    let number = |value: f64| writing.number(value);
    let effect = match effect {
        Effect::Points(points) => {
            let sign = if *points < 0.0 { "−" } else { "+" };
            fill(terms.points, &[("points", &writing.name(&format!("{sign}{}", number(points.abs())))), ("signal", &signal)])
        }
        Effect::Disqualify => fill(terms.disqualify, &[("signal", &signal)]),
        Effect::FastTrack => fill(terms.fast_track, &[("signal", &signal)]),
    };
    let cap = cap.map(|cap| fill(terms.capped, &[("n", &number(cap))]));
    let half_life = half_life_days.map(|days| fill(terms.halves, &[("n", &number(days))]));
    let off = is_off.then(|| terms.is_off.to_owned());
    std::iter::once(effect).chain(cap).chain(half_life).chain(off).collect::<Vec<_>>().join(terms.comma)
}

fn conditions(all: &[Condition], writing: &dyn Writing) -> String {
    all.iter().map(|one| condition(one, writing)).collect::<Vec<_>>().join(writing.terms().and)
}

fn quoted(values: &[String], writing: &dyn Writing) -> String {
    values.iter().map(|value| writing.name(value)).collect::<Vec<_>>().join(writing.terms().or)
}

/// "Industry is IT or Software".
pub fn condition(condition: &Condition, writing: &dyn Writing) -> String {
    let values = match &condition.test {
        Test::OneOf(values) | Test::NoneOf(values) | Test::Contains(values) => quoted(values, writing),
        Test::AtLeast(value) | Test::AtMost(value) => writing.number(*value),
        Test::Known | Test::FreeMail | Test::CompanyMail => String::new(),
    };
    fill(writing.terms().test(&condition.test), &[("what", &attribute(&condition.of, writing)), ("values", &values)])
}

pub fn attribute(attribute: &Attribute, writing: &dyn Writing) -> String {
    let words = writing.words();
    match attribute {
        Attribute::Dimension(dimension) => words.dimension(*dimension).to_owned(),
        Attribute::Name => words.field_name.to_owned(),
        Attribute::Email => words.field_email.to_owned(),
        Attribute::Company => words.field_company.to_owned(),
        Attribute::EmailDomain => writing.terms().email_domain.to_owned(),
        Attribute::Column(header) => writing.name(header),
    }
}

impl Terms {
    pub const fn team(&self, team: Team) -> &'static str {
        match team {
            Team::Marketing => self.team_marketing,
            Team::Sales => self.team_sales,
        }
    }

    pub const fn unit(&self, unit: GoalUnit) -> &'static str {
        match unit {
            GoalUnit::Count => self.unit_count,
            GoalUnit::Value => self.unit_value,
        }
    }

    pub const fn line(&self, line: GoalLine) -> &'static str {
        match line {
            GoalLine::CalendarDays => self.line_calendar,
            GoalLine::WorkingDays => self.line_working,
        }
    }

    pub const fn spend(&self, category: SpendCategory) -> &'static str {
        match category {
            SpendCategory::Salaries => self.spend_salaries,
            SpendCategory::Commissions => self.spend_commissions,
            SpendCategory::Advertising => self.spend_advertising,
            SpendCategory::Tools => self.spend_tools,
            SpendCategory::Events => self.spend_events,
            SpendCategory::Content => self.spend_content,
            SpendCategory::Other => self.spend_other,
        }
    }

    pub const fn span(&self, span: QuotaSpan) -> &'static str {
        match span {
            QuotaSpan::Month => self.span_month,
            QuotaSpan::Quarter => self.span_quarter,
            QuotaSpan::Year => self.span_year,
        }
    }

    pub const fn basis(&self, basis: ReturnBasis) -> &'static str {
        match basis {
            ReturnBasis::Revenue => self.basis_revenue,
            ReturnBasis::GrossMargin => self.basis_margin,
        }
    }

    pub const fn clock_of(&self, clock: Clock) -> &'static str {
        match clock {
            Clock::Business => self.clock_business,
            Clock::Elapsed => self.clock_elapsed,
        }
    }

    /// With places for `what` and `values`.
    pub const fn test(&self, test: &Test) -> &'static str {
        match test {
            Test::OneOf(_) => self.is_one_of,
            Test::NoneOf(_) => self.is_none_of,
            Test::Contains(_) => self.contains,
            Test::AtLeast(_) => self.at_least,
            Test::AtMost(_) => self.at_most,
            Test::Known => self.is_known,
            Test::FreeMail => self.is_free_mail,
            Test::CompanyMail => self.is_company_mail,
        }
    }

    pub const fn starter_texts(&self) -> StarterTexts<'static> {
        StarterTexts {
            definitions: [
                [self.st_software_mql, self.st_software_sal, self.st_software_sql],
                [self.st_industrial_mql, self.st_industrial_sal, self.st_industrial_sql],
                [self.st_education_mql, self.st_education_sal, self.st_education_sql],
            ],
            decision_maker: self.st_decision_maker,
            specialist: self.st_specialist,
            buyer: self.st_buyer,
            engineer: self.st_engineer,
            student: self.st_student,
            professional: self.st_professional,
            demo: self.st_demo,
            pricing: self.st_pricing,
            download: self.st_download,
            webinar: self.st_webinar,
            careers: self.st_careers,
            fair: self.st_fair,
            quote: self.st_quote,
            application: self.st_application,
            large_company: self.st_large_company,
            free_mail: self.st_free_mail,
            reasons: self.st_reasons,
            checklist: self.st_checklist,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::{Agreement, Starter, clauses, difference};

    struct Plain(Locale);

    impl Writing for Plain {
        fn locale(&self) -> Locale {
            self.0
        }
        fn number(&self, value: f64) -> String {
            value.to_string()
        }
        fn percent(&self, share: f64) -> String {
            format!("{} %", share * 100.0)
        }
        fn weekday(&self, weekday: u8) -> String {
            format!("day {weekday}")
        }
        fn date(&self, iso: &str) -> String {
            iso.to_owned()
        }
        fn month(&self, name: &str) -> String {
            name.to_owned()
        }
    }

    fn starter(locale: Locale) -> Agreement {
        Starter::Software.agreement(&locale.terms().starter_texts(), &Agreement::default().workspace)
    }

    /// What one edit of the software starter is called.
    fn check(locale: Locale, edit: fn(&mut Agreement), expected: &str) {
        let before = starter(locale);
        let mut after = before.clone();
        edit(&mut after);
        let said: Vec<String> = difference(&before, &after).iter().map(|one| change(one, &Plain(locale))).collect();
        assert_eq!(said.join("\n").replace(['\u{2068}', '\u{2069}'], ""), expected);
    }

    #[test]
    fn changes_are_said_in_plain_words() {
        use Locale::{En, Fa};
        check(
            En,
            |all| all.sales.speed.as_mut().unwrap().hours = 8.0,
            "Speed: 90 % within 4 business hours → 90 % within 8 business hours",
        );
        check(En, |all| all.goal.floor = None, "Floor: 160 → not agreed");
        check(En, |all| all.goal.months.extend([("2024-12".into(), 90.0)]), "Goal of 2024-12 added: 90");
        check(
            En,
            |all| drop(all.scoring.rules.remove(1)),
            "Rule “Looked at prices” removed: +20 points: Page view with pricing or price or plans or fees, at most 20",
        );
        check(
            En,
            |all| all.personas[1].lead_value = Some(50.0),
            "Persona “Specialist”: Job title contains engineer or analyst or specialist or developer or consultant, worth 40 → Job title contains engineer or analyst or specialist or developer or consultant, worth 50",
        );
        check(
            En,
            |all| drop(all.marketing.criteria.pop()),
            "What a delivered lead must meet: Company size is at least 50; E-mail is a company mailbox → Company size is at least 50",
        );
        check(En, |all| all.workspace.working_hours.hours.clear(), "Usual hours: 09:00–12:30, 13:30–18:00 → closed");
        check(Fa, |all| all.sales.speed.as_mut().unwrap().hours = 8.0, "سرعت: 90 % در 4 ساعت کاری ← 90 % در 8 ساعت کاری");
    }

    #[test]
    fn every_clause_has_words_of_its_own() {
        for locale in Locale::ALL {
            let agreement = starter(locale);
            let mut said: Vec<String> = clauses(&agreement).iter().map(|one| clause(one, &Plain(locale))).collect();
            let count = said.len();
            assert!(said.iter().all(|line| !line.contains('{')), "{said:#?}");
            said.sort();
            said.dedup();
            assert_eq!(said.len(), count, "two clauses of {} read alike", locale.tag());
        }
    }
}
