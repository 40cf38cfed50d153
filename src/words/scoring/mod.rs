//! The words of the scoring page.

mod en;
mod fa;
mod keys;

pub use keys::ScoringWords;

pub(super) const EN: ScoringWords = en::WORDS;
pub(super) const FA: ScoringWords = fa::WORDS;
