//! Which documents are agreements: checked once, where one is opened or edited.

use serde::Serialize;

use super::Agreement;
use crate::{leads::Stage, time::TimeOfDay};

/// Why a document cannot be used, in the order a person would mend it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AgreementError {
    NewerVersion {
        version: u32,
        supported: u32,
    },
    UnknownTimeZone {
        name: String,
    },
    NoWorkingDay,
    /// Of the days that are worked, none has an open window.
    NoWorkingHour,
    WeekdayOutOfRange {
        weekday: u8,
    },
    /// Not a moment long.
    WindowUpsideDown {
        from: TimeOfDay,
        to: TimeOfDay,
    },
    /// A window opens before the one before it has closed.
    WindowsOverlap {
        at: TimeOfDay,
    },
    HolidayUnreadable {
        date: String,
    },
    LeadSwitchedOff,
    /// Not a finite number, or negative.
    GoalOutOfRange {
        goal: f64,
    },
    /// A share or rate outside 0..=1.
    ShareOutOfRange {
        value: f64,
    },
}

/// The newest document version this build understands.
pub const SUPPORTED_VERSION: u32 = 1;

impl Agreement {
    /// `is_zone` knows the time zones: `Zone::named` where the bundled database is at hand, the browser itself on the page.
    ///
    /// # Errors
    /// Every reason the document cannot be used, none hidden behind another.
    pub fn validate(&self, is_zone: impl Fn(&str) -> bool) -> Result<(), Vec<AgreementError>> {
        let mut errors = Vec::new();
        if self.version > SUPPORTED_VERSION {
            errors.push(AgreementError::NewerVersion { version: self.version, supported: SUPPORTED_VERSION });
        }
        if !is_zone(&self.workspace.time_zone) {
            errors.push(AgreementError::UnknownTimeZone { name: self.workspace.time_zone.clone() });
        }
        errors.extend(self.workspace.working_faults());
        if self.stages_off.contains(&Stage::Lead) {
            errors.push(AgreementError::LeadSwitchedOff);
        }
        for &goal in self.goal.months.values().chain(&self.goal.monthly) {
            if !goal.is_finite() || goal < 0.0 {
                errors.push(AgreementError::GoalOutOfRange { goal });
            }
        }
        let chain = &self.goal_chain;
        for &value in chain.marketing_share.iter().chain(&chain.lead_to_customer_rate) {
            if !(0.0..=1.0).contains(&value) {
                errors.push(AgreementError::ShareOutOfRange { value });
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Zone;

    fn is_zone(name: &str) -> bool {
        Zone::named(name).is_some()
    }

    #[test]
    fn the_default_is_valid_and_every_fault_is_named() {
        assert_eq!(Agreement::default().validate(is_zone), Ok(()));
        let mut bad = Agreement { version: 99, stages_off: vec![Stage::Lead], ..Agreement::default() };
        bad.workspace.time_zone = "Nowhere/Land".into();
        bad.workspace.working_days.clear();
        bad.goal.monthly = Some(-1.0);
        bad.goal_chain.marketing_share = Some(40.0);
        assert_eq!(bad.validate(is_zone).unwrap_err().len(), 6);
    }

    #[test]
    fn an_older_document_opens_with_defaults() {
        let agreement: Agreement = serde_json::from_str(r#"{"version":1}"#).unwrap();
        assert_eq!(agreement, Agreement::default());
    }
}
