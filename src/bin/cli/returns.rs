//! What was invested and what it brought, as text for a terminal: a part of what the JSON has.

use std::fmt::Write;

use handoff::{
    leads::SpendCategory,
    report::{CampaignTable, Investment, Report},
};

use super::{
    table::Table,
    text::{MAX_LINES, UNDEFINED, count, counted, decimal, line, money, more, percent_of, section, value},
};

pub(super) fn print(out: &mut String, report: &Report) {
    returns(out, report);
    let campaigns = report.campaigns.as_ref();
    let table = campaigns.and_then(|both| Some(("campaign", both.by_campaign.as_ref()?)));
    let by_source = || campaigns.and_then(|both| Some(("source", both.by_source.as_ref()?)));
    let says_something = |(_, table): &(&str, &CampaignTable)| table.won_deals > 0 || table.parts.iter().any(|part| part.cost.is_some());
    if let Some((name, table)) = table.or_else(by_source).filter(says_something) {
        credits(out, name, table);
    }
}

fn returns(out: &mut String, report: &Report) {
    let velocity = report.sales_velocity.as_ref();
    if report.investment.is_none() && report.ltv.is_none() && velocity.is_none() {
        return;
    }
    section(out, "RETURN");
    if let Some(part) = &report.investment {
        investment(out, part);
    }
    if let Some(part) = &report.roi {
        let basis = match part.basis {
            handoff::agreement::ReturnBasis::Revenue => "revenue",
            handoff::agreement::ReturnBasis::GrossMargin => "gross margin",
        };
        let share = decimal(part.value * 100.0, 1);
        line!(out, "  ROI {share} % ({} of {basis} for {})", money(&part.returned), money(&part.invested));
    }
    if let Some(part) = &report.cac {
        let lag = part.lag_days.map_or(String::new(), |days| format!(", costs of {} before", counted(u64::from(days), "day")));
        line!(out, "  CAC {} ({}{lag})", money(&part.blended), counted(part.customers, "new customer"));
        if let Some(paid) = &part.paid {
            line!(out, "  CAC of advertising {} ({})", money(&paid.value), counted(paid.customers, "new customer"));
        }
    }
    if let Some(part) = &report.ltv {
        let to_cac = part.to_cac.map_or(UNDEFINED.to_owned(), |times| decimal(times, 1));
        line!(out, "  LTV {} · LTV to CAC {to_cac}", money(&part.value));
    }
    if let Some(months) = report.payback_months {
        line!(out, "  payback {} months", decimal(months, 1));
    }
    if let Some(part) = velocity {
        let (rate, of) = percent_of(part.win_rate);
        let (opportunities, deal) = (count(part.opportunities), money(&part.average_deal));
        let (day, cycle) = (money(&part.per_day), decimal(part.cycle_days, 1));
        line!(out, "  sales velocity {day} a day: {opportunities} opportunities, won {rate} {of}, {deal} each, in {cycle} days");
    }
}

fn investment(out: &mut String, part: &Investment) {
    line!(out, "  invested {} · of it typed in {}", money(&part.total), money(&part.typed_in));
    if part.without_amount > 0 {
        line!(out, "  {} without a readable amount", counted(part.without_amount, "booking"));
    }
    if !part.by_category.is_empty() {
        let mut table = Table::new(&["spent on", "amount"]);
        for cost in &part.by_category {
            table.row([category(cost.category).to_owned(), money(&cost.amount)]);
        }
        table.print(out);
    }
}

fn credits(out: &mut String, name: &str, table: &CampaignTable) {
    section(out, &format!("CAMPAIGNS, {}", counted(table.won_deals, "won deal")));
    if table.is_same_for_all {
        line!(out, "  no deal was touched by more than one {name}: all models say the same");
    } else {
        let alike = table.rank_agreement.map_or(UNDEFINED.to_owned(), |agreement| decimal(agreement, 2));
        line!(
            out,
            "  {} touched by more than one {name}; how alike the models rank them: {alike} of 1",
            counted(table.several_touches, "deal")
        );
    }
    let revenue: &[&str] = if table.is_same_for_all { &["revenue"] } else { &["revenue at least", "at most"] };
    let mut lines = Table::new(&[&[name, "cost", "leads", "won"], revenue].concat());
    for part in table.parts.iter().take(MAX_LINES) {
        let cost = part.cost.as_ref().map_or(UNDEFINED.to_owned(), money);
        let mut cells = vec![value(part.value.as_deref()), cost, count(part.leads), count(part.won), money(&part.revenue_low)];
        if !table.is_same_for_all {
            cells.push(money(&part.revenue_high));
        }
        lines.row(cells);
    }
    lines.print(out);
    more(out, table.parts.len());
}

const fn category(category: SpendCategory) -> &'static str {
    match category {
        SpendCategory::Salaries => "salaries",
        SpendCategory::Commissions => "commissions",
        SpendCategory::Advertising => "advertising",
        SpendCategory::Tools => "tools",
        SpendCategory::Events => "events",
        SpendCategory::Content => "content",
        SpendCategory::Other => "other",
    }
}
