//! Revenue as a product of factors, for a planner that moves them. It knows no goal: the gap to one is counted in [`crate::metrics`].

use super::{GapFactor, Report};
use crate::leads::{Stage, currency_digits};

/// leads × rates × deal size, in the order of the stages. Rates are entries of the period over entries of the period, so that the product
/// is the revenue of the period; one of them may pass 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Factors {
    pub values: Vec<(GapFactor, f64)>,
}

impl Factors {
    /// As the report counts them; stages that are not tracked join up with the next. `None` without revenue, or where a stage that is
    /// passed has no entries to divide by.
    pub fn of(report: &Report) -> Option<Self> {
        let revenue = report.revenue.as_ref()?;
        let paid = revenue.won_deals - revenue.won_without_amount;
        let unit = 10_f64.powi(currency_digits(revenue.total.currency.as_deref()) as i32);
        let mut stages = report.funnel.stages.iter().filter(|stage| stage.tracked && stage.stage != Stage::Customer);
        let first = stages.next().filter(|first| first.entered > 0)?;
        let mut values = vec![(GapFactor::Leads, first.entered as f64)];
        let mut before = first.entered;
        for stage in stages {
            let factor = match stage.stage {
                Stage::Lead | Stage::Mql => GapFactor::MqlRate,
                Stage::Sal => GapFactor::SalRate,
                Stage::Sql => GapFactor::SqlRate,
                Stage::Opportunity | Stage::Customer => GapFactor::OpportunityRate,
            };
            if before == 0 {
                return None;
            }
            values.push((factor, stage.entered as f64 / before as f64));
            before = stage.entered;
        }
        if before == 0 || paid == 0 {
            return None;
        }
        values.push((GapFactor::WinRate, paid as f64 / before as f64));
        values.push((GapFactor::DealSize, revenue.total.minor as f64 / paid as f64 / unit));
        Some(Self { values })
    }

    /// 0 of a factor that is none of these.
    pub fn value(&self, factor: GapFactor) -> f64 {
        self.values.iter().find(|(known, _)| *known == factor).map_or(0.0, |(_, value)| *value)
    }

    pub fn set(&mut self, factor: GapFactor, value: f64) {
        if let Some((_, known)) = self.values.iter_mut().find(|(known, _)| *known == factor) {
            *known = value;
        }
    }

    /// Won deals: everything but the deal size.
    pub fn customers(&self) -> f64 {
        self.values.iter().filter(|(factor, _)| *factor != GapFactor::DealSize).map(|(_, value)| value).product()
    }

    /// In whole currency units.
    pub fn revenue(&self) -> f64 {
        self.values.iter().map(|(_, value)| value).product()
    }
}
