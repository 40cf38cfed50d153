//! Long loops, taken in turns.
//!
//! A browser translates a function quickly and badly at first, and well only after it has been called a while; a loop that is already
//! running is never exchanged. So a loop over a million rows in a single call is run in the bad translation to its end. Cut into calls,
//! all but the first of them run well.
//!
//! For the same reason functions that are called once a file or once a report are kept apart by `#[inline(never)]`: joined, as a compiler does
//! with what has one caller, a single warm loop in them has all of it translated again, on a core that reading wants.

use std::ops::Range;

/// Rows a turn, a multiple of 64 (see [`crate::leads::Bitmap::for_each`]): many enough that the call costs nothing, few enough that the first turns are soon over.
const TURN: usize = 4096;

/// Calls `rows` with all of `0..len`, a range after the other.
#[inline]
pub fn in_turns(len: usize, mut rows: impl FnMut(Range<usize>)) {
    let mut from = 0;
    while from < len {
        let to = len.min(from + TURN);
        turn(&mut rows, from..to);
        from = to;
    }
}

/// What `value` says of each of `0..len`.
pub fn of_each<T>(len: usize, mut value: impl FnMut(usize) -> T) -> Vec<T> {
    let mut all = Vec::with_capacity(len);
    in_turns(len, |rows| all.extend(rows.map(&mut value)));
    all
}

/// A function of its own in what is shipped.
#[inline(never)]
fn turn(rows: &mut impl FnMut(Range<usize>), range: Range<usize>) {
    rows(range);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_one_turn() {
        for len in [0, 1, TURN - 1, TURN, TURN + 1, 3 * TURN + 7] {
            let mut seen = Vec::new();
            in_turns(len, |rows| seen.extend(rows));
            assert!(seen.iter().copied().eq(0..len), "{len}");
            assert_eq!(of_each(len, |row| row), seen);
        }
    }
}
