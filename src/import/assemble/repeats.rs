//! Which hashes may come more than once, without a word for each: most exports repeat hardly any, and only those that may be repeated
//! need an index.

use crate::turns::in_turns;

/// Bits a hash, or up to twice as many: fewer than one row in a hundred is then taken for a repetition that it is not.
const ROOM: usize = 16;

/// Never wrong about a hash that comes twice; rarely wrong about one that comes once.
///
/// 1 000 000 hashes take 18 ms in a browser where an index of all takes 80 ms, and 8 MB where that takes 20.
#[derive(Debug)]
pub(super) struct Repeats {
    /// By the lower bits of a hash: two bits for each of those met, and beside them two for each of those met again.
    marks: Vec<[u64; 2]>,
}

impl Repeats {
    /// Makes room for as many hashes.
    pub(super) fn with_room(hashes: usize) -> Self {
        Self { marks: vec![[0; 2]; (hashes * ROOM / 64).next_power_of_two()] }
    }

    /// Hashes of 0 are none.
    pub(super) fn note(&mut self, hashes: &[u64]) {
        in_turns(hashes.len(), |rows| {
            for hash in &hashes[rows] {
                let (at, bits) = self.place(*hash);
                let [met, again] = &mut self.marks[at];
                let bits = if *hash == 0 { 0 } else { bits };
                *again |= if *met & bits == bits { bits } else { 0 };
                *met |= bits;
            }
        });
    }

    #[inline(always)]
    pub(super) fn may_have(&self, hash: u64) -> bool {
        let (at, bits) = self.place(hash);
        self.marks[at][1] & bits == bits
    }

    #[inline(always)]
    const fn place(&self, hash: u64) -> (usize, u64) {
        ((hash >> 6) as usize & (self.marks.len() - 1), 1 << (hash & 63) | 1 << (hash >> 58))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn what_comes_twice_is_known_and_little_else() {
        let hash = |number: u64| number.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        for len in [1, 2, 100, 50_000] {
            // Every tenth is repeated, some of them often, and every seventh is none.
            let hashes: Vec<u64> =
                (0..len).map(|row| if row % 7 == 0 { 0 } else { hash(if row % 10 == 0 { row / 40 } else { row }) }).collect();
            let mut repeats = Repeats::with_room(hashes.len());
            let (one, two) = hashes.split_at(hashes.len() / 3);
            repeats.note(one);
            repeats.note(two);
            let mut counts: HashMap<u64, usize> = HashMap::new();
            hashes.iter().filter(|hash| **hash != 0).for_each(|hash| *counts.entry(*hash).or_default() += 1);
            let wrong = counts.iter().filter(|(hash, count)| repeats.may_have(**hash) != (**count > 1));
            let wrong: Vec<_> = wrong.inspect(|(hash, count)| assert_eq!(**count, 1, "{hash} comes twice")).collect();
            assert!(wrong.len() * 10 <= counts.len(), "{} of {}", wrong.len(), counts.len());
            assert!(!repeats.may_have(0) || counts.len() > 1);
        }
    }
}
