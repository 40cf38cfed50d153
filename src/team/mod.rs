//! What a team keeps beside its agreement: meetings and what was decided there, material for its leads, views with names, and
//! what earlier imports came to. Plain documents; no row of a lead is in them.

pub mod agenda;
mod assets;
mod meetings;
mod snapshots;
mod views;

pub use agenda::{Agenda, agenda};
pub use assets::{Asset, AssetKind, Assets, Coverage, LEADS_OF_A_SUGGESTION, Suggestion, Wanted, coverage, suggestions};
pub use meetings::{Action, Decision, Meeting, Meetings, StageRoles};
pub use snapshots::Snapshots;
pub use views::Views;

/// An id that two people who write the same would give it too, so that their documents can be merged: 48 bits of the FNV-1a hash of what
/// was written, or the next number that is free.
fn id_of(parts: &[&str], is_taken: impl Fn(u64) -> bool) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let mut id = hash >> 16;
    while is_taken(id) {
        id += 1;
    }
    id
}
