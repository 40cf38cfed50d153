//! Two lists laid beside each other, through the library's public door: stories with known answers, and what holds for any two lists.

mod common;

use std::collections::HashSet;

use common::sniffed;
use handoff::{
    agreement::Workspace,
    import::{Key, KeyChoice, KeyReason, NoCommonKey, Reader, Table, assemble},
    leads::{Stage, Status},
    metrics::{Group, Line, ReachedCount, Reconciled, Reconciliation, Side, Sighting, reconcile},
    report::{Query, report},
    time::Zone,
};
use proptest::prelude::*;

fn table(name: &str, csv: &str) -> Table {
    let mapping = sniffed(name, csv.as_bytes()).mapping;
    let mut reader = Reader::new(0, name, &mapping, &Zone::utc()).for_a_list();
    reader.push(csv.as_bytes());
    reader.finish()
}

fn read(left: &str, right: &str, choice: KeyChoice) -> Result<Reconciled, NoCommonKey> {
    reconcile(table("marketing-leads.csv", left), table("sales-leads.csv", right), choice)
}

fn matched(left: &str, right: &str) -> Reconciled {
    read(left, right, KeyChoice::Auto).expect("a common key")
}

/// The lines of a group as line numbers of the two files.
fn lines(reconciled: &Reconciled, group: Group) -> Vec<[Option<u64>; 2]> {
    let number = |line: &Line, side: Side| line.rows[side.index()].map(|row| reconciled.line_number(side, row));
    reconciled.lines(group).iter().map(|line| Side::ALL.map(|side| number(line, side))).collect()
}

fn every_group() -> Vec<Group> {
    let mut groups = vec![Group::InBoth, Group::StagesDiffer, Group::OwnersDiffer];
    for side in Side::ALL {
        groups.extend([Group::Only(side), Group::Keyless(side), Group::Duplicates(side), Group::Ownerless(side)]);
        for stage in Stage::ALL {
            groups.push(Group::Reached { side, stage, sighting: None });
            groups.extend(Sighting::ALL.map(|sighting| Group::Reached { side, stage, sighting: Some(sighting) }));
        }
    }
    groups
}

/// What must hold of any two lists.
fn check_sums(reconciled: &Reconciled) -> Reconciliation {
    let summary = reconciled.summary();
    for group in every_group() {
        let lines = reconciled.lines(group);
        assert_eq!(reconciled.count(group), lines.len() as u64, "{group:?}");
        assert_eq!(lines.iter().collect::<HashSet<_>>().len(), lines.len(), "{group:?} lists each line once");
    }
    for list in [&summary.left, &summary.right] {
        assert_eq!(list.rows, list.leads + list.duplicates, "{}", list.name);
        assert_eq!(list.leads, summary.in_both + list.only_here + list.keyless, "{}", list.name);
    }
    assert_eq!(summary.in_both, summary.by_first_key + summary.by_second_key);
    assert_eq!(summary.in_both, summary.stages_agree + summary.stages_differ + summary.stages_untold);
    assert_eq!(summary.in_both, summary.owners_agree + summary.owners_differ + summary.owners_untold);
    assert_eq!(summary.stages_differ, summary.stage_pairs.iter().map(|pair| pair.leads).sum::<u64>());
    for pair in &summary.stage_pairs {
        assert_eq!(reconciled.lines(Group::StagePair { left: pair.left, right: pair.right }).len() as u64, pair.leads);
    }
    for row in &summary.stages {
        for reached in [&row.left, &row.right] {
            let parts = reached.reached_too + reached.elsewhere + reached.untold + reached.missing + reached.keyless;
            assert_eq!(reached.reached, parts, "{:?}", row.stage);
        }
        assert_eq!(row.left.reached_too, row.right.reached_too, "{:?}: who reached it in both is one and the same", row.stage);
    }
    summary
}

/// 412 of marketing's MQLs, of which sales has 188: 74 stand elsewhere there, 150 are missing; each a few rows long here.
const MARKETING: &str = "Lead ID,Email,Lifecycle Stage,Owner\n\
    1,ann@x.example,MQL,Ann\n\
    2,Bob@X.example,MQL,Bob\n\
    3,cy@x.example,SQL,Cy\n\
    4,di@x.example,MQL,\n\
    5,ed@x.example,Lead,Ann\n\
    5,ed@x.example,MQL,Ann\n\
    ,,MQL,Ann\n\
    7,flo@x.example,Lead,Ann\n";
const SALES: &str = "Lead ID,Email,Status,Lead Owner\n\
    1,ann@x.example,MQL,ann \n\
    3,cy@x.example,Disqualified,Dora\n\
    ,BOB@x.example,New,Bob\n\
    ,,MQL,Bob\n\
    7,flo@x.example,purple,Ann\n\
    9,new@x.example,MQL,\n";

#[test]
fn the_difference_is_explained_to_the_last_lead() {
    let reconciled = matched(MARKETING, SALES);
    let summary = check_sums(&reconciled);
    assert_eq!((summary.keys.first, summary.keys.second, summary.keys.reason), (Key::LeadId, Some(Key::Email), KeyReason::SameIds));
    assert_eq!((summary.in_both, summary.by_first_key, summary.by_second_key), (4, 3, 1));
    let left = &summary.left;
    assert_eq!((left.rows, left.duplicates, left.leads, left.only_here, left.keyless, left.ownerless), (8, 1, 7, 2, 1, Some(1)));
    let right = &summary.right;
    assert_eq!((right.rows, right.duplicates, right.leads, right.only_here, right.keyless, right.ownerless), (6, 0, 6, 1, 1, Some(1)));
    let mql = summary.disputed_stage().expect("MQLs");
    assert_eq!(mql.stage, Stage::Mql);
    assert_eq!(mql.left, ReachedCount { reached: 6, reached_too: 1, elsewhere: 2, untold: 0, missing: 2, keyless: 1 });
    assert_eq!(mql.right, ReachedCount { reached: 3, reached_too: 1, elsewhere: 0, untold: 0, missing: 1, keyless: 1 });
    let pairs: Vec<_> = summary.stage_pairs.iter().map(|pair| (pair.left, pair.right, pair.leads)).collect();
    assert_eq!(pairs, [(Status::Mql, Status::Lead, 1), (Status::Sql, Status::Disqualified, 1)]);
    assert_eq!((summary.stages_agree, summary.stages_untold), (1, 1));
    assert_eq!((summary.owners_agree, summary.owners_differ, summary.owners_untold), (3, 1, 0));

    let check = |group: Group, expected: &[[Option<u64>; 2]]| assert_eq!(lines(&reconciled, group), expected, "{group:?}");
    check(Group::InBoth, &[[Some(2), Some(2)], [Some(3), Some(4)], [Some(4), Some(3)], [Some(9), Some(6)]]);
    check(Group::Only(Side::Left), &[[Some(5), None], [Some(6), None]]);
    check(Group::Only(Side::Right), &[[None, Some(7)]]);
    check(Group::Duplicates(Side::Left), &[[Some(7), None]]);
    check(Group::Keyless(Side::Right), &[[None, Some(5)]]);
    check(Group::Ownerless(Side::Left), &[[Some(5), None]]);
    check(Group::OwnersDiffer, &[[Some(4), Some(3)]]);
    let missing = Group::Reached { side: Side::Left, stage: Stage::Mql, sighting: Some(Sighting::Missing) };
    check(missing, &[[Some(5), None], [Some(6), None]]);
    assert_eq!(reconciled.owner(Side::Right, 1), Some("Dora"));
    assert_eq!(reconciled.standing(Side::Left, 4), Status::Mql, "the latest word of a lead named twice");
}

#[test]
fn the_key_is_the_one_that_proves_itself() {
    let check = |choice: KeyChoice, left: &str, right: &str, expected: Result<(Key, Option<Key>, KeyReason, u64), NoCommonKey>| {
        let found = read(left, right, choice).map(|reconciled| {
            let summary = check_sums(&reconciled);
            (summary.keys.first, summary.keys.second, summary.keys.reason, summary.in_both)
        });
        assert_eq!(found, expected, "{choice:?}\n{left}\n{right}");
    };
    let (auto, id, email) = (KeyChoice::Auto, KeyChoice::Id, KeyChoice::Email);
    let ours = "Lead ID,Email,Status\n1,a@x.example,MQL\n2,b@x.example,MQL\n3,c@x.example,MQL\n";
    let other_system = "Lead ID,Email,Status\n1,c@x.example,MQL\n2,a@x.example,MQL\n3,z@x.example,MQL\n";
    let prefixed = "Lead ID,Email,Status\nX1,a@x.example,MQL\nX2,q@x.example,MQL\n";
    let by_mail = "Email,Status,First Name\n A@x.EXAMPLE ,MQL,Ann\nb@x.example,New,Bo\n";
    let by_id = "Lead ID,Status\n1,MQL\n4,MQL\n";
    check(auto, ours, other_system, Ok((Key::Email, None, KeyReason::IdsOfOthers, 2)));
    check(id, ours, other_system, Ok((Key::LeadId, None, KeyReason::Asked, 3)));
    check(auto, ours, prefixed, Ok((Key::Email, None, KeyReason::IdsNeverMeet, 1)));
    check(auto, ours, by_mail, Ok((Key::Email, None, KeyReason::OnlyOne, 2)));
    check(auto, ours, by_id, Ok((Key::LeadId, None, KeyReason::OnlyOne, 1)));
    check(email, ours, by_id, Err(NoCommonKey));
    check(id, ours, by_mail, Err(NoCommonKey));
    check(auto, by_mail, by_id, Err(NoCommonKey));
    let deals = "Deal ID,Email,Deal Stage\n1,a@x.example,Won\n2,a@x.example,Lost\n2,a@x.example,Lost\n";
    let other_deals = "Deal ID,Email,Deal Stage\n2,a@x.example,Won\n3,a@x.example,Open\n";
    check(auto, deals, other_deals, Ok((Key::DealId, None, KeyReason::SameIds, 1)));
    check(auto, ours, deals, Ok((Key::Email, None, KeyReason::OnlyOne, 1)));
}

#[test]
fn deals_stand_for_the_leads_they_name() {
    let leads = "Lead ID,Lifecycle Stage,Owner\n1,Customer,Ann\n2,MQL,Ann\n3,Opportunity,Ann\n4,MQL,Ann\n";
    let deals = "Deal ID,Lead ID,Deal Stage,Deal Owner\n\
        d1,1,Closed Lost,Zoe\nd2,1,Closed Won,Ann\nd3,2,Closed Lost,Ann\nd4,3,Negotiation,\nd4,3,Negotiation,\nd5,8,Negotiation,Ann\n";
    let reconciled = matched(leads, deals);
    let summary = check_sums(&reconciled);
    assert_eq!((summary.right.rows, summary.right.duplicates, summary.right.leads, summary.in_both), (6, 2, 4, 3));
    let pairs: Vec<_> = summary.stage_pairs.iter().map(|pair| (pair.left, pair.right)).collect();
    assert_eq!(pairs, [(Status::Mql, Status::Disqualified)]);
    let opportunity = summary.stages.iter().find(|row| row.stage == Stage::Opportunity).expect("opportunities");
    assert_eq!(opportunity.right, ReachedCount { reached: 4, reached_too: 2, elsewhere: 1, missing: 1, ..ReachedCount::default() });
    assert_eq!(summary.right.ownerless, Some(1));
}

#[test]
fn a_list_that_tells_no_stage_disagrees_with_none() {
    let named = "Email,Owner,First Name\na@x.example,Ann,A\nz@x.example,Ann,Z\n";
    let summary = check_sums(&matched("Email,MQL date,SQL date\na@x.example,2024-01-01,\nb@x.example,2024-01-01,2024-02-01\n", named));
    assert_eq!((summary.stages_untold, summary.stages_differ), (1, 0));
    let mql = summary.disputed_stage().expect("MQLs");
    assert_eq!(mql.left, ReachedCount { reached: 2, untold: 1, missing: 1, ..ReachedCount::default() });
    assert!(summary.left.tells_stages() && !summary.right.tells_stages());
    assert_eq!(summary.left.stage_columns, ["MQL date", "SQL date"]);
    assert_eq!((summary.left.ownerless, summary.right.ownerless), (None, Some(0)));
}

#[test]
fn leads_that_share_an_address_are_paired_one_to_one() {
    let left = "Lead ID,Email,Status\n1,a@x.example,MQL\n2,team@x.example,MQL\n3,team@x.example,SQL\n";
    let right = "Lead ID,Email,Status\n1,a@x.example,MQL\n,team@x.example,MQL\n";
    let reconciled = matched(left, right);
    check_sums(&reconciled);
    assert_eq!(lines(&reconciled, Group::InBoth), [[Some(2), Some(2)], [Some(3), Some(3)]]);
    assert_eq!(lines(&reconciled, Group::Only(Side::Left)), [[Some(4), None]]);
}

#[derive(Debug, Clone)]
struct Row {
    id: u8,
    email: u8,
    stage: u8,
    owner: u8,
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (0..9_u8, 0..7_u8, 0..9_u8, 0..3_u8).prop_map(|(id, email, stage, owner)| Row { id, email, stage, owner });
    prop::collection::vec(row, 1..25)
}

const WORDS: [&str; 9] = ["", "Lead", "MQL", "SAL", "SQL", "Opportunity", "Customer", "Disqualified", "purple"];

fn csv(rows: &[Row]) -> String {
    let mut csv = "Lead ID,Email,Lead Status,Lead Owner,Created\n".to_owned();
    for Row { id, email, stage, owner } in rows {
        let text = |letter: &str, number: u8, end: &str| if number == 0 { String::new() } else { format!("{letter}{number}{end}") };
        let (id, email, owner) = (text("L", *id, ""), text("m", *email, "@x.example"), text("Owner ", *owner, ""));
        csv.push_str(&[id.as_str(), email.as_str(), WORDS[usize::from(*stage)], &owner, "2024-01-02\n"].join(","));
    }
    csv
}

const fn mirrored(group: Group) -> Group {
    match group {
        Group::Only(side) => Group::Only(side.other()),
        Group::Keyless(side) => Group::Keyless(side.other()),
        Group::Duplicates(side) => Group::Duplicates(side.other()),
        Group::Ownerless(side) => Group::Ownerless(side.other()),
        Group::Reached { side, stage, sighting } => Group::Reached { side: side.other(), stage, sighting },
        Group::StagePair { left, right } => Group::StagePair { left: right, right: left },
        Group::InBoth | Group::StagesDiffer | Group::OwnersDiffer => group,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parts_sum_counts_are_lists_and_swapping_mirrors(left in rows(), right in rows(), choice in 0..3_usize) {
        let choice = [KeyChoice::Auto, KeyChoice::Id, KeyChoice::Email][choice];
        let (left, right) = (csv(&left), csv(&right));
        let (one, two) = (read(&left, &right, choice), read(&right, &left, choice));
        prop_assert_eq!(one.is_ok(), two.is_ok());
        let (Ok(one), Ok(two)) = (one, two) else { return Ok(()) };
        let (first, second) = (check_sums(&one), check_sums(&two));
        prop_assert_eq!(first.keys, second.keys);
        for group in every_group() {
            let lines: HashSet<[Option<u32>; 2]> = one.lines(group).into_iter().map(|line| line.rows).collect();
            let mirror: HashSet<[Option<u32>; 2]> = two.lines(mirrored(group)).into_iter().map(|line| [line.rows[1], line.rows[0]]).collect();
            prop_assert_eq!(lines, mirror, "{:?}", group);
        }
    }

    /// By one key alone, against a plain count of sets.
    #[test]
    fn one_key_is_set_arithmetic(left in rows(), right in rows()) {
        let Ok(reconciled) = read(&csv(&left), &csv(&right), KeyChoice::Email) else { return Ok(()) };
        let keys = |rows: &[Row]| rows.iter().map(|row| row.email).filter(|email| *email != 0).collect::<HashSet<u8>>();
        let without = |rows: &[Row]| rows.iter().filter(|row| row.email == 0).count() as u64;
        let (ours, theirs) = (keys(&left), keys(&right));
        let summary = reconciled.summary();
        prop_assert_eq!(summary.in_both, ours.intersection(&theirs).count() as u64);
        prop_assert_eq!(summary.left.only_here, ours.difference(&theirs).count() as u64);
        prop_assert_eq!(summary.right.only_here, theirs.difference(&ours).count() as u64);
        prop_assert_eq!((summary.left.keyless, summary.right.keyless), (without(&left), without(&right)));
    }

    /// A list alone counts its stages as the board does.
    #[test]
    fn stages_are_those_of_the_board(rows in rows()) {
        let csv = csv(&rows);
        let Ok(reconciled) = read(&csv, &csv, KeyChoice::Auto) else { return Ok(()) };
        let board = assemble(vec![table("leads.csv", &csv)], &Workspace::default());
        let report = report(&board.dataset, &board.files, &handoff::agreement::Agreement::default(), &Zone::utc(), &Query::default());
        let summary = check_sums(&reconciled);
        prop_assert_eq!(summary.left.leads, report.leads);
        for row in &summary.stages {
            let stage = report.funnel.stages.iter().find(|stage| stage.stage == row.stage).expect("all six");
            prop_assert_eq!((stage.tracked, row.left.reached), (true, stage.reached), "{:?}", row.stage);
        }
    }
}
