//! The draft of a scoring model and what the worker says of it. One question of a kind is asked at a time and the latest draft wins, so
//! that a slider can be followed; the whole report is asked for when the draft rests. Nothing is drawn here.

use std::{cell::RefCell, sync::Arc, time::Duration};

use handoff::{
    agreement::{Agreement, Rule, ScoringModel},
    protocol::{FurtherRequest, FurtherResponse},
    report::{CannotSuggest, Query, QuickScore, ScoringReport, Suggestion},
};
use leptos::prelude::*;

use crate::app::{
    door::worker,
    parts::fields::edit,
    state::{AppState, BoardState},
};

/// How long a draft must rest before the whole report is asked for.
const REST: Duration = Duration::from_millis(300);

thread_local! {
    /// A draft left unfinished, and the model it began from: it is there again when the page is opened again.
    static LEFT: RefCell<Option<(ScoringModel, ScoringModel)>> = const { RefCell::new(None) };
}

/// A report and the model it is of.
pub struct Scored {
    pub model: ScoringModel,
    pub report: ScoringReport,
}

/// What was learned, and from which rules.
pub struct Learned {
    pub rules: Vec<Rule>,
    pub result: Result<Suggestion, CannotSuggest>,
}

#[derive(Clone, Copy)]
enum Question {
    Quick,
    /// The same of the model in force, to compare with.
    Force,
    Report,
}

/// A question under way, and whether it must be asked again.
#[derive(Clone, Copy)]
struct Line {
    busy: StoredValue<bool>,
    again: StoredValue<bool>,
}

#[derive(Clone, Copy)]
pub struct Bench {
    /// The app, with the agreement in force.
    pub state: AppState,
    /// The app over the draft: what the fields of this page edit.
    pub draft: AppState,
    pub quick: RwSignal<Option<Arc<QuickScore>>>,
    pub force: RwSignal<Option<Arc<QuickScore>>>,
    pub scored: RwSignal<Option<Arc<Scored>>>,
    pub learned: RwSignal<Option<Arc<Learned>>>,
    pub is_learning: RwSignal<bool>,
    /// The draft is what is in force.
    pub is_same: Memo<bool>,
    /// Counts are of the model in force, by which records are listed.
    pub opens: Memo<bool>,
    /// The rule that was added last: its form stands open.
    pub added: StoredValue<Option<usize>>,
    query: Memo<Query>,
    lines: [Line; 3],
    rest: StoredValue<Option<TimeoutHandle>>,
}

impl Bench {
    /// Belongs to the page that makes it, and asks from then on.
    pub fn new(state: AppState) -> Self {
        let mut agreement = state.agreement.get_untracked();
        if let Some((_, left)) = LEFT.take().filter(|(begun, _)| *begun == agreement.scoring) {
            agreement.scoring = left;
        }
        let draft = state.over_draft(RwSignal::new(agreement));
        let is_same = Memo::new(move |_| draft.agreement.with(|draft| state.agreement.with(|force| draft.scoring == force.scoring)));
        let scored = RwSignal::new(None::<Arc<Scored>>);
        let is_of_force =
            move || scored.with(|scored| scored.as_ref().is_none_or(|scored| state.agreement.with(|force| force.scoring == scored.model)));
        let line = || Line { busy: StoredValue::new(false), again: StoredValue::new(false) };
        let bench = Self {
            state,
            draft,
            quick: RwSignal::new(None),
            force: RwSignal::new(None),
            scored,
            learned: RwSignal::new(None),
            is_learning: RwSignal::new(false),
            is_same,
            opens: Memo::new(move |_| is_same.get() && is_of_force()),
            added: StoredValue::new(None),
            query: Memo::new(move |_| state.route.with(|route| route.query.clone())),
            lines: [line(), line(), line()],
            rest: StoredValue::new(None),
        };
        bench.follow();
        bench
    }

    fn follow(self) {
        let Self { state, draft, query, .. } = self;
        let is_ready = Memo::new(move |_| state.board.with(|board| matches!(board, BoardState::Ready(_))));
        Effect::new(move |is_again: Option<bool>| {
            draft.agreement.track();
            query.track();
            if !is_ready.get() {
                return false;
            }
            self.ask(Question::Quick);
            self.ask_at_rest(is_again == Some(true));
            true
        });
        Effect::new(move || {
            state.agreement.track();
            query.track();
            if is_ready.get() {
                self.ask(Question::Force);
            }
        });
        // The rest of the agreement is never drafted; the model follows what takes force unless somebody is at it.
        Effect::new(move |before: Option<ScoringModel>| {
            let force = state.agreement.get();
            let model = force.scoring.clone();
            if let Some(before) = before {
                draft.agreement.update(|draft| {
                    let is_touched = draft.scoring != before;
                    let drafted = std::mem::replace(draft, force);
                    if is_touched {
                        draft.scoring = drafted.scoring;
                    }
                });
            }
            model
        });
        Effect::new(move || {
            let (begun, left) = (state.agreement.with(|all| all.scoring.clone()), draft.agreement.with(|all| all.scoring.clone()));
            LEFT.set((begun != left).then_some((begun, left)));
        });
        Effect::new(move || {
            query.track();
            self.learned.set(None);
        });
    }

    /// At once, or when the draft has rested.
    fn ask_at_rest(self, is_moving: bool) {
        if let Some(handle) = self.rest.try_update_value(Option::take).flatten() {
            handle.clear();
        }
        if !is_moving {
            self.ask(Question::Report);
            return;
        }
        match set_timeout_with_handle(move || self.ask(Question::Report), REST) {
            Ok(handle) => self.rest.set_value(Some(handle)),
            Err(_) => self.ask(Question::Report),
        }
    }

    fn ask(self, question: Question) {
        // The page may be gone when a timer or an answer comes.
        let line = self.lines[question as usize];
        let Some(is_busy) = line.busy.try_get_value() else { return };
        if is_busy {
            line.again.set_value(true);
            return;
        }
        line.busy.set_value(true);
        let of = if matches!(question, Question::Force) { self.state } else { self.draft };
        let (agreement, query) = (of.agreement.get_untracked(), self.query.get_untracked());
        let model = agreement.scoring.clone();
        let request = match question {
            Question::Quick | Question::Force => FurtherRequest::QuickScore { query, agreement },
            Question::Report => FurtherRequest::Score { query, agreement },
        };
        let state = self.state;
        worker::ask_further(&request, &[], move |response| {
            if line.busy.try_set_value(false).is_some() {
                return;
            }
            match response {
                FurtherResponse::QuickScored(quick) => {
                    let shown = if matches!(question, Question::Force) { self.force } else { self.quick };
                    shown.set(quick.map(Arc::from));
                }
                FurtherResponse::Scored(report) => {
                    self.scored.set(report.map(|report| Arc::new(Scored { model: model.clone(), report: *report })));
                }
                FurtherResponse::Failed(failure) => state.say_failure(&failure),
                _ => {}
            }
            if line.again.get_value() {
                line.again.set_value(false);
                self.ask(question);
            }
        });
    }

    pub fn learn(self) {
        if self.is_learning.get_untracked() {
            return;
        }
        self.is_learning.set(true);
        let (agreement, query) = (self.draft.agreement.get_untracked(), self.query.get_untracked());
        let (rules, asked) = (agreement.scoring.rules.clone(), query.clone());
        let state = self.state;
        worker::ask_further(&FurtherRequest::Suggest { query, agreement }, &[], move |response| {
            if self.is_learning.try_set(false).is_some() {
                return;
            }
            match response {
                // Of leads that are not looked at any more, it would mislead.
                FurtherResponse::Suggested(result) if self.query.get_untracked() == asked => {
                    self.learned.set(Some(Arc::new(Learned { rules: rules.clone(), result })));
                }
                FurtherResponse::Failed(failure) => state.say_failure(&failure),
                _ => {}
            }
        });
    }

    /// Changes the draft's model, unchecked: for values that cannot be wrong.
    pub fn change(self, change: impl FnOnce(&mut ScoringModel)) {
        self.draft.agreement.update(|all| change(&mut all.scoring));
    }

    /// # Errors
    /// The sentence that says why the draft cannot take force.
    pub fn put_in_force(self) -> Result<(), String> {
        let model = self.draft.agreement.with_untracked(|all| all.scoring.clone());
        edit(self.state, |all| all.scoring = model)
    }

    pub fn undo(self) {
        let model = self.state.agreement.with_untracked(|all| all.scoring.clone());
        self.added.set_value(None);
        self.change(|draft| *draft = model);
    }
}

/// A rule of an agreement by its place; `None` once it is gone.
pub fn rule(all: &Agreement, index: usize) -> Option<&Rule> {
    all.scoring.rules.get(index)
}
