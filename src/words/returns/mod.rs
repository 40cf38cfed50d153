//! The words of money and time: return, campaigns, the gap, cohorts and the pipeline.

mod en;
mod fa;
mod keys;

pub use keys::ReturnWords;

use crate::report::{AttributionModel, ChangeVerdict, Figure, GapFactor, MeasureName, Need};

pub(super) const EN: ReturnWords = en::WORDS;
pub(super) const FA: ReturnWords = fa::WORDS;

impl ReturnWords {
    pub const fn model(&self, model: AttributionModel) -> &'static str {
        match model {
            AttributionModel::FirstTouch => self.model_first_touch,
            AttributionModel::LastTouch => self.model_last_touch,
            AttributionModel::Linear => self.model_linear,
            AttributionModel::PositionBased => self.model_position_based,
            AttributionModel::TimeDecay => self.model_time_decay,
            AttributionModel::WShaped => self.model_w_shaped,
        }
    }

    pub const fn factor(&self, factor: GapFactor) -> &'static str {
        match factor {
            GapFactor::Leads => self.factor_leads,
            GapFactor::MqlRate => self.factor_mql_rate,
            GapFactor::SalRate => self.factor_sal_rate,
            GapFactor::SqlRate => self.factor_sql_rate,
            GapFactor::OpportunityRate => self.factor_opportunity_rate,
            GapFactor::WinRate => self.factor_win_rate,
            GapFactor::DealSize => self.factor_deal_size,
        }
    }

    pub const fn measure(&self, name: MeasureName) -> &'static str {
        match name {
            MeasureName::LeadToMql => self.measure_lead_to_mql,
            MeasureName::LeadToSql => self.measure_lead_to_sql,
            MeasureName::LeadToCustomer => self.measure_lead_to_customer,
            MeasureName::WinRate => self.measure_win_rate,
            MeasureName::AverageDeal => self.measure_average_deal,
            MeasureName::CycleDays => self.measure_cycle_days,
            MeasureName::Revenue => self.measure_revenue,
            MeasureName::Cac => self.measure_cac,
        }
    }

    pub const fn verdict(&self, verdict: ChangeVerdict) -> &'static str {
        match verdict {
            ChangeVerdict::Better => self.verdict_better,
            ChangeVerdict::Worse => self.verdict_worse,
            ChangeVerdict::TooEarly => self.verdict_too_early,
            ChangeVerdict::NoVerdict => self.verdict_none,
        }
    }

    /// What to add; `None` of a need that is about the promises.
    pub const fn need(&self, need: Need) -> Option<&'static str> {
        Some(match need {
            Need::Spend => self.need_spend,
            Need::PaidSpend => self.need_paid_spend,
            Need::Deals => self.need_deals,
            Need::Amounts => self.need_amounts,
            Need::DealDates => self.need_deal_dates,
            Need::Campaigns => self.need_campaigns,
            Need::LeadDates => self.need_lead_dates,
            Need::StageDates => self.need_stage_dates,
            Need::MoreWins => self.need_more_wins,
            Need::GrossMargin => self.need_gross_margin,
            Need::ContractMonths => self.need_contract_months,
            Need::Lifetime => self.need_lifetime,
            Need::Start => self.need_start,
            Need::Quota => self.need_quota,
            Need::LongerWindows => self.need_longer_windows,
            _ => return None,
        })
    }

    /// The name of a figure; `None` of one that is about the promises.
    pub const fn figure(&self, figure: Figure) -> Option<&'static str> {
        Some(match figure {
            Figure::Investment => self.figure_investment,
            Figure::Roi => self.figure_roi,
            Figure::Cac => self.figure_cac,
            Figure::PaidCac => self.figure_paid_cac,
            Figure::Ltv => self.figure_ltv,
            Figure::SalesVelocity => self.figure_sales_velocity,
            Figure::Attribution => self.figure_attribution,
            Figure::Comparison => self.figure_comparison,
            Figure::Gap => self.figure_gap,
            Figure::Bottleneck => self.figure_bottleneck,
            Figure::Cohorts => self.figure_cohorts,
            Figure::Curves => self.figure_curves,
            Figure::Pipeline => self.figure_pipeline,
            Figure::Forecast => self.figure_forecast,
            _ => return None,
        })
    }
}
