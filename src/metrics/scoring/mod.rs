//! What a lead's score is, why, and whether it is worth anything: one file a question. The model is the agreement's; nothing here
//! changes it.

mod conditions;
mod first_number;
mod free_mail;

pub use conditions::{Answers, answers, answers_to_all, counter, personas_of, words_of};
pub use free_mail::is_free_mail;
