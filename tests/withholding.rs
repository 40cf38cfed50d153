//! What a shared board withholds: small stories, and an attack. The attacker knows every sum and solves for what is withheld with whole
//! numbers, by bounds and trying; nothing of the library's own reasoning is used for it.

mod common;

use common::Stories;
use handoff::share::withhold::Counts;
use proptest::{collection::vec, prelude::*, sample::select};

/// Counts as the test itself knows them.
#[derive(Debug, Clone, Default)]
struct Board {
    values: Vec<u64>,
    offered: Vec<bool>,
    sums: Vec<(usize, Vec<usize>)>,
}

impl Board {
    fn add(&mut self, value: u64, offered: bool) -> usize {
        self.values.push(value);
        self.offered.push(offered);
        self.values.len() - 1
    }

    fn all(&mut self, values: &[u64]) -> Vec<usize> {
        values.iter().map(|value| self.add(*value, true)).collect()
    }

    /// Adds the whole of some counts.
    fn whole(&mut self, parts: &[usize]) -> usize {
        let whole = self.add(parts.iter().map(|part| self.values[*part]).sum(), true);
        self.sums.push((whole, parts.to_vec()));
        whole
    }

    /// Adds what is left of a whole without a part, which nobody asked for.
    fn rest(&mut self, whole: usize, part: usize) -> usize {
        let rest = self.add(self.values[whole] - self.values[part], false);
        self.sums.push((whole, vec![part, rest]));
        rest
    }

    fn shown(&self, least: u32) -> Vec<bool> {
        let mut counts = Counts::default();
        for (value, offered) in self.values.iter().zip(&self.offered) {
            counts.add(*value, *offered);
        }
        for (whole, parts) in &self.sums {
            counts.add_sum(*whole, parts);
        }
        counts.shown(least)
    }

    /// The values of offered counts that are withheld, in order of place.
    fn withheld(&self, least: u32) -> Vec<u64> {
        let shown = self.shown(least);
        (0..shown.len()).filter(|place| self.offered[*place] && !shown[*place]).map(|place| self.values[place]).collect()
    }

    /// A table with its margins and the whole, each line of cells with its total last.
    fn table(rows: &[Vec<u64>]) -> Self {
        let mut board = Self::default();
        let cells: Vec<Vec<usize>> = rows.iter().map(|row| board.all(row)).collect();
        let columns = (0..rows[0].len()).map(|column| cells.iter().map(|row| row[column]).collect::<Vec<_>>());
        let columns: Vec<usize> = columns.map(|parts| board.whole(&parts)).collect();
        let rows: Vec<usize> = cells.iter().map(|parts| board.whole(parts)).collect();
        let whole = board.whole(&rows);
        board.sums.push((whole, columns));
        board
    }
}

/// What an attacker knows of each count: at least, and at most.
type Bounds = Vec<(i64, i64)>;

struct Attacker<'a> {
    sums: &'a [(usize, Vec<usize>)],
    /// How often it may still try before it says that it does not know.
    tries: u32,
}

impl Attacker<'_> {
    /// Draws conclusions until there are no more; `false` when nothing is possible.
    fn conclude(&self, bounds: &mut Bounds) -> bool {
        loop {
            let mut is_changed = false;
            for (whole, parts) in self.sums {
                let sum = |pick: fn((i64, i64)) -> i64, bounds: &Bounds| parts.iter().map(|part| pick(bounds[*part])).sum::<i64>();
                let (low, high) = (sum(|b| b.0, bounds), sum(|b| b.1, bounds));
                let mut narrow = |place: usize, low: i64, high: i64| {
                    let (old_low, old_high) = bounds[place];
                    bounds[place] = (old_low.max(low), old_high.min(high));
                    is_changed |= bounds[place] != (old_low, old_high);
                    bounds[place].0 <= bounds[place].1
                };
                if !narrow(*whole, low, high) {
                    return false;
                }
                let (whole_low, whole_high) = bounds[*whole];
                for part in parts {
                    let (part_low, part_high) = bounds[*part];
                    // Of the bounds before: narrower ones of other parts are seen the next time.
                    let (low, high) = (whole_low - (high - part_high).max(0), whole_high - (low - part_low));
                    let (old_low, old_high) = bounds[*part];
                    bounds[*part] = (old_low.max(low), old_high.min(high));
                    is_changed |= bounds[*part] != (old_low, old_high);
                    if bounds[*part].0 > bounds[*part].1 {
                        return false;
                    }
                }
            }
            if !is_changed {
                return true;
            }
        }
    }

    /// Counts within these bounds of which all sums hold; those near `likely` are tried first.
    fn solve(&mut self, mut bounds: Bounds, likely: &[u64]) -> Option<Vec<u64>> {
        self.tries = self.tries.checked_sub(1).expect("an attack small enough to be decided");
        if !self.conclude(&mut bounds) {
            return None;
        }
        let open = (0..bounds.len()).filter(|place| bounds[*place].0 < bounds[*place].1);
        let Some(place) = open.min_by_key(|place| bounds[*place].1 - bounds[*place].0) else {
            return Some(bounds.iter().map(|bound| bound.0 as u64).collect());
        };
        let (low, high) = bounds[place];
        let mut tries: Vec<i64> = (low..=high).collect();
        tries.sort_by_key(|value| (value - likely[place] as i64).abs());
        tries.into_iter().find_map(|value| {
            let mut narrower = bounds.clone();
            narrower[place] = (value, value);
            self.solve(narrower, likely)
        })
    }
}

/// Can the count be anything else than it is, for all that is shown: `least` or more, or else at least something?
fn others(board: &Board, shown: &[bool], place: usize, least: u64) -> (bool, bool) {
    let most = board.values.iter().max().map_or(0, |most| most + 3 * least) as i64;
    let seen = |place: usize| {
        let value = board.values[place] as i64;
        // The attacker guesses that no zero is withheld, and is told where that is wrong.
        if shown[place] { (value, value) } else { (i64::from(board.offered[place] && value > 0), most) }
    };
    let known: Bounds = (0..shown.len()).map(seen).collect();
    let is_possible = |low: i64, high: i64| {
        let mut bounds = known.clone();
        bounds[place] = (low, high);
        let found = Attacker { sums: &board.sums, tries: 100_000 }.solve(bounds, &board.values);
        found.is_some_and(|values| {
            let holds = |(whole, parts): &(usize, Vec<usize>)| values[*whole] == parts.iter().map(|part| values[*part]).sum::<u64>();
            assert!(board.sums.iter().all(holds) && (0..shown.len()).all(|at| !shown[at] || values[at] == board.values[at]));
            assert_ne!(values[place], board.values[place]);
            true
        })
    };
    let value = board.values[place] as i64;
    let is_large = is_possible(least as i64, most);
    (is_large, is_large || is_possible(value + 1, most) || is_possible(known[place].0, value - 1))
}

/// What is wrong with showing these, if anything.
fn attack(board: &Board, shown: &[bool], least: u32) -> Result<(), String> {
    let is_small = |value: u64| (1..u64::from(least)).contains(&value);
    for (place, is_shown) in shown.iter().enumerate() {
        let value = board.values[place];
        if *is_shown && (is_small(value) || !board.offered[place]) {
            return Err(format!("count {place} is {value} and shown"));
        }
        if !is_shown && is_small(value) {
            match others(board, shown, place, least.into()) {
                (_, false) => return Err(format!("count {place} is solved: {value}")),
                (false, _) => return Err(format!("count {place} is known to be small: {value}")),
                (true, _) => {}
            }
        }
    }
    for (whole, parts) in board.sums.iter().filter(|(whole, _)| shown[*whole]) {
        let together: u64 = parts.iter().filter(|part| !shown[**part]).map(|part| board.values[*part]).sum();
        if is_small(together) {
            return Err(format!("the hidden parts of {whole} are {together} together"));
        }
    }
    if !board.values.iter().any(|value| is_small(*value)) && shown != board.offered {
        return Err("nothing is small, and something is withheld".into());
    }
    Ok(())
}

#[test]
fn the_attacker_finds_what_is_badly_hidden() {
    let mut stories = Stories::default();
    let mut check = |story: &str, board: &Board, hidden: &[usize], expected: Result<(), &str>| {
        let shown: Vec<bool> = (0..board.values.len()).map(|place| board.offered[place] && !hidden.contains(&place)).collect();
        stories.same(story, &attack(board, &shown, 5), &expected.map_err(str::to_owned));
    };
    let table = Board::table(&[vec![2, 8, 9], vec![8, 9, 10], vec![9, 9, 9]]);
    check("nothing hidden", &table, &[], Err("count 0 is 2 and shown"));
    check("only the small one", &table, &[0], Err("count 0 is solved: 2"));
    check("covered in its row alone", &table, &[0, 1], Err("count 0 is solved: 2"));
    check("covered in row and column, and not across", &table, &[0, 1, 3], Err("count 0 is solved: 2"));
    check("covered", &table, &[0, 1, 3, 4], Ok(()));
    check("without the totals", &table, &[0, 9, 12, 15], Ok(()));
    let mut list = Board::default();
    let parts = list.all(&[1, 2, 8, 0]);
    list.whole(&parts);
    check("two small ones are one small one", &list, &[0, 1], Err("count 0 is known to be small: 1"));
    check("and a zero is no cover", &list, &[0, 1, 3], Err("count 0 is known to be small: 1"));
    check("with a third", &list, &[0, 1, 2], Ok(()));
    let large = Board { values: vec![7, 7], offered: vec![true, true], sums: vec![(0, vec![1])] };
    check("withheld for nothing", &large, &[0], Err("nothing is small, and something is withheld"));
}

#[test]
fn what_is_withheld() {
    let mut stories = Stories::default();
    let mut check = |story: &str, board: &Board, least: u32, expected: &[u64]| {
        stories.same(story, &board.withheld(least), &expected.to_vec());
        stories.same(story, &attack(board, &board.shown(least), least), &Ok(()));
    };
    let list = |values: &[u64]| {
        let mut board = Board::default();
        let parts = board.all(values);
        board.whole(&parts);
        board
    };
    check("nothing to share", &Board::default(), 5, &[]);
    check("nothing small", &list(&[5, 6, 0, 100]), 5, &[]);
    check("a least of one", &list(&[1, 2, 3]), 1, &[]);
    check("a least of none", &list(&[1, 2, 3]), 0, &[]);
    check("one small, and the smallest that covers it", &list(&[40, 2, 12, 300, 15]), 5, &[2, 12]);
    check("a zero is no cover, and stays", &list(&[40, 2, 0, 12]), 5, &[2, 12]);
    check("two small ones that are enough together", &list(&[40, 4, 2, 12]), 5, &[4, 2]);
    check("two that are only if one of them is a zero", &list(&[40, 2, 3, 12]), 5, &[2, 3, 12]);
    check("two that are small together", &list(&[40, 1, 3, 12]), 5, &[1, 3, 12]);
    check("the only part but zeros takes the whole with it", &list(&[2, 0, 0]), 5, &[2, 2]);
    check("of two parts both", &list(&[2, 50]), 5, &[2, 50]);
    check("twenty parts, one small", &list(&(1..=20).map(|n| if n == 7 { 3 } else { 100 + n }).collect::<Vec<_>>()), 5, &[101, 3]);
    let (mut alone, mut twice) = (Board::default(), list(&[2, 30, 31]));
    alone.all(&[1, 2, 3, 9]);
    check("small ones without a sum", &alone, 5, &[1, 2, 3]);
    let again = twice.add(2, true);
    twice.sums.push((again, vec![0]));
    check("the same count in two places", &twice, 5, &[2, 30, 2]);
    check("a table", &Board::table(&[vec![2, 8, 9], vec![8, 9, 10], vec![9, 9, 9]]), 5, &[2, 8, 8, 9]);
    check("a table with two small ones across", &Board::table(&[vec![2, 8, 9], vec![8, 3, 10], vec![9, 9, 9]]), 5, &[2, 8, 8, 3]);
    // Converted of entered: 98 of 100 says that 2 did not.
    let share = |entered: u64, converted: u64| {
        let mut board = Board::default();
        let places = board.all(&[entered, converted]);
        board.rest(places[0], places[1]);
        board
    };
    check("a share whose rest is small", &share(100, 98), 5, &[98]);
    check("a small share of many", &share(100, 3), 5, &[3]);
    check("a share of a small group", &share(3, 0), 5, &[3]);
    check("all of them", &share(100, 100), 5, &[]);
    check("a share with nothing small", &share(100, 60), 5, &[]);
}

/// Sources by stages of the funnel: how far the leads of each came, and how many went no further.
fn funnel(sources: &[Vec<u64>]) -> Board {
    let mut board = Board::default();
    let mut slices: Vec<Vec<usize>> = sources.iter().map(|reached| board.all(reached)).collect();
    let stages = 0..sources[0].len();
    let whole = stages.map(|stage| board.whole(&slices.iter().map(|slice| slice[stage]).collect::<Vec<_>>())).collect();
    slices.push(whole);
    for slice in slices {
        for step in slice.windows(2) {
            board.rest(step[0], step[1]);
        }
    }
    board
}

#[test]
fn a_funnel_by_source_keeps_most_of_itself() {
    let board = funnel(&[vec![900, 400, 120, 40], vec![500, 300, 90, 20], vec![60, 20, 8, 2], vec![300, 120, 60, 30]]);
    assert_eq!(attack(&board, &board.shown(5), 5), Ok(()));
    assert_eq!(board.withheld(5), [20, 2], "the small one and one beside it");
    let small_steps = funnel(&[vec![900, 898, 120, 40], vec![500, 300, 90, 20], vec![60, 20, 8, 6]]);
    assert_eq!(attack(&small_steps, &small_steps.shown(5), 5), Ok(()));
    assert!(small_steps.withheld(5).len() <= 4, "{:?}", small_steps.withheld(5));
}

/// Numbers that look like chance, the same every time.
fn some(seed: u64) -> u64 {
    let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 33
}

#[test]
fn a_board_of_thousands_of_counts_is_not_emptied() {
    let source = |source: u64| {
        let mut reached = 3 + some(source) % 4000 / (1 + source / 4);
        let mut slice = vec![reached];
        for stage in 0..11 {
            reached = reached * (40 + some(source * 64 + stage + 7) % 60) / 100;
            slice.push(reached);
        }
        slice
    };
    let sources: Vec<Vec<u64>> = (1..=160).map(source).collect();
    let board = funnel(&sources);
    let shown = board.shown(5);
    let of = |pick: &dyn Fn(usize) -> bool| (0..shown.len()).filter(|place| board.offered[*place] && pick(*place)).count();
    let small = of(&|place| (1..5).contains(&board.values[place]));
    let (offered, withheld) = (of(&|_| true), of(&|place| !shown[place]));
    assert!(withheld >= small && withheld < small * 3, "{withheld} of {offered} withheld for {small}");
    assert!(shown[sources.len() * 12], "the whole is shown");
}

/// Mostly small counts, some zeros, some large.
fn value() -> impl Strategy<Value = u64> {
    prop_oneof![2 => Just(0), 6 => 1..9_u64, 3 => 9..40_u64]
}

fn one_way() -> impl Strategy<Value = Board> {
    vec(value(), 1..9).prop_map(|values| {
        let mut board = Board::default();
        let parts = board.all(&values);
        board.whole(&parts);
        board
    })
}

fn two_way() -> impl Strategy<Value = Board> {
    (2..5_usize, 2..5_usize).prop_flat_map(|(rows, columns)| vec(vec(value(), columns), rows)).prop_map(|rows| Board::table(&rows))
}

/// A cube with the sums of its lines, of its planes and of all of it.
fn three_way() -> impl Strategy<Value = Board> {
    let sides = [2..4_usize, 2..4, 2..3];
    sides.prop_flat_map(|sides| (Just(sides), vec(value(), sides.iter().product::<usize>()))).prop_map(|(sides, values)| {
        let mut board = Board::default();
        let cells = board.all(&values);
        let at = |cell: usize| [cell / (sides[1] * sides[2]), cell / sides[2] % sides[1], cell % sides[2]];
        let mut planes = Vec::new();
        for (first, second) in [(0, 1), (1, 2), (2, 0)] {
            let mut of_first = Vec::new();
            for one in 0..sides[first] {
                let line = |two: usize| cells.iter().copied().filter(|cell| at(*cell)[first] == one && at(*cell)[second] == two).collect();
                let lines: Vec<Vec<usize>> = (0..sides[second]).map(line).collect();
                let lines: Vec<usize> = lines.iter().map(|parts| board.whole(parts)).collect();
                of_first.push(board.whole(&lines));
            }
            planes.push(of_first);
        }
        let whole = board.whole(&planes[0]);
        board.sums.extend(planes.into_iter().skip(1).map(|parts| (whole, parts)));
        board
    })
}

/// Counts split and joined again and again, by no plan.
fn chains() -> impl Strategy<Value = Board> {
    let step = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..=100_u64, select(vec![0_u8, 1, 1, 2]));
    (vec(value(), 1..5), vec(step, 1..9)).prop_map(|(values, steps)| {
        let mut board = Board::default();
        board.all(&values);
        for (one, two, share, what) in steps {
            let (one, two) = (one.index(board.values.len()), two.index(board.values.len()));
            match what {
                0 if one != two => drop(board.whole(&[one, two])),
                0 => drop(board.whole(&[one])),
                kind => {
                    let part = board.add(board.values[one] * share / 100, true);
                    let rest = board.rest(one, part);
                    board.offered[rest] = kind == 2;
                }
            }
        }
        board
    })
}

fn funnels() -> impl Strategy<Value = Board> {
    let slice = |stages: usize| {
        (0..40_u64, vec(0..=100_u64, stages)).prop_map(|(first, shares)| {
            let next = |reached: &mut u64, share: &u64| Some(std::mem::replace(reached, *reached * share / 100));
            shares.iter().scan(first, next).collect::<Vec<_>>()
        })
    };
    (2..4_usize).prop_flat_map(move |stages| vec(slice(stages), 2..5)).prop_map(|sources| funnel(&sources))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_small_group_is_worked_out(
        board in prop_oneof![one_way(), two_way(), three_way(), chains(), funnels()],
        unasked in vec(prop::bool::weighted(0.1), 64),
        least in 2..9_u32,
    ) {
        let mut board = board;
        for (offered, unasked) in board.offered.iter_mut().zip(unasked) {
            *offered &= !unasked;
        }
        prop_assert_eq!(attack(&board, &board.shown(least), least), Ok(()));
    }

    /// A list pays for its small parts with one more at most, or with its whole.
    #[test]
    fn little_is_withheld_of_a_list(board in one_way(), least in 2..9_u32) {
        let is_small = |value: &u64| (1..u64::from(least)).contains(value);
        let small = board.values.iter().filter(|value| is_small(value)).count();
        prop_assert!(board.withheld(least).len() <= small + 1, "{:?}", board.withheld(least));
    }
}
