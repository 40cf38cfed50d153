//! The words of sending a board and of opening one that was sent.

mod en;
mod fa;
mod keys;

pub use keys::SendingWords;

pub(super) const EN: SendingWords = en::WORDS;
pub(super) const FA: SendingWords = fa::WORDS;
