//! The text of `docs/benchmarks.md`, from results alone. It measures and reads nothing.

use std::fmt::Write;

use crate::{
    bench_results::{Compared, Engine, Machine, Measure, Native, OURS, Page, Throughput},
    size::Weight,
};

const INTRODUCTION: &str = "\
# Benchmarks

Written by `cargo xtask bench --browser`; a change by hand is lost with the next run.

Ten outputs of a marketing and sales dashboard over a CRM export of 27 columns: funnel and conversion, velocity, promise by owner, depth of
follow-up, months against goals, days of a month, reasons, score, return by campaign, cohorts. Each engine reads the file a person picked
and answers for any source and range of days, with the weights, goals and costs given with the question. Every answer is compared with
one expected, which another engine computed outside a browser; a wrong answer anywhere marks the engine, and its times do not count.

Each run is a browser of its own, and the engines take turns within a repetition, so that what else the machine does hits all alike. Times
are medians. **What counts is the ratio to the best of the others in the same row and run**; milliseconds of another machine are others.

Handoff runs as its own worker, built and optimised as the page's is, with the import the page uses. Before it says that it
is ready it reads a made-up export and answers of it, so that the browser has translated its loops: the page's worker does so while a
person looks for a file, and here it is most of the time until it is ready. Nothing is prepared of the file that was picked, and nothing is
done while nothing is asked. The first answer counts the columns as they lie. The second
lays the leads out by source and day, which takes it longer than the first: it is one of the three whose median is \"again\". No count is kept
between two answers: each counts all its rows. The other engines are plain programs on the library they are called by.
";

const MEASURES: [(Measure, &str); 6] = [
    (Measure::Startup, "ready"),
    (Measure::Import, "import"),
    (Measure::First, "all outputs, first"),
    (Measure::Again, "again"),
    (Measure::Jump, "another filter"),
    (Measure::Brush, "a brush moved"),
];

/// What the ratio to the best other should be at most; from a million rows on, and below.
const fn goal(measure: Measure, size_is_large: bool) -> Option<f64> {
    match measure {
        Measure::Jump => Some(if size_is_large { 0.3 } else { 0.4 }),
        Measure::Import | Measure::First | Measure::Again | Measure::Brush => Some(if size_is_large { 0.3 } else { 0.5 }),
        _ => None,
    }
}

/// MiB of the browser's process for the page, of a million leads: what stays after an import, and the most there ever is.
const KEPT_GOAL: f64 = 127.0;
const PEAK_GOAL: f64 = 330.0;

pub fn text(machine: &Machine, compared: &Compared, page: &[Page], native: &[Native], weights: &[Weight]) -> String {
    let mut text = INTRODUCTION.to_owned();
    let Compared { day, cpu, cores, sizes } = compared;
    let Machine { memory_gib, browser } = machine;
    paragraph(&mut text, &format!("Measured on {day}: {cpu}, {cores} cores, {memory_gib} GiB, {browser}."));
    for (size, engines) in sizes {
        engines_of(&mut text, size, engines);
    }
    pages(&mut text, page, compared);
    natives(&mut text, native);
    weighed(&mut text, weights);
    text
}

/// Writing to a string cannot fail.
fn paragraph(text: &mut String, words: &str) {
    writeln!(text, "\n{words}").expect("a string takes every word");
}

fn table(text: &mut String, head: &[&str], rows: &[Vec<String>]) {
    let line = |cells: &[String]| format!("| {} |", cells.join(" | "));
    let head: Vec<String> = head.iter().map(|&cell| cell.to_owned()).collect();
    let rule: Vec<String> = head.iter().enumerate().map(|(at, _)| if at == 0 { "---" } else { "---:" }.to_owned()).collect();
    let lines: Vec<String> = [&head, &rule].into_iter().chain(rows).map(|cells| line(cells)).collect();
    paragraph(text, &lines.join("\n"));
}

fn engines_of(text: &mut String, size: &str, engines: &[Engine]) {
    paragraph(text, &format!("## {}", rows_of(size)));
    let is_large = size.ends_with('m');
    let runs = engines.iter().map(|engine| engine.runs).max().unwrap_or_default();
    paragraph(text, &format!("Milliseconds, medians of {runs}."));
    let mut sorted: Vec<&Engine> = engines.iter().collect();
    sorted.sort_by(|one, two| {
        let import = |engine: &Engine| engine.medians[Measure::Import as usize].unwrap_or(f64::MAX);
        import(one).total_cmp(&import(two))
    });
    let cells = |engine: &Engine, measures: &[(Measure, &str)]| {
        let name = if engine.is_right { engine.name.clone() } else { format!("{} (wrong answers)", engine.name) };
        let values = measures.iter().map(|(measure, _)| shown(engine.medians[*measure as usize]));
        std::iter::once(name).chain(values).collect::<Vec<_>>()
    };
    let mut rows: Vec<Vec<String>> = sorted.iter().map(|engine| cells(engine, &MEASURES)).collect();
    let ours = engines.iter().find(|engine| engine.name == OURS && engine.is_right);
    let ratios = MEASURES.map(|(measure, _)| ratio(ours.and_then(|ours| ours.medians[measure as usize]), Compared::best(engines, measure)));
    rows.push(named("**to the best other**", ratios.iter().map(|ratio| bold(&fraction(*ratio)))));
    rows.push(named("goal", MEASURES.iter().map(|(measure, _)| fraction(goal(*measure, is_large)))));
    table(text, &[&["engine"][..], &MEASURES.map(|(_, name)| name)].concat(), &rows);

    paragraph(text, "MiB of the page's process.");
    let memory = [(Measure::Kept, "after the import"), (Measure::Peak, "at most")];
    let mut rows: Vec<Vec<String>> = sorted.iter().map(|engine| cells(engine, &memory)).collect();
    if size == "1m" {
        rows.push(named("goal", [KEPT_GOAL, PEAK_GOAL].map(|goal| shown(Some(goal))).into_iter()));
    }
    table(text, &["engine", memory[0].1, memory[1].1], &rows);
}

fn named(name: &str, cells: impl Iterator<Item = String>) -> Vec<String> {
    std::iter::once(name.to_owned()).chain(cells).collect()
}

fn pages(text: &mut String, pages: &[Page], compared: &Compared) {
    if pages.is_empty() {
        return;
    }
    paragraph(text, "## The page itself");
    paragraph(
        text,
        "The built page in the same browser: until files can be picked (which `index.html` lets a first visitor do), until the program \
         runs, from *Check these files* until the board can be opened (the file is read, hashed and checked; it is pressed 1.5 s after the button \
         is there, as by a person who reads what was recognised), and from the beginning of a navigation until cards with numbers fill the first screen: of a \
         reload, and of a new page after the first was closed, for which the browser starts a process. The longest gap is the longest time \
         between two frames of the page during an import, in the worst run (pressed at once, while the worker is still getting ready, one run \
         in ten shows one or two frames late: the one with the click). A filter is one source after the other on \
         the board, until a frame shows its figures; beside it the longest gap meanwhile, of 8 filters in each run. Ratios are to the best other engine's start and import above: \
         reopening a board is what others import again for. Milliseconds.",
    );
    let rows: Vec<Vec<String>> = pages
        .iter()
        .map(|page| {
            let engines = compared.sizes.iter().find(|(size, _)| *size == page.size).map_or(&[][..], |(_, engines)| engines);
            let against = |value: Option<f64>, measure: Measure| {
                format!("{} ({})", shown(value), fraction(ratio(value, Compared::best(engines, measure))))
            };
            vec![
                rows_of(&page.size),
                page.runs.to_string(),
                against(page.startup, Measure::Startup),
                against(page.running, Measure::Startup),
                against(page.import, Measure::Import),
                shown(Some(page.longest_gap)),
                shown(page.filter),
                shown(Some(page.filter_gap)),
                against(page.reopen, Measure::Import),
                against(page.reopened_anew, Measure::Import),
            ]
        })
        .collect();
    table(
        text,
        &[
            "leads",
            "runs",
            "usable (ratio)",
            "running (ratio)",
            "import (ratio)",
            "longest gap",
            "filter",
            "its gap",
            "reloaded (ratio)",
            "opened anew (ratio)",
        ],
        &rows,
    );
}

fn natives(text: &mut String, native: &[Native]) {
    if native.is_empty() {
        return;
    }
    paragraph(text, "## Natively");
    paragraph(text, "The library as the command line runs it, on one core: `cargo xtask bench`, medians as last run.");
    let rows: Vec<Vec<String>> =
        native.iter().map(|native| vec![native.name.clone(), duration(native.nanoseconds), throughput(native)]).collect();
    table(text, &["benchmark", "time", "throughput"], &rows);
}

fn weighed(text: &mut String, weights: &[Weight]) {
    if weights.is_empty() {
        return;
    }
    paragraph(text, "## What the page weighs");
    paragraph(text, "Bytes as a host with brotli sends them, and the budget `cargo xtask size` holds them to.");
    let cells = |weight: &Weight| vec![weight.what.to_owned(), weight.packed.to_string(), weight.budget.to_string()];
    table(text, &["part", "bytes", "budget"], &weights.iter().map(cells).collect::<Vec<_>>());
}

/// `100k` as people write it.
fn rows_of(size: &str) -> String {
    match (size.strip_suffix('k'), size.strip_suffix('m')) {
        (Some(thousands), _) => format!("{thousands} 000 leads"),
        (_, Some(millions)) => format!("{millions} 000 000 leads"),
        _ => format!("{size} leads"),
    }
}

fn ratio(ours: Option<f64>, best: Option<f64>) -> Option<f64> {
    Some(ours? / best.filter(|best| *best > 0.0)?)
}

/// Three digits are all that a measurement is worth.
fn shown(value: Option<f64>) -> String {
    match value {
        None => "–".into(),
        Some(value) if value < 10.0 => format!("{value:.2}"),
        Some(value) if value < 100.0 => format!("{value:.1}"),
        Some(value) => format!("{value:.0}"),
    }
}

fn fraction(value: Option<f64>) -> String {
    value.map_or_else(|| "–".into(), |value| format!("{value:.2}"))
}

fn bold(text: &str) -> String {
    format!("**{text}**")
}

fn duration(nanoseconds: f64) -> String {
    let (value, unit) = match nanoseconds {
        short if short < 1e3 => (short, "ns"),
        short if short < 1e6 => (short / 1e3, "µs"),
        long if long < 1e9 => (long / 1e6, "ms"),
        long => (long / 1e9, "s"),
    };
    format!("{} {unit}", shown(Some(value)))
}

fn throughput(native: &Native) -> String {
    let seconds = native.nanoseconds / 1e9;
    match native.throughput {
        None => String::new(),
        Some(Throughput::Bytes(bytes)) => format!("{} MB/s", shown(Some(bytes / seconds / 1e6))),
        Some(Throughput::Elements(elements)) => format!("{} M/s", shown(Some(elements / seconds / 1e6))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn engine(name: &str, is_right: bool, import: f64) -> Engine {
        let mut medians = [None; Measure::ALL.len()];
        medians[Measure::Import as usize] = Some(import);
        medians[Measure::First as usize] = Some(import / 4.0);
        Engine { name: name.into(), runs: 5, is_right, medians }
    }

    #[test]
    fn ratios_are_to_the_best_right_answer() {
        let engines = vec![engine("a", true, 200.0), engine("b", false, 10.0), engine(OURS, true, 50.0)];
        let compared = Compared { day: "2026-03-01".into(), cpu: "x".into(), cores: 2, sizes: vec![("1m".into(), engines)] };
        let machine = Machine { memory_gib: 8, browser: "Chromium 1".into() };
        let page = [Page {
            size: "1m".into(),
            runs: 3,
            startup: None,
            running: None,
            import: Some(100.0),
            longest_gap: 16.7,
            filter: Some(40.0),
            filter_gap: 16.7,
            reopen: Some(20.0),
            reopened_anew: Some(30.0),
        }];
        let native = [Native { name: "import/iso".into(), nanoseconds: 2e8, throughput: Some(Throughput::Bytes(1e8)) }];
        let text = text(&machine, &compared, &page, &native, &[Weight { what: "first visit", packed: 5, budget: 9 }]);
        for line in [
            "Measured on 2026-03-01: x, 2 cores, 8 GiB, Chromium 1.",
            "## 1 000 000 leads",
            "| b (wrong answers) | – | 10.0 | 2.50 | – | – | – |",
            "| **to the best other** | **–** | **0.25** | **0.25** | **–** | **–** | **–** |",
            "| goal | – | 0.30 | 0.30 | 0.30 | 0.30 | 0.30 |",
            "| goal | 127 | 330 |",
            "| 1 000 000 leads | 3 | – (–) | – (–) | 100 (0.50) | 16.7 | 40.0 | 16.7 | 20.0 (0.10) | 30.0 (0.15) |",
            "| import/iso | 200 ms | 500 MB/s |",
            "| first visit | 5 | 9 |",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
        }
        let (best, ours) = (text.find("| b (wrong"), text.find("| handoff"));
        assert!(best < ours, "the fastest import comes first");
    }

    #[test]
    fn numbers_have_three_digits() {
        for (value, expected) in [(1.234, "1.23"), (12.34, "12.3"), (123.4, "123"), (1234.0, "1234")] {
            assert_eq!(shown(Some(value)), expected);
        }
        for (nanoseconds, expected) in [(12.0, "12.0 ns"), (1_500.0, "1.50 µs"), (2e7, "20.0 ms"), (3e9, "3.00 s")] {
            assert_eq!(duration(nanoseconds), expected);
        }
    }
}
