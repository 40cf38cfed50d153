//! Amounts in one currency. Nothing is converted: an amount in another currency is not added.

use std::{borrow::Cow, collections::BTreeMap};

use super::{Work, union::Union};
use crate::{
    agreement::Workspace,
    import::{Field, IssueKind, numbers, table::Table},
    leads::{Category, NO_AMOUNT, currency_digits},
};

/// The currency code of each value of the column that names one.
struct Codes<'a> {
    category: &'a Category,
    /// By code; 0 is none.
    codes: Vec<Option<Cow<'static, str>>>,
}

impl Codes<'_> {
    fn of(table: &Table) -> Option<Codes<'_>> {
        let column = table.category_of(Field::Currency).map(|column| &column.category);
        let category = column.or_else(|| table.amounts.as_ref().and_then(|amounts| amounts.signs.as_ref()))?;
        let codes = std::iter::once(None).chain(category.values().iter().map(|value| numbers::currency_code(value))).collect();
        Some(Codes { category, codes })
    }

    fn at(&self, row: usize) -> Option<&str> {
        self.codes[self.category.code(row) as usize].as_deref()
    }
}

/// The amounts of some tables' rows in minor units, and their currency: the workspace's, else the one most amounts name.
pub(super) fn settle(work: &mut Work, union: &Union, workspace: &Workspace) -> (Vec<i64>, Option<String>) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for part in &union.parts {
        let table = &work.tables[part.table];
        let (Some(amounts), Some(codes)) = (&table.amounts, Codes::of(table)) else { continue };
        for row in (0..table.len()).filter(|row| amounts.values[*row] != NO_AMOUNT) {
            if let Some(code) = codes.at(row) {
                *counts.entry(code.to_owned()).or_default() += 1;
            }
        }
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count).map(|(code, _)| code);
    let currency = workspace.currency.clone().or(most);
    let digits = currency_digits(currency.as_deref());
    let mut minor = vec![NO_AMOUNT; union.len];
    for part in &union.parts {
        let table = &work.tables[part.table];
        let Some(amounts) = &table.amounts else { continue };
        let codes = Codes::of(table);
        let mut foreign = Vec::new();
        for (row, value) in amounts.values.iter().enumerate().filter(|(_, value)| **value != NO_AMOUNT) {
            let named = codes.as_ref().and_then(|codes| codes.at(row));
            match named {
                Some(code) if currency.as_deref() != Some(code) => {
                    minor[part.target(row)] = NO_AMOUNT;
                    foreign.push((row, code.to_owned()));
                }
                _ => minor[part.target(row)] = numbers::minor(*value, digits),
            }
        }
        let column = table.amount_column.clone();
        for (row, code) in foreign {
            work.tables[part.table].issue(IssueKind::OtherCurrency, Some(row), column.as_deref(), code);
        }
    }
    (minor, currency)
}
