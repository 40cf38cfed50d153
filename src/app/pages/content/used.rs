//! What was used of the material and what became of the leads it touched. Asked of the worker, for this page alone.

use std::sync::Arc;

use handoff::{
    leads::Stage,
    protocol::{FurtherRequest, FurtherResponse},
    report::{AssetUse, ContentUse},
    words::fill,
};
use leptos::prelude::*;

use crate::app::{
    door::worker,
    format, labels,
    pages::board::period_text,
    parts::{Info, ScrollTable, Skeleton, fraction},
    state::AppState,
};

/// Rows drawn.
const ROWS: usize = 60;

/// What the worker said; `None` before it has.
type Answer = Option<Option<Arc<ContentUse>>>;

pub fn used(state: AppState) -> AnyView {
    let answer: RwSignal<Answer> = RwSignal::new(None);
    let turn = StoredValue::new(0_u32);
    Effect::new(move || {
        let (_, query) = state.asked.get();
        let agreement = state.agreement.get();
        // A board that is read anew has other uses.
        state.board.track();
        turn.update_value(|turn| *turn += 1);
        let asked = turn.get_value();
        worker::ask_further(&FurtherRequest::ContentUse { query, agreement }, &[], move |response| {
            // The page may be gone by now, or the question another.
            if turn.try_get_value() != Some(asked) {
                return;
            }
            match response {
                FurtherResponse::ContentUse(found) => answer.set(Some(found.map(Arc::new))),
                FurtherResponse::Failed(failure) => state.say_failure(&failure),
                _ => {}
            }
        });
    });
    (move || match answer.get() {
        None => view! { <Skeleton /> }.into_any(),
        Some(None) => {
            let text = fill(format::rhythm().used_none, &[("field", format::words().field_asset)]);
            view! { <section class="card"><p class="quiet">{text}</p></section> }.into_any()
        }
        Some(Some(found)) => table(state, &found),
    })
    .into_any()
}

fn table(state: AppState, found: &ContentUse) -> AnyView {
    let words = format::rhythm();
    let period = state.report.get().map_or_else(String::new, |report| period_text(&report));
    let [uses, leads, n, of] = [found.uses, found.leads, found.influenced.numerator, found.influenced.denominator].map(format::integer);
    let revenue = format::money(&found.influenced_revenue);
    let values = [("uses", uses.as_str()), ("leads", &leads), ("period", &period), ("n", &n), ("of", &of), ("revenue", &revenue)];
    let rows = found.assets.iter().take(ROWS).map(|asset| row(state, asset)).collect_view();
    let rest = found.assets.len().saturating_sub(ROWS) as u64 + found.left_out;
    let rest = (rest > 0).then(|| fill(format::words().more_rows, &[("n", &format::integer(rest))]));
    let nobody = (found.without_lead > 0).then(|| fill(words.used_without_lead, &[("n", &format::integer(found.without_lead))]));
    let titles =
        [words.col_uses, words.col_touched, words.col_stands, words.col_moved_on, words.col_influenced, words.col_influenced_revenue];
    let head = titles.map(|title| view! { <th scope="col" class="number">{title}</th> }).into_iter().collect_view();
    let foot = [nobody, rest].into_iter().flatten().collect::<Vec<_>>().join(" ");
    view! {
        <section class="card">
            <p class="card-sub">{fill(words.used_sub, &values)} " " <Info text=words.used_def /></p>
            <ScrollTable label=words.used>
                <thead><tr><th scope="col">{words.col_asset}</th>{head}</tr></thead>
                <tbody>{rows}</tbody>
            </ScrollTable>
            {(!foot.is_empty()).then(|| view! { <p class="card-foot">{foot}</p> })}
        </section>
    }
    .into_any()
}

fn row(state: AppState, asset: &AssetUse) -> AnyView {
    let name = asset.name.clone();
    // Most of its leads stood there.
    let stands = Stage::ALL
        .into_iter()
        .zip(asset.by_stage)
        .filter(|(_, leads)| *leads > 0)
        .max_by_key(|(stage, leads)| (*leads, std::cmp::Reverse(*stage)));
    let stands = stands
        .map_or_else(|| format::UNDEFINED.to_owned(), |(stage, leads)| format!("{} {}", labels::stage(stage), format::integer(leads)));
    let by_stage: Vec<String> = Stage::ALL
        .into_iter()
        .zip(asset.by_stage)
        .filter(|(_, leads)| *leads > 0)
        .map(|(stage, leads)| format!("{} {}", labels::stage(stage), format::integer(leads)))
        .collect();
    let by_stage = by_stage.join(format::terms().comma);
    view! {
        <tr>
            <th scope="row"><bdi class="asset-name">{name.clone()}</bdi> {registered(state, name)}</th>
            <td class="number">{format::integer(asset.uses)}</td>
            <td class="number">{format::integer(asset.leads)}</td>
            <td class="number" title=by_stage>{stands}</td>
            <td class="number" title=fraction(asset.moved_on)>{format::rate(asset.moved_on)}</td>
            <td class="number">{format::integer(asset.won_deals)}</td>
            <td class="number">{format::money_short(&asset.revenue)}</td>
        </tr>
    }
    .into_any()
}

/// What the register calls it, or how it gets there.
fn registered(state: AppState, name: String) -> AnyView {
    let words = format::rhythm();
    let asked = name.clone();
    let known = Memo::new(move |_| state.team.assets.with(|all| all.find(&asked).map(|asset| asset.name.clone())));
    (move || {
        if let Some(known) = known.get() {
            return (known != name).then(|| view! { <div class="quiet small"><bdi>{known}</bdi></div> }).into_any();
        }
        let (label, taken) = (fill(words.register_named, &[("name", &name)]), name.clone());
        let take = move |_| {
            state.change_assets(|all| {
                all.add(&taken);
            });
        };
        view! {
            <div class="quiet small">
                {words.not_registered} " "
                <button type="button" class="button link no-print" aria-label=label on:click=take>{words.register_it}</button>
            </div>
        }
        .into_any()
    })
    .into_any()
}
