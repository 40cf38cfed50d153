//! Leads made up for the workload, the same on every run: for the benches and for the tests beside them.

#[path = "../random/mod.rs"]
mod random;

use handoff::{
    leads::{CategoryBuilder, Dataset, DealState, Deals, Dimension, Event, Instants, Leads, Named, Place, Stage},
    time::Moment,
};

use random::Random;

/// 2023-01-01, and the seconds of three years.
const START: u64 = 1_672_531_200;
const SPAN: u64 = 3 * 365 * 86_400;

fn one_in(random: &mut Random, of: u64) -> bool {
    random.below(of) == 0
}

/// `rows` leads in no order of time; one in forty has no date of creation, and some steps go back in time.
pub fn dataset(rows: usize, seed: u64) -> Dataset {
    let mut random = Random(seed);
    let mut stages: [Instants; 6] = std::array::from_fn(|_| Instants::default());
    let mut events: [Instants; 4] = std::array::from_fn(|_| Instants::default());
    let mut leads = Leads { len: rows, places: vec![Place::new(0, 0); rows], ..Leads::default() };
    let mut deals = Deals::default();
    let moment = |at: u64| Moment::from_unix((at / 60 * 60) as i64);
    for row in 0..rows {
        let created = START + random.below(SPAN);
        stages[0].push(moment(created).filter(|_| !one_in(&mut random, 40)), false);
        let (mut at, mut alive) = (created, true);
        for stage in &mut stages[1..] {
            // Half at a step come no further; the later the fewer leave within minutes.
            alive &= one_in(&mut random, 2);
            let days = 1 + random.below(40);
            at = (at + random.below(86_400 * days)).saturating_sub(if one_in(&mut random, 50) { 86_400 * 30 } else { 0 });
            stage.push(moment(at).filter(|_| alive && !one_in(&mut random, 20)), false);
        }
        let mql = stages[Stage::Mql.index()].get(row);
        let customer = stages[Stage::Customer.index()].get(row);
        let lost = customer.is_none() && one_in(&mut random, 4);
        events[Event::Disqualified.index()].push(moment(at).filter(|_| lost), false);
        let delivered = mql.filter(|_| !one_in(&mut random, 30)).map(|at| at.unix() as u64 + 60 * random.below(120));
        events[Event::Delivered.index()].push(delivered.and_then(moment), false);
        let days = 1 + random.below(5);
        let followed = delivered.filter(|_| !one_in(&mut random, 8)).map(|at| at + random.below(86_400 * days));
        events[Event::FirstFollowUp.index()].push(followed.and_then(moment), false);
        leads.attempts.push(if followed.is_some() { random.below(15) as u16 } else { 0 });
        leads.contacted.push(if delivered.is_some() { 1 + u8::from(one_in(&mut random, 3)) } else { 0 });
        if let Some(opened) = stages[Stage::Opportunity.index()].get(row) {
            deals.len += 1;
            deals.lead.push(row as u32);
            deals.created.push(Some(opened), false);
            deals.closed.push(customer, false);
            deals.state.push(if customer.is_some() { DealState::Won } else { DealState::Open });
            deals.amount_minor.push(random.below(2_000_000) as i64);
        }
    }
    deals.places = vec![Place::new(0, 0); deals.len];
    let mut category = |values: u64| {
        let mut builder = CategoryBuilder::default();
        for _ in 0..rows {
            let value = random.below(values + 1);
            builder.push(&if value == 0 { String::new() } else { format!("value {value}") });
        }
        builder.finish()
    };
    for (dimension, values) in WIDTHS {
        leads.categories[dimension.index()] = Some(category(values));
    }
    leads.email_domain = Some(category(600));
    for (name, most) in [("page_views", 60), ("ebook_downloads", 6), ("pricing_visits", 5)] {
        leads.counters.push(Named { name: name.into(), column: (0..rows).map(|_| random.below(most) as u16).collect() });
    }
    leads.stages = stages.map(Some);
    leads.events = events.map(Some);
    let latest = Moment::from_unix((START + SPAN) as i64);
    Dataset { leads, deals, latest, ..Dataset::default() }
}

/// Different values of each column, as in the workload.
const WIDTHS: [(Dimension, u64); 9] = [
    (Dimension::Source, 9),
    (Dimension::Campaign, 120),
    (Dimension::Owner, 60),
    (Dimension::Reason, 12),
    (Dimension::Persona, 6),
    (Dimension::JobTitle, 40),
    (Dimension::Industry, 12),
    (Dimension::Country, 25),
    (Dimension::CompanySize, 6),
];
