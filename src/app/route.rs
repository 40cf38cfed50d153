//! Every state of every page is an address: `#/page?period=…&source=…`. One typed builder, one parser.
//!
//! The state lives in the hash, so that any static host serves every address, under any path.

use handoff::{
    leads::Dimension,
    report::{Compare, FilterTerm, PeriodChoice, Query},
    time::{CalendarSystem, Moment},
};
use js_sys::{decode_uri_component, encode_uri_component};

use super::format;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Page {
    #[default]
    Board,
    Funnel,
    Scoring,
    Agreement,
    FollowUp,
    Reasons,
    Return,
    /// Agenda, decisions and roles.
    Meeting,
    /// The register of material, and what was used of it.
    Content,
    Data,
    /// What is sent to people who upload nothing.
    Share,
    /// A board that somebody shared.
    Shared,
    /// Two lists compared: a part of the data page with an address of its own.
    Reconcile,
    /// One lead, opened from a list.
    Lead,
}

impl Page {
    /// Those with a place in the navigation.
    pub const ALL: [Self; 9] =
        [Self::Board, Self::Funnel, Self::Scoring, Self::Agreement, Self::FollowUp, Self::Reasons, Self::Return, Self::Meeting, Self::Data];
    /// Those reached from others.
    const FURTHER: [Self; 5] = [Self::Content, Self::Share, Self::Shared, Self::Reconcile, Self::Lead];

    const fn path(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::Funnel => "funnel",
            Self::Scoring => "scoring",
            Self::Agreement => "agreement",
            Self::FollowUp => "follow-up",
            Self::Lead => "lead",
            Self::Reasons => "reasons",
            Self::Return => "return",
            Self::Meeting => "meeting",
            Self::Content => "meeting/content",
            Self::Share => "share",
            Self::Shared => "shared",
            Self::Data => "data",
            Self::Reconcile => "data/reconcile",
        }
    }

    pub fn title(self) -> &'static str {
        let words = format::words();
        match self {
            Self::Board => words.nav_board,
            Self::Funnel => words.nav_funnel,
            Self::Scoring => words.nav_scoring,
            Self::FollowUp => words.nav_follow_up,
            Self::Lead => words.lead_title,
            Self::Agreement => words.nav_agreement,
            Self::Reasons => words.nav_reasons,
            Self::Return => words.nav_return,
            Self::Meeting => words.nav_meeting,
            Self::Content => words.nav_content,
            Self::Share => words.nav_share,
            Self::Shared => format::sending().shared_title,
            Self::Data => words.nav_data,
            Self::Reconcile => words.lists_title,
        }
    }

    /// The page the navigation shows as the current one.
    pub const fn in_navigation(self) -> Self {
        match self {
            Self::Reconcile => Self::Data,
            Self::Content => Self::Meeting,
            Self::Lead => Self::FollowUp,
            page => page,
        }
    }
}

/// A part of a page that has an address of its own; a page without one shows its first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    Gap,
    Campaigns,
    Comparison,
    Pipeline,
    /// Cohorts, curves and conventions, on the funnel's page.
    Time,
}

const SECTIONS: [(Section, &str); 5] = [
    (Section::Gap, "gap"),
    (Section::Campaigns, "campaigns"),
    (Section::Comparison, "before-after"),
    (Section::Pipeline, "pipeline"),
    (Section::Time, "time"),
];

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Route {
    pub page: Page,
    pub query: Query,
    /// The row of the lead that is looked at: on its own page, or by the clock of the follow-up page.
    pub lead: Option<u32>,
    pub section: Option<Section>,
}

const PERIODS: [(PeriodChoice, &str); 8] = [
    (PeriodChoice::All, "all"),
    (PeriodChoice::ThisMonth, "this-month"),
    (PeriodChoice::LastMonth, "last-month"),
    (PeriodChoice::ThisQuarter, "this-quarter"),
    (PeriodChoice::LastQuarter, "last-quarter"),
    (PeriodChoice::ThisYear, "this-year"),
    (PeriodChoice::LastYear, "last-year"),
    (PeriodChoice::LastTwelveMonths, "last-12-months"),
];

impl Route {
    pub fn hash(&self) -> String {
        let query = &self.query;
        let mut pairs: Vec<(String, String)> = Vec::new();
        match query.period {
            PeriodChoice::All => {}
            PeriodChoice::Custom { from, to } => pairs.push(("period".into(), format!("{}..{}", format::iso(from), format::iso(to)))),
            preset => {
                let name = PERIODS.iter().find(|(choice, _)| *choice == preset).map_or("all", |(_, name)| name);
                pairs.push(("period".into(), name.into()));
            }
        }
        if query.compare == Compare::Nothing {
            pairs.push(("compare".into(), "nothing".into()));
        }
        if let Some(moment) = query.as_of {
            pairs.push(("as-of".into(), moment.unix().to_string()));
        }
        if let Some(month) = &query.goal_month {
            pairs.push(("goal-month".into(), month.clone()));
        }
        if let Some(day) = query.since {
            pairs.push(("since".into(), format::iso(day)));
        }
        if let Some((_, name)) = SECTIONS.iter().find(|(section, _)| Some(*section) == self.section) {
            pairs.push(("part".into(), (*name).into()));
        }
        if let Some(lead) = self.lead {
            pairs.push(("lead".into(), lead.to_string()));
        }
        for term in &query.filter {
            pairs.push((term.dimension.name().into(), term.value.clone().unwrap_or_default()));
        }
        let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key}={}", encode_uri_component(value))).collect();
        let path = self.page.path();
        if pairs.is_empty() { format!("#/{path}") } else { format!("#/{path}?{}", pairs.join("&")) }
    }

    /// What an address does not say, or says in a way this version does not know, takes its default.
    pub fn parse(hash: &str) -> Self {
        let rest = hash.trim_start_matches('#').trim_start_matches('/');
        let (path, pairs) = rest.split_once('?').unwrap_or((rest, ""));
        // A link that holds a board.
        let path = if path.starts_with("s/") { Page::Shared.path() } else { path };
        let page = Page::ALL.into_iter().chain(Page::FURTHER).find(|page| page.path() == path).unwrap_or_default();
        let mut query = Query::default();
        let (mut lead, mut section) = (None, None);
        for pair in pairs.split('&') {
            let Some((key, encoded)) = pair.split_once('=') else { continue };
            let Ok(value) = decode_uri_component(encoded) else { continue };
            let value = String::from(value);
            match key {
                "period" => query.period = parse_period(&value).unwrap_or_default(),
                "compare" if value == "nothing" => query.compare = Compare::Nothing,
                "as-of" => query.as_of = value.parse().ok().and_then(Moment::from_unix),
                "lead" => lead = value.parse().ok(),
                "since" => query.since = format::parse_date(&value, CalendarSystem::Gregorian),
                "part" => section = SECTIONS.iter().find(|(_, name)| *name == value).map(|(section, _)| *section),
                "goal-month" => query.goal_month = Some(value),
                key => {
                    if let Some(dimension) = Dimension::ALL.into_iter().find(|dimension| dimension.name() == key) {
                        query.filter.push(FilterTerm { dimension, value: Some(value).filter(|value| !value.is_empty()) });
                    }
                }
            }
        }
        Self { page, query, lead, section }
    }

    #[must_use]
    pub fn with_page(&self, page: Page) -> Self {
        Self { page, query: self.query.clone(), lead: None, section: None }
    }

    /// A part of a page, under the same question.
    #[must_use]
    pub fn with_section(&self, page: Page, section: Option<Section>) -> Self {
        Self { section, ..self.with_page(page) }
    }

    /// A lead, under the same question.
    #[must_use]
    pub fn with_lead(&self, page: Page, lead: u32) -> Self {
        Self { lead: Some(lead), ..self.with_page(page) }
    }
}

fn parse_period(value: &str) -> Option<PeriodChoice> {
    if let Some((from, to)) = value.split_once("..") {
        let day = |text| format::parse_date(text, CalendarSystem::Gregorian);
        let (from, to) = (day(from)?, day(to)?);
        return (from < to).then_some(PeriodChoice::Custom { from, to });
    }
    PERIODS.iter().find(|(_, name)| *name == value).map(|(choice, _)| *choice)
}
