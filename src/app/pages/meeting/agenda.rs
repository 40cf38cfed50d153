//! The agenda's four parts on the page. What is on it and why, the library decides.

use handoff::{
    agreement::Clock,
    report::{Figure, FollowUpOf, LeadsOf, Outcome, RecordsOf, Report, Speed, Verdict},
    team::{
        Agenda,
        agenda::{Kpi, Plans, Problems, ReasonLine, Story, Told},
    },
    words::fill,
};
use leptos::prelude::*;

use super::phrases;
use crate::app::{
    durations, format, labels, needs,
    pages::{board::leak_sentence, whose},
    parts::{Fact, Names, Opens, ScrollTable, fraction},
    route::Page,
    state::AppState,
};

/// Figures whose absence the agenda says.
const FIGURES: [Figure; 9] = [
    Figure::SpeedCompliance,
    Figure::DispositionCompliance,
    Figure::MarketingKept,
    Figure::Responsibility,
    Figure::Due,
    Figure::Recycle,
    Figure::Attribution,
    Figure::Investment,
    Figure::Gap,
];

pub fn parts(state: AppState, report: &Report, agenda: &Agenda) -> AnyView {
    let words = format::rhythm();
    view! {
        <section class="meeting-part">
            <h2>{words.part_kpis}</h2>
            {kpis(report, &agenda.kpis)}
        </section>
        <section class="meeting-part">
            <h2>{words.part_stories}</h2>
            <p class="card-sub">{words.stories_sub}</p>
            <div class="grid">
                {stories(state, words.wins, words.wins_none, &agenda.wins)}
                {stories(state, words.losses, words.losses_none, &agenda.losses)}
            </div>
        </section>
        <section class="meeting-part on-new-page">
            <h2>{words.part_problems}</h2>
            {problems(state, report, &agenda.problems)}
        </section>
        <section class="meeting-part on-new-page">
            <h2>{words.part_plans}</h2>
            {plans(&agenda.plans)}
        </section>
        <div class="no-print">{needs::card(report, &FIGURES)}</div>
    }
    .into_any()
}

fn kpis(report: &Report, kpis: &[Kpi]) -> AnyView {
    let words = format::rhythm();
    let row = |kpi: &Kpi| {
        let name = phrases::kpi_name(report, kpi.of);
        let text = phrases::amount(&kpi.actual);
        let actual = match &kpi.records {
            Some(of) if text != format::UNDEFINED => view! { <Opens of=of.clone() title=name.clone() text=text /> }.into_any(),
            _ => text.into_any(),
        };
        let of = match &kpi.actual {
            handoff::team::agenda::Amount::Rate(rate) => Some(view! { <div class="quiet small">{fraction(*rate)}</div> }),
            _ => None,
        };
        let standing = phrases::standing(kpi).map(|(sign, word)| {
            let class = if sign == "✓" { "tag met" } else { "tag miss" };
            view! { <span class=class>{sign} " " {word}</span> }
        });
        view! {
            <tr>
                <th scope="row"><bdi>{name}</bdi></th>
                <td class="number">{actual} {of}</td>
                <td class="number">{phrases::amount_or_none(kpi.goal.as_ref())}</td>
                <td class="number">{kpi.gap.as_ref().map_or_else(|| format::UNDEFINED.to_owned(), phrases::gap)}</td>
                <td>{standing}</td>
                <td class="number">{kpi.pace.map_or_else(|| format::UNDEFINED.to_owned(), format::decimal)}</td>
                <td class="number">{phrases::amount_or_none(kpi.previous.as_ref())}</td>
            </tr>
        }
    };
    let rows = kpis.iter().map(row).collect_view();
    view! {
        <section class="card">
            <p class="card-sub">{words.kpis_sub}</p>
            <ScrollTable label=words.part_kpis>
                <thead>
                    <tr>
                        <th scope="col">{words.col_figure}</th>
                        <th scope="col" class="number">{words.col_now}</th>
                        <th scope="col" class="number">{words.col_goal}</th>
                        <th scope="col" class="number">{words.col_gap}</th>
                        <td></td>
                        <th scope="col" class="number">{words.col_pace}</th>
                        <th scope="col" class="number">{words.col_before}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </ScrollTable>
        </section>
    }
    .into_any()
}

fn stories(state: AppState, title: &'static str, none: &'static str, stories: &[Story]) -> AnyView {
    let words = format::rhythm();
    let one = |story: &Story| {
        let sentence = phrases::story(story);
        let told = match &story.records {
            Some(of) => view! { <Opens of=of.clone() title=sentence.clone() text=sentence /> }.into_any(),
            None => sentence.into_any(),
        };
        let (about, owner, lead) = match &story.what {
            Told::Deal(deal) => (Some(phrases::about(deal)), deal.owner.clone(), deal.lead),
            _ => (None, None, None),
        };
        let open = lead.map(|lead| {
            view! { <button type="button" class="button link no-print" on:click=move |_| state.open_lead(lead)>{words.open_lead}</button> }
        });
        view! {
            // On paper, which is passed on, nobody is named.
            <li class:no-print=matches!(story.what, Told::Promise { .. })>
                <div class="story">{told}</div>
                {about.map(|about| view! { <div><bdi>{about}</bdi> " " {owner.map(|owner| view! { <span class="no-print">"· " <bdi>{owner}</bdi> " "</span> })} {open}</div> })}
                <div class="quiet small">{phrases::rule(story.rule)}</div>
            </li>
        }
    };
    let list = if stories.is_empty() {
        view! { <p class="quiet">{none}</p> }.into_any()
    } else {
        view! { <ul class="items">{stories.iter().map(one).collect_view()}</ul> }.into_any()
    };
    view! { <section class="card span-6"><h3>{title}</h3>{list}</section> }.into_any()
}

fn problems(state: AppState, report: &Report, problems: &Problems) -> AnyView {
    let words = format::rhythm();
    let whose = report.disqualification.responsibility.as_ref().map(|table| whose::card(table, "card span-7"));
    let leak = |leak: &handoff::report::Leak| {
        let sentence = leak_sentence(report, leak);
        let whose = match leak.team {
            handoff::agreement::Team::Marketing => format::promises().move_marketing,
            handoff::agreement::Team::Sales => format::promises().move_sales,
        };
        // The leads that are missing to a goal cannot be listed.
        let line = match leak.kind {
            handoff::report::LeakKind::GoalShort => sentence.into_any(),
            kind => view! { <Opens of=RecordsOf::Leak { kind } title=sentence.clone() text=sentence /> }.into_any(),
        };
        view! { <li>{line} " " <strong>{whose}</strong></li> }
    };
    let leaks = if problems.leaks.is_empty() {
        view! { <p class="quiet">{words.leaks_none}</p> }.into_any()
    } else {
        view! { <ul class="items">{problems.leaks.iter().map(leak).collect_view()}</ul> }.into_any()
    };
    view! {
        <p class="card-sub">{words.problems_sub}</p>
        <div class="grid">
            {reasons(problems)}
            {whose}
            <section class="card span-5"><h3>{words.leaks_title}</h3>{leaks}</section>
            {breached(state, report, problems)}
        </div>
    }
    .into_any()
}

fn reasons(problems: &Problems) -> AnyView {
    let (words, common) = (format::rhythm(), format::words());
    let row = |line: &ReasonLine| {
        let name = labels::value(line.reason.as_deref());
        let of = RecordsOf::Reason { reason: line.reason.clone() };
        view! {
            <tr>
                <th scope="row"><bdi>{name.clone()}</bdi></th>
                <td class="number"><Opens of=of title=name text=format::integer(line.share.numerator) /></td>
                <td class="number">{format::rate(line.share)}</td>
                <td class="number">{line.before.map_or_else(|| format::UNDEFINED.to_owned(), format::integer)}</td>
            </tr>
        }
    };
    let rows = problems.reasons.iter().map(row).collect_view();
    let values = [format::integer(problems.turned_down), format::integer(problems.without_reason.numerator)];
    view! {
        <section class="card span-5">
            <h3>{words.reasons_title}</h3>
            <p class="card-sub">{fill(words.reasons_sub, &[("n", &values[0]), ("none", &values[1])])}</p>
            <ScrollTable label=words.reasons_title>
                <thead>
                    <tr>
                        <th scope="col">{common.dim_reason}</th>
                        <th scope="col" class="number">{common.col_leads}</th>
                        <th scope="col" class="number">{common.col_share}</th>
                        <th scope="col" class="number">{words.col_before}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </ScrollTable>
        </section>
    }
    .into_any()
}

/// `None` where nobody can say who waits.
fn breached(state: AppState, report: &Report, problems: &Problems) -> Option<AnyView> {
    let (breached, pending) = (problems.breached?, problems.pending?);
    let (words, texts) = (format::rhythm(), format::promises());
    let names = Names::new();
    names.ask(state, problems.latest.iter().map(|lead| lead.lead));
    let clock = report.speed.as_ref().map_or(Clock::Business, Speed::clock);
    let row = |lead: &handoff::report::DueLead| {
        let number = lead.lead;
        let href = state.route.with_untracked(|route| route.with_lead(Page::Lead, number).hash());
        view! {
            <tr>
                <td><a href=href><bdi>{move || names.of(number)}</bdi></a></td>
                <td><bdi>{labels::value(lead.owner.as_deref())}</bdi></td>
                <td class="number missed">{state.agreement.with_untracked(|all| durations::left(lead, clock, all))}</td>
            </tr>
        }
    };
    let sub = fill(words.breached_sub, &[("breached", &format::integer(breached)), ("pending", &format::integer(pending))]);
    let of = RecordsOf::FollowUp { of: FollowUpOf::Due { verdict: Verdict::Breached }, part: LeadsOf::All };
    let table = (!problems.latest.is_empty()).then(|| {
        let rows = problems.latest.iter().map(row).collect_view();
        view! {
            <ScrollTable label=words.breached_title>
                <thead>
                    <tr>
                        <th scope="col">{format::words().lead_title}</th>
                        <th scope="col">{format::words().dim_owner}</th>
                        <th scope="col" class="number">{texts.time_left}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </ScrollTable>
        }
    });
    Some(
        view! {
            <section class="card span-7">
                <h3>{words.breached_title}</h3>
                <p class="card-sub"><Opens of=of title=words.breached_title text=sub /></p>
                <div class="no-print">{table}</div>
            </section>
        }
        .into_any(),
    )
}

fn plans(plans: &Plans) -> AnyView {
    let words = format::rhythm();
    let goal = phrases::next_goal(plans).map(|(name, goal)| {
        view! { <div><div class="fact-label">{name}</div><div class="fact-value">{goal}</div></div> }
    });
    let needed = plans.leads_needed.map(|leads| view! { <Fact label=words.leads_needed>{format::integer(leads)}</Fact> });
    let short = phrases::short_of_plan(plans).map(|short| view! { <Fact label=words.short_of_plan>{short}</Fact> });
    let [recycle, nurture] = [Outcome::Recycled, Outcome::Unreachable].map(Plans::records);
    let [to_recycle, to_nurture] = [plans.to_recycle, plans.unreachable].map(format::integer);
    let drifted = phrases::drifted(plans).map(|text| view! { <p class="warning">"▼ " {text}</p> });
    view! {
        <section class="card">
            <p class="card-sub">{words.plans_sub}</p>
            <div class="facts">
                {goal} {needed} {short}
                <Fact label=words.to_recycle definition=words.to_recycle_def>
                    <Opens of=recycle title=words.to_recycle text=to_recycle />
                </Fact>
                <Fact label=words.to_nurture definition=words.to_nurture_def>
                    <Opens of=nurture title=words.to_nurture text=to_nurture />
                </Fact>
            </div>
            {drifted}
            {campaigns(plans)}
        </section>
    }
    .into_any()
}

fn campaigns(plans: &Plans) -> Option<AnyView> {
    let (words, common) = (format::rhythm(), format::words());
    if plans.campaigns.is_empty() {
        return None;
    }
    let row = |part: &handoff::report::CampaignPart| {
        let counts = [part.leads, part.mql, part.sql, part.won].map(|count| view! { <td class="number">{format::integer(count)}</td> });
        view! {
            <tr>
                <th scope="row"><bdi>{labels::value(part.value.as_deref())}</bdi></th>
                <td class="number">{phrases::cost(part)}</td>
                {counts.into_iter().collect_view()}
                <td class="number">{phrases::revenue(part)}</td>
            </tr>
        }
    };
    let rows = plans.campaigns.iter().map(row).collect_view();
    let titles = [words.col_cost, common.col_leads, common.stage_mql, common.stage_sql, common.stage_customer, common.revenue];
    let head = titles.map(|title| view! { <th scope="col" class="number">{title}</th> }).into_iter().collect_view();
    Some(
        view! {
            <h3 class="campaigns-title">{words.campaigns_title}</h3>
            <p class="card-sub">{words.campaigns_sub}</p>
            <ScrollTable label=words.campaigns_title>
                <thead><tr><th scope="col">{common.dim_campaign}</th>{head}</tr></thead>
                <tbody>{rows}</tbody>
            </ScrollTable>
        }
        .into_any(),
    )
}
