//! Step 3: rows kept, merged, left out and why; what is still to be decided. Nothing is kept before it is accepted.

use handoff::{import::ColumnReading, words::fill};
use leptos::prelude::*;

use super::{
    issues::IssueList,
    question::Question,
    values::{Reasons, Values},
};
use crate::app::{
    format, import_flow, labels,
    parts::ScrollTable,
    state::{ImportState, use_app},
};

#[component]
pub fn Check() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let ImportState::Check(checked) = state.import.get_untracked() else { return ().into_any() };
    let only_deals = checked.leads == checked.deals && checked.deals_joined == 0 && checked.deals > 0;
    let merged: u64 = checked.files.iter().map(|file| file.rows_merged).sum();
    let left_out: u64 = checked.files.iter().map(|file| file.rows_left_out).sum();
    let number = |n: u64| format::integer(n);
    let mut remarks = vec![fill(words.check_merged, &[("n", &number(merged))]), fill(words.check_left_out, &[("n", &number(left_out))])];
    if checked.deals_joined > 0 {
        remarks.push(fill(words.check_joined, &[("n", &number(checked.deals_joined))]));
    }
    let names: Vec<String> = checked.files.iter().map(|file| file.name.clone()).collect();
    // What can be settled here is what stands in the files just brought: the others' matching is opened from the list of kept files.
    let own = checked.clone();
    let sniffed_of = move |file: u16| own.file_of_sniffed.iter().position(|of| *of == Some(file));
    let open = |reading: &&ColumnReading| reading.is_question() && !reading.is_given && sniffed_of(reading.file).is_some();
    let questions: Vec<ColumnReading> = checked.readings.iter().filter(open).cloned().collect();
    // Corrections since the files were read count only once they are read again.
    let changed = Memo::new(move |_| state.choices.with(|choices| choices.is_corrected));
    let values: Vec<_> = checked.values.iter().map(|value| (value.clone(), sniffed_of(value.file))).collect();
    let questions: Vec<_> = questions.into_iter().filter_map(|question| Some((sniffed_of(question.file)?, question))).collect();
    let (issues, reasons) = (checked.issues.clone(), checked.reasons.clone());
    view! {
        <section class="card">
            <div class="hero">
                <span class="hero-number">{number(if only_deals { checked.deals } else { checked.leads })}</span>
                <span class="hero-of">{if only_deals { words.check_title_deals } else { words.check_title }} " · " {remarks.join(" · ")}</span>
            </div>
            {checked.unchanged.then(|| view! { <p class="warning">{words.check_unchanged}</p> })}
            {questions.into_iter().map(|(file, question)| view! { <Question file=file question=question /> }).collect_view()}
            <ScrollTable label=words.step_check>
                <tbody>
                    {checked.files.iter().map(|file| view! {
                        <tr>
                            <td><bdi>{file.name.clone()}</bdi></td>
                            <td>{labels::kind(file.kind)}</td>
                            <td class="number">{fill(words.rows_n, &[("n", &number(file.rows_kept))])}</td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </ScrollTable>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || state.choices.with(|choices| !choices.is_report_left)
                    on:change=move |event| state.choices.update(|choices| choices.is_report_left = !event_target_checked(&event))
                />
                {format::kept().keep_report}
            </label>
            <div class="actions">
                <button class="button primary" disabled=move || changed.get() on:click=move |_| import_flow::accept(state)>{words.open_board}</button>
                <Show when=move || changed.get()>
                    <button class="button primary" on:click=move |_| import_flow::read(state)>{words.read_again}</button>
                </Show>
                <button class="button" on:click=move |_| import_flow::discard(state)>{words.discard}</button>
            </div>
        </section>
        <Values values=values />
        <h2>{words.check_issues}</h2>
        <IssueList groups=issues names=names />
        <Reasons reasons=reasons />
    }
    .into_any()
}
