//! What a lead's score is, why, and whether it is worth anything: one file a question. The model is the agreement's; nothing here
//! changes it.
//!
//! [`answers`] says who meets a condition; a [`Scorer`] keeps how often each rule applies; [`Scores`] come of it and a model's
//! points; the [`Laboratory`] holds both views of the leads of a report.

mod checklist;
mod conditions;
mod dates;
mod events;
mod evidence;
mod first_number;
mod free_mail;
mod hits;
mod laboratory;
mod points;
mod quick;
mod regression;
mod running;
mod score;
mod scorer;
mod suggest;
mod what_if;
mod why;

pub use checklist::{checklist, checklist_answers, lacking};
pub use conditions::{Answers, answers, answers_to_all, counter, personas_of, words_of};
pub use dates::{ModelDates, model_dates};
pub use evidence::{agreement_matrix, auc, bands, histogram, matrix, mature, may_leak, model_counts, rule_evidence};
pub use free_mail::is_free_mail;
pub use laboratory::{BAND, Laboratory, MOST_BANDS, decided_moments};
pub use points::Points;
pub use quick::quick;
pub use regression::{Fitted, fit};
pub use running::Running;
pub use score::Scores;
pub use scorer::{Scorer, View};
pub use suggest::suggest;
pub use what_if::{Spread, what_if, what_ifs};
pub use why::{Why, WhyLine, WhyPart, why};
