//! Every state of every page is an address: `#/page?period=…&source=…`. One typed builder, one parser.
//!
//! The state lives in the hash, so that any static host serves every address, under any path.

use handoff::{
    leads::Dimension,
    report::{Query, address_pairs, read_address_pair},
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
            Self::Shared => words.shared_title,
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
    pub picks: Vec<(Pick, u32)>,
}

/// What is chosen on a page besides the question; the place among its choices is in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pick {
    /// The dimension a table breaks down by, as its place among [`Dimension::ALL`].
    By,
    /// The convention the funnel's rates are counted by.
    Rates,
    /// The step whose curve is drawn.
    Step,
    /// What the cells of cohorts show.
    Cell,
    Grain,
    /// The model of attribution.
    Model,
    /// Campaigns or sources.
    Touches,
    Clock,
    /// What is drawn over time.
    Figure,
    Owner,
    Persona,
}

const PICKS: [(Pick, &str); 11] = [
    (Pick::By, "by"),
    (Pick::Rates, "rates"),
    (Pick::Step, "step"),
    (Pick::Cell, "cell"),
    (Pick::Grain, "grain"),
    (Pick::Model, "model"),
    (Pick::Touches, "touches"),
    (Pick::Clock, "clock"),
    (Pick::Figure, "figure"),
    (Pick::Owner, "of-owner"),
    (Pick::Persona, "of-persona"),
];

impl Route {
    pub fn hash(&self) -> String {
        let mut pairs = address_pairs(&self.query);
        if let Some((_, name)) = SECTIONS.iter().find(|(section, _)| Some(*section) == self.section) {
            pairs.push(("part", (*name).into()));
        }
        if let Some(lead) = self.lead {
            pairs.push(("lead", lead.to_string()));
        }
        for (pick, place) in &self.picks {
            if let Some((_, name)) = PICKS.iter().find(|(known, _)| known == pick) {
                let dimension = Dimension::ALL.get(*place as usize).filter(|_| *pick == Pick::By);
                pairs.push((name, dimension.map_or_else(|| place.to_string(), |dimension| dimension.name().to_owned())));
            }
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
        let (mut lead, mut section, mut picks) = (None, None, Vec::new());
        for pair in pairs.split('&') {
            let Some((key, encoded)) = pair.split_once('=') else { continue };
            let Ok(value) = decode_uri_component(encoded) else { continue };
            let value = String::from(value);
            match key {
                "lead" => lead = value.parse().ok(),
                "part" => section = SECTIONS.iter().find(|(_, name)| *name == value).map(|(section, _)| *section),
                key => match PICKS.iter().find(|(_, name)| *name == key) {
                    Some((pick, _)) => {
                        let dimension = Dimension::ALL.iter().position(|dimension| dimension.name() == value);
                        let place = if *pick == Pick::By { dimension.map(|place| place as u32) } else { value.parse().ok() };
                        picks.extend(place.map(|place| (*pick, place)));
                    }
                    None => read_address_pair(&mut query, key, &value),
                },
            }
        }
        Self { page, query, lead, section, picks }
    }

    pub fn picked(&self, pick: Pick) -> Option<u32> {
        self.picks.iter().find(|(known, _)| *known == pick).map(|(_, place)| *place)
    }

    /// The same page with another choice on it; `None` is what it begins with.
    #[must_use]
    pub fn with_pick(&self, pick: Pick, place: Option<u32>) -> Self {
        let mut route = self.clone();
        route.picks.retain(|(known, _)| *known != pick);
        route.picks.extend(place.map(|place| (pick, place)));
        route
    }

    #[must_use]
    pub fn with_page(&self, page: Page) -> Self {
        Self { page, query: self.query.clone(), lead: None, section: None, picks: Vec::new() }
    }

    /// A part of a page, under the same question.
    #[must_use]
    pub fn with_section(&self, page: Page, section: Option<Section>) -> Self {
        Self { section, ..self.with_page(page) }
    }

    /// A lead, under the same question.
    #[must_use]
    pub fn with_lead(&self, page: Page, lead: u32) -> Self {
        let picks = if page == self.page { self.picks.clone() } else { Vec::new() };
        Self { lead: Some(lead), picks, ..self.with_page(page) }
    }
}
