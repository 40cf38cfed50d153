//! Which delivered leads are what the teams agreed on, and which criterion the others fail. The criteria are the agreement's; whether they
//! are good ones is the responsibility table's question.

use super::{
    Coded,
    follow_up::Ledger,
    leads_by,
    scoring::{Answers, answers},
};
use crate::{
    agreement::MarketingPromise,
    leads::{Dataset, Dimension},
    order::sort_few,
    report::{Agreed, CriterionCount, KeptPart, LeadCriteria, LeadsOf, MarketingKept},
};

/// Owners or sources listed, the ones with most leads first.
const MAX_LISTED: usize = 500;

/// The answer of every lead to every criterion: the conditions in their order, and the least score last.
#[derive(Debug, Clone)]
pub struct Criteria(Vec<Answers>);

impl Criteria {
    /// `score`: the answers to the least score, where one is agreed. `None` when nothing is agreed: then no lead can meet or fail it.
    #[inline(never)]
    pub fn new(dataset: &Dataset, promise: &MarketingPromise, score: Option<Answers>) -> Option<Self> {
        let all: Vec<Answers> = promise.criteria.iter().map(|condition| answers(dataset, condition)).chain(score).collect();
        (!all.is_empty()).then_some(Self(all))
    }

    pub fn agreed(&self, row: usize) -> Agreed {
        let mut agreed = Agreed::Meets;
        for criterion in &self.0 {
            match criterion.of(row) {
                Some(true) => {}
                Some(false) => return Agreed::Fails,
                None => agreed = Agreed::Unknown,
            }
        }
        agreed
    }

    /// The answer to one criterion; `None`: unknown, or there is no such criterion.
    pub fn answer(&self, criterion: usize, row: usize) -> Option<bool> {
        self.0.get(criterion)?.of(row)
    }

    pub fn of_lead(&self, row: usize) -> LeadCriteria {
        let with =
            |wanted: Option<bool>| (0..).zip(&self.0).filter(|(_, answers)| answers.of(row) == wanted).map(|(index, _)| index).collect();
        LeadCriteria { failed: with(Some(false)), unknown: with(None) }
    }
}

/// Over the leads delivered in the period. `None` where the data tells no deliveries.
#[inline(never)]
pub fn marketing_kept(ledger: &Ledger, promise: &MarketingPromise, criteria: &Criteria) -> Option<MarketingKept> {
    if !ledger.facts.told.deliveries {
        return None;
    }
    let rows = || ledger.deliveries.rows.iter().map(|row| *row as usize);
    let mut by_agreed = [0_u64; 3];
    rows().for_each(|row| by_agreed[criteria.agreed(row) as usize] += 1);
    let [meets, fails, unknown] = by_agreed;
    let named = promise.criteria.iter().map(|condition| (Some(condition.clone()), None));
    let named = named.chain(promise.least_score.map(|score| (None, Some(score))));
    let counted = named.zip(&criteria.0).map(|((criterion, least_score), answers)| CriterionCount {
        criterion,
        least_score,
        failed: rows().filter(|row| answers.of(*row) == Some(false)).count() as u64,
        unknown: rows().filter(|row| answers.of(*row).is_none()).count() as u64,
    });
    let by = |dimension| leads_by(ledger.dataset, dimension).map_or_else(Vec::new, |column| by_part(ledger, &column, criteria));
    Some(MarketingKept {
        delivered: ledger.deliveries.rows.len() as u64,
        meets,
        fails,
        unknown,
        criteria: counted.collect(),
        by_source: by(Dimension::Source),
        by_owner: by(Dimension::Owner),
    })
}

fn by_part(ledger: &Ledger, column: &Coded, criteria: &Criteria) -> Vec<KeptPart> {
    let mut counts = vec![[0_u64; 2]; column.values().len() + 1];
    for row in ledger.deliveries.rows.iter().map(|row| *row as usize) {
        let of_part = &mut counts[column.code(row) as usize];
        of_part[0] += 1;
        of_part[1] += u64::from(criteria.agreed(row) == Agreed::Meets);
    }
    let parts = counts.into_iter().enumerate().filter(|(_, [delivered, _])| *delivered > 0);
    let mut listed: Vec<KeptPart> = parts
        .map(|(code, [delivered, meets])| KeptPart { value: column.value(code as u32).map(str::to_owned), delivered, meets })
        .collect();
    sort_few(&mut listed, |a, b| (b.delivered, a.value.is_none(), &a.value).cmp(&(a.delivered, b.value.is_none(), &b.value)));
    listed.truncate(MAX_LISTED);
    listed
}

/// The delivered leads that are as asked: with `criterion`, by that one alone.
pub fn agreed_rows(ledger: &Ledger, criteria: &Criteria, criterion: Option<u16>, wanted: Agreed, part: &LeadsOf) -> Vec<u32> {
    let agreed = |row: usize| match criterion {
        None => criteria.agreed(row),
        Some(index) => match criteria.answer(usize::from(index), row) {
            Some(true) => Agreed::Meets,
            Some(false) => Agreed::Fails,
            None => Agreed::Unknown,
        },
    };
    ledger.delivered_of(part).filter(|row| agreed(*row) == wanted).map(|row| row as u32).collect()
}
