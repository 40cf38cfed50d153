//! Both promises as text for a terminal: what marketing delivered, how sales followed it up, and whose move it is. A part of what the JSON
//! has.

use std::fmt::Write;

use handoff::report::{Compliance, Leak, LeakKind, Rate, Report, Speed, SpeedBand};

use super::{
    table::Table,
    text::{MAX_LINES, UNDEFINED, count, counted, decimal, percent, percent_of, section, value},
};

/// Appends a line. Writing to a string cannot fail.
macro_rules! line {
    ($out:expr, $($part:tt)*) => {
        writeln!($out, $($part)*).expect("a string takes all that is written")
    };
}

pub(super) fn print(out: &mut String, report: &Report) {
    marketing(out, report);
    if let Some(part) = &report.speed {
        speed(out, part);
    }
    sales(out, report);
    responsibility(out, report);
    if let Some(leak) = report.leaks.first() {
        section(out, "BIGGEST LEAK");
        line!(out, "  {}", sentence(*leak));
    }
}

fn marketing(out: &mut String, report: &Report) {
    let Some(part) = &report.marketing_kept else { return };
    section(out, "MARKETING\u{2019}S PROMISE");
    let (rate, of) = percent_of(Rate { numerator: part.meets, denominator: part.delivered });
    line!(out, "  as agreed {rate} {of} · not {} · unknown {}", count(part.fails), count(part.unknown));
    for (number, criterion) in (1..).zip(&part.criteria) {
        line!(out, "  criterion {number}: failed by {}, unknown of {}", count(criterion.failed), count(criterion.unknown));
    }
}

fn speed(out: &mut String, part: &Speed) {
    section(out, &format!("SPEED of {} delivered", count(part.delivered)));
    line!(out, "  followed up {} · never {} · without a time of day {}", count(part.followed_up), count(part.never), count(part.untimed));
    let (elapsed, business) = (&part.minutes, &part.business_minutes);
    line!(out, "  elapsed: median {}, p90 {}; of all leads {}", time(elapsed.median), time(elapsed.p90), time(part.median_of_all_minutes));
    line!(out, "  business: median {}, p90 {}", time(business.median), time(business.p90));
    let bands: Vec<String> = part.bands.iter().map(|band| format!("{} {}", band_name(band.band), count(band.leads))).collect();
    line!(out, "  {}", bands.join(" · "));
    if let (Some(target), Some(compliance)) = (part.target, part.compliance) {
        let clock = match target.clock {
            handoff::agreement::Clock::Business => "business ",
            handoff::agreement::Clock::Elapsed => "",
        };
        let promise = Rate { numerator: (target.share * 1_000.0).round() as u64, denominator: 1_000 };
        line!(out, "  promised {} within {} {clock}hours: {}", percent(promise), decimal(target.hours, 2), kept(compliance));
        let mut table = Table::new(&["owner", "delivered", "never", "median minutes", "kept", ""]);
        for owner in part.by_owner.iter().take(MAX_LINES) {
            let (rate, of) = owner.compliance.map_or((UNDEFINED.to_owned(), String::new()), |compliance| percent_of(compliance.rate()));
            let median = owner.median_business_minutes.map_or(UNDEFINED.to_owned(), |minutes| decimal(minutes, 0));
            table.row([value(owner.value.as_deref()), count(owner.delivered), count(owner.never), median, rate, of]);
        }
        table.print(out);
    }
}

fn sales(out: &mut String, report: &Report) {
    if let Some(compliance) = report.disposition.as_ref().and_then(|part| part.compliance) {
        line!(out, "  outcome recorded in time: {}", kept(compliance));
    }
    if let Some(depth) = &report.depth {
        let mean = depth.attempts_mean.map_or(UNDEFINED.to_owned(), |mean| decimal(mean, 1));
        let plan = depth.plan.map_or(String::new(), |plan| format!(" of {} planned", plan.attempts()));
        let leads = counted(depth.uncontacted, "lead");
        line!(
            out,
            "  depth: {mean} attempts{plan} on {leads} never reached; unreachable {}, given up early {}",
            count(depth.unreachable),
            count(depth.given_up_early)
        );
    }
    if let Some(capacity) = &report.capacity {
        let share = capacity.whole.utilisation.map_or(UNDEFINED.to_owned(), |share| format!("{} %", decimal(share * 100.0, 0)));
        let attempts = capacity.whole.sustainable_attempts.map_or(UNDEFINED.to_owned(), |attempts| decimal(attempts, 1));
        line!(out, "  capacity: {share} used by the plan; {attempts} attempts a lead are possible");
    }
    if let Some(due) = &report.due_totals {
        line!(out, "  due: {} pending, {} over", count(due.pending), count(due.breached));
    }
}

fn responsibility(out: &mut String, report: &Report) {
    let Some(table) = &report.disqualification.responsibility else { return };
    section(out, &format!("WHOSE MOVE, of {} that did not become SQL", counted(table.leads, "lead")));
    let cells = &table.cells;
    line!(
        out,
        "  targeting {} · follow-up {} · definition {} · both {} · nobody can say {}",
        count(cells.targeting),
        count(cells.follow_up),
        count(cells.definition),
        count(cells.both),
        count(table.unjudged)
    );
}

fn sentence(leak: Leak) -> String {
    let what = match leak.kind {
        LeakKind::GoalShort => "behind the goal line",
        LeakKind::Quality => "delivered and not as agreed",
        LeakKind::Speed => "followed up late or not at all",
        LeakKind::Disposition => "without an outcome in time",
        LeakKind::Depth => "given up before the touch plan was used up",
        LeakKind::NoReason => "disqualified without a reason",
    };
    let team = match leak.team {
        handoff::agreement::Team::Marketing => "Marketing",
        handoff::agreement::Team::Sales => "Sales",
    };
    format!("{} of {} {what}. {team} moves.", count(leak.leads), count(leak.of))
}

fn kept(compliance: Compliance) -> String {
    let (rate, of) = percent_of(compliance.rate());
    format!("{rate} {of}, {} pending", count(compliance.pending))
}

/// Minutes, hours or days, whichever says it shortest.
fn time(minutes: Option<f64>) -> String {
    match minutes {
        None => UNDEFINED.to_owned(),
        Some(minutes) if minutes < 120.0 => format!("{} min", decimal(minutes, 0)),
        Some(minutes) if minutes < 48.0 * 60.0 => format!("{} h", decimal(minutes / 60.0, 1)),
        Some(minutes) => format!("{} days", decimal(minutes / 1_440.0, 1)),
    }
}

const fn band_name(band: SpeedBand) -> &'static str {
    match band {
        SpeedBand::UpTo5Minutes => "≤ 5 min",
        SpeedBand::UpTo30Minutes => "≤ 30 min",
        SpeedBand::UpTo60Minutes => "≤ 60 min",
        SpeedBand::UpTo4Hours => "≤ 4 h",
        SpeedBand::UpTo24Hours => "≤ 24 h",
        SpeedBand::Longer => "> 24 h",
        SpeedBand::Never => "never",
    }
}
