//! Amounts in one currency. Nothing is converted: an amount in another currency is not added.

use std::{borrow::Cow, collections::BTreeMap};

use super::{Work, union::Union};
use crate::{
    agreement::Workspace,
    import::{Field, IssueKind, numbers, table::Table},
    leads::{Category, NO_AMOUNT, currency_digits},
    turns::in_turns,
};

/// The currency code of each value of the column that names one, and of the header of the amounts: "Amount (USD)".
struct Codes<'a> {
    /// `None`: no row names one, and all are in the header's.
    category: Option<&'a Category>,
    /// By code; 0 is that of a row that names none: the header's.
    codes: Vec<Option<Cow<'static, str>>>,
}

impl Codes<'_> {
    fn of(table: &Table) -> Option<Codes<'_>> {
        let column = table.category_of(Field::Currency).map(|column| &column.category);
        let category = column.or_else(|| table.amounts.as_ref().and_then(|amounts| amounts.signs.as_ref()));
        let of_header = table.amount_column.as_deref().and_then(numbers::currency_in_header).map(Cow::Borrowed);
        if category.is_none() && of_header.is_none() {
            return None;
        }
        let values = category.into_iter().flat_map(Category::values);
        let codes = std::iter::once(of_header).chain(values.map(|value| numbers::currency_code(value))).collect();
        Some(Codes { category, codes })
    }

    fn place(&self, row: usize) -> usize {
        self.category.map_or(0, |category| category.code(row)) as usize
    }

    fn at(&self, row: usize) -> Option<&str> {
        self.codes[self.place(row)].as_deref()
    }
}

/// The currency of everything: the workspace's, else the one most amounts of the first union name that names any.
pub(super) fn currency(work: &Work, unions: &[&Union], workspace: &Workspace) -> Option<String> {
    workspace.currency.clone().or_else(|| unions.iter().find_map(|union| most_named(work, union)))
}

#[inline(never)]
fn most_named(work: &Work, union: &Union) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for part in &union.parts {
        let table = &work.tables[part.table];
        let (Some(amounts), Some(codes)) = (&table.amounts, Codes::of(table)) else { continue };
        let mut named = vec![0; codes.codes.len()];
        in_turns(amounts.values.len(), |rows| {
            for row in rows.filter(|row| amounts.values[*row] != NO_AMOUNT) {
                named[codes.place(row)] += 1;
            }
        });
        for (code, count) in codes.codes.iter().zip(named).filter(|(_, count)| *count > 0) {
            if let Some(code) = code {
                *counts.entry(code.to_string()).or_default() += count;
            }
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(code, _)| code)
}

/// The amounts of some tables' rows in minor units of one currency.
#[inline(never)]
pub(super) fn settle(work: &mut Work, union: &Union, currency: Option<&str>) -> Vec<i64> {
    let digits = currency_digits(currency);
    let mut minor = vec![NO_AMOUNT; union.len];
    for part in &union.parts {
        let table = &work.tables[part.table];
        let Some(amounts) = &table.amounts else { continue };
        let codes = Codes::of(table);
        let mut foreign = Vec::new();
        in_turns(amounts.values.len(), |rows| {
            for row in rows.filter(|row| amounts.values[*row] != NO_AMOUNT) {
                let named = codes.as_ref().and_then(|codes| codes.at(row));
                match named {
                    Some(code) if currency != Some(code) => {
                        minor[part.target(row)] = NO_AMOUNT;
                        foreign.push((row, code.to_owned()));
                    }
                    _ => minor[part.target(row)] = numbers::minor(amounts.values[row], digits),
                }
            }
        });
        let column = table.amount_column.clone();
        for (row, code) in foreign {
            work.tables[part.table].issue(IssueKind::OtherCurrency, Some(row), column.as_deref(), code);
        }
    }
    minor
}
