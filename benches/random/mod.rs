//! Made-up values, the same on every run, for all benches and the tests beside them.

/// xorshift64*: enough for made-up values.
pub struct Random(pub u64);

impl Random {
    /// A number from 0 up to, and without, the limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32) * limit) >> 32
    }
}
