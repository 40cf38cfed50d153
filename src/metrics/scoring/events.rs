//! Which activities the rules of a model look at: one event a rule and activity, by lead and in order of time. Gives no points.

use crate::{
    agreement::Signal,
    leads::{Activities, Category, Dataset, Instants, NO_LEAD},
    text::fold,
};

/// The moment of an activity without a readable date.
pub const UNDATED: u32 = 0;

/// Activities that did happen, of leads that are known, once for each rule they are meant by.
#[derive(Debug, Clone, Default)]
pub struct Events {
    /// By lead, where its events start; one more than there are leads.
    starts: Vec<u32>,
    /// Unix seconds, ascending within a lead; [`UNDATED`] ones first.
    at: Vec<u32>,
    /// Index of the rule in the model.
    rule: Vec<u16>,
}

impl Events {
    /// `signals`: those of the model's rules; what is no activity and what is `None` has no events.
    pub fn new(dataset: &Dataset, signals: &[Option<&Signal>]) -> Self {
        let activities = &dataset.activities;
        let matchers: Vec<(u16, Matcher)> = signals
            .iter()
            .take(usize::from(u16::MAX))
            .enumerate()
            .filter_map(|(rule, signal)| Some((rule as u16, Matcher::new(activities, (*signal)?)?)))
            .collect();
        let mut starts = vec![0_u32; dataset.leads.len + 1];
        if matchers.is_empty() {
            return Self { starts, at: Vec::new(), rule: Vec::new() };
        }
        let mut found: Vec<(u32, u32, u16)> = Vec::new();
        for (row, &lead) in activities.lead.iter().enumerate() {
            if lead == NO_LEAD || activities.is_planned(row) {
                continue;
            }
            for (rule, matcher) in &matchers {
                if matcher.means(activities, row) {
                    let at = activities.at.raw()[row];
                    found.push((lead, if at == Instants::MISSING { UNDATED } else { at }, *rule));
                    starts[lead as usize + 1] += 1;
                }
            }
        }
        for lead in 0..dataset.leads.len {
            starts[lead + 1] += starts[lead];
        }
        // A counting sort by lead; exports are often in order of time already, so that sorting within a lead has little to do.
        let mut next = starts.clone();
        let mut sorted = vec![(0_u32, 0_u16); found.len()];
        for (lead, at, rule) in found {
            let place = &mut next[lead as usize];
            sorted[*place as usize] = (at, rule);
            *place += 1;
        }
        for lead in starts.windows(2) {
            let of_lead = &mut sorted[lead[0] as usize..lead[1] as usize];
            if !of_lead.is_sorted() {
                of_lead.sort_unstable();
            }
        }
        let (at, rule) = sorted.into_iter().unzip();
        Self { starts, at, rule }
    }

    /// Moment and rule of each event of a lead.
    #[inline]
    pub fn of(&self, lead: usize) -> impl Iterator<Item = (u32, u16)> + '_ {
        let range = self.starts[lead] as usize..self.starts[lead + 1] as usize;
        self.at[range.clone()].iter().copied().zip(self.rule[range].iter().copied())
    }

    pub const fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    /// Some event of the rule has no date.
    pub fn has_undated(&self, rule: usize) -> bool {
        self.at.iter().zip(&self.rule).any(|(at, of)| *at == UNDATED && usize::from(*of) == rule)
    }
}

/// The activities a signal means, with each distinct word tried once.
struct Matcher {
    kind: Option<crate::leads::ActivityKind>,
    /// By code: a word of the signal is part of the type, asset or outcome. `None`: the signal has no words.
    words: Option<[Vec<bool>; 3]>,
}

impl Matcher {
    fn new(activities: &Activities, signal: &Signal) -> Option<Self> {
        let Signal::Activity { kind, words } = signal else { return None };
        let words: Vec<String> = words.iter().map(|word| fold(word)).filter(|word| !word.is_empty()).collect();
        let meant = |column: Option<&Category>| {
            let means = |value: &String| {
                let value = fold(value);
                words.iter().any(|word| value.contains(word.as_str()))
            };
            let values = column.map_or(&[][..], Category::values);
            std::iter::once(false).chain(values.iter().map(means)).collect()
        };
        let columns = || [activities.types.as_ref(), activities.asset.as_ref(), activities.outcome.as_ref()];
        Some(Self { kind: *kind, words: (!words.is_empty()).then(|| columns().map(meant)) })
    }

    #[inline]
    fn means(&self, activities: &Activities, row: usize) -> bool {
        if self.kind.is_some_and(|kind| activities.kind[row] != kind) {
            return false;
        }
        let Some([types, asset, outcome]) = &self.words else { return true };
        let holds = |table: &[bool], column: Option<&Category>| column.is_some_and(|column| table[column.code(row) as usize]);
        holds(types, activities.types.as_ref()) || holds(asset, activities.asset.as_ref()) || holds(outcome, activities.outcome.as_ref())
    }
}
