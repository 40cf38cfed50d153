//! Persian, of the follow-up page and of a lead's own page.

use super::FollowUpWords;

pub const WORDS: FollowUpWords = FollowUpWords { title: "پیگیری" };
