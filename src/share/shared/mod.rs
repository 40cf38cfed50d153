//! A board cut to what may leave: named tables of aggregates, in which small groups are withheld. It holds no row of a lead, no name of
//! a person and no text that somebody typed; how it is worded and drawn is no matter of this module.

mod build;

pub use build::{ShareChoice, may_be_named, shared_board};

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::parcel::ParcelError;
use crate::{
    leads::{Dimension, SpendCategory, Stage},
    report::{Blame, ChangeVerdict, GapFactor, MeasureName, Money, Outcome, Rate, ReportAgreement, ReportFilter, ReportPeriod, SpeedBand},
};

pub const SCHEMA: &str = "handoff.shared/1";
const SCHEMA_NAME: &str = "handoff.shared/";

/// What a person sends: some pages of a board, under one filter and period.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct SharedBoard {
    pub schema: String,
    /// Unix seconds.
    pub made_at: i64,
    /// RFC 3339; `None` when the data has no date.
    pub as_of: Option<String>,
    pub period: ReportPeriod,
    pub filter: Vec<ReportFilter>,
    pub agreement: ReportAgreement,
    /// Groups of fewer leads are withheld; at 1 none is.
    pub least_group: u32,
    pub pages: Vec<SharedPage>,
    /// The whole first; then one for each value that can be filtered by.
    pub slices: Vec<Slice>,
}

impl SharedBoard {
    /// What is packed into a parcel.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a shared board is plain data")
    }

    /// # Errors
    /// When the text is of a later schema, or of none.
    pub fn from_json(text: &str) -> Result<Self, ParcelError> {
        #[derive(Deserialize)]
        struct Head {
            schema: String,
        }
        let unreadable = |error: serde_json::Error| ParcelError::Unreadable { detail: error.to_string() };
        let Head { schema } = serde_json::from_str(text).map_err(unreadable)?;
        let version = schema.strip_prefix(SCHEMA_NAME).and_then(|version| version.parse::<u32>().ok());
        match version {
            Some(1) => serde_json::from_str(text).map_err(unreadable),
            Some(found) if found > 1 => Err(ParcelError::NewerVersion { found, supported: 1 }),
            _ => Err(ParcelError::Unreadable { detail: schema }),
        }
    }
}

/// A page of which the tables come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SharedPage {
    Board,
    Funnel,
    FollowUp,
    Reasons,
    Return,
}

impl SharedPage {
    pub const ALL: [Self; 5] = [Self::Board, Self::Funnel, Self::FollowUp, Self::Reasons, Self::Return];
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Slice {
    /// `None` is the whole.
    pub only: Option<ReportFilter>,
    pub blocks: Vec<Block>,
}

/// A table; some are drawn as a chart too.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Block {
    pub kind: BlockKind,
    /// One for each cell of a row.
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// Marketing's promise and sales', as figures against their goals.
    Marketing,
    Sales,
    /// The month's goal and what was delivered, summed up day by day; in the goal's unit.
    GoalDays {
        month: String,
        metric: Stage,
    },
    Funnel,
    Steps,
    Outcomes,
    Breakdown {
        dimension: Dimension,
    },
    SpeedBands,
    SpeedOverTime,
    /// Leads by how often somebody tried to reach them.
    Attempts,
    Reasons,
    ReasonsOverTime,
    /// Whose move it is that qualified leads went no further.
    Responsibility,
    ReturnFigures,
    /// By month.
    Returns,
    Costs,
    Gap,
    Comparison {
        since: String,
    },
    Campaigns {
        dimension: Dimension,
    },
}

impl BlockKind {
    /// The page it is a part of.
    pub const fn page(&self) -> SharedPage {
        match self {
            Self::Marketing | Self::Sales | Self::GoalDays { .. } => SharedPage::Board,
            Self::Funnel | Self::Steps | Self::Outcomes | Self::Breakdown { .. } => SharedPage::Funnel,
            Self::SpeedBands | Self::SpeedOverTime | Self::Attempts => SharedPage::FollowUp,
            Self::Reasons | Self::ReasonsOverTime | Self::Responsibility => SharedPage::Reasons,
            Self::ReturnFigures | Self::Returns | Self::Costs | Self::Gap | Self::Comparison { .. } | Self::Campaigns { .. } => {
                SharedPage::Return
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    Value,
    Goal,
    Actual,
    Gap,
    Reached,
    Entered,
    WentOn,
    InFlight,
    Dropped,
    /// Of the cohort, as the funnel shows it.
    Rate,
    Previous,
    MedianDays,
    MedianMinutes,
    Leads,
    Mql,
    Sql,
    Won,
    Revenue,
    MarketingSourced,
    Invested,
    Cost,
    Roi,
    Cac,
    Met,
    Breached,
    Pending,
    Kept,
    Count,
    Before,
    After,
    Difference,
    Low,
    High,
    Verdict,
    Amount,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Row {
    pub label: Label,
    pub cells: Vec<Cell>,
}

/// What a row is of.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    Figure(FigureName),
    Stage(Stage),
    Step(Stage, Stage),
    /// `None` is "(none)".
    Value(Option<String>),
    /// A reason the agreement has a name for; `None` is "(none)".
    Reason(Option<String>),
    /// Values of so few leads each that they are shown together only.
    Rest,
    Outcome(Outcome),
    /// ISO (Gregorian) date.
    Day(String),
    /// `YYYY-MM` of the workspace's calendar.
    Month(String),
    Band(SpeedBand),
    /// So many attempts; the last bar is that many and more.
    Attempts {
        from: u32,
        and_more: bool,
    },
    /// `None`: nobody can judge.
    Blame(Option<Blame>),
    Cost(SpendCategory),
    Factor(GapFactor),
    Measure(MeasureName),
}

/// A figure that stands alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureName {
    /// Entries of the goal's month into the goal's stage, or their value.
    Qualified,
    Pace,
    NeededPerDay,
    AsAgreed,
    FollowedUpInTime,
    MedianFollowUp,
    OutcomeRecorded,
    AttemptsMean,
    Unreachable,
    Revenue,
    MarketingSourced,
    WonDeals,
    AverageDeal,
    WinRate,
    Investment,
    Roi,
    Cac,
    PaidCac,
    Ltv,
    LtvToCac,
    PaybackMonths,
    SalesVelocity,
}

/// A value with its unit.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// Undefined: there is nothing to count it from.
    Nothing,
    /// Known, but of a group too small to be shown, or one from which such a group could be worked out.
    Withheld,
    Count(u64),
    Share(Rate),
    Money(Money),
    Days(f64),
    Minutes(f64),
    Months(f64),
    /// A share or a change of one, 1.0 is 100 %.
    Ratio(f64),
    /// So many times as much.
    Times(f64),
    Number(f64),
    Verdict(ChangeVerdict),
}
