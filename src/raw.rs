//! Columns of numbers as bytes, whole, for what is passed between workers and kept for reopening: no loop over their values, no copy
//! between. Numbers lie in memory as they are written, least byte first, as in every browser.

use std::io::{Read, Result, Write};

use borsh::{BorshDeserialize, BorshSerialize};
use bytemuck::Pod;

/// Values made room for at a time: a damaged length asks for no more memory than bytes follow it, and what is blanked for them is still in
/// the processor's cache when they come.
const STEP: usize = 1 << 13;

/// The number of values, and their bytes.
pub fn write<T: Pod>(values: &[T], out: &mut impl Write) -> Result<()> {
    (values.len() as u64).serialize(out)?;
    out.write_all(bytemuck::cast_slice(values))
}

/// What [`write`] wrote, after the values `into` has. An error leaves there what could be read.
#[inline(never)]
pub fn append<T: Pod>(into: &mut Vec<T>, input: &mut impl Read) -> Result<()> {
    let mut left = u64::deserialize_reader(input)? as usize;
    while left > 0 {
        let (from, step) = (into.len(), left.min(STEP));
        into.resize(from + step, T::zeroed());
        input.read_exact(bytemuck::cast_slice_mut(&mut into[from..]))?;
        left -= step;
    }
    Ok(())
}

/// [`append`] to nothing.
pub fn read<T: Pod>(input: &mut impl Read) -> Result<Vec<T>> {
    let mut values = Vec::new();
    append(&mut values, input)?;
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_and_a_short_text_is_an_error() {
        let values: Vec<u32> = (0..STEP as u32 + 3).collect();
        let mut bytes = Vec::new();
        write(&values, &mut bytes).unwrap();
        write(&[1_u64, u64::MAX], &mut bytes).unwrap();
        let mut input = bytes.as_slice();
        assert_eq!(read::<u32>(&mut input).unwrap(), values);
        let mut more = vec![7_u64];
        append(&mut more, &mut input).unwrap();
        assert_eq!((more.as_slice(), input.len()), ([7, 1, u64::MAX].as_slice(), 0));
        assert!(read::<u32>(&mut &bytes[..bytes.len() / 2]).is_err());
        assert!(read::<u32>(&mut [0xFF_u8; 40].as_slice()).is_err(), "a length beyond the bytes");
    }
}
