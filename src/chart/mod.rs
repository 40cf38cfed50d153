//! Report part → [`Scene`] of marks → any plotters backend: canvas on screen, SVG in exports and print.
//!
//! A chart is a pure layout: its spec in, a scene out. It formats no number, speaks no language and reads no report; every text
//! arrives as the reader will see it, beside its value. It measures text through [`Measure`], so a label is never cut by its
//! neighbour or by the edge: it is shortened with "…", or left out where even that does not fit.
//!
//! The layouts are written left to right; a right-to-left scene is the mirror image ([`Scene::mirrored`]), time axes included.

mod annotation;
mod bars;
mod columns;
mod curves;
mod draw;
mod funnel;
mod goal;
mod lines;
mod place;
mod ranges;
mod scale;
mod scene;
mod sparkline;
mod table;
mod text;
mod theme;
mod waterfall;

pub use annotation::Annotation;
pub use bars::{Bar, BarsSpec, BarsWords, bars};
pub use columns::{Column, ColumnsSpec, ColumnsWords, Divider, Reference, columns};
pub use curves::{CurvesSpec, CurvesWords, StepCurve, StepPoint, curves};
pub use draw::{Surface, SvgOptions, UNITS, render, to_svg};
pub use funnel::{FunnelSpec, FunnelStage, FunnelWords, funnel};
pub use goal::{GoalDay, GoalSpec, GoalWords, Landing, goal_waterfall};
pub use lines::{LinePoint, LineSeries, LinesSpec, LinesWords, lines};
pub use ranges::{RangeRow, RangesSpec, RangesWords, ranges};
pub use scale::{day_ticks, nice_ticks, spanning_ticks};
pub use scene::{Anchor, Mark, Paint, Point, Rect, Role, Scene, Target, Weight};
pub use sparkline::{SparkPoint, SparklineSpec, sparkline};
pub use table::{Cell, ChartTable};
pub use text::{Estimate, Measure};
pub use theme::{Rgb, Theme};
pub use waterfall::{WaterfallKind, WaterfallRow, WaterfallSpec, WaterfallWords, waterfall};

/// A number and how the reader sees it, in their language and digits.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figure {
    /// Drawn to scale. A value that is not finite, or below zero where a chart goes no lower, is drawn as zero.
    pub value: f64,
    pub text: String,
}

impl Figure {
    pub fn new(value: f64, text: impl Into<String>) -> Self {
        Self { value, text: text.into() }
    }

    /// The length to draw: finite and not below the zero baseline.
    fn length(&self) -> f32 {
        length(self.value)
    }

    /// The place to draw at where there is room below zero.
    fn signed(&self) -> f32 {
        signed(self.value)
    }
}

/// What is said of a number that may be missing: nothing then.
fn text_of(figure: Option<&Figure>) -> &str {
    figure.map_or("", |figure| &figure.text)
}

fn length(value: f64) -> f32 {
    signed(value).max(0.0)
}

fn signed(value: f64) -> f32 {
    /// Sums and differences of these stay finite.
    const MOST: f64 = 1e30;
    if value.is_finite() { value.clamp(-MOST, MOST) as f32 } else { 0.0 }
}

/// Whose number it is, or that it is nobody's, or that it misses the agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    #[default]
    Neutral,
    Marketing,
    Sales,
    Miss,
}

impl Tone {
    const fn role(self) -> Role {
        match self {
            Self::Neutral => Role::Ink,
            Self::Marketing => Role::Marketing,
            Self::Sales => Role::Sales,
            Self::Miss => Role::Miss,
        }
    }

    const fn soft(self) -> Role {
        match self {
            Self::Neutral => Role::Shade,
            Self::Marketing => Role::MarketingSoft,
            Self::Sales => Role::SalesSoft,
            Self::Miss => Role::MissSoft,
        }
    }
}

/// How a mark stands while the board is filtered by clicking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// Nothing is picked.
    #[default]
    Plain,
    /// This one is picked.
    Picked,
    /// Another one is picked.
    Dimmed,
}

impl Standing {
    const fn alpha(self) -> f32 {
        match self {
            Self::Plain | Self::Picked => 1.0,
            Self::Dimmed => 0.3,
        }
    }
}

/// Any of the charts, for code that shows one without caring which.
#[derive(Debug, Clone, PartialEq)]
pub enum ChartSpec {
    Funnel(FunnelSpec),
    Goal(GoalSpec),
    Bars(BarsSpec),
    Columns(ColumnsSpec),
    Sparkline(SparklineSpec),
    Waterfall(WaterfallSpec),
    Curves(CurvesSpec),
    Ranges(RangesSpec),
    Lines(LinesSpec),
}

impl ChartSpec {
    /// Lays the chart out in CSS pixels. The width is kept; the height is a wish: a scene grows rather than let its rows overlap.
    pub fn layout(&self, size: (f32, f32), rtl: bool, measure: &dyn Measure) -> Scene {
        match self {
            Self::Funnel(spec) => funnel(spec, size, rtl, measure),
            Self::Goal(spec) => goal_waterfall(spec, size, rtl, measure),
            Self::Bars(spec) => bars(spec, size, rtl, measure),
            Self::Columns(spec) => columns(spec, size, rtl, measure),
            Self::Sparkline(spec) => sparkline(spec, size, rtl, measure),
            Self::Waterfall(spec) => waterfall(spec, size, rtl, measure),
            Self::Curves(spec) => curves(spec, size, rtl, measure),
            Self::Ranges(spec) => ranges(spec, size, rtl, measure),
            Self::Lines(spec) => lines(spec, size, rtl, measure),
        }
    }

    /// The height in CSS pixels at which the chart looks best in this width.
    pub fn natural_height(&self, width: f32) -> f32 {
        match self {
            Self::Funnel(spec) => spec.natural_height(width),
            Self::Bars(spec) => spec.natural_height(width),
            Self::Goal(_) | Self::Columns(_) => 190.0,
            Self::Sparkline(_) => 34.0,
            Self::Waterfall(spec) => spec.natural_height(width),
            Self::Curves(spec) => spec.natural_height(width),
            Self::Ranges(spec) => spec.natural_height(width),
            Self::Lines(_) => 220.0,
        }
    }

    /// The same numbers as rows, for "show as table", for screen readers and for CSV.
    pub fn table(&self) -> ChartTable {
        match self {
            Self::Funnel(spec) => spec.table(),
            Self::Goal(spec) => spec.table(),
            Self::Bars(spec) => spec.table(),
            Self::Columns(spec) => spec.table(),
            Self::Sparkline(spec) => spec.table(),
            Self::Waterfall(spec) => spec.table(),
            Self::Curves(spec) => spec.table(),
            Self::Ranges(spec) => spec.table(),
            Self::Lines(spec) => spec.table(),
        }
    }
}
