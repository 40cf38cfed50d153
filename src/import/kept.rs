//! An import as bytes, to be kept beside its files: reopening then reads columns and no export. It is a copy, never the truth: what
//! is damaged, of other files or of other code is no import, and the files are read again.

use std::io::{Error, Read, Result, Write};

use borsh::BorshSerialize;

use super::{ContentHash, FileMapping, Imported};
use crate::{agreement::Workspace, kept, time::Zone};

/// Tells apart what this code wrote from what other code did: of the sources that decide which columns come of a file.
const READING: &str = env!("HANDOFF_READING");
/// Names everything an import depends on: the contents of its files by their hashes, how they are read, the code that reads them, and
/// what of the workspace it uses (currency and zone). Other order of files, other key.
pub fn key<'a>(files: impl Iterator<Item = (&'a str, &'a FileMapping)>, workspace: &Workspace, zone: &Zone) -> String {
    let mut bytes = Vec::new();
    let written = (|| {
        READING.serialize(&mut bytes)?;
        workspace.currency.serialize(&mut bytes)?;
        zone.identify(&mut bytes)?;
        for (hash, mapping) in files {
            (hash, mapping).serialize(&mut bytes)?;
        }
        Ok::<_, Error>(())
    })();
    written.expect("memory takes any bytes");
    let mut hash = ContentHash::default();
    hash.push(&bytes);
    hash.finish()
}

impl Imported {
    /// Writes the import under its [`key`], and a hash of all that was written.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn keep(&self, key: &str, out: impl Write) -> Result<()> {
        kept::keep(key, self, out)
    }

    /// What [`Self::keep`] wrote under the same key.
    ///
    /// # Errors
    ///
    /// Those of `input`; and "invalid data" where the bytes are of another key, cut short or changed.
    pub fn kept(key: &str, input: impl Read) -> Result<Self> {
        kept::kept(key, input)
    }
}
