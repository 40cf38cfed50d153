//! Persian, of the scoring page.

use super::ScoringWords;

pub const WORDS: ScoringWords = ScoringWords { title: "امتیازدهی" };
