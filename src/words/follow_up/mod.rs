//! The words of the follow-up page and of a lead's own page.

mod en;
mod fa;
mod keys;

pub use keys::FollowUpWords;

pub(super) const EN: FollowUpWords = en::WORDS;
pub(super) const FA: FollowUpWords = fa::WORDS;
