//! The sample company: two years of a believable B2B sales and marketing team, as the files its CRM would export.
//!
//! Generated, not recorded: nobody in it exists. The same bytes come out on every machine and in every browser, because chance
//! is drawn from integers alone (`random.rs`) and there is no clock. What a board should find in it: three reps of different habits, a cheap
//! campaign of poor leads and a webinar of good ones, a trade-show spike, and a funnel plugged between MQL and SAL, worse in
//! the last quarter. It is no benchmark and no fixture for odd files: it is as clean as a good CRM.

mod clock;
mod csv;
mod market;
mod people;
mod pipeline;
mod random;
mod scoring;

use crate::{
    agreement::{
        Agreement, Attribute, Capacity, ChecklistItem, Clock, Condition, Economics, Goal, GoalChainInputs, GoalLine, Holiday, MarkedDay,
        MarketingPromise, Persona, QuotaSpan, ReturnBasis, SalesPromise, SourceClass, StageTerms, Test, TimeTarget, TouchPlan,
        WorkingCalendar, Workspace,
    },
    leads::{Dimension, Stage},
    order::sort_few_by_key,
    time::{CalendarSystem, Day, TimeOfDay, Window},
};
use clock::{END, FIRST_DAY, Minute};
use csv::Csv;
use market::{CAMPAIGNS, Campaign};
use pipeline::{Channel, Lead};
use random::Random;

/// Changing it changes every number of the sample board; the tests pin the bytes.
const SEED: u64 = 0x48_41_4e_44_4f_46_46;

/// An export of the sample company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleFile {
    /// `leads.csv`, `deals.csv`, `activities.csv`, `spend.csv`, `traffic.csv`.
    pub name: &'static str,
    /// UTF-8 CSV. Timestamps are without an offset, amounts in US dollars.
    pub bytes: Vec<u8>,
}

/// What the sample company's teams signed: the goal its latest month nearly meets, whose each source is, what marketing delivers and how
/// sales follows it up. Of the three reps one keeps it, one is late and gives up early, one leaves small companies and reasons out.
pub fn agreement() -> Agreement {
    use SourceClass::{Marketing, Partner, Sales};
    let class = |source: &str| match source {
        "Outbound" => Sales,
        "Partner" => Partner,
        _ => Marketing,
    };
    Agreement {
        workspace: workspace(),
        personas: personas(),
        marketing: MarketingPromise { criteria: criteria(), least_score: None },
        sales: sales(),
        goal: Goal {
            monthly: Some(500.0),
            floor: Some(450.0),
            stretch: Some(560.0),
            by_persona: [("Marketing leader".to_owned(), 150.0), ("Sales leader".to_owned(), 120.0)].into(),
            ..Goal::of(Stage::Mql)
        },
        checklist: checklist(),
        goal_line: GoalLine::WorkingDays,
        scoring: scoring::model(),
        goal_chain: GoalChainInputs {
            quota: Some(5_600_000.0),
            quota_span: QuotaSpan::Year,
            marketing_share: Some(0.8),
            average_deal: Some(11_000.0),
            lead_to_customer_rate: Some(0.03),
        },
        economics: Economics {
            return_on: ReturnBasis::GrossMargin,
            gross_margin: Some(0.72),
            contract_months: Some(12.0),
            monthly_churn: Some(0.025),
            ..Economics::default()
        },
        stage_terms: [(Stage::Mql, 0.32), (Stage::Sal, 0.6), (Stage::Sql, 0.5)]
            .map(|(stage, rate)| (stage, StageTerms { target_rate: Some(rate), ..StageTerms::default() }))
            .into(),
        starts: Some("2026-02-01".into()),
        marked_days: vec![MarkedDay { date: "2025-09-01".into(), name: "Named accounts".into() }],
        source_classes: CAMPAIGNS.iter().map(|campaign| (campaign.source.to_owned(), class(campaign.source))).collect(),
        ..Agreement::default()
    }
}

/// Nine to six, and nobody is in between the years: the hours the reps of the sample keep.
fn workspace() -> Workspace {
    let time = |hour| TimeOfDay::new(hour, 0).expect("an hour of the day");
    let working_hours = WorkingCalendar {
        hours: vec![Window { from: time(9), to: time(18) }],
        holidays: holidays().map(|date| Holiday { date, ..Holiday::default() }).collect(),
        ..WorkingCalendar::default()
    };
    Workspace { working_hours, ..Workspace::default() }
}

/// Worked weekdays of the two years on which the office is closed.
fn holidays() -> impl Iterator<Item = String> {
    let days = (FIRST_DAY.0..=END.day().0).map(Day);
    days.filter(|day| clock::is_holiday(*day) && day.iso_weekday() <= 5).map(|day| Minute::at(day, 0).to_string()[..10].to_owned())
}

/// The kinds of people of the data, worth what their leads brought.
fn personas() -> Vec<Persona> {
    let of = |(name, value): (&str, f64)| Persona { name: name.to_owned(), conditions: Vec::new(), lead_value: Some(value) };
    people::PERSONA_VALUES.map(of).to_vec()
}

/// What its exports can tell of the four questions: who decides, and who has asked to see it.
fn checklist() -> Vec<ChecklistItem> {
    let item = |name: &str, of| ChecklistItem { name: name.to_owned(), of };
    vec![item("Authority", Attribute::Dimension(Dimension::JobTitle)), item("Need", Attribute::Column("demo_request".to_owned()))]
}

/// A company of more than ten people, and nobody who only studies it.
fn criteria() -> Vec<Condition> {
    let size = Condition { of: Attribute::Dimension(Dimension::CompanySize), test: Test::AtLeast(11.0) };
    let persona = Condition { of: Attribute::Dimension(Dimension::Persona), test: Test::NoneOf(vec!["Student or researcher".to_owned()]) };
    vec![size, persona]
}

/// Nine of ten leads within eight business hours, an outcome within ten working days, six attempts.
fn sales() -> SalesPromise {
    SalesPromise {
        speed: Some(TimeTarget { share: 0.9, hours: 8.0, clock: Clock::Business }),
        disposition: Some(TimeTarget { share: 0.8, hours: 90.0, clock: Clock::Business }),
        touch_plan: Some(TouchPlan { calls: 3, voicemails: 1, emails: 2 }),
        capacity: Capacity { minutes_per_attempt: Some(12.0), minutes_per_day: Some(240.0), ..Capacity::default() },
        ..SalesPromise::default()
    }
}

/// All five exports: leads, deals, activities, spend, traffic, in this order. About 18 MB together.
pub fn files() -> Vec<SampleFile> {
    let leads = pipeline::leads(SEED);
    let mut files = board_files_of(&leads);
    files.push(SampleFile { name: "traffic.csv", bytes: traffic() });
    files
}

/// The first four of [`files`]: what the sample board is made of.
pub fn board_files() -> Vec<SampleFile> {
    board_files_of(&pipeline::leads(SEED))
}

fn board_files_of(leads: &[Lead]) -> Vec<SampleFile> {
    vec![
        SampleFile { name: "leads.csv", bytes: leads_csv(leads) },
        SampleFile { name: "deals.csv", bytes: deals(leads) },
        SampleFile { name: "activities.csv", bytes: activities(leads) },
        SampleFile { name: "spend.csv", bytes: spend() },
    ]
}

fn leads_csv(leads: &[Lead]) -> Vec<u8> {
    let mut csv = Csv::new(&[
        "lead_id",
        "email",
        "name",
        "company",
        "job_title",
        "persona",
        "industry",
        "country",
        "company_size",
        "source",
        "campaign",
        "owner",
        "created_at",
        "mql_at",
        "sal_at",
        "sql_at",
        "opportunity_at",
        "customer_at",
        "delivered_at",
        "first_follow_up_at",
        "follow_up_attempts",
        "contacted",
        "disqualified_at",
        "disqualification_reason",
        "recycled_at",
        "page_views",
        "ebook_downloads",
        "pricing_visits",
        "demo_request",
    ]);
    let mut random = Random::of(SEED, u64::MAX);
    for (row, lead) in leads.iter().enumerate() {
        // The export's own small untidiness: a source nobody filled in, and a record written twice some rows later, with the
        // e-mail address as somebody typed it.
        let source = if random.chance(4) { "" } else { lead.campaign.source };
        lead_record(&mut csv, lead, source, &lead.person.email);
        if random.chance(14) {
            let earlier = &leads[row - random.below(row.min(40) as u32) as usize];
            lead_record(&mut csv, earlier, earlier.campaign.source, &earlier.person.email.to_uppercase());
        }
    }
    csv.into_bytes()
}

fn lead_record(csv: &mut Csv, lead: &Lead, source: &str, email: &str) {
    csv.field(format_args!("L-{:05}", lead.number))
        .field(email)
        .field(&lead.person.name)
        .field(&lead.person.company)
        .field(lead.person.title)
        .field(lead.person.persona.name)
        .field(lead.person.industry)
        .field(lead.person.country)
        .field(lead.size())
        .field(source)
        .field(lead.campaign.name)
        .field(lead.rep.name);
    for stage in Stage::ALL {
        csv.maybe(lead.date_of(stage));
    }
    csv.maybe(lead.delivered).maybe(lead.attempts.first().map(|(at, _)| at));
    match lead.delivered {
        Some(_) => csv.field(lead.attempts.len()).field(if lead.contacted.is_some() { "yes" } else { "no" }),
        None => csv.field("").field(""),
    };
    csv.maybe(lead.disqualified)
        .maybe(lead.reason)
        .maybe(lead.recycled)
        .field(lead.page_views)
        .field(lead.ebooks)
        .field(lead.pricing_visits)
        .field(if lead.demo { "yes" } else { "no" })
        .end();
}

impl Lead {
    const fn date_of(&self, stage: Stage) -> Option<Minute> {
        match stage {
            Stage::Lead => Some(self.created),
            Stage::Mql => self.mql,
            Stage::Sal => self.sal,
            Stage::Sql => self.sql,
            Stage::Opportunity => self.opportunity,
            Stage::Customer => self.customer,
        }
    }
}

fn deals(leads: &[Lead]) -> Vec<u8> {
    let mut csv = Csv::new(&[
        "deal_id",
        "lead_id",
        "email",
        "company",
        "deal_stage",
        "created_at",
        "close_date",
        "amount",
        "currency",
        "owner",
        "product",
        "lost_reason",
    ]);
    let mut sold: Vec<_> = leads.iter().filter_map(|lead| Some((lead.opportunity?, lead, lead.deal.as_ref()?))).collect();
    sort_few_by_key(&mut sold, |(created, lead, _)| (*created, lead.number));
    for (number, (created, lead, deal)) in (1..).zip(sold) {
        let stage = match (lead.customer, deal.lost_at, deal.progress) {
            (Some(_), ..) => "Closed Won",
            (None, Some(_), _) => "Closed Lost",
            (None, None, 0..400) => "Discovery",
            (None, None, 400..750) => "Proposal",
            (None, None, _) => "Negotiation",
        };
        csv.field(format_args!("D-{number:04}"))
            .field(format_args!("L-{:05}", lead.number))
            .field(&lead.person.email)
            .field(&lead.person.company)
            .field(stage)
            .field(created)
            .maybe(lead.customer.or(deal.lost_at))
            .field(format_args!("{}.00", deal.amount_dollars))
            .field("USD")
            .field(lead.rep.name)
            .field(deal.product)
            .maybe(deal.lost_reason)
            .end();
    }
    csv.into_bytes()
}

/// First days of the months, and the day after the last one.
fn months() -> impl Iterator<Item = (Day, Day)> {
    let system = CalendarSystem::Gregorian;
    (0..)
        .map(move |month| (system.month_start(FIRST_DAY, month), system.month_start(FIRST_DAY, month + 1)))
        .take_while(|(from, _)| *from <= END.day())
}

/// Booked on the first of the month: marketing's campaigns, both teams' salaries, tools; commissions are in the deals.
fn spend() -> Vec<u8> {
    let mut csv = Csv::new(&["month", "team", "category", "source", "campaign", "cost", "currency"]);
    for (index, (from, to)) in (0_u32..).zip(months()) {
        let date = Minute::at(from, 0).to_string();
        let mut book = |team: &str, category: &str, source: &str, campaign: &str, dollars: u32| {
            csv.field(&date[..10]).field(team).field(category).field(source).field(campaign);
            csv.field(format_args!("{dollars}.00")).field("USD").end();
        };
        let mut random = Random::of(SEED ^ 0x5bed, u64::from(index));
        for campaign in CAMPAIGNS.iter().filter(|campaign| campaign.spend > 0) {
            let times = if campaign.is_event() { campaign.events_within(from, to) } else { u32::from(campaign.is_running(from)) };
            let dollars = campaign.spend * times * random.between(900, 1100) / 1000 * market::growth(from) / 1000;
            if dollars > 0 {
                book("Marketing", campaign.category, campaign.source, campaign.name, dollars);
            }
        }
        book("Marketing", "salaries", "", "", 21_500 + index / 12 * 2500);
        book("Marketing", "tools", "", "", 2900);
        book("Sales", "salaries", "", "", 24_000 + index / 12 * 2000);
        book("Sales", "tools", "", "", 1700);
    }
    csv.into_bytes()
}

/// What leads download, and what the reps write and tell them; the latter more often than not nothing.
const EBOOKS: [&str; 3] = ["The handoff handbook", "Scoring without tears", "One board for two teams"];
const DEMO: &str = "Product demo";
const LETTERS: [&str; 3] = ["Letter: hello", "Letter: proof in numbers", "Letter: last try"];
const TOLD: [&str; 4] = ["", "Case study: Seven Otters", "Case study: Velvet Compass", "Battle card: Batonly"];
const TOLD_WEIGHTS: [u32; 4] = [58, 18, 12, 12];

/// What leads did (marketing's side) and what was done for them (sales' side), one row each, in order of time.
fn activities(leads: &[Lead]) -> Vec<u8> {
    let mut rows: Vec<(Minute, &Lead, &str, Option<&Campaign>, &str)> = Vec::new();
    for lead in leads {
        let mut random = Random::of(SEED ^ 0xac71, u64::from(lead.number));
        let mut shelf = Random::of(SEED ^ 0xa55e, u64::from(lead.number));
        // Interest gathers up to the qualification, else over the first two weeks.
        let until = lead.mql.unwrap_or(lead.created.plus(14 * clock::DAY)).min(END);
        let span = (until.0 - lead.created.0).max(1) as u32;
        let back = came_back(lead);
        let mut visit = |what, times| {
            for _ in 0..times {
                let after = random.below(span);
                let campaign = back.filter(|_| after > span / 3).unwrap_or(lead.campaign);
                let asset = match what {
                    "ebook_download" => shelf.pick(&EBOOKS),
                    "demo_request" => DEMO,
                    _ => "",
                };
                rows.push((lead.created.plus(i64::from(after)), lead, what, Some(campaign), asset));
            }
        };
        visit("page_view", lead.page_views);
        visit("ebook_download", lead.ebooks);
        visit("pricing_visit", lead.pricing_visits);
        visit("demo_request", u32::from(lead.demo));
        let mut letters = LETTERS.iter();
        rows.extend(lead.attempts.iter().map(|(at, channel)| {
            let (what, asset) = match channel {
                Channel::Call => ("call", ""),
                Channel::Voicemail => ("voicemail", ""),
                Channel::Email => ("email", letters.next().copied().unwrap_or_default()),
            };
            (*at, lead, what, None, asset)
        }));
        let told = TOLD[shelf.weighted(&TOLD_WEIGHTS)];
        rows.extend(lead.contacted.map(|at| (at, lead, "conversation", None, told)));
    }
    sort_few_by_key(&mut rows, |(at, lead, ..)| (*at, lead.number));
    let mut csv = Csv::new(&["lead_id", "activity_at", "activity_type", "source", "campaign", "owner", "asset"]);
    for (at, lead, what, campaign, asset) in rows {
        let (source, name) = campaign.map_or(("", ""), |campaign| (campaign.source, campaign.name));
        // What no campaign brought about was done by the rep.
        let owner = if campaign.is_none() { lead.rep.name } else { "" };
        csv.field(format_args!("L-{:05}", lead.number)).field(at).field(what);
        csv.field(source).field(name).field(owner).field(asset).end();
    }
    csv.into_bytes()
}

/// The campaign that brought a lead back after its first visits, for about four in ten: letters, ads that follow, webinars.
fn came_back(lead: &Lead) -> Option<&'static Campaign> {
    const AGAIN: [&str; 4] = ["Monthly letter", "Retargeting", "Thursday webinar", "Brand search"];
    let mut random = Random::of(SEED ^ 0xbac4, u64::from(lead.number));
    let name = AGAIN[random.below(4) as usize];
    let comes = random.below(10) < 4;
    CAMPAIGNS.iter().find(|campaign| comes && campaign.name == name)
}

/// Visitors of the web site by day, source and campaign.
fn traffic() -> Vec<u8> {
    let mut csv = Csv::new(&["date", "source", "campaign", "visitors"]);
    let mut day = FIRST_DAY;
    while day <= END.day() {
        let date = Minute::at(day, 0).to_string();
        for (index, campaign) in CAMPAIGNS.iter().enumerate().filter(|(_, campaign)| campaign.visitors > 0) {
            // The same draw of leads as on that day, so that traffic and leads rise and fall together.
            let leads = campaign.leads_on(day, &mut Random::of(SEED, day.0 as u64 * 64 + index as u64));
            let mut random = Random::of(SEED ^ 0x7aff, day.0 as u64 * 64 + index as u64);
            let visitors =
                if campaign.is_running(day) || leads > 0 { campaign.visitors * leads + random.below(campaign.visitors) } else { 0 };
            if visitors > 0 {
                csv.field(&date[..10]).field(campaign.source).field(campaign.name).field(visitors).end();
            }
        }
        day = day.plus(1);
    }
    csv.into_bytes()
}
