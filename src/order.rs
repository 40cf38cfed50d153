//! Putting short lists in order, for people to read: one machine code for every type. The standard sort is compiled anew for each
//! type and comparison, 4 to 8 KB of WebAssembly a time. And columns of numbers, where all of them are wanted in order: a quantile is
//! selected (`metrics::quantile`).

use std::cmp::Ordering;

use crate::turns::in_turns;

/// Sorts as [`slice::sort_by`] does; equal items keep their order.
pub fn sort_few<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut order: Vec<u32> = (0..items.len() as u32).collect();
    sort_numbers(&mut order, &|a, b| compare(&items[a as usize], &items[b as usize]));
    for to in 0..items.len() {
        // What belongs here may have been moved on by an exchange before: follow it.
        let mut from = order[to] as usize;
        while from < to {
            from = order[from] as usize;
        }
        items.swap(to, from);
    }
}

/// [`sort_few`] by a key, as [`slice::sort_by_key`].
pub fn sort_few_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_few(items, |a, b| key(a).cmp(&key(b)));
}

#[inline(never)]
fn sort_numbers(order: &mut [u32], compare: &dyn Fn(u32, u32) -> Ordering) {
    order.sort_by(|a, b| compare(*a, *b));
}

/// Fewer are as fast by comparison.
const FEW: usize = 1_024;
/// Told apart at a time: so many counts stay in the processor's nearest memory.
const BITS: u32 = 11;

/// Sorts numbers eleven bits at a time, the lowest first: three times through whatever their order, where comparing has to jump at each of
/// them some twenty times.
#[inline(never)]
pub fn sort_many(numbers: &mut Vec<u32>) {
    if numbers.len() < FEW {
        return numbers.sort_unstable();
    }
    let mut sorted = vec![0; numbers.len()];
    for shift in [0, BITS, 2 * BITS] {
        let digit = |number: u32| (number >> shift) as usize % (1 << BITS);
        let mut next = [0_u32; 1 << BITS];
        in_turns(numbers.len(), |places| numbers[places].iter().for_each(|number| next[digit(*number)] += 1));
        if next[digit(numbers[0])] as usize == numbers.len() {
            continue;
        }
        let mut before = 0;
        for next in &mut next {
            before += std::mem::replace(next, before);
        }
        in_turns(numbers.len(), |places| {
            for number in &numbers[places] {
                let next = &mut next[digit(*number)];
                sorted[*next as usize] = *number;
                *next += 1;
            }
        });
        std::mem::swap(numbers, &mut sorted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn many_are_sorted_as_the_standard_sort_does(seed in any::<u32>(), shift in 0_u32..32, len in 0..4_000_u32) {
            let mut ours: Vec<u32> = (0..len).map(|place| (place ^ seed).wrapping_mul(0x9E37_79B1) >> shift).collect();
            let mut standard = ours.clone();
            sort_many(&mut ours);
            standard.sort_unstable();
            prop_assert_eq!(ours, standard);
        }

        #[test]
        fn few_are_sorted_as_the_standard_sort_does(items in prop::collection::vec((0_u8..6, any::<u32>()), 0..60)) {
            let (mut ours, mut standard) = (items.clone(), items);
            sort_few_by_key(&mut ours, |item| item.0);
            standard.sort_by_key(|item| item.0);
            prop_assert_eq!(ours, standard);
        }
    }
}
