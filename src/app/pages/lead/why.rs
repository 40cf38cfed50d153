//! Why a lead scores as it does: lines that add up to its score, and what decides its stage beside it.

use handoff::{
    metrics::scoring::{Why, WhyLine, WhyPart},
    report::LeadStory,
    words::fill,
};
use leptos::prelude::*;

use crate::app::{format, labels, parts::ScrollTable, route::Page, state::AppState};

pub fn score(state: AppState, story: &LeadStory) -> AnyView {
    let words = format::follow_up();
    let body = match &story.why {
        None => view! {
            <p class="quiet">{words.why_no_rules}</p>
            <p><a href=move || state.route.with(|route| route.with_page(Page::Scoring).hash())>{format::words().nav_scoring}</a></p>
        }
        .into_any(),
        Some(why) => explained(state, story, why),
    };
    view! { <section class="card"><h2 class="plain">{words.why_title}</h2> {body}</section> }.into_any()
}

fn explained(state: AppState, story: &LeadStory, why: &Why) -> AnyView {
    let words = format::follow_up();
    let threshold = state.agreement.with_untracked(|agreement| agreement.scoring.mql_score);
    let threshold = threshold.map(|score| fill(words.why_threshold, &[("n", &format::exact(score))]));
    let groups =
        fill(words.why_groups, &[("fit", &format::exact(why.fit.value())), ("engagement", &format::exact(why.engagement.value()))]);
    let stages = story.model_stage.map(|model| {
        let sentence = if model == story.stage { words.why_same_stage } else { words.why_stages };
        fill(sentence, &[("model", labels::stage(model)), ("crm", labels::stage(story.stage))])
    });
    let comma = format::words().list_comma;
    let names = |sentence: &'static str, names: Vec<String>| {
        (!names.is_empty()).then(|| view! { <p>{fill(sentence, &[("names", &names.join(comma))])}</p> })
    };
    let missing: Vec<String> = why.missing.iter().map(labels::attribute).collect();
    view! {
        <div class="hero">
            <span class="hero-number">{format::exact(why.score.value())}</span>
            <span class="hero-of">{threshold}</span>
        </div>
        <p class="card-sub">{groups}</p>
        {stages.map(|text| view! { <p>{text}</p> })}
        {names(words.why_disqualified, why.disqualified_by.clone())}
        {names(words.why_fast, why.fast_tracked_by.clone())}
        {names(words.why_missing, missing)}
        {if why.lines.is_empty() { view! { <p class="quiet">{words.why_no_lines}</p> }.into_any() } else { table(why) }}
    }
    .into_any()
}

fn name(line: &WhyLine) -> String {
    let (words, terms) = (format::follow_up(), format::terms());
    let rule = line.name.clone().unwrap_or_default();
    match line.part {
        WhyPart::Rule => rule,
        WhyPart::RuleCap => fill(words.why_rule_cap, &[("name", &rule)]),
        WhyPart::FitCap => terms.fit_cap.to_owned(),
        WhyPart::EngagementCap => terms.engagement_cap.to_owned(),
        WhyPart::Floor => words.why_floor.to_owned(),
    }
}

fn table(why: &Why) -> AnyView {
    let words = format::follow_up();
    let row = |line: &WhyLine| {
        let times = if line.times > 0 { format::integer(u64::from(line.times)) } else { String::new() };
        view! {
            <tr>
                <th scope="row" class="plain-cell"><bdi>{name(line)}</bdi></th>
                <td>{line.at.map(|at| format::moment_day(at.unix()))}</td>
                <td class="number">{times}</td>
                <td class="number">{format::points(line.points.value())}</td>
            </tr>
        }
    };
    let rows = why.lines.iter().map(row).collect_view();
    let score = format::exact(why.score.value());
    view! {
        <div class="tall">
            <ScrollTable label=words.why_title>
                <thead>
                    <tr>
                        <th scope="col">{words.col_rule}</th>
                        <th scope="col">{format::terms().date}</th>
                        <th scope="col" class="number">{words.col_times}</th>
                        <th scope="col" class="number">{words.col_points}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row" class="plain-cell" colspan="3">{words.why_sum}</th>
                        <td class="number"><strong>{score}</strong></td>
                    </tr>
                </tfoot>
            </ScrollTable>
        </div>
    }
    .into_any()
}
