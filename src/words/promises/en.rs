//! English, of both promises: on the board, and whose move a lost lead is.

use super::PromiseWords;

pub const WORDS: PromiseWords = PromiseWords { title: "Both promises" };
