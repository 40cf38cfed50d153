//! What both teams count by: stages, marketing's goal and where it comes from, whose source is whose, calendar and money.
//!
//! An edit that leaves a valid document counts at once; one that does not is said at its field and changes nothing.

use handoff::{
    agreement::{Agreement, GoalLine, SourceClass},
    leads::{Dimension, Stage},
    share::{Content, ContentKind},
    time::{CalendarSystem, Day},
    words::fill,
};
use leptos::{html, prelude::*, task::spawn_local};

use crate::app::{
    door::files,
    format, labels,
    parts::{Fact, ScrollTable},
    state::{AppState, use_app},
};

#[component]
pub fn AgreementPage() -> impl IntoView {
    let words = format::words();
    view! {
        <div class="narrow">
            <div class="welcome">
                <h1>{words.agreement_title}</h1>
                <p>{words.agreement_lead}</p>
            </div>
            <div class="stack">
                <Goal />
                <Chain />
                <Stages />
                <Sources />
                <TimeAndMoney />
                <Files />
            </div>
        </div>
    }
}

/// Tries an edit: in force if it leaves a valid agreement, else the sentence that says why not.
fn edit(state: AppState, change: impl FnOnce(&mut Agreement)) -> Result<(), String> {
    let mut agreement = state.agreement.get_untracked();
    change(&mut agreement);
    match agreement.validate(format::is_zone) {
        Ok(()) => {
            state.set_agreement(agreement);
            Ok(())
        }
        Err(errors) => Err(errors.iter().map(labels::agreement_error).collect::<Vec<_>>().join(" ")),
    }
}

/// A number in a sentence or form; empty clears it.
#[component]
fn NumberField(
    label: &'static str,
    #[prop(into)] value: Signal<Option<f64>>,
    /// Shown and typed in hundredths: a share of 0.4 as 40.
    #[prop(optional)]
    percent: bool,
    /// Stands in a sentence: short, its label only for those who hear the page.
    #[prop(optional)]
    inline: bool,
    change: fn(&mut Agreement, Option<f64>),
) -> impl IntoView {
    let state = use_app();
    let error = RwSignal::new(None::<String>);
    let scale = if percent { 100.0 } else { 1.0 };
    let shown = move || value.get().map(|value| format::decimal(value * scale)).unwrap_or_default();
    let typed = move |event| {
        let text = event_target_value(&event);
        let parsed = format::parse_number(&text).map(|value| value / scale);
        if parsed.is_none() && !text.trim().is_empty() {
            error.set(Some(format::words().goal_invalid.to_owned()));
            return;
        }
        error.set(edit(state, |agreement| change(agreement, parsed)).err());
    };
    view! {
        <label class="field" class:inline=inline>
            <span class:visually-hidden=inline>{label}{percent.then_some(" %")}</span>
            <input class="input" class:short=inline inputmode="decimal" aria-invalid=move || error.with(Option::is_some).to_string() prop:value=shown on:change=typed />
            <Show when=move || error.with(Option::is_some)><span class="error" role="alert">{move || error.get()}</span></Show>
        </label>
    }
}

#[component]
fn Goal() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let metric = Memo::new(move |_| state.agreement.with(|agreement| agreement.goal.metric));
    let line = Memo::new(move |_| state.agreement.with(|agreement| agreement.goal_line));
    let monthly = Signal::derive(move || state.agreement.with(|agreement| agreement.goal.monthly));
    let choose_metric = move |event| {
        if let Some(stage) = event_target_value(&event).parse::<usize>().ok().and_then(|index| Stage::ALL.get(index).copied()) {
            save(state, |agreement| agreement.goal.metric = stage);
        }
    };
    let choose_line = move |event| {
        let line = if event_target_value(&event) == "working" { GoalLine::WorkingDays } else { GoalLine::CalendarDays };
        save(state, |agreement| agreement.goal_line = line);
    };
    view! {
        <section class="card">
            <div class="team marketing"><span class="dot"></span><h2 class="plain">{words.ag_goal}</h2></div>
            <div class="sentence">
                {words.ag_goal_sentence_a} " "
                <NumberField label=words.goal_edit inline=true value=monthly change=|agreement, value| agreement.goal.monthly = value />
                " "
                <select class="select" aria-label=words.col_stage on:change=choose_metric>
                    {Stage::ALL.into_iter().map(|stage| view! {
                        <option value=stage.index().to_string() selected=move || metric.get() == stage>{labels::stage(stage)}</option>
                    }).collect_view()}
                </select>
                " " {words.ag_goal_sentence_b} " "
                <select class="select" aria-label=words.goal_word on:change=choose_line>
                    <option value="calendar" selected=move || line.get() == GoalLine::CalendarDays>{words.ag_line_calendar}</option>
                    <option value="working" selected=move || line.get() == GoalLine::WorkingDays>{words.ag_line_working}</option>
                </select>
            </div>
        </section>
    }
}

/// For edits that cannot make an agreement invalid; should one, it is said.
fn save(state: AppState, change: impl FnOnce(&mut Agreement)) {
    if let Err(why) = edit(state, change) {
        state.say(why);
    }
}

#[component]
fn Chain() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let input = |read: fn(&Agreement) -> Option<f64>| Signal::derive(move || state.agreement.with(read));
    let chain = Memo::new(move |_| state.agreement.with(|agreement| handoff::metrics::goal_chain(&agreement.goal_chain)));
    let ready = Memo::new(move |_| chain.get().leads_needed.is_some());
    let count = |value: Option<u64>| value.map_or_else(|| format::UNDEFINED.to_owned(), format::integer);
    view! {
        <section class="card">
            <h2 class="plain">{words.ag_chain}</h2>
            <p class="card-sub">{words.ag_chain_sub}</p>
            <div class="form-grid">
                <NumberField label=words.ag_quota value=input(|agreement| agreement.goal_chain.quota) change=|agreement, value| agreement.goal_chain.quota = value />
                <NumberField label=words.ag_share percent=true value=input(|agreement| agreement.goal_chain.marketing_share) change=|agreement, value| agreement.goal_chain.marketing_share = value />
                <NumberField label=words.ag_deal value=input(|agreement| agreement.goal_chain.average_deal) change=|agreement, value| agreement.goal_chain.average_deal = value />
                <NumberField label=words.ag_rate percent=true value=input(|agreement| agreement.goal_chain.lead_to_customer_rate) change=|agreement, value| agreement.goal_chain.lead_to_customer_rate = value />
            </div>
            <div class="facts">
                <Fact label=words.ag_chain_revenue>{move || format::decimal_or_undefined(chain.get().marketing_revenue_goal)}</Fact>
                <Fact label=words.ag_chain_customers>{move || count(chain.get().customers_needed)}</Fact>
                <Fact label=words.ag_chain_leads>{move || count(chain.get().leads_needed)}</Fact>
            </div>
            <Show when=move || !ready.get()><p class="quiet small">{words.ag_chain_missing}</p></Show>
        </section>
    }
}

#[component]
fn Stages() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    view! {
        <section class="card">
            <h2 class="plain">{words.ag_stages}</h2>
            <p class="card-sub">{words.ag_stages_sub}</p>
            <table><tbody>
                {Stage::ALL.into_iter().map(|stage| {
                    let on = Memo::new(move |_| state.agreement.with(|agreement| !agreement.stages_off.contains(&stage)));
                    let toggle = move |_| save(state, |agreement| {
                        if on.get_untracked() { agreement.stages_off.push(stage) } else { agreement.stages_off.retain(|off| *off != stage) }
                    });
                    view! {
                        <tr>
                            <td>
                                <label class="checks">
                                    <input type="checkbox" prop:checked=move || on.get() disabled=stage == Stage::Lead on:change=toggle />
                                    <strong>{labels::stage(stage)}</strong>
                                </label>
                            </td>
                            <td class="quiet">{labels::stage_definition(stage)}</td>
                        </tr>
                    }
                }).collect_view()}
            </tbody></table>
        </section>
    }
}

const CLASSES: [Option<SourceClass>; 4] = [None, Some(SourceClass::Marketing), Some(SourceClass::Sales), Some(SourceClass::Partner)];

#[component]
fn Sources() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let sources = Memo::new(move |_| {
        state.filter_values.with(|all| {
            all.iter()
                .find(|values| values.dimension == Dimension::Source)
                .map(|values| values.values.iter().filter_map(|(value, count)| Some((value.clone()?, *count))).collect::<Vec<_>>())
                .unwrap_or_default()
        })
    });
    view! {
        <Show when=move || !sources.with(Vec::is_empty)>
            <section class="card">
                <h2 class="plain">{words.ag_sources}</h2>
                <p class="card-sub">{words.ag_sources_sub}</p>
                <ScrollTable label=words.ag_sources>
                    <thead><tr><th>{words.dim_source}</th><th class="number">{words.col_leads}</th><th>{words.col_class}</th></tr></thead>
                    <tbody>
                        {move || sources.get().into_iter().map(|(source, count)| {
                            let current = state.agreement.with(|agreement| agreement.source_classes.get(&source).copied());
                            let label = fill(words.field_for, &[("column", &source)]);
                            let key = source.clone();
                            let choose = move |event| {
                                let class = event_target_value(&event).parse::<usize>().ok().and_then(|index| CLASSES.get(index).copied().flatten());
                                save(state, |agreement| match class {
                                    Some(class) => { agreement.source_classes.insert(key.clone(), class); }
                                    None => { agreement.source_classes.remove(&key); }
                                });
                            };
                            view! {
                                <tr>
                                    <td><bdi>{source}</bdi></td>
                                    <td class="number">{format::integer(count)}</td>
                                    <td>
                                        <select class="select" aria-label=label on:change=choose>
                                            {CLASSES.into_iter().enumerate().map(|(index, class)| view! {
                                                <option value=index.to_string() selected=class == current>{labels::class(class)}</option>
                                            }).collect_view()}
                                        </select>
                                    </td>
                                </tr>
                            }
                        }).collect_view()}
                    </tbody>
                </ScrollTable>
            </section>
        </Show>
    }
}

/// 2024-01-01 was a Monday: weekday names come from formatting real days.
const A_MONDAY: Day = Day(19_723);

#[component]
fn TimeAndMoney() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let error = RwSignal::new(None::<String>);
    let workspace = move || state.agreement.with(|agreement| agreement.workspace.clone());
    let calendar = Memo::new(move |_| workspace().calendar);
    let week_start = Memo::new(move |_| workspace().week_start);
    let change_zone = move |event| {
        let name = event_target_value(&event).trim().to_owned();
        error.set(edit(state, |agreement| agreement.workspace.time_zone = name).err());
    };
    let change_calendar = move |event| {
        let system = if event_target_value(&event) == "persian" { CalendarSystem::Persian } else { CalendarSystem::Gregorian };
        save(state, |agreement| agreement.workspace.calendar = system);
    };
    let change_week = move |event| {
        if let Ok(day) = event_target_value(&event).parse() {
            save(state, |agreement| agreement.workspace.week_start = day);
        }
    };
    let change_currency = move |event| {
        let code = event_target_value(&event).trim().to_uppercase();
        let code = (code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())).then_some(code);
        save(state, |agreement| agreement.workspace.currency = code);
    };
    let toggle_day = move |weekday: u8| {
        let result = edit(state, |agreement| {
            let days = &mut agreement.workspace.working_days;
            if days.contains(&weekday) {
                days.retain(|day| *day != weekday);
            } else {
                days.push(weekday);
            }
            days.sort_unstable();
        });
        error.set(result.err());
    };
    let weekday_name = |weekday: u8| format::weekday(A_MONDAY.plus(i32::from(weekday) - 1));
    view! {
        <section class="card">
            <h2 class="plain">{words.ag_calendar}</h2>
            <p class="card-sub">{words.ag_reread_hint}</p>
            <div class="form-grid">
                <label class="field"><span>{words.ag_time_zone}</span><input class="input" dir="ltr" prop:value=move || workspace().time_zone on:change=change_zone /></label>
                <label class="field"><span>{words.ag_calendar_system}</span>
                    <select class="select" on:change=change_calendar>
                        <option value="gregorian" selected=move || calendar.get() == CalendarSystem::Gregorian>{words.calendar_gregorian}</option>
                        <option value="persian" selected=move || calendar.get() == CalendarSystem::Persian>{words.calendar_persian}</option>
                    </select>
                </label>
                <label class="field"><span>{words.ag_week_start}</span>
                    <select class="select" on:change=change_week>
                        {(1..=7_u8).map(|day| view! { <option value=day.to_string() selected=move || week_start.get() == day>{weekday_name(day)}</option> }).collect_view()}
                    </select>
                </label>
                <label class="field"><span>{words.ag_currency}</span>
                    <input class="input short" dir="ltr" maxlength="3" placeholder=words.ag_currency_none prop:value=move || workspace().currency.unwrap_or_default() on:change=change_currency />
                </label>
            </div>
            <fieldset class="mode">
                <legend>{words.ag_working_days}</legend>
                <div class="checks">
                    {(1..=7_u8).map(|day| view! {
                        <label><input type="checkbox" prop:checked=move || workspace().working_days.contains(&day) on:change=move |_| toggle_day(day) /> {weekday_name(day)}</label>
                    }).collect_view()}
                </div>
            </fieldset>
            <Show when=move || error.with(Option::is_some)><p class="error" role="alert">{move || error.get()}</p></Show>
        </section>
    }
}

#[component]
fn Files() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let input = NodeRef::<html::Input>::new();
    let save_file = move |_| {
        AppState::seal(Content::Agreement(Box::new(state.agreement.get_untracked())), move |text| {
            if files::save("handoff-agreement.json", "application/json", &text).is_err() {
                state.say(fill(words.fail_protocol, &[("detail", "handoff-agreement.json")]));
            }
        });
    };
    let open_file = move |_| {
        let Some(file) = input.get().and_then(|input| files::picked(&input).into_iter().next()) else { return };
        spawn_local(async move {
            let text = files::text(&file).await.unwrap_or_default();
            AppState::unseal(ContentKind::Agreement, text, move |opened| {
                let result = match opened {
                    Ok(Content::Agreement(agreement)) => edit(state, |current| *current = *agreement),
                    Ok(_) => Ok(()),
                    Err(error) => Err(labels::envelope_error(&error).to_owned()),
                };
                if let Err(why) = result {
                    state.say(fill(format::words().err_agreement_file, &[("name", &file.name()), ("why", &why)]));
                }
            });
        });
    };
    view! {
        <div class="actions">
            <button class="button" on:click=save_file>{words.ag_save_file}</button>
            <button class="button" on:click=move |_| if let Some(input) = input.get() { input.click() }>{words.ag_open_file}</button>
            <input type="file" hidden accept=".json,application/json" aria-label=words.ag_open_file node_ref=input on:change=open_file />
        </div>
    }
}
