//! Both sides of the agreement over one scene: what sales did, what marketing delivered, and what is missing to say it. Counts
//! nothing itself.

use super::{
    Capacity, ContactRates, Depth, Disposition, DueLead, DueTotals, Figure, LeadCriteria, MarketingKept, Missing, Need, Query, Recycle,
    Report, Responsibility, Speed, build::rfc3339, scene::Scene,
};
use crate::{
    agreement::{Agreement, GoalUnit, Persona, SourceClass},
    leads::{Bitmap, Dataset, Dimension, Event, Stage},
    metrics::{
        Criteria, Judge, RecordConfig,
        follow_up::{self, LeadClock},
        leads_by, marketing_kept, recycle,
        scoring::{Answers, Points, Scorer, View, personas_of},
    },
    time::Zone,
};

/// The parts of a report that are about both promises.
#[derive(Default)]
pub(super) struct Sides {
    pub speed: Option<Speed>,
    pub disposition: Option<Disposition>,
    pub depth: Option<Depth>,
    pub contact_rates: Option<ContactRates>,
    pub capacity: Option<Capacity>,
    pub due: Vec<DueLead>,
    pub due_totals: Option<DueTotals>,
    pub marketing_kept: Option<MarketingKept>,
    pub responsibility: Option<Responsibility>,
    pub recycle: Option<Recycle>,
}

impl Sides {
    #[inline(never)]
    pub fn new(scene: &Scene) -> Self {
        let ledger = scene.ledger();
        let criteria = scene.criteria();
        let judge = criteria.as_ref().and_then(|criteria| Judge::new(&ledger, criteria, scene.tracked));
        Self {
            speed: follow_up::speed(&ledger),
            disposition: follow_up::disposition(&ledger),
            depth: follow_up::depth(&ledger),
            contact_rates: follow_up::contact_rates(&ledger),
            capacity: follow_up::capacity(&ledger),
            due: follow_up::due_list(&ledger, |moment| rfc3339(moment, &scene.zone)),
            due_totals: follow_up::due_totals(&ledger),
            marketing_kept: criteria.as_ref().and_then(|criteria| marketing_kept(&ledger, &scene.agreement.marketing, criteria)),
            responsibility: judge.as_ref().map(Judge::table),
            recycle: recycle(&scene.dataset.leads, &scene.states, &scene.selection, &scene.zone),
        }
    }
}

impl Scene<'_> {
    /// Every lead against every criterion of the marketing promise.
    pub fn criteria(&self) -> Option<Criteria> {
        let promise = &self.agreement.marketing;
        Criteria::new(self.dataset, promise, promise.least_score.map(|least| self.reach(least)))
    }

    /// Which leads had this score when they were delivered (the others: have it at the as-of), by the rules of an MQL: a disqualifier or
    /// a required field that is missing outweighs it, a fast track makes up for it. Without a model nobody can say.
    fn reach(&self, least: f64) -> Answers {
        let len = self.dataset.leads.len;
        let model = &self.agreement.scoring;
        if model.is_empty() {
            return Answers { yes: Bitmap::empty(len), no: Bitmap::empty(len) };
        }
        let as_of = self.selection.as_of.unix() as u32;
        let delivered = (0..len).map(|row| self.facts().delivered(row).min(as_of)).collect();
        let scores = Scorer::new(self.dataset, model, self.selection.as_of, delivered).scores(model, View::Decided);
        let yes = Bitmap::from_fn(len, |row| scores.is_mql_at(row, Points::of(least)));
        let mut no = Bitmap::full(len);
        no.subtract(&yes);
        Answers { yes, no }
    }

    pub fn record_config(&self) -> RecordConfig<'_> {
        RecordConfig {
            source_classes: &self.agreement.source_classes,
            assumed: &self.agreement.goal_chain,
            calendar: self.agreement.workspace.calendar,
            zone: &self.zone,
        }
    }
}

/// The personas of the goal: whose goal an entry counts for, and how much.
pub(super) struct GoalPersonas {
    personas: Vec<Persona>,
    /// As [`personas_of`]; empty where the goal asks for no persona.
    of: Vec<u16>,
    unit: GoalUnit,
}

impl GoalPersonas {
    pub fn new(dataset: &Dataset, agreement: &Agreement) -> Self {
        let goal = &agreement.goal;
        let mut personas = agreement.personas.clone();
        // A persona nobody has described is the one the data names so.
        for name in goal.by_persona.keys().filter(|name| !agreement.personas.iter().any(|persona| persona.name == **name)) {
            personas.push(Persona { name: name.clone(), conditions: Vec::new(), lead_value: None });
        }
        let is_needed = goal.unit == GoalUnit::Value || !goal.by_persona.is_empty();
        let of = if is_needed { personas_of(dataset, &personas) } else { Vec::new() };
        Self { personas, of, unit: goal.unit }
    }

    fn persona(&self, row: usize) -> Option<&Persona> {
        self.personas.get(usize::from(*self.of.get(row)?).checked_sub(1)?)
    }

    pub fn is(&self, row: usize, name: &str) -> bool {
        self.persona(row).is_some_and(|persona| persona.name == name)
    }

    /// Of an entry, in the goal's unit.
    pub fn worth(&self, row: usize) -> f64 {
        match self.unit {
            GoalUnit::Count => 1.0,
            GoalUnit::Value => self.persona(row).and_then(|persona| persona.lead_value).unwrap_or(0.0),
        }
    }
}

/// One lead's wait, minute by minute, under the same query as its report. `None` of a lead that was not delivered in the period, or of
/// whose wait no minutes can be told.
pub fn lead_clock(dataset: &Dataset, agreement: &Agreement, zone: &Zone, query: &Query, lead: u32) -> Option<LeadClock> {
    follow_up::clock(&Scene::new(dataset, agreement, zone, query).ledger(), lead)
}

/// The criteria of the marketing promise that each of these leads fails or lacks the data of; empty when nothing is agreed.
pub fn criteria_of(dataset: &Dataset, agreement: &Agreement, zone: &Zone, query: &Query, leads: &[u32]) -> Vec<LeadCriteria> {
    let scene = Scene::new(dataset, agreement, zone, query);
    let criteria = scene.criteria();
    let of_lead = |row: &u32| criteria.as_ref().map(|criteria| criteria.of_lead(*row as usize)).unwrap_or_default();
    leads.iter().map(of_lead).collect()
}

/// What would have to be added for the parts that are missing, in the order of the parts.
#[inline(never)]
pub(super) fn missing(scene: &Scene, report: &Report) -> Vec<Missing> {
    let told = scene.facts().told;
    let sales = &scene.agreement.sales;
    let has_plan = sales.touch_plan.is_some_and(|plan| plan.attempts() > 0);
    let mut all = Vec::new();
    let mut needs = |figure: Figure, needs: &[(bool, Need)]| {
        all.extend(needs.iter().filter(|(is_missing, _)| *is_missing).map(|(_, need)| Missing { figure, need: *need }));
    };
    let no_deliveries = (!told.deliveries, Need::DeliveryDates);
    let no_follow_ups = (!told.follow_ups, Need::FollowUpDates);
    let untimed = report.speed.as_ref().is_some_and(|speed| speed.delivered > 0 && speed.untimed == speed.delivered);
    let no_contacts = (!told.contacts, Need::Contacts);
    let no_speed = (sales.speed.is_none(), Need::SpeedTarget);
    let no_criteria = (scene.agreement.marketing.is_empty(), Need::Criteria);
    needs(Figure::Speed, &[no_deliveries, no_follow_ups, (untimed, Need::TimesOfDay)]);
    needs(Figure::SpeedCompliance, &[no_speed]);
    needs(Figure::Disposition, &[no_deliveries]);
    needs(Figure::DispositionCompliance, &[(sales.disposition.is_none(), Need::DispositionTarget)]);
    needs(Figure::Depth, &[no_deliveries, (!told.attempts, Need::Attempts), no_contacts]);
    needs(Figure::DepthPlan, &[(!has_plan, Need::TouchPlan)]);
    needs(Figure::Channels, &[(told.attempts && !told.channels, Need::Activities)]);
    needs(Figure::ContactRates, &[no_deliveries, no_contacts]);
    let terms = &sales.capacity;
    let no_minutes = terms.minutes_per_day.is_none() && terms.by_owner.is_empty();
    let no_attempt = (terms.minutes_per_attempt.is_none(), Need::MinutesPerAttempt);
    needs(Figure::Capacity, &[no_deliveries, (!has_plan, Need::TouchPlan), no_attempt, (no_minutes, Need::MinutesPerDay)]);
    needs(Figure::Due, &[no_deliveries, no_follow_ups, no_speed]);
    needs(Figure::MarketingKept, &[no_deliveries, no_criteria]);
    let no_sql = ![Stage::Sql, Stage::Opportunity, Stage::Customer].iter().any(|stage| scene.tracked[stage.index()]);
    let no_promise = sales.speed.is_none() && !has_plan;
    needs(
        Figure::Responsibility,
        &[no_deliveries, (no_sql, Need::SqlStage), no_criteria, (no_promise, Need::SpeedTarget), (no_promise, Need::TouchPlan)],
    );
    needs(Figure::Recycle, &[(scene.dataset.leads.events[Event::Recycled.index()].is_none(), Need::RecycleDates)]);
    let no_sources = leads_by(scene.dataset, Dimension::Source).is_none();
    let no_classes = !scene.agreement.source_classes.values().any(|class| *class == SourceClass::Marketing);
    needs(Figure::MonthlyRecord, &[(no_sources, Need::Sources), (no_classes, Need::SourceClasses)]);
    let chain = &scene.agreement.goal_chain;
    let no_chain = chain.marketing_share.is_none() && chain.average_deal.is_none() && chain.lead_to_customer_rate.is_none();
    needs(Figure::Drift, &[(no_chain, Need::GoalChain)]);
    all
}
