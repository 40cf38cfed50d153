//! An import as bytes, to be kept beside its files: reopening then reads columns and no export. It is a copy, never the truth: what
//! is damaged, of other files or of other code is no import, and the files are read again.

use std::io::{Error, ErrorKind, Read, Result, Write};

use borsh::{BorshDeserialize, BorshSerialize};

use super::{ContentHash, FileMapping, Imported};
use crate::{agreement::Workspace, time::Zone};

/// Tells apart what this code wrote from what other code did: of the sources that decide which columns come of a file.
const READING: &str = env!("HANDOFF_READING");
/// Hex digits of a [`ContentHash`].
const HASH: usize = 32;

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
        let mut out = Hashed { inner: out, hash: ContentHash::default() };
        key.serialize(&mut out)?;
        self.serialize(&mut out)?;
        let Hashed { mut inner, hash } = out;
        inner.write_all(hash.finish().as_bytes())?;
        inner.flush()
    }

    /// What [`Self::keep`] wrote under the same key.
    ///
    /// # Errors
    ///
    /// Those of `input`; and "invalid data" where the bytes are of another key, cut short or changed.
    pub fn kept(key: &str, input: impl Read) -> Result<Self> {
        let mut input = Hashed { inner: input, hash: ContentHash::default() };
        // Before anything large is read.
        if String::deserialize_reader(&mut input)? != key {
            return Err(Error::new(ErrorKind::InvalidData, "columns of another import"));
        }
        let imported = Self::deserialize_reader(&mut input)?;
        let Hashed { mut inner, hash } = input;
        let mut written = [0; HASH];
        inner.read_exact(&mut written)?;
        let is_whole = written == *hash.finish().as_bytes() && inner.read(&mut [0])? == 0;
        if is_whole { Ok(imported) } else { Err(Error::new(ErrorKind::InvalidData, "damaged columns")) }
    }
}

/// Hashes what goes through.
struct Hashed<T> {
    inner: T,
    hash: ContentHash,
}

impl<T: Write> Write for Hashed<T> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        let length = self.inner.write(bytes)?;
        self.hash.push(&bytes[..length]);
        Ok(length)
    }

    fn flush(&mut self) -> Result<()> {
        self.inner.flush()
    }
}

impl<T: Read> Read for Hashed<T> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let length = self.inner.read(into)?;
        self.hash.push(&into[..length]);
        Ok(length)
    }
}
