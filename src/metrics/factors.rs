//! Revenue as a product of factors, for a plan that moves them: those of the goal, of what came, or of a report without a goal. It splits no
//! gap.

use crate::{
    leads::{Stage, currency_digits},
    report::{Gap, GapFactor, Report},
};

/// Factors whose product is revenue, in the order of the funnel: what a plan is made of. Units as in [`GapPart::goal`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Factors {
    pub values: Vec<(GapFactor, f64)>,
}

impl Factors {
    pub fn goal(gap: &Gap) -> Self {
        Self { values: gap.parts.iter().map(|part| (part.factor, part.goal)).collect() }
    }

    pub fn actual(gap: &Gap) -> Self {
        Self { values: gap.parts.iter().map(|part| (part.factor, part.actual)).collect() }
    }

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

    /// The same plan with one factor at another value.
    #[must_use]
    pub fn moved(&self, factor: GapFactor, to: f64) -> Self {
        Self { values: self.values.iter().map(|(name, value)| (*name, if *name == factor { to } else { *value })).collect() }
    }

    /// Leads × rates: deals won, as many as bring the revenue.
    pub fn customers(&self) -> f64 {
        self.values.iter().filter(|(factor, _)| *factor != GapFactor::DealSize).map(|(_, value)| value).product()
    }

    /// In whole currency units.
    pub fn revenue(&self) -> f64 {
        self.values.iter().map(|(_, value)| value).product()
    }
}
