//! How many leads reached each stage, how many went on, and how long it took. Windows and censoring are not in here.

use super::{Durations, Selection, State, States, Timelines};
use crate::{
    leads::{Bitmap, Instants, Leads, Stage},
    report::{CohortRate, Fate, Funnel, Outcome, Overall, Rate, StageCount, Step},
    time::Zone,
};

const STAGES: usize = Stage::ALL.len();

/// By [`Stage::index`]: some lead of the whole data has a date or a status of it.
pub fn seen_stages(leads: &Leads) -> [bool; STAGES] {
    let mut seen = [false; STAGES];
    for status in &leads.status {
        if let Some(stage) = status.stage() {
            seen[stage.index()] = true;
        }
    }
    let is_dated = |stage: Stage| leads.stages[stage.index()].as_ref().is_some_and(|c| c.raw().iter().any(|s| *s != Instants::MISSING));
    Stage::ALL.map(|stage| seen[stage.index()] || is_dated(stage))
}

pub fn first_tracked(tracked: [bool; STAGES]) -> Option<Stage> {
    Stage::ALL.into_iter().find(|stage| tracked[stage.index()])
}

pub fn next_tracked(tracked: [bool; STAGES], after: Stage) -> Option<Stage> {
    Stage::ALL.into_iter().find(|stage| *stage > after && tracked[stage.index()])
}

/// The leads the funnel follows: those whose first tracked stage is dated in the period, or simply all when the period is all.
#[inline(never)]
pub fn cohort(leads: &Leads, selection: &Selection, tracked: [bool; STAGES]) -> Bitmap {
    match first_tracked(tracked) {
        _ if selection.undated => selection.leads.clone(),
        None => Bitmap::empty(leads.len),
        Some(first) => {
            let timelines = Timelines::new(leads, selection.as_of);
            let mut cohort = Bitmap::empty(leads.len);
            selection.leads.for_each(|row| {
                if selection.span.contains(Timelines::dated(timelines.own(row))[first.index()]) {
                    cohort.set(row);
                }
            });
            cohort
        }
    }
}

/// Whether a lead of the selection belongs to the denominator of the step from `stage`: it entered the stage in the period, or
/// reached it at all when the period is all.
pub fn enters(selection: &Selection, states: &States, row: usize, stage: Stage, dated: u32) -> bool {
    if selection.undated { states.has_reached(row, stage) } else { selection.span.contains(dated) }
}

/// What became of a lead that reached the stage before `next`. At the last tracked stage a won lead has arrived and counts as converted.
pub fn fate(state: State, next: Option<Stage>) -> Fate {
    let outcome = state.outcome();
    if outcome == Outcome::Won || next.is_some_and(|next| state.has_reached(next)) {
        Fate::Converted
    } else if matches!(outcome, Outcome::Disqualified | Outcome::Unreachable) {
        Fate::Dropped
    } else {
        Fate::InFlight
    }
}

/// The funnel, and the durations its overall figure describes by lead (for breakdowns).
#[derive(Debug, Clone)]
pub struct Funnelled {
    pub funnel: Funnel,
    /// Leads of the cohort with a duration from the first tracked stage to Customer, ascending, and the seconds it took.
    pub velocity: Vec<(u32, u32)>,
}

/// Counts by [`Fate`].
type Fates = [u64; 3];
/// Counts by [`State::index`].
type ByState = [u64; 256];

#[inline(never)]
pub fn funnel(leads: &Leads, states: &States, selection: &Selection, cohort: &Bitmap, tracked: [bool; STAGES], zone: &Zone) -> Funnelled {
    let timelines = Timelines::new(leads, selection.as_of);
    let steps: Vec<(Stage, Stage)> =
        Stage::ALL.into_iter().filter(|s| tracked[s.index()]).filter_map(|from| Some((from, next_tracked(tracked, from)?))).collect();
    let mut entered = [0_u64; STAGES];
    let mut own_dates = [0_u64; STAGES];
    // How far leads got and what became of them is one byte a lead: those are counted, and taken apart at the end.
    let mut of_cohort: ByState = [0; 256];
    let mut of_steps: Vec<ByState> = vec![[0; 256]; steps.len()];
    let column = |stage: Stage| leads.stages[stage.index()].as_ref();
    let ways: Vec<_> = steps.iter().map(|(from, to)| column(*from).zip(column(*to))).collect();
    let mut step_days = vec![Durations::default(); steps.len()];
    let first = first_tracked(tracked);
    let whole = first.and_then(|first| Some((first, column(first)?, column(Stage::Customer)?)));
    let mut overall = Durations::default();
    let mut velocity = Vec::new();
    selection.leads.for_each(|row| {
        let own = timelines.own(row);
        let dated = Timelines::dated(own);
        let state = states.of(row).index();
        for stage in 0..STAGES {
            entered[stage] += u64::from(selection.span.contains(dated[stage]));
        }
        if !selection.undated {
            for ((from, _), of_step) in steps.iter().zip(&mut of_steps) {
                if selection.span.contains(dated[from.index()]) {
                    of_step[state] += 1;
                }
            }
        }
        for (((from, to), way), days) in steps.iter().zip(&ways).zip(&mut step_days) {
            let start = own[from.index()];
            // A lead with a date of a stage has reached it.
            if own[to.index()] != Instants::MISSING
                && start != Instants::MISSING
                && (selection.undated || selection.span.contains(start))
                && let Some((from, to)) = way
            {
                days.push(row, from, to, zone);
            }
        }
        if cohort.get(row) {
            of_cohort[state] += 1;
            for stage in 0..STAGES {
                own_dates[stage] += u64::from(own[stage] != Instants::MISSING);
            }
            if let Some((first, from, to)) = whole
                && own[Stage::Customer.index()] != Instants::MISSING
                && own[first.index()] != Instants::MISSING
            {
                let before = overall.seconds.len();
                overall.push(row, from, to, zone);
                velocity.extend(overall.seconds.get(before).map(|seconds| (row as u32, *seconds)));
            }
        }
    });
    if selection.undated {
        // The cohort is the whole selection then, and who reached a stage has entered it: see `enters`.
        for ((from, _), of_step) in steps.iter().zip(&mut of_steps) {
            State::all().filter(|state| state.has_reached(*from)).for_each(|state| of_step[state.index()] = of_cohort[state.index()]);
        }
    }
    let step_fates = steps.iter().zip(&of_steps).map(|((_, to), of_step)| {
        let mut fates: Fates = [0; 3];
        State::all().for_each(|state| fates[fate(state, Some(*to)) as usize] += of_step[state.index()]);
        fates
    });
    let mut depths = [[0_u64; 3]; STAGES + 1];
    State::all().for_each(|state| depths[state.depth()][fate(state, None) as usize] += of_cohort[state.index()]);

    let reached = |stage: Stage| depths[stage.index() + 1..].iter().flatten().sum::<u64>();
    let counts = Stage::ALL
        .map(|stage| {
            if !tracked[stage.index()] {
                return StageCount { stage, tracked: false, reached: 0, entered: 0, implied: 0, converted: 0, in_flight: 0, dropped: 0 };
            }
            // Between this stage and the next tracked one only the outcome tells the fates apart.
            let beyond = next_tracked(tracked, stage).map_or(0, reached);
            let here = &depths[stage.index() + 1..next_tracked(tracked, stage).map_or(STAGES + 1, |next| next.index() + 1)];
            let of = |fate: Fate| here.iter().map(|fates| fates[fate as usize]).sum::<u64>();
            StageCount {
                stage,
                tracked: true,
                reached: reached(stage),
                entered: entered[stage.index()],
                implied: reached(stage) - own_dates[stage.index()],
                converted: beyond + of(Fate::Converted),
                in_flight: of(Fate::InFlight),
                dropped: of(Fate::Dropped),
            }
        })
        .to_vec();
    let steps = steps
        .iter()
        .zip(step_fates)
        .zip(step_days)
        .map(|((&(from, to), fates), days)| Step {
            from,
            to,
            cohort: CohortRate { rate: Rate { numerator: fates[Fate::Converted as usize], denominator: fates.iter().sum() }, maturing: 0 },
            in_flight: fates[Fate::InFlight as usize],
            dropped: fates[Fate::Dropped as usize],
            period_ratio: Rate { numerator: entered[to.index()], denominator: entered[from.index()] },
            previous: None,
            days: days.day_stats(),
        })
        .collect();
    let rate = match first {
        Some(first) if tracked[Stage::Customer.index()] => Rate { numerator: reached(Stage::Customer), denominator: reached(first) },
        _ => Rate::default(),
    };
    let overall = Overall { rate, previous: None, days: overall.day_stats() };
    Funnelled { funnel: Funnel { stages: counts, steps, overall, bottleneck: None }, velocity }
}
