//! The words of what is kept and compared: reports of imports, views, signs of the day, backups.

mod en;
mod fa;
mod keys;

pub use keys::KeptWords;

pub(super) const EN: KeptWords = en::WORDS;
pub(super) const FA: KeptWords = fa::WORDS;
