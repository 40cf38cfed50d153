//! Rows by 64-bit hashes that are spread already: half the memory of a general map, and no hash of a hash.

use std::hint::black_box;

/// The first row that came with each hash.
#[derive(Debug, Default)]
pub(super) struct HashIndex {
    /// Place in `hashes` + 1, 0 where free; open addressing, a power of two, at most half full.
    slots: Vec<u32>,
    hashes: Vec<u64>,
    rows: Vec<u32>,
}

impl HashIndex {
    /// Makes room for as many hashes more.
    pub(super) fn reserve(&mut self, hashes: usize) {
        self.hashes.reserve_exact(hashes);
        self.rows.reserve_exact(hashes);
        self.grow(self.hashes.len() + hashes);
    }

    /// Hashes [`Self::look_ahead`] is best given at a time.
    pub(super) const AHEAD: usize = 16;

    /// Touches the slots of hashes that will be looked for next. Each lies where the last one tells nothing of, in more memory than the
    /// processor has near it; asked for together, they come together, and the search finds them there.
    #[inline(always)]
    pub(super) fn look_ahead(&self, hashes: &[u64]) {
        if let Some(mask) = self.slots.len().checked_sub(1) {
            black_box(hashes.iter().fold(0, |seen, hash| seen | self.slots[*hash as usize & mask]));
        }
    }

    pub(super) fn get(&self, hash: u64) -> Option<u32> {
        let (_, place) = self.find(hash)?;
        place.map(|place| self.rows[place])
    }

    /// Keeps the row of a hash known before.
    pub(super) fn insert(&mut self, hash: u64, row: u32) {
        if (self.hashes.len() + 1) * 2 > self.slots.len() {
            self.grow((self.hashes.len() + 1) * 2);
        }
        if let Some((slot, None)) = self.find(hash) {
            self.hashes.push(hash);
            self.rows.push(row);
            self.slots[slot] = self.hashes.len() as u32;
        }
    }

    /// The slot of a hash and its place, if it has one; `None` while nothing has.
    #[inline(always)]
    fn find(&self, hash: u64) -> Option<(usize, Option<usize>)> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut slot = hash as usize & mask;
        loop {
            match self.slots[slot].checked_sub(1) {
                None => return Some((slot, None)),
                Some(place) if self.hashes[place as usize] == hash => return Some((slot, Some(place as usize))),
                Some(_) => slot = (slot + 1) & mask,
            }
        }
    }

    fn grow(&mut self, hashes: usize) {
        let length = (hashes * 2).next_power_of_two().max(64);
        if length <= self.slots.len() {
            return;
        }
        self.slots = vec![0; length];
        for (place, hash) in self.hashes.iter().enumerate() {
            let mut slot = *hash as usize & (length - 1);
            while self.slots[slot] != 0 {
                slot = (slot + 1) & (length - 1);
            }
            self.slots[slot] = place as u32 + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn finds_what_a_map_finds() {
        for room in [0, 10, 5_000] {
            let (mut index, mut map) = (HashIndex::default(), HashMap::new());
            index.reserve(room);
            assert_eq!(index.get(7), None);
            let mut hash = 1_u64;
            for row in 0..20_000_u32 {
                // Some come twice, and many share their lowest bits.
                hash = hash.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(u64::from(row % 3)) >> (row % 40);
                index.insert(hash, row);
                map.entry(hash).or_insert(row);
            }
            for hash in map.keys().copied().chain(0..1_000) {
                assert_eq!(index.get(hash), map.get(&hash).copied(), "{hash}");
            }
        }
    }
}
