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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_comes_back_whole_and_under_its_key_alone() {
        let value = (vec![1_u32, 2, 3], "Sprünge".to_owned());
        let mut bytes = Vec::new();
        keep(&key("a text"), &value, &mut bytes).unwrap();
        let read = |key: &str, bytes: &[u8]| kept::<(Vec<u32>, String)>(key, bytes).ok();
        assert_eq!(read(&key("a text"), &bytes), Some(value));
        assert_eq!(read(&key("another"), &bytes), None);
        for at in 0..bytes.len() {
            assert_eq!(read(&key("a text"), &bytes[..at]), None, "cut at {at}");
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x10;
            assert_eq!(read(&key("a text"), &damaged), None, "changed at {at}");
        }
        bytes.push(0);
        assert_eq!(read(&key("a text"), &bytes), None, "more than was written");
    }
}
