//! One fuzz target a stage — decode, dialect, values — on changed tables, for a bounded time: no panic, no hang, and no more memory
//! than a multiple of the input. What shows a new behaviour is kept and changed further. `HANDOFF_FUZZ_SECONDS` sets the time of each
//! target, `HANDOFF_FUZZ_SEED` the first number. The input that fails is written to the target folder and named.
//!
//! No instrumentation: it runs wherever `cargo test` does.

mod heap;
mod mutate;
mod seeds;

use std::{
    collections::HashSet,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use handoff::{
    agreement::Workspace,
    import::{
        ColumnMapping, Delimiter, Dialect, Encoding, Field, FileMapping, HEAD_BYTES, Imported, Kind, Overrides, Preview, Quote, Reader,
        assemble, preview, sniff_with,
    },
    time::Zone,
};
use mutate::{Random, mutated};

/// Longest input; one in [`LONG_ONE_IN`] may be as long, the others are short and many.
const LONG: usize = 64 * 1024;
const SHORT: usize = 2 * 1024;
const LONG_ONE_IN: usize = 40;
/// The bound of memory: peak ≤ `BYTES_EACH` × input + `BYTES_ONCE`. A byte may be a row of its own, with a place, an issue and a cell
/// in each of 30 columns; a reader's calendar and tables take a megabyte whatever it reads.
const BYTES_EACH: usize = 1024;
const BYTES_ONCE: usize = 2 * 1024 * 1024;
/// Nothing takes so long on 64 KiB, on the slowest machine, without optimisation.
const HANG: Duration = Duration::from_mins(1);
/// Rows shown to a person.
const SHOWN: usize = 20;

/// What a case did, as far as can be seen from outside; a new one is worth changing further.
type Behaviour = String;

fn seconds() -> u64 {
    std::env::var("HANDOFF_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(2)
}

fn first_number() -> u64 {
    std::env::var("HANDOFF_FUZZ_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(0x2545_F491_4F6C_DD1D)
}

fn keep(stage: &str, input: &[u8]) -> PathBuf {
    let hash = input.iter().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3));
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{stage}-{hash:016x}.bin"));
    std::fs::write(&path, input).unwrap_or_else(|error| eprintln!("{}: {error}", path.display()));
    path
}

/// The case that runs, and since when.
type Running = Option<(Instant, Vec<u8>)>;

/// Ends the process when a case does not end.
fn watch(stage: &'static str, running: Arc<Mutex<Running>>) {
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_secs(1));
            let Ok(case) = running.lock() else { return };
            if let Some((since, input)) = case.as_ref()
                && since.elapsed() > HANG
            {
                eprintln!("{stage}: no end after {} s on {}", HANG.as_secs(), keep(stage, input).display());
                std::process::exit(1);
            }
        }
    });
}

fn fuzz(stage: &'static str, case: impl Fn(&[u8], &mut Random) -> Behaviour) {
    let mut random = Random(first_number());
    let mut corpus = seeds::all();
    let mut seen: HashSet<Behaviour> = HashSet::new();
    let running = Arc::new(Mutex::new(None));
    watch(stage, Arc::clone(&running));
    let until = Instant::now() + Duration::from_secs(seconds());
    let (mut executions, mut bytes, mut most) = (0_u64, 0_u64, 0.0_f64);
    while Instant::now() < until {
        let limit = if random.below(LONG_ONE_IN) == 0 { LONG } else { SHORT };
        let input = mutated(&corpus, &mut random, limit);
        *running.lock().expect("the watch does not panic") = Some((Instant::now(), input.clone()));
        let (result, peak) = heap::peak_of(|| catch_unwind(AssertUnwindSafe(|| case(&input, &mut random))));
        let Ok(behaviour) = result else { panic!("{stage} fails on {}", keep(stage, &input).display()) };
        let bound = BYTES_EACH * input.len() + BYTES_ONCE;
        assert!(
            peak <= bound,
            "{stage}: {peak} bytes of memory, more than {bound}, for {} bytes: {}",
            input.len(),
            keep(stage, &input).display()
        );
        most = most.max(peak as f64 / bound as f64);
        executions += 1;
        bytes += input.len() as u64;
        if seen.insert(behaviour) && input.len() <= SHORT {
            corpus.push(input);
        }
    }
    *running.lock().expect("the watch does not panic") = None;
    println!(
        "fuzz {stage}: {executions} executions, {bytes} bytes, {} behaviours, {} inputs, at most {:.0} % of the memory allowed",
        seen.len(),
        corpus.len(),
        most * 100.0
    );
    assert!(executions > 0);
}

fn any<T: Copy>(random: &mut Random, of: &[T]) -> T {
    of[random.below(of.len())]
}

/// A mapping nobody would propose.
fn any_mapping(random: &mut Random, fields: &[Option<Field>]) -> FileMapping {
    let columns = (0..=random.below(12)).map(|index| ColumnMapping {
        header: format!("c{index}"),
        field: any(random, fields),
        date_order: None,
        decimal_mark: None,
        since_1904: None,
    });
    FileMapping {
        columns: columns.collect(),
        kind: any(random, &Kind::ALL),
        encoding: any(random, &Encoding::ALL),
        dialect: Dialect {
            delimiter: any(random, &Delimiter::ALL),
            quote: any(random, &Quote::ALL),
            backslash_escapes: random.below(2) == 0,
            wrapped_lines: random.below(2) == 0,
            header_record: random.below(3) as u32,
            headerless: random.below(4) == 0,
        },
        values: Vec::new(),
        corrected: Overrides::default(),
    }
}

fn read(name: &str, bytes: &[u8], mapping: &FileMapping, piece: usize) -> Imported {
    let workspace = Workspace::default();
    let mut reader = Reader::new(0, name, mapping, &Zone::utc());
    bytes.chunks(piece).for_each(|piece| reader.push(piece));
    let imported = assemble(vec![reader.finish()], &workspace);
    for file in &imported.files {
        assert_eq!(file.rows_read, file.rows_kept + file.rows_merged + file.rows_left_out, "every row is accounted for");
    }
    imported
}

fn issues_of<'a>(groups: impl Iterator<Item = handoff::import::IssueGroup> + 'a) -> Behaviour {
    groups.map(|group| format!("{:?}", group.kind)).collect::<Vec<_>>().join(" ")
}

/// Bytes in any encoding, in pieces of any size: as many rows as in one piece, each found again where it is said to lie.
#[test]
fn decode() {
    fuzz("decode", |bytes, random| {
        let mapping = any_mapping(random, &[None, Some(Field::LeadId)]);
        let mapping = FileMapping { kind: Kind::Leads, ..mapping };
        let Preview { rows, rows_read, issues, .. } = preview(&mapping, bytes, SHOWN);
        let imported = read("a.csv", bytes, &mapping, 1 + random.below(300));
        assert_eq!(imported.files[0].rows_read, rows_read);
        let leads = &imported.dataset.leads;
        if leads.len as u64 + imported.files[0].rows_left_out == rows_read {
            for (row, place) in leads.places.iter().enumerate().take(rows.len()) {
                let source = &imported.sources[0];
                let mut record =
                    source.record(place.offset(), &bytes[source.read_from(place.offset()) as usize..], true).expect("the record of a row");
                record.resize(mapping.columns.len(), String::new());
                assert_eq!(record, rows[row]);
            }
        }
        format!("{:?} {} {}", mapping.encoding, issues_of(issues.groups()), rows_read.min(3))
    });
}

/// What is proposed for any bytes, as detected and as a person may insist: a mapping with a name for each column, or a refusal.
#[test]
fn dialect() {
    fuzz("dialect", |bytes, random| {
        let overrides = Overrides {
            encoding: (random.below(4) == 0).then(|| any(random, &Encoding::ALL)),
            delimiter: (random.below(4) == 0).then(|| any(random, &Delimiter::ALL)),
            kind: (random.below(4) == 0).then(|| any(random, &Kind::ALL)),
            quote: (random.below(8) == 0).then(|| any(random, &Quote::ALL)),
            header_record: (random.below(8) == 0).then(|| random.below(5) as u32),
            headerless: random.below(8) == 0,
        };
        let head = &bytes[..bytes.len().min(HEAD_BYTES).min(1 + random.below(2 * bytes.len() + 1))];
        match sniff_with("export.csv", bytes.len() as u64, head, &[], &overrides) {
            Ok(proposal) => {
                let mapping = proposal.mapping;
                let names: HashSet<&str> = mapping.columns.iter().map(|column| column.header.as_str()).collect();
                assert_eq!((names.len(), proposal.samples.len()), (mapping.columns.len(), mapping.columns.len()));
                let shown = preview(&mapping, bytes, SHOWN);
                assert!(shown.rows.iter().all(|row| row.len() == mapping.columns.len()));
                assert!(shown.rows.len() as u64 + shown.rows_left_out <= shown.rows_read);
                format!("{:?} {:?} {:?} {}", mapping.kind, mapping.encoding, mapping.dialect, issues_of(shown.issues.groups()))
            }
            Err(why) => format!("{why:?}"),
        }
    });
}

/// The whole import, as detected or by any mapping: every row is accounted for, and columns are as long as their tables.
#[test]
fn values() {
    let fields: Vec<_> = std::iter::once(None).chain(Field::all().into_iter().map(Some)).collect();
    fuzz("values", |bytes, random| {
        let is_any = random.below(3) == 0;
        let proposed =
            || sniff_with("export.csv", bytes.len() as u64, bytes, &[], &Overrides::default()).ok().map(|proposal| proposal.mapping);
        let Some(mapping) = (if is_any { None } else { proposed() }).or_else(|| is_any.then(|| any_mapping(random, &fields))) else {
            return "refused".to_owned();
        };
        let imported = read("export.csv", bytes, &mapping, 1 + random.below(5000));
        let (leads, deals) = (&imported.dataset.leads, &imported.dataset.deals);
        assert!(leads.stages.iter().chain(&leads.events).flatten().all(|dates| dates.len() == leads.len));
        assert!(leads.categories.iter().flatten().all(|category| category.len() == leads.len));
        assert_eq!([deals.amount_minor.len(), deals.lead.len(), deals.state.len()], [deals.len; 3]);
        format!("{:?} {is_any} {} {}", mapping.kind, issues_of(imported.issues.groups()), leads.len.min(2))
    });
}
