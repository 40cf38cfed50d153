//! The words of the meeting and of the material for leads.

mod en;
mod fa;
mod keys;

pub use keys::RhythmWords;

pub(super) const EN: RhythmWords = en::WORDS;
pub(super) const FA: RhythmWords = fa::WORDS;
