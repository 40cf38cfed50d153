//! The agenda's values as people read them, alike on the page and in its plain text.

use handoff::{
    agreement::{GoalUnit, Team},
    leads::Stage,
    report::{CampaignPart, ChainInput, NotableDeal, Report},
    team::{
        Action, Meetings,
        agenda::{Amount, Kpi, KpiOf, Plans, Rule, Standing, Story, Told},
    },
    words::fill,
};

use crate::app::{format, labels};

pub fn led_by(team: Team) -> String {
    fill(format::rhythm().led_by, &[("team", format::terms().team(team))])
}

pub fn kpi_name(report: &Report, of: KpiOf) -> String {
    let words = format::rhythm();
    match of {
        KpiOf::Goal { place } => {
            let Some(goal) = report.goals.get(place) else { return String::new() };
            let sentence = if goal.unit == GoalUnit::Value { words.kpi_goal_value } else { words.kpi_goal };
            let name = fill(sentence, &[("stage", labels::stage(goal.metric)), ("month", &format::month(&goal.month))]);
            goal.persona.as_ref().map_or(name.clone(), |persona| format!("{name} · {persona}"))
        }
        KpiOf::InTime => words.kpi_in_time.to_owned(),
        KpiOf::Recorded => words.kpi_recorded.to_owned(),
        KpiOf::AsAgreed => words.kpi_as_agreed.to_owned(),
        KpiOf::LeadToCustomer => words.kpi_customers.to_owned(),
        KpiOf::WinRate => words.kpi_win_rate.to_owned(),
        KpiOf::Revenue { is_marketing: true } => words.kpi_revenue_marketing.to_owned(),
        KpiOf::Revenue { is_marketing: false } => words.kpi_revenue.to_owned(),
    }
}

pub fn amount(amount: &Amount) -> String {
    match amount {
        Amount::Number(number) => format::decimal(*number),
        Amount::Rate(rate) => format::rate(*rate),
        Amount::Share(share) => format::percent(*share),
        Amount::Money(money) => format::money_short(money),
    }
}

pub fn amount_or_none(of: Option<&Amount>) -> String {
    of.map_or_else(|| format::UNDEFINED.to_owned(), amount)
}

/// With its sign; shares differ by points.
pub fn gap(gap: &Amount) -> String {
    match gap {
        Amount::Number(number) => format::with_sign(*number, &format::decimal(number.abs())),
        Amount::Share(share) => {
            let points = share * 100.0;
            fill(format::rhythm().points, &[("n", &format::with_sign(points, &format::decimal(points.abs())))])
        }
        Amount::Money(money) => format::signed_money(money),
        Amount::Rate(rate) => format::rate(*rate),
    }
}

/// "✓ met", "▼ short": never by colour alone.
pub fn standing(kpi: &Kpi) -> Option<(&'static str, &'static str)> {
    let words = format::rhythm();
    kpi.standing.map(|standing| match standing {
        Standing::Met => ("✓", words.standing_met),
        Standing::Short => ("▼", words.standing_short),
    })
}

pub fn story(story: &Story) -> String {
    let words = format::rhythm();
    match &story.what {
        Told::Deal(deal) => {
            let money = deal.amount.as_ref().map_or_else(|| format::UNDEFINED.to_owned(), format::money);
            let sentence = match story.rule {
                Rule::LargestWin => words.story_largest_win,
                Rule::QuickestWin => words.story_quickest_win,
                _ => words.story_largest_loss,
            };
            fill(sentence, &[("amount", &money), ("days", &format::decimal_or_undefined(deal.days))])
        }
        Told::Part { dimension, name, rate, rest } => {
            let is_best = matches!(story.rule, Rule::BestSource | Rule::BestCampaign);
            let values = [labels::dimension(*dimension), name, &format::rate(*rate), &format::rate(*rest)];
            let sentence = if is_best { words.story_best } else { words.story_weakest };
            fill(sentence, &[("dimension", values[0]), ("name", values[1]), ("rate", values[2]), ("rest", values[3])])
        }
        Told::Promise { owner, rate, promised } => {
            fill(words.story_promise, &[("name", owner), ("rate", &format::rate(*rate)), ("promised", &format::percent(*promised))])
        }
        Told::WonBack { won, sent_back } => {
            fill(words.story_won_back, &[("n", &format::integer(*won)), ("of", &format::integer(*sent_back))])
        }
        Told::Reason { name, leads, before } => {
            fill(words.story_reason, &[("name", name), ("n", &format::integer(*leads)), ("before", &format::integer(*before))])
        }
    }
}

/// What else is known of a deal: when, from where, and why it was lost.
pub fn about(deal: &NotableDeal) -> String {
    let date = deal.closed_on.as_deref().map(format::iso_date);
    let parts = [date, deal.reason.clone(), deal.source.clone(), deal.campaign.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

pub fn rule(rule: Rule) -> String {
    let words = format::rhythm();
    let rule = match rule {
        Rule::LargestWin => words.rule_largest_win,
        Rule::QuickestWin => words.rule_quickest_win,
        Rule::BestSource => words.rule_best_source,
        Rule::BestCampaign => words.rule_best_campaign,
        Rule::PromiseKept => words.rule_promise_kept,
        Rule::WonBack => words.rule_won_back,
        Rule::LargestLoss => words.rule_largest_loss,
        Rule::GrowingReason => words.rule_growing_reason,
        Rule::WeakestSource => words.rule_weakest_source,
        Rule::WeakestCampaign => words.rule_weakest_campaign,
    };
    fill(words.chosen_as, &[("rule", rule)])
}

/// "Goal of October 2026" and what it is.
pub fn next_goal(plans: &Plans) -> Option<(String, String)> {
    let words = format::rhythm();
    let month = plans.month.as_deref()?;
    let goal = plans.goal.map_or_else(|| words.no_goal.to_owned(), |goal| with_stage(goal, plans.metric));
    Some((fill(words.next_goal, &[("month", &format::month(month))]), goal))
}

fn with_stage(goal: f64, metric: Option<Stage>) -> String {
    let stage = metric.map_or("", labels::stage);
    format!("{} {stage}", format::decimal(goal))
}

/// What the period is short of its plan, or that it is met.
pub fn short_of_plan(plans: &Plans) -> Option<String> {
    let short = plans.short_of_plan.as_ref()?;
    Some(if short.minor == 0 { format::rhythm().plan_met.to_owned() } else { format::money_short(short) })
}

pub fn drifted(plans: &Plans) -> Option<String> {
    let terms = format::terms();
    let name = |input: &ChainInput| match input {
        ChainInput::MarketingShare => terms.marketing_share,
        ChainInput::AverageDeal => terms.average_deal,
        ChainInput::LeadToCustomerRate => terms.lead_to_customer,
    };
    let names: Vec<&str> = plans.drifted.iter().map(name).collect();
    (!names.is_empty()).then(|| fill(format::rhythm().drifted, &[("what", &names.join(terms.comma))]))
}

pub fn cost(part: &CampaignPart) -> String {
    part.cost.as_ref().map_or_else(|| format::UNDEFINED.to_owned(), format::money_short)
}

/// What a campaign is credited with, by the lowest and the highest of all ways to share.
pub fn revenue(part: &CampaignPart) -> String {
    let [low, high] = [&part.revenue_low, &part.revenue_high].map(format::money_short);
    if low == high { low } else { fill(format::rhythm().range, &[("low", &low), ("high", &high)]) }
}

/// "Call them back — Sofia, due 12 Mar 2026": as it is read out, printed and sent.
pub fn action(all: &Meetings, action: &Action, today: &str) -> String {
    let words = format::rhythm();
    let owner = if action.owner.is_empty() { words.nobody } else { &action.owner };
    let due = action.due.as_deref().map(|due| fill(words.due_on, &[("date", &format::iso_date(due))]));
    let late = action.is_overdue(today).then(|| words.overdue.to_owned());
    let since = all.meeting(action.opened_in).map(|meeting| fill(words.since_meeting, &[("date", &format::iso_date(&meeting.date))]));
    let closed = action.closed_on.as_deref().map(|date| fill(words.closed_on, &[("date", &format::iso_date(date))]));
    let rest: Vec<String> = [Some(owner.to_owned()), due, late, since, closed].into_iter().flatten().collect();
    format!("{} — {}", action.what, rest.join(format::terms().comma))
}
