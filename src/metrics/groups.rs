//! Rows put together by the part they are of.

use crate::turns::in_turns;

/// Of no part.
pub const NO_PART: u32 = u32::MAX;

/// Places grouped by part, in their order within each: a counting sort.
#[derive(Debug, Clone)]
pub struct Groups {
    order: Vec<u32>,
    /// Where each part begins in `order`; one more than there are parts.
    starts: Vec<usize>,
}

impl Groups {
    /// The part of each place, less than `parts` or [`NO_PART`]: those are in none.
    pub fn new(part_of: &[u32], parts: usize) -> Self {
        let mut starts = vec![0; parts + 1];
        in_turns(part_of.len(), |places| {
            for part in part_of[places].iter().filter(|part| **part != NO_PART) {
                starts[*part as usize + 1] += 1;
            }
        });
        for part in 0..parts {
            starts[part + 1] += starts[part];
        }
        let mut next = starts.clone();
        let mut order = vec![0; starts[parts]];
        in_turns(part_of.len(), |places| {
            for place in places.filter(|place| part_of[*place] != NO_PART) {
                let next = &mut next[part_of[place] as usize];
                order[*next] = place as u32;
                *next += 1;
            }
        });
        Self { order, starts }
    }

    pub fn of(&self, part: usize) -> &[u32] {
        &self.order[self.starts[part]..self.starts[part + 1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_in_its_part_and_in_order() {
        let part_of: Vec<u32> = (0..10_000_u32).map(|place| if place % 11 == 0 { NO_PART } else { place * place % 7 }).collect();
        let groups = Groups::new(&part_of, 8);
        for part in 0..8 {
            let expected: Vec<u32> = (0..10_000).filter(|place| part_of[*place as usize] == part).collect();
            assert_eq!(groups.of(part as usize), expected);
        }
    }
}
