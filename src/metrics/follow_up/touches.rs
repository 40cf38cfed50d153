//! Which activities are the sales team's doing, and which show that somebody was reached. By the agreement's kinds and words; a
//! question of the columns alone, whatever the as-of.

use crate::{
    agreement::SalesPromise,
    import::{says_any, says_contact, says_incoming, says_not_done},
    leads::{Activities, ActivityKind, Category, Dataset, NO_LEAD},
};

/// A kind of attempt to reach a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    Call,
    Voicemail,
    Email,
    /// Of another kind the agreement counts.
    Other,
}

impl Attempt {
    pub const ALL: [Self; 4] = [Self::Call, Self::Voicemail, Self::Email, Self::Other];

    pub const fn index(self) -> usize {
        self as usize
    }
}

const FOLLOW_UP: u8 = 1;
const CONTACT: u8 = 1 << 1;
/// The two bits above them: which [`Attempt`], if [`IS_ATTEMPT`].
const IS_ATTEMPT: u8 = 1 << 4;

/// What one activity was to the lead; nothing, mostly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Touch(u8);

impl Touch {
    pub const fn is_follow_up(self) -> bool {
        self.0 & FOLLOW_UP != 0
    }

    pub const fn is_contact(self) -> bool {
        self.0 & CONTACT != 0
    }

    pub const fn attempt(self) -> Option<Attempt> {
        if self.0 & IS_ATTEMPT == 0 { None } else { Some(Attempt::ALL[(self.0 >> 2 & 0b11) as usize]) }
    }
}

/// One byte an activity.
#[derive(Debug, Clone, Default)]
pub struct Touches {
    of: Vec<Touch>,
    has_attempts: bool,
    can_tell_contacts: bool,
}

/// The answer for each value of a column, asked when it is first needed: most subjects belong to page views nobody asks about.
struct Words<'a, F> {
    column: Option<&'a Category>,
    answers: Vec<Option<bool>>,
    answer: F,
}

impl<'a, F: Fn(&str) -> bool> Words<'a, F> {
    #[inline(never)]
    fn new(column: Option<&'a Category>, answer: F) -> Self {
        Self { column, answers: vec![None; column.map_or(0, |column| column.values().len() + 1)], answer }
    }

    fn say(&mut self, row: usize) -> bool {
        let Some(column) = self.column else { return false };
        let code = column.code(row);
        let known = &mut self.answers[code as usize];
        *known.get_or_insert_with(|| column.value(code).is_some_and(&self.answer))
    }
}

impl Touches {
    pub fn new(dataset: &Dataset, sales: &SalesPromise) -> Self {
        let activities = &dataset.activities;
        let mut counts = [false; ActivityKind::ALL.len()];
        sales.touches.iter().for_each(|kind| counts[kind.index()] = true);
        let mut automatic_type = Words::new(activities.types.as_ref(), |raw| says_any(raw, &sales.automatic_words));
        let mut automatic_subject = Words::new(activities.asset.as_ref(), |raw| says_any(raw, &sales.automatic_words));
        let mut incoming_type = Words::new(activities.types.as_ref(), says_incoming);
        let mut incoming = Words::new(activities.direction.as_ref(), says_incoming);
        let mut connected = Words::new(activities.outcome.as_ref(), says_contact);
        let mut called_off = Words::new(activities.outcome.as_ref(), says_not_done);
        let mut of = vec![Touch::default(); activities.len];
        for (row, touch) in of.iter_mut().enumerate() {
            let kind = activities.kind[row];
            let is_two_way = matches!(kind, ActivityKind::Call | ActivityKind::Voicemail | ActivityKind::Email | ActivityKind::Meeting);
            if !(is_two_way || counts[kind.index()]) || activities.is_planned(row) || activities.lead[row] == NO_LEAD {
                continue;
            }
            if automatic_type.say(row) || automatic_subject.say(row) {
                continue;
            }
            let is_meeting = kind == ActivityKind::Meeting;
            let from_lead = is_two_way && !is_meeting && (incoming.say(row) || incoming_type.say(row));
            let held = is_meeting && !called_off.say(row);
            let is_contact = from_lead || held || (is_two_way && connected.say(row));
            let counted = counts[kind.index()] && !from_lead;
            let attempt = match kind {
                _ if !counted => None,
                ActivityKind::Call => Some(Attempt::Call),
                ActivityKind::Voicemail => Some(Attempt::Voicemail),
                ActivityKind::Email => Some(Attempt::Email),
                // A meeting is what attempts are made for.
                ActivityKind::Meeting => None,
                _ => Some(Attempt::Other),
            };
            let of_attempt = attempt.map_or(0, |attempt| IS_ATTEMPT | (attempt as u8) << 2);
            *touch = Touch((u8::from(counted) * FOLLOW_UP) | (u8::from(is_contact) * CONTACT) | of_attempt);
        }
        let has_attempts = of.iter().any(|touch| touch.attempt().is_some());
        let can_tell_contacts = of.iter().any(|touch| touch.is_contact()) || (has_attempts && activities.outcome.is_some());
        Self { of, has_attempts, can_tell_contacts }
    }

    pub const fn has_attempts(&self) -> bool {
        self.has_attempts
    }

    pub const fn can_tell_contacts(&self) -> bool {
        self.can_tell_contacts
    }

    /// Row, lead and meaning of the activities that have one.
    pub fn iter<'a>(&'a self, activities: &'a Activities) -> impl Iterator<Item = (usize, usize, Touch)> + 'a {
        let of_leads = self.of.iter().zip(&activities.lead).enumerate();
        of_leads.filter(|(_, (touch, _))| touch.0 != 0).map(|(row, (touch, lead))| (row, *lead as usize, *touch))
    }
}
