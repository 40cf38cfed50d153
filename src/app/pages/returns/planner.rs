//! What if: every factor of revenue on a slider, and what customers and revenue would come of it. It plans; it changes nothing.

use std::sync::Arc;

use handoff::{
    metrics::Factors,
    report::{GapFactor, Report},
    words::fill,
};
use leptos::prelude::*;

use super::gap;
use crate::app::{
    format,
    parts::{Fact, Info, ScrollTable},
};

/// A factor can be moved from nothing to so many times what it is.
const MOST: f64 = 3.0;
/// Steps of a slider.
const STEPS: f64 = 300.0;

pub fn card(report: &Arc<Report>) -> Option<AnyView> {
    let words = format::returns();
    let factors = Factors::of(report)?;
    let currency = report.revenue.as_ref().and_then(|revenue| revenue.total.currency.clone());
    let now = Arc::new(factors);
    let planned = RwSignal::new((*now).clone());
    let reset = {
        let now = Arc::clone(&now);
        move |_| planned.set((*now).clone())
    };
    let rows = now.values.iter().map(|(factor, value)| row(*factor, *value, planned, currency.clone())).collect_view();
    let more = {
        let (now, currency) = (Arc::clone(&now), currency.clone());
        move || {
            let (customers, revenue) = planned.with(|plan| (plan.customers() - now.customers(), plan.revenue() - now.revenue()));
            let values = [format::signed(customers), format::signed_amount(revenue, currency.as_deref())];
            fill(words.plan_more, &[("customers", &values[0]), ("revenue", &values[1])])
        }
    };
    let revenue = {
        let currency = currency.clone();
        move || format::amount_short(planned.with(Factors::revenue), currency.as_deref())
    };
    Some(
        view! {
            <section class="card span-12">
                <div class="card-title"><h3>{words.plan_title}</h3><Info text=words.plan_def /></div>
                <p class="card-sub">{words.plan_sub}</p>
                <ScrollTable label=words.plan_title>
                    <thead>
                        <tr>
                            <th scope="col">{words.col_factor}</th>
                            <th scope="col" class="number">{words.plan_now}</th>
                            <th scope="col">{words.plan_move}</th>
                            <th scope="col" class="number">{words.plan_then}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </ScrollTable>
                <div class="facts" role="status">
                    <Fact label=words.plan_customers>{move || format::decimal(planned.with(Factors::customers))}</Fact>
                    <Fact label=format::words().revenue>{revenue}</Fact>
                </div>
                <p>{more}</p>
                <div class="actions no-print"><button type="button" class="button" on:click=reset>{words.plan_reset}</button></div>
            </section>
        }
        .into_any(),
    )
}

fn row(factor: GapFactor, now: f64, planned: RwSignal<Factors>, currency: Option<String>) -> AnyView {
    let words = format::returns();
    // A rate cannot pass 100 %, unless it does already: skipped stages and other months' leads allow that.
    let is_rate = !matches!(factor, GapFactor::Leads | GapFactor::DealSize);
    let most = if is_rate { (now * MOST).min(now.max(1.0)) } else { now * MOST };
    let then = Memo::new(move |_| planned.with(|plan| plan.value(factor)));
    let text = {
        let currency = currency.clone();
        move || gap::value(factor, then.get(), currency.as_deref())
    };
    let spoken = text.clone();
    let moved = move |event| {
        if let Ok(step) = event_target_value(&event).parse::<f64>() {
            planned.update(|plan| *plan = plan.moved(factor, most * step / STEPS));
        }
    };
    let place = move || if most > 0.0 { (then.get() / most * STEPS).round() } else { 0.0 };
    let share = move || format!("{:.2}%", place() / STEPS * 100.0);
    view! {
        <tr>
            <th scope="row">{words.factor(factor)}</th>
            <td class="number">{gap::value(factor, now, currency.as_deref())}</td>
            <td class="wide">
                <span class="slider">
                    <span class="slider-track" aria-hidden="true" style:--begin="0%" style:--length=share></span>
                    <input type="range" min="0" max=STEPS step="1" aria-label=words.factor(factor) aria-valuetext=spoken
                        prop:value=move || place().to_string() on:input=moved />
                </span>
            </td>
            <td class="number">{text}</td>
        </tr>
    }
    .into_any()
}
