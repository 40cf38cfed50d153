//! Charts through the library's public door: what holds for every spec, width and direction. Looks are judged by eye, not here.

mod chart_support;

use chart_support::{TOLERANCE, check_mirrored, check_scene, check_svg, figure, is_text, label, xml_fault};
use handoff::chart::{
    Annotation, Bar, BarsSpec, BarsWords, ChartSpec, Column, ColumnsSpec, ColumnsWords, Divider, Estimate, Figure, FunnelSpec, FunnelStage,
    FunnelWords, GoalDay, GoalSpec, GoalWords, Landing, Mark, Reference, SparkPoint, SparklineSpec, Standing, Tone, nice_ticks,
};
use proptest::prelude::*;

fn funnel_words() -> FunnelWords {
    FunnelWords {
        stage: "Stage".into(),
        reached: "reached".into(),
        went_on: "went on".into(),
        in_flight: "in flight".into(),
        dropped: "dropped".into(),
        implied: "implied".into(),
        converted: "converted".into(),
        median_days: "median days".into(),
    }
}

/// Label, went on, in flight, dropped.
fn funnel_of(stages: &[(&str, u32, u32, u32)]) -> FunnelSpec {
    let stages = stages.iter().enumerate().map(|(key, &(label, went_on, in_flight, dropped))| {
        let reached = f64::from(went_on) + f64::from(in_flight) + f64::from(dropped);
        FunnelStage {
            key,
            label: label.into(),
            tone: if key < 2 { Tone::Marketing } else { Tone::Sales },
            reached: figure(reached),
            went_on: figure(went_on.into()),
            in_flight: figure(in_flight.into()),
            dropped: figure(dropped.into()),
            implied: (key == 2).then(|| figure((reached / 3.0).floor())),
            implied_note: "33 % implied".into(),
            converted: (key > 0).then(|| Figure::new(0.42, "42 %")),
            median_days: (key > 0).then(|| figure(7.0)),
            plug: key == 2,
        }
    });
    FunnelSpec { stages: stages.collect(), words: funnel_words() }
}

fn bars_of(rows: &[(String, u32, Option<u32>)]) -> BarsSpec {
    let bars = rows.iter().enumerate().map(|(key, (label, value, compare))| Bar {
        key,
        label: label.clone(),
        value: figure((*value).into()),
        note: Some(Figure::new(0.1, "10 %")),
        compare: compare.map(|compare| figure(compare.into())),
        standing: if key == 1 { Standing::Picked } else { Standing::Plain },
        ..Bar::default()
    });
    let words = BarsWords { label: "Reason".into(), value: "leads".into(), note: "share".into(), compare: "before".into() };
    BarsSpec { bars: bars.collect(), words }
}

fn columns_of(rows: &[(String, u32, Option<u32>)], goal: Option<u32>, divider: Option<usize>) -> ColumnsSpec {
    let columns = rows.iter().enumerate().map(|(key, (label, value, compare))| Column {
        key,
        label: label.clone(),
        value: figure((*value).into()),
        compare: compare.map(|compare| figure(compare.into())),
        tone: Tone::Sales,
        ..Column::default()
    });
    let mut spec = ColumnsSpec {
        columns: columns.collect(),
        goal: goal.map(|goal| Reference { value: goal.into(), label: format!("goal {goal}") }),
        divider: divider.map(|after| Divider { after: after as f32, label: "promise: 24 business hours".into() }),
        words: ColumnsWords { label: "Month".into(), value: "revenue".into(), compare: "before".into() },
        ..ColumnsSpec::default()
    };
    spec.ticks = nice_ticks(spec.top(), 4).into_iter().map(figure).collect();
    spec
}

fn goal_of(daily: &[(u16, u16)], as_of: usize, label: &str) -> GoalSpec {
    let (mut goal, mut actual) = (0.0, 0.0);
    let days = daily.iter().enumerate().map(|(key, &(planned, came))| {
        goal += f64::from(planned);
        actual += f64::from(came);
        GoalDay {
            key,
            label: format!("{label} {}", key + 1),
            tick: format!("{}", key + 1),
            goal: Some(figure(goal)),
            actual: (key < as_of).then(|| figure(actual)),
            gap: (key < as_of).then(|| figure(actual - goal)),
        }
    });
    let mut spec = GoalSpec {
        days: days.collect(),
        marks: vec![Annotation { at: 1.5, label: format!("{label} begins") }],
        mark_word: "Marked day".into(),
        tone: Tone::Marketing,
        words: GoalWords {
            day: "Day".into(),
            goal: "goal".into(),
            actual: "actual".into(),
            gap: "gap".into(),
            landing: "landing".into(),
            as_of: label.into(),
        },
        ..GoalSpec::default()
    };
    spec.landing = Some(Landing { low: actual * 0.9, high: actual * 1.1, text: "455–498".into() });
    spec.ticks = nice_ticks(spec.top(), 2).into_iter().map(figure).collect();
    spec
}

fn spark_of(values: &[Option<i32>]) -> SparklineSpec {
    let points = values.iter().enumerate().map(|(key, value)| SparkPoint {
        key,
        label: format!("{key}"),
        value: value.map(|value| figure(value.into())),
    });
    SparklineSpec { points: points.collect(), tone: Tone::Neutral, label_word: "Month".into(), value_word: "ROI".into() }
}

fn rows() -> impl Strategy<Value = Vec<(String, u32, Option<u32>)>> {
    prop::collection::vec((label(), prop_oneof![0..3_u32, 0..5_000_000_u32], prop::option::of(0..4_000_u32)), 0..26)
}

fn any_spec() -> impl Strategy<Value = ChartSpec> {
    let funnel = prop::collection::vec((label(), 0..9_000_u32, 0..900_u32, 0..90_000_u32), 0..7).prop_map(|stages| {
        ChartSpec::Funnel(funnel_of(&stages.iter().map(|(label, a, b, c)| (label.as_str(), *a, *b, *c)).collect::<Vec<_>>()))
    });
    let goal = (prop::collection::vec((0..40_u16, 0..40_u16), 0..95), 0..95_usize, label())
        .prop_map(|(daily, as_of, label)| ChartSpec::Goal(goal_of(&daily, as_of, &label)));
    let columns = (rows(), prop::option::of(0..5_000_u32), prop::option::of(0..9_usize))
        .prop_map(|(rows, goal, divider)| ChartSpec::Columns(columns_of(&rows, goal, divider)));
    let spark = prop::collection::vec(prop::option::of(-50..50), 0..30).prop_map(|values| ChartSpec::Sparkline(spark_of(&values)));
    prop_oneof![funnel, goal, rows().prop_map(|rows| ChartSpec::Bars(bars_of(&rows))), columns, spark]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_label_is_cut_or_covered_and_every_target_is_reachable(spec in any_spec(), width in 320.0..1400.0_f32, height in 0.0..500.0_f32) {
        let scene = spec.layout((width, height), false, &Estimate);
        check_scene(&scene, (width, height))?;
        prop_assert_eq!(scene.targets.len(), spec.table().rows.len(), "each row of the table answers in the picture");
    }

    #[test]
    fn right_to_left_is_the_mirror_image(spec in any_spec(), width in 320.0..1400.0_f32) {
        check_mirrored(&spec, width)?;
    }

    #[test]
    fn any_svg_is_well_formed(spec in any_spec(), width in 320.0..1400.0_f32, rtl: bool, title in label()) {
        check_svg(&spec, width, rtl, &title)?;
    }

    #[test]
    fn bars_are_as_long_as_their_values(rows in rows(), width in 320.0..1400.0_f32) {
        let scene = ChartSpec::Bars(bars_of(&rows)).layout((width, 0.0), false, &Estimate);
        // The values' bars are the rounded ones.
        let lengths = scene.marks.iter().filter_map(|mark| match mark {
            Mark::Rect { rect, radii, .. } if radii.1 > 0.0 => Some(rect.width),
            _ => None,
        });
        let values: Vec<f32> = rows.iter().filter(|row| row.1 > 0).map(|row| row.1 as f32).collect();
        check_proportional(&lengths.collect::<Vec<_>>(), &values)?;
    }

    #[test]
    fn columns_are_as_high_as_their_values(rows in rows(), goal in prop::option::of(0..5_000_u32), width in 320.0..1400.0_f32) {
        let scene = ChartSpec::Columns(columns_of(&rows, goal, None)).layout((width, 200.0), false, &Estimate);
        let heights = scene.marks.iter().filter_map(|mark| match mark {
            Mark::Rect { rect, upright: true, .. } => Some(rect.height),
            _ => None,
        });
        let values: Vec<f32> = rows.iter().filter(|row| row.1 > 0).map(|row| row.1 as f32).collect();
        check_proportional(&heights.collect::<Vec<_>>(), &values)?;
    }
}

fn check_proportional(lengths: &[f32], values: &[f32]) -> Result<(), TestCaseError> {
    prop_assert_eq!(lengths.len(), values.len());
    let (longest, highest) = (lengths.iter().copied().fold(0.0, f32::max), values.iter().copied().fold(0.0, f32::max));
    for (length, value) in lengths.iter().zip(values) {
        prop_assert!((length - value / highest * longest).abs() < TOLERANCE, "{} for {} of {} for {}", length, value, longest, highest);
    }
    Ok(())
}

#[test]
fn the_xml_check_can_fail() {
    for broken in ["<a>", "<a></b>", "<a>&</a>", "<a x=1/>", "<a x=\"1\" x=\"2\"/>", "<a/><b/>", "<a>\u{1}</a>", "<a/>x"] {
        assert!(xml_fault(broken).is_some(), "{broken}");
    }
    assert_eq!(xml_fault("<a x=\"1\"><b>&lt;</b></a>"), None);
}

const STAGES: [(&str, u32, u32, u32); 6] = [
    ("Lead", 1750, 402, 2012),
    ("MQL", 735, 211, 804),
    ("SAL", 466, 58, 211),
    ("SQL", 294, 61, 111),
    ("Opportunity", 93, 84, 117),
    ("Customer", 93, 0, 0),
];

#[test]
fn the_funnels_parts_add_up_to_its_bars() {
    for width in [320.0, 520.0, 760.0, 1400.0] {
        let scene = ChartSpec::Funnel(funnel_of(&STAGES)).layout((width, 0.0), false, &Estimate);
        let mut rows = vec![0.0_f32; STAGES.len()];
        for mark in &scene.marks {
            let Mark::Rect { rect, .. } = mark else { continue };
            let middle = handoff::chart::Point::new(1.0, rect.y + rect.height / 2.0);
            if let Some(row) = scene.hit(middle) {
                rows[row] += rect.width;
            }
        }
        for (row, &(label, a, b, c)) in rows.iter().zip(&STAGES) {
            let expected = (a + b + c) as f32 / 4164.0 * rows[0];
            assert!((row - expected).abs() < TOLERANCE, "{label} at {width}: {row}, not {expected}");
        }
        assert!(rows[0] > width * 0.3, "the longest bar at {width} is {} long", rows[0]);
    }
}

#[test]
fn a_phone_keeps_the_words_that_matter() {
    let spec = ChartSpec::Funnel(funnel_of(&STAGES));
    for (width, words) in
        [(320.0, &["Opportunity", "4164", "42 %", "converted"][..]), (760.0, &["Opportunity", "4164", "42 %", "median days"])]
    {
        let scene = spec.layout((width, 0.0), false, &Estimate);
        for word in words {
            assert!(scene.marks.iter().any(|mark| is_text(mark, word)), "{word:?} is missing at {width}");
        }
    }
}

#[test]
fn values_behind_a_target_are_said_in_full() {
    let scene = ChartSpec::Funnel(funnel_of(&STAGES)).layout((760.0, 0.0), false, &Estimate);
    assert_eq!(
        scene.targets[2].label(),
        "SAL\nreached: 735\nwent on: 466\nin flight: 58\ndropped: 211\nimplied: 245\nconverted: 42 %\nmedian days: 7"
    );
    assert_eq!(scene.targets[0].label(), "Lead\nreached: 4164\nwent on: 1750\nin flight: 402\ndropped: 2012");
}

#[test]
fn the_goal_chart_shows_a_gap_only_as_far_as_the_actual() {
    let daily: Vec<(u16, u16)> = (0..31).map(|_| (16, 14)).collect();
    let scene = ChartSpec::Goal(goal_of(&daily, 25, "25 Oct")).layout((600.0, 190.0), false, &Estimate);
    let as_of = scene.targets[24].rect.right();
    let gap = scene.marks.iter().find_map(|mark| match mark {
        Mark::Polygon { points, .. } => points.iter().map(|point| point.x).reduce(f32::max),
        _ => None,
    });
    assert!(gap.is_some_and(|end| (end - as_of).abs() < TOLERANCE), "the gap ends at {gap:?}, as-of is at {as_of}");
    for name in ["goal", "actual", "25 Oct", "0", "500"] {
        assert!(scene.marks.iter().any(|mark| is_text(mark, name)), "{name}");
    }
}

#[test]
fn tables_carry_every_number() {
    let table = ChartSpec::Bars(bars_of(&[("No budget".into(), 52, None), ("=cmd".into(), 0, None)])).table();
    assert_eq!(table.columns, ["Reason", "leads", "share"]);
    assert_eq!(table.to_csv(), "\u{feff}Reason,leads,share\r\nNo budget,52,0.1\r\n'=cmd,0,0.1\r\n");
}

#[test]
fn nothing_to_show_is_an_empty_scene() {
    for spec in [
        ChartSpec::Funnel(FunnelSpec::default()),
        ChartSpec::Goal(GoalSpec::default()),
        ChartSpec::Bars(BarsSpec::default()),
        ChartSpec::Columns(ColumnsSpec::default()),
        ChartSpec::Sparkline(SparklineSpec::default()),
    ] {
        let scene = spec.layout((600.0, 100.0), false, &Estimate);
        assert!(scene.targets.is_empty() && !scene.marks.iter().any(|mark| mark.text_box().is_some()), "{spec:?}");
    }
}
