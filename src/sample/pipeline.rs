//! The life of a lead at the sample company: what marketing did, what the three reps made of it, and how it ended. It knows nothing of files.

use super::{
    clock::{DAY, END, HOUR, Minute, WORKING_DAY},
    market::{CAMPAIGNS, Campaign},
    people::{Person, SIZES, person},
    random::Random,
};
use crate::{order::sort_few_by_key, time::Day};

/// From this Monday (2026-07-20) the reps fall behind: the plug of the last quarter.
const CRUNCH: Day = Day(20_654);

/// A rep and their habits. Times are working minutes, rates in thousandths.
pub(super) struct Rep {
    pub(super) name: &'static str,
    /// Median time to the first follow-up, ordinarily and in the crunch.
    first_follow_up: [i64; 2],
    /// MQLs never followed up, ordinarily and in the crunch.
    never: [u32; 2],
    attempts: (u32, u32),
    /// Followed-up MQLs accepted as SAL, ordinarily and in the crunch.
    accepts: [u32; 2],
    /// Lets most leads of the two smallest company sizes lie.
    skips_small: bool,
    /// Disqualifies without giving a reason.
    no_reason: u32,
}

pub(super) static REPS: [Rep; 3] = [
    Rep {
        name: "Sofia Lindqvist",
        first_follow_up: [24, 41],
        never: [12, 25],
        attempts: (4, 12),
        accepts: [560, 470],
        skips_small: false,
        no_reason: 15,
    },
    Rep {
        name: "Bahram Tavakoli",
        first_follow_up: [3 * WORKING_DAY, 5 * WORKING_DAY],
        never: [110, 270],
        attempts: (1, 4),
        accepts: [400, 250],
        skips_small: false,
        no_reason: 90,
    },
    Rep {
        name: "Nadia Orlova",
        first_follow_up: [3 * HOUR, 5 * HOUR],
        never: [30, 60],
        attempts: (2, 6),
        accepts: [520, 400],
        skips_small: true,
        no_reason: 640,
    },
];

pub(super) const REASONS: [&str; 9] =
    ["No budget", "No need", "No authority", "Bad timing", "Poor fit", "Chose a competitor", "Unreachable", "Duplicate/spam", "Other"];
const BAD_TIMING: usize = 3;

/// Where a lead was when it ended, and how often each of [`REASONS`] is given there.
const AS_LEAD: [u32; 9] = [4, 22, 4, 5, 24, 1, 6, 30, 4];
const AS_MQL: [u32; 9] = [12, 21, 13, 17, 19, 3, 10, 2, 3];
const AS_SAL: [u32; 9] = [22, 14, 16, 20, 10, 6, 8, 1, 3];
const AS_OPPORTUNITY: [u32; 9] = [24, 6, 8, 17, 4, 36, 2, 0, 3];

/// Sold products, list price a seat and year in dollars, and seats by [`SIZES`] at most.
const PRODUCTS: [(&str, u32, [u32; 5]); 3] = [
    ("Relay Team", 240, [22, 34, 48, 60, 80]),
    ("Relay Business", 390, [18, 28, 38, 52, 70]),
    ("Relay Enterprise", 620, [14, 20, 28, 42, 60]),
];

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Channel {
    Call,
    Voicemail,
    Email,
}

pub(super) struct Deal {
    pub(super) product: &'static str,
    pub(super) amount_dollars: u32,
    /// How far an open deal is, in thousandths of its way.
    pub(super) progress: u32,
    pub(super) lost_at: Option<Minute>,
    pub(super) lost_reason: Option<&'static str>,
}

/// One lead as the CRM shows it at [`END`]: nothing later is in it.
pub(super) struct Lead {
    pub(super) number: u32,
    pub(super) campaign: &'static Campaign,
    pub(super) person: Person,
    pub(super) rep: &'static Rep,
    pub(super) created: Minute,
    pub(super) mql: Option<Minute>,
    pub(super) sal: Option<Minute>,
    pub(super) sql: Option<Minute>,
    pub(super) opportunity: Option<Minute>,
    pub(super) customer: Option<Minute>,
    pub(super) delivered: Option<Minute>,
    pub(super) attempts: Vec<(Minute, Channel)>,
    pub(super) contacted: Option<Minute>,
    pub(super) disqualified: Option<Minute>,
    pub(super) reason: Option<&'static str>,
    pub(super) recycled: Option<Minute>,
    pub(super) deal: Option<Deal>,
    pub(super) page_views: u32,
    pub(super) ebooks: u32,
    pub(super) pricing_visits: u32,
    pub(super) demo: bool,
}

/// What is known at [`END`] of something that happens at `at`.
fn seen(at: Minute) -> Option<Minute> {
    (at <= END).then_some(at)
}

const fn scaled(permille: u32, by: u32) -> u32 {
    permille * by / 1000
}

pub(super) fn live(number: u32, campaign: &'static Campaign, created: Minute, random: &mut Random) -> Lead {
    let poor = campaign.quality < 500;
    let person = person(number, poor, random);
    let rep = &REPS[random.weighted(&[36, 34, 30])];
    let demo = random.chance(campaign.demo);
    let fit = person.persona.fit;
    let becomes_mql = random.chance(if demo { scaled(960, fit.min(1000)) } else { scaled(campaign.mql, fit) });
    let warm = u32::from(becomes_mql);
    let mut lead = Lead {
        number,
        campaign,
        rep,
        created,
        mql: None,
        sal: None,
        sql: None,
        opportunity: None,
        customer: None,
        delivered: None,
        attempts: Vec::new(),
        contacted: None,
        disqualified: None,
        reason: None,
        recycled: None,
        deal: None,
        page_views: 1 + random.around(3 + 3 * i64::from(warm)) as u32,
        ebooks: random.below(campaign.ebooks + 1 + warm),
        pricing_visits: if random.chance(180 + 420 * warm) { 1 + random.below(2 + warm) } else { 0 },
        demo,
        person,
    };
    if becomes_mql {
        let ripens = if demo { random.around(12) } else { random.around(26 * HOUR) };
        lead.mql = seen(created.plus(ripens));
        if let Some(mql) = lead.mql {
            lead.hand_over(mql, random);
        }
    } else if random.chance(210) {
        let at = created.plus(random.around(6 * DAY)).plus_working(i64::from(random.below(300)));
        lead.disqualify(at, &AS_LEAD, random);
    }
    lead
}

impl Lead {
    fn hand_over(&mut self, mql: Minute, random: &mut Random) {
        self.delivered = seen(mql.plus(random.around(9)));
        let Some(delivered) = self.delivered else { return };
        let crunch = usize::from(delivered.day() >= CRUNCH);
        let skipped = self.rep.skips_small && self.person.size < 2 && random.chance(760);
        if skipped || random.chance(self.rep.never[crunch]) {
            // Some are closed unread when the list is tidied up.
            if random.chance(240) {
                self.disqualify(delivered.plus_working(random.around(20 * WORKING_DAY)), &AS_MQL, random);
            }
            return;
        }
        let hurry = if self.demo { 3 } else { 1 };
        let first = delivered.plus_working(random.around(self.rep.first_follow_up[crunch] / hurry));
        self.follow_up(delivered, first, random);
        let base = scaled(self.rep.accepts[crunch], self.campaign.quality.clamp(420, 1350));
        let accepts = if self.contacted.is_some() { scaled(base, 1250) } else { scaled(base, 620) };
        let last = self.attempts.last().map_or(first, |(at, _)| *at);
        if random.chance(if self.demo { accepts + 180 } else { accepts }) {
            let at = self.contacted.unwrap_or(last).plus_working(random.around(4 * HOUR));
            self.sell(at, 0, random);
        } else if random.chance(720) {
            self.disqualify(last.plus_working(random.around(4 * WORKING_DAY)), &AS_MQL, random);
            self.recycle(random);
        }
    }

    fn follow_up(&mut self, delivered: Minute, first: Minute, random: &mut Random) {
        let waited = first.0 - delivered.0;
        // The sooner the call, the likelier somebody answers.
        let answers = if waited < HOUR {
            230
        } else if waited < DAY {
            170
        } else {
            120
        };
        let planned = random.between(self.rep.attempts.0, self.rep.attempts.1);
        let mut at = first;
        for _ in 0..planned {
            if at > END {
                return;
            }
            let channel = [Channel::Call, Channel::Voicemail, Channel::Email][random.weighted(&[50, 20, 30])];
            self.attempts.push((at, channel));
            if channel != Channel::Voicemail && random.chance(answers) {
                self.contacted = Some(at);
                return;
            }
            at = at.plus_working(random.around(WORKING_DAY));
        }
    }

    /// From the accepted lead to the signature, as far as it comes; `bonus` is added to each chance.
    fn sell(&mut self, at: Minute, bonus: u32, random: &mut Random) {
        let quality = self.campaign.quality.clamp(600, 1250);
        self.sal = seen(at);
        if !random.chance(scaled(690, quality.min(1150)) + bonus) {
            return self.give_up(at, random);
        }
        let at = at.plus_working(random.around(4 * WORKING_DAY));
        self.sql = seen(at);
        if !random.chance(scaled(710, quality.min(1150)) + bonus) {
            return self.give_up(at, random);
        }
        let at = at.plus_working(random.around(5 * WORKING_DAY));
        self.opportunity = seen(at);
        let wins = random.chance(scaled(305, quality) + bonus);
        let closes = at.plus_working(random.around(21 * WORKING_DAY));
        if self.opportunity.is_none() {
            return;
        }
        let (product, price, seats) = &PRODUCTS[random.weighted(&if self.person.size < 2 { [60, 32, 8] } else { [26, 46, 28] })];
        let most = seats[self.person.size];
        let list = price * random.between(most / 2, most * 3 / 2);
        let discounted = scaled(list, 1000 - 50 * random.below(4));
        let mut deal = Deal {
            product,
            amount_dollars: discounted / 10 * 10,
            progress: ((END.0 - at.0) * 1000 / (closes.0 - at.0).max(1)).clamp(0, 999) as u32,
            lost_at: None,
            lost_reason: None,
        };
        if wins {
            self.customer = seen(closes);
        } else if closes <= END {
            self.disqualify(closes, &AS_OPPORTUNITY, random);
            deal.lost_at = Some(closes);
            deal.lost_reason = self.reason;
        }
        self.deal = Some(deal);
    }

    fn give_up(&mut self, at: Minute, random: &mut Random) {
        if random.chance(800) {
            self.disqualify(at.plus_working(random.around(6 * WORKING_DAY)), &AS_SAL, random);
            self.recycle(random);
        }
    }

    fn disqualify(&mut self, at: Minute, weights: &[u32; 9], random: &mut Random) {
        let reason = REASONS[random.weighted(weights)];
        let silent = random.chance(self.rep.no_reason);
        self.disqualified = seen(at);
        if self.disqualified.is_some() && !silent {
            self.reason = Some(reason);
        }
    }

    /// Back to marketing, mostly for bad timing; some come again and buy.
    fn recycle(&mut self, random: &mut Random) {
        let Some(disqualified) = self.disqualified else { return };
        let share = if self.reason == Some(REASONS[BAD_TIMING]) { 480 } else { 80 };
        if !random.chance(share) {
            return;
        }
        self.recycled = seen(disqualified.plus_working(random.around(5 * WORKING_DAY)));
        if let (Some(recycled), None, true) = (self.recycled, self.sal, random.chance(170)) {
            self.sell(recycled.plus_working(random.around(45 * WORKING_DAY)), 250, random);
        }
    }

    pub(super) fn size(&self) -> &'static str {
        SIZES[self.person.size]
    }
}

/// Every lead of the two years, in the order they came.
pub(super) fn leads(seed: u64) -> Vec<Lead> {
    let mut arrivals: Vec<(Minute, &'static Campaign)> = Vec::new();
    let mut day = super::clock::FIRST_DAY;
    while day <= END.day() {
        for (index, campaign) in CAMPAIGNS.iter().enumerate() {
            let mut random = Random::of(seed, day.0 as u64 * 64 + index as u64);
            for _ in 0..campaign.leads_on(day, &mut random) {
                arrivals.push((super::market::time_on(day, &mut random), campaign));
            }
        }
        day = day.plus(1);
    }
    arrivals.retain(|(at, _)| *at < END);
    // The lead the export ends with: it came in as somebody pressed the button.
    arrivals.push((END, &CAMPAIGNS[0]));
    sort_few_by_key(&mut arrivals, |(at, _)| *at);
    let mut leads = Vec::with_capacity(arrivals.len());
    for (number, (created, campaign)) in (1..).zip(arrivals) {
        leads.push(live(number, campaign, created, &mut Random::of(seed ^ 0x1ead, u64::from(number))));
    }
    leads
}
