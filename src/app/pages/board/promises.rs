//! Both promises side by side, equal in size: what was promised, what came of it, and how far it is from the word given.

use handoff::{
    agreement::{Agreement, Clock, TimeTarget},
    chart::ChartSpec,
    leads::DealState,
    report::{Agreed, Figure, FollowUpOf, GoalReport, LeadsOf, Outcome, Rate, RecordsOf, Report, Speed, SpeedBand, Verdict},
    words::fill,
};
use leptos::prelude::*;

use crate::app::{
    durations, format, labels, needs,
    parts::{
        Chart, Fact, Info, Opens, fraction,
        speed::{band_name, bands, share_tag},
        versus,
    },
    picked::Picked,
    route::Pick,
    specs,
    state::{AppState, use_app},
};

/// Height of the chart of either side: the two stand level.
const CHART: f32 = 200.0;

pub fn marketing(state: AppState, report: &Report) -> AnyView {
    let personas: Vec<Option<String>> = report.goals.iter().map(|goal| goal.persona.clone()).collect();
    if personas.is_empty() {
        return ().into_any();
    }
    // Which of the goals is shown: that of all leads, or of a persona.
    let chosen = Picked::new(Pick::Persona, 0);
    let goal = report.goals.get(chosen.get()).or(report.goals.first()).cloned();
    let kept = report.marketing_kept.as_ref().map(|kept| Rate { numerator: kept.meets, denominator: kept.delivered });
    view! {
        <section class="card span-6">
            <div class="team marketing"><span class="dot"></span><h3>{format::words().team_marketing}</h3>{persona_choice(&personas, chosen)}</div>
            {goal.map(|goal| goal_view(state, goal, report.as_of.as_deref(), kept))}
        </section>
    }
    .into_any()
}

fn persona_choice(personas: &[Option<String>], chosen: Picked) -> AnyView {
    if personas.len() < 2 {
        return ().into_any();
    }
    let texts = format::promises();
    let option = |(index, persona): (usize, &Option<String>)| {
        let name = persona.clone().unwrap_or_else(|| texts.goal_all.to_owned());
        view! { <option value=index.to_string() selected=move || chosen.get() == index>{name}</option> }
    };
    view! {
        <span class="spacer"></span>
        <select class="select" aria-label=texts.goal_of on:change=move |event| chosen.set(event_target_value(&event).parse().unwrap_or(0))>
            {personas.iter().enumerate().map(option).collect_view()}
        </select>
    }
    .into_any()
}

fn goal_view(state: AppState, goal: GoalReport, as_of: Option<&str>, kept: Option<Rate>) -> AnyView {
    let (words, texts) = (format::words(), format::promises());
    let month = format::month(&goal.month);
    let metric = labels::stage(goal.metric);
    let mut promise = match goal.goal {
        Some(target) => fill(words.promise_marketing, &[("goal", &format::decimal(target)), ("stage", metric), ("month", &month)]),
        None => fill(words.promise_none, &[("month", &month)]),
    };
    if let Some(criteria) = state.agreement.with_untracked(criteria) {
        promise = format!("{promise} {}", fill(texts.each_is, &[("criteria", &criteria)]));
    }
    let spec = specs::goal(state, &goal, as_of);
    let title = format!("{} · {metric} · {month}", words.team_marketing);
    let days: Vec<String> = goal.days.iter().map(|day| day.date.clone()).collect();
    let open_day = Callback::new(move |key: usize| {
        if let Some(day) = days.get(key).and_then(|iso| format::parse_iso(iso)) {
            state.open_records(RecordsOf::GoalDay { day }, format!("{metric} · {}", format::date(day)));
        }
    });
    let as_agreed = kept.filter(|kept| kept.denominator > 0).map(|kept| {
        let of = RecordsOf::Agreed { agreed: Agreed::Meets, criterion: None, part: LeadsOf::All };
        view! {
            <Fact label=texts.as_agreed definition=texts.as_agreed_def remark=fill(texts.of_delivered, &[("n", &format::integer(kept.denominator))])>
                <Opens of=of title=texts.as_agreed text=format::rate(kept) />
            </Fact>
        }
    });
    let is_whole = goal.persona.is_none();
    let target = goal.goal.map(|target| format!("{} {}", words.goal_metric, format::decimal(target)));
    view! {
        <p class="promise">{promise}</p>
        <div class="hero">
            <span class="hero-number">{format::decimal(goal.actual)}</span>
            {if is_whole { view! { <GoalInput goal=goal.clone() /> }.into_any() } else { view! { <span class="hero-of">{target}</span> }.into_any() }}
            {gap_tag(&goal)}
        </div>
        <div class="facts">
            <Fact label=words.landing definition=words.landing_def>
                {goal.landing.map_or_else(|| format::UNDEFINED.to_owned(), |landing| specs::range(landing.low, landing.high))}
            </Fact>
            <Fact label=words.pace definition=words.pace_def>{format::decimal_or_undefined(goal.pace.map(f64::round))}</Fact>
            <Fact label=words.needed_a_day definition=words.needed_def>{format::decimal_or_undefined(goal.needed_per_day)}</Fact>
            {as_agreed}
        </div>
        <Chart spec=ChartSpec::Goal(spec) title=title height=CHART on_pick=open_day />
    }
    .into_any()
}

/// What every delivered lead is to be, in words; `None` when nothing is agreed.
fn criteria(agreement: &Agreement) -> Option<String> {
    let all = labels::criteria(&agreement.marketing);
    (!all.is_empty()).then(|| all.join(format::terms().comma))
}

fn gap_tag(goal: &GoalReport) -> AnyView {
    let words = format::words();
    let (Some(target), Some(gap)) = (goal.goal, goal.gap) else { return ().into_any() };
    let n = format::decimal(gap.abs().round());
    if goal.actual >= target && target > 0.0 {
        view! { <span class="tag met">"✓ " {words.goal_met}</span> }.into_any()
    } else if gap < 0.0 {
        view! { <span class="tag miss">"▼ " {fill(words.behind_line, &[("n", &n)])}</span> }.into_any()
    } else {
        view! { <span class="tag met">"▲ " {fill(words.ahead_line, &[("n", &n)])}</span> }.into_any()
    }
}

/// "of [500]", edited in place.
#[component]
fn GoalInput(goal: GoalReport) -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let invalid = RwSignal::new(false);
    let shown = goal.goal.map(format::decimal).unwrap_or_default();
    let change = move |event| {
        let text = event_target_value(&event);
        let value = format::parse_number(&text).filter(|value| *value >= 0.0);
        invalid.set(value.is_none() && !text.trim().is_empty());
        if invalid.get_untracked() {
            return;
        }
        let mut agreement = state.agreement.get_untracked();
        agreement.goal.monthly = value;
        agreement.goal.months.remove(&goal.month);
        state.set_agreement(agreement);
    };
    view! {
        <label class="hero-of">
            {words.goal_metric} " "
            <input class="input short" inputmode="decimal" aria-label=words.goal_edit aria-invalid=move || invalid.get().to_string() prop:value=shown on:change=change />
            <Show when=move || invalid.get()><span class="error" role="alert">" " {words.goal_invalid}</span></Show>
        </label>
    }
}

/// The promise of sales where the data can tell how fast it was; else what sales made of its deals.
pub fn sales(state: AppState, report: &Report) -> AnyView {
    let (promise, body) = match &report.speed {
        Some(speed) => (state.agreement.with_untracked(promise_of_sales), follow_up(state, report, speed)),
        None => won(state, report),
    };
    view! {
        <section class="card span-6">
            <div class="team sales"><span class="dot"></span><h3>{format::words().team_sales}</h3></div>
            <p class="promise">{promise}</p>
            {body}
        </section>
    }
    .into_any()
}

fn promise_of_sales(agreement: &Agreement) -> String {
    let texts = format::promises();
    let Some(TimeTarget { share, hours, clock }) = agreement.sales.speed else { return texts.sales_no_promise.to_owned() };
    let touches = agreement.sales.touch_plan.map(|plan| fill(texts.sales_touches, &[("n", &format::integer(u64::from(plan.attempts())))]));
    let outcome = agreement.sales.disposition.map(|_| texts.sales_outcome);
    let sentence = if clock == Clock::Business { texts.sales_business } else { texts.sales_elapsed };
    let more = format!("{}{}", touches.unwrap_or_default(), outcome.unwrap_or_default());
    fill(sentence, &[("share", &format::percent(share)), ("hours", &format::exact(hours)), ("more", &more)])
}

fn follow_up(state: AppState, report: &Report, speed: &Speed) -> AnyView {
    let texts = format::promises();
    let records = |of| RecordsOf::FollowUp { of, part: LeadsOf::All };
    let clock = speed.clock();
    let median = if clock == Clock::Elapsed { speed.minutes.median } else { speed.business_minutes.median };
    let hero = if let Some(compliance) = speed.compliance {
        let rate = compliance.rate();
        view! {
                <span class="hero-number">{format::rate(rate)}</span>
                <span class="hero-of">
                    <Opens of=records(FollowUpOf::Speed { verdict: Verdict::Met }) title=texts.in_time text=fraction(rate) /> " " {texts.in_time} " "
                    <Info text=texts.in_time_def />
                </span>
                {speed.target.map(|target| share_tag(rate, target.share))}
            }
            .into_any()
    } else {
        let rate = Rate { numerator: speed.followed_up, denominator: speed.delivered };
        view! {
            <span class="hero-number">{format::rate(rate)}</span>
            <span class="hero-of">
                <Opens of=records(FollowUpOf::FollowedUp) title=texts.followed_up text=fraction(rate) /> " " {texts.followed_up} " "
                <Info text=texts.followed_up_def />
            </span>
        }
        .into_any()
    };
    let pending = speed.compliance.map(|compliance| {
        view! {
            <Fact label=texts.pending definition=texts.pending_def>
                <Opens of=records(FollowUpOf::Speed { verdict: Verdict::Pending }) title=texts.pending text=format::integer(compliance.pending) />
            </Fact>
        }
    });
    let touches = report.depth.as_ref().and_then(|depth| Some((depth.attempts_mean?, depth.plan))).map(|(mean, plan)| {
        let mean = format::decimal(mean);
        let text = match plan {
            Some(plan) => fill(texts.n_of_plan, &[("n", &mean), ("plan", &format::integer(u64::from(plan.attempts())))]),
            None => mean,
        };
        view! { <Fact label=texts.touches_uncontacted definition=texts.touches_def>{text}</Fact> }
    });
    let recorded = report.disposition.as_ref().and_then(|part| part.compliance).map(|compliance| {
        let of = records(FollowUpOf::Disposition { verdict: Verdict::Met });
        view! {
            <Fact label=texts.recorded definition=texts.recorded_def>
                <Opens of=of title=texts.recorded text=format::rate(compliance.rate()) />
            </Fact>
        }
    });
    let spec = bands(speed, clock);
    let pick = Callback::new(move |key: usize| {
        if let Some(band) = SpeedBand::ALL.get(key) {
            state.open_records(
                RecordsOf::FollowUp { of: FollowUpOf::Band { clock, band: *band }, part: LeadsOf::All },
                band_name(*band).to_owned(),
            );
        }
    });
    view! {
        <div class="hero">{hero}</div>
        <div class="facts">
            <Fact label=texts.median_speed definition=texts.median_speed_def>
                {median.map_or_else(|| format::UNDEFINED.to_owned(), |minutes| state.agreement.with_untracked(|all| durations::on(clock, minutes, all)))}
            </Fact>
            {pending}
            {touches}
            {recorded}
        </div>
        <Chart spec=ChartSpec::Columns(spec) title=texts.speed_chart height=CHART on_pick=pick />
    }
    .into_any()
}

/// What to add so that the speed of sales can be told.
fn to_measure(report: &Report) -> AnyView {
    let lines = needs::list(report, &[Figure::Speed]);
    if lines.is_empty() {
        return ().into_any();
    }
    view! { <div class="card-foot">{format::promises().to_measure} <ul>{lines}</ul></div> }.into_any()
}

/// What sales made of its deals, or of the leads; and the sentence about it.
fn won(state: AppState, report: &Report) -> (String, AnyView) {
    let words = format::words();
    let overall = report.funnel.overall.clone();
    let (won, leads) = (overall.rate.numerator, overall.rate.denominator);
    let previous = overall.previous.and_then(Rate::value);
    let customer_change = overall.rate.value().zip(previous).map(|(now, before)| format::signed((now - before) * 100.0));
    let deals = report.deals.clone();
    let line = match &deals {
        Some(deals) => {
            let closed = deals.won + deals.lost;
            fill(words.sales_line, &[("won", &format::integer(deals.won)), ("closed", &format::integer(closed))])
        }
        None => fill(words.sales_line_leads, &[("won", &format::integer(won)), ("leads", &format::integer(leads))]),
    };
    let rate = deals.as_ref().map_or(overall.rate, |deals| deals.win_rate);
    let label = if deals.is_some() { words.win_rate } else { words.customer_rate };
    let definition = if deals.is_some() { words.win_rate_def } else { words.customer_rate_def };
    let days_to_win = deals.as_ref().map_or(overall.days.median, |deals| deals.days_to_win.median);
    let chart = report.revenue.as_ref().map(|revenue| {
        let spec = specs::wins(state, &revenue.by_month, &report.period);
        view! { <Chart spec=ChartSpec::Columns(spec) title=words.wins_by_month height=CHART /> }
    });
    let view = view! {
        <div class="hero">
            <span class="hero-number">{format::rate(rate)}</span>
            <span class="hero-of">{label} " " <Info text=definition /></span>
            <span class="quiet">{fraction(rate)}</span>
        </div>
        <div class="facts">
            <Fact label=words.median_days_to_win>{format::decimal_or_undefined(days_to_win)}</Fact>
            {deals.map(|deals| view! {
                <Fact label=words.median_days_to_loss>{format::decimal_or_undefined(deals.days_to_loss.median)}</Fact>
                <Fact label=words.open_deals>
                    <Opens of=RecordsOf::Deals { state: Some(DealState::Open) } title=words.open_deals text=format::integer(deals.open) />
                </Fact>
            })}
            <Fact label=words.customer_rate definition=words.customer_rate_def remark=versus(customer_change)>
                <button class="open" on:click=move |_| state.open_records(RecordsOf::Outcome { outcome: Outcome::Won }, words.outcome_won.to_owned())>
                    {format::rate(overall.rate)}
                </button>
            </Fact>
        </div>
        {chart}
        {to_measure(report)}
    };
    (line, view.into_any())
}
