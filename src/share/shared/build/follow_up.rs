//! How fast and how persistently leads were followed up. Nobody's name is here: whose leads they were is not shared.

use super::book::{Book, Draft, DraftBlock, Place, key};
use crate::{
    agreement::Clock,
    report::{Report, Speed},
    share::{BlockKind, Cell, Column, Label},
    time::Grain,
};

/// Months shown: the latest.
const MOST_MONTHS: usize = 24;

pub fn blocks(book: &mut Book, report: &Report, blocks: &mut Vec<DraftBlock>) {
    if let Some(speed) = &report.speed {
        blocks.push(bands(book, speed));
    }
    blocks.extend(attempts(book, report));
}

fn bands(book: &mut Book, speed: &Speed) -> DraftBlock {
    let mut block = DraftBlock::new(BlockKind::SpeedBands, &[Column::Leads]);
    let counts = if speed.clock() == Clock::Business { &speed.business_bands } else { &speed.bands };
    let timed = book.place(key("timed", ""), speed.delivered.saturating_sub(speed.untimed));
    let delivered = book.place(key("delivered", ""), speed.delivered);
    book.parts(delivered, &[timed]);
    let places: Vec<Place> = counts
        .iter()
        .enumerate()
        .map(|(index, count)| {
            let place = book.place(key("band", index), count.leads);
            block.row(Label::Band(count.band), vec![Draft::Count(place)]);
            place
        })
        .collect();
    book.parts(timed, &places);
    block
}

pub fn over_time(book: &mut Book, speed: &Speed) -> Option<DraftBlock> {
    let months = &speed.over_time.iter().find(|over_time| over_time.grain == Grain::Month)?.parts;
    let columns = [Column::Leads, Column::Met, Column::Breached, Column::Pending, Column::Kept, Column::MedianMinutes];
    let mut block = DraftBlock::new(BlockKind::SpeedOverTime, &columns);
    let delivered = book.place(key("delivered", ""), speed.delivered);
    let mut every: Vec<Place> = Vec::new();
    for month in &months[months.len().saturating_sub(MOST_MONTHS)..] {
        let at = month.value.clone().unwrap_or_default();
        let leads = book.place(key("delivered", &at), month.delivered);
        every.push(leads);
        let mut cells = vec![Draft::Count(leads)];
        if let Some(compliance) = month.compliance {
            let places = [("met", compliance.met), ("breached", compliance.breached), ("pending", compliance.pending)]
                .map(|(of, count)| book.place(key(of, &at), count));
            book.parts(leads, &places);
            cells.extend(places.map(Draft::Count));
            let kept = book.share("kept", at.as_str(), compliance.rate());
            if let Draft::Share(part, _) = kept {
                book.same(part, places[0]);
            }
            cells.push(kept);
        } else {
            cells.extend(vec![Draft::NOTHING; 4]);
        }
        let median = match speed.clock() {
            Clock::Business => month.median_business_minutes,
            Clock::Elapsed => month.median_minutes,
        };
        let followed_up = book.place(key("followed-up", &at), month.followed_up);
        book.parts(leads, &[followed_up]);
        cells.push(Draft::Of(vec![followed_up], median.map_or(Cell::Nothing, Cell::Minutes)));
        block.row(Label::Day(at), cells);
    }
    book.parts(delivered, &every);
    Some(block)
}

fn attempts(book: &mut Book, report: &Report) -> Option<DraftBlock> {
    let depth = report.depth.as_ref()?;
    let last = depth.histogram.len().checked_sub(1)?;
    let mut block = DraftBlock::new(BlockKind::Attempts, &[Column::Leads]);
    let tried = book.place(key("tried", ""), depth.uncontacted);
    let places: Vec<Place> = depth
        .histogram
        .iter()
        .enumerate()
        .map(|(attempts, count)| {
            let place = book.place(key("attempts", attempts), *count);
            block.row(Label::Attempts { from: attempts as u32, and_more: attempts == last }, vec![Draft::Count(place)]);
            place
        })
        .collect();
    book.parts(tried, &places);
    if depth.plan.is_some() {
        let unreachable = book.place(key("unreachable", ""), depth.unreachable);
        book.same(unreachable, places[last]);
    }
    Some(block)
}
