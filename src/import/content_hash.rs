//! A name for the content of a file, computed while it streams by, to tell "the same export again". It is an identity check, not
//! security: who wants to can make two files of one name, and would only fool their own browser.

use borsh::{BorshDeserialize, BorshSerialize};

/// Two 64-bit lanes over alternating words: mixed in and multiplied as rustc's `FxHash` does, then folded, because without it the top bit
/// of a word meets bit 22 of the next. One multiplication for 8 bytes costs little beside parsing.
///
/// Blocks of [`ContentHash::BLOCK`] are hashed by themselves and then their hashes, so that two readers can share a file.
#[derive(Debug, Clone, Default, BorshSerialize, BorshDeserialize)]
pub struct ContentHash {
    lanes: [u64; 2],
    /// Of this block.
    length: u64,
    /// The beginning of a 16-byte block whose rest has not come yet.
    begun: [u8; 16],
    /// Hashes of the blocks before.
    blocks: Vec<[u64; 2]>,
}

const MULTIPLIERS: [u64; 2] = [0x517c_c1b7_2722_0a95, 0x9e37_79b9_7f4a_7c15];

const fn stir(lane: u64, word: u64, multiplier: u64) -> u64 {
    let lane = (lane ^ word).wrapping_mul(multiplier);
    lane ^ (lane >> 32)
}

/// Spreads every bit over the whole word (the finaliser of `SplitMix64`).
const fn spread(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

impl ContentHash {
    /// Bytes hashed by themselves.
    pub const BLOCK: u64 = 1 << 20;

    /// Where the pieces are cut does not matter.
    pub fn push(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if self.length == Self::BLOCK {
                let last = self.words();
                let mut blocks = std::mem::take(&mut self.blocks);
                blocks.push(last);
                *self = Self { blocks, ..Self::default() };
            }
            let room = (Self::BLOCK - self.length).min(bytes.len() as u64) as usize;
            self.push_within(&bytes[..room]);
            bytes = &bytes[room..];
        }
    }

    /// The hash of these bytes and those of `rest` after them; `None` unless these are whole blocks.
    #[must_use]
    pub fn join(mut self, rest: Self) -> Option<Self> {
        if self.length != Self::BLOCK {
            return None;
        }
        let last = self.words();
        self.blocks.push(last);
        self.blocks.extend(&rest.blocks);
        Some(Self { blocks: self.blocks, ..rest })
    }

    fn push_within(&mut self, mut bytes: &[u8]) {
        let held = (self.length % 16) as usize;
        self.length += bytes.len() as u64;
        if held > 0 {
            let taken = bytes.len().min(16 - held);
            self.begun[held..held + taken].copy_from_slice(&bytes[..taken]);
            bytes = &bytes[taken..];
            if held + taken < 16 {
                return;
            }
            self.block(self.begun);
        }
        let (blocks, rest) = bytes.as_chunks::<16>();
        for block in blocks {
            self.block(*block);
        }
        self.begun[..rest.len()].copy_from_slice(rest);
    }

    fn block(&mut self, block: [u8; 16]) {
        let whole = u128::from_le_bytes(block);
        self.lanes[0] = stir(self.lanes[0], whole as u64, MULTIPLIERS[0]);
        self.lanes[1] = stir(self.lanes[1], (whole >> 64) as u64, MULTIPLIERS[1]);
    }

    /// 32 hex digits.
    pub fn finish(self) -> String {
        let last = self.words();
        let [first, second] = if self.blocks.is_empty() {
            last
        } else {
            let mut all = Self::default();
            for word in self.blocks.iter().chain([&last]).flatten() {
                all.push_within(&word.to_le_bytes());
            }
            all.words()
        };
        format!("{first:016x}{second:016x}")
    }

    /// The hash of this block.
    fn words(&self) -> [u64; 2] {
        let mut this = Self { blocks: Vec::new(), ..*self };
        let held = (this.length % 16) as usize;
        if held > 0 {
            this.begun[held..].fill(0);
            this.block(this.begun);
        }
        let [one, two] = this.lanes;
        let first = spread(one ^ two.rotate_left(32) ^ this.length);
        [first, spread(two.wrapping_add(first))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(pieces: &[&[u8]]) -> String {
        let mut hash = ContentHash::default();
        for piece in pieces {
            hash.push(piece);
        }
        hash.finish()
    }

    #[test]
    fn cuts_change_nothing() {
        let bytes: Vec<u8> = (0..97_u8).collect();
        let whole = hash(&[&bytes]);
        for one in 0..bytes.len() {
            for two in one..bytes.len() {
                assert_eq!(hash(&[&bytes[..one], &bytes[one..two], &bytes[two..]]), whole, "{one} {two}");
            }
        }
    }

    #[test]
    fn readers_of_halves_come_to_the_hash_of_the_whole() {
        let block = ContentHash::BLOCK as usize;
        let bytes: Vec<u8> = (0..2 * block + 5).map(|at| (at / 7) as u8).collect();
        let of = |bytes: &[u8]| {
            let mut hash = ContentHash::default();
            bytes.chunks(1 << 16).for_each(|piece| hash.push(piece));
            hash
        };
        for (end, cut) in [(2 * block + 5, block), (2 * block + 5, 2 * block), (2 * block, block)] {
            let joined = of(&bytes[..cut]).join(of(&bytes[cut..end])).unwrap();
            assert_eq!(joined.finish(), of(&bytes[..end]).finish(), "{end} {cut}");
        }
        assert!(of(&bytes[..=block]).join(of(b"x")).is_none());
        assert_ne!(of(&bytes[..2 * block]).finish(), of(&bytes[..2 * block - 1]).finish());
    }

    #[test]
    fn content_length_and_order_count() {
        let check = |one: &[u8], two: &[u8]| assert_ne!(hash(&[one]), hash(&[two]));
        check(b"", b"\0");
        check(b"a", b"a\0");
        check(b"0123456789abcdef", b"89abcdef01234567");
        check(b"0123456789abcdef0123456789abcdeX", b"0123456789abcdeX0123456789abcdef");
        let bytes = vec![7_u8; 64];
        let all: std::collections::HashSet<_> = (0..64 * 8)
            .map(|bit| {
                let mut changed = bytes.clone();
                changed[bit / 8] ^= 1 << (bit % 8);
                hash(&[&changed])
            })
            .collect();
        assert_eq!(all.len(), 64 * 8, "every single changed bit gives a name of its own");
    }
}
