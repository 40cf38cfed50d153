//! Material for leads through the library's public door: the register, its holes, what is wanted, and what was used of it, counted again by
//! the simplest way there is.

mod common;
mod report_support;

use std::collections::{BTreeMap, BTreeSet};

use handoff::{
    agreement::{Agreement, Persona},
    leads::{ActivityKind, Dataset, DealState, Dimension, Event, Stage},
    report::{AssetUse, ContentUse, FilterTerm, PeriodChoice, Query, content_use, report},
    sample::board_files,
    share::{Content, ContentKind},
    team::{AssetKind, Assets, coverage, suggestions},
    time::Zone,
};
use proptest::prelude::*;
use report_support::{Activity, activity, custom, dataset, day, deal, lead, with_activities};

fn used(data: &Dataset, query: &Query) -> Option<ContentUse> {
    content_use(data, &Agreement::default(), &Zone::utc(), query)
}

fn named<'a>(used: &'a ContentUse, name: &str) -> &'a AssetUse {
    used.assets.iter().find(|asset| asset.name == name).unwrap_or_else(|| panic!("{name} is not among {:?}", used.assets))
}

fn told(lead: usize, at: &str, about: &str) -> Activity {
    activity(lead, ActivityKind::Email, at).about(about)
}

#[test]
fn uses_leads_and_what_became_of_them() {
    let leads = [
        lead().at(Stage::Lead, "2026-01-01").at(Stage::Mql, "2026-01-10").at(Stage::Sql, "2026-01-20"),
        lead().at(Stage::Lead, "2026-01-01").at(Stage::Mql, "2026-01-03"),
        lead().at(Stage::Lead, "2026-01-01"),
    ];
    let deals = [
        deal(DealState::Won).of(0).created("2026-01-20").closed("2026-02-10").worth(50_000),
        deal(DealState::Won).of(1).created("2026-01-04").closed("2026-01-05").worth(30_000),
        deal(DealState::Won).created("2026-01-04").closed("2026-01-05").worth(7000),
        deal(DealState::Lost).of(2).created("2026-01-04").closed("2026-02-20").worth(90_000),
    ];
    let rows = [
        told(0, "2026-01-05", "Case Study"),
        told(0, "2026-01-15", " case  study "),
        // After the deal of the lead was won: touched, not influenced.
        told(1, "2026-01-06", "CASE STUDY"),
        told(2, "2026-01-06", "Demo"),
        told(2, "2026-01-06", "Demo").planned(),
        // After the as-of of some of the questions.
        told(2, "2026-02-20", "Demo"),
        told(2, "2026-01-07", ""),
    ];
    let data = with_activities(dataset(&leads, &deals), &rows);
    let found = used(&data, &Query::default()).unwrap();
    let study = named(&found, "Case Study");
    assert_eq!((study.uses, study.leads, study.by_stage), (3, 2, [1, 1, 0, 0, 0, 0]));
    // The first lead went on after its first touch; the second was an MQL and stayed one.
    assert_eq!((study.moved_on.numerator, study.moved_on.denominator), (1, 2));
    assert_eq!((study.won_deals, study.revenue.minor, study.revenue.currency.as_deref()), (1, 50_000, Some("EUR")));
    assert_eq!((named(&found, "Demo").uses, named(&found, "Demo").won_deals), (2, 0));
    assert_eq!((found.uses, found.leads, found.without_lead, found.left_out), (5, 3, 0, 0));
    // Of three won deals, one is of nobody and one was won before.
    assert_eq!((found.influenced.numerator, found.influenced.denominator, found.influenced_revenue.minor), (1, 3, 50_000));
    // A period: uses of its days, influence of deals won in it by whatever touched them before.
    let february = used(&data, &custom("2026-02-01", "2026-03-01")).unwrap();
    let study = named(&february, "Case Study");
    assert_eq!((study.uses, study.leads, study.moved_on.value(), study.won_deals), (0, 0, None, 1));
    assert_eq!((february.uses, named(&february, "Demo").uses), (1, 1));
    let early = Query { as_of: Some(report_support::moment("2026-01-31").0), ..Query::default() };
    let early = used(&data, &early).unwrap();
    assert_eq!((early.uses, early.influenced.numerator, early.influenced.denominator), (4, 0, 2));
}

#[test]
fn without_assets_there_is_nothing_to_say() {
    let leads = [lead().at(Stage::Lead, "2026-01-01")];
    assert_eq!(used(&dataset(&leads, &[]), &Query::default()), None);
    assert_eq!(used(&with_activities(dataset(&leads, &[]), &[told(0, "2026-01-02", "")]), &Query::default()), None);
    assert_eq!(used(&with_activities(dataset(&leads, &[]), &[told(0, "2026-01-02", "Demo").planned()]), &Query::default()), None);
}

#[test]
fn uses_by_nobody_known_are_told_apart() {
    let rows = [told(0, "2026-01-02", "Demo"), told(0, "2026-01-02", "Demo")];
    let mut data = with_activities(dataset(&[lead().at(Stage::Lead, "2026-01-01")], &[]), &rows);
    data.activities.lead[0] = handoff::leads::NO_LEAD;
    let found = used(&data, &Query::default()).unwrap();
    assert_eq!((found.uses, found.without_lead), (1, 1));
}

/// Counted with maps and loops over everything.
fn by_hand(data: &Dataset, wanted: impl Fn(usize) -> bool, days: Option<(&str, &str)>) -> BTreeMap<String, (u64, u64, u64, i64)> {
    let activities = &data.activities;
    let column = activities.asset.as_ref().unwrap();
    let seconds = |date: &str| i64::from(day(date).0) * 86_400;
    let is_within = |at: i64| days.is_none_or(|(from, to)| (seconds(from)..seconds(to)).contains(&at));
    let rows: Vec<(String, usize, i64)> = (0..activities.len)
        .filter(|row| !activities.is_planned(*row) && wanted(activities.lead[*row] as usize))
        .filter_map(|row| {
            let name = column.value(column.code(row))?;
            Some((name.to_owned(), activities.lead[row] as usize, activities.at.get(row)?.unix()))
        })
        .collect();
    let names: BTreeSet<&String> = rows.iter().map(|(name, ..)| name).collect();
    let count = |name: &String| {
        let of = || rows.iter().filter(|(other, ..)| other == name);
        let period = || of().filter(|(.., at)| is_within(*at));
        let leads: BTreeSet<usize> = period().map(|(_, lead, _)| *lead).collect();
        let (mut deals, mut minor) = (0, 0);
        for deal in 0..data.deals.len {
            let Some(closed) = data.deals.closed.get(deal).map(handoff::time::Moment::unix) else { continue };
            let is_won = data.deals.state[deal] == DealState::Won && is_within(closed);
            if is_won && of().any(|(_, lead, at)| *lead == data.deals.lead[deal] as usize && *at <= closed) {
                deals += 1;
                minor += Some(data.deals.amount_minor[deal]).filter(|minor| *minor != handoff::leads::NO_AMOUNT).unwrap_or(0);
            }
        }
        (period().count() as u64, leads.len() as u64, deals, minor)
    };
    names.into_iter().map(|name| (name.clone(), count(name))).filter(|(_, counts)| counts.0 > 0 || counts.2 > 0).collect()
}

fn summary(found: Option<ContentUse>) -> BTreeMap<String, (u64, u64, u64, i64)> {
    let assets = found.map(|found| found.assets).unwrap_or_default();
    assets.into_iter().map(|asset| (asset.name, (asset.uses, asset.leads, asset.won_deals, asset.revenue.minor))).collect()
}

proptest! {
    #[test]
    fn sums_are_those_of_counting_by_hand(
        leads in prop::collection::vec((1_u8..28, prop::option::of(1_u8..28), any::<bool>()), 1..8),
        deals in prop::collection::vec((0_usize..8, 1_u8..28, any::<bool>(), prop::option::of(0_i64..900)), 0..8),
        uses in prop::collection::vec((0_usize..8, 1_u8..28, 0_usize..4, prop::bool::weighted(0.1)), 0..40),
    ) {
        const NAMES: [&str; 4] = ["Demo", "Case study", "Letter", ""];
        let date = |day: u8| format!("2026-01-{day:02}");
        let rows: Vec<_> = leads.iter().map(|(created, mql, is_web)| {
            let lead = lead().at(Stage::Lead, &date(*created)).with(Dimension::Source, if *is_web { "Web" } else { "Fair" });
            match mql { Some(day) => lead.at(Stage::Mql, &date(*day)), None => lead }
        }).collect();
        let deals: Vec<_> = deals.iter().map(|(of, closed, won, amount)| {
            let deal = deal(if *won { DealState::Won } else { DealState::Lost }).of(of % leads.len()).created("2026-01-01").closed(&date(*closed));
            match amount { Some(minor) => deal.worth(*minor), None => deal }
        }).collect();
        let uses: Vec<_> = uses.iter().map(|(of, at, name, planned)| {
            let one = told(of % leads.len(), &date(*at), NAMES[*name]);
            if *planned { one.planned() } else { one }
        }).collect();
        let data = with_activities(dataset(&rows, &deals), &uses);
        if data.activities.asset.is_none() {
            prop_assert_eq!(used(&data, &Query::default()), None);
            return Ok(());
        }
        let all = used(&data, &Query::default());
        prop_assert_eq!(summary(all.clone()), by_hand(&data, |_| true, None));
        let some = used(&data, &custom("2026-01-08", "2026-01-19"));
        prop_assert_eq!(summary(some), by_hand(&data, |_| true, Some(("2026-01-08", "2026-01-19"))));
        if let Some(all) = all {
            prop_assert_eq!(all.uses, all.assets.iter().map(|asset| asset.uses).sum::<u64>());
            for asset in &all.assets {
                prop_assert!(asset.by_stage.iter().sum::<u64>() == asset.leads && asset.moved_on.numerator <= asset.leads);
                prop_assert!(asset.leads <= all.leads && asset.leads <= asset.uses && asset.won_deals <= all.influenced.numerator);
            }
            prop_assert!(all.influenced.numerator <= all.assets.iter().map(|asset| asset.won_deals).sum::<u64>());
            prop_assert!(all.influenced.numerator <= all.influenced.denominator);
        }
        let filter = vec![FilterTerm { dimension: Dimension::Source, value: Some("Web".into()) }];
        let web = used(&data, &Query { filter, ..Query::default() });
        let is_web = |lead: usize| leads[lead].2;
        // Deals have the source of their lead, so the same leads decide on both sides.
        prop_assert_eq!(summary(web), by_hand(&data, is_web, None));
    }
}

#[test]
fn the_sample_company_uses_what_it_has() {
    let files = board_files();
    let imported = common::import(&files.iter().map(|file| (file.name, &file.bytes[..])).collect::<Vec<_>>());
    let agreement = handoff::sample::agreement();
    let of = |period| content_use(&imported.dataset, &agreement, &Zone::utc(), &Query { period, ..Query::default() }).unwrap();
    let all = of(PeriodChoice::All);
    let names: BTreeSet<&str> = all.assets.iter().map(|asset| asset.name.as_str()).collect();
    for name in ["The handoff handbook", "Product demo", "Letter: hello", "Battle card: Batonly", "Case study: Seven Otters"] {
        assert!(names.contains(name), "{name} of {names:?}");
    }
    assert!(all.influenced.numerator > 0 && all.influenced.numerator < all.influenced.denominator && all.influenced_revenue.minor > 0);
    assert!(of(PeriodChoice::LastMonth).uses < all.uses);
    let downloads = records_named(&files[2].bytes, "ebook_download");
    let books: u64 =
        ["The handoff handbook", "Scoring without tears", "One board for two teams"].iter().map(|name| named(&all, name).uses).sum();
    assert_eq!(books, downloads);
}

fn records_named(bytes: &[u8], kind: &str) -> u64 {
    std::str::from_utf8(bytes).unwrap().lines().filter(|line| line.split(',').nth(2) == Some(kind)).count() as u64
}

fn agreement(personas: &[&str]) -> Agreement {
    let persona = |name: &&str| Persona { name: (*name).to_owned(), conditions: Vec::new(), lead_value: None };
    Agreement { personas: personas.iter().map(persona).collect(), stages_off: vec![Stage::Sal], ..Agreement::default() }
}

#[test]
fn holes_are_where_nothing_is() {
    let mut assets = Assets::default();
    let mut add = |name: &str, stages: &[Stage], personas: &[&str]| {
        let id = assets.add(name);
        let asset = assets.asset_mut(id).unwrap();
        asset.stages = stages.to_vec();
        asset.personas = personas.iter().map(|name| (*name).to_owned()).collect();
    };
    add("For everybody", &[Stage::Lead], &[]);
    add("For founders", &[Stage::Lead, Stage::Opportunity, Stage::Sal], &["founder"]);
    add("For nurses", &[Stage::Mql], &["Nurse"]);
    add("Nowhere", &[], &["Founder"]);
    let found = coverage(&assets, &agreement(&["Founder", "Doctor"]));
    assert_eq!(found.stages, [Stage::Lead, Stage::Mql, Stage::Sql, Stage::Opportunity, Stage::Customer]);
    assert_eq!(found.personas, [Some("Founder".to_owned()), Some("Doctor".to_owned()), Some("Nurse".to_owned())]);
    assert_eq!(found.cells, [vec![2, 1, 1], vec![0, 0, 1], vec![0, 0, 0], vec![1, 0, 0], vec![0, 0, 0]]);
    assert_eq!((found.unplaced, found.holes().len()), (1, 10));
    assert_eq!(found.holes()[0], (Stage::Mql, Some("Founder")));
    // Without personas there is one column, for everybody.
    let nobody = coverage(&Assets::default(), &agreement(&[]));
    assert_eq!((nobody.personas, nobody.cells), (vec![None], vec![vec![0]; 5]));
}

#[test]
fn an_asset_is_found_however_it_is_spelled() {
    let mut assets = Assets::default();
    let id = assets.add("مطالعه موردی");
    let check =
        |assets: &Assets, text: &str, expected: Option<u64>| assert_eq!(assets.find(text).map(|asset| asset.id), expected, "{text}");
    check(&assets, " مطالعه  موردي ", Some(id));
    check(&assets, "", None);
    assets.asset_mut(id).unwrap().place = "https://example.org/Case".into();
    check(&assets, "https://EXAMPLE.org/case", Some(id));
    check(&assets, "https://example.org/other", None);
    assert_ne!(assets.add("مطالعه موردی"), id);
    assets.remove(id);
    assert_eq!(assets.assets.len(), 1);
}

#[test]
fn reasons_that_nothing_answers_are_wanted() {
    let turned_down = |reason: &'static str, times: usize| {
        (0..times)
            .map(move |_| lead().at(Stage::Lead, "2026-01-01").event(Event::Disqualified, "2026-01-10").with(Dimension::Reason, reason))
    };
    let leads: Vec<_> = turned_down("Chose Batonly", 9)
        .chain(turned_down("Too dear", 7))
        .chain(turned_down("No need", 5))
        .chain(turned_down("Bad timing", 4))
        .chain(turned_down("", 20))
        .collect();
    let report = report(&dataset(&leads, &[]), &[], &Agreement::default(), &Zone::utc(), &Query::default());
    let check = |assets: &Assets, expected: &[(&str, u64)]| {
        let found: Vec<_> = suggestions(&report, assets).into_iter().map(|one| (one.reason, one.leads)).collect();
        assert_eq!(found, expected.iter().map(|(reason, leads)| ((*reason).to_owned(), *leads)).collect::<Vec<_>>());
    };
    let mut assets = Assets::default();
    check(&assets, &[("Chose Batonly", 9), ("Too dear", 7), ("No need", 5)]);
    let id = assets.add("Battle card");
    assets.asset_mut(id).unwrap().competitor = Some("chose batonly".into());
    check(&assets, &[("Too dear", 7), ("No need", 5)]);
    assets.want("A calculator of what waiting costs", Some("Too dear"));
    check(&assets, &[("No need", 5)]);
    assets.passed_over.push("no need".into());
    check(&assets, &[]);
}

#[test]
fn the_register_comes_back_from_its_file() {
    let mut assets = Assets::default();
    let id = assets.add("Demo");
    let asset = assets.asset_mut(id).unwrap();
    (asset.kind, asset.stages, asset.competitor) = (AssetKind::Demo, vec![Stage::Sql], Some("Batonly".into()));
    assets.want("A film", None);
    let content = Content::Assets(assets);
    assert_eq!(ContentKind::Assets.open(&content.seal(0)), Ok(content));
    let less: Assets = serde_json::from_str(r#"{"assets":[{"id":7,"name":"Demo"}]}"#).unwrap();
    assert_eq!(less.asset(7).map(|asset| asset.kind), Some(AssetKind::Other));
}
