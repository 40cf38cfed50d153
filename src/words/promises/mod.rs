//! The words of both promises: on the board, and whose move a lost lead is.

mod en;
mod fa;
mod keys;

pub use keys::PromiseWords;

pub(super) const EN: PromiseWords = en::WORDS;
pub(super) const FA: PromiseWords = fa::WORDS;
