//! What is known of the leads that reached SQL, item by item, and whether knowing it mattered for winning.

use super::{
    answers,
    conditions::{counter, words_of},
};
use crate::{
    agreement::{Attribute, ChecklistItem, Condition, Test},
    import::is_unknown,
    leads::{Bitmap, Dataset},
    report::{ChecklistItemReport, ChecklistReport, Rate},
    text::yes_or_no,
};

use super::Answers;

/// Every lead's answer to an item: what its column says, where that is a yes or a no; yes where it says anything else.
pub fn checklist_answers(dataset: &Dataset, item: &ChecklistItem) -> Answers {
    let len = dataset.leads.len;
    let yes = || answers(dataset, &Condition { of: item.of.clone(), test: Test::Known }).yes;
    let is_counter = matches!(&item.of, Attribute::Column(header) if counter(&dataset.leads, header).is_some());
    let Some(column) = words_of(dataset, &item.of).filter(|_| !is_counter) else {
        return Answers { yes: yes(), no: Bitmap::empty(len) };
    };
    // "Unknown" may be a word for no value and "n" one for no: a yes or no comes first.
    let meant = |value: &String| yes_or_no(value).or((!is_unknown(value.as_bytes())).then_some(true));
    let by_code: Vec<Option<bool>> = std::iter::once(None).chain(column.values().iter().map(meant)).collect();
    let rows = |wanted| Bitmap::from_fn(len, |row| by_code[column.code(row) as usize] == Some(wanted));
    Answers { yes: rows(true), no: rows(false) }
}

/// SQLs without a yes on some item.
pub fn lacking(sqls: &Bitmap, items: &[Answers]) -> Bitmap {
    let mut complete = sqls.clone();
    for item in items {
        complete.intersect(&item.yes);
    }
    let mut lacking = sqls.clone();
    lacking.subtract(&complete);
    lacking
}

/// `sqls`: the leads that reached SQL; `won`: leads that reached Customer.
pub fn checklist(names: &[ChecklistItem], items: &[Answers], sqls: &Bitmap, won: &Bitmap) -> ChecklistReport {
    let all = sqls.count() as u64;
    let all_won = sqls.count_shared(won) as u64;
    let report = |(item, answers): (&ChecklistItem, &Answers)| {
        let mut with = sqls.clone();
        with.intersect(&answers.yes);
        let (yes, no) = (with.count() as u64, sqls.count_shared(&answers.no) as u64);
        let won_with = Rate { numerator: with.count_shared(won) as u64, denominator: yes };
        let won_without = Rate { numerator: all_won - won_with.numerator, denominator: all - yes };
        ChecklistItemReport {
            name: item.name.clone(),
            yes,
            no,
            unknown: all - yes - no,
            won_with,
            won_without,
            difference: won_with.minus(won_without),
        }
    };
    ChecklistReport { sqls: all, lacking: lacking(sqls, items).count() as u64, items: names.iter().zip(items).map(report).collect() }
}
