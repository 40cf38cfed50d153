//! The meetings of both teams: who led them, what was decided, who does what until when. What is talked about is
//! [`super::agenda`]'s, and comes from the data.

use std::collections::BTreeMap;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::id_of;
use crate::{agreement::Team, leads::Stage, order::sort_few_by_key};

/// Dates are ISO (Gregorian) `YYYY-MM-DD`, so that their order is that of their text.
#[derive(Debug, Clone, PartialEq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct Meetings {
    /// In order of date.
    pub meetings: Vec<Meeting>,
    /// Of all meetings: an action lives once, here, and is shown in every meeting from the one it was decided in until the one it was
    /// closed before. So nothing is copied from meeting to meeting, and nothing can be lost between two.
    pub actions: Vec<Action>,
    /// Who does what in each stage.
    pub roles: BTreeMap<Stage, StageRoles>,
}

#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Meeting {
    /// Made from the date and a counter: the same meeting written down by two people is one when their documents are merged.
    pub id: u64,
    pub date: String,
    /// Whose turn it is to lead.
    pub chair: Team,
    #[serde(default)]
    pub notes: String,
    #[serde(default)]
    pub decisions: Vec<Decision>,
}

#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Decision {
    pub id: u64,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Action {
    pub id: u64,
    pub what: String,
    /// Who does it; empty while nobody has taken it.
    #[serde(default)]
    pub owner: String,
    #[serde(default)]
    pub due: Option<String>,
    #[serde(default)]
    pub closed_on: Option<String>,
    /// Id of the meeting that decided on it.
    pub opened_in: u64,
}

impl Action {
    /// Still to be done on that day. What is closed on a day is done on it.
    pub fn is_open(&self, on: &str) -> bool {
        self.closed_on.as_deref().is_none_or(|closed| closed > on)
    }

    /// Open, and due before that day.
    pub fn is_overdue(&self, today: &str) -> bool {
        self.is_open(today) && self.due.as_deref().is_some_and(|due| due < today)
    }
}

/// What either team does for leads of a stage, in the teams' own words.
#[derive(Debug, Clone, PartialEq, Eq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct StageRoles {
    pub marketing: String,
    pub sales: String,
}

impl StageRoles {
    pub fn of(&self, team: Team) -> &str {
        match team {
            Team::Marketing => &self.marketing,
            Team::Sales => &self.sales,
        }
    }

    pub fn set(&mut self, team: Team, text: String) {
        match team {
            Team::Marketing => self.marketing = text,
            Team::Sales => self.sales = text,
        }
    }
}

impl Meetings {
    /// A meeting on that day, not yet among the others. The team that did not lead the latest one up to that day leads it; marketing leads
    /// the first. Actions need not be carried over: see [`Meetings::actions_of`].
    pub fn next_meeting(&self, date: &str) -> Meeting {
        let before = self.meetings.iter().rev().find(|meeting| meeting.date.as_str() <= date);
        let chair = match before.map(|meeting| meeting.chair) {
            Some(Team::Marketing) => Team::Sales,
            Some(Team::Sales) | None => Team::Marketing,
        };
        // 20260325 and a counter of two digits; other digits of a date that is none do no harm.
        let digits = date.chars().filter_map(|c| c.to_digit(10)).take(8).fold(0, |number, digit| number * 10 + u64::from(digit));
        let mut id = digits * 100 + 1;
        while self.meeting(id).is_some() {
            id += 1;
        }
        Meeting { id, date: date.to_owned(), chair, notes: String::new(), decisions: Vec::new() }
    }

    /// Puts a meeting in its place by date.
    pub fn add(&mut self, meeting: Meeting) {
        self.meetings.push(meeting);
        self.put_in_order();
    }

    /// After a date was changed.
    pub fn put_in_order(&mut self) {
        sort_few_by_key(&mut self.meetings, |meeting| (meeting.date.clone(), meeting.id));
    }

    /// Takes a meeting away, and the actions that were decided in it.
    pub fn remove(&mut self, meeting: u64) {
        self.meetings.retain(|known| known.id != meeting);
        self.actions.retain(|action| action.opened_in != meeting);
    }

    pub fn meeting(&self, id: u64) -> Option<&Meeting> {
        self.meetings.iter().find(|meeting| meeting.id == id)
    }

    pub fn meeting_mut(&mut self, id: u64) -> Option<&mut Meeting> {
        self.meetings.iter_mut().find(|meeting| meeting.id == id)
    }

    pub fn action_mut(&mut self, id: u64) -> Option<&mut Action> {
        self.actions.iter_mut().find(|action| action.id == id)
    }

    /// Nothing where there is no such meeting.
    pub fn decide(&mut self, meeting: u64, text: &str) {
        let known: Vec<u64> = self.meetings.iter().flat_map(|meeting| &meeting.decisions).map(|decision| decision.id).collect();
        if let Some(meeting) = self.meeting_mut(meeting) {
            let id = id_of(&[&meeting.id.to_string(), text], |id| known.contains(&id));
            meeting.decisions.push(Decision { id, text: text.to_owned() });
        }
    }

    /// Decides on an action and gives its id.
    pub fn open_action(&mut self, meeting: u64, what: &str) -> u64 {
        let id = id_of(&[&meeting.to_string(), what], |id| self.actions.iter().any(|action| action.id == id));
        let action = Action { id, what: what.to_owned(), owner: String::new(), due: None, closed_on: None, opened_in: meeting };
        self.actions.push(action);
        id
    }

    pub fn close_action(&mut self, id: u64, on: &str) {
        if let Some(action) = self.action_mut(id) {
            action.closed_on = Some(on.to_owned());
        }
    }

    pub fn reopen_action(&mut self, id: u64) {
        if let Some(action) = self.action_mut(id) {
            action.closed_on = None;
        }
    }

    /// Actions decided on by that day and still to be done on it: the earliest due first, those without a date last.
    pub fn open_actions(&self, at: &str) -> Vec<&Action> {
        self.listed(|action, opened| opened.date.as_str() <= at && action.is_open(at))
    }

    /// Of [`Meetings::open_actions`], those due before the day.
    pub fn overdue(&self, today: &str) -> Vec<&Action> {
        let mut open = self.open_actions(today);
        open.retain(|action| action.is_overdue(today));
        open
    }

    /// The actions on the table of a meeting: its own, and those of earlier ones that were not closed before its day.
    pub fn actions_of(&self, meeting: &Meeting) -> Vec<&Action> {
        let here = (meeting.date.as_str(), meeting.id);
        self.listed(|action, opened| {
            let is_closed_before = action.closed_on.as_deref().is_some_and(|closed| closed < here.0);
            opened.id == meeting.id || ((opened.date.as_str(), opened.id) < here && !is_closed_before)
        })
    }

    fn listed(&self, is_wanted: impl Fn(&Action, &Meeting) -> bool) -> Vec<&Action> {
        let wanted = |action: &&Action| self.meeting(action.opened_in).is_some_and(|opened| is_wanted(action, opened));
        let mut listed: Vec<&Action> = self.actions.iter().filter(wanted).collect();
        sort_few_by_key(&mut listed, |action| (action.due.is_none(), action.due.as_deref(), action.what.as_str(), action.id));
        listed
    }
}
