//! What a person must know to read the tables of a shared board: a sentence for each stage and for each measure it has, and no other.

use super::{
    super::shared::{Block, BlockKind, Column, FigureName, Label, SharedBoard},
    speech::{Speech, UNDEFINED},
};
use crate::leads::Stage;

/// Name and meaning, stages first.
pub fn definitions(board: &SharedBoard, speech: Speech) -> Vec<(String, String)> {
    let mut all = Definitions { speech, found: Vec::new() };
    all.signs(board);
    for stage in Stage::ALL {
        all.add(speech.locale.words().stage(stage), all.stage(stage));
    }
    for block in board.slices.iter().flat_map(|slice| &slice.blocks) {
        all.block(block);
    }
    all.found
}

struct Definitions {
    speech: Speech,
    found: Vec<(String, String)>,
}

impl Definitions {
    /// Once of each name.
    fn add(&mut self, name: &str, meaning: &str) {
        if self.found.iter().all(|(known, _)| known != name) {
            self.found.push((name.to_owned(), meaning.to_owned()));
        }
    }

    /// How cells are written.
    fn signs(&mut self, board: &SharedBoard) {
        let sharing = self.speech.words();
        self.add(self.speech.locale.words().col_share, sharing.share_def);
        self.add(UNDEFINED, sharing.nothing_def);
        if board.least_group > 1 {
            self.add(sharing.withheld, &self.speech.withheld_why(board.least_group));
        }
    }

    const fn stage(&self, stage: Stage) -> &'static str {
        let words = self.speech.locale.words();
        match stage {
            Stage::Lead => words.def_lead,
            Stage::Mql => words.def_mql,
            Stage::Sal => words.def_sal,
            Stage::Sql => words.def_sql,
            Stage::Opportunity => words.def_opportunity,
            Stage::Customer => words.def_customer,
        }
    }

    fn block(&mut self, block: &Block) {
        let (words, sharing) = (self.speech.locale.words(), self.speech.words());
        let (returns, follow_up) = (self.speech.locale.returns(), self.speech.locale.follow_up());
        let meaning = match block.kind {
            BlockKind::Funnel => Some(words.funnel_cohort_note),
            BlockKind::Steps => Some(words.cohort_def),
            BlockKind::Outcomes => Some(words.outcomes_sub),
            BlockKind::SpeedBands | BlockKind::SpeedOverTime => Some(follow_up.delivered_def),
            BlockKind::Attempts => Some(sharing.attempts_def),
            BlockKind::Reasons | BlockKind::ReasonsOverTime => Some(sharing.reasons_def),
            BlockKind::Responsibility => Some(sharing.whose_def),
            BlockKind::Costs => Some(returns.investment_def),
            BlockKind::Gap => Some(returns.gap_def),
            BlockKind::Comparison { .. } => Some(returns.comparison_def),
            BlockKind::Campaigns { .. } => Some(sharing.campaigns_def),
            _ => None,
        };
        match (&block.kind, meaning) {
            // Their tables are of delivered leads; the titles say the rest.
            (BlockKind::SpeedBands | BlockKind::SpeedOverTime, Some(meaning)) => self.add(follow_up.delivered, meaning),
            (kind, Some(meaning)) => self.add(&self.speech.title(kind), meaning),
            (_, None) => {}
        }
        for column in &block.columns {
            self.column(*column);
        }
        for row in &block.rows {
            if let Label::Figure(name) = row.label
                && let Some(meaning) = self.figure(name)
            {
                self.add(self.speech.figure(name), meaning);
            }
        }
    }

    fn column(&mut self, column: Column) {
        let (words, returns, promises) = (self.speech.locale.words(), self.speech.locale.returns(), self.speech.locale.promises());
        let meaning = match column {
            Column::Entered => self.speech.words().entered_def,
            Column::MarketingSourced => words.marketing_sourced_def,
            Column::Invested => returns.investment_def,
            Column::Roi => returns.roi_def,
            Column::Cac => returns.cac_def,
            Column::Pending => promises.pending_def,
            Column::Kept => promises.in_time_def,
            _ => return,
        };
        self.add(self.speech.column(column), meaning);
    }

    const fn figure(&self, name: FigureName) -> Option<&'static str> {
        let (words, returns, promises) = (self.speech.locale.words(), self.speech.locale.returns(), self.speech.locale.promises());
        Some(match name {
            FigureName::Qualified => self.speech.words().qualified_def,
            FigureName::Pace => words.pace_def,
            FigureName::NeededPerDay => words.needed_def,
            FigureName::AsAgreed => promises.as_agreed_def,
            FigureName::FollowedUpInTime => promises.in_time_def,
            FigureName::MedianFollowUp => promises.median_speed_def,
            FigureName::OutcomeRecorded => promises.recorded_def,
            FigureName::AttemptsMean => promises.touches_def,
            FigureName::Unreachable => self.speech.locale.follow_up().unreachable_def,
            FigureName::Revenue => words.revenue_def,
            FigureName::MarketingSourced => words.marketing_sourced_def,
            FigureName::WonDeals => return None,
            FigureName::AverageDeal => self.speech.words().average_deal_def,
            FigureName::WinRate => words.win_rate_def,
            FigureName::Investment => returns.investment_def,
            FigureName::Roi => returns.roi_def,
            FigureName::Cac => returns.cac_def,
            FigureName::PaidCac => returns.cac_paid_def,
            FigureName::Ltv => returns.ltv_def,
            FigureName::LtvToCac => returns.ltv_to_cac_def,
            FigureName::PaybackMonths => returns.payback_def,
            FigureName::SalesVelocity => returns.velocity_def,
        })
    }
}
