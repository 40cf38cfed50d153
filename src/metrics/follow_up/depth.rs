//! How persistently leads were tried that nobody has reached, and whether it pays to be fast and to try again.

use super::{Attempt, Ledger, speed::band};
use crate::{
    agreement::Clock,
    metrics::fate,
    report::{ByChannel, ContactByAttempt, ContactBySpeed, ContactRates, Depth, Fate, Rate, SpeedBand},
};

/// Bars of the histogram without a touch plan, and the most there are of it with one: 0 to 12, as often as the plans of the field try.
const BARS: u32 = 12;
const MAX_BARS: u32 = 60;

/// The last bar of the histogram: as many attempts, or more.
pub(super) fn last_bar(ledger: &Ledger) -> u32 {
    ledger.plan_attempts().unwrap_or(BARS).min(MAX_BARS)
}

/// `None`: contacted, or nobody knows how often it was tried.
pub(super) fn attempts_in_vain(ledger: &Ledger, row: usize) -> Option<u32> {
    if ledger.facts.is_contacted(row) { None } else { ledger.facts.attempts(row) }
}

/// Uncontacted and dropped before the plan was used up.
pub(super) fn is_given_up_early(ledger: &Ledger, row: usize) -> bool {
    let tried = attempts_in_vain(ledger, row);
    tried.zip(ledger.plan_attempts()).is_some_and(|(tried, plan)| tried < plan) && fate(ledger.states.of(row), None) == Fate::Dropped
}

/// `None` where the data tells no deliveries, attempts or contacts.
#[inline(never)]
pub fn depth(ledger: &Ledger) -> Option<Depth> {
    let (facts, told) = (ledger.facts, ledger.facts.told);
    if !(told.deliveries && told.attempts && told.contacts) {
        return None;
    }
    let rows = || ledger.deliveries.rows.iter().map(|row| *row as usize);
    let contacted = rows().filter(|row| facts.is_contacted(*row)).count() as u64;
    let last = last_bar(ledger);
    let mut histogram = vec![0_u64; last as usize + 1];
    let (mut uncontacted, mut attempts) = (0_u64, 0_u64);
    let (mut unreachable, mut given_up_early) = (0, 0);
    let mut channels = [0_u64; Attempt::ALL.len()];
    for row in rows() {
        let Some(tried) = attempts_in_vain(ledger, row) else { continue };
        uncontacted += 1;
        attempts += u64::from(tried);
        histogram[tried.min(last) as usize] += 1;
        for (sum, of_channel) in channels.iter_mut().zip(facts.channels(row).unwrap_or_default()) {
            *sum += u64::from(of_channel);
        }
        unreachable += u64::from(ledger.plan_attempts().is_some_and(|plan| tried >= plan));
        given_up_early += u64::from(is_given_up_early(ledger, row));
    }
    let mean = |sum: u64| sum as f64 / uncontacted as f64;
    let [call, voicemail, email, other] = channels.map(mean);
    Some(Depth {
        uncontacted,
        contacted,
        unknown: ledger.deliveries.rows.len() as u64 - contacted - uncontacted,
        plan: ledger.sales.touch_plan,
        attempts_mean: (uncontacted > 0).then(|| mean(attempts)),
        by_channel: (uncontacted > 0 && told.channels).then_some(ByChannel { call, voicemail, email, other }),
        histogram,
        unreachable,
        given_up_early,
    })
}

/// `None` where the data tells no deliveries or contacts.
#[inline(never)]
pub fn contact_rates(ledger: &Ledger) -> Option<ContactRates> {
    let (facts, told) = (ledger.facts, ledger.facts.told);
    if !(told.deliveries && told.contacts) {
        return None;
    }
    let mut by_band = [Rate::default(); SpeedBand::ALL.len()];
    // By attempts: leads tried exactly so often, and those of them reached at the last one.
    let last = last_bar(ledger) as usize;
    let mut tried = vec![Rate::default(); last + 1];
    for (row, timing) in ledger.deliveries.rows.iter().zip(&ledger.deliveries.speed) {
        let row = *row as usize;
        let contacted = u64::from(facts.is_contacted(row));
        if let Some(band) = band(*timing, Clock::Elapsed).filter(|_| told.follow_ups) {
            by_band[band as usize].denominator += 1;
            by_band[band as usize].numerator += contacted;
        }
        if let Some(attempts) = facts.attempts_to_contact(row) {
            let attempts = attempts as usize;
            if let Some(exactly) = tried.get_mut(attempts) {
                exactly.numerator += contacted;
            }
            tried[attempts.min(last)].denominator += 1;
        }
    }
    // Whoever was tried five times was tried four times before.
    let mut at_least = 0;
    for rate in tried.iter_mut().rev() {
        at_least += rate.denominator;
        rate.denominator = at_least;
    }
    let by_speed = SpeedBand::ALL.into_iter().zip(by_band).map(|(band, rate)| ContactBySpeed { band, rate });
    let by_attempt = (0..).zip(tried).skip(1).map(|(attempt, rate)| ContactByAttempt { attempt, rate });
    Some(ContactRates {
        by_speed: if told.follow_ups { by_speed.collect() } else { Vec::new() },
        by_attempt: if told.attempts { by_attempt.take_while(|by| by.rate.denominator > 0).collect() } else { Vec::new() },
    })
}
