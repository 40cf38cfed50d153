//! Who does what in each stage, in the teams' own words.

use handoff::{agreement::Team, leads::Stage, words::fill};
use leptos::prelude::*;

use super::TEAMS;
use crate::app::{
    format, labels,
    parts::{ScrollTable, line::area},
    state::AppState,
};

/// What teams usually agree on.
const fn usual(stage: Stage, team: Team) -> fn() -> &'static str {
    use Team::{Marketing, Sales};
    match (stage, team) {
        (Stage::Lead, Marketing) => || format::rhythm().role_lead_marketing,
        (Stage::Lead, Sales) => || format::rhythm().role_lead_sales,
        (Stage::Mql, Marketing) => || format::rhythm().role_mql_marketing,
        (Stage::Mql, Sales) => || format::rhythm().role_mql_sales,
        (Stage::Sal, Marketing) => || format::rhythm().role_sal_marketing,
        (Stage::Sal, Sales) => || format::rhythm().role_sal_sales,
        (Stage::Sql, Marketing) => || format::rhythm().role_sql_marketing,
        (Stage::Sql, Sales) => || format::rhythm().role_sql_sales,
        (Stage::Opportunity, Marketing) => || format::rhythm().role_opportunity_marketing,
        (Stage::Opportunity, Sales) => || format::rhythm().role_opportunity_sales,
        (Stage::Customer, Marketing) => || format::rhythm().role_customer_marketing,
        (Stage::Customer, Sales) => || format::rhythm().role_customer_sales,
    }
}

pub fn roles(state: AppState) -> AnyView {
    let words = format::rhythm();
    let is_empty = Memo::new(move |_| state.team.meetings.with(|all| all.roles.is_empty()));
    let begin = move |_| {
        state.change_meetings(|all| {
            for stage in Stage::ALL {
                let roles = all.roles.entry(stage).or_default();
                for team in TEAMS {
                    roles.set(team, usual(stage, team)().to_owned());
                }
            }
        });
    };
    let start = move || {
        is_empty.get().then(|| {
            view! { <div class="actions no-print"><button type="button" class="button" on:click=begin>{words.usual_roles}</button></div> }
        })
    };
    let stages = Memo::new(move |_| {
        state.agreement.with(|all| Stage::ALL.into_iter().filter(|stage| !all.stages_off.contains(stage)).collect::<Vec<_>>())
    });
    let row = move |stage: Stage| {
        let cells = TEAMS.map(|team| view! { <td>{cell(state, stage, team)}</td> }).into_iter().collect_view();
        view! { <tr><th scope="row">{labels::stage(stage)}</th>{cells}</tr> }
    };
    let heads = TEAMS
        .map(|team| {
            let class = if team == Team::Marketing { "marketing" } else { "sales" };
            view! { <th scope="col"><span class=format!("team {class}")><span class="dot"></span>{format::terms().team(team)}</span></th> }
        })
        .into_iter()
        .collect_view();
    // A pack without roles needs no empty table.
    view! {
        <div class:no-print=move || is_empty.get()>
            <h2>{words.roles}</h2>
            <section class="card roles">
                <p class="card-sub no-print">{words.roles_sub}</p>
                <ScrollTable label=words.roles>
                    <thead><tr><th scope="col">{words.col_stage}</th>{heads}</tr></thead>
                    <tbody>{move || stages.get().into_iter().map(row).collect_view()}</tbody>
                </ScrollTable>
                {start}
            </section>
        </div>
    }
    .into_any()
}

fn cell(state: AppState, of: Stage, team: Team) -> AnyView {
    let label = fill(format::rhythm().role_of, &[("team", format::terms().team(team)), ("stage", labels::stage(of))]);
    let shown = Signal::derive(move || {
        state.team.meetings.with(|all| all.roles.get(&of).map_or_else(String::new, |roles| roles.of(team).to_owned()))
    });
    let put = move |text: String| state.change_meetings(|all| all.roles.entry(of).or_default().set(team, text));
    area(label, true, 2, "", shown, put)
}
