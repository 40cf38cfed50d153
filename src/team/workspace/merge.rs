//! Two workspaces made one. What only one has is kept, what both have alike is there once, and where they differ a person decides: until
//! then mine stays, and the difference is listed. Nothing is taken or dropped without being told.

use std::collections::HashSet;

use rustc_hash::FxBuildHasher;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    Choice, Conflict, Merged, Part, Summary, Tally, Workspace, WorkspaceFile,
    tree::{self, Judge},
};
use crate::{
    agreement::{Agreement, Ledger, Signature, Version},
    import::FileMapping,
    order::sort_few_by_key,
    team::{Snapshots, View, Views},
};

/// Mine stays where they differ.
pub fn merge(mine: &Workspace, theirs: &Workspace) -> Merged {
    merge_by(mine, theirs, &[])
}

/// The two as one, with a choice for each conflict of [`merge`], in their order; mine where there is none.
pub fn resolve(mine: &Workspace, theirs: &Workspace, choices: &[Choice]) -> Workspace {
    merge_by(mine, theirs, choices).workspace
}

fn merge_by(mine: &Workspace, theirs: &Workspace, choices: &[Choice]) -> Merged {
    let mut desk = Desk { choices, conflicts: Vec::new(), tallies: Vec::new() };
    let workspace = Workspace {
        made_at: mine.made_at.max(theirs.made_at),
        agreement: agreement(&mine.agreement, &theirs.agreement, &mut desk),
        ledger: ledger(&mine.ledger, &theirs.ledger, &mut desk),
        mappings: mappings(&mine.mappings, &theirs.mappings, &mut desk),
        meetings: document(Part::Meetings, &mine.meetings, &theirs.meetings, &mut desk),
        assets: document(Part::Assets, &mine.assets, &theirs.assets, &mut desk),
        views: views(&mine.views, &theirs.views, &mut desk),
        snapshots: snapshots(&mine.snapshots, &theirs.snapshots, &mut desk),
        settings: settings(&mine.settings, &theirs.settings, &mut desk),
        files: files(&mine.files, &theirs.files, &mut desk),
    };
    Merged { workspace, conflicts: desk.conflicts, tallies: desk.tallies }
}

/// Where differences are put down, and the choices looked up.
struct Desk<'a> {
    choices: &'a [Choice],
    conflicts: Vec<Conflict>,
    tallies: Vec<Tally>,
}

impl Desk<'_> {
    fn decide(&mut self, conflict: Conflict) -> Choice {
        let choice = self.choices.get(self.conflicts.len()).copied().unwrap_or_default();
        let can_be_both = conflict.can_be_both;
        self.conflicts.push(conflict);
        if choice == Choice::Both && !can_be_both { Choice::Mine } else { choice }
    }

    /// One of two, or mine.
    fn pick<'b, T>(&mut self, conflict: Conflict, mine: &'b T, theirs: &'b T) -> &'b T {
        if self.decide(conflict) == Choice::Theirs { theirs } else { mine }
    }

    /// Something that both have alike (`None`), or only one has.
    fn count(&mut self, part: Part, only: Option<Choice>) {
        let index = self.tallies.iter().position(|tally| tally.part == part).unwrap_or_else(|| {
            self.tallies.push(Tally { part, mine: 0, theirs: 0, equal: 0 });
            self.tallies.len() - 1
        });
        let tally = &mut self.tallies[index];
        match only {
            None | Some(Choice::Both) => tally.equal += 1,
            Some(Choice::Mine) => tally.mine += 1,
            Some(Choice::Theirs) => tally.theirs += 1,
        }
    }

    /// Things by their keys: mine in their order, then those only they have. Of two things of one key that differ, `differ` says what becomes.
    fn by_key<T: Clone + PartialEq>(
        &mut self,
        part: Part,
        sides: [&[T]; 2],
        key: impl Fn(&T) -> String,
        mut differ: impl FnMut(&mut Self, &T, &T) -> T,
    ) -> Vec<T> {
        let [mine, theirs] = sides;
        let mut is_met = vec![false; theirs.len()];
        let mut merged = Vec::new();
        for one in mine {
            let other = theirs.iter().enumerate().find(|(index, other)| !is_met[*index] && key(other) == key(one));
            let Some((index, other)) = other else {
                self.count(part, Some(Choice::Mine));
                merged.push(one.clone());
                continue;
            };
            is_met[index] = true;
            merged.push(if one == other {
                self.count(part, None);
                one.clone()
            } else {
                differ(self, one, other)
            });
        }
        for (other, _) in theirs.iter().zip(is_met).filter(|(_, is_met)| !is_met) {
            self.count(part, Some(Choice::Theirs));
            merged.push(other.clone());
        }
        merged
    }
}

/// Nobody has agreed on anything while it is the one a board begins with.
fn agreement(mine: &Agreement, theirs: &Agreement, desk: &mut Desk) -> Agreement {
    let blank = Agreement::default();
    if mine == theirs || *theirs == blank || *mine == blank {
        if *mine != blank || *theirs != blank {
            let only = if mine == theirs {
                None
            } else if *theirs == blank {
                Some(Choice::Mine)
            } else {
                Some(Choice::Theirs)
            };
            desk.count(Part::Agreement, only);
        }
        return if *mine == blank { theirs.clone() } else { mine.clone() };
    }
    let summary = |one: &Agreement| Summary::Agreement { version: one.version, hash: one.hash() };
    let conflict = Conflict {
        part: Part::Agreement,
        key: "agreement".into(),
        label: String::new(),
        mine: summary(mine),
        theirs: summary(theirs),
        can_be_both: false,
    };
    desk.pick(conflict, mine, theirs).clone()
}

fn is_same_version(one: &Version, other: &Version) -> bool {
    one.agreement == other.agreement && one.saved_on == other.saved_on && one.author == other.author && one.note == other.note
}

/// The versions both have; then those of the one that went on. Where both did, the chain forks: both can stand one after the other.
fn ledger(mine: &Ledger, theirs: &Ledger, desk: &mut Desk) -> Ledger {
    let shared = mine.versions.iter().zip(&theirs.versions).take_while(|(one, other)| is_same_version(one, other)).count();
    let mut versions: Vec<Version> = Vec::new();
    for (index, (one, other)) in mine.versions.iter().zip(&theirs.versions).take(shared).enumerate() {
        if one == other {
            desk.count(Part::Versions, None);
        }
        let mut sign = |one: &Option<Signature>, other: &Option<Signature>| signature(index + 1, one.as_ref(), other.as_ref(), desk);
        versions.push(Version {
            signed_by_marketing: sign(&one.signed_by_marketing, &other.signed_by_marketing),
            signed_by_sales: sign(&one.signed_by_sales, &other.signed_by_sales),
            ..one.clone()
        });
    }
    let (ours, others) = (&mine.versions[shared..], &theirs.versions[shared..]);
    let summary = |rest: &[Version]| Summary::Versions {
        count: rest.len() as u32,
        hash: rest.last().map(|latest| latest.agreement.hash()).unwrap_or_default(),
    };
    let choice = if ours.is_empty() || others.is_empty() {
        for _ in ours {
            desk.count(Part::Versions, Some(Choice::Mine));
        }
        for _ in others {
            desk.count(Part::Versions, Some(Choice::Theirs));
        }
        Choice::Both
    } else {
        desk.decide(Conflict {
            part: Part::Versions,
            key: format!("{}", shared + 1),
            label: String::new(),
            mine: summary(ours),
            theirs: summary(others),
            can_be_both: true,
        })
    };
    if choice != Choice::Theirs {
        versions.extend_from_slice(ours);
    }
    if choice != Choice::Mine {
        let is_new = |other: &&Version| choice == Choice::Theirs || !ours.iter().any(|one| is_same_version(one, other));
        versions.extend(others.iter().filter(is_new).cloned());
    }
    Ledger { versions }
}

/// A side signs once: what one has and the other lacks was signed since.
fn signature(version: usize, mine: Option<&Signature>, theirs: Option<&Signature>, desk: &mut Desk) -> Option<Signature> {
    let (Some(one), Some(other)) = (mine, theirs) else { return mine.or(theirs).cloned() };
    if one == other {
        return mine.cloned();
    }
    let summary = |signature: &Signature| Summary::Text(format!("{} · {}", signature.name, crate::metrics::iso_date(signature.date)));
    let conflict = Conflict {
        part: Part::Versions,
        key: format!("{version} signature"),
        label: version.to_string(),
        mine: summary(one),
        theirs: summary(other),
        can_be_both: false,
    };
    Some(desk.pick(conflict, one, other).clone())
}

fn mappings(mine: &[FileMapping], theirs: &[FileMapping], desk: &mut Desk) -> Vec<FileMapping> {
    desk.by_key(Part::Mapping, [mine, theirs], FileMapping::shape, |desk, one, other| {
        let names: Vec<&str> = one.columns.iter().map(|column| column.header.as_str()).take(4).collect();
        let conflict = Conflict {
            part: Part::Mapping,
            key: one.shape(),
            label: names.join(", "),
            mine: columns(one),
            theirs: columns(other),
            can_be_both: false,
        };
        desk.pick(conflict, one, other).clone()
    })
}

fn columns(mapping: &FileMapping) -> Summary {
    let used = mapping.columns.iter().filter(|column| column.field.is_some()).count();
    Summary::Columns { used: used as u32, of: mapping.columns.len() as u32 }
}

/// A document that is made of things with ids, and of fields.
fn document<T: Serialize + DeserializeOwned + Clone + PartialEq>(part: Part, mine: &T, theirs: &T, desk: &mut Desk) -> T {
    let (Ok(one), Ok(other)) = (serde_json::to_value(mine), serde_json::to_value(theirs)) else { return mine.clone() };
    let merged = {
        let mut judge = OfDocument { part, desk };
        if one == other {
            // Told as what it is: so many things that both have.
            things_of(&one).for_each(|_| judge.met(None));
            return mine.clone();
        }
        tree::merge(&one, &other, &mut Vec::new(), &mut judge)
    };
    serde_json::from_value(merged).unwrap_or_else(|_| {
        // The parts of two documents need not make one: then it is taken whole.
        let conflict = Conflict {
            part,
            key: "document".into(),
            label: String::new(),
            mine: Summary::Text(shown(&one)),
            theirs: Summary::Text(shown(&other)),
            can_be_both: false,
        };
        desk.pick(conflict, mine, theirs).clone()
    })
}

fn things_of(document: &Value) -> impl Iterator<Item = &Value> {
    document.as_object().into_iter().flatten().filter_map(|(_, list)| list.as_array()).flatten().filter(|item| item.get("id").is_some())
}

struct OfDocument<'a, 'b> {
    part: Part,
    desk: &'a mut Desk<'b>,
}

impl Judge for OfDocument<'_, '_> {
    fn decide(&mut self, path: &[String], mine: &Value, theirs: &Value, lists: bool) -> Choice {
        self.desk.decide(Conflict {
            part: self.part,
            key: path.join("/"),
            label: path.join(" · "),
            mine: Summary::Text(shown(mine)),
            theirs: Summary::Text(shown(theirs)),
            can_be_both: lists,
        })
    }

    fn met(&mut self, only: Option<Choice>) {
        self.desk.count(self.part, only);
    }
}

/// Characters of a text that are shown.
const LONGEST: usize = 120;

fn shown(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn views(mine: &Views, theirs: &Views, desk: &mut Desk) -> Views {
    let closed = |views: &Views| -> Vec<View> { views.views.iter().map(|view| View { opening: false, ..view.clone() }).collect() };
    let summary = |view: &View| Summary::View { name: view.name.clone(), address: view.address.clone() };
    let views = desk.by_key(
        Part::View,
        [&closed(mine), &closed(theirs)],
        |view| view.id.to_string(),
        |desk, one, other| {
            let conflict = Conflict {
                part: Part::View,
                key: one.id.to_string(),
                label: one.name.clone(),
                mine: summary(one),
                theirs: summary(other),
                can_be_both: false,
            };
            desk.pick(conflict, one, other).clone()
        },
    );
    let opening = match (mine.opening(), theirs.opening()) {
        (Some(one), Some(other)) if one.id != other.id => {
            let conflict = Conflict {
                part: Part::OpeningView,
                key: one.id.to_string(),
                label: String::new(),
                mine: summary(one),
                theirs: summary(other),
                can_be_both: false,
            };
            Some(desk.pick(conflict, one, other).id)
        }
        (one, other) => one.or(other).map(|view| view.id),
    };
    let mut merged = Views { views };
    merged.set_opening(opening);
    merged
}

/// In order of time. There may be more than an import keeps: none is dropped here.
fn snapshots(mine: &Snapshots, theirs: &Snapshots, desk: &mut Desk) -> Snapshots {
    let key = |snapshot: &crate::team::Snapshot| snapshot.id.to_string();
    let mut snapshots = desk.by_key(Part::Snapshot, [&mine.snapshots, &theirs.snapshots], key, |desk, one, other| {
        let conflict = Conflict {
            part: Part::Snapshot,
            key: one.id.to_string(),
            label: String::new(),
            mine: Summary::Moment(one.made_at),
            theirs: Summary::Moment(other.made_at),
            can_be_both: false,
        };
        desk.pick(conflict, one, other).clone()
    });
    if snapshots.len() > mine.snapshots.len() {
        sort_few_by_key(&mut snapshots, |snapshot| snapshot.made_at);
    }
    Snapshots { snapshots }
}

fn settings(mine: &String, theirs: &String, desk: &mut Desk) -> String {
    if mine == theirs || theirs.is_empty() {
        return mine.clone();
    }
    if mine.is_empty() {
        return theirs.clone();
    }
    let conflict = Conflict {
        part: Part::Settings,
        key: "settings".into(),
        label: String::new(),
        mine: Summary::Text(mine.clone()),
        theirs: Summary::Text(theirs.clone()),
        can_be_both: false,
    };
    desk.pick(conflict, mine, theirs).clone()
}

/// Files are one by their content. Two of one name and shape and of different content are the same export at two times.
fn files(mine: &[WorkspaceFile], theirs: &[WorkspaceFile], desk: &mut Desk) -> Vec<WorkspaceFile> {
    let hashes: HashSet<&str, FxBuildHasher> = mine.iter().map(|file| file.hash.as_str()).collect();
    let mut is_met = vec![false; theirs.len()];
    let mut merged = Vec::new();
    for one in mine {
        let is_again = |other: &WorkspaceFile| other.name == one.name && other.mapping.shape() == one.mapping.shape();
        let find = |is_it: &dyn Fn(&WorkspaceFile) -> bool| {
            theirs.iter().enumerate().find(|(index, other)| !is_met[*index] && is_it(other)).map(|(index, _)| index)
        };
        let same = find(&|other| other.hash == one.hash);
        let Some(index) = same.or_else(|| find(&|other| !hashes.contains(other.hash.as_str()) && is_again(other))) else {
            desk.count(Part::File, Some(Choice::Mine));
            merged.push(one.clone());
            continue;
        };
        is_met[index] = true;
        let other = &theirs[index];
        if one.named() == other.named() {
            desk.count(Part::File, None);
            merged.push(if one.bytes.is_empty() { other.clone() } else { one.clone() });
            continue;
        }
        let summary = |file: &WorkspaceFile| Summary::File { name: file.name.clone(), size_bytes: file.size_bytes };
        let choice = desk.decide(Conflict {
            part: Part::File,
            key: one.hash.clone(),
            label: one.name.clone(),
            mine: summary(one),
            theirs: summary(other),
            can_be_both: same.is_none(),
        });
        if choice != Choice::Theirs {
            merged.push(one.clone());
        }
        if choice != Choice::Mine {
            merged.push(other.clone());
        }
    }
    for (other, _) in theirs.iter().zip(is_met).filter(|(_, is_met)| !is_met) {
        desk.count(Part::File, Some(Choice::Theirs));
        merged.push(other.clone());
    }
    merged
}
