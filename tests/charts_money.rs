//! Charts of money and time through the library's public door: the waterfall, curves, ranges, lines over time and what is marked on
//! them. Looks are judged by eye, not here.

mod chart_support;

use chart_support::{TOLERANCE, check_mirrored, check_scene, check_svg, figure, is_text, label};
use handoff::chart::{
    Annotation, ChartSpec, Column, ColumnsSpec, CurvesSpec, CurvesWords, Estimate, Figure, LinePoint, LineSeries, LinesSpec, LinesWords,
    Mark, RangeRow, RangesSpec, RangesWords, Rect, Role, Scene, StepCurve, StepPoint, Tone, WaterfallKind, WaterfallRow, WaterfallSpec,
    WaterfallWords, day_ticks, spanning_ticks,
};
use proptest::prelude::*;

/// As the page writes it: with its sign.
fn signed(value: f64) -> Figure {
    Figure::new(value, format!("{value:+}"))
}

fn percent(share: f64) -> Figure {
    Figure::new(share, format!("{:.0} %", share * 100.0))
}

/// From a goal through parts to what came.
fn waterfall_of(goal: f64, parts: &[(&str, f64)], note: &str) -> WaterfallSpec {
    let total =
        |key, label: &str, value, kind| WaterfallRow { key, label: label.into(), amount: figure(value), kind, ..Default::default() };
    let part = |(key, &(label, value)): (usize, &(&str, f64))| WaterfallRow {
        key: key + 1,
        label: label.into(),
        amount: signed(value),
        note: note.into(),
        ..Default::default()
    };
    let mut rows = vec![total(0, "Goal", goal, WaterfallKind::Goal)];
    rows.extend(parts.iter().enumerate().map(part));
    rows.push(total(rows.len(), "Actual", goal + parts.iter().map(|part| part.1).sum::<f64>(), WaterfallKind::Total));
    let words = WaterfallWords { label: "Factor".into(), amount: "amount".into(), note: "actual of goal".into() };
    WaterfallSpec { rows, tone: Tone::Neutral, words }
}

/// A name and, for each point, days since the one before and how much of the rest converts then.
fn curve_of(name: &str, steps: &[(u16, f64)]) -> StepCurve {
    let (mut day, mut left) = (0.0, 1.0);
    let point = |(key, &(after, rate)): (usize, &(u16, f64))| {
        day += f64::from(after);
        left *= 1.0 - rate;
        let share = 1.0 - left;
        StepPoint {
            key,
            label: format!("Day {day}"),
            day,
            share: percent(share),
            low: Some(percent(share * 0.9)),
            high: Some(percent((share * 1.1).min(1.0))),
            at_risk: Some(figure(100.0 - key as f64)),
        }
    };
    let points: Vec<StepPoint> = steps.iter().enumerate().map(point).collect();
    let median = points.iter().find(|point| point.share.value >= 0.5).map(|point| Figure::new(point.day, format!("{} days", point.day)));
    StepCurve { name: name.into(), tone: Tone::Marketing, points, median }
}

fn curves_of(curves: Vec<StepCurve>) -> CurvesSpec {
    let words = CurvesWords {
        day: "days since MQL".into(),
        curve: "Segment".into(),
        share: "converted".into(),
        low: "low".into(),
        high: "high".into(),
        at_risk: "still open".into(),
        median: "median".into(),
    };
    let mut spec = CurvesSpec { curves, words, ..CurvesSpec::default() };
    spec.days = day_ticks(spec.last_day() as u32, 5).into_iter().map(|day| figure(day.into())).collect();
    spec.at_risk = spec.days.iter().map(|day| figure((1000.0 - day.value).max(0.0))).collect();
    spec.shares = [0.0, 0.25, 0.5, 0.75, 1.0].map(percent).to_vec();
    spec
}

const MODELS: [&str; 3] = ["First touch", "Last touch", "Linear"];

fn ranges_of(rows: &[(&str, [Option<f64>; 3])], chosen: usize) -> RangesSpec {
    let row = |(key, (label, values)): (usize, &(&str, [Option<f64>; 3]))| RangeRow {
        key,
        label: (*label).into(),
        values: values.iter().map(|value| value.map(figure)).collect(),
        span: (key == 1).then(|| (figure(-1.0), figure(12.0))),
        note: (key != 2).then(|| Figure::new(4000.0, "€4,000")),
        ..RangeRow::default()
    };
    let words = RangesWords {
        label: "Campaign".into(),
        low: "low".into(),
        high: "high".into(),
        note: "cost".into(),
        others: "other models".into(),
    };
    let positions = MODELS.map(String::from).to_vec();
    RangesSpec { rows: rows.iter().enumerate().map(row).collect(), positions, chosen, tone: Tone::Marketing, words }
}

fn lines_of(names: &[&str], months: &[(&str, Vec<Option<f64>>)], marks: &[(f32, &str)]) -> LinesSpec {
    let series = names.iter().zip([Tone::Marketing, Tone::Sales]).map(|(name, tone)| LineSeries { name: (*name).into(), tone });
    let point = |(key, (label, values)): (usize, &(&str, Vec<Option<f64>>))| LinePoint {
        key,
        label: (*label).into(),
        values: values.iter().map(|value| value.map(figure)).collect(),
        partial: key > 0 && key + 1 == months.len(),
    };
    let mut spec = LinesSpec {
        series: series.collect(),
        points: months.iter().enumerate().map(point).collect(),
        marks: annotations(marks),
        words: LinesWords { label: "Month".into(), mark: "Marked day".into() },
        ..LinesSpec::default()
    };
    let (low, high) = spec.range();
    spec.ticks = spanning_ticks(low, high, 4).into_iter().map(figure).collect();
    spec
}

fn annotations(marks: &[(f32, &str)]) -> Vec<Annotation> {
    marks.iter().map(|&(at, label)| Annotation { at, label: label.into() }).collect()
}

fn marked_columns(months: &[(&str, Vec<Option<f64>>)], marks: &[(f32, &str)]) -> ColumnsSpec {
    let column = |(key, (label, values)): (usize, &(&str, Vec<Option<f64>>))| Column {
        key,
        label: (*label).into(),
        value: figure(values[0].unwrap_or(0.0)),
        ..Column::default()
    };
    let columns = months.iter().enumerate().map(column).collect();
    ColumnsSpec { columns, marks: annotations(marks), mark_word: "Marked day".into(), ..ColumnsSpec::default() }
}

/// Mostly what people have, now and then what no scale was made for.
fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => (-500_000..2_000_000_i32).prop_map(f64::from),
        2 => (-9..9_i32).prop_map(f64::from),
        1 => prop::sample::select(vec![0.0, 1e300, -1e300, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e-300]),
    ]
}

fn waterfalls() -> impl Strategy<Value = ChartSpec> {
    (value(), prop::collection::vec((label(), value()), 0..9), label()).prop_map(|(goal, parts, note)| {
        let parts: Vec<(&str, f64)> = parts.iter().map(|(label, value)| (label.as_str(), *value)).collect();
        ChartSpec::Waterfall(waterfall_of(goal, &parts, &note))
    })
}

fn curves() -> impl Strategy<Value = ChartSpec> {
    let steps = prop::collection::vec((1..40_u16, 0.0..0.4_f64), 0..200);
    let spec = (prop::collection::vec((label(), steps), 1..5), label(), any::<bool>(), value());
    spec.prop_map(|(curves, word, bare, day)| {
        let mut spec = curves_of(curves.iter().map(|(name, steps)| curve_of(name, steps)).collect());
        spec.words.at_risk.clone_from(&word);
        if bare {
            (spec.shares, spec.at_risk) = (Vec::new(), Vec::new());
            spec.days.push(Figure::new(day, word));
        }
        ChartSpec::Curves(spec)
    })
}

fn ranges() -> impl Strategy<Value = ChartSpec> {
    let rows = prop::collection::vec((label(), [(); 3].map(|()| prop::option::weighted(0.9, value()))), 0..12);
    (rows, 0..4_usize).prop_map(|(rows, chosen)| {
        let rows: Vec<_> = rows.iter().map(|(label, values)| (label.as_str(), *values)).collect();
        ChartSpec::Ranges(ranges_of(&rows, chosen))
    })
}

fn over_time() -> impl Strategy<Value = ChartSpec> {
    let months = prop::collection::vec((label(), prop::collection::vec(prop::option::weighted(0.8, value()), 2)), 0..40);
    let marks = prop::collection::vec((prop_oneof![-2.0..40.0_f32, Just(f32::NAN)], label()), 0..8);
    (months, marks, label(), any::<bool>(), any::<bool>()).prop_map(|(months, marks, name, both, columns)| {
        let months: Vec<_> = months.iter().map(|(label, values)| (label.as_str(), values.clone())).collect();
        let marks: Vec<_> = marks.iter().map(|(at, label)| (*at, label.as_str())).collect();
        let names = [name.as_str(), "Goal attainment"];
        if columns {
            ChartSpec::Columns(marked_columns(&months, &marks))
        } else {
            ChartSpec::Lines(lines_of(&names[..=usize::from(both)], &months, &marks))
        }
    })
}

fn any_spec() -> impl Strategy<Value = ChartSpec> {
    prop_oneof![waterfalls(), curves(), ranges(), over_time()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_label_is_cut_or_covered_and_every_target_is_reachable(spec in any_spec(), width in 320.0..1200.0_f32, height in 0.0..500.0_f32) {
        let scene = spec.layout((width, height), false, &Estimate);
        check_scene(&scene, (width, height))?;
        if let ChartSpec::Curves(spec) = &spec {
            prop_assert!(scene.targets.iter().all(|target| target.rect.width >= 6.0 - TOLERANCE));
            let last = spec.curves.iter().flat_map(|curve| &curve.points).map(|point| point.day).fold(0.0, f64::max);
            let title = format!("Day {last}");
            prop_assert!(last <= 0.0 || scene.targets.last().is_some_and(|target| target.title == title));
        } else {
            prop_assert_eq!(scene.targets.len(), spec.table().rows.len(), "each row of the table answers in the picture");
        }
    }

    #[test]
    fn right_to_left_is_the_mirror_image(spec in any_spec(), width in 320.0..1200.0_f32) {
        check_mirrored(&spec, width)?;
    }

    #[test]
    fn any_svg_is_well_formed(spec in any_spec(), width in 320.0..1200.0_f32, rtl: bool, title in label()) {
        check_svg(&spec, width, rtl, &title)?;
    }

    #[test]
    fn no_hairline_runs_through_a_marked_days_name(spec in over_time(), width in 320.0..1200.0_f32) {
        let (ChartSpec::Lines(LinesSpec { marks, .. }) | ChartSpec::Columns(ColumnsSpec { marks, .. })) = &spec else { return Ok(()) };
        let scene = spec.layout((width, 300.0), false, &Estimate);
        let hairlines: Vec<Rect> = scene.marks.iter().filter_map(hairline).collect();
        for mark in marks {
            // A name may also be the name of something else; its size tells.
            for name in scene.marks.iter().filter(|other| is_text(other, mark.label.trim()) && at_top(other)).filter_map(Mark::text_box) {
                prop_assert!(!hairlines.iter().any(|line| line.overlaps(&name)), "{:?} at {name:?}: {hairlines:?}", mark);
            }
        }
    }

    #[test]
    fn a_waterfalls_bars_hang_together(goal in 1..900_000_u32, parts in prop::collection::vec(-200_000..200_000_i32, 0..8), width in 320.0..1200.0_f32) {
        let parts: Vec<(&str, f64)> = parts.iter().filter(|&&part| part != 0).map(|&part| ("Part", f64::from(part))).collect();
        let scene = ChartSpec::Waterfall(waterfall_of(goal.into(), &parts, "")).layout((width, 0.0), false, &Estimate);
        let bars: Vec<(Rect, Role)> = scene.marks.iter().filter_map(bar).collect();
        let scale = bars[0].0.width / goal as f32;
        let zero = bars[0].0.x;
        let mut level = f64::from(goal);
        for (&(_, value), (rect, role)) in parts.iter().zip(&bars[1..]) {
            let (from, to) = (zero + level as f32 * scale, zero + (level + value) as f32 * scale);
            prop_assert!((rect.x - from.min(to)).abs() < TOLERANCE && (rect.right() - from.max(to)).abs() < TOLERANCE, "{value}: {rect:?}");
            prop_assert_eq!(*role == Role::Miss, value < 0.0);
            prop_assert!(scene.marks.iter().any(|mark| is_text(mark, &signed(value).text)), "{value:+} is not written");
            level += value;
        }
    }
}

/// What a bar of a waterfall covers, and its role.
fn bar(mark: &Mark) -> Option<(Rect, Role)> {
    match mark {
        Mark::Rect { rect, radii, fill, .. } if *radii != (0.0, 0.0) => Some((*rect, fill.role)),
        _ => None,
    }
}

fn hairline(mark: &Mark) -> Option<Rect> {
    match mark {
        Mark::Polyline { points, dash: None, stroke, .. } if stroke.role == Role::Goal && (points[0].x - points[1].x).abs() < TOLERANCE => {
            Some(Rect::new(points[0].x - 0.5, points[0].y, 1.0, points[1].y - points[0].y))
        }
        _ => None,
    }
}

/// Whether a text is in one of the rows of names.
fn at_top(mark: &Mark) -> bool {
    matches!(mark, Mark::Text { at, paint, .. } if at.y < 45.0 && paint.role == Role::Ink2)
}

fn says(scene: &Scene, words: &[&str]) {
    for word in words {
        assert!(scene.marks.iter().any(|mark| is_text(mark, word)), "{word:?} is missing at {}", scene.width);
    }
}

const PARTS: [(&str, f64); 5] = [("Leads", 62.0), ("MQL rate", -38.0), ("SAL rate", -196.0), ("Win rate", -41.0), ("Deal size", 55.0)];

fn year(values: [Option<f64>; 6]) -> Vec<(&'static str, Vec<Option<f64>>)> {
    ["May", "Jun", "Jul", "Aug", "Sep", "Oct"].into_iter().zip(values.map(|value| vec![value, Some(10.0)])).collect()
}

#[test]
fn a_phone_keeps_the_words_that_matter() {
    let check = |spec: ChartSpec, words: &[&str]| {
        for width in [320.0, 760.0] {
            says(&spec.layout((width, spec.natural_height(width)), false, &Estimate), words);
        }
    };
    check(
        ChartSpec::Waterfall(waterfall_of(1000.0, &PARTS, "420 of 512")),
        &["Goal", "1000", "SAL rate", "-196", "+62", "420 of 512", "842"],
    );
    let curve = curve_of("IT", &[(5, 0.2); 12]);
    check(ChartSpec::Curves(curves_of(vec![curve])), &["IT", "93 %", "days since MQL", "still open", "1000", "20 days", "median", "50 %"]);
    let rows = [("Webinar", [Some(9.0), Some(2.0), Some(5.0)]), ("Trade fair", [Some(0.0), Some(1.0), None])];
    check(ChartSpec::Ranges(ranges_of(&rows, 2)), &["Webinar", "5", "cost", "€4,000", "Linear", "other models"]);
    let months = year([Some(-38.0), Some(5.0), None, Some(20.0), Some(60.0), Some(96.0)]);
    check(
        ChartSpec::Lines(lines_of(&["ROI", "Goal"], &months, &[(2.0, "Agreement 3"), (2.4, "New price")])),
        &["ROI", "96", "Goal", "10", "May", "-50", "100", "Agreement 3", "New price"],
    );
    check(ChartSpec::Columns(marked_columns(&months, &[(2.0, "Agreement 3")])), &["Agreement 3", "96", "May"]);
}

#[test]
fn values_behind_a_target_are_said_in_full() {
    let check = |spec: ChartSpec, target: usize, label: &str| {
        assert_eq!(spec.layout((500.0, 0.0), false, &Estimate).targets[target].label(), label);
    };
    check(ChartSpec::Waterfall(waterfall_of(1000.0, &PARTS, "420 of 512")), 3, "SAL rate\namount: -196\nactual of goal: 420 of 512");
    let curves = || vec![curve_of("All", &[(10, 0.2), (10, 0.5)]), curve_of("IT", &[(15, 0.5)])];
    let all = "low: 54 %\nhigh: 66 %\nstill open: 99";
    check(ChartSpec::Curves(curves_of(curves()[..1].to_vec())), 1, &format!("Day 20\nAll: 60 %\nmedian: 20 days\n{all}"));
    let both = "Day 15\nAll: 20 %\nmedian: 20 days\nlow: 18 %\nhigh: 22 %\nstill open: 100\nIT: 50 %\nmedian: 15 days";
    check(ChartSpec::Curves(curves_of(curves())), 1, both);
    let rows = [("Webinar", [Some(9.0), Some(2.0), Some(5.0)]), ("Fair", [Some(0.0), None, Some(1.0)])];
    check(ChartSpec::Ranges(ranges_of(&rows, 2)), 0, "Webinar\nLinear: 5\nFirst touch: 9\nLast touch: 2\ncost: €4,000");
    check(ChartSpec::Ranges(ranges_of(&rows, 2)), 1, "Fair\nLinear: 1\nFirst touch: 0\nlow: -1\nhigh: 12\ncost: €4,000");
    let months = year([Some(-38.0), Some(5.0), None, Some(20.0), Some(60.0), Some(96.0)]);
    let marks = [(2.0, "Agreement 3"), (2.4, "New price"), (6.0, "Year end"), (6.1, "Later")];
    check(ChartSpec::Lines(lines_of(&["ROI", "Goal"], &months, &marks)), 2, "Jul\nGoal: 10\nMarked day: Agreement 3 · New price");
    check(ChartSpec::Columns(marked_columns(&months, &marks)), 5, "Oct\n96\nMarked day: Year end");
}

#[test]
fn marked_days_stand_where_they_were() {
    let months = year([Some(1.0); 6]);
    let scene = ChartSpec::Columns(marked_columns(&months, &[(1.0, "A"), (4.5, "B"), (-1.0, "before"), (7.0, "after")]));
    let scene = scene.layout((600.0, 200.0), false, &Estimate);
    let lines: Vec<f32> = scene.marks.iter().filter_map(hairline).map(|line| line.x).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!((lines[0] - scene.targets[0].rect.right()).abs() <= 1.0, "between the first and the second month: {lines:?}");
    let fifth = scene.targets[4].rect;
    assert!((lines[1] - fifth.x - fifth.width / 2.0).abs() <= 1.0, "in the middle of the fifth: {lines:?}");
}

#[test]
fn a_line_has_a_gap_where_a_value_is_missing() {
    let months = year([Some(1.0), Some(2.0), None, Some(3.0), Some(4.0), Some(5.0)]);
    let scene = ChartSpec::Lines(lines_of(&["ROI"], &months, &[])).layout((600.0, 200.0), false, &Estimate);
    let line = |mark: &Mark| match mark {
        Mark::Polyline { points, dash, stroke, .. } if stroke.role == Role::Marketing => Some((points.len(), dash.is_some())),
        _ => None,
    };
    let mut lines: Vec<_> = scene.marks.iter().filter_map(line).collect();
    lines.sort_unstable();
    assert_eq!(lines, [(2, false), (2, false), (2, true)], "May to June, August to September, and October still running");
}

#[test]
fn only_the_first_curve_has_its_interval_drawn() {
    let curves = || vec![curve_of("All", &[(10, 0.2), (10, 0.5), (9, 0.1)]), curve_of("IT", &[(15, 0.5), (3, 0.2)])];
    for count in [1, 2] {
        let scene = ChartSpec::Curves(curves_of(curves()[..count].to_vec())).layout((600.0, 260.0), false, &Estimate);
        assert_eq!(scene.marks.iter().filter(|mark| matches!(mark, Mark::Polygon { .. })).count(), 1);
    }
}

#[test]
fn tables_carry_every_number() {
    let check = |spec: ChartSpec, csv: &str| assert_eq!(spec.table().to_csv(), format!("\u{feff}{csv}"));
    check(
        ChartSpec::Waterfall(waterfall_of(100.0, &[("=Leads", -20.0)], "4 of 5")),
        "Factor,amount,actual of goal\r\nGoal,100,\r\n'=Leads,-20,4 of 5\r\nActual,80,\r\n",
    );
    check(
        ChartSpec::Curves(curves_of(vec![curve_of("All", &[(10, 0.5)]), curve_of("IT", &[(4, 0.25)])])),
        "days since MQL,Segment,converted,low,high,still open,median\r\nDay 10,All,0.5,0.45,0.55,100,10\r\nDay 4,IT,0.25,0.225,0.275,100,\r\n",
    );
    check(
        ChartSpec::Ranges(ranges_of(&[("A", [Some(9.0), None, Some(5.0)]), ("B", [Some(1.0), None, None])], 0)),
        "Campaign,First touch,Linear,low,high,cost\r\nA,9,5,,,4000\r\nB,1,,-1,12,4000\r\n",
    );
    check(
        ChartSpec::Lines(lines_of(&["ROI"], &[("May", vec![Some(-3.0)]), ("Jun", vec![None])], &[(1.5, "Fair")])),
        "Month,ROI,Marked day\r\nMay,-3,\r\nJun,,Fair\r\n",
    );
}

#[test]
fn nothing_to_show_is_an_empty_scene() {
    for spec in [
        ChartSpec::Waterfall(WaterfallSpec::default()),
        ChartSpec::Curves(CurvesSpec::default()),
        ChartSpec::Curves(curves_of(vec![StepCurve::default(), StepCurve::default()])),
        ChartSpec::Ranges(RangesSpec::default()),
        ChartSpec::Lines(LinesSpec::default()),
        ChartSpec::Lines(lines_of(&["ROI"], &[], &[(0.0, "A")])),
    ] {
        let scene = spec.layout((600.0, 100.0), false, &Estimate);
        assert!(scene.targets.is_empty() && scene.marks.is_empty(), "{spec:?}");
    }
}
