//! The register: each asset in a line that opens to be edited.

use handoff::{
    leads::{Dimension, Stage},
    team::{Asset, AssetKind},
    words::fill,
};
use leptos::prelude::*;

use crate::app::{
    format, labels,
    parts::{
        Row, keyed,
        line::{Line, add_line, choice, ticks},
    },
    state::AppState,
};

pub fn kind_name(kind: AssetKind) -> &'static str {
    let words = format::rhythm();
    match kind {
        AssetKind::CaseStudy => words.kind_case_study,
        AssetKind::WhitePaper => words.kind_white_paper,
        AssetKind::BattleCard => words.kind_battle_card,
        AssetKind::Demo => words.kind_demo,
        AssetKind::EmailTemplate => words.kind_email_template,
        AssetKind::Webinar => words.kind_webinar,
        AssetKind::Other => words.kind_other,
    }
}

pub fn register(state: AppState) -> AnyView {
    let words = format::rhythm();
    let ids = Memo::new(move |_| state.team.assets.with(|all| all.assets.iter().map(|asset| asset.id).collect::<Vec<_>>()));
    let rows = move || ids.get().into_iter().map(|id| Row::new(id, move || item(state, id))).collect();
    let sub = move || if ids.with(Vec::is_empty) { words.register_none } else { words.register_sub };
    let add = move |name: &str| {
        state.change_assets(|all| {
            all.add(name);
        });
    };
    view! {
        <section class="card">
            <p class="card-sub">{sub}</p>
            <ul class="items">{keyed(rows)}</ul>
            {add_line(words.add_asset, words.add, add)}
        </section>
    }
    .into_any()
}

/// Changes one asset, if it is still there.
fn change(state: AppState, id: u64, change: impl FnOnce(&mut Asset)) {
    state.change_assets(|all| {
        if let Some(asset) = all.asset_mut(id) {
            change(asset);
        }
    });
}

fn item(state: AppState, id: u64) -> AnyView {
    let words = format::rhythm();
    let asset = Memo::new(move |_| state.team.assets.with(|all| all.asset(id).cloned()));
    let name = move || asset.with(|asset| asset.as_ref().map_or_else(String::new, |asset| asset.name.clone()));
    let about = move || {
        asset.with(|asset| {
            let asset = asset.as_ref()?;
            let stages: Vec<&str> = asset.stages.iter().map(|stage| labels::stage(*stage)).collect();
            let comma = format::terms().comma;
            let stages = if stages.is_empty() { words.no_stage.to_owned() } else { stages.join(comma) };
            let personas = if asset.personas.is_empty() { words.everybody.to_owned() } else { asset.personas.join(comma) };
            Some([kind_name(asset.kind).to_owned(), stages, personas].join(" · "))
        })
    };
    let label = fill(
        format::terms().remove_named,
        &[("name", &asset.with_untracked(|asset| asset.as_ref().map_or_else(String::new, |asset| asset.name.clone())))],
    );
    let remove = move |_| state.change_assets(|all| all.remove(id));
    view! {
        <li class="asset">
            <details>
                <summary><bdi class="asset-name">{name}</bdi> " " <span class="quiet small">{about}</span></summary>
                {fields(state, id, asset)}
            </details>
            <button type="button" class="chip-button no-print" aria-label=label on:click=remove>"×"</button>
        </li>
    }
    .into_any()
}

fn fields(state: AppState, id: u64, asset: Memo<Option<Asset>>) -> AnyView {
    let words = format::rhythm();
    let text = move |get: fn(&Asset) -> String| Signal::derive(move || asset.with(|asset| asset.as_ref().map(get).unwrap_or_default()));
    let line = move |label: &'static str, get: fn(&Asset) -> String, put: fn(&mut Asset, String)| {
        Line::free(label, text(get), move |text| change(state, id, |asset| put(asset, text)))
    };
    let keep_name = |asset: &mut Asset, name: String| {
        if !name.is_empty() {
            asset.name = name;
        }
    };
    let kind = Signal::derive(move || {
        asset.with(|asset| AssetKind::ALL.iter().position(|kind| asset.as_ref().is_some_and(|asset| asset.kind == *kind)).unwrap_or(0))
    });
    let kinds = AssetKind::ALL.map(|kind| kind_name(kind).to_owned()).to_vec();
    let put_kind = move |place: usize| {
        if let Some(kind) = AssetKind::ALL.get(place) {
            change(state, id, |asset| asset.kind = *kind);
        }
    };
    let competitor = |asset: &mut Asset, text: String| asset.competitor = (!text.is_empty()).then_some(text);
    view! {
        <div class="form-grid asset-fields">
            {line(words.asset_name, |asset| asset.name.clone(), keep_name).view()}
            {choice(words.asset_kind.to_owned(), false, kinds, kind, put_kind)}
            {line(words.asset_place, |asset| asset.place.clone(), |asset, text| asset.place = text).view()}
            {line(words.asset_competitor, |asset| asset.competitor.clone().unwrap_or_default(), competitor).view()}
            {line(words.owner, |asset| asset.owner.clone(), |asset, text| asset.owner = text).view()}
        </div>
        {stages(state, id, asset)}
        {names(state, words.asset_personas, personas_known(state), id, asset, |asset| &mut asset.personas)}
        {names(state, words.asset_answers, reasons_known(state), id, asset, |asset| &mut asset.answers)}
    }
    .into_any()
}

fn stages(state: AppState, id: u64, asset: Memo<Option<Asset>>) -> AnyView {
    let known: Vec<Stage> =
        state.agreement.with_untracked(|all| Stage::ALL.into_iter().filter(|stage| !all.stages_off.contains(stage)).collect());
    let on = |of: &Stage| {
        let of = *of;
        let on = Signal::derive(move || asset.with(|asset| asset.as_ref().is_some_and(|asset| asset.stages.contains(&of))));
        (labels::stage(of).to_owned(), on)
    };
    let options = known.iter().map(on).collect();
    let put = move |place: usize, on: bool| {
        if let Some(stage) = known.get(place) {
            change(state, id, |asset| {
                asset.stages.retain(|known| known != stage);
                if on {
                    asset.stages.push(*stage);
                    // In their order, however they were ticked.
                    asset.stages = Stage::ALL.into_iter().filter(|stage| asset.stages.contains(stage)).collect();
                }
            });
        }
    };
    ticks(format::rhythm().asset_stages.to_owned(), options, put)
}

/// Personas of the agreement.
fn personas_known(state: AppState) -> Vec<String> {
    state.agreement.with_untracked(|all| all.personas.iter().map(|persona| persona.name.clone()).collect())
}

/// Reasons of the report, by the agreement's names.
fn reasons_known(state: AppState) -> Vec<String> {
    let values = state.filter_values.with_untracked(|all| {
        let of = all.iter().filter(|values| values.dimension == Dimension::Reason).flat_map(|values| &values.values);
        of.filter_map(|(value, _)| value.clone()).collect::<Vec<_>>()
    });
    state.agreement.with_untracked(|all| {
        let mut names: Vec<String> = Vec::new();
        for raw in values {
            let name = all.reasons.get(&raw).cloned().unwrap_or(raw);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    })
}

/// Most names offered as ticks.
const MOST: usize = 24;

/// Ticks of the known names, and of those the asset has that nobody knows any more.
fn names(
    state: AppState,
    label: &'static str,
    mut known: Vec<String>,
    id: u64,
    asset: Memo<Option<Asset>>,
    of: fn(&mut Asset) -> &mut Vec<String>,
) -> Option<AnyView> {
    known.truncate(MOST);
    let mine = asset.with_untracked(|asset| asset.clone().map(|mut asset| std::mem::take(of(&mut asset))).unwrap_or_default());
    for name in mine {
        if !known.contains(&name) {
            known.push(name);
        }
    }
    if known.is_empty() {
        return None;
    }
    let on = |name: &String| {
        let wanted = name.clone();
        let on = Signal::derive(move || asset.with(|asset| asset.clone().is_some_and(|mut asset| of(&mut asset).contains(&wanted))));
        (name.clone(), on)
    };
    let options = known.iter().map(on).collect();
    let put = move |place: usize, on: bool| {
        if let Some(name) = known.get(place) {
            change(state, id, |asset| {
                let names = of(asset);
                names.retain(|known| known != name);
                if on {
                    names.push(name.clone());
                }
            });
        }
    };
    Some(ticks(label.to_owned(), options, put))
}
