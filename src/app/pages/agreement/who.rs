//! Whom the agreement is about: personas, what each stage means, what must be known of an SQL, and a line on scoring.

use handoff::{
    agreement::{Agreement, Attribute, ChecklistItem, Persona, StageTerms, Subject, Team},
    leads::Stage,
    words::fill,
};
use leptos::prelude::*;

use super::goal;
use crate::app::{
    format, labels,
    parts::{
        ScrollTable,
        condition::{attribute, conditions},
        fields::{Field, Range, act, choose_among, each, remove, tick},
    },
    state::use_app,
};

const OWNERS: [Option<Team>; 3] = [None, Some(Team::Marketing), Some(Team::Sales)];

/// A name that none of them has yet.
fn new_name(taken: impl Iterator<Item = String>) -> String {
    let taken: Vec<String> = taken.collect();
    let name = |n: usize| fill(format::terms().new_named, &[("n", &format::integer(n as u64))]);
    // Of one name more than there are, one is free.
    (1..=taken.len()).map(name).find(|name| !taken.contains(name)).unwrap_or_else(|| name(taken.len() + 1))
}

pub fn personas() -> AnyView {
    let terms = format::terms();
    let row = move |index: usize| {
        let name = Field::text(
            terms.name,
            move |all| all.personas.get(index).map_or_else(String::new, |persona| persona.name.clone()),
            move |all, text| {
                if let Some(persona) = all.personas.get_mut(index) {
                    let old = std::mem::replace(&mut persona.name, text.to_owned());
                    if let Some(goal) = all.goal.by_persona.remove(&old) {
                        all.goal.by_persona.insert(text.to_owned(), goal);
                    }
                }
                Ok(())
            },
        );
        let value = Field::number(
            terms.lead_value,
            Range::Amount,
            move |all| all.personas.get(index)?.lead_value,
            move |all, value| {
                if let Some(persona) = all.personas.get_mut(index) {
                    persona.lead_value = value;
                }
            },
        );
        let gone = move |all: &mut Agreement| {
            if index < all.personas.len() {
                let name = all.personas.remove(index).name;
                all.goal.by_persona.remove(&name);
            }
        };
        let named = format!("{} {}", terms.personas, format::integer(index as u64 + 1));
        view! {
            <li class="item">
                <div class="row">{name.view()} {value.view()} {goal::of_persona(index)} {remove(named, gone)}</div>
                {conditions(
                    move |all| all.personas.get(index).map(|persona| &persona.conditions),
                    move |all| all.personas.get_mut(index).map(|persona| &mut persona.conditions),
                )}
            </li>
        }
        .into_any()
    };
    let add = |all: &mut Agreement| {
        let name = new_name(all.personas.iter().map(|persona| persona.name.clone()));
        all.personas.push(Persona { name, conditions: Vec::new(), lead_value: None });
    };
    view! {
        <section class="card span-6">
            <h3>{terms.personas}</h3>
            <p class="card-sub">{terms.personas_sub}</p>
            <ul class="items">{each(|all| all.personas.len(), row)}</ul>
            <div class="actions">{act(terms.add_persona.to_owned(), "button", add)}</div>
        </section>
    }
    .into_any()
}

/// Changes the terms of a stage; terms that say nothing are not kept.
fn change_terms(all: &mut Agreement, stage: Stage, change: impl FnOnce(&mut StageTerms)) {
    let terms = all.stage_terms.entry(stage).or_default();
    change(terms);
    if *terms == StageTerms::default() {
        all.stage_terms.remove(&stage);
    }
}

pub fn stages() -> AnyView {
    let (words, terms) = (format::words(), format::terms());
    let row = move |stage: Stage| {
        let label = |of: fn(Stage) -> Subject| goal::label(&of(stage));
        let definition = Field::text(
            label(Subject::Definition),
            move |all| all.stage_terms.get(&stage).map_or_else(String::new, |terms| terms.definition.clone()),
            move |all, text| {
                change_terms(all, stage, |terms| text.clone_into(&mut terms.definition));
                Ok(())
            },
        );
        let definition = definition.inline().hint(labels::stage_definition(stage)).class("input wide").view();
        let is_first = stage == Stage::Lead;
        let owner = (!is_first).then(|| {
            choose_among(
                label(Subject::OwnerOf),
                true,
                &OWNERS,
                move |team| team.map_or(terms.nobody, |team| terms.team(team)),
                move |all| all.stage_terms.get(&stage).map(|terms| terms.owner),
                move |all, owner| change_terms(all, stage, |terms| terms.owner = owner),
            )
        });
        let rate = (!is_first).then(|| {
            Field::number(
                label(Subject::TargetRate),
                Range::Percent,
                move |all| all.stage_terms.get(&stage)?.target_rate,
                move |all, value| change_terms(all, stage, |terms| terms.target_rate = value),
            )
            .inline()
            .view()
        });
        let on = if is_first {
            view! { <strong>{labels::stage(stage)}</strong> }.into_any()
        } else {
            tick(
                labels::stage(stage),
                move |all| !all.stages_off.contains(&stage),
                move |all, on| {
                    all.stages_off.retain(|off| *off != stage);
                    if !on {
                        all.stages_off.push(stage);
                        all.stages_off.sort_unstable();
                    }
                },
            )
        };
        view! { <tr><td>{on}</td><td class="wide">{definition}</td><td>{owner}</td><td>{rate}</td></tr> }
    };
    view! {
        <section class="card span-12">
            <h3>{words.ag_stages}</h3>
            <p class="card-sub">{words.ag_stages_sub}</p>
            <ScrollTable label=words.ag_stages>
                <thead><tr><th scope="col">{words.col_stage}</th><th scope="col">{terms.own_definition}</th><th scope="col">{terms.owner}</th><th scope="col">{terms.target_rate}</th></tr></thead>
                <tbody>{Stage::ALL.into_iter().map(row).collect_view()}</tbody>
            </ScrollTable>
        </section>
    }
    .into_any()
}

pub fn checklist() -> AnyView {
    let state = use_app();
    let terms = format::terms();
    let row = move |index: usize| {
        let name = Field::text(
            terms.name,
            move |all| all.checklist.get(index).map_or_else(String::new, |item| item.name.clone()),
            move |all, text| {
                if text.is_empty() {
                    return Err(terms.err_no_person.to_owned());
                }
                if let Some(item) = all.checklist.get_mut(index) {
                    text.clone_into(&mut item.name);
                }
                Ok(())
            },
        );
        let column = attribute(
            terms.column_of,
            move |all| all.checklist.get(index).map(|item| item.of.clone()),
            move |all, attribute| {
                if let Some(item) = all.checklist.get_mut(index) {
                    item.of = attribute;
                }
            },
        );
        let named = format!("{} {}", terms.checklist, format::integer(index as u64 + 1));
        let gone = move |all: &mut Agreement| {
            if index < all.checklist.len() {
                all.checklist.remove(index);
            }
        };
        view! { <li class="row">{name.inline().view()} {column} {remove(named, gone)}</li> }.into_any()
    };
    let bant = |all: &mut Agreement| {
        for name in format::terms().st_checklist.split('|').map(str::trim) {
            if !all.checklist.iter().any(|item| item.name == name) {
                all.checklist.push(ChecklistItem { name: name.to_owned(), of: Attribute::Column(name.to_owned()) });
            }
        }
    };
    let add = |all: &mut Agreement| {
        let name = new_name(all.checklist.iter().map(|item| item.name.clone()));
        all.checklist.push(ChecklistItem { name, of: Attribute::Company });
    };
    let scoring = move || {
        state.agreement.with(|all| match (all.scoring.is_empty(), all.scoring.mql_score) {
            (false, score) => {
                let rules = format::integer(all.scoring.rules.iter().filter(|rule| !rule.is_off).count() as u64);
                let score = score.map_or_else(|| format::UNDEFINED.to_owned(), format::exact);
                fill(terms.scoring_line, &[("rules", &rules), ("score", &score)])
            }
            (true, _) => terms.scoring_none.to_owned(),
        })
    };
    view! {
        <section class="card span-6">
            <h3>{terms.checklist}</h3>
            <p class="card-sub">{terms.checklist_sub}</p>
            <ul class="items">{each(|all| all.checklist.len(), row)}</ul>
            <div class="actions">
                {act(terms.bant.to_owned(), "button", bant)}
                {act(terms.add_item.to_owned(), "button", add)}
            </div>
            <p class="card-foot">{scoring}</p>
        </section>
    }
    .into_any()
}
