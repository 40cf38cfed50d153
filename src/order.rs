//! Putting short lists in order, for people to read: one machine code for every type. The standard sort is compiled anew for each
//! type and comparison, 4 to 8 KB of WebAssembly a time. Columns are not sorted here: for a million rows the standard sort is faster.

use std::cmp::Ordering;

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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn few_are_sorted_as_the_standard_sort_does(items in prop::collection::vec((0_u8..6, any::<u32>()), 0..60)) {
            let (mut ours, mut standard) = (items.clone(), items);
            sort_few_by_key(&mut ours, |item| item.0);
            standard.sort_by_key(|item| item.0);
            prop_assert_eq!(ours, standard);
        }
    }
}
