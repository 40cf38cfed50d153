//! Two exports of the same leads laid beside each other: who is in both, who only here or there, and where they disagree. It settles
//! "412 MQLs, sales saw 188". Words nothing, and changes neither list.
//!
//! Every count is the length of its list: both come from [`Reconciled::is_in`].

use borsh::{BorshDeserialize, BorshSerialize};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::States;
use crate::{
    import::{KeyChoice, Keys, Kind, Listed, NoCommonKey, SourceFile, Table, lists},
    leads::{Category, CategoryBuilder, Dimension, NONE_CODE, Stage, Status},
    order::sort_few_by_key,
    report::Outcome,
    text::fold,
    time::{Moment, Zone},
};

/// Left is marketing's list, right is sales'; nothing else tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Left,
    Right,
}

impl Side {
    pub const ALL: [Self; 2] = [Self::Left, Self::Right];

    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }

    pub const fn index(self) -> usize {
        self as usize
    }
}

/// What became in the other list of a lead that reached a stage in this one. Every such lead has exactly one fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sighting {
    /// There, and the stage is reached there too.
    Reached,
    /// There, in another stage.
    Elsewhere,
    /// There, but that list tells no stage of it.
    Untold,
    /// Not there.
    Missing,
    /// It has no key to look for it by.
    Keyless,
}

impl Sighting {
    pub const ALL: [Self; 5] = [Self::Reached, Self::Elsewhere, Self::Untold, Self::Missing, Self::Keyless];
}

/// Which leads; each group can be counted and listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    InBoth,
    Only(Side),
    /// Leads with none of the keys: each row for itself, looked for nowhere.
    Keyless(Side),
    /// Rows that repeat a lead named before them.
    Duplicates(Side),
    /// Leads without an owner in this list.
    Ownerless(Side),
    /// In both, in different stages.
    StagesDiffer,
    /// In both, in these different stages.
    StagePair {
        left: Status,
        right: Status,
    },
    /// In both, each with an owner, not the same one.
    OwnersDiffer,
    /// Leads that reached a stage in one list, all or those of one fate in the other.
    Reached {
        side: Side,
        stage: Stage,
        sighting: Option<Sighting>,
    },
}

/// A line of a group: a row of each list (from 0, among the rows kept), where the lead is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Line {
    pub rows: [Option<u32>; 2],
}

/// `reached = reached_too + elsewhere + untold + missing + keyless`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ReachedCount {
    pub reached: u64,
    pub reached_too: u64,
    pub elsewhere: u64,
    pub untold: u64,
    pub missing: u64,
    pub keyless: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct StageComparison {
    pub stage: Stage,
    pub left: ReachedCount,
    pub right: ReachedCount,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct StagePair {
    pub left: Status,
    pub right: Status,
    pub leads: u64,
}

/// `rows = leads + duplicates`, `leads = in_both + only_here + keyless`.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ListSummary {
    pub name: String,
    pub kind: Kind,
    pub rows: u64,
    pub duplicates: u64,
    pub leads: u64,
    pub only_here: u64,
    pub keyless: u64,
    /// `None` where no column names owners.
    pub ownerless: Option<u64>,
    /// Headers of the keys used: the first, the second.
    pub key_columns: Vec<String>,
    /// Headers that tell stages; empty for a list of leads that tells none.
    pub stage_columns: Vec<String>,
    pub owner_column: Option<String>,
}

impl ListSummary {
    /// Deals tell the stage they stand in even without a column.
    pub fn tells_stages(&self) -> bool {
        self.kind == Kind::Deals || !self.stage_columns.is_empty()
    }
}

/// What two lists have in common and where they part, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Reconciliation {
    pub keys: Keys,
    pub left: ListSummary,
    pub right: ListSummary,
    /// `in_both = by_first_key + by_second_key = stages_agree + stages_differ + stages_untold
    /// = owners_agree + owners_differ + owners_untold`.
    pub in_both: u64,
    pub by_first_key: u64,
    pub by_second_key: u64,
    pub stages_agree: u64,
    pub stages_differ: u64,
    /// One of the lists tells no stage of the lead.
    pub stages_untold: u64,
    /// The disagreements, most frequent first; they sum to `stages_differ`.
    pub stage_pairs: Vec<StagePair>,
    pub owners_agree: u64,
    pub owners_differ: u64,
    /// One of the lists names no owner of the lead.
    pub owners_untold: u64,
    /// Lead, and the stages either list speaks of. Who is further than a stage has reached it.
    pub stages: Vec<StageComparison>,
}

impl Reconciliation {
    /// The stage a dispute is most likely about: MQL where either list has one, else Lead.
    pub fn disputed_stage(&self) -> Option<&StageComparison> {
        self.stages.iter().find(|stage| stage.stage == Stage::Mql).or(self.stages.first())
    }
}

const NO_PARTNER: u32 = u32::MAX;

/// What of one list is kept to count and list from.
#[derive(Debug)]
struct List {
    listed: Listed,
    standing: Vec<Status>,
    /// Stages reached: 1 is Lead, 6 is Customer.
    depth: Vec<u8>,
    /// Whether any lead is said to have entered the stage itself, by [`Stage::index`].
    tells: [bool; Stage::ALL.len()],
    owners: Category,
    /// By owner code: the same number for the same name in either list, however it is written.
    owner_names: Vec<u32>,
    /// Lead of the other list.
    partner: Vec<u32>,
}

/// Two lists, matched.
#[derive(Debug)]
pub struct Reconciled {
    keys: Keys,
    lists: [List; 2],
    matched: [u64; 2],
}

const STANDINGS: [Status; Stage::ALL.len()] = [Status::Lead, Status::Mql, Status::Sal, Status::Sql, Status::Opportunity, Status::Customer];

impl List {
    fn new(mut listed: Listed, known_names: &mut FxHashMap<String, u32>) -> Self {
        let leads = std::mem::take(&mut listed.records);
        // What the lists say today counts, whenever it is dated.
        let states = States::at(&leads, Moment::MAX, &Zone::utc());
        let dates_tell = leads.from_deals || leads.stages[Stage::Mql.index()..].iter().any(Option::is_some);
        let is_told = |stage: Stage| {
            let dated = leads.stages[stage.index()].as_ref().is_some_and(|dates| dates.count() > 0);
            dated || leads.status.contains(&STANDINGS[stage.index()])
        };
        let tells = Stage::ALL.map(is_told);
        let mut standing = vec![Status::Unknown; listed.len];
        let mut depth = vec![1; listed.len];
        let owner_column = leads.categories[Dimension::Owner.index()].as_ref();
        let mut owner_codes = vec![NONE_CODE; listed.len];
        for record in 0..leads.len {
            let lead = listed.lead_of_record.as_ref().map_or(record, |lead_of| lead_of[record] as usize);
            let reached = states.depth(record);
            let is_told = dates_tell || reached > 1 || leads.status.get(record).is_some_and(|status| *status != Status::Unknown);
            let own = match states.outcome(record) {
                Outcome::Disqualified => Status::Disqualified,
                Outcome::Recycled => Status::Recycled,
                _ if !is_told => Status::Unknown,
                _ => STANDINGS[reached - 1],
            };
            // Several deals of one lead: won if one is won, lost only if all are.
            if rank(own) >= rank(standing[lead]) {
                standing[lead] = own;
            }
            depth[lead] = depth[lead].max(reached as u8);
            if let Some(code) = owner_column.map(|owners| owners.code(record)).filter(|code| *code != NONE_CODE) {
                owner_codes[lead] = code;
            }
        }
        let mut owners = CategoryBuilder::default();
        for code in owner_codes {
            owners.push(owner_column.and_then(|column| column.value(code)).unwrap_or_default());
        }
        let owners = owners.finish();
        let owner_names = owners.values().iter().map(|name| {
            let next = known_names.len() as u32;
            *known_names.entry(fold(name)).or_insert(next)
        });
        let owner_names = owner_names.collect();
        let partner = vec![NO_PARTNER; listed.len];
        Self { listed, standing, depth, tells, owners, owner_names, partner }
    }

    fn is_keyless(&self, lead: usize) -> bool {
        self.listed.keys.iter().all(|keys| keys[lead] == 0)
    }

    fn partner(&self, lead: usize) -> Option<usize> {
        Some(self.partner[lead] as usize).filter(|partner| *partner != NO_PARTNER as usize)
    }

    fn has_owner(&self, lead: usize) -> bool {
        self.owners.code(lead) != NONE_CODE
    }

    fn owner_name(&self, lead: usize) -> Option<u32> {
        self.owners.code(lead).checked_sub(1).map(|index| self.owner_names[index as usize])
    }

    /// Leads without a partner that have this key, in the order of the key and then of the file.
    fn unmatched(&self, key: usize) -> Vec<(u64, u64)> {
        let keyed = (0_u32..).zip(&self.listed.keys[key]).filter(|(lead, hash)| **hash != 0 && self.partner[*lead as usize] == NO_PARTNER);
        let mut keyed: Vec<(u64, u64)> = keyed.map(|(lead, hash)| (*hash, u64::from(lead))).collect();
        keyed.sort_unstable();
        keyed
    }
}

const fn rank(standing: Status) -> u8 {
    match standing {
        Status::Unknown => 0,
        Status::Disqualified => 1,
        Status::Recycled => 2,
        Status::Customer => 4,
        Status::Lead | Status::Mql | Status::Sal | Status::Sql | Status::Opportunity => 3,
    }
}

/// Matches two lists of leads or deals, read with [`crate::import::Reader`].
///
/// Leads are one to one: where several leads of a list have the same second key, they are paired in the order of their files, and
/// those left over are only here. Swapping the lists mirrors the result.
///
/// # Errors
/// When the lists have no key in common.
pub fn reconcile(left: Table, right: Table, choice: KeyChoice) -> Result<Reconciled, NoCommonKey> {
    let (keys, listed) = lists(left, right, choice)?;
    let mut known_names = FxHashMap::default();
    let [mut left, mut right] = listed.map(|listed| List::new(listed, &mut known_names));
    let mut matched = [0; 2];
    for (key, matched) in matched.iter_mut().enumerate() {
        let mut others = right.unmatched(key).into_iter().peekable();
        for (hash, lead) in left.unmatched(key) {
            while others.next_if(|(other, _)| *other < hash).is_some() {}
            if let Some((_, other)) = others.next_if(|(other, _)| *other == hash) {
                left.partner[lead as usize] = other as u32;
                right.partner[other as usize] = lead as u32;
                *matched += 1;
            }
        }
    }
    Ok(Reconciled { keys, lists: [left, right], matched })
}

impl Reconciled {
    const fn list(&self, side: Side) -> &List {
        &self.lists[side.index()]
    }

    /// The list a group is counted in.
    const fn side_of(group: Group) -> Side {
        match group {
            Group::Only(side) | Group::Keyless(side) | Group::Duplicates(side) | Group::Ownerless(side) | Group::Reached { side, .. } => {
                side
            }
            Group::InBoth | Group::StagesDiffer | Group::StagePair { .. } | Group::OwnersDiffer => Side::Left,
        }
    }

    fn sighting(&self, side: Side, lead: usize, stage: Stage) -> Sighting {
        let (list, other) = (self.list(side), self.list(side.other()));
        match list.partner(lead) {
            Some(partner) if usize::from(other.depth[partner]) > stage.index() => Sighting::Reached,
            Some(partner) if other.standing[partner] == Status::Unknown => Sighting::Untold,
            Some(_) => Sighting::Elsewhere,
            None if list.is_keyless(lead) => Sighting::Keyless,
            None => Sighting::Missing,
        }
    }

    /// Standings of a lead of the left list and of its partner.
    fn standings(&self, lead: usize) -> Option<[Status; 2]> {
        let [left, right] = &self.lists;
        Some([left.standing[lead], right.standing[left.partner(lead)?]])
    }

    fn stages_differ(standings: [Status; 2]) -> bool {
        standings[0] != standings[1] && !standings.contains(&Status::Unknown)
    }

    /// The owners of a lead of the left list and of its partner, where both have one.
    fn owner_names(&self, lead: usize) -> Option<[u32; 2]> {
        let [left, right] = &self.lists;
        Some([left.owner_name(lead)?, right.owner_name(left.partner(lead)?)?])
    }

    /// Whether a lead of the group's list is in the group. Duplicates are rows and no leads: none is.
    fn is_in(&self, group: Group, lead: usize) -> bool {
        let list = self.list(Self::side_of(group));
        match group {
            Group::InBoth => list.partner(lead).is_some(),
            Group::Only(_) => list.partner(lead).is_none() && !list.is_keyless(lead),
            Group::Keyless(_) => list.is_keyless(lead),
            Group::Duplicates(_) => false,
            Group::Ownerless(_) => !list.has_owner(lead),
            Group::StagesDiffer => self.standings(lead).is_some_and(Self::stages_differ),
            Group::StagePair { left, right } => self.standings(lead) == Some([left, right]),
            Group::OwnersDiffer => self.owner_names(lead).is_some_and(|[left, right]| left != right),
            Group::Reached { side, stage, sighting } => {
                usize::from(list.depth[lead]) > stage.index() && sighting.is_none_or(|wanted| self.sighting(side, lead, stage) == wanted)
            }
        }
    }

    pub fn count(&self, group: Group) -> u64 {
        let list = self.list(Self::side_of(group));
        if let Group::Duplicates(_) = group {
            return (list.listed.rows() - list.listed.len) as u64;
        }
        (0..list.listed.len).filter(|lead| self.is_in(group, *lead)).count() as u64
    }

    /// The lines of a group, in the order of its list: left for what is in both.
    pub fn lines(&self, group: Group) -> Vec<Line> {
        let side = Self::side_of(group);
        let (list, other) = (self.list(side), self.list(side.other()));
        let line = |row: u32, lead: usize| {
            let mut rows = [None; 2];
            rows[side.index()] = Some(row);
            rows[side.other().index()] = list.partner(lead).map(|partner| other.listed.first_row[partner]);
            Line { rows }
        };
        if let Group::Duplicates(_) = group {
            let repeats = (0_u32..).zip(&list.listed.lead_of_row).filter(|(row, lead)| list.listed.first_row[**lead as usize] != *row);
            return repeats.map(|(row, lead)| line(row, *lead as usize)).collect();
        }
        (0..list.listed.len).filter(|lead| self.is_in(group, *lead)).map(|lead| line(list.listed.first_row[lead], lead)).collect()
    }

    /// What a list says of the lead in a row: its latest word where several rows name the lead.
    pub fn standing(&self, side: Side, row: u32) -> Status {
        let list = self.list(side);
        list.standing[list.listed.lead_of_row[row as usize] as usize]
    }

    pub fn owner(&self, side: Side, row: u32) -> Option<&str> {
        let list = self.list(side);
        list.owners.value(list.owners.code(list.listed.lead_of_row[row as usize] as usize))
    }

    /// The line of a row in its file, from 1.
    pub fn line_number(&self, side: Side, row: u32) -> u64 {
        self.list(side).listed.line(row as usize)
    }

    /// What [`SourceFile::record`] finds the text of a row by.
    pub fn offset(&self, side: Side, row: u32) -> u64 {
        self.list(side).listed.offset(row as usize)
    }

    pub fn source(&self, side: Side) -> &SourceFile {
        &self.list(side).listed.source
    }

    pub const fn keys(&self) -> Keys {
        self.keys
    }

    fn list_summary(&self, side: Side) -> ListSummary {
        let Listed { name, kind, columns, len, .. } = &self.list(side).listed;
        ListSummary {
            name: name.clone(),
            kind: *kind,
            rows: self.list(side).listed.rows() as u64,
            duplicates: self.count(Group::Duplicates(side)),
            leads: *len as u64,
            only_here: self.count(Group::Only(side)),
            keyless: self.count(Group::Keyless(side)),
            ownerless: columns.owner.as_ref().map(|_| self.count(Group::Ownerless(side))),
            key_columns: columns.first_key.iter().chain(&columns.second_key).cloned().collect(),
            stage_columns: columns.stages.clone(),
            owner_column: columns.owner.clone(),
        }
    }

    fn reached(&self, side: Side, stage: Stage) -> ReachedCount {
        let count = |sighting| self.count(Group::Reached { side, stage, sighting });
        ReachedCount {
            reached: count(None),
            reached_too: count(Some(Sighting::Reached)),
            elsewhere: count(Some(Sighting::Elsewhere)),
            untold: count(Some(Sighting::Untold)),
            missing: count(Some(Sighting::Missing)),
            keyless: count(Some(Sighting::Keyless)),
        }
    }

    pub fn summary(&self) -> Reconciliation {
        let mut pairs: FxHashMap<[Status; 2], u64> = FxHashMap::default();
        let (mut stages_agree, mut stages_untold, mut owners_agree, mut owners_untold) = (0, 0, 0, 0);
        for lead in 0..self.lists[0].listed.len {
            let Some(standings) = self.standings(lead) else { continue };
            if standings.contains(&Status::Unknown) {
                stages_untold += 1;
            } else if standings[0] == standings[1] {
                stages_agree += 1;
            } else {
                *pairs.entry(standings).or_default() += 1;
            }
            match self.owner_names(lead) {
                None => owners_untold += 1,
                Some([left, right]) if left == right => owners_agree += 1,
                Some(_) => {}
            }
        }
        let mut stage_pairs: Vec<StagePair> = pairs.into_iter().map(|([left, right], leads)| StagePair { left, right, leads }).collect();
        sort_few_by_key(&mut stage_pairs, |pair| (std::cmp::Reverse(pair.leads), pair.left as u8, pair.right as u8));
        let is_told = |stage: &Stage| *stage == Stage::Lead || self.lists.iter().any(|list| list.tells[stage.index()]);
        let stages = Stage::ALL.into_iter().filter(is_told).map(|stage| {
            let [left, right] = Side::ALL.map(|side| self.reached(side, stage));
            StageComparison { stage, left, right }
        });
        Reconciliation {
            keys: self.keys,
            left: self.list_summary(Side::Left),
            right: self.list_summary(Side::Right),
            in_both: self.count(Group::InBoth),
            by_first_key: self.matched[0],
            by_second_key: self.matched[1],
            stages_agree,
            stages_differ: self.count(Group::StagesDiffer),
            stages_untold,
            stage_pairs,
            owners_agree,
            owners_differ: self.count(Group::OwnersDiffer),
            owners_untold,
            stages: stages.collect(),
        }
    }
}
