//! What the same data gives as the conversion rate of a step under each convention in use. Which one a team means is not decided here.

use super::{Selection, States, Timelines, cohorts::is_dated, enters};
use crate::{
    leads::{Instants, Leads, Stage},
    report::{ConventionStep, Rate, Step},
};

const STAGES: usize = Stage::ALL.len();

/// What speaks for a lead having been in a stage itself.
struct Evidence<'a> {
    leads: &'a Leads,
    states: &'a States,
    /// The data dates the stage for some lead: then one without a date may have skipped it.
    dated: [bool; STAGES],
}

impl Evidence<'_> {
    /// An own date, or a status that says just this stage. A stage the data never dates cannot be seen to be skipped: who reached
    /// it passed.
    fn passed(&self, row: usize, own: [u32; STAGES], stage: Stage) -> bool {
        let says_so = || self.states.is_described(row) && self.leads.status.get(row).and_then(|status| status.stage()) == Some(stage);
        own[stage.index()] != Instants::MISSING || if self.dated[stage.index()] { says_so() } else { self.states.has_reached(row, stage) }
    }
}

/// `steps`: those of the funnel, whose rates count skipped stages as passed.
pub fn conventions(leads: &Leads, states: &States, selection: &Selection, steps: &[Step]) -> Vec<ConventionStep> {
    let evidence = Evidence { leads, states, dated: Stage::ALL.map(|stage| is_dated(leads, stage)) };
    let timelines = Timelines::new(leads, selection.as_of);
    let mut in_order = vec![Rate::default(); steps.len()];
    let mut entered = [0_u64; STAGES];
    for row in selection.leads.iter() {
        let own = timelines.own(row);
        let dated = Timelines::dated(own);
        for stage in 0..STAGES {
            entered[stage] += u64::from(selection.span.contains(own[stage]));
        }
        for (step, rate) in steps.iter().zip(&mut in_order) {
            if !evidence.passed(row, own, step.from) {
                break;
            }
            if enters(selection, states, row, step.from, dated[step.from.index()]) {
                rate.denominator += 1;
                rate.numerator += u64::from(evidence.passed(row, own, step.to));
            }
        }
    }
    let by_own_dates = |from: Stage, to: Stage| {
        let rate = Rate { numerator: entered[to.index()], denominator: entered[from.index()] };
        if evidence.dated[from.index()] && evidence.dated[to.index()] { rate } else { Rate::default() }
    };
    let of_step = |(step, ordered_cohort): (&Step, Rate)| ConventionStep {
        from: step.from,
        to: step.to,
        reached_cohort: step.cohort.rate,
        ordered_cohort,
        reached_ratio: step.period_ratio,
        ordered_ratio: by_own_dates(step.from, step.to),
    };
    steps.iter().zip(in_order).map(of_step).collect()
}
