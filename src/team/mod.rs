//! What a team keeps beside its agreement: meetings and what was decided there, material for its leads, views with names, and
//! what earlier imports came to; all of it in one file, and two such files made one. Plain documents; no row of a lead is in them,
//! except in the files a backup takes along.

pub mod agenda;
mod assets;
mod meetings;
mod signals;
mod snapshots;
mod views;
pub mod workspace;

pub use agenda::{Agenda, agenda};
pub use assets::{Asset, AssetKind, Assets, Coverage, LEADS_OF_A_SUGGESTION, Suggestion, Wanted, coverage, suggestions};
pub use meetings::{Action, Decision, Meeting, Meetings, StageRoles};
pub use signals::{GoalMet, Signals, signals};
pub use snapshots::{
    Changes, MOST_MONTHS, MOST_SNAPSHOTS, Measure, Moved, Snapshot, SnapshotAgreement, SnapshotFile, Snapshots, changes, snapshot,
};
pub use views::{View, Views};
pub use workspace::Workspace;

use borsh::BorshSerialize;

/// An id that two people who write the same would give it too, so that their documents can be merged: 48 bits of the FNV-1a hash of what
/// was written, or the next number that is free.
fn id_of(parts: &[&str], is_taken: impl Fn(u64) -> bool) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    let mut id = fnv1a(bytes) >> 16;
    while is_taken(id) {
        id += 1;
    }
    id
}

/// A number that tells things apart by what they are, the same on every computer: FNV-1a over their Borsh bytes.
fn content_id<T: BorshSerialize>(content: &T) -> u64 {
    fnv1a(borsh::to_vec(content).expect("plain data of known length").into_iter())
}

fn fnv1a(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
