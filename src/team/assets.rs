//! The register of material for leads: what there is, for which stage and whom, where it is missing, and what is wanted. What was used
//! of it is [`crate::metrics`]' to count.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::id_of;
use crate::{agreement::Agreement, leads::Stage, report::Report, text::fold};

#[derive(Debug, Clone, PartialEq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct Assets {
    pub assets: Vec<Asset>,
    /// What the teams would like to have.
    pub wanted: Vec<Wanted>,
    /// Reasons that no material would help against, as the teams have judged.
    pub passed_over: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssetKind {
    CaseStudy,
    WhitePaper,
    BattleCard,
    Demo,
    EmailTemplate,
    Webinar,
    #[default]
    Other,
}

impl AssetKind {
    pub const ALL: [Self; 7] =
        [Self::CaseStudy, Self::WhitePaper, Self::BattleCard, Self::Demo, Self::EmailTemplate, Self::Webinar, Self::Other];
}

#[derive(Debug, Clone, PartialEq, Eq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct Asset {
    /// Made from the name it was first registered by; it stays when the name changes.
    pub id: u64,
    pub name: String,
    pub kind: AssetKind,
    /// Stages of the leads it is for; without any it has no place in the matrix.
    pub stages: Vec<Stage>,
    /// Personas it is for, by name; without any it is for everybody.
    pub personas: Vec<String>,
    /// An address or a folder.
    pub place: String,
    /// The competitor it is about.
    pub competitor: Option<String>,
    /// Reasons of lost leads that it answers, by the agreement's names.
    pub answers: Vec<String>,
    pub owner: String,
}

impl Asset {
    /// It answers this reason, or is about this competitor.
    fn is_about(&self, reason: &str) -> bool {
        self.answers.iter().chain(&self.competitor).any(|about| !about.trim().is_empty() && fold(about) == reason)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Wanted {
    pub id: u64,
    pub text: String,
    /// The reason of lost leads it came from.
    #[serde(default)]
    pub reason: Option<String>,
    #[serde(default)]
    pub done: bool,
}

/// Material by stage and persona.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Those the team has not switched off.
    pub stages: Vec<Stage>,
    /// The agreement's personas in its order, then others that assets name; `None` is everybody, where there is no persona.
    pub personas: Vec<Option<String>>,
    /// By stage, then by persona: how many assets are for both.
    pub cells: Vec<Vec<u64>>,
    /// Assets without a stage: in no cell.
    pub unplaced: u64,
}

impl Coverage {
    /// Cells without any asset, in order.
    pub fn holes(&self) -> Vec<(Stage, Option<&str>)> {
        let of_row = |(stage, row): (&Stage, &Vec<u64>)| -> Vec<(Stage, Option<&str>)> {
            let empty = row.iter().zip(&self.personas).filter(|(count, _)| **count == 0);
            empty.map(|(_, persona)| (*stage, persona.as_deref())).collect()
        };
        self.stages.iter().zip(&self.cells).flat_map(of_row).collect()
    }
}

pub fn coverage(assets: &Assets, agreement: &Agreement) -> Coverage {
    let stages: Vec<Stage> = Stage::ALL.into_iter().filter(|stage| !agreement.stages_off.contains(stage)).collect();
    let mut personas: Vec<Option<String>> = Vec::new();
    let mut folded: Vec<String> = Vec::new();
    let named = agreement.personas.iter().map(|persona| &persona.name).chain(assets.assets.iter().flat_map(|asset| &asset.personas));
    for name in named.filter(|name| !name.trim().is_empty()) {
        let key = fold(name);
        if !folded.contains(&key) {
            folded.push(key);
            personas.push(Some(name.clone()));
        }
    }
    if personas.is_empty() {
        personas.push(None);
    }
    let mut cells = vec![vec![0; personas.len()]; stages.len()];
    for asset in &assets.assets {
        let meant: Vec<String> = asset.personas.iter().filter(|name| !name.trim().is_empty()).map(|name| fold(name)).collect();
        for (_, row) in stages.iter().zip(&mut cells).filter(|(stage, _)| asset.stages.contains(stage)) {
            for (persona, cell) in row.iter_mut().enumerate() {
                let is_meant = meant.is_empty() || folded.get(persona).is_some_and(|key| meant.contains(key));
                *cell += u64::from(is_meant);
            }
        }
    }
    let unplaced = assets.assets.iter().filter(|asset| asset.stages.is_empty()).count() as u64;
    Coverage { stages, personas, cells, unplaced }
}

/// Material that the data asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    pub reason: String,
    pub leads: u64,
}

/// Leads a reason must have cost before material against it is suggested: fewer may be chance.
pub const LEADS_OF_A_SUGGESTION: u64 = 5;

/// Reasons that cost leads and that no asset answers, the most costly first. What is wanted already, or was judged to need no material, is
/// not suggested again.
pub fn suggestions(report: &Report, assets: &Assets) -> Vec<Suggestion> {
    let wanted = assets.wanted.iter().filter_map(|wanted| wanted.reason.as_deref());
    let settled: Vec<String> = wanted.chain(assets.passed_over.iter().map(String::as_str)).map(fold).collect();
    let reasons = report.disqualification.reasons.iter().filter(|reason| reason.count >= LEADS_OF_A_SUGGESTION);
    let asks = |(name, leads): (&str, u64)| {
        let key = fold(name);
        let is_answered = settled.contains(&key) || assets.assets.iter().any(|asset| asset.is_about(&key));
        (!is_answered).then(|| Suggestion { reason: name.to_owned(), leads })
    };
    reasons.filter_map(|reason| Some((reason.reason.as_deref()?, reason.count))).filter_map(asks).collect()
}

impl Assets {
    /// Registers an asset under a name and gives its id.
    pub fn add(&mut self, name: &str) -> u64 {
        let id = id_of(&[name], |id| self.assets.iter().any(|asset| asset.id == id));
        self.assets.push(Asset { id, name: name.to_owned(), ..Asset::default() });
        id
    }

    pub fn remove(&mut self, id: u64) {
        self.assets.retain(|asset| asset.id != id);
    }

    pub fn asset(&self, id: u64) -> Option<&Asset> {
        self.assets.iter().find(|asset| asset.id == id)
    }

    pub fn asset_mut(&mut self, id: u64) -> Option<&mut Asset> {
        self.assets.iter_mut().find(|asset| asset.id == id)
    }

    /// The asset that an export means by a text: its name or its place, however they are spelled.
    pub fn find(&self, text: &str) -> Option<&Asset> {
        let key = fold(text);
        if key.is_empty() {
            return None;
        }
        let by_name = self.assets.iter().find(|asset| fold(&asset.name) == key);
        by_name.or_else(|| self.assets.iter().find(|asset| fold(&asset.place) == key))
    }

    /// Puts something on the list of what is wanted.
    pub fn want(&mut self, text: &str, reason: Option<&str>) {
        let id = id_of(&[text], |id| self.wanted.iter().any(|wanted| wanted.id == id));
        self.wanted.push(Wanted { id, text: text.to_owned(), reason: reason.map(str::to_owned), done: false });
    }
}
