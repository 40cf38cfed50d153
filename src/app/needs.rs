//! What would have to be added for a figure that is missing, and where. Why it is missing is the report's to know.

use handoff::{
    report::{Figure, Need, Report},
    words::fill,
};
use leptos::prelude::*;

use super::{format, route::Page, state::use_app};

/// What to add, and where.
pub fn need(need: Need) -> &'static str {
    let words = format::promises();
    match need {
        Need::DeliveryDates => words.need_delivery_dates,
        Need::FollowUpDates => words.need_follow_up_dates,
        Need::TimesOfDay => words.need_times_of_day,
        Need::Attempts => words.need_attempts,
        Need::Activities => words.need_activities,
        Need::Contacts => words.need_contacts,
        Need::SqlStage => words.need_sql_stage,
        Need::RecycleDates => words.need_recycle_dates,
        Need::Sources => words.need_sources,
        Need::SpeedTarget => words.need_speed_target,
        Need::DispositionTarget => words.need_disposition_target,
        Need::TouchPlan => words.need_touch_plan,
        Need::MinutesPerAttempt => words.need_minutes_per_attempt,
        Need::MinutesPerDay => words.need_minutes_per_day,
        Need::Criteria => words.need_criteria,
        Need::SourceClasses => words.need_source_classes,
        Need::GoalChain => words.need_goal_chain,
        of_money => format::returns().need(of_money).unwrap_or_default(),
    }
}

/// The page on which it is added.
pub const fn page(need: Need) -> Page {
    match need {
        Need::DeliveryDates
        | Need::FollowUpDates
        | Need::TimesOfDay
        | Need::Attempts
        | Need::Activities
        | Need::Contacts
        | Need::SqlStage
        | Need::RecycleDates
        | Need::Sources
        | Need::Spend
        | Need::PaidSpend
        | Need::Deals
        | Need::Amounts
        | Need::DealDates
        | Need::Campaigns
        | Need::LeadDates
        | Need::StageDates
        | Need::MoreWins
        | Need::LongerWindows => Page::Data,
        Need::SpeedTarget
        | Need::DispositionTarget
        | Need::TouchPlan
        | Need::MinutesPerAttempt
        | Need::MinutesPerDay
        | Need::Criteria
        | Need::SourceClasses
        | Need::GoalChain
        | Need::GrossMargin
        | Need::ContractMonths
        | Need::Lifetime
        | Need::Start
        | Need::Quota => Page::Agreement,
    }
}

pub fn figure(figure: Figure) -> &'static str {
    let words = format::promises();
    match figure {
        Figure::Speed => words.figure_speed,
        Figure::SpeedCompliance => words.figure_speed_compliance,
        Figure::Disposition => words.figure_disposition,
        Figure::DispositionCompliance => words.figure_disposition_compliance,
        Figure::Depth => words.figure_depth,
        Figure::DepthPlan => words.figure_depth_plan,
        Figure::Channels => words.figure_channels,
        Figure::ContactRates => words.figure_contact_rates,
        Figure::Capacity => words.figure_capacity,
        Figure::Due => words.figure_due,
        Figure::MarketingKept => words.figure_marketing_kept,
        Figure::Responsibility => words.figure_responsibility,
        Figure::Recycle => words.figure_recycle,
        Figure::MonthlyRecord => words.figure_monthly_record,
        Figure::Drift => words.figure_drift,
        of_money => format::returns().figure(of_money).unwrap_or_default(),
    }
}

/// What would bring these figures back, under its heading; nothing when none is missing.
pub fn card(report: &Report, of: &[Figure]) -> Option<AnyView> {
    let steps = list(report, of);
    (!steps.is_empty()).then(|| {
        view! {
            <h2>{format::words().q_missing}</h2>
            <section class="card"><ul class="needs">{steps}</ul></section>
        }
        .into_any()
    })
}

/// One line for each step that would bring some of these figures back, with a link to where it is taken; empty when none is missing.
pub fn list(report: &Report, of: &[Figure]) -> Vec<AnyView> {
    let (state, words) = (use_app(), format::promises());
    let missing = || report.missing.iter().filter(|missing| of.contains(&missing.figure));
    let mut needs: Vec<Need> = missing().map(|missing| missing.need).collect();
    needs.sort_unstable();
    needs.dedup();
    let line = |step: Need| {
        let names: Vec<&str> = missing().filter(|missing| missing.need == step).map(|missing| figure(missing.figure)).collect();
        let what = fill(words.needed_for, &[("what", &names.join(format::words().list_comma))]);
        let page = page(step);
        view! {
            <li>
                <a href=move || state.route.with(|route| route.with_page(page).hash())>{page.title()}</a> " · " {need(step)}
                <div class="quiet small">{what}</div>
            </li>
        }
        .into_any()
    };
    needs.into_iter().map(line).collect()
}
