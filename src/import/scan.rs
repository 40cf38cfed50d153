//! Finds the bytes that can end a field: the one loop that touches every byte of a file. It decides nothing.
//!
//! 64 bytes at a time become a bit mask. Natively plain array code, which the compiler turns into SIMD (SSE2, NEON); in the browser
//! simd128 by name. No line of `unsafe`; a call of `memchr` per field (8 bytes on average) costs more than this whole loop.

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
    #[inline(always)]
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

    /// The next mark that is no delimiter, after telling `each` of the delimiters before it; `None` at the end of the data.
    #[inline(always)]
    pub(super) fn next_other(&mut self, mut each: impl FnMut(usize)) -> Option<usize> {
        while let Some(at) = self.next() {
            if self.data[at] != self.delimiter {
                return Some(at);
            }
            each(at);
        }
        None
    }

    /// Goes to a position; the next mark is the first one at or after it.
    #[inline(always)]
    pub(super) fn seek(&mut self, position: usize) {
        let block = position / BLOCK * BLOCK;
        self.block = block;
        self.bits = self.load() & (u64::MAX << (position - block));
    }

    /// [`Self::seek`] to a position after the last mark given.
    #[inline(always)]
    pub(super) fn advance(&mut self, position: usize) {
        if position < self.block + BLOCK {
            self.bits &= u64::MAX << (position - self.block);
        } else {
            self.seek(position);
        }
    }

    #[inline(always)]
    fn load(&self) -> u64 {
        if let Some(block) = self.data.get(self.block..).and_then(<[u8]>::first_chunk) {
            return marks(block, self.delimiter, self.quote);
        }
        let mut block = [0; BLOCK];
        let rest = self.data.get(self.block..).unwrap_or(&[]);
        block[..rest.len()].copy_from_slice(rest);
        marks(&block, self.delimiter, self.quote)
    }
}

/// The marks of a block, byte i in bit i. 0x08..=0x0F holds LF and CR; the tabs and feeds among them are rare enough to be looked at twice.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
fn marks(block: &[u8; BLOCK], delimiter: u8, quote: u8) -> u64 {
    let flags = block.map(|byte| u8::from(byte == delimiter) | u8::from(byte == quote) | u8::from(byte | 7 == 0x0F));
    let mut bits = 0;
    for (index, flags) in flags.as_chunks::<8>().0.iter().enumerate() {
        // Gathers the lowest bit of each byte: byte i lands in bit 56 + i of the product.
        let gathered = u64::from_le_bytes(*flags).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        bits |= gathered << (8 * index);
    }
    bits
}

/// The same by name of the instructions: built for size, the worker would compare byte by byte, four times as slow.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
fn marks(block: &[u8; BLOCK], delimiter: u8, quote: u8) -> u64 {
    use std::arch::wasm32::{u8x16_bitmask, u8x16_eq, u8x16_splat, u64x2, v128_or};

    let (delimiter, quote, low, breaks) = (u8x16_splat(delimiter), u8x16_splat(quote), u8x16_splat(7), u8x16_splat(0x0F));
    let words = block.as_chunks::<8>().0;
    let mut bits = 0;
    for quarter in 0..4 {
        let bytes = u64x2(u64::from_le_bytes(words[2 * quarter]), u64::from_le_bytes(words[2 * quarter + 1]));
        let is_mark = v128_or(v128_or(u8x16_eq(bytes, delimiter), u8x16_eq(bytes, quote)), u8x16_eq(v128_or(bytes, low), breaks));
        bits |= u64::from(u8x16_bitmask(is_mark)) << (16 * quarter);
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_mark_from_every_position() {
        let data: Vec<u8> = (0..300_usize).map(|at| b"abc,d\"e\nfgh\r\xFF,z\0,,"[at * at % 19 % 18]).collect();
        for from in 0..=data.len() {
            let all = |wanted: &[u8]| -> Vec<usize> { (from..data.len()).filter(|at| wanted.contains(&data[*at])).collect() };
            let mut marks = Marks::new(&data, b',', b'"');
            marks.seek(from);
            let found: Vec<usize> = std::iter::from_fn(|| marks.next()).collect();
            assert_eq!(found, all(b",\"\n\r"), "from {from}");
            marks.seek(from);
            let (mut delimiters, mut others) = (Vec::new(), Vec::new());
            while let Some(at) = marks.next_other(|at| delimiters.push(at)) {
                others.push(at);
            }
            assert_eq!((delimiters, others), (all(b","), all(b"\"\n\r")), "from {from}");
        }
    }
}
