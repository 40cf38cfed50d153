//! What leaves of a board: the numbers are the report's own, small groups are withheld, and nobody's name is among them.

mod common;

use std::{collections::HashSet, sync::LazyLock};

use handoff::{
    import::Imported,
    leads::{Dimension, Stage},
    report::{FilterTerm, PeriodChoice, Query, Report, report},
    sample,
    share::{
        Block, BlockKind, Cell, Column, FigureName, Label, ShareChoice, SharedBoard, SharedPage,
        parcel::{Opened, ParcelError, ParcelKind, open},
        shared_board,
    },
    time::Zone,
};

static SAMPLE: LazyLock<Imported> = LazyLock::new(|| {
    let files = sample::board_files();
    let files: Vec<(&str, &[u8])> = files.iter().map(|file| (file.name, file.bytes.as_slice())).collect();
    common::import(&files)
});

fn shared(query: &Query, choice: &ShareChoice) -> SharedBoard {
    shared_board(&SAMPLE.dataset, &SAMPLE.files, &sample::agreement(), &Zone::utc(), query, choice, 1_700_000_000)
}

fn reported(query: &Query) -> Report {
    report(&SAMPLE.dataset, &SAMPLE.files, &sample::agreement(), &Zone::utc(), query)
}

fn block<'a>(blocks: &'a [Block], kind: &BlockKind) -> &'a Block {
    blocks.iter().find(|block| block.kind == *kind).unwrap_or_else(|| panic!("{kind:?}"))
}

fn cell<'a>(block: &'a Block, label: &Label, column: Column) -> &'a Cell {
    let row = block.rows.iter().find(|row| row.label == *label).unwrap_or_else(|| panic!("{label:?}"));
    &row.cells[block.columns.iter().position(|known| *known == column).unwrap_or_else(|| panic!("{column:?}"))]
}

fn sliced() -> ShareChoice {
    ShareChoice { slice_by: vec![Dimension::Source, Dimension::Campaign], ..ShareChoice::default() }
}

#[test]
fn every_page_says_what_the_report_says() {
    let query = Query::default();
    let (board, report) = (shared(&query, &ShareChoice::default()), reported(&query));
    assert_eq!((board.slices.len(), board.pages.len()), (1, 5));
    let blocks = &board.slices[0].blocks;
    let funnel = block(blocks, &BlockKind::Funnel);
    for stage in &report.funnel.stages {
        assert_eq!(*cell(funnel, &Label::Stage(stage.stage), Column::Reached), Cell::Count(stage.reached));
    }
    let steps = block(blocks, &BlockKind::Steps);
    for step in &report.funnel.steps {
        assert_eq!(*cell(steps, &Label::Step(step.from, step.to), Column::Rate), Cell::Share(step.cohort.rate));
    }
    let goal = &report.goals[0];
    let days = block(blocks, &BlockKind::GoalDays { month: goal.month.clone(), metric: Stage::Mql });
    assert_eq!(days.rows.len(), goal.days.len());
    let told: Vec<u64> =
        days.rows.iter().filter_map(|row| if let Cell::Count(count) = row.cells[1] { Some(count) } else { None }).collect();
    assert_eq!(told.last(), Some(&goal.entries));
    assert!(told.windows(2).all(|pair| pair[0] == pair[1] || pair[1] - pair[0] >= 5), "{told:?}");
    let speed = report.speed.as_ref().unwrap();
    let sales = block(blocks, &BlockKind::Sales);
    let kept = cell(sales, &Label::Figure(FigureName::FollowedUpInTime), Column::Value);
    assert_eq!(*kept, Cell::Share(speed.compliance.unwrap().rate()));
    let figures = block(blocks, &BlockKind::ReturnFigures);
    let figure = |name| cell(figures, &Label::Figure(name), Column::Value).clone();
    assert_eq!(figure(FigureName::Revenue), Cell::Money(report.revenue.as_ref().unwrap().total.clone()));
    assert!(matches!(figure(FigureName::Roi), Cell::Ratio(roi) if (roi - report.roi.as_ref().unwrap().value).abs() < 1e-6));
    assert_eq!(figure(FigureName::Cac), Cell::Money(report.cac.as_ref().unwrap().blended.clone()));
    let gap = block(blocks, &BlockKind::Gap);
    assert_eq!(gap.rows.len(), report.gap.as_ref().unwrap().parts.len());
    for kind in [BlockKind::SpeedBands, BlockKind::SpeedOverTime, BlockKind::Attempts, BlockKind::Reasons, BlockKind::Responsibility] {
        assert!(!block(blocks, &kind).rows.is_empty());
    }
}

#[test]
fn a_page_that_is_not_chosen_is_not_there() {
    for page in SharedPage::ALL {
        let board = shared(&Query::default(), &ShareChoice { pages: vec![page], ..ShareChoice::default() });
        assert!(!board.slices[0].blocks.is_empty());
        assert!(board.slices[0].blocks.iter().all(|block| block.kind.page() == page));
    }
}

fn counts(cell: &Cell) -> Vec<u64> {
    match cell {
        Cell::Count(count) => vec![*count],
        Cell::Share(rate) => vec![rate.numerator, rate.denominator, rate.denominator.saturating_sub(rate.numerator)],
        _ => Vec::new(),
    }
}

#[test]
fn no_group_under_the_limit_is_shown_in_any_slice() {
    for (least, period) in [(5, PeriodChoice::All), (12, PeriodChoice::LastQuarter)] {
        let query = Query { period, ..Query::default() };
        let board = shared(&query, &ShareChoice { least_group: least, ..sliced() });
        assert!(board.slices.len() > 5, "{}", board.slices.len());
        let mut withheld = 0;
        for slice in &board.slices {
            for block in &slice.blocks {
                for row in &block.rows {
                    for cell in &row.cells {
                        withheld += u32::from(*cell == Cell::Withheld);
                        for count in counts(cell) {
                            assert!(
                                count == 0 || count >= u64::from(least),
                                "{count} in {:?} {:?} {:?}",
                                slice.only,
                                block.kind,
                                row.label
                            );
                        }
                    }
                }
            }
        }
        assert!(withheld > 0);
    }
}

/// What slices leave of the whole is a group of its own.
#[test]
fn a_small_group_cannot_be_had_by_taking_slices_from_the_whole() {
    let board = shared(&Query { period: PeriodChoice::LastMonth, ..Query::default() }, &sliced());
    let whole = &board.slices[0];
    for dimension in [Dimension::Source, Dimension::Campaign] {
        let of_dimension: Vec<_> =
            board.slices.iter().filter(|slice| slice.only.as_ref().is_some_and(|only| only.dimension == dimension)).collect();
        for block in whole.blocks.iter().filter(|block| block.kind != BlockKind::Marketing && block.kind != BlockKind::Sales) {
            for row in block.rows.iter().filter(|row| row.label != Label::Rest) {
                for (index, cell) in row.cells.iter().enumerate() {
                    let Cell::Count(all) = cell else { continue };
                    let parts: Vec<Option<u64>> = of_dimension
                        .iter()
                        .map(|slice| {
                            let block = slice.blocks.iter().find(|known| known.kind == block.kind)?;
                            let row = block.rows.iter().find(|known| known.label == row.label)?;
                            if let Cell::Count(count) = row.cells[index] { Some(count) } else { None }
                        })
                        .collect();
                    if parts.iter().all(Option::is_some) {
                        let rest = all - parts.iter().flatten().sum::<u64>();
                        assert!(rest == 0 || rest >= 5, "{rest} left by {dimension:?} in {:?} {:?}", block.kind, row.label);
                    }
                }
            }
        }
    }
}

#[test]
fn nothing_is_withheld_when_nobody_asks_for_it() {
    let board = shared(&Query::default(), &ShareChoice { least_group: 1, ..sliced() });
    let cells = board.slices.iter().flat_map(|slice| &slice.blocks).flat_map(|block| &block.rows).flat_map(|row| &row.cells);
    assert_eq!(cells.filter(|cell| **cell == Cell::Withheld).count(), 0);
}

#[test]
fn no_name_address_or_company_of_a_lead_leaves() {
    let mut personal = HashSet::new();
    for file in sample::board_files() {
        let text = String::from_utf8(file.bytes).unwrap();
        let mut lines = text.lines();
        let header: Vec<&str> = lines.next().unwrap().split(',').collect();
        for line in lines.filter(|line| !line.contains('"')) {
            for (name, value) in header.iter().zip(line.split(',')) {
                let is_personal = ["name", "email", "company", "owner", "lead_id", "deal_id"].contains(name);
                if is_personal && value.len() > 3 {
                    personal.insert(value.to_owned());
                }
            }
        }
    }
    assert!(personal.len() > 1_000);
    let filter = vec![FilterTerm { dimension: Dimension::Owner, value: Some("Sofia Lindqvist".into()) }];
    for (query, choice) in [(Query::default(), sliced()), (Query { filter, ..Query::default() }, ShareChoice::default())] {
        let text = serde_json::to_string(&shared(&query, &choice)).unwrap();
        for value in &personal {
            assert!(!text.contains(value.as_str()), "{value}");
        }
    }
}

#[test]
fn the_json_comes_back_as_it_went() {
    let board = shared(&Query::default(), &sliced());
    let text = serde_json::to_string(&board).unwrap();
    assert_eq!(serde_json::from_str::<SharedBoard>(&text).unwrap(), board);
}

/// Boards that were shared by earlier versions still open.
#[test]
fn a_board_of_the_first_version_opens() {
    let bytes = include_bytes!("known/shared/board-v1.handoff");
    let Ok(Opened::Plain(json)) = open(ParcelKind::Board, bytes) else { panic!("no plain board") };
    let board = SharedBoard::from_json(&json).unwrap();
    assert_eq!((board.made_at, board.least_group, board.pages.len()), (1_700_000_000, 5, 5));
    assert!(board.slices.len() > 5);
    let funnel = block(&board.slices[0].blocks, &BlockKind::Funnel);
    assert_eq!(*cell(funnel, &Label::Stage(Stage::Lead), Column::Reached), Cell::Count(20_274));
    assert!(matches!(SharedBoard::from_json(&json.replace("handoff.shared/1", "handoff.shared/2")), Err(ParcelError::NewerVersion { .. })));
    assert!(SharedBoard::from_json("{}").is_err());
}
