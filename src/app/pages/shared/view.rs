//! A shared board as its reader sees it, and as its sender looks at it before: the frame, a filter over its slices, and all tables.

use std::sync::Arc;

use handoff::{
    share::{
        Block, Cell, SharedBoard, SharedPage,
        show::{Speech, chart, definitions},
    },
    words::fill,
};
use leptos::prelude::*;

use crate::app::{
    format,
    parts::{Chart, ScrollTable},
};

/// All of a board. The slice that is looked at outlives no reload: it is a part of the view and not of the address, which may be the
/// board itself.
pub fn board_view(board: &Arc<SharedBoard>) -> AnyView {
    let speech = Speech::of(board, format::locale());
    let slice = RwSignal::new(0_usize);
    let words = format::locale().sharing();
    let frame = speech.frame(board).into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    let choice = (board.slices.len() > 1).then(|| {
        let options = board
            .slices
            .iter()
            .enumerate()
            .map(|(index, slice)| view! { <option value=index.to_string()>{speech.slice(slice)}</option> })
            .collect_view();
        let change = move |event| slice.set(event_target_value(&event).parse().unwrap_or_default());
        view! { <label class="field shared-filter no-print"><span>{words.choose}</span><select class="select" on:change=change>{options}</select></label> }
    });
    let meanings = definitions(board, speech).into_iter().map(|(name, meaning)| view! { <dt>{name}</dt><dd>{meaning}</dd> }).collect_view();
    let shown = Arc::clone(board);
    view! {
        <article class="shared">
            <header class="shared-head">
                <h1>{format::words().shared_title}</h1>
                <p class="tag">{words.read_only}</p>
                <ul class="shared-frame">{frame}</ul>
                {choice}
            </header>
            {move || pages(&shown, slice.get(), speech)}
            <section class="shared-meanings">
                <h2>{words.meanings}</h2>
                <dl>{meanings}</dl>
            </section>
        </article>
    }
    .into_any()
}

fn pages(board: &SharedBoard, slice: usize, speech: Speech) -> AnyView {
    let Some(slice) = board.slices.get(slice).or(board.slices.first()) else { return ().into_any() };
    SharedPage::ALL
        .into_iter()
        .map(|page| {
            let blocks: Vec<_> = slice.blocks.iter().filter(|block| block.kind.page() == page).collect();
            (!blocks.is_empty()).then(|| {
                let cards = blocks.into_iter().map(|block| card(block, speech, board.least_group)).collect_view();
                view! { <section class="shared-page"><h2>{speech.page(page)}</h2><div class="grid">{cards}</div></section> }
            })
        })
        .collect_view()
        .into_any()
}

fn card(block: &Block, speech: Speech, least_group: u32) -> AnyView {
    let title = speech.title(&block.kind);
    let picture = chart(block, &speech).map(|spec| view! { <Chart spec=spec title=title.clone() /> });
    let has_picture = picture.is_some();
    let heads = block.columns.iter().map(|column| view! { <th scope="col" class="number">{speech.column(*column)}</th> }).collect_view();
    let why = speech.withheld_why(least_group);
    let rows = block
        .rows
        .iter()
        .map(|row| {
            let cells = block.columns.iter().zip(&row.cells).map(|(column, cell)| {
                let text = speech.cell(*column, cell);
                let reason = (*cell == Cell::Withheld).then(|| why.clone());
                view! { <td class="number" class:quiet=reason.is_some() title=reason>{text}</td> }
            });
            let cells = cells.collect_view();
            let label = speech.label(&block.kind, &row.label);
            view! { <tr><th scope="row">{label}</th>{cells}</tr> }
        })
        .collect_view();
    let row_head = speech.row_head(&block.kind);
    let table = view! {
        <ScrollTable label=title.clone()>
            <table class="table">
                <thead><tr><th scope="col">{row_head}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </ScrollTable>
    };
    let rows = fill(format::words().show_table, &[]);
    let table = if has_picture {
        view! { <details class="shared-table"><summary>{rows}</summary>{table}</details> }.into_any()
    } else {
        table.into_any()
    };
    view! { <section class="card span-6"><h3>{title}</h3>{picture}{table}</section> }.into_any()
}
