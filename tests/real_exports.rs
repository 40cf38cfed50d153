//! Real exports read with nothing but the detected mapping, against answers computed elsewhere. Runs where the folder is.

mod common;

use std::collections::BTreeMap;

use common::{data, import};
use handoff::{
    import::{Imported, IssueKind, Kind},
    leads::{Category, DealState, Dimension, Event, NO_AMOUNT, Stage},
};
use serde_json::Value;

fn read(folder: &str, files: &[&str]) -> Option<(Imported, Value)> {
    let folder = data()?.join(folder);
    let bytes: Vec<Vec<u8>> = files.iter().map(|file| std::fs::read(folder.join(file)).unwrap()).collect();
    let named: Vec<(&str, &[u8])> = files.iter().zip(&bytes).map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let expected = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    Some((import(&named), serde_json::from_str(&expected).unwrap()))
}

fn counted(category: &Category, holds: impl Fn(usize) -> bool) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    category.for_each(|row, code| {
        if holds(row) {
            *counts.entry(category.value(code).unwrap_or("(blank)").to_owned()).or_default() += 1;
        }
    });
    counts
}

fn expected_counts(object: &Value, key: Option<&str>) -> BTreeMap<String, u64> {
    let number = |value: &Value| key.map_or(value, |key| &value[key]).as_u64().unwrap();
    object.as_object().unwrap().iter().map(|(name, value)| (name.clone(), number(value))).filter(|(_, count)| *count > 0).collect()
}

#[test]
fn olist_leads_and_wins_by_origin() {
    const LEADS: &str = "olist_marketing_qualified_leads_dataset.csv";
    const DEALS: &str = "olist_closed_deals_dataset.csv";
    for files in [[LEADS, DEALS], [DEALS, LEADS]] {
        let Some((imported, expected)) = read("olist", &files) else { return };
        let leads = &imported.dataset.leads;
        let deals = &imported.dataset.deals;
        assert_eq!((leads.len, deals.len, imported.deals_joined), (8000, 842, 842));
        assert!(deals.state.iter().all(|state| *state == DealState::Won));
        let won = leads.stages[Stage::Customer.index()].as_ref().unwrap();
        assert_eq!(won.count(), 842);
        let origin = leads.categories[Dimension::Source.index()].as_ref().unwrap();
        assert_eq!(counted(origin, |_| true), expected_counts(&expected["by_origin"], Some("leads")));
        assert_eq!(counted(origin, |row| won.get(row).is_some()), expected_counts(&expected["by_origin"], Some("won")));
        assert_eq!(counted(origin, |_| true)["(blank)"], 60);
        // The deals borrow the origin their own export lacks.
        let lent = deals.categories[Dimension::Source.index()].as_ref().unwrap();
        assert_eq!(counted(lent, |_| true), expected_counts(&expected["by_origin"], Some("won")));
        assert_eq!(imported.issues.count(IssueKind::NegativeDuration), expected["days_to_win"]["negative"].as_u64().unwrap());
        assert_eq!(imported.issues.total(), 1, "{:?}", imported.issues.groups().collect::<Vec<_>>());
    }
}

#[test]
fn maven_pipeline_states_and_revenue() {
    let Some((imported, expected)) = read("maven_crm", &["sales_pipeline.csv"]) else { return };
    let deals = &imported.dataset.deals;
    let count = |wanted: DealState| deals.state.iter().filter(|state| **state == wanted).count();
    assert_eq!((deals.len, count(DealState::Won), count(DealState::Lost)), (8800, 4238, 2473));
    let won = (0..deals.len).filter(|row| deals.state[*row] == DealState::Won).map(|row| deals.amount_minor[row]);
    assert_eq!(won.filter(|minor| *minor != NO_AMOUNT).sum::<i64>(), 1_000_553_400);
    let stages = deals.categories[Dimension::DealStage.index()].as_ref().unwrap();
    assert_eq!(counted(stages, |_| true), expected_counts(&expected["by_stage"], None));
    let (leads, opportunity) = (&imported.dataset.leads, Stage::Opportunity.index());
    assert!(leads.from_deals && leads.len == 8800);
    assert_eq!(leads.stages[opportunity].as_ref().unwrap().count(), 8300);
    assert_eq!(deals.closed.count(), 4238 + 2473);
}

#[test]
fn maven_tables_are_joined() {
    let Some((imported, expected)) = read("maven_crm", &["sales_pipeline.csv", "accounts.csv", "products.csv", "sales_teams.csv"]) else {
        return;
    };
    assert_eq!(imported.dataset.deals.len, 8800);
    let kinds: Vec<Kind> = imported.files.iter().map(|file| file.kind).collect();
    assert_eq!(kinds, [Kind::Deals, Kind::Accounts, Kind::Lookup, Kind::Lookup]);
    // Only the price list is of no use: its products are spelled otherwise, and a price is not what was paid.
    let set_aside: Vec<bool> = imported.files.iter().map(|file| file.rows_kept == 0).collect();
    assert_eq!(set_aside, [false, false, true, false]);
    assert_eq!(imported.issues.count(IssueKind::KindNotCounted), 1);
    assert_eq!(imported.issues.count(IssueKind::NotJoined), 0, "every named account and agent is in its list");
    let industry = imported.dataset.deals.categories[Dimension::Industry.index()].as_ref().unwrap();
    assert_eq!(counted(industry, |_| true)["(blank)"], expected["account_blank"].as_u64().unwrap());
}

#[test]
fn ringostat_stages_and_loss_reasons() {
    let Some((imported, expected)) = read("ringostat_deals", &["deals.csv"]) else { return };
    let (leads, deals) = (&imported.dataset.leads, &imported.dataset.deals);
    assert_eq!((deals.len, leads.len), (895, 895));
    let stages = deals.categories[Dimension::DealStage.index()].as_ref().unwrap();
    assert_eq!(counted(stages, |_| true), expected_counts(&expected["by_stage"], None));
    let reasons = leads.categories[Dimension::Reason.index()].as_ref().unwrap();
    let lost = |row: usize| deals.state[row] == DealState::Lost;
    assert_eq!(counted(reasons, lost), expected_counts(&expected["loss_reasons"], None));
    assert_eq!(counted(reasons, |row| !lost(row)).into_keys().collect::<Vec<_>>(), ["(blank)"]);
    assert_eq!(leads.events[Event::Disqualified.index()].as_ref().unwrap().count(), 431);
    assert_eq!(deals.closed.count(), 431 + 216);
    for (state, key) in [(DealState::Won, "won"), (DealState::Lost, "lost")] {
        let sources = deals.categories[Dimension::Source.index()].as_ref().unwrap();
        assert_eq!(counted(sources, |row| deals.state[row] == state), expected_counts(&expected["by_source"], Some(key)));
    }
}
