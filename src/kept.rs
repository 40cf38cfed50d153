//! Copies of what can be made again, kept for a later visit: bytes under a key, and a hash of them. A copy is never the truth: what is
//! damaged or of another key is none, and is made anew.

use std::io::{Error, ErrorKind, Read, Result, Write};

use borsh::{BorshDeserialize, BorshSerialize};

use crate::import::ContentHash;

/// Hex digits of a [`ContentHash`].
const HASH: usize = 32;
/// Tells apart what this code wrote from what other code did: of the sources that decide what a report says, and how it is written.
const COUNTING: &str = env!("HANDOFF_COUNTING");

/// The key of what this code makes of something, by the name or the text of that.
pub fn key(of: &str) -> String {
    let mut hash = ContentHash::default();
    hash.push(COUNTING.as_bytes());
    hash.push(of.as_bytes());
    hash.finish()
}

/// Writes a value under a key, and a hash of all that was written.
///
/// # Errors
///
/// Those of `out`.
pub fn keep(key: &str, value: &impl BorshSerialize, out: impl Write) -> Result<()> {
    let mut out = Hashed { inner: out, hash: ContentHash::default() };
    key.serialize(&mut out)?;
    value.serialize(&mut out)?;
    let Hashed { mut inner, hash } = out;
    inner.write_all(hash.finish().as_bytes())?;
    inner.flush()
}

/// What [`keep`] wrote under the same key.
///
/// # Errors
///
/// Those of `input`; and "invalid data" where the bytes are of another key, cut short or changed.
pub fn kept<T: BorshDeserialize>(key: &str, input: impl Read) -> Result<T> {
    let mut input = Hashed { inner: input, hash: ContentHash::default() };
    // Before anything large is read.
    if String::deserialize_reader(&mut input)? != key {
        return Err(Error::new(ErrorKind::InvalidData, "a copy of something else"));
    }
    let value = T::deserialize_reader(&mut input)?;
    let Hashed { mut inner, hash } = input;
    let mut written = [0; HASH];
    inner.read_exact(&mut written)?;
    let is_whole = written == *hash.finish().as_bytes() && inner.read(&mut [0])? == 0;
    if is_whole { Ok(value) } else { Err(Error::new(ErrorKind::InvalidData, "a damaged copy")) }
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
