//! The figures that follow a slider, in one pass over the leads, a word of the bitmaps at a time: what only depends on bits is counted by
//! them. The other files of this folder count the same more plainly; a test holds them together.

use super::{BAND, MOST_BANDS, Points, Running, Spread};
use crate::{
    agreement::ScoringModel,
    leads::Bitmap,
    report::{ModelCounts, QuickScore, ScoreCount},
};

/// What a model makes of these leads. `judged`: the sums of just before their fate was decided, where they differ from those of now.
/// `required`: leads of which all required fields are known.
pub fn quick(
    now: &Running,
    judged: Option<&Running>,
    required: &Bitmap,
    model: &ScoringModel,
    leads: &Bitmap,
    spread: Spread,
) -> QuickScore {
    let [mql_score, sal_score] = [model.mql_score, model.sal_score].map(|score| score.map_or(i32::MAX, |score| Points::of(score).0));
    let ones = |word: u64| u64::from(word.count_ones());
    let mut counts = ModelCounts::default();
    let mut bands = [0_u64; MOST_BANDS as usize];
    let mut mqls = 0;
    for (index, (word, required)) in leads.words().iter().zip(required.words()).enumerate() {
        let (never, fast) = now.words(index);
        let (mut reach_mql, mut reach_sal) = (0, 0);
        each_of(*word, |bit| {
            let score = now.score(index * 64 + bit).0;
            reach_mql |= u64::from(score >= mql_score) << bit;
            reach_sal |= u64::from(score >= sal_score) << bit;
            bands[(score as u32 / (BAND * 100)).min(MOST_BANDS - 1) as usize] += 1;
        });
        let sal = word & !never & (fast | (required & reach_sal));
        let mql = sal | (word & !never & required & reach_mql);
        counts.leads += ones(*word);
        counts.mql += ones(mql);
        counts.sal += ones(sal);
        counts.disqualified += ones(word & never);
        counts.fast_tracked += ones(word & fast);
        counts.lacking += ones(word & !required);
        mqls += match judged {
            None => ones(word & !never & (fast | (required & reach_mql))),
            Some(judged) => {
                let ((never, fast), mut reach) = (judged.words(index), 0);
                each_of(*word, |bit| reach |= u64::from(judged.score(index * 64 + bit).0 >= mql_score) << bit);
                ones(word & !never & (fast | (required & reach)))
            }
        };
    }
    let last = bands.iter().rposition(|leads| *leads > 0).unwrap_or(0) as u32;
    let histogram = (0..=last).map(|band| ScoreCount {
        from: band * BAND,
        to: (band < last).then_some((band + 1) * BAND),
        leads: bands[band as usize],
    });
    let histogram = histogram.collect();
    let mqls = model.mql_score.map(|_| mqls);
    let (mqls_per_month, per_rep_per_day) = mqls.map_or((None, None), |mqls| (spread.per_month(mqls), spread.per_rep_day(mqls)));
    QuickScore { model: counts, histogram, mqls, mqls_per_month, per_rep_per_day }
}

/// Calls for the place of every bit that is set.
#[inline(always)]
fn each_of(word: u64, mut of: impl FnMut(usize)) {
    if word == u64::MAX {
        (0..64).for_each(of);
        return;
    }
    let mut rest = word;
    while rest != 0 {
        of(rest.trailing_zeros() as usize);
        rest &= rest - 1;
    }
}
