//! The words of shared boards that no page of the board has already.

mod en;
mod fa;
mod keys;

pub use keys::SharingWords;

pub(super) const EN: SharingWords = en::WORDS;
pub(super) const FA: SharingWords = fa::WORDS;
