//! The figures that set money against money or customers: return on investment, cost of a customer, lifetime value, payback, velocity.
//! Each is `None` where an input is missing or would divide by nothing; what is missing is for the report to say.

use super::{CostDays, Costs, NewCustomers, scaled};
use crate::{
    agreement::{Economics, ReturnBasis},
    leads::Dataset,
    metrics::money::{average, money},
    report::{Cac, DealsReport, Ltv, Money, PaidCac, Revenue, Roi, SalesVelocity},
};

/// Revenue, or of it the gross margin: whichever the agreement counts a return on.
pub fn returned(revenue_minor: i128, economics: &Economics) -> Option<i128> {
    match economics.return_on {
        ReturnBasis::Revenue => Some(revenue_minor),
        ReturnBasis::GrossMargin => economics.gross_margin.map(|margin| scaled(revenue_minor, margin, 1.0)),
    }
}

/// (returned − invested) / invested; `None` where nothing was invested.
pub fn roi_value(returned_minor: i128, invested_minor: i128) -> Option<f64> {
    (invested_minor > 0).then(|| (returned_minor - invested_minor) as f64 / invested_minor as f64)
}

pub fn roi(revenue: &Revenue, invested: &Money, economics: &Economics) -> Option<Roi> {
    let returned = returned(i128::from(revenue.total.minor), economics)?;
    let value = roi_value(returned, i128::from(invested.minor))?;
    let currency = invested.currency.as_deref();
    Some(Roi { value, basis: economics.return_on, returned: money(returned, currency), invested: invested.clone() })
}

/// `span`: the days whose costs the customers of the period are set against, `lag_days` before it.
pub fn cac(costs: &Costs, span: CostDays, customers: &NewCustomers, lag_days: Option<u32>, dataset: &Dataset) -> Option<Cac> {
    let invested = costs.total(span);
    let blended = average(invested, customers.count()).filter(|_| invested > 0)?;
    let amount = |minor| money(minor, dataset.currency.as_deref());
    Some(Cac {
        blended: amount(blended),
        invested: amount(invested),
        customers: customers.count(),
        paid: paid_cac(costs, span, customers, dataset),
        lag_days,
    })
}

/// Advertising alone, over the customers of the sources it was booked for.
pub fn paid_cac(costs: &Costs, span: CostDays, customers: &NewCustomers, dataset: &Dataset) -> Option<PaidCac> {
    let (invested, sources) = costs.paid(span)?;
    let customers = customers.of_sources(dataset, &sources)?;
    let amount = |minor| money(minor, dataset.currency.as_deref());
    Some(PaidCac { value: amount(average(invested, customers)?), invested: amount(invested), customers })
}

/// What lifetime value and payback rest on.
#[derive(Debug, Clone, Copy)]
pub struct LtvInputs<'a> {
    pub revenue: &'a Revenue,
    pub customers: u64,
    pub economics: &'a Economics,
}

impl LtvInputs<'_> {
    fn margin(&self) -> Option<f64> {
        self.economics.gross_margin
    }

    fn contract_months(&self) -> Option<f64> {
        self.economics.contract_months.filter(|months| *months > 0.0)
    }
}

/// Monthly revenue per customer × gross margin × lifetime, rounded once, at the end.
pub fn ltv(inputs: &LtvInputs, cac: Option<&Cac>) -> Option<Ltv> {
    let (gross_margin, months, lifetime_months) = (inputs.margin()?, inputs.contract_months()?, inputs.economics.lifetime()?);
    if inputs.customers == 0 {
        return None;
    }
    let total = i128::from(inputs.revenue.total.minor);
    let customer_months = months * inputs.customers as f64;
    let amount = |minor| money(minor, inputs.revenue.total.currency.as_deref());
    let value = amount(scaled(total, gross_margin * lifetime_months, customer_months));
    let to_cac = cac.filter(|cac| cac.blended.minor > 0).map(|cac| value.minor as f64 / cac.blended.minor as f64);
    Some(Ltv { monthly_revenue: amount(scaled(total, 1.0, customer_months)), value, gross_margin, lifetime_months, to_cac })
}

/// Blended CAC / (monthly revenue per customer × gross margin), in months, from unrounded amounts.
pub fn payback_months(inputs: &LtvInputs, cac: &Cac) -> Option<f64> {
    let (margin, months) = (inputs.margin()?, inputs.contract_months()?);
    // The number of customers divides both sides and falls out.
    let monthly = inputs.revenue.total.minor as f64 * margin / months;
    (monthly > 0.0 && inputs.customers > 0).then(|| cac.invested.minor as f64 / monthly)
}

/// Opportunities × win rate × average deal / days of the cycle, rounded once.
pub fn sales_velocity(deals: &DealsReport, revenue: &Revenue) -> Option<SalesVelocity> {
    let win_rate = deals.win_rate;
    let average_deal = revenue.average_deal.clone()?;
    let cycle_days = deals.days_to_win.mean.filter(|days| *days > 0.0)?;
    let times = deals.total as f64 * win_rate.value()?;
    let per_day = money(scaled(i128::from(average_deal.minor), times, cycle_days), average_deal.currency.as_deref());
    Some(SalesVelocity { per_day, opportunities: deals.total, win_rate, average_deal, cycle_days })
}
