//! Which personas, scoring rules and promises can be counted by.

use super::{Agreement, AgreementError, Effect, Signal, Test, TimeTarget};

/// The errors of everything beside workspace and goals.
pub(super) fn check(agreement: &Agreement, errors: &mut Vec<AgreementError>) {
    let amount = |value: f64, errors: &mut Vec<AgreementError>| {
        if !value.is_finite() || value < 0.0 {
            errors.push(AgreementError::AmountOutOfRange { value });
        }
    };
    let goal = &agreement.goal;
    let economics = &agreement.economics;
    share(economics.gross_margin, errors);
    share(economics.monthly_churn, errors);
    let months = [economics.contract_months, economics.lifetime_months].into_iter().flatten();
    for value in months.filter(|months| !(months.is_finite() && *months > 0.0)) {
        errors.push(AgreementError::MonthsOutOfRange { months: value });
    }
    for cost in &economics.costs {
        amount(cost.amount, errors);
        if !is_month(&cost.month) {
            errors.push(AgreementError::DateUnreadable { date: cost.month.clone() });
        }
    }
    let dates = agreement.starts.iter().chain(agreement.marked_days.iter().map(|day| &day.date));
    for date in dates.filter(|date| super::working_calendar::iso_day(date).is_none()) {
        errors.push(AgreementError::DateUnreadable { date: date.clone() });
    }
    for &value in goal.floor.iter().chain(&goal.stretch).chain(goal.by_persona.values()) {
        amount(value, errors);
    }
    for terms in agreement.stage_terms.values() {
        share(terms.target_rate, errors);
    }
    for (index, persona) in agreement.personas.iter().enumerate() {
        name(&persona.name, errors);
        if agreement.personas[..index].iter().any(|other| other.name == persona.name) {
            errors.push(AgreementError::NameTwice { name: persona.name.clone() });
        }
        persona.lead_value.into_iter().for_each(|value| amount(value, errors));
    }
    let conditions = agreement.personas.iter().flat_map(|persona| &persona.conditions).chain(&agreement.marketing.criteria);
    let of_rules = agreement.scoring.rules.iter().filter_map(|rule| match &rule.signal {
        Signal::Fit(condition) => Some(condition),
        Signal::Activity { .. } | Signal::Counter(_) => None,
    });
    for condition in conditions.chain(of_rules) {
        if let Test::AtLeast(value) | Test::AtMost(value) = condition.test
            && !value.is_finite()
        {
            errors.push(AgreementError::AmountOutOfRange { value });
        }
    }
    let scoring = &agreement.scoring;
    for rule in &scoring.rules {
        name(&rule.name, errors);
        if let Effect::Points(points) = rule.effect
            && !points.is_finite()
        {
            errors.push(AgreementError::AmountOutOfRange { value: points });
        }
        rule.cap.into_iter().for_each(|cap| amount(cap, errors));
        if let Some(days) = rule.half_life_days
            && !(days.is_finite() && days > 0.0)
        {
            errors.push(AgreementError::HalfLifeOutOfRange { rule: rule.name.clone() });
        }
    }
    let scores = [scoring.fit_cap, scoring.engagement_cap, scoring.mql_score, scoring.sal_score, agreement.marketing.least_score];
    scores.into_iter().flatten().for_each(|value| amount(value, errors));
    target(agreement.sales.speed, errors);
    target(agreement.sales.disposition, errors);
    let capacity = &agreement.sales.capacity;
    for &minutes in capacity.minutes_per_attempt.iter().chain(&capacity.minutes_per_day).chain(capacity.by_owner.values()) {
        amount(minutes, errors);
    }
    if agreement.review_months == 0 {
        errors.push(AgreementError::NoReview);
    }
}

/// `YYYY-MM`: which of them there are is the calendar's.
fn is_month(text: &str) -> bool {
    let parts = text.split_once('-').and_then(|(year, month)| Some((year.parse::<u16>().ok()?, month.parse::<u8>().ok()?)));
    parts.is_some_and(|(year, month)| (1..=9_999).contains(&year) && (1..=12).contains(&month))
}

fn name(name: &str, errors: &mut Vec<AgreementError>) {
    if name.trim().is_empty() {
        errors.push(AgreementError::NoName);
    }
}

fn share(value: Option<f64>, errors: &mut Vec<AgreementError>) {
    if let Some(value) = value
        && !(0.0..=1.0).contains(&value)
    {
        errors.push(AgreementError::ShareOutOfRange { value });
    }
}

fn target(target: Option<TimeTarget>, errors: &mut Vec<AgreementError>) {
    let Some(target) = target else { return };
    share(Some(target.share), errors);
    if !(target.hours.is_finite() && target.hours > 0.0) {
        errors.push(AgreementError::HoursOutOfRange { hours: target.hours });
    }
}
