//! What can be asked on the command line, and how it ends: exit 0 with a report, or exit 2 with one line on stderr.

mod ask;
mod difference;
mod gap;
mod lists;
mod publish;
mod read;
mod returns;
mod scoring;
mod sharing;
mod sides;
mod table;
mod text;
mod time;
mod words;

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::{SystemTime, UNIX_EPOCH},
};

use clap::{Args, Parser, Subcommand, ValueEnum};
use handoff::{
    agreement::Agreement,
    import::Imported,
    report::{Query, Report, report},
    sample,
    share::{ShareChoice, SharedBoard, html, shared_board},
    time::{CalendarSystem, Zone},
    words::Locale,
};

#[derive(Parser)]
#[command(name = "handoff", version, about = "The board marketing and sales share, computed from CRM exports")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Compute a report from exports
    Report(Box<ReportArgs>),
    /// Put a board that anybody may open on a copy of the built site
    Publish(Box<publish::PublishArgs>),
    /// Lay two exports of the same leads beside each other
    Reconcile(lists::ReconcileArgs),
    /// Write the exports and the agreement of a made-up company
    Sample(SampleArgs),
    /// Say what changed between two saved agreements
    Difference(DifferenceArgs),
}

/// What is asked of which files: the same for every command that counts.
#[derive(Args)]
struct Asking {
    /// CSV, TSV or XLSX exports; the kind is detected, or named as in leads=FILE, deals=FILE
    #[arg(required = true, value_name = "FILE")]
    files: Vec<OsString>,
    /// Column mappings as the board saves them; without it, as detected
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// The agreement as the board saves it; without it, the defaults
    #[arg(long, value_name = "FILE")]
    agreement: Option<PathBuf>,
    /// The moment the report looks from, e.g. 2024-05-31 (its end) or 2024-05-31T12:00:00Z; default: the latest date in the data
    #[arg(long, value_name = "INSTANT")]
    as_of: Option<String>,
    /// First day of the period, e.g. 2024-01-01; default: all that is dated
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// The day after the last one of the period; default: the day after the as-of
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Compare before and after this day, e.g. 2024-03-01; default: the day the agreement starts
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// IANA name, e.g. Europe/Berlin; default: the agreement's
    #[arg(long, value_name = "NAME")]
    time_zone: Option<String>,
    /// The calendar of months, quarters and years; default: the agreement's
    #[arg(long, value_name = "CALENDAR")]
    calendar: Option<Calendar>,
    /// ISO 4217 code of amounts that name none; default: the agreement's
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
    /// Keep records with this value, e.g. source=web; the same field twice means either; an empty value means none
    #[arg(long, value_name = "FIELD=VALUE")]
    filter: Vec<String>,
    /// No progress bar
    #[arg(long)]
    quiet: bool,
}

#[derive(Args)]
struct ReportArgs {
    #[command(flatten)]
    asking: Asking,
    #[arg(long, value_enum, default_value_t = ReportFormat::Json)]
    format: ReportFormat,
    #[command(flatten)]
    sharing: sharing::SharingArgs,
    /// The language of the page, with --format html
    #[arg(long, value_enum, default_value_t = Language::En)]
    language: Language,
    /// Write the report there instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Args)]
struct SampleArgs {
    /// Folder to write them into; made if it is not there
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

#[derive(Args)]
struct DifferenceArgs {
    /// The older agreement, as the board saves it
    #[arg(value_name = "BEFORE")]
    before: PathBuf,
    #[arg(value_name = "AFTER")]
    after: PathBuf,
    #[arg(long, value_enum, default_value_t = Language::En)]
    language: Language,
}

#[derive(Clone, Copy, ValueEnum)]
enum Language {
    En,
    Fa,
}

impl From<Language> for Locale {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::En,
            Language::Fa => Self::Fa,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// The documented, versioned report
    Json,
    /// For people: a compact text
    Text,
}

#[derive(Clone, Copy, ValueEnum)]
enum ReportFormat {
    /// The documented, versioned report
    Json,
    /// For people: a compact text
    Text,
    /// For people: one page of HTML that anybody may open; small groups are withheld
    Html,
}

#[derive(Clone, Copy, ValueEnum)]
enum Calendar {
    Gregorian,
    Persian,
}

impl From<Calendar> for CalendarSystem {
    fn from(calendar: Calendar) -> Self {
        match calendar {
            Calendar::Gregorian => Self::Gregorian,
            Calendar::Persian => Self::Persian,
        }
    }
}

/// Why nothing could be computed: where, what, and what to do, in one line.
#[derive(Debug)]
struct Failure(String);

impl Failure {
    fn new(place: impl std::fmt::Display, what: impl std::fmt::Display, remedy: impl std::fmt::Display) -> Self {
        Self(format!("{place}: {what}; {remedy}"))
    }
}

pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) if !error.use_stderr() => {
            // Help or version was asked for; where it cannot be written nobody is reading.
            return if error.print().is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
        }
        Err(error) if error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return fail(&Failure("no command was given; see handoff report --help".to_owned()));
        }
        Err(error) => {
            let message = error.to_string();
            let what = message.lines().take_while(|line| !line.trim().is_empty()).map(str::trim).collect::<Vec<_>>().join(" ");
            return fail(&Failure(format!("{}; see handoff report --help", what.trim_start_matches("error: "))));
        }
    };
    let done = match cli.command {
        Command::Report(args) => run(&args),
        Command::Publish(args) => publish::run(&args),
        Command::Reconcile(args) => lists::run(&args),
        Command::Sample(args) => sample(&args),
        Command::Difference(args) => difference::lines(&args).and_then(|lines| print(&lines)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => fail(&failure),
    }
}

fn fail(failure: &Failure) -> ExitCode {
    eprintln!("handoff: {}", text::plain(&failure.0));
    ExitCode::from(2)
}

fn run(args: &ReportArgs) -> Result<(), Failure> {
    let choice = sharing::choice(&args.sharing)?;
    let asked = Asked::read(&args.asking)?;
    let text = match args.format {
        ReportFormat::Json => serde_json::to_string_pretty(&asked.report()).expect("a report is plain data") + "\n",
        ReportFormat::Text => text::text(&asked.report()),
        ReportFormat::Html => html(&asked.shared(&choice), args.language.into()),
    };
    write(args.output.as_deref(), &text)
}

/// Everything a count needs: what was read, and what is asked of it.
struct Asked {
    imported: Imported,
    agreement: Agreement,
    zone: Zone,
    query: Query,
}

impl Asked {
    /// Reads the files. What is doubtful in them, or asked for and not there, is said on standard error.
    fn read(args: &Asking) -> Result<Self, Failure> {
        let (agreement, zone) = ask::agreement(args)?;
        let filter = ask::filter(&args.filter)?;
        let moments = ask::moments(args, agreement.workspace.calendar, &zone)?;
        let known = read::mappings(args.mapping.as_deref())?;
        let (imported, mut lines) = read::import(&args.files, &known, &agreement.workspace, &zone, args.quiet)?;
        lines.extend(words::issues(&imported.issues, &imported.files));
        lines.extend(ask::unmatched(&filter, &imported.dataset, &agreement));
        for line in lines {
            eprintln!("{}", text::plain(&line));
        }
        let query = ask::query(&moments, filter, &imported.dataset, &zone);
        Ok(Self { imported, agreement, zone, query })
    }

    fn report(&self) -> Report {
        report(&self.imported.dataset, &self.imported.files, &self.agreement, &self.zone, &self.query)
    }

    /// Made now: the library has no clock.
    fn shared(&self, choice: &ShareChoice) -> SharedBoard {
        let made_at = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64);
        shared_board(&self.imported.dataset, &self.imported.files, &self.agreement, &self.zone, &self.query, choice, made_at)
    }
}

/// Nothing that is there already is overwritten: the names are common ones.
fn sample(args: &SampleArgs) -> Result<(), Failure> {
    let write = |name: &str, bytes: &[u8]| {
        let path = args.folder.join(name);
        let failure =
            |error: std::io::Error| Failure::new(path.display(), format!("cannot be written ({error})"), "choose an empty folder");
        File::create_new(&path).and_then(|mut file| file.write_all(bytes)).map_err(failure)
    };
    fs::create_dir_all(&args.folder)
        .map_err(|error| Failure::new(args.folder.display(), format!("cannot be made ({error})"), "choose another folder"))?;
    let agreement = serde_json::to_string_pretty(&sample::agreement()).expect("an agreement is plain data");
    write("agreement.json", agreement.as_bytes())?;
    sample::files().iter().try_for_each(|file| write(file.name, &file.bytes))
}

fn write(output: Option<&Path>, text: &str) -> Result<(), Failure> {
    if let Some(path) = output {
        return fs::write(path, text)
            .map_err(|error| Failure::new(path.display(), format!("cannot be written ({error})"), "choose another place with -o"));
    }
    print(text)
}

fn print(text: &str) -> Result<(), Failure> {
    match std::io::stdout().write_all(text.as_bytes()) {
        // `handoff report … | head` has read all it wanted.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::new("standard output", format!("cannot be written ({error})"), "direct it to a file")),
        Ok(()) => Ok(()),
    }
}
