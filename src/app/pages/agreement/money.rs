//! What the teams hold true about money, and since when: margin, lifetime, costs that no file has, the day the agreement takes force.

use handoff::{
    agreement::{Agreement, MarkedDay, QuotaSpan, ReturnBasis, Team, TypedCost},
    leads::SpendCategory,
    words::fill,
};
use leptos::prelude::*;

use crate::app::{
    door::files,
    format,
    parts::fields::{Field, Range, act, choose_among, each, remove, tick},
};

const BASES: [ReturnBasis; 2] = [ReturnBasis::Revenue, ReturnBasis::GrossMargin];
const SPANS: [QuotaSpan; 3] = [QuotaSpan::Month, QuotaSpan::Quarter, QuotaSpan::Year];
const TEAMS: [Team; 2] = [Team::Marketing, Team::Sales];

/// How long the quota is for.
pub fn quota_span() -> AnyView {
    choose_among(
        format::terms().quota_span.to_owned(),
        false,
        &SPANS,
        |span| format::terms().span(span),
        |all| Some(all.goal_chain.quota_span),
        |all, span| all.goal_chain.quota_span = span,
    )
}

fn number(label: &'static str, range: Range, get: fn(&Agreement) -> Option<f64>, put: fn(&mut Agreement, Option<f64>)) -> AnyView {
    Field::number(label, range, get, put).view()
}

pub fn money() -> AnyView {
    let terms = format::terms();
    let basis = choose_among(
        terms.return_on.to_owned(),
        false,
        &BASES,
        |basis| format::terms().basis(basis),
        |all| Some(all.economics.return_on),
        |all, basis| all.economics.return_on = basis,
    );
    let fields = [
        number(terms.gross_margin, Range::Percent, |all| all.economics.gross_margin, |all, value| all.economics.gross_margin = value),
        number(
            terms.contract_months,
            Range::AboveZero,
            |all| all.economics.contract_months,
            |all, value| all.economics.contract_months = value,
        ),
        number(
            terms.lifetime_months,
            Range::AboveZero,
            |all| all.economics.lifetime_months,
            |all, value| all.economics.lifetime_months = value,
        ),
        number(terms.monthly_churn, Range::Percent, |all| all.economics.monthly_churn, |all, value| all.economics.monthly_churn = value),
    ];
    let lag = tick(terms.lag_cac, |all| all.economics.lag_cac, |all, on| all.economics.lag_cac = on);
    let add_cost = |all: &mut Agreement| {
        let date = format::calendar().date(files::today());
        let month = format!("{:04}-{:02}", date.year, date.month);
        all.economics.costs.push(TypedCost { month, team: Team::Marketing, category: SpendCategory::Advertising, amount: 0.0 });
    };
    let add_day = |all: &mut Agreement| {
        all.marked_days.push(MarkedDay { date: format::iso(files::today()), name: String::new() });
    };
    view! {
        <section class="card span-6">
            <h3>{terms.money}</h3>
            <p class="card-sub">{terms.money_sub}</p>
            <div class="form-grid">{basis} {fields.into_iter().collect_view()}</div>
            {lag}
            <h3>{terms.costs}</h3>
            <p class="card-sub">{terms.costs_sub}</p>
            <ul class="items">{each(|all| all.economics.costs.len(), cost)}</ul>
            <div class="actions">{act(terms.add_cost.to_owned(), "button", add_cost)}</div>
            <h3>{terms.starts}</h3>
            <p class="card-sub">{terms.starts_sub}</p>
            {starts()}
            <h3>{terms.marked_days}</h3>
            <ul class="items">{each(|all| all.marked_days.len(), marked_day)}</ul>
            <div class="actions">{act(terms.add_marked_day.to_owned(), "button", add_day)}</div>
        </section>
    }
    .into_any()
}

/// A date as it was typed, as ISO text.
fn read_date(text: &str) -> Result<String, String> {
    let example = || fill(format::terms().err_date, &[("example", &format::typed_date(files::today()))]);
    format::parse_date(text, format::calendar()).map(format::iso).ok_or_else(example)
}

fn starts() -> AnyView {
    let field = Field::text(
        format::terms().starts,
        |all| all.start_day().map_or_else(String::new, format::typed_date),
        |all, text| {
            all.starts = if text.is_empty() { None } else { Some(read_date(text)?) };
            Ok(())
        },
    );
    field.inline().hint(format::typed_date(files::today())).view()
}

fn marked_day(index: usize) -> AnyView {
    let terms = format::terms();
    let date = Field::text(
        terms.date,
        move |all| all.marked_days.get(index).map_or_else(String::new, |day| day.day().map_or(day.date.clone(), format::typed_date)),
        move |all, text| {
            let date = read_date(text)?;
            if let Some(day) = all.marked_days.get_mut(index) {
                day.date = date;
            }
            Ok(())
        },
    );
    let name = Field::text(
        terms.name,
        move |all| all.marked_days.get(index).map_or_else(String::new, |day| day.name.clone()),
        move |all, text| {
            if let Some(day) = all.marked_days.get_mut(index) {
                text.clone_into(&mut day.name);
            }
            Ok(())
        },
    );
    let named = format!("{} {}", terms.marked_days, format::integer(index as u64 + 1));
    let gone = move |all: &mut Agreement| {
        if index < all.marked_days.len() {
            all.marked_days.remove(index);
        }
    };
    view! { <li class="row">{date.inline().view()} {name.inline().hint(terms.name).view()} {remove(named, gone)}</li> }.into_any()
}

fn cost(index: usize) -> AnyView {
    let terms = format::terms();
    let month = Field::text(
        format::words().col_month,
        move |all| all.economics.costs.get(index).map_or_else(String::new, |cost| cost.month.clone()),
        move |all, text| {
            let month = format::parse_month(text)
                .ok_or_else(|| fill(format::terms().err_date, &[("example", &format::typed_date(files::today())[..7])]))?;
            if let Some(cost) = all.economics.costs.get_mut(index) {
                cost.month = month;
            }
            Ok(())
        },
    );
    let team = choose_among(
        terms.owner.to_owned(),
        true,
        &TEAMS,
        |team| format::terms().team(team),
        move |all| all.economics.costs.get(index).map(|cost| cost.team),
        move |all, team| {
            if let Some(cost) = all.economics.costs.get_mut(index) {
                cost.team = team;
            }
        },
    );
    let category = choose_among(
        format::words().field_spend_category.to_owned(),
        true,
        &SpendCategory::ALL,
        |category| format::terms().spend(category),
        move |all| all.economics.costs.get(index).map(|cost| cost.category),
        move |all, category| {
            if let Some(cost) = all.economics.costs.get_mut(index) {
                cost.category = category;
            }
        },
    );
    let amount = Field::number(
        format::words().field_amount,
        Range::Amount,
        move |all| all.economics.costs.get(index).map(|cost| cost.amount),
        move |all, value| {
            if let Some(cost) = all.economics.costs.get_mut(index) {
                cost.amount = value.unwrap_or(0.0);
            }
        },
    );
    let named = format!("{} {}", terms.costs, format::integer(index as u64 + 1));
    let gone = move |all: &mut Agreement| {
        if index < all.economics.costs.len() {
            all.economics.costs.remove(index);
        }
    };
    view! {
        <li class="row">
            {month.inline().class("input short").view()} {team} {category} {amount.inline().hint(format::words().field_amount).view()}
            {remove(named, gone)}
        </li>
    }
    .into_any()
}
