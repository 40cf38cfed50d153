//! Headers → fields. Compares spellings after folding; the table of spellings is in `synonyms`.

use std::{collections::HashSet, sync::OnceLock};

use rustc_hash::FxHashMap;

use super::{
    Confidence, Field, Kind, Meaning, kinds,
    statuses::meaning,
    synonyms::{ENTRIES, PREFIXES, SYSTEMS},
    text::{fold, squeeze},
};
use crate::{
    leads::{DealState, Dimension, Event, Stage, Status},
    order::sort_few_by_key,
};

/// A spelling's place: which entry, and how far down its list.
type Places = FxHashMap<String, Vec<(usize, usize)>>;

fn places() -> &'static Places {
    static PLACES: OnceLock<Places> = OnceLock::new();
    PLACES.get_or_init(|| {
        let mut places = Places::default();
        for (entry, spellings) in ENTRIES.iter().enumerate() {
            for (rank, spelling) in spellings.spellings.iter().enumerate() {
                let found: &mut Vec<_> = places.entry(squeeze(spelling)).or_default();
                if !found.iter().any(|(known, _)| *known == entry) {
                    found.push((entry, rank));
                }
            }
        }
        places
    })
}

/// A field a header may mean, and how well it says so: less is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Claim {
    pub field: Field,
    rank: usize,
    pub confidence: Confidence,
}

impl Claim {
    pub(super) const fn guess(field: Field) -> Self {
        Self { field, rank: usize::MAX, confidence: Confidence::Guess }
    }
}

/// The header as it is compared: whole, without a record's prefix, without a note in brackets.
#[inline(never)]
fn forms(header: &str) -> Vec<String> {
    let folded = fold(header);
    let bare = folded.split_once(" - ").filter(|(prefix, _)| PREFIXES.contains(prefix)).map_or(folded.as_str(), |(_, rest)| rest);
    let unbracketed = |text: &str| match text.rfind('(') {
        Some(at) if at > 0 && text.ends_with(')') => text[..at].trim().to_owned(),
        _ => text.to_owned(),
    };
    let mut forms: Vec<String> = Vec::new();
    let texts = [folded.clone(), unbracketed(&folded), bare.to_owned(), unbracketed(bare)];
    for (index, text) in texts.iter().enumerate() {
        // Squeezing costs more than comparing, and most headers have one form.
        if texts[..index].contains(text) {
            continue;
        }
        let form = squeeze(text);
        if !form.is_empty() && !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

/// Words at the end of a header that give its field away: "Client country", "Account industry".
const ENDINGS: &[(&str, Field)] = &[
    ("country", Field::Category(Dimension::Country)),
    ("industry", Field::Category(Dimension::Industry)),
    ("campaign", Field::Category(Dimension::Campaign)),
    ("source", Field::Category(Dimension::Source)),
    ("owner", Field::Category(Dimension::Owner)),
    ("jobtitle", Field::Category(Dimension::JobTitle)),
    ("lostreason", Field::Category(Dimension::Reason)),
    ("lossreason", Field::Category(Dimension::Reason)),
    ("email", Field::Email),
    ("emailaddress", Field::Email),
    ("createdate", Field::CreatedAt),
    ("createdat", Field::CreatedAt),
    ("closedate", Field::CloseDate),
];

/// `Date entered "Closed Won (Sales Pipeline)"`, or its internal name: `HubSpot` has such a column for each stage of each pipeline.
#[inline(never)]
fn stage_entered(header: &str, kind: Kind) -> Option<Field> {
    let folded = fold(header);
    let stage = folded
        .strip_prefix("date entered \"")
        .map(|rest| rest.trim_end_matches('"').rsplit_once(" (").map_or(rest.trim_end_matches('"'), |(stage, _)| stage));
    let internal = || ["hs_v2_date_entered_", "hs_date_entered_"].iter().find_map(|prefix| folded.strip_prefix(prefix));
    let field = match meaning(kind, stage.or_else(internal)?, false)? {
        Meaning::Deal(DealState::Won) | Meaning::Lead(Status::Customer) => Field::Stage(Stage::Customer),
        Meaning::Deal(DealState::Lost) | Meaning::Lead(Status::Disqualified) => Field::Event(Event::Disqualified),
        Meaning::Lead(Status::Recycled) => Field::Event(Event::Recycled),
        Meaning::Lead(Status::Lead) => Field::Stage(Stage::Lead),
        Meaning::Lead(Status::Mql) => Field::Stage(Stage::Mql),
        Meaning::Lead(Status::Sal) => Field::Stage(Stage::Sal),
        Meaning::Lead(Status::Sql) => Field::Stage(Stage::Sql),
        Meaning::Lead(Status::Opportunity) => Field::Stage(Stage::Opportunity),
        Meaning::Deal(DealState::Open) | Meaning::Lead(Status::Unknown) => return None,
    };
    kinds::reads(kind, field).then_some(field)
}

#[inline(never)]
fn claims_of(header: &str, kind: Kind) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    let forms = forms(header);
    for (worse, form) in forms.iter().enumerate() {
        for &(entry, rank) in places().get(form).into_iter().flatten() {
            let entry = &ENTRIES[entry];
            let fits = entry.kind.is_none_or(|of| of == kind) && kinds::reads(kind, entry.field);
            if fits && !claims.iter().any(|claim| claim.field == entry.field) {
                claims.push(Claim { field: entry.field, rank: rank * 2 + worse, confidence: Confidence::Sure });
            }
        }
        // What a stripped spelling means does not matter once the whole one is known.
        if !claims.is_empty() {
            break;
        }
    }
    if claims.is_empty() {
        claims.extend(stage_entered(header, kind).map(|field| Claim { field, rank: 500, confidence: Confidence::Sure }));
    }
    if claims.is_empty() {
        let ending = ENDINGS.iter().find(|ending| kinds::reads(kind, ending.1) && forms.iter().any(|form| form.ends_with(ending.0)));
        claims.extend(ending.map(|(_, field)| Claim { field: *field, rank: 1000, confidence: Confidence::Guess }));
    }
    claims
}

/// The fields each header claims by a known spelling, best first.
pub(super) fn claims(headers: &[String], kind: Kind) -> Vec<Vec<Field>> {
    let sure = |header: &String| {
        claims_of(header, kind).iter().filter(|claim| claim.confidence == Confidence::Sure).map(|claim| claim.field).collect()
    };
    headers.iter().map(sure).collect()
}

/// How many headers are known spellings of any field.
#[inline(never)]
pub(super) fn known(headers: &[String]) -> usize {
    headers.iter().filter(|header| forms(header).iter().any(|form| places().contains_key(form))).count()
}

/// One field a column at most, and one column a field: the best claim wins, the earlier column among equals. `fits` says whether a
/// column's values can be of a field.
#[inline(never)]
pub(super) fn assign(headers: &[String], kind: Kind, fits: impl Fn(usize, Field) -> bool) -> Vec<Option<Claim>> {
    let mut all: Vec<(usize, Claim)> = headers
        .iter()
        .enumerate()
        .flat_map(|(column, header)| claims_of(header, kind).into_iter().map(move |claim| (column, claim)))
        .filter(|(column, claim)| fits(*column, claim.field))
        .collect();
    sort_few_by_key(&mut all, |(column, claim)| (claim.rank, *column));
    let mut assigned: Vec<Option<Claim>> = vec![None; headers.len()];
    let mut taken = HashSet::new();
    // A status column doubles as the deal stage: another column is wanted for that only once a status is found.
    let is_stage = |claim: &Claim| claim.field == Field::Category(Dimension::DealStage);
    for pass in [false, true] {
        for (column, claim) in all.iter().filter(|(_, claim)| is_stage(claim) == pass) {
            if assigned[*column].is_none() && !taken.contains(&claim.field) {
                taken.insert(claim.field);
                assigned[*column] = Some(*claim);
            }
        }
    }
    assigned
}

/// The CRM these headers belong to.
#[inline(never)]
pub(super) fn system(headers: &[String]) -> Option<&'static str> {
    let present: HashSet<String> = headers.iter().map(|header| squeeze(header)).collect();
    SYSTEMS.iter().find(|(_, wanted)| wanted.iter().all(|header| present.contains(&squeeze(header)))).map(|(name, _)| *name)
}

/// Headers with empty and repeated ones given names of their own.
#[inline(never)]
pub(super) fn named_apart(headers: &[String]) -> Vec<String> {
    let mut used: HashSet<String> = HashSet::new();
    let originals: HashSet<&String> = headers.iter().collect();
    headers
        .iter()
        .enumerate()
        .map(|(index, header)| {
            let base = if header.is_empty() { format!("Column {}", index + 1) } else { header.clone() };
            let mut name = base.clone();
            let mut count = 2;
            // A name made up must not be another column's own.
            while used.contains(&name) || (name != *header && originals.contains(&name)) {
                name = format!("{base} ({count})");
                count += 1;
            }
            used.insert(name.clone());
            name
        })
        .collect()
}
