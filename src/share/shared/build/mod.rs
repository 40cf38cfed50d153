//! A report, cut to what may leave: which tables, of which slices, and which of their cells are withheld. It names no person: owners and
//! managers are in no table, and a filter by one of them keeps only that it was there.

mod board;
mod book;
mod follow_up;
mod funnel;
mod reasons;
mod returns;

use borsh::{BorshDeserialize, BorshSerialize};

use super::{SCHEMA, SharedBoard, SharedPage, Slice};
use crate::{
    agreement::Agreement,
    import::FileSummary,
    leads::{Dataset, Dimension},
    metrics::scoring::Scorer,
    order::sort_few_by_key,
    report::{Before, FilterTerm, KnownLeads, Part, Parts, Query, Report, ReportFilter, report_with},
    time::Zone,
};
use book::{Book, DraftBlock};

/// Slices a dimension may have: the largest ones. A link holds about eight.
const MOST_SLICES: usize = 8;
/// Values a table names; what is left of them is one row.
const MOST_NAMES: usize = 20;
/// Written for the name of a person.
const SOMEBODY: &str = "…";

/// What of a board is shared.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct ShareChoice {
    pub pages: Vec<SharedPage>,
    /// Groups of fewer leads are withheld; 0 and 1 withhold nothing.
    pub least_group: u32,
    /// The reader can filter by values of these; dimensions that name people are passed over.
    pub slice_by: Vec<Dimension>,
}

impl Default for ShareChoice {
    fn default() -> Self {
        Self { pages: SharedPage::ALL.to_vec(), least_group: 5, slice_by: Vec::new() }
    }
}

/// Values of it name no person and are shared by many leads: a table may name them.
pub const fn may_be_named(dimension: Dimension) -> bool {
    matches!(
        dimension,
        Dimension::Source
            | Dimension::Campaign
            | Dimension::Persona
            | Dimension::Industry
            | Dimension::Country
            | Dimension::CompanySize
            | Dimension::Product
            | Dimension::Region
    )
}

/// Values that the tables of all slices name: by dimension, those of enough leads.
struct Names {
    least: u64,
    by_dimension: Vec<(Dimension, Vec<Option<String>>)>,
    reasons: Vec<Option<String>>,
}

impl Names {
    fn of(report: &Report, least: u64) -> Self {
        let by_dimension = report
            .breakdowns
            .iter()
            .filter(|breakdown| may_be_named(breakdown.dimension))
            .map(|breakdown| {
                let counts: Vec<_> = breakdown.parts.iter().map(|part: &Part| (part.value.clone(), part.leads)).collect();
                (breakdown.dimension, named(counts, breakdown.rest.as_ref().map_or(0, |rest| rest.leads), least))
            })
            .collect();
        let reasons = report.disqualification.reasons.iter().map(|reason| (reason.reason.clone(), reason.count)).collect();
        Self { least, by_dimension, reasons: named(reasons, 0, least) }
    }

    fn values(&self, dimension: Dimension) -> &[Option<String>] {
        self.by_dimension.iter().find(|(known, _)| *known == dimension).map_or(&[], |(_, values)| values)
    }
}

/// The largest groups that are large enough; as many that the others together are so too, or that there are none.
fn named(mut counts: Vec<(Option<String>, u64)>, rest: u64, least: u64) -> Vec<Option<String>> {
    let whole = rest + counts.iter().map(|(_, count)| count).sum::<u64>();
    // An address is the name of a person, in whatever column it stands.
    counts.retain(|(value, count)| *count >= least.max(1) && !value.as_deref().is_some_and(|value| value.contains('@')));
    sort_few_by_key(&mut counts, |(value, count)| (std::cmp::Reverse(*count), value.clone()));
    counts.truncate(MOST_NAMES);
    let mut left = whole - counts.iter().map(|(_, count)| count).sum::<u64>();
    while left > 0
        && left < least
        && let Some((_, count)) = counts.pop()
    {
        left += count;
    }
    counts.into_iter().map(|(value, _)| value).collect()
}

/// The board of one query, cut to what may leave. `made_at` are Unix seconds. Pure: the same arguments give the same board.
pub fn shared_board(
    dataset: &Dataset,
    files: &[FileSummary],
    agreement: &Agreement,
    zone: &Zone,
    query: &Query,
    choice: &ShareChoice,
    made_at: i64,
) -> SharedBoard {
    let wants = |page| choice.pages.contains(&page);
    let parts = Parts {
        promises: wants(SharedPage::Board) || wants(SharedPage::FollowUp) || wants(SharedPage::Reasons),
        scoring: false,
        returns: wants(SharedPage::Return),
        details: wants(SharedPage::Return),
    };
    let mut scorer = Scorer::default();
    let known = KnownLeads::new();
    let mut ask = |query: &Query| {
        let before = Before { scorer: &mut scorer, known: &known };
        report_with(dataset, files, agreement, zone, query, parts, before)
    };
    let whole = ask(query);
    let names = Names::of(&whole, u64::from(choice.least_group));
    let mut book = Book::default();
    let mut drafts: Vec<(Option<ReportFilter>, Vec<DraftBlock>)> = vec![(None, blocks(&mut book, 0, &whole, &names, agreement, choice))];
    for dimension in Dimension::ALL.into_iter().filter(|dimension| choice.slice_by.contains(dimension) && may_be_named(*dimension)) {
        let mut slices = Vec::new();
        // A filter by the same dimension leaves nothing to choose from but what it keeps.
        for value in names.values(dimension).iter().take(MOST_SLICES) {
            let mut narrowed = query.clone();
            narrowed.filter.retain(|term| term.dimension != dimension);
            narrowed.filter.push(FilterTerm { dimension, value: value.clone() });
            let report = ask(&narrowed);
            slices.push(drafts.len());
            let blocks = blocks(&mut book, drafts.len(), &report, &names, agreement, choice);
            funnel::same_as_part(&mut book, dimension, value.as_deref());
            drafts.push((Some(ReportFilter { dimension, value: value.clone() }), blocks));
        }
        book.split(&slices);
    }
    let shown = book.shown(choice.least_group);
    let slices = drafts
        .into_iter()
        .map(|(only, blocks)| Slice { only, blocks: blocks.into_iter().filter_map(|block| block.finish(&book, &shown)).collect() })
        .collect();
    let unnamed = |filter: &ReportFilter| ReportFilter {
        dimension: filter.dimension,
        value: filter.value.clone().map(|value| if may_be_named(filter.dimension) { value } else { SOMEBODY.to_owned() }),
    };
    SharedBoard {
        schema: SCHEMA.to_owned(),
        made_at,
        as_of: whole.as_of.clone(),
        period: whole.period.clone(),
        filter: whole.filter.iter().map(unnamed).collect(),
        agreement: whole.agreement.clone(),
        least_group: choice.least_group.max(1),
        pages: SharedPage::ALL.into_iter().filter(|page| choice.pages.contains(page)).collect(),
        slices,
    }
}

fn blocks(book: &mut Book, slice: usize, report: &Report, names: &Names, agreement: &Agreement, choice: &ShareChoice) -> Vec<DraftBlock> {
    book.turn_to(slice);
    let mut blocks = Vec::new();
    // The funnel first: the other tables are about parts of its groups.
    let funnel = funnel::blocks(book, report);
    for page in SharedPage::ALL {
        if !choice.pages.contains(&page) {
            continue;
        }
        match page {
            SharedPage::Board => board::blocks(book, report, agreement, &mut blocks),
            SharedPage::Funnel => {}
            SharedPage::FollowUp => follow_up::blocks(book, report, &mut blocks),
            SharedPage::Reasons => reasons::blocks(book, report, names, &mut blocks),
            SharedPage::Return => returns::blocks(book, report, &mut blocks),
        }
    }
    if choice.pages.contains(&SharedPage::Funnel) {
        blocks.extend(funnel);
    }
    if slice == 0 {
        details(book, report, names, choice, &mut blocks);
    }
    blocks
}

/// Tables of the whole alone. Each value of a breakdown and each day would be a small group in most slices, and a goal is nobody's slice.
fn details(book: &mut Book, report: &Report, names: &Names, choice: &ShareChoice, blocks: &mut Vec<DraftBlock>) {
    // What slices are compared with, whichever pages are shown.
    let breakdowns = funnel::breakdowns(book, report, names);
    for page in &choice.pages {
        match page {
            SharedPage::Board => blocks.extend(report.goals.first().map(|goal| board::days(book, goal, names.least))),
            SharedPage::Funnel => {}
            SharedPage::FollowUp => blocks.extend(report.speed.as_ref().and_then(|speed| follow_up::over_time(book, speed))),
            SharedPage::Reasons => blocks.push(reasons::over_time(book, report)),
            SharedPage::Return => returns::details(book, report, names, blocks),
        }
    }
    if choice.pages.contains(&SharedPage::Funnel) {
        blocks.extend(breakdowns);
    }
}
