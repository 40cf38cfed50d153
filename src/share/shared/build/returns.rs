//! What executives ask for: revenue, cost and return, the gap to the goal, before and after, campaigns. Costs are no group of leads and
//! are always shown; what deals brought is shown where enough of them were won.

use super::{
    Names,
    book::{Book, Draft, DraftBlock, Place, key},
};
use crate::{
    agreement::SourceClass,
    leads::{Dimension, currency_digits},
    report::{AttributionModel, CampaignTable, Comparison, MeasureName, Money, Rate, Report},
    share::{BlockKind, Cell, Column, FigureName, Label},
};

/// Months shown: the latest.
const MOST_MONTHS: usize = 36;

pub fn blocks(book: &mut Book, report: &Report, blocks: &mut Vec<DraftBlock>) {
    blocks.push(figures(book, report));
    blocks.push(costs(report));
    blocks.extend(gap(book, report));
    if let Some(comparison) = &report.comparison {
        let currency = report.revenue.as_ref().and_then(|revenue| revenue.total.currency.clone());
        blocks.push(compared(book, comparison, currency.as_deref()));
    }
}

/// By month and by campaign.
pub fn details(book: &mut Book, report: &Report, names: &Names, blocks: &mut Vec<DraftBlock>) {
    blocks.push(by_month(book, report));
    if let Some(campaigns) = &report.campaigns {
        for (dimension, table) in [(Dimension::Campaign, &campaigns.by_campaign), (Dimension::Source, &campaigns.by_source)] {
            blocks.extend(table.as_ref().and_then(|table| by_campaign(book, dimension, table, names)));
        }
    }
}

fn money(amount: Option<&Money>) -> Cell {
    amount.map_or(Cell::Nothing, |amount| Cell::Money(amount.clone()))
}

fn figures(book: &mut Book, report: &Report) -> DraftBlock {
    let mut block = DraftBlock::new(BlockKind::ReturnFigures, &[Column::Value]);
    let won = book.place(key("won-deals", ""), report.revenue.as_ref().map_or(0, |revenue| revenue.won_deals));
    let mut figure = |name, cell| block.row(Label::Figure(name), vec![cell]);
    if let Some(revenue) = &report.revenue {
        figure(FigureName::Revenue, Draft::Of(vec![won], money(Some(&revenue.total))));
        figure(FigureName::MarketingSourced, Draft::Of(of_marketing(book, report, won), money(Some(&revenue.marketing_sourced))));
        figure(FigureName::WonDeals, Draft::Count(won));
        let without = book.aside(key("won-without-amount", ""), revenue.won_without_amount);
        book.parts(won, &[without]);
        figure(FigureName::AverageDeal, Draft::Of(vec![won], money(revenue.average_deal.as_ref())));
    }
    if let Some(deals) = &report.deals {
        figure(FigureName::WinRate, book.share("win-rate", "", deals.win_rate));
    }
    if let Some(investment) = &report.investment {
        figure(FigureName::Investment, Draft::Free(money(Some(&investment.total))));
    }
    if let Some(roi) = &report.roi {
        figure(FigureName::Roi, Draft::Of(vec![won], Cell::Ratio(roi.value)));
    }
    if let Some(cac) = &report.cac {
        let customers = book.place(key("customers", ""), cac.customers);
        figure(FigureName::Cac, Draft::Of(vec![customers], money(Some(&cac.blended))));
        if let Some(paid) = &cac.paid {
            let of_paid = book.place(key("paid-customers", ""), paid.customers);
            book.parts(customers, &[of_paid]);
            figure(FigureName::PaidCac, Draft::Of(vec![of_paid], money(Some(&paid.value))));
        }
        if let Some(ltv) = &report.ltv {
            figure(FigureName::Ltv, Draft::Of(vec![customers, won], money(Some(&ltv.value))));
            figure(FigureName::LtvToCac, Draft::Of(vec![customers, won], ltv.to_cac.map_or(Cell::Nothing, Cell::Times)));
        }
        figure(FigureName::PaybackMonths, Draft::Of(vec![customers, won], report.payback_months.map_or(Cell::Nothing, Cell::Months)));
    }
    if let Some(velocity) = &report.sales_velocity {
        let opportunities = book.place(key("opportunities", ""), velocity.opportunities);
        figure(FigureName::SalesVelocity, Draft::Of(vec![opportunities, won], money(Some(&velocity.per_day))));
    }
    block
}

/// The won deals of marketing's sources, as far as the agreement classifies them; the others are a group too.
fn of_marketing(book: &mut Book, report: &Report, won: Place) -> Vec<Place> {
    let by_source = report.breakdowns.iter().find(|breakdown| breakdown.dimension == Dimension::Source);
    let mut places = vec![won];
    for (class, at) in [(SourceClass::Marketing, "marketing"), (SourceClass::Sales, "sales"), (SourceClass::Partner, "partner")] {
        let parts = by_source.iter().flat_map(|breakdown| &breakdown.parts);
        let count = parts.filter(|part| part.class == Some(class)).map(|part| part.won_deals).sum();
        places.push(book.place(key("won-of", at), count));
    }
    book.parts(won, &places[1..]);
    places.truncate(2);
    places
}

fn by_month(book: &mut Book, report: &Report) -> DraftBlock {
    let columns = [Column::Revenue, Column::Invested, Column::Won, Column::Roi, Column::Cac];
    let mut block = DraftBlock::new(BlockKind::Returns, &columns);
    let won = book.place(key("won-deals", ""), report.revenue.as_ref().map_or(0, |revenue| revenue.won_deals));
    let months = &report.returns.months;
    let mut every = Vec::new();
    for month in &months[months.len().saturating_sub(MOST_MONTHS)..] {
        let deals = book.place(key("won-deals", &month.period), month.won_deals);
        every.push(deals);
        let customers = book.place(key("customers", &month.period), month.customers);
        block.row(
            Label::Month(month.period.clone()),
            vec![
                Draft::Of(vec![deals], money(month.revenue.as_ref())),
                Draft::Free(money(month.investment.as_ref())),
                Draft::Count(deals),
                Draft::Of(vec![deals], month.roi.map_or(Cell::Nothing, Cell::Ratio)),
                Draft::Of(vec![deals, customers], money(month.cac.as_ref())),
            ],
        );
    }
    book.parts(won, &every);
    block
}

fn costs(report: &Report) -> DraftBlock {
    let mut block = DraftBlock::new(BlockKind::Costs, &[Column::Amount]);
    for cost in report.investment.iter().flat_map(|investment| &investment.by_category) {
        block.row(Label::Cost(cost.category), vec![Draft::Free(money(Some(&cost.amount)))]);
    }
    block
}

/// Its parts are worked out from the whole funnel.
fn gap(book: &mut Book, report: &Report) -> Option<DraftBlock> {
    let gap = report.gap.as_ref()?;
    let mut block = DraftBlock::new(BlockKind::Gap, &[Column::Amount]);
    let mut places: Vec<Place> = report.funnel.stages.iter().filter_map(|stage| book.find(&key("reached", stage.stage.index()))).collect();
    places.push(book.place(key("won-deals", ""), report.revenue.as_ref().map_or(0, |revenue| revenue.won_deals)));
    for part in &gap.parts {
        block.row(Label::Factor(part.factor), vec![Draft::Of(places.clone(), money(Some(&part.amount)))]);
    }
    Some(block)
}

fn compared(book: &mut Book, comparison: &Comparison, currency: Option<&str>) -> DraftBlock {
    let kind = BlockKind::Comparison { since: comparison.since.clone() };
    let columns = [Column::Before, Column::After, Column::Difference, Column::Low, Column::High, Column::Verdict];
    let mut block = DraftBlock::new(kind, &columns);
    for measure in &comparison.measures {
        let mut places = Vec::new();
        for (at, n, value) in [("before", measure.before_n, measure.before), ("after", measure.after_n, measure.after)] {
            let at = format!("{at}/{:?}", measure.name);
            let group = book.place(key("compared", &at), n);
            places.push(group);
            if is_rate(measure.name) {
                let part = book.place(key("compared-part", &at), (value.unwrap_or_default() * n as f64).round() as u64);
                book.parts(group, &[part]);
                places.push(part);
            }
        }
        let of = |value: Option<f64>| Draft::Of(places.clone(), value.map_or(Cell::Nothing, |value| unit(measure.name, value, currency)));
        block.row(
            Label::Measure(measure.name),
            vec![
                of(measure.before),
                of(measure.after),
                of(measure.difference),
                of(measure.low),
                of(measure.high),
                Draft::Of(places.clone(), Cell::Verdict(measure.verdict)),
            ],
        );
    }
    block
}

const fn is_rate(name: MeasureName) -> bool {
    matches!(name, MeasureName::LeadToMql | MeasureName::LeadToSql | MeasureName::LeadToCustomer | MeasureName::WinRate)
}

fn unit(name: MeasureName, value: f64, currency: Option<&str>) -> Cell {
    match name {
        name if is_rate(name) => Cell::Ratio(value),
        MeasureName::CycleDays => Cell::Days(value),
        _ => {
            let minor = (value * 10_f64.powi(currency_digits(currency) as i32)).round() as i64;
            Cell::Money(Money { minor, currency: currency.map(str::to_owned) })
        }
    }
}

/// What each brought by the linear model, beside its cost.
fn by_campaign(book: &mut Book, dimension: Dimension, table: &CampaignTable, names: &Names) -> Option<DraftBlock> {
    let columns = [Column::Cost, Column::Leads, Column::Won, Column::Rate, Column::Revenue, Column::Roi];
    let mut block = DraftBlock::new(BlockKind::Campaigns { dimension }, &columns);
    for value in names.values(dimension) {
        let Some(part) = table.parts.iter().find(|part| part.value == *value) else { continue };
        if part.leads < names.least {
            continue;
        }
        let at = format!("{}:{}", dimension.name(), value.as_ref().map_or_else(|| "none".to_owned(), |value| format!("={value}")));
        let (leads, won) = (book.place(key("leads", &at), part.leads), book.place(key("won", &at), part.won));
        book.parts(leads, &[won]);
        let credit = part.credits.iter().find(|credit| credit.model == AttributionModel::Linear);
        let rate = Rate { numerator: part.won, denominator: part.leads };
        block.row(
            Label::Value(value.clone()),
            vec![
                Draft::Free(money(part.cost.as_ref())),
                Draft::Count(leads),
                Draft::Count(won),
                if rate.denominator == 0 { Draft::NOTHING } else { Draft::Share(won, leads) },
                Draft::Of(vec![won], money(credit.map(|credit| &credit.revenue))),
                Draft::Of(vec![won], credit.and_then(|credit| credit.roi).map_or(Cell::Nothing, Cell::Ratio)),
            ],
        );
    }
    (!block.rows.is_empty()).then_some(block)
}
