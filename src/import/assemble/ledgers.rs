//! Spend and traffic: rows that are counted as they stand and belong to no lead.

use super::{
    Work, money,
    union::{Union, Wins},
};
use crate::{
    import::{Field, activity_words},
    leads::{Category, Dimension, Instants, NONE_CODE, Spend, SpendCategory, Traffic},
};

/// `currency`: that of the deals, so that costs and revenue can be compared.
pub(super) fn spend(work: &mut Work, union: &Union, currency: Option<&str>) -> Spend {
    if union.len == 0 {
        return Spend::default();
    }
    let amount_minor = money::settle(work, union, currency);
    // Without a column of kinds of costs, a table that counts clicks and impressions is an advertising platform's.
    let is_advertising: Vec<bool> = union.parts.iter().map(|part| counts_clicks(work, part.table)).collect();
    let mut category = vec![SpendCategory::Other; union.len];
    for (part, _) in union.parts.iter().zip(is_advertising).filter(|(_, is_advertising)| *is_advertising) {
        for row in 0..work.tables[part.table].len() {
            category[part.target(row)] = SpendCategory::Advertising;
        }
    }
    let tables = &mut work.tables;
    if let Some(raw) = union.category(tables, Field::SpendCategory) {
        let by_code: Vec<SpendCategory> = raw.values().iter().map(|raw| activity_words::cost(raw)).collect();
        raw.for_each(|row, code| {
            if code != NONE_CODE {
                category[row] = by_code[code as usize - 1];
            }
        });
    }
    Spend {
        len: union.len,
        at: union.dates(tables, Field::HappenedAt, Wins::Earliest).unwrap_or_else(|| Instants::missing(union.len)),
        amount_minor,
        category,
        team: union.category(tables, Field::Team),
        source: of(union, work, Dimension::Source),
        campaign: of(union, work, Dimension::Campaign),
        places: union.places(&work.tables),
    }
}

fn counts_clicks(work: &Work, table: usize) -> bool {
    const HEADERS: [&str; 8] = ["clicks", "impressions", "impr", "reach", "cpc", "ctr", "клики", "показы"];
    let columns = &work.tables[table].mapping.columns;
    columns.iter().any(|column| HEADERS.contains(&crate::import::text::squeeze(&column.header).as_str()))
}

fn of(union: &Union, work: &mut Work, dimension: Dimension) -> Option<Category> {
    union.category(&mut work.tables, Field::Category(dimension))
}

pub(super) fn traffic(work: &mut Work, union: &Union) -> Traffic {
    if union.len == 0 {
        return Traffic::default();
    }
    let mut visitors = union.values(&mut work.tables, |table| std::mem::take(&mut table.visitors));
    visitors.resize(union.len, 0);
    Traffic {
        len: union.len,
        day: union.dates(&mut work.tables, Field::HappenedAt, Wins::Earliest).unwrap_or_else(|| Instants::missing(union.len)),
        source: of(union, work, Dimension::Source),
        campaign: of(union, work, Dimension::Campaign),
        visitors,
        places: union.places(&work.tables),
    }
}
