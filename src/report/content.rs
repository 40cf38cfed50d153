//! What was used of the material for leads, and what it touched. Types, and the question asked; counted in `metrics::content`.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::{Money, Query, Rate, scene::Scene};
use crate::{agreement::Agreement, leads::Dataset, metrics, time::Zone};

/// Activities of the period that name material. `None` of [`content_use`] is: no activity names any.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ContentUse {
    /// The most used first; at most 2 000. Spellings that are compared as one are one.
    pub assets: Vec<AssetUse>,
    /// Assets beyond those.
    pub left_out: u64,
    /// Uses of the period; the assets' sum to it, with those left out.
    pub uses: u64,
    /// Different leads touched by them.
    pub leads: u64,
    /// Uses of the period by nobody whose lead is known: in no other figure, and in no filter.
    pub without_lead: u64,
    /// Deals of the period that were won after their lead was touched by any asset, among all won ones.
    pub influenced: Rate,
    pub influenced_revenue: Money,
}

/// One asset, whatever the register knows of it.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct AssetUse {
    /// As the exports first spell it.
    pub name: String,
    /// Activities of the period that name it.
    pub uses: u64,
    /// Different leads of those.
    pub leads: u64,
    /// Of `leads`, by the furthest stage that was dated when they were first touched in the period; a lead without a date stands at Lead.
    pub by_stage: [u64; 6],
    /// Of `leads`, those that have a date of a further tracked stage after that first touch.
    pub moved_on: Rate,
    /// Deals of the period won after their lead was ever touched by it. Influence is no credit: a deal counts for every asset that touched
    /// its lead, so these do not add up to what was won.
    pub won_deals: u64,
    pub revenue: Money,
}

/// `None` when no activity that happened names an asset.
pub fn content_use(dataset: &Dataset, agreement: &Agreement, zone: &Zone, query: &Query) -> Option<ContentUse> {
    let scene = Scene::new(dataset, agreement, zone, query);
    metrics::content_use(dataset, &scene.selection, &scene.deals, scene.tracked)
}
