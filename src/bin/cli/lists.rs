//! `handoff reconcile`: two lists laid beside each other, as JSON or as text. What is counted is the library's business.

use std::{ffi::OsString, path::PathBuf};

use clap::{Args, ValueEnum};
use handoff::{
    import::{FileMapping, Key, KeyChoice, KeyReason, Kind, Reader},
    leads::Status,
    metrics::{ListSummary, ReachedCount, Reconciliation, StageComparison, reconcile},
    time::Zone,
};
use serde::Serialize;

use super::{
    Failure, Format,
    read::{self, Source},
    table::Table,
    text::{count, plain, section, stage_name},
    write,
};

#[derive(Args)]
pub struct ReconcileArgs {
    /// Marketing's list: an export of leads or deals, or leads=FILE, deals=FILE
    #[arg(value_name = "LEFT")]
    left: OsString,
    /// Sales' list of the same leads
    #[arg(value_name = "RIGHT")]
    right: OsString,
    /// What names a lead in both lists
    #[arg(long, value_enum, default_value_t = By::Auto)]
    by: By,
    /// Column mappings as the board saves them; without it, as detected
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// Write the result there instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// No progress bar
    #[arg(long)]
    quiet: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum By {
    /// Ids where both lists have the same system's, then e-mail; else e-mail
    Auto,
    Id,
    Email,
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    #[serde(flatten)]
    found: &'a Reconciliation,
}

pub fn run(args: &ReconcileArgs) -> Result<(), Failure> {
    let known = read::mappings(args.mapping.as_deref())?;
    let mut notes = Vec::new();
    let sources = [&args.left, &args.right].map(|file| list(file, &known, &mut notes));
    let [left, right] = sources;
    let sources = vec![left?, right?];
    for line in notes {
        eprintln!("{}", plain(&line));
    }
    let places = sources.iter().map(|source| source.path.display().to_string()).collect::<Vec<_>>().join(", ");
    let tables = read::tables(sources, &Zone::utc(), args.quiet, Reader::for_a_list)?;
    let choice = match args.by {
        By::Auto => KeyChoice::Auto,
        By::Id => KeyChoice::Id,
        By::Email => KeyChoice::Email,
    };
    let no_key = || Failure::new(places, "no key is in both lists", "give exports with the same lead ids or with e-mail addresses");
    let [left, right] = <[_; 2]>::try_from(tables).expect("two files were read");
    let found = reconcile(left, right, choice).map_err(|_| no_key())?.summary();
    let text = match args.format {
        Format::Json => {
            let document = Document { schema: "handoff.reconcile/1", found: &found };
            serde_json::to_string_pretty(&document).expect("counts are plain data") + "\n"
        }
        Format::Text => plain(&text(&found)),
    };
    write(args.output.as_deref(), &text)
}

/// The one list in a file, which may be a workbook of several sheets.
fn list(file: &OsString, known: &[FileMapping], notes: &mut Vec<String>) -> Result<Source, Failure> {
    let mut sources = Source::open(file, known, notes)?;
    let place = sources.first().map_or_else(String::new, |source| format!("{}:1:1", source.path.display()));
    sources.retain(|source| matches!(source.mapping.kind, Kind::Leads | Kind::Deals));
    match sources.pop() {
        None => Err(Failure::new(place, "this lists neither leads nor deals", "give such an export, or name its kind as in leads=FILE")),
        Some(_) if !sources.is_empty() => {
            Err(Failure::new(place, "this holds several lists", "save the one sheet meant as CSV and give that"))
        }
        Some(list) => Ok(list),
    }
}

fn text(found: &Reconciliation) -> String {
    let (left, right) = (&found.left, &found.right);
    let mut out = String::new();
    if let Some(row) = found.disputed_stage() {
        out += &sentence([left, right], row, &row.left);
        out += &sentence([right, left], row, &row.right);
    }
    out += &matched(found);
    for list in [left, right].into_iter().filter(|list| !list.tells_stages()) {
        section(&mut out, &format!("No column of {} tells a stage.", list.name));
    }
    section(&mut out, "THE LISTS");
    let mut table = Table::new(&["", &left.name, &right.name]);
    let mut row = |name: &str, number: fn(&ListSummary) -> Option<u64>| {
        let cell = |list: &ListSummary| number(list).map_or_else(|| "–".to_owned(), count);
        table.row([name.to_owned(), cell(left), cell(right)]);
    };
    row("rows", |list| Some(list.rows));
    row("rows that repeat a lead", |list| Some(list.duplicates));
    row("leads", |list| Some(list.leads));
    row("only in this list", |list| Some(list.only_here));
    row("without a key", |list| Some(list.keyless));
    row("without an owner", |list| list.ownerless);
    table.print(&mut out);
    for (title, reached) in [(&left.name, (|row| &row.left) as fn(&StageComparison) -> &ReachedCount), (&right.name, |row| &row.right)] {
        section(&mut out, &format!("STAGES of {title}, looked for in the other list"));
        let mut table = Table::new(&["stage", "has", "there too", "another stage", "no stage", "missing", "without a key"]);
        for row in &found.stages {
            let reached = reached(row);
            let parts = [reached.reached, reached.reached_too, reached.elsewhere, reached.untold, reached.missing, reached.keyless];
            table.row([stage_name(row.stage).to_owned()].into_iter().chain(parts.map(count)));
        }
        table.print(&mut out);
    }
    section(&mut out, &format!("IN BOTH: {}", count(found.in_both)));
    let mut table = Table::new(&["", "agree", "differ", "untold"]);
    table.row(["stage".to_owned(), count(found.stages_agree), count(found.stages_differ), count(found.stages_untold)]);
    table.row(["owner".to_owned(), count(found.owners_agree), count(found.owners_differ), count(found.owners_untold)]);
    table.print(&mut out);
    if !found.stage_pairs.is_empty() {
        section(&mut out, "DIFFERENT STAGES");
        let mut table = Table::new(&[&left.name, &right.name, "leads"]);
        for pair in &found.stage_pairs {
            table.row([standing(pair.left).to_owned(), standing(pair.right).to_owned(), count(pair.leads)]);
        }
        table.print(&mut out);
    }
    out
}

/// "leads.csv has 412 leads as MQL; sales.csv has 188 of them as such: 150 missing there, 74 there in another stage."
fn sentence([this, other]: [&ListSummary; 2], row: &StageComparison, reached: &ReachedCount) -> String {
    let parts = [
        (reached.missing, "missing there"),
        (reached.elsewhere, "there in another stage"),
        (reached.untold, "there without a stage"),
        (reached.keyless, "without a key to look for"),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", count(n))).collect();
    let (stage, too) = (stage_name(row.stage), count(reached.reached_too));
    let rest = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
    format!("{} has {} leads as {stage}; {} has {too} of them as such{rest}.\n", this.name, count(reached.reached), other.name)
}

fn matched(found: &Reconciliation) -> String {
    let name = |key: Key| match key {
        Key::LeadId => "lead id",
        Key::DealId => "deal id",
        Key::Email => "e-mail",
    };
    let keys = found.keys;
    let too = keys.second.map_or(String::new(), |second| format!(", {} by {}", count(found.by_second_key), name(second)));
    let why = match keys.reason {
        KeyReason::Asked | KeyReason::SameIds => "",
        KeyReason::OnlyOne => " It is the only key both lists have.",
        KeyReason::IdsNeverMeet => " No id is in both lists.",
        KeyReason::IdsOfOthers => " The same ids have different e-mail addresses: they are ids of two systems.",
    };
    format!("{} leads are in both lists, {} found by {}{too}.{why}\n", count(found.in_both), count(found.by_first_key), name(keys.first))
}

fn standing(standing: Status) -> &'static str {
    match (standing, standing.stage()) {
        (_, Some(stage)) => stage_name(stage),
        (Status::Disqualified, None) => "Disqualified",
        (Status::Recycled, None) => "Recycled",
        (_, None) => "Unknown",
    }
}
