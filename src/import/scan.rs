//! Finds the bytes that can end a field: the one loop that touches every byte of a file. It decides nothing.
//!
//! 64 bytes at a time become a bit mask. Plain array code, so that the compiler turns it into SIMD on every target (SSE2, NEON,
//! simd128) without a line of `unsafe`; a call of `memchr` per field (8 bytes on average) costs more than this whole loop.

const BLOCK: usize = 64;

/// Positions of delimiters, quotes, CR and LF in ascending order. Some other control bytes come along; the caller looks anyway.
pub(super) struct Marks<'a> {
    data: &'a [u8],
    delimiter: u8,
    quote: u8,
    block: usize,
    bits: u64,
}

impl<'a> Marks<'a> {
    pub(super) fn new(data: &'a [u8], delimiter: u8, quote: u8) -> Self {
        let mut marks = Self { data, delimiter, quote, block: 0, bits: 0 };
        marks.bits = marks.load();
        marks
    }

    /// The next mark; `None` at the end of the data.
    #[inline]
    pub(super) fn next(&mut self) -> Option<usize> {
        while self.bits == 0 {
            if self.block + BLOCK >= self.data.len() {
                return None;
            }
            self.block += BLOCK;
            self.bits = self.load();
        }
        let at = self.block + self.bits.trailing_zeros() as usize;
        self.bits &= self.bits - 1;
        Some(at)
    }

    /// Goes to a position; the next mark is the first one at or after it.
    #[inline]
    pub(super) fn seek(&mut self, position: usize) {
        let block = position / BLOCK * BLOCK;
        self.block = block;
        self.bits = self.load() & (u64::MAX << (position - block));
    }

    /// [`Self::seek`] to a position after the last mark given.
    #[inline]
    pub(super) fn advance(&mut self, position: usize) {
        if position < self.block + BLOCK {
            self.bits &= u64::MAX << (position - self.block);
        } else {
            self.seek(position);
        }
    }

    #[inline]
    fn load(&self) -> u64 {
        let mut block = [0; BLOCK];
        if let Some(bytes) = self.data.get(self.block..self.block + BLOCK) {
            block.copy_from_slice(bytes);
        } else {
            let rest = self.data.get(self.block..).unwrap_or(&[]);
            block[..rest.len()].copy_from_slice(rest);
        }
        // 0x08..=0x0F holds LF and CR; the tabs and feeds among them are rare enough to be looked at twice.
        let flags = block.map(|byte| u8::from(byte == self.delimiter) | u8::from(byte == self.quote) | u8::from(byte | 7 == 0x0F));
        let mut bits = 0;
        for (index, flags) in flags.as_chunks::<8>().0.iter().enumerate() {
            // Gathers the lowest bit of each byte: byte i lands in bit 56 + i of the product.
            let gathered = u64::from_le_bytes(*flags).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            bits |= gathered << (8 * index);
        }
        bits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_mark_from_every_position() {
        let data: Vec<u8> = (0..300_usize).map(|at| b"abc,d\"e\nfgh\r\xFF;z\0"[at * at % 17 % 16]).collect();
        for from in 0..=data.len() {
            let mut marks = Marks::new(&data, b',', b'"');
            marks.seek(from);
            let found: Vec<usize> = std::iter::from_fn(|| marks.next()).collect();
            let expected: Vec<usize> = (from..data.len()).filter(|at| b",\"\n\r".contains(&data[*at])).collect();
            assert_eq!(found, expected, "from {from}");
        }
    }
}
