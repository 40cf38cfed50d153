//! By what the rows of two lists are recognised as the same lead: chosen by a person, or by what the ids themselves prove. Matches no rows.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::{Field, Kind, table::Table};

/// A column that names a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    LeadId,
    /// Of two lists of deals only.
    DealId,
    /// Without regard to case and outer blanks.
    Email,
}

impl Key {
    pub const fn field(self) -> Field {
        match self {
            Self::LeadId => Field::LeadId,
            Self::DealId => Field::DealId,
            Self::Email => Field::Email,
        }
    }
}

/// What a person asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyChoice {
    /// Ids where they are the same system's, then e-mail for the rest; else e-mail.
    #[default]
    Auto,
    Id,
    Email,
}

/// Why these keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyReason {
    /// A person asked for it.
    Asked,
    /// Both lists use the ids of one system.
    SameIds,
    /// It is the only key both lists have.
    OnlyOne,
    /// Both lists have ids, but no id is in both.
    IdsNeverMeet,
    /// Ids are in both lists, but with different e-mail addresses most of the time: two systems that count from 1.
    IdsOfOthers,
}

/// The keys two lists are matched by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Keys {
    pub first: Key,
    /// For leads the first key leaves without a partner.
    pub second: Option<Key>,
    pub reason: KeyReason,
}

/// The lists have no key in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoCommonKey;

pub(super) fn choose(lists: [&Table; 2], choice: KeyChoice) -> Result<Keys, NoCommonKey> {
    let has = |key: Key| lists.iter().all(|table| table.ids_of(key.field()).is_some_and(|ids| ids.iter().any(|id| *id != 0)));
    let deals = lists.iter().all(|table| table.kind() == Kind::Deals);
    let id = [Key::DealId, Key::LeadId].into_iter().find(|key| (deals || *key != Key::DealId) && has(*key));
    let email = Some(Key::Email).filter(|key| has(*key));
    let keys = |first: Key, second: Option<Key>, reason: KeyReason| Keys { first, second, reason };
    match (choice, id, email) {
        (KeyChoice::Id, Some(id), _) => Ok(keys(id, None, KeyReason::Asked)),
        (KeyChoice::Email, _, Some(email)) => Ok(keys(email, None, KeyReason::Asked)),
        (KeyChoice::Auto, Some(id), Some(email)) => Ok(match meeting(lists, id) {
            Meeting::Never => keys(email, None, KeyReason::IdsNeverMeet),
            Meeting::OfOthers => keys(email, None, KeyReason::IdsOfOthers),
            // Two deals of one person are two deals.
            Meeting::Same => keys(id, (id == Key::LeadId).then_some(email), KeyReason::SameIds),
        }),
        (KeyChoice::Auto, Some(only), None) | (KeyChoice::Auto, None, Some(only)) => Ok(keys(only, None, KeyReason::OnlyOne)),
        _ => Err(NoCommonKey),
    }
}

enum Meeting {
    Never,
    OfOthers,
    Same,
}

/// Whether the ids of two lists that also have e-mail addresses are ids of the same leads.
fn meeting(lists: [&Table; 2], id: Key) -> Meeting {
    let [left, right] = lists.map(|table| {
        let (ids, emails) = (table.ids_of(id.field()).unwrap_or_default(), table.ids_of(Field::Email).unwrap_or_default());
        let mut known: Vec<(u64, u64)> = ids.iter().copied().zip(emails.iter().copied()).filter(|(id, _)| *id != 0).collect();
        // Of several addresses of an id one speaks for it, the same one in either list.
        known.sort_unstable();
        known.dedup_by_key(|(id, _)| *id);
        known
    });
    let (mut met, mut comparable, mut same) = (0_u64, 0_u64, 0_u64);
    let mut right = right.into_iter().peekable();
    for (id, email) in left {
        while right.next_if(|(other, _)| *other < id).is_some() {}
        let Some((_, other_email)) = right.next_if(|(other, _)| *other == id) else { continue };
        met += 1;
        if email != 0 && other_email != 0 {
            comparable += 1;
            same += u64::from(email == other_email);
        }
    }
    if met == 0 {
        Meeting::Never
    } else if same * 2 < comparable {
        Meeting::OfOthers
    } else {
        Meeting::Same
    }
}
