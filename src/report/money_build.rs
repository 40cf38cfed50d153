//! Money in the report: investment and what it brought, and whose campaign it was. Counts nothing itself.

use super::{
    Campaigns, Figure, Missing, Need, RecordsOf, Report,
    scene::{Scene, month_named, within_time},
};
use crate::{
    agreement::ReturnBasis,
    leads::{DealState, Dimension, NO_AMOUNT, currency_digits},
    metrics::{
        CampaignConfig, Marks, Span,
        attribution::Journeys,
        campaign_attribution, campaign_table, notable_deals,
        returns::{
            CostDays, Costs, LtvInputs, NewCustomers, ReturnsConfig, TypedIn, cac, ltv, payback_months, returns_over_time, roi,
            sales_velocity,
        },
    },
    time::{Grain, Period},
};

impl Scene<'_> {
    /// What was spent; `None` where nobody knows, or nobody can tell which of it passes the filter.
    pub fn costs(&self) -> Option<Costs<'_>> {
        let calendar = self.agreement.workspace.calendar;
        let unit = 10_f64.powi(currency_digits(self.dataset.currency.as_deref()) as i32);
        let typed = |cost: &crate::agreement::TypedCost| {
            let month = Grain::Month.around(month_named(&cost.month, calendar)?, calendar, 1);
            Some(TypedIn { month, team: cost.team, category: cost.category, minor: (cost.amount * unit).round() as i64 })
        };
        let typed = self.agreement.economics.costs.iter().filter_map(typed).collect();
        Costs::new(self.dataset, &self.selection, typed, &self.zone)
    }

    /// Some deal of the whole data has an amount.
    fn has_amounts(&self) -> bool {
        self.dataset.deals.amount_minor.iter().any(|amount| *amount != NO_AMOUNT)
    }
}

/// What every figure of money is counted from.
struct Books<'a> {
    costs: Option<Costs<'a>>,
    span: CostDays,
    customers: NewCustomers,
    lag: Lag,
}

impl<'a> Books<'a> {
    fn new(scene: &'a Scene, report: &Report) -> Self {
        Self {
            costs: scene.costs(),
            span: CostDays::of(&scene.selection, &scene.zone),
            customers: NewCustomers::new(scene.dataset, &scene.states, &scene.selection, &scene.deals),
            lag: Lag::new(scene.agreement.economics.lag_cac, report),
        }
    }
}

/// Fills investment and return, and says what is missing for those that are not there.
#[inline(never)]
pub(super) fn fill(scene: &Scene, report: &mut Report) {
    let dataset = scene.dataset;
    let economics = &scene.agreement.economics;
    let Books { costs, span, customers, lag } = Books::new(scene, report);
    report.investment = costs.as_ref().map(|costs| costs.investment(span));
    if let (Some(investment), Some(revenue)) = (&report.investment, &report.revenue) {
        report.roi = roi(revenue, &investment.total, economics);
    }
    if let (Some(costs), Some(days)) = (&costs, lag.days) {
        report.cac = cac(costs, span.earlier(days), &customers, lag.is_used.then_some(days), dataset);
    }
    if let Some(revenue) = &report.revenue {
        let inputs = LtvInputs { revenue, customers: customers.count(), economics };
        report.ltv = ltv(&inputs, report.cac.as_ref());
        report.payback_months = report.cac.as_ref().and_then(|cac| payback_months(&inputs, cac));
        report.sales_velocity = report.deals.as_ref().and_then(|deals| sales_velocity(deals, revenue));
        report.sales_velocity_per_day = report.sales_velocity.as_ref().map(|velocity| velocity.per_day.clone());
    }
    let missing = missing(scene, report, costs.as_ref(), span, &customers, lag);
    report.missing.extend(missing);
}

/// Fills return over time, attribution and the deals worth telling of, and says what is missing for the latter.
pub(super) fn details(scene: &Scene, report: &mut Report) {
    let dataset = scene.dataset;
    let economics = &scene.agreement.economics;
    let Books { costs, span, customers, lag } = Books::new(scene, report);
    if scene.as_of.is_some() && (costs.is_some() || dataset.deals.len > 0) {
        let config = ReturnsConfig {
            economics,
            source_classes: &scene.agreement.source_classes,
            calendar: scene.agreement.workspace.calendar,
            zone: &scene.zone,
            days: dated_days(scene, span, costs.as_ref()),
            has_amounts: scene.has_amounts(),
            lag_days: lag.days,
        };
        report.returns = returns_over_time(dataset, &scene.deals, &customers, costs.as_ref(), &config);
    }
    campaigns(scene, report, costs.as_ref().map(|costs| (costs, span)));
    report.notable_deals =
        (dataset.deals.len > 0).then(|| notable_deals(dataset, &scene.deals, &scene.selection, scene.reason_names(), &scene.zone));
    report.missing.extend(missing_of_attribution(scene, report));
}

/// By how much costs are taken earlier than the customers they are set against.
#[derive(Debug, Clone, Copy)]
struct Lag {
    is_used: bool,
    /// 0 where it is not used; `None` where nobody knows how long a sale takes.
    days: Option<u32>,
}

impl Lag {
    /// The median sales cycle in whole days: of the period's won deals, without deals of the funnel's customers.
    fn new(is_used: bool, report: &Report) -> Self {
        let cycle = report.deals.as_ref().map_or(report.funnel.overall.days.median, |deals| deals.days_to_win.median);
        Self { is_used, days: if is_used { cycle.map(|days| days.round() as u32) } else { Some(0) } }
    }
}

/// The days of the period that have a place in the calendar: everything begins with the first record, or the first cost.
fn dated_days(scene: &Scene, span: CostDays, costs: Option<&Costs>) -> Period {
    let Period { from, .. } = scene.selection.period;
    let first_cost = costs.filter(|_| span.undated).and_then(Costs::first_day);
    let from = first_cost.map_or(from, |first| first.min(from));
    Period { from, to: span.days.to.max(from) }
}

fn campaigns(scene: &Scene, report: &mut Report, costs: Option<(&Costs, CostDays)>) {
    let dataset = scene.dataset;
    let marks = Marks::new(&scene.states, &scene.cohort, scene.tracked);
    let config = CampaignConfig { marks: &marks, costs, economics: &scene.agreement.economics, has_amounts: scene.has_amounts() };
    let mut attribution = Vec::new();
    let mut table = |dimension| {
        let mut journeys = journeys(scene, dimension)?;
        let credits = journeys.credits();
        if dimension == Dimension::Campaign {
            attribution = campaign_attribution(&journeys, &credits, dataset.currency.as_deref());
        }
        Some(campaign_table(dataset, &mut journeys, &credits, dimension, &config))
    };
    let both = Campaigns { by_campaign: table(Dimension::Campaign), by_source: table(Dimension::Source) };
    report.campaigns = (both.by_campaign.is_some() || both.by_source.is_some()).then_some(both);
    report.attribution = attribution;
}

fn journeys<'a>(scene: &'a Scene, dimension: Dimension) -> Option<Journeys<'a>> {
    Journeys::new(scene.dataset, &scene.selection, &scene.deals, dimension, &scene.zone)
}

/// What would have to be added for the parts that are missing, in the order of the parts.
fn missing(scene: &Scene, report: &Report, costs: Option<&Costs>, span: CostDays, customers: &NewCustomers, lag: Lag) -> Vec<Missing> {
    let dataset = scene.dataset;
    let economics = &scene.agreement.economics;
    let mut all = Vec::new();
    let mut needs = |figure: Figure, is_there: bool, needs: &[(bool, Need)]| {
        let steps = needs.iter().filter(|(is_missing, _)| *is_missing && !is_there);
        all.extend(steps.map(|(_, need)| Missing { figure, need: *need }));
    };
    let no_deals = (dataset.deals.len == 0, Need::Deals);
    let no_amounts = (dataset.deals.len > 0 && !scene.has_amounts(), Need::Amounts);
    let no_customers = (dataset.deals.len > 0 && customers.count() == 0, Need::MoreWins);
    let no_leads_won = (dataset.deals.len == 0 && customers.count() == 0, Need::Deals);
    let no_margin = (economics.gross_margin.is_none(), Need::GrossMargin);
    let no_spend = (report.investment.as_ref().is_none_or(|investment| investment.total.minor <= 0), Need::Spend);
    let no_lag = (lag.days.is_none(), Need::DealDates);
    let no_return = (no_margin.0 && economics.return_on == ReturnBasis::GrossMargin, Need::GrossMargin);
    needs(Figure::Investment, report.investment.is_some(), &[(true, Need::Spend)]);
    needs(Figure::Roi, report.roi.is_some(), &[no_spend, no_deals, no_amounts, no_return]);
    needs(Figure::Cac, report.cac.is_some(), &[no_spend, no_lag, no_leads_won, no_customers]);
    let paid = lag.days.and_then(|days| costs?.paid(span.earlier(days)));
    let of_paid = paid.as_ref().and_then(|(_, sources)| customers.of_sources(dataset, sources));
    let no_paid = (paid.is_none(), Need::PaidSpend);
    let no_sources = (paid.is_some() && of_paid.is_none(), Need::Sources);
    let no_paid_customers = (of_paid == Some(0), Need::MoreWins);
    let has_paid = report.cac.as_ref().is_some_and(|cac| cac.paid.is_some());
    needs(Figure::PaidCac, has_paid, &[no_paid, no_lag, no_sources, no_paid_customers]);
    let no_months = (economics.contract_months.is_none(), Need::ContractMonths);
    let no_lifetime = (economics.lifetime().is_none(), Need::Lifetime);
    needs(Figure::Ltv, report.ltv.is_some(), &[no_deals, no_amounts, no_customers, no_margin, no_months, no_lifetime]);
    let deals = report.deals.as_ref();
    let no_wins = (deals.is_some_and(|deals| deals.won == 0), Need::MoreWins);
    let no_cycle = (deals.is_some_and(|deals| deals.won > 0 && deals.days_to_win.mean.is_none_or(|days| days <= 0.0)), Need::DealDates);
    needs(Figure::SalesVelocity, report.sales_velocity.is_some(), &[no_deals, no_amounts, no_wins, no_cycle]);
    all
}

fn missing_of_attribution(scene: &Scene, report: &Report) -> Vec<Missing> {
    let has_deals = scene.dataset.deals.len > 0;
    let no_amounts = has_deals && !scene.has_amounts();
    let no_wins = report.deals.as_ref().is_some_and(|deals| deals.won == 0);
    let has_campaigns = report.campaigns.as_ref().is_some_and(|campaigns| campaigns.by_campaign.is_some());
    // Without amounts customers are credited, and no revenue: half of it is missing.
    if !report.attribution.is_empty() && !no_amounts {
        return Vec::new();
    }
    let needs = [(!has_campaigns, Need::Campaigns), (!has_deals, Need::Deals), (no_amounts, Need::Amounts), (no_wins, Need::MoreWins)];
    let needs = needs.into_iter().filter(|(is_missing, _)| *is_missing);
    needs.map(|(_, need)| Missing { figure: Figure::Attribution, need }).collect()
}

/// Deals won in a span, or touched by a campaign or source.
pub(super) fn deal_rows(scene: &Scene, of: &RecordsOf) -> Vec<u32> {
    let Scene { dataset, selection, .. } = scene;
    match of {
        RecordsOf::WonIn { from, to } => {
            let days = Period { from: within_time(*from), to: within_time(*to) };
            let span = Span::new(days, selection.as_of, &scene.zone);
            let deals = &dataset.deals;
            let is_won = |row: &usize| deals.state[*row] == DealState::Won && span.contains(deals.closed.raw()[*row]);
            selection.deals.iter().filter(is_won).map(|row| row as u32).collect()
        }
        RecordsOf::TouchedBy { dimension, value } => {
            journeys(scene, *dimension).map_or_else(Vec::new, |journeys| journeys.touched_by(value.as_deref()))
        }
        _ => Vec::new(),
    }
}

/// Bookings of a span. That of the whole report holds those without a date too when it is everything, as its investment does.
pub(super) fn spend_rows(scene: &Scene, of: &RecordsOf) -> Vec<u32> {
    let (RecordsOf::SpendIn { from, to, category }, Some(costs)) = (of, scene.costs()) else { return Vec::new() };
    let days = Period { from: within_time(*from), to: within_time(*to) };
    let whole = CostDays::of(&scene.selection, &scene.zone);
    let span = if whole.undated && days == scene.selection.period { whole } else { CostDays { days, undated: false } };
    costs.bookings(span, *category)
}
