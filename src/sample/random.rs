//! A small generator of repeatable chance. Integers only, so that native code and wasm draw the same company to the byte; not for
//! secrets.

/// xoshiro256** (Blackman & Vigna 2018), its state filled by `SplitMix64` as its authors advise.
pub(super) struct Random {
    state: [u64; 4],
}

const fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Quantiles of the log-normal distribution with σ = 0.9, in thousandths of its median, at 0/32 … 32/32 (the ends cut at 0.6 %
/// and 99.4 %). A table, because the last bits of `exp` differ between platforms.
const LOG_NORMAL: [u64; 33] = [
    104, 187, 251, 305, 355, 403, 450, 497, 545, 594, 644, 696, 751, 808, 868, 932, 1000, 1073, 1152, 1238, 1332, 1436, 1553, 1684, 1835,
    2011, 2222, 2482, 2816, 3275, 3978, 5347, 9592,
];

impl Random {
    /// A stream of its own for each (`seed`, `stream`): what one lead draws never shifts another.
    pub(super) const fn of(seed: u64, stream: u64) -> Self {
        let mut mix = seed ^ stream.wrapping_mul(0xd134_2543_de82_ef95);
        let state = [split_mix(&mut mix), split_mix(&mut mix), split_mix(&mut mix), split_mix(&mut mix)];
        Self { state }
    }

    fn next(&mut self) -> u64 {
        let [a, b, c, d] = &mut self.state;
        let result = b.wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let shifted = *b << 17;
        *c ^= *a;
        *d ^= *b;
        *b ^= *c;
        *a ^= *d;
        *c ^= shifted;
        *d = d.rotate_left(45);
        result
    }

    /// Uniform in `0..limit` (by multiplication: the bias, below 2⁻³², is of no matter here); 0 for a limit of 0.
    pub(super) fn below(&mut self, limit: u32) -> u32 {
        (((self.next() >> 32) * u64::from(limit)) >> 32) as u32
    }

    /// Uniform in `low..=high`.
    pub(super) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high - low + 1)
    }

    /// True in `permille` of 1000 draws.
    pub(super) fn chance(&mut self, permille: u32) -> bool {
        self.below(1000) < permille
    }

    pub(super) fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u32) as usize]
    }

    /// An index of `weights`, as often as its weight says.
    pub(super) fn weighted(&mut self, weights: &[u32]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (index, weight) in weights.iter().enumerate() {
            if left < *weight {
                return index;
            }
            left -= weight;
        }
        0
    }

    /// A waiting time with this median: mostly near it, now and then many times as long.
    pub(super) fn around(&mut self, median: i64) -> i64 {
        let draw = self.next();
        let (cell, within) = ((draw >> 59) as usize, (draw >> 43) & 0xffff);
        let (low, high) = (LOG_NORMAL[cell], LOG_NORMAL[cell + 1]);
        median * (low + (((high - low) * within) >> 16)) as i64 / 1000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_repeat_and_differ() {
        let draw = |seed, stream| {
            let mut random = Random::of(seed, stream);
            (0..8).map(|_| random.next()).collect::<Vec<_>>()
        };
        assert_eq!(draw(1, 2), draw(1, 2));
        assert_ne!(draw(1, 2), draw(1, 3));
        assert_ne!(draw(1, 2), draw(2, 2));
    }

    #[test]
    fn splitmix_gives_its_published_first_value() {
        // From the reference implementation, seed 1234567.
        let mut state = 1_234_567;
        assert_eq!(split_mix(&mut state), 6_457_827_717_110_365_317);
        assert_eq!(split_mix(&mut state), 3_203_168_211_198_807_973);
    }

    #[test]
    fn draws_follow_their_weights() {
        let mut random = Random::of(7, 7);
        let mut seen = [0_u32; 3];
        for _ in 0..10_000 {
            seen[random.weighted(&[1, 0, 3])] += 1;
        }
        assert_eq!(seen[1], 0);
        assert!((2300..2700).contains(&seen[0]), "{seen:?}");

        let mut waits: Vec<_> = (0..10_001).map(|_| random.around(1000)).collect();
        waits.sort_unstable();
        assert!((950..1050).contains(&waits[5000]), "{}", waits[5000]);
        assert!(waits[9500] > 3500 && waits[10_000] < 10_000);
    }
}
