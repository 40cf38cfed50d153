//! All that is known of one lead, for the rep who is about to call: what happened when, what it scores and why, what is due. Its name
//! and the like are not in memory; whoever shows this reads them from the file.

use borsh::{BorshDeserialize, BorshSerialize};

use super::{ChecklistAnswer, LeadCriteria, Outcome, Query, scene::Scene, score_build};
use crate::{
    agreement::Agreement,
    leads::{ActivityKind, Category, Dataset, DealState, Dimension, Event, Instants, NO_AMOUNT, Stage},
    metrics::{
        follow_up::{self, LeadClock},
        scoring::{Scorer, View, Why, WhyPart, checklist_answers},
    },
    time::{Moment, Zone},
};

/// Something that happened to a lead, or that it did.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize)]
pub enum StoryEvent {
    Stage(Stage),
    Delivered,
    FirstFollowUp,
    Disqualified {
        reason: Option<String>,
    },
    Recycled,
    Activity {
        kind: ActivityKind,
        /// As the export spells them.
        name: Option<String>,
        asset: Option<String>,
        outcome: Option<String>,
        owner: Option<String>,
        /// It is yet to be done, or was called off.
        planned: bool,
    },
    DealCreated {
        stage: Option<String>,
        amount_minor: Option<i64>,
    },
    DealClosed {
        state: DealState,
        amount_minor: Option<i64>,
    },
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize)]
pub struct StoryLine {
    /// Unix seconds; `None` of what has no date.
    pub at: Option<i64>,
    /// It stands for the whole day.
    pub day: bool,
    pub event: StoryEvent,
    /// What it gives to the score today, decay counted; 0 of most.
    pub points: f64,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize)]
pub struct LeadStory {
    pub lead: u32,
    /// The furthest stage it reached.
    pub stage: Stage,
    pub outcome: Outcome,
    pub owner: Option<String>,
    /// What else is known of it, by dimension.
    pub known: Vec<(Dimension, String)>,
    /// Columns without a place of their own, by header.
    pub columns: Vec<(String, String)>,
    /// In order of time, undated ones last; nothing after the as-of.
    pub lines: Vec<StoryLine>,
    /// `None` when the model has no rules.
    pub why: Option<Why>,
    /// What the model makes of it.
    pub model_stage: Option<Stage>,
    /// Item of the checklist, and the answer to it.
    pub checklist: Vec<(String, ChecklistAnswer)>,
    /// `None` when it was not delivered in the period, or of whose wait no minutes can be told.
    pub clock: Option<LeadClock>,
    /// `None` when nothing is agreed.
    pub criteria: Option<LeadCriteria>,
}

/// `None` when there is no such lead, or none yet at the query's as-of.
pub fn lead_story(
    dataset: &Dataset,
    agreement: &Agreement,
    zone: &Zone,
    query: &Query,
    scorer: &mut Scorer,
    lead: u32,
) -> Option<LeadStory> {
    let row = lead as usize;
    if row >= dataset.leads.len {
        return None;
    }
    let scene = Scene::new(dataset, agreement, zone, query);
    if !scene.states.is_present(row) {
        return None;
    }
    let why = score_build::why_in(&scene, scorer, row);
    let model_stage = why.as_ref().and_then(|_| scorer.scores(&agreement.scoring, View::Now).stage(row));
    let leads = &dataset.leads;
    let known = |dimension: &Dimension| Some((*dimension, value(leads.categories[dimension.index()].as_ref(), row)?));
    let counters = leads.counters.iter().map(|named| (named.name.clone(), named.column[row].to_string()));
    let attributes = leads.attributes.iter().filter_map(|named| Some((named.name.clone(), value(Some(&named.column), row)?)));
    let answer = |item: &crate::agreement::ChecklistItem| {
        let answers = checklist_answers(dataset, item);
        let answer = match answers.of(row) {
            Some(true) => ChecklistAnswer::Yes,
            Some(false) => ChecklistAnswer::No,
            None => ChecklistAnswer::Unknown,
        };
        (item.name.clone(), answer)
    };
    Some(LeadStory {
        lead,
        stage: Stage::ALL[scene.states.depth(row).saturating_sub(1)],
        outcome: scene.states.outcome(row),
        owner: value(leads.categories[Dimension::Owner.index()].as_ref(), row),
        known: Dimension::ALL.iter().filter(|of| !matches!(of, Dimension::Owner | Dimension::Reason)).filter_map(known).collect(),
        columns: attributes.chain(counters).collect(),
        lines: lines(&scene, row, why.as_ref()),
        model_stage,
        checklist: agreement.checklist.iter().map(answer).collect(),
        clock: follow_up::clock(&scene.ledger(), lead),
        criteria: scene.criteria().map(|criteria| criteria.of_lead(row)),
        why,
    })
}

fn value(column: Option<&Category>, row: usize) -> Option<String> {
    column.and_then(|column| column.value(column.code(row))).map(str::to_owned)
}

fn lines(scene: &Scene, row: usize, why: Option<&Why>) -> Vec<StoryLine> {
    let (dataset, as_of) = (scene.dataset, scene.selection.as_of);
    let mut lines = Vec::new();
    let mut tell = |column: &Instants, row: usize, event: StoryEvent, is_told_undated: bool| match column.get(row) {
        Some(moment) if moment > as_of => {}
        None if !is_told_undated => {}
        moment => lines.push(StoryLine { at: moment.map(Moment::unix), day: column.is_day(row), event, points: 0.0 }),
    };
    for stage in Stage::ALL {
        if let Some(column) = &dataset.leads.stages[stage.index()] {
            tell(column, row, StoryEvent::Stage(stage), false);
        }
    }
    for event in Event::ALL {
        let Some(column) = &dataset.leads.events[event.index()] else { continue };
        let told = match event {
            Event::Disqualified => {
                let raw = value(dataset.leads.categories[Dimension::Reason.index()].as_ref(), row);
                StoryEvent::Disqualified { reason: raw.map(|raw| scene.reason_names().name(&raw).to_owned()) }
            }
            Event::Recycled => StoryEvent::Recycled,
            Event::Delivered => StoryEvent::Delivered,
            Event::FirstFollowUp => StoryEvent::FirstFollowUp,
        };
        tell(column, row, told, false);
    }
    let activities = &dataset.activities;
    for index in (0..activities.len).filter(|index| activities.lead[*index] as usize == row) {
        let of = |column: &Option<Category>| value(column.as_ref(), index);
        let event = StoryEvent::Activity {
            kind: activities.kind[index],
            name: of(&activities.types),
            asset: of(&activities.asset),
            outcome: of(&activities.outcome),
            owner: of(&activities.owner),
            planned: activities.is_planned(index),
        };
        tell(&activities.at, index, event, true);
    }
    let deals = &dataset.deals;
    for index in (0..deals.len).filter(|index| deals.lead[*index] as usize == row) {
        let amount_minor = Some(deals.amount_minor[index]).filter(|minor| *minor != NO_AMOUNT);
        let stage = value(deals.categories[Dimension::DealStage.index()].as_ref(), index);
        tell(&deals.created, index, StoryEvent::DealCreated { stage, amount_minor }, false);
        if deals.state[index] != DealState::Open {
            tell(&deals.closed, index, StoryEvent::DealClosed { state: deals.state[index], amount_minor }, true);
        }
    }
    give_points(&mut lines, why);
    // Stable: what happened in one moment stays in the order of the stages.
    lines.sort_by_key(|line| line.at.unwrap_or(i64::MAX));
    lines
}

/// Each dated line of the score goes to one activity of that moment.
fn give_points(lines: &mut [StoryLine], why: Option<&Why>) {
    let Some(why) = why else { return };
    for part in why.lines.iter().filter(|part| part.part == WhyPart::Rule) {
        let Some(at) = part.at else { continue };
        let of_moment =
            |line: &&mut StoryLine| line.at == Some(at.unix()) && matches!(line.event, StoryEvent::Activity { planned: false, .. });
        if let Some(line) = lines.iter_mut().find(of_moment) {
            line.points += part.points.value();
        }
    }
}
