//! What a person saves and opens again, told apart by its kind. Only the worker and the command line read and write its JSON:
//! the code that does is 40 KB (brotli), and one of the two programs of the page is enough to have it.

use borsh::{BorshDeserialize, BorshSerialize};

use super::{AGREEMENT, ASSETS, Document, EnvelopeError, LEDGER, MAPPING, MEETINGS, SNAPSHOTS, VIEWS};
use crate::{
    agreement::{Agreement, Ledger},
    import::FileMapping,
    team::{Assets, Meetings, Snapshots, Views},
};

/// A saved document, opened.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize)]
pub enum Content {
    Agreement(Box<Agreement>),
    /// The versions of an agreement.
    Ledger(Ledger),
    /// How files of known shapes are matched.
    Mappings(Vec<FileMapping>),
    Meetings(Meetings),
    Assets(Assets),
    Views(Views),
    Snapshots(Snapshots),
}

/// What a [`Content`] is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub enum ContentKind {
    Agreement,
    Ledger,
    Mappings,
    Meetings,
    Assets,
    Views,
    Snapshots,
}

impl ContentKind {
    pub const ALL: [Self; 7] = [Self::Agreement, Self::Ledger, Self::Mappings, Self::Meetings, Self::Assets, Self::Views, Self::Snapshots];

    pub const fn document(self) -> Document {
        match self {
            Self::Agreement => AGREEMENT,
            Self::Ledger => LEDGER,
            Self::Mappings => MAPPING,
            Self::Meetings => MEETINGS,
            Self::Assets => ASSETS,
            Self::Views => VIEWS,
            Self::Snapshots => SNAPSHOTS,
        }
    }

    /// # Errors
    /// As [`open`](super::open).
    pub fn open(self, text: &str) -> Result<Content, EnvelopeError> {
        let document = self.document();
        Ok(match self {
            Self::Agreement => Content::Agreement(document.open(text)?),
            Self::Ledger => Content::Ledger(document.open(text)?),
            Self::Mappings => Content::Mappings(document.open(text)?),
            Self::Meetings => Content::Meetings(document.open(text)?),
            Self::Assets => Content::Assets(document.open(text)?),
            Self::Views => Content::Views(document.open(text)?),
            Self::Snapshots => Content::Snapshots(document.open(text)?),
        })
    }
}

impl Content {
    pub const fn kind(&self) -> ContentKind {
        match self {
            Self::Agreement(_) => ContentKind::Agreement,
            Self::Ledger(_) => ContentKind::Ledger,
            Self::Mappings(_) => ContentKind::Mappings,
            Self::Meetings(_) => ContentKind::Meetings,
            Self::Assets(_) => ContentKind::Assets,
            Self::Views(_) => ContentKind::Views,
            Self::Snapshots(_) => ContentKind::Snapshots,
        }
    }

    /// Its file, with the moment it was made.
    pub fn seal(&self, made_at_unix: i64) -> String {
        let document = self.kind().document();
        match self {
            Self::Agreement(agreement) => document.seal(made_at_unix, agreement),
            Self::Ledger(ledger) => document.seal(made_at_unix, ledger),
            Self::Mappings(mappings) => document.seal(made_at_unix, mappings),
            Self::Meetings(meetings) => document.seal(made_at_unix, meetings),
            Self::Assets(assets) => document.seal(made_at_unix, assets),
            Self::Views(views) => document.seal(made_at_unix, views),
            Self::Snapshots(snapshots) => document.seal(made_at_unix, snapshots),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_as_what_it_is_and_as_nothing_else() {
        let contents = [
            Content::Agreement(Box::new(crate::sample::agreement())),
            Content::Ledger(Ledger::default()),
            Content::Mappings(Vec::new()),
            Content::Meetings(Meetings::default()),
            Content::Assets(Assets::default()),
            Content::Views(Views::default()),
            Content::Snapshots(Snapshots::default()),
        ];
        for content in contents {
            let text = content.seal(1_700_000_000);
            for kind in ContentKind::ALL {
                let opened = kind.open(&text);
                if kind == content.kind() {
                    assert_eq!(opened.as_ref(), Ok(&content));
                } else {
                    assert!(matches!(opened, Err(EnvelopeError::OtherKind { .. })), "{opened:?}");
                }
            }
        }
    }
}
