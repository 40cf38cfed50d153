//! Quantiles of whole numbers without sorting: the numbers are counted twice, once roughly and once exactly where it matters.

/// Numbers up to this are put in order by the standard library: clearing and reading the counts would cost more.
const FEW: usize = 256;
/// Counted at a time.
const BLOCK: usize = 4096;
/// The rough counts: 8 KB, so that they stay in the first-level cache.
const COARSE_BITS: u32 = 11;

/// The quantiles `at` (0..=1) of `values`, linearly interpolated (Excel's PERCENTILE.INC); `None` of nothing. The order of the values
/// is lost.
///
/// Two passes whatever the numbers are; selecting moves them about, once for each quantile.
pub fn quantiles<const N: usize>(values: &mut [i32], at: [f64; N]) -> Option<[f64; N]> {
    let last = values.len().checked_sub(1)?;
    let ranks = at.map(|q| last as f64 * q);
    // Each quantile lies between two neighbours in order.
    let neighbours = ranks.map(|rank| [rank.floor() as usize, (rank.floor() as usize + 1).min(last)]);
    let found = if values.len() <= FEW {
        neighbours.map(|of| of.map(|rank| *values.select_nth_unstable(rank).1))
    } else {
        counted(values, neighbours)
    };
    let mut out = [0.0; N];
    for ((out, rank), [low, high]) in out.iter_mut().zip(ranks).zip(found) {
        *out = f64::from(low) + rank.fract() * (f64::from(high) - f64::from(low));
    }
    Some(out)
}

/// The numbers at these ranks, from 0, in ascending order.
fn counted<const N: usize>(values: &[i32], ranks: [[usize; 2]; N]) -> [[i32; 2]; N] {
    let blocks = || values.chunks(BLOCK);
    let (least, most) = blocks().map(ends).fold((i32::MAX, i32::MIN), |all, of| (all.0.min(of.0), all.1.max(of.1)));
    let bits = u32::BITS - above(least, most).leading_zeros();
    let shift = bits.saturating_sub(COARSE_BITS);
    let mut coarse = [0; PLACES];
    blocks().for_each(|block| count_roughly(block, least, shift, &mut coarse));
    // Of each rank, its rough place and the rank within.
    let places = ranks.map(|of| of.map(|rank| nth(&coarse, rank)));
    // The places looked into have a table each; all others share the first, which nobody reads.
    let mut tables = [0; PLACES];
    let mut taken = 0;
    for (place, _) in places.iter().flatten() {
        if tables[*place] == 0 {
            taken += 1;
            tables[*place] = taken;
        }
    }
    let mut fine = vec![0; (taken as usize + 1) << shift];
    blocks().for_each(|block| count_exactly(block, least, shift, &tables, &mut fine));
    places.map(|of| {
        of.map(|(place, rank)| {
            let table = (tables[place] as usize) << shift;
            let (low, _) = nth(&fine[table..table + (1 << shift)], rank);
            least.wrapping_add((place << shift | low) as i32)
        })
    })
}

const PLACES: usize = 1 << COARSE_BITS;

/// How far a number is above the least, in the width that cannot overflow.
#[inline(always)]
const fn above(least: i32, value: i32) -> u32 {
    value.wrapping_sub(least) as u32
}

#[inline(never)]
fn ends(block: &[i32]) -> (i32, i32) {
    block.iter().fold((i32::MAX, i32::MIN), |(least, most), value| (least.min(*value), most.max(*value)))
}

#[inline(never)]
fn count_roughly(block: &[i32], least: i32, shift: u32, counts: &mut [u32; PLACES]) {
    for value in block {
        counts[(above(least, *value) >> shift) as usize % PLACES] += 1;
    }
}

#[inline(never)]
fn count_exactly(block: &[i32], least: i32, shift: u32, tables: &[u32; PLACES], counts: &mut [u32]) {
    let low_bits = (1 << shift) - 1;
    for value in block {
        let value = above(least, *value);
        let table = tables[(value >> shift) as usize % PLACES];
        counts[(table << shift | value & low_bits) as usize] += 1;
    }
}

/// Where a rank is among counts, and the rank within that count.
fn nth(counts: &[u32], rank: usize) -> (usize, usize) {
    let mut left = rank;
    for (place, count) in counts.iter().enumerate() {
        match left.checked_sub(*count as usize) {
            Some(rest) => left = rest,
            None => return (place, left),
        }
    }
    unreachable!("a rank below the sum of the counts")
}
