//! Every word a person reads, by locale, checked at compile time: a catalogue that lacks a key does not compile.
//!
//! The calculation never looks in here. Numbers and dates are put in by the caller, already formatted; `{name}` marks their
//! place, and a test holds every locale to the same places.

/// A struct with a sentence for each key.
macro_rules! catalogue {
    ($(#[$about:meta])* $name:ident $($key:ident,)*) => {
        $(#[$about])*
        #[derive(Debug)]
        pub struct $name {
            $(pub $key: &'static str,)*
        }

        impl $name {
            /// Key and sentence of every entry, in order.
            pub fn all(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($key), self.$key),)*]
            }
        }
    };
}

mod en;
mod fa;
mod follow_up;
mod kept;
mod keys;
mod names;
mod promises;
mod returns;
mod rhythm;
mod scoring;
mod sending;
mod sharing;
mod terms;

pub use follow_up::FollowUpWords;
pub use kept::KeptWords;
pub use keys::Words;
pub use promises::PromiseWords;
pub use returns::ReturnWords;
pub use rhythm::RhythmWords;
pub use scoring::ScoringWords;
pub use sending::SendingWords;
pub use sharing::SharingWords;
pub use terms::{Terms, Writing, attribute, change, clause, condition, subject};

use serde::{Deserialize, Serialize};

/// The languages the board speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    #[default]
    En,
    Fa,
}

impl Locale {
    pub const ALL: [Self; 2] = [Self::En, Self::Fa];

    pub const fn words(self) -> &'static Words {
        match self {
            Self::En => &en::WORDS,
            Self::Fa => &fa::WORDS,
        }
    }

    /// The words of the agreement.
    pub const fn terms(self) -> &'static Terms {
        match self {
            Self::En => &terms::EN,
            Self::Fa => &terms::FA,
        }
    }

    /// The words of both promises.
    pub const fn promises(self) -> &'static PromiseWords {
        match self {
            Self::En => &promises::EN,
            Self::Fa => &promises::FA,
        }
    }

    /// The words of money and time.
    pub const fn returns(self) -> &'static ReturnWords {
        match self {
            Self::En => &returns::EN,
            Self::Fa => &returns::FA,
        }
    }

    /// The words of the meeting and of the material for leads.
    pub const fn rhythm(self) -> &'static RhythmWords {
        match self {
            Self::En => &rhythm::EN,
            Self::Fa => &rhythm::FA,
        }
    }

    /// The words of the scoring page.
    pub const fn scoring(self) -> &'static ScoringWords {
        match self {
            Self::En => &scoring::EN,
            Self::Fa => &scoring::FA,
        }
    }

    /// The words of the follow-up page and of a lead's page.
    pub const fn follow_up(self) -> &'static FollowUpWords {
        match self {
            Self::En => &follow_up::EN,
            Self::Fa => &follow_up::FA,
        }
    }

    /// The words of shared boards.
    pub const fn sharing(self) -> &'static SharingWords {
        match self {
            Self::En => &sharing::EN,
            Self::Fa => &sharing::FA,
        }
    }

    /// The words of sending and opening boards.
    pub const fn sending(self) -> &'static SendingWords {
        match self {
            Self::En => &sending::EN,
            Self::Fa => &sending::FA,
        }
    }

    /// The words of what is kept and compared.
    pub const fn kept(self) -> &'static KeptWords {
        match self {
            Self::En => &kept::EN,
            Self::Fa => &kept::FA,
        }
    }

    /// BCP 47 tag, for `lang` and for the formatting of numbers and dates.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fa => "fa",
        }
    }

    pub const fn is_rtl(self) -> bool {
        matches!(self, Self::Fa)
    }

    /// The language's own name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Fa => "فارسی",
        }
    }
}

/// Puts values in the `{name}` places of a sentence.
pub fn fill(sentence: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(sentence.len() + 16);
    let mut rest = sentence;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else { break };
        out.push_str(&rest[..open]);
        let name = &rest[open + 1..open + close];
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => out.push_str(value),
            None => out.push_str(&rest[open..=open + close]),
        }
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(sentence: &str) -> Vec<&str> {
        let mut names: Vec<&str> = sentence.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn every_locale_has_the_same_places_and_no_empty_sentence() {
        let all = |locale: Locale| {
            let pages = [
                locale.promises().all(),
                locale.scoring().all(),
                locale.follow_up().all(),
                locale.returns().all(),
                locale.rhythm().all(),
                locale.kept().all(),
                locale.sending().all(),
                locale.sharing().all(),
            ]
            .concat();
            [locale.words().all(), locale.terms().all(), pages].concat()
        };
        let english = all(Locale::En);
        for locale in Locale::ALL {
            for ((key, sentence), (_, reference)) in all(locale).iter().zip(&english) {
                assert!(!sentence.trim().is_empty(), "{key} is empty in {}", locale.tag());
                assert_eq!(places(sentence), places(reference), "{key} in {}", locale.tag());
            }
        }
    }

    #[test]
    fn fill_puts_values_in_their_places() {
        assert_eq!(fill("{a} of {b}", &[("a", "1"), ("b", "2")]), "1 of 2");
        assert_eq!(fill("{a} and {unknown}", &[("a", "{b}"), ("b", "x")]), "{b} and {unknown}");
    }
}
