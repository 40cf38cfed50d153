//! What the benchmarks left in files, as medians: runs of the comparison, runs of the page, criterion's estimates. How it is told is the
//! report's business.

use std::{fs, path::Path};

use serde::Deserialize;

use crate::Outcome;

/// The name under which the comparison runs this project.
pub const OURS: &str = "handoff";

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Machine {
    pub memory_gib: u64,
    pub browser: String,
}

impl Machine {
    /// From the text of `/proc/meminfo`.
    pub fn of_linux(meminfo: &str, browser: &str) -> Self {
        let kib = meminfo.lines().find_map(|line| line.strip_prefix("MemTotal:")?.split_whitespace().next()?.parse::<u64>().ok());
        Self {
            memory_gib: kib.map_or(0, |kib| kib.div_ceil(1 << 20)),
            browser: browser.split_whitespace().take(2).collect::<Vec<_>>().join(" "),
        }
    }
}

/// What is compared, in the order of the tables. Milliseconds, except the last two: MiB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    Startup,
    Import,
    First,
    Again,
    Jump,
    Brush,
    Kept,
    Peak,
}

impl Measure {
    pub const ALL: [Self; 8] = [Self::Startup, Self::Import, Self::First, Self::Again, Self::Jump, Self::Brush, Self::Kept, Self::Peak];
}

/// One run of one engine on one size, as the harness writes it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Run {
    peer: String,
    size: String,
    /// All answers were those expected.
    ok: bool,
    error: Option<String>,
    startup: Option<f64>,
    import: Option<f64>,
    cold: Option<f64>,
    dashboard: Option<f64>,
    jump: Option<f64>,
    brush: Option<f64>,
    rss_after_import: Option<f64>,
    peak: Option<f64>,
}

impl Run {
    const fn get(&self, measure: Measure) -> Option<f64> {
        match measure {
            Measure::Startup => self.startup,
            Measure::Import => self.import,
            Measure::First => self.cold,
            Measure::Again => self.dashboard,
            Measure::Jump => self.jump,
            Measure::Brush => self.brush,
            Measure::Kept => self.rss_after_import,
            Measure::Peak => self.peak,
        }
    }
}

#[derive(Debug, Deserialize)]
struct Results {
    when: String,
    cpu: String,
    cores: u32,
    runs: Vec<Run>,
}

/// An engine's medians.
#[derive(Debug, Clone, PartialEq)]
pub struct Engine {
    pub name: String,
    pub runs: usize,
    /// Every answer of every run was the one expected.
    pub is_right: bool,
    pub medians: [Option<f64>; Measure::ALL.len()],
}

#[derive(Debug, PartialEq)]
pub struct Compared {
    /// `YYYY-MM-DD`.
    pub day: String,
    pub cpu: String,
    pub cores: u32,
    /// By size, in the order of the runs.
    pub sizes: Vec<(String, Vec<Engine>)>,
}

impl Compared {
    /// The best of the others, wrong answers not counted.
    pub fn best(engines: &[Engine], measure: Measure) -> Option<f64> {
        let others = engines.iter().filter(|engine| engine.name != OURS && engine.is_right);
        others.filter_map(|engine| engine.medians[measure as usize]).min_by(f64::total_cmp)
    }
}

/// Reads the harness's file.
pub fn compared(json: &str) -> Outcome<Compared> {
    let results: Results = serde_json::from_str(json).map_err(|error| format!("the comparison's results cannot be read: {error}"))?;
    let mut sizes = Vec::<(String, Vec<Engine>)>::new();
    for run in &results.runs {
        let index = sizes.iter().position(|(size, _)| *size == run.size).unwrap_or_else(|| {
            sizes.push((run.size.clone(), Vec::new()));
            sizes.len() - 1
        });
        let engines = &mut sizes[index].1;
        if engines.iter().all(|engine| engine.name != run.peer) {
            let all: Vec<&Run> = results.runs.iter().filter(|other| other.size == run.size && other.peer == run.peer).collect();
            engines.push(Engine {
                name: run.peer.clone(),
                runs: all.len(),
                is_right: all.iter().all(|run| run.ok && run.error.is_none()),
                medians: Measure::ALL.map(|measure| median(all.iter().filter_map(|run| run.get(measure)).collect())),
            });
        }
    }
    let day = results.when.chars().take(10).collect();
    Ok(Compared { day, cpu: results.cpu, cores: results.cores, sizes })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageRun {
    size: String,
    startup: f64,
    running: f64,
    import: f64,
    longest_gap: f64,
    filter: f64,
    filter_gap: f64,
    reopen: f64,
    reopened_anew: f64,
}

#[derive(Debug, Deserialize)]
struct PageRuns {
    runs: Vec<PageRun>,
}

/// The real page's medians, in milliseconds; the longest gaps are the longest of all runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    pub size: String,
    pub runs: usize,
    pub startup: Option<f64>,
    pub running: Option<f64>,
    pub import: Option<f64>,
    pub longest_gap: f64,
    pub filter: Option<f64>,
    pub filter_gap: f64,
    pub reopen: Option<f64>,
    pub reopened_anew: Option<f64>,
}

/// Reads what `benches/page/measure.mjs` wrote.
pub fn page(json: &str) -> Outcome<Vec<Page>> {
    let results: PageRuns = serde_json::from_str(json).map_err(|error| format!("the page's results cannot be read: {error}"))?;
    let mut sizes: Vec<&str> = Vec::new();
    for run in &results.runs {
        if !sizes.contains(&run.size.as_str()) {
            sizes.push(&run.size);
        }
    }
    let of_size = |size: &str| {
        let runs = || results.runs.iter().filter(|run| run.size == size);
        Page {
            size: size.to_owned(),
            runs: runs().count(),
            startup: median(runs().map(|run| run.startup).collect()),
            running: median(runs().map(|run| run.running).collect()),
            import: median(runs().map(|run| run.import).collect()),
            longest_gap: runs().map(|run| run.longest_gap).fold(0.0, f64::max),
            filter: median(runs().map(|run| run.filter).collect()),
            filter_gap: runs().map(|run| run.filter_gap).fold(0.0, f64::max),
            reopen: median(runs().map(|run| run.reopen).collect()),
            reopened_anew: median(runs().map(|run| run.reopened_anew).collect()),
        }
    };
    Ok(sizes.into_iter().map(of_size).collect())
}

/// A benchmark of criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct Native {
    pub name: String,
    /// Median, in nanoseconds.
    pub nanoseconds: f64,
    /// Bytes or elements of one iteration.
    pub throughput: Option<Throughput>,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub enum Throughput {
    Bytes(f64),
    Elements(f64),
}

#[derive(Deserialize)]
struct Described {
    full_id: String,
    throughput: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Estimates {
    median: Estimate,
}

#[derive(Deserialize)]
struct Estimate {
    point_estimate: f64,
}

/// All benchmarks below criterion's folder, by name; none where there is none.
pub fn native(folder: &Path) -> Vec<Native> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.flatten().filter(|entry| entry.path().is_dir()) {
            if entry.file_name() == "new" {
                found.extend(native_of(&entry.path()));
            } else {
                open.push(entry.path());
            }
        }
    }
    found.sort_by(|one, two| one.name.cmp(&two.name));
    found
}

fn native_of(folder: &Path) -> Option<Native> {
    let read = |name: &str| fs::read_to_string(folder.join(name)).ok();
    let described: Described = serde_json::from_str(&read("benchmark.json")?).ok()?;
    let estimates: Estimates = serde_json::from_str(&read("estimates.json")?).ok()?;
    // Criterion knows further kinds of throughput; none is used here.
    let throughput = described.throughput.and_then(|throughput| serde_json::from_value(throughput).ok());
    Some(Native { name: described.full_id, nanoseconds: estimates.median.point_estimate, throughput })
}

/// Of an even number, the mean of the two in the middle.
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let (low, high) = (values.get(values.len().checked_sub(1)? / 2)?, values.get(values.len() / 2)?);
    Some(f64::midpoint(*low, *high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        for (values, expected) in [(vec![], None), (vec![3.0], Some(3.0)), (vec![4.0, 1.0], Some(2.5)), (vec![9.0, 1.0, 2.0], Some(2.0))] {
            assert_eq!(median(values.clone()), expected, "{values:?}");
        }
    }

    #[test]
    fn runs_become_engines_and_wrong_ones_are_never_the_best() {
        let run = |peer: &str, ok: bool, import: u32| format!(r#"{{"peer":"{peer}","size":"1m","ok":{ok},"import":{import}}}"#);
        let runs = [run("a", true, 100), run("a", true, 300), run("b", true, 50), run("b", false, 70), run(OURS, true, 20)].join(",");
        let compared = compared(&format!(r#"{{"when":"2026-03-01T10:00:00Z","cpu":"x","cores":2,"runs":[{runs}]}}"#)).unwrap();
        let (size, engines) = &compared.sizes[0];
        assert_eq!((size.as_str(), compared.day.as_str(), engines.len()), ("1m", "2026-03-01", 3));
        let shown: Vec<_> = engines.iter().map(|engine| (engine.runs, engine.is_right, engine.medians[Measure::Import as usize])).collect();
        assert_eq!(shown, [(2, true, Some(200.0)), (2, false, Some(60.0)), (1, true, Some(20.0))]);
        assert_eq!(Compared::best(engines, Measure::Import), Some(200.0));
        assert_eq!(Compared::best(engines, Measure::Peak), None);
    }

    #[test]
    fn a_machine_is_known_by_its_memory_and_browser() {
        let machine = Machine::of_linux("MemTotal:       24682596 kB\nMemFree: 1 kB", "Chromium 139.0.1 built on Debian");
        assert_eq!(machine, Machine { memory_gib: 24, browser: "Chromium 139.0.1".into() });
        assert_eq!(Machine::of_linux("", "").memory_gib, 0);
    }

    #[test]
    fn the_page_is_told_by_size() {
        let json = r#"{"runs":[{"size":"1m","startup":1,"running":5,"import":10,"longestGap":20,"filter":30,"filterGap":17,"reopen":5,"reopenedAnew":8},
            {"size":"1m","startup":3,"running":9,"import":30,"longestGap":90,"filter":50,"filterGap":33,"reopen":7,"reopenedAnew":10}]}"#;
        let page = page(json).unwrap();
        let expected = Page {
            size: "1m".into(),
            runs: 2,
            startup: Some(2.0),
            running: Some(7.0),
            import: Some(20.0),
            longest_gap: 90.0,
            filter: Some(40.0),
            filter_gap: 33.0,
            reopen: Some(6.0),
            reopened_anew: Some(9.0),
        };
        assert_eq!(page, [expected]);
    }
}
