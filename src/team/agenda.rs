//! What a meeting talks about, chosen from a report by rules that can be said: plain values in four parts, no words. Nothing is counted
//! here; every number is the report's. What the report lacks is missing here too, and `Report::missing` says what would bring it.

use std::cmp::Reverse;

use crate::{
    agreement::{Agreement, GoalUnit},
    leads::{Dimension, Stage},
    order::{sort_few, sort_few_by_key},
    report::{
        BlameCounts, Breakdown, CampaignPart, ChainInput, DueLead, FollowUpOf, LeadsOf, Leak, Money, NotableDeal, Outcome, Part, Rate,
        RecordsOf, RecycleOf, Report, Verdict,
    },
    time::{CalendarSystem, Date, Day},
};

/// Reasons on the agenda.
const REASONS: usize = 5;
/// Breached leads on the agenda, the latest breach first: those can still be saved.
const BREACHED: usize = 10;
/// Campaigns on the agenda, the most expensive first.
const CAMPAIGNS: usize = 8;
/// A reason must have cost so many leads before its growth is told.
const LEADS_OF_A_REASON: u64 = 5;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Agenda {
    /// Both promises and what they brought, against their goals.
    pub kpis: Vec<Kpi>,
    pub wins: Vec<Story>,
    pub losses: Vec<Story>,
    pub problems: Problems,
    pub plans: Plans,
}

/// A figure both teams share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KpiOf {
    /// Entries of the goal's month into a stage, by its unit; the first is of all, others of a persona by its place in `Report::goals`.
    Goal {
        place: usize,
    },
    /// Delivered leads followed up in time.
    InTime,
    /// Outcomes recorded in time.
    Recorded,
    /// Delivered leads that are as agreed.
    AsAgreed,
    /// Leads that became customers.
    LeadToCustomer,
    WinRate,
    /// Against the plan where the agreement has a quota; of marketing's sources where the plan is marketing's.
    Revenue {
        is_marketing: bool,
    },
}

/// What a figure is counted in.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    Number(f64),
    Rate(Rate),
    /// 0..=1.
    Share(f64),
    Money(Money),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    Met,
    Short,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Kpi {
    pub of: KpiOf,
    pub actual: Amount,
    /// What was agreed; a goal of a month is the whole month's.
    pub goal: Option<Amount>,
    /// Actual − goal: of a goal of a month to the line of the as-of, of shares in parts of 1, of money in money.
    pub gap: Option<Amount>,
    /// Where the month lands at this pace; of goals alone.
    pub pace: Option<f64>,
    /// The same of the previous period, where the report has it.
    pub previous: Option<Amount>,
    /// `None` where nothing was agreed, or nothing can be said yet.
    pub standing: Option<Standing>,
    pub records: Option<RecordsOf>,
}

/// Why something is told: each rule gives one story at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The won deal with the largest amount.
    LargestWin,
    /// The won deal that took the shortest time, of a day at least.
    QuickestWin,
    /// Of the sources with enough leads, the one whose share of customers is highest, if it is above that of the rest beyond chance: the
    /// lower end of its 95 % interval lies above it.
    BestSource,
    BestCampaign,
    /// The owner with the highest share of leads followed up in time, of enough leads whose time is over, if it is what was promised.
    PromiseKept,
    /// Leads that came back from marketing and were won.
    WonBack,
    /// The lost deal with the largest amount.
    LargestLoss,
    /// The reason whose leads have grown by most since the previous period.
    GrowingReason,
    /// Of the sources with enough leads, the one whose share of customers is lowest, if it is below that of the rest beyond chance.
    WeakestSource,
    WeakestCampaign,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    pub rule: Rule,
    pub what: Told,
    /// What can be opened: as many records as the story's own number, or, of a deal, those closed on its day.
    pub records: Option<RecordsOf>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    Deal(NotableDeal),
    /// A part of the leads against all others of its dimension.
    Part {
        dimension: Dimension,
        name: String,
        rate: Rate,
        rest: Rate,
    },
    Promise {
        owner: String,
        rate: Rate,
        promised: f64,
    },
    WonBack {
        won: u64,
        sent_back: u64,
    },
    Reason {
        name: String,
        leads: u64,
        before: u64,
    },
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Problems {
    /// Leads turned down in the period, by the reasons given most; `None` is "(none)".
    pub reasons: Vec<ReasonLine>,
    pub turned_down: u64,
    pub without_reason: Rate,
    /// Whose move it is: leads in all, the four cells, and those nobody can judge.
    pub responsibility: Option<(u64, BlameCounts, u64)>,
    pub pending: Option<u64>,
    pub breached: Option<u64>,
    /// The latest breaches first.
    pub latest: Vec<DueLead>,
    /// As the report orders them.
    pub leaks: Vec<Leak>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ReasonLine {
    pub reason: Option<String>,
    /// count / all turned down.
    pub share: Rate,
    /// Leads of the previous period.
    pub before: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plans {
    /// `YYYY-MM`, the month after that of the report's goal, and what its goal is.
    pub month: Option<String>,
    pub metric: Option<Stage>,
    pub unit: GoalUnit,
    pub goal: Option<f64>,
    /// Marketing's own: what the goal chain says is needed for the quota.
    pub leads_needed: Option<u64>,
    /// What the period is short of its plan; `None` without a plan, 0 where it is met.
    pub short_of_plan: Option<Money>,
    /// Of the period.
    pub campaigns: Vec<CampaignPart>,
    /// Sent back to marketing and not moved on since: they can be tried again. Of the report's leads.
    pub to_recycle: u64,
    /// Tried as often as planned and never reached: they can be nurtured.
    pub unreachable: u64,
    /// Assumptions of the goal chain that the data no longer bears out.
    pub drifted: Vec<ChainInput>,
}

pub fn agenda(report: &Report, agreement: &Agreement) -> Agenda {
    Agenda {
        kpis: kpis(report, agreement),
        wins: wins(report),
        losses: losses(report),
        problems: problems(report),
        plans: plans(report, agreement),
    }
}

fn kpis(report: &Report, agreement: &Agreement) -> Vec<Kpi> {
    let mut kpis: Vec<Kpi> = (0..report.goals.len()).map(|place| goal(report, place)).collect();
    let delivered = |of| RecordsOf::FollowUp { of, part: LeadsOf::All };
    let promised = report.speed.as_ref().and_then(|speed| Some((speed.compliance?.rate(), speed.target?.share)));
    if let Some((rate, share)) = promised {
        kpis.push(Kpi {
            records: Some(delivered(FollowUpOf::Speed { verdict: Verdict::Met })),
            ..shared(KpiOf::InTime, rate, Some(share))
        });
    }
    let promised = report.disposition.as_ref().and_then(|outcome| Some((outcome.compliance?.rate(), outcome.target?.share)));
    if let Some((rate, share)) = promised {
        let records = Some(delivered(FollowUpOf::Disposition { verdict: Verdict::Met }));
        kpis.push(Kpi { records, ..shared(KpiOf::Recorded, rate, Some(share)) });
    }
    if let Some(kept) = &report.marketing_kept {
        let rate = Rate { numerator: kept.meets, denominator: kept.delivered };
        let records = RecordsOf::Agreed { agreed: crate::report::Agreed::Meets, criterion: None, part: LeadsOf::All };
        kpis.push(Kpi { records: Some(records), ..shared(KpiOf::AsAgreed, rate, None) });
    }
    let previous = report.previous.as_ref();
    let customers = shared(KpiOf::LeadToCustomer, report.funnel.overall.rate, agreement.goal_chain.lead_to_customer_rate);
    // A young lead has not had the time: short of the rate is said of no cohort, met is.
    let met = customers.standing.filter(|standing| *standing == Standing::Met);
    kpis.push(Kpi { previous: report.funnel.overall.previous.map(Amount::Rate), standing: met, ..customers });
    if let Some(deals) = report.deals.as_ref().filter(|deals| deals.win_rate.denominator > 0) {
        kpis.push(shared(KpiOf::WinRate, deals.win_rate, None));
    }
    let plan = report.gap.as_ref();
    let is_marketing = plan.is_some_and(|plan| plan.is_marketing);
    let actual = plan.map(|plan| plan.actual.clone()).or_else(|| report.revenue.as_ref().map(|revenue| revenue.total.clone()));
    if let Some(actual) = actual {
        let difference = plan.map(|plan| Money { minor: plan.actual.minor - plan.goal.minor, currency: plan.goal.currency.clone() });
        kpis.push(Kpi {
            of: KpiOf::Revenue { is_marketing },
            standing: difference.as_ref().map(|difference| standing(difference.minor >= 0)),
            goal: plan.map(|plan| Amount::Money(plan.goal.clone())),
            gap: difference.map(Amount::Money),
            pace: None,
            // The previous period is of all sources.
            previous: previous.filter(|_| !is_marketing).map(|previous| Amount::Money(previous.revenue.clone())),
            records: (!is_marketing).then_some(RecordsOf::Deals { state: Some(crate::leads::DealState::Won) }),
            actual: Amount::Money(actual),
        });
    }
    kpis
}

const fn standing(is_met: bool) -> Standing {
    if is_met { Standing::Met } else { Standing::Short }
}

fn goal(report: &Report, place: usize) -> Kpi {
    let goal = &report.goals[place];
    Kpi {
        of: KpiOf::Goal { place },
        actual: Amount::Number(goal.actual),
        goal: goal.goal.map(Amount::Number),
        gap: goal.gap.map(Amount::Number),
        pace: goal.pace,
        previous: None,
        standing: goal.gap.map(|gap| standing(gap >= 0.0)),
        records: Some(RecordsOf::GoalMonth { persona: goal.persona.clone() }),
    }
}

/// A share against the one that was agreed.
fn shared(of: KpiOf, rate: Rate, agreed: Option<f64>) -> Kpi {
    let gap = rate.value().zip(agreed).map(|(value, agreed)| value - agreed);
    Kpi {
        of,
        actual: Amount::Rate(rate),
        goal: agreed.map(Amount::Share),
        gap: gap.map(Amount::Share),
        pace: None,
        previous: None,
        standing: gap.map(|gap| standing(gap >= 0.0)),
        records: None,
    }
}

fn wins(report: &Report) -> Vec<Story> {
    let notable = report.notable_deals.as_ref();
    let deal = |rule, deal: Option<&NotableDeal>| deal.map(|deal| of_deal(rule, deal, closed_day(deal)));
    let largest = notable.and_then(|notable| notable.largest_won.as_ref());
    let quickest = notable.and_then(|notable| notable.quickest_won.as_ref()).filter(|quickest| Some(*quickest) != largest);
    let back = report.recycle.as_ref().filter(|recycle| recycle.won > 0).map(|recycle| Story {
        rule: Rule::WonBack,
        what: Told::WonBack { won: recycle.won, sent_back: recycle.sent_back },
        records: Some(RecordsOf::Recycle { of: RecycleOf::Won }),
    });
    let stories = [
        deal(Rule::LargestWin, largest),
        deal(Rule::QuickestWin, quickest),
        outstanding(report, Rule::BestSource),
        outstanding(report, Rule::BestCampaign),
        promise_kept(report),
        back,
    ];
    stories.into_iter().flatten().collect()
}

fn losses(report: &Report) -> Vec<Story> {
    let lost = report.notable_deals.as_ref().and_then(|notable| notable.largest_lost.as_ref());
    let records = RecordsOf::Deals { state: Some(crate::leads::DealState::Lost) };
    let stories = [
        lost.map(|deal| of_deal(Rule::LargestLoss, deal, Some(records))),
        growing_reason(report),
        outstanding(report, Rule::WeakestSource),
        outstanding(report, Rule::WeakestCampaign),
    ];
    stories.into_iter().flatten().collect()
}

fn of_deal(rule: Rule, deal: &NotableDeal, records: Option<RecordsOf>) -> Story {
    Story { rule, what: Told::Deal(deal.clone()), records }
}

/// The deals won on the day of this one.
fn closed_day(deal: &NotableDeal) -> Option<RecordsOf> {
    let day = iso_day(deal.closed_on.as_deref()?)?;
    Some(RecordsOf::WonIn { from: day, to: day.plus(1) })
}

fn iso_day(iso: &str) -> Option<Day> {
    let mut parts = iso.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    CalendarSystem::Gregorian.day(Date { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? })
}

/// The part of a dimension that stands out from the rest of it, by one of the four rules about parts.
fn outstanding(report: &Report, rule: Rule) -> Option<Story> {
    let is_best = matches!(rule, Rule::BestSource | Rule::BestCampaign);
    let dimension = if matches!(rule, Rule::BestSource | Rule::WeakestSource) { Dimension::Source } else { Dimension::Campaign };
    let breakdown = report.breakdowns.iter().find(|breakdown| breakdown.dimension == dimension)?;
    let mut parts: Vec<(&str, Rate, Rate)> = breakdown
        .parts
        .iter()
        .filter_map(|part| Some((part.value.as_deref()?, part.rate, rest_of(breakdown, part))))
        .filter(|(_, rate, rest)| !rate.is_thin() && !rest.is_thin())
        .collect();
    // By the share, then by name: two fractions are compared across, so that no rounding decides.
    sort_few(&mut parts, |(a, one, _), (b, other, _)| {
        let across = |x: Rate, y: Rate| u128::from(x.numerator) * u128::from(y.denominator);
        let order = across(*one, *other).cmp(&across(*other, *one));
        (if is_best { order.reverse() } else { order }).then_with(|| a.cmp(b))
    });
    let (name, rate, rest) = *parts.first()?;
    let ((low, high), of_rest) = (rate.interval()?, rest.value()?);
    let stands_out = if is_best { low > of_rest } else { high < of_rest };
    stands_out.then(|| Story {
        rule,
        what: Told::Part { dimension, name: name.to_owned(), rate, rest },
        records: Some(RecordsOf::Part { dimension, value: Some(name.to_owned()) }),
    })
}

fn rest_of(breakdown: &Breakdown, part: &Part) -> Rate {
    let all = breakdown.parts.iter().chain(&breakdown.rest);
    let (won, leads) = all.fold((0, 0), |(won, leads), part| (won + part.rate.numerator, leads + part.rate.denominator));
    Rate { numerator: won - part.rate.numerator, denominator: leads - part.rate.denominator }
}

fn promise_kept(report: &Report) -> Option<Story> {
    let speed = report.speed.as_ref()?;
    let promised = speed.target?.share;
    let owners = speed.by_owner.iter().filter_map(|part| Some((part.value.as_deref()?, part.compliance?.rate())));
    let mut owners: Vec<(&str, Rate)> = owners.filter(|(_, rate)| !rate.is_thin()).collect();
    sort_few(&mut owners, |(a, one), (b, other)| {
        let across = |x: &Rate, y: &Rate| u128::from(x.numerator) * u128::from(y.denominator);
        across(other, one).cmp(&across(one, other)).then_with(|| a.cmp(b))
    });
    let (owner, rate) = *owners.first()?;
    (rate.value()? >= promised).then(|| Story {
        rule: Rule::PromiseKept,
        what: Told::Promise { owner: owner.to_owned(), rate, promised },
        records: Some(RecordsOf::FollowUp {
            of: FollowUpOf::Speed { verdict: Verdict::Met },
            part: LeadsOf::Value { dimension: Dimension::Owner, value: Some(owner.to_owned()) },
        }),
    })
}

/// Leads of the previous period with a reason; `None` where nothing is compared.
fn before(report: &Report, reason: Option<&str>) -> Option<u64> {
    let previous = report.previous.as_ref()?;
    Some(previous.reasons.iter().find(|known| known.reason.as_deref() == reason).map_or(0, |known| known.count))
}

fn growing_reason(report: &Report) -> Option<Story> {
    let given = report.disqualification.reasons.iter().filter(|reason| reason.count >= LEADS_OF_A_REASON);
    let grown = given.filter_map(|reason| {
        let before = before(report, reason.reason.as_deref())?;
        Some((reason.count.checked_sub(before).filter(|more| *more > 0)?, reason.reason.as_deref()?, reason.count, before))
    });
    let (_, name, leads, before) = grown.min_by_key(|(more, name, ..)| (Reverse(*more), *name))?;
    Some(Story {
        rule: Rule::GrowingReason,
        what: Told::Reason { name: name.to_owned(), leads, before },
        records: Some(RecordsOf::Reason { reason: Some(name.to_owned()) }),
    })
}

fn problems(report: &Report) -> Problems {
    let disqualification = &report.disqualification;
    let line = |known: &crate::report::ReasonCount| ReasonLine {
        reason: known.reason.clone(),
        share: Rate { numerator: known.count, denominator: disqualification.total },
        before: before(report, known.reason.as_deref()),
    };
    let due = report.due_totals.as_ref();
    let latest = report.due.iter().filter(|lead| lead.verdict == Verdict::Breached).take(BREACHED);
    Problems {
        reasons: disqualification.reasons.iter().take(REASONS).map(line).collect(),
        turned_down: disqualification.total,
        without_reason: disqualification.without_reason,
        responsibility: disqualification.responsibility.as_ref().map(|table| (table.leads, table.cells, table.unjudged)),
        pending: due.map(|due| due.pending),
        breached: due.map(|due| due.breached),
        latest: latest.cloned().collect(),
        leaks: report.leaks.clone(),
    }
}

fn plans(report: &Report, agreement: &Agreement) -> Plans {
    let shown = report.goals.first();
    let month = shown.and_then(|goal| month_after(&goal.month));
    let short =
        |plan: &crate::report::Gap| Money { minor: (plan.goal.minor - plan.actual.minor).max(0), currency: plan.goal.currency.clone() };
    let table = report.campaigns.as_ref().and_then(|campaigns| campaigns.by_campaign.as_ref());
    let mut campaigns: Vec<&CampaignPart> = table.iter().flat_map(|table| &table.parts).filter(|part| part.value.is_some()).collect();
    campaigns.retain(|part| part.leads > 0 || part.cost.is_some());
    sort_few_by_key(&mut campaigns, |part| {
        (Reverse(part.cost.as_ref().map(|cost| cost.minor)), Reverse(part.leads), part.value.as_deref())
    });
    let drift = report.monthly_record.iter().flat_map(|record| &record.drift).filter(|drift| drift.drifted);
    Plans {
        goal: month.as_deref().and_then(|month| agreement.goal_of(month)),
        month,
        metric: shown.map(|goal| goal.metric),
        unit: shown.map_or_else(GoalUnit::default, |goal| goal.unit),
        leads_needed: report.goal_chain.leads_needed,
        short_of_plan: report.gap.as_ref().map(short),
        campaigns: campaigns.into_iter().take(CAMPAIGNS).cloned().collect(),
        to_recycle: report.outcomes.recycled,
        unreachable: report.outcomes.unreachable,
        drifted: drift.map(|drift| drift.input).collect(),
    }
}

impl Plans {
    /// The leads of [`Plans::to_recycle`] and [`Plans::unreachable`].
    pub const fn records(outcome: Outcome) -> RecordsOf {
        RecordsOf::Outcome { outcome }
    }
}

/// The month after one named `YYYY-MM`, in a calendar of twelve months.
fn month_after(name: &str) -> Option<String> {
    let (year, month) = name.split_once('-')?;
    let (year, month): (u32, u32) = (year.parse().ok()?, month.parse().ok()?);
    Some(if month == 12 { format!("{:04}-01", year + 1) } else { format!("{year:04}-{:02}", month + 1) })
}
