//! Investment: what was booked and what was typed in, by the days it belongs to. Divides by nothing and knows no customer.

use std::cmp::Reverse;

use super::Spans;
use crate::{
    agreement::Team,
    leads::{Category, Dataset, Dimension, Instants, NO_AMOUNT, NONE_CODE, SpendCategory},
    metrics::{
        Selection, Span,
        money::{average, money},
        selection::FilteredCosts,
    },
    order::sort_few_by_key,
    report::{CategoryCost, Investment, TeamCost},
    text::fold,
    time::{Day, Moment, Period, Zone},
};

/// A cost of one month that no file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypedIn {
    pub month: Period,
    pub team: Team,
    pub category: SpendCategory,
    pub minor: i64,
}

impl TypedIn {
    /// What of it belongs to these days: the rounded sum up to their end less that up to their beginning, so that a month cut in two sums
    /// to the whole wherever it is cut.
    fn part(&self, days: Period) -> i128 {
        let length = self.month.days();
        let until = |day: Day| {
            let elapsed = day.since(self.month.from).clamp(0, length);
            average(i128::from(self.minor) * i128::from(elapsed), length as u64).unwrap_or(0)
        };
        until(days.to) - until(days.from)
    }
}

/// The days whose costs are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CostDays {
    pub days: Period,
    /// Bookings without a date belong to them too.
    pub undated: bool,
}

impl CostDays {
    /// Those of the period that are not after the as-of. The period of everything begins before any cost: costs come before leads.
    pub fn of(selection: &Selection, zone: &Zone) -> Self {
        let Period { from, to } = selection.period;
        let tomorrow = zone.day(selection.as_of).plus(1);
        let (from, to) = if selection.undated { (BEFORE_ALL, tomorrow) } else { (from, to.min(tomorrow)) };
        Self { days: Period { from, to: to.max(from) }, undated: selection.undated }
    }

    /// The same days, so many before.
    #[must_use]
    pub fn earlier(self, by: u32) -> Self {
        let back = |day: Day| day.plus(-(by.min(MAX_LAG) as i32)).max(BEFORE_ALL);
        Self { days: Period { from: back(self.days.from), to: back(self.days.to) }, ..self }
    }
}

/// The day before the first [`Moment`].
const BEFORE_ALL: Day = Day(-1);
/// No two moments are further apart.
const MAX_LAG: u32 = 50_000;

/// The costs of a filter.
#[derive(Debug)]
pub struct Costs<'a> {
    dataset: &'a Dataset,
    filtered: &'a FilteredCosts,
    typed: Vec<TypedIn>,
    as_of: Moment,
    zone: &'a Zone,
}

impl<'a> Costs<'a> {
    /// `None` where nobody can tell which costs pass the filter, or no cost of the whole data has an amount: unknown is not zero.
    #[inline(never)]
    pub fn new(dataset: &'a Dataset, selection: &'a Selection, typed: Vec<TypedIn>, zone: &'a Zone) -> Option<Self> {
        let filtered = selection.costs.as_ref()?;
        if typed.is_empty() && dataset.spend.amount_minor.iter().all(|amount| *amount == NO_AMOUNT) {
            return None;
        }
        let typed = if filtered.typed { typed } else { Vec::new() };
        Some(Self { dataset, filtered, typed, as_of: selection.as_of, zone })
    }

    /// The first day with a cost that is dated and not after the as-of.
    pub fn first_day(&self) -> Option<Day> {
        let at = self.dataset.spend.at.raw();
        let booked = self.filtered.spend.iter().map(|row| at[row]).min().filter(|first| i64::from(*first) <= self.as_of.unix());
        let booked = booked.and_then(|seconds| Moment::from_unix(i64::from(seconds))).map(|moment| self.zone.day(moment));
        let today = self.zone.day(self.as_of);
        let typed = self.typed.iter().map(|cost| cost.month.from.max(Day(0))).filter(|from| *from <= today).min();
        booked.into_iter().chain(typed).min()
    }

    /// Bookings of these days, with and without an amount, ascending.
    pub fn rows(&self, span: CostDays) -> impl Iterator<Item = usize> {
        let seconds = Span::new(span.days, self.as_of, self.zone);
        let at = self.dataset.spend.at.raw();
        self.filtered.spend.iter().filter(move |row| seconds.contains(at[*row]) || (span.undated && at[*row] == Instants::MISSING))
    }

    /// Bookings of these days, ascending; of one category where it is named.
    pub fn bookings(&self, span: CostDays, category: Option<SpendCategory>) -> Vec<u32> {
        let is_of = |row: &usize| category.is_none_or(|category| self.dataset.spend.category[*row] == category);
        self.rows(span).filter(is_of).map(|row| row as u32).collect()
    }

    fn amounts(&self, span: CostDays) -> impl Iterator<Item = (usize, i128)> {
        self.rows(span).filter_map(|row| Some((row, self.amount(row)?)))
    }

    fn amount(&self, row: usize) -> Option<i128> {
        Some(self.dataset.spend.amount_minor[row]).filter(|amount| *amount != NO_AMOUNT).map(i128::from)
    }

    pub fn total(&self, span: CostDays) -> i128 {
        let booked: i128 = self.amounts(span).map(|(_, minor)| minor).sum();
        booked + self.typed.iter().map(|cost| cost.part(span.days)).sum::<i128>()
    }

    /// [`Costs::total`] of each of these spans, of which one begins where the one before ends; undated bookings are in none.
    pub fn totals(&self, spans: &[Period]) -> Vec<i128> {
        let mut totals: Vec<i128> = spans.iter().map(|span| self.typed.iter().map(|cost| cost.part(*span)).sum()).collect();
        let places = Spans::new(spans, self.zone);
        let at = self.dataset.spend.at.raw();
        for row in self.filtered.spend.iter().filter(|row| i64::from(at[*row]) <= self.as_of.unix()) {
            if let (Some(place), Some(minor)) = (places.of(at[row]), self.amount(row)) {
                totals[place] += minor;
            }
        }
        totals
    }

    pub fn investment(&self, span: CostDays) -> Investment {
        let spend = &self.dataset.spend;
        let teams = Teams::new(spend.team.as_ref());
        let mut by_category = [0_i128; SpendCategory::ALL.len()];
        let mut by_team = vec![0_i128; teams.names.len()];
        let mut without_amount = 0;
        for row in self.rows(span) {
            let Some(minor) = self.amount(row) else {
                without_amount += 1;
                continue;
            };
            by_category[spend.category[row].index()] += minor;
            by_team[teams.by_code[spend.team.as_ref().map_or(NONE_CODE, |team| team.code(row)) as usize]] += minor;
        }
        let mut typed_in = 0;
        for cost in &self.typed {
            let minor = cost.part(span.days);
            by_category[cost.category.index()] += minor;
            by_team[cost.team as usize] += minor;
            typed_in += minor;
        }
        let amount = |minor: i128| money(minor, self.dataset.currency.as_deref());
        let total = by_category.iter().sum();
        let mut categories: Vec<(SpendCategory, i128)> = SpendCategory::ALL.into_iter().zip(by_category).collect();
        categories.retain(|(_, minor)| *minor != 0);
        sort_few_by_key(&mut categories, |(_, minor)| Reverse(*minor));
        let mut of_teams: Vec<(TeamName, i128)> = teams.names.into_iter().zip(by_team).collect();
        of_teams.retain(|(_, minor)| *minor != 0);
        sort_few_by_key(&mut of_teams, |((team, name), minor)| (Reverse(*minor), *team, *name));
        Investment {
            total: amount(total),
            by_category: categories.into_iter().map(|(category, minor)| CategoryCost { category, amount: amount(minor) }).collect(),
            by_team: of_teams
                .into_iter()
                .map(|((team, name), minor)| TeamCost { team, name: name.map(str::to_owned), amount: amount(minor) })
                .collect(),
            typed_in: amount(typed_in),
            without_amount,
        }
    }

    /// What advertising with a named source cost, and those sources; `None` where there is none.
    pub fn paid(&self, span: CostDays) -> Option<(i128, Vec<&'a str>)> {
        let spend = &self.dataset.spend;
        let source = spend.source.as_ref()?;
        let (mut minor, mut is_paid) = (0, vec![false; source.values().len() + 1]);
        for (row, amount) in self.amounts(span) {
            let code = source.code(row);
            if spend.category[row] == SpendCategory::Advertising && code != NONE_CODE {
                minor += amount;
                is_paid[code as usize] = true;
            }
        }
        let sources: Vec<&str> =
            source.values().iter().zip(&is_paid[1..]).filter(|(_, paid)| **paid).map(|(name, _)| name.as_str()).collect();
        (!sources.is_empty()).then_some((minor, sources))
    }

    /// What was booked for each value of source or campaign, by its code in the column of spend; `None` where nothing was.
    pub fn by_value(&self, dimension: Dimension, span: CostDays) -> Vec<Option<i128>> {
        let Some(column) = booked_for(self.dataset, dimension) else { return Vec::new() };
        let mut by_code = vec![None; column.values().len() + 1];
        for (row, minor) in self.amounts(span) {
            *by_code[column.code(row) as usize].get_or_insert(0) += minor;
        }
        by_code
    }
}

/// The column of spend that says for which source or campaign it was.
pub fn booked_for(dataset: &Dataset, dimension: Dimension) -> Option<&Category> {
    match dimension {
        Dimension::Source => dataset.spend.source.as_ref(),
        Dimension::Campaign => dataset.spend.campaign.as_ref(),
        _ => None,
    }
}

/// A team, else the word of the export; neither where the booking has none.
type TeamName<'a> = (Option<Team>, Option<&'a str>);

/// Whose cost a booking is.
struct Teams<'a> {
    /// Marketing and sales as [`Team`] counts them, none, then every other word.
    names: Vec<TeamName<'a>>,
    /// By the code of the column: its place in `names`.
    by_code: Vec<usize>,
}

impl<'a> Teams<'a> {
    fn new(column: Option<&'a Category>) -> Self {
        let mut names = vec![(Some(Team::Marketing), None), (Some(Team::Sales), None), (None, None)];
        let mut by_code = vec![2];
        for word in column.map_or(&[][..], Category::values) {
            let place = team_of(word).map_or(names.len(), |team| team as usize);
            if place == names.len() {
                names.push((None, Some(word.as_str())));
            }
            by_code.push(place);
        }
        Self { names, by_code }
    }
}

/// The team a word names; none where it names both.
fn team_of(word: &str) -> Option<Team> {
    let word = fold(word);
    let says = |parts: [&str; 3]| parts.iter().any(|part| word.contains(part));
    match (says(["marketing", "маркетинг", "بازاریابی"]), says(["sales", "продаж", "فروش"])) {
        (true, false) => Some(Team::Marketing),
        (false, true) => Some(Team::Sales),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_teams_are_read_in_their_languages() {
        let check = |word: &str, expected: Option<Team>| assert_eq!(team_of(word), expected, "{word}");
        check("Marketing", Some(Team::Marketing));
        check("PERFORMANCE MARKETING", Some(Team::Marketing));
        check("Inside Sales", Some(Team::Sales));
        check("بازاريابي", Some(Team::Marketing));
        check("تیم فروش", Some(Team::Sales));
        check("Отдел продаж", Some(Team::Sales));
        check("Sales & Marketing", None);
        check("Finance", None);
    }

    #[test]
    fn a_month_cut_anywhere_sums_to_the_whole() {
        let month = Period { from: Day(100), to: Day(131) };
        for minor in [0, 1, 2, 100, 9_999, -7] {
            let cost = TypedIn { month, team: Team::Sales, category: SpendCategory::Tools, minor };
            let part = |from, to| cost.part(Period { from: Day(from), to: Day(to) });
            assert_eq!(part(100, 131), i128::from(minor));
            assert_eq!(part(-1, 500), i128::from(minor));
            for cut in 90..140 {
                assert_eq!(part(0, cut) + part(cut, 200), i128::from(minor), "{minor} cut at {cut}");
            }
            assert_eq!((90..140).map(|day| part(day, day + 1)).sum::<i128>(), i128::from(minor));
        }
    }
}
