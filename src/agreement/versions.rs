//! The versions of an agreement, as the teams saved and signed them. The one being edited is not in here, and neither is a clock: every
//! date is an argument.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::{Agreement, Team, iso_day};
use crate::time::{CalendarSystem, Date, Day};

/// Who signed, and when. A name somebody typed, not a proof.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Signature {
    pub name: String,
    #[serde(with = "iso")]
    pub date: Day,
}

/// An agreement as it was saved. It never changes; only signatures are added, and each side signs once.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Version {
    pub agreement: Agreement,
    #[serde(with = "iso")]
    pub saved_on: Day,
    pub author: String,
    /// Why; may be empty.
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub signed_by_marketing: Option<Signature>,
    #[serde(default)]
    pub signed_by_sales: Option<Signature>,
}

/// All versions, oldest first; version 1 is the first.
#[derive(Debug, Clone, Default, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct Ledger {
    pub versions: Vec<Version>,
}

/// Why nothing was saved or signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedgerError {
    NoName,
    /// The agreement is the latest version, word for word.
    NothingChanged,
    NoVersion,
    SignedAlready,
}

impl Version {
    pub const fn signature(&self, team: Team) -> Option<&Signature> {
        match team {
            Team::Marketing => self.signed_by_marketing.as_ref(),
            Team::Sales => self.signed_by_sales.as_ref(),
        }
    }

    pub const fn is_signed(&self) -> bool {
        self.signed_by_marketing.is_some() && self.signed_by_sales.is_some()
    }

    /// When the teams should look at it again: its review months after the last signature, or after it was saved while there is none.
    /// By the months of the workspace's calendar; where the month is shorter, its last day.
    pub fn review_due(&self) -> Day {
        let signed = [&self.signed_by_marketing, &self.signed_by_sales];
        let from = signed.into_iter().flatten().map(|signature| signature.date).max().unwrap_or(self.saved_on);
        months_later(self.agreement.workspace.calendar, from, self.agreement.review_months)
    }
}

impl Ledger {
    pub fn latest(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// The number of the version that is this agreement, the latest of several.
    pub fn number_of(&self, agreement: &Agreement) -> Option<usize> {
        self.versions.iter().rposition(|version| version.agreement == *agreement).map(|index| index + 1)
    }

    /// Keeps the agreement as the next version, unsigned; answers its number.
    ///
    /// # Errors
    /// Without an author, or when nothing changed since the latest version.
    pub fn save(&mut self, agreement: &Agreement, saved_on: Day, author: &str, note: &str) -> Result<usize, LedgerError> {
        let author = author.trim();
        if author.is_empty() {
            return Err(LedgerError::NoName);
        }
        if self.latest().is_some_and(|latest| latest.agreement == *agreement) {
            return Err(LedgerError::NothingChanged);
        }
        self.versions.push(Version {
            agreement: agreement.clone(),
            saved_on,
            author: author.to_owned(),
            note: note.trim().to_owned(),
            signed_by_marketing: None,
            signed_by_sales: None,
        });
        Ok(self.versions.len())
    }

    /// Signs the latest version for a side.
    ///
    /// # Errors
    /// Without a name, without a version, or when that side has signed it.
    pub fn sign(&mut self, team: Team, name: &str, date: Day) -> Result<(), LedgerError> {
        let name = name.trim();
        if name.is_empty() {
            return Err(LedgerError::NoName);
        }
        let latest = self.versions.last_mut().ok_or(LedgerError::NoVersion)?;
        let place = match team {
            Team::Marketing => &mut latest.signed_by_marketing,
            Team::Sales => &mut latest.signed_by_sales,
        };
        if place.is_some() {
            return Err(LedgerError::SignedAlready);
        }
        *place = Some(Signature { name: name.to_owned(), date });
        Ok(())
    }

    /// Whether the latest version should be looked at again on that day.
    pub fn is_review_due(&self, today: Day) -> bool {
        self.latest().is_some_and(|latest| latest.review_due() <= today)
    }
}

fn months_later(calendar: CalendarSystem, from: Day, months: u8) -> Day {
    let first = calendar.month_start(from, i32::from(months));
    let (month, day) = (calendar.date(first), calendar.date(from).day);
    let last = calendar.month_start(first, 1).plus(-1);
    calendar.day(Date { day, ..month }).unwrap_or(last)
}

/// Days as `YYYY-MM-DD`.
mod iso {
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

    use super::{CalendarSystem, Day, iso_day};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over by reference")]
    pub fn serialize<S: Serializer>(day: &Day, serializer: S) -> Result<S::Ok, S::Error> {
        let date = CalendarSystem::Gregorian.date(*day);
        serializer.collect_str(&format_args!("{:04}-{:02}-{:02}", date.year, date.month, date.day))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        let text = String::deserialize(deserializer)?;
        iso_day(&text).ok_or_else(|| D::Error::custom(format!("“{text}” is no date such as 2024-05-31")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        iso_day(text).unwrap()
    }

    fn reviewed_in(months: u8) -> Agreement {
        Agreement { review_months: months, ..Agreement::default() }
    }

    #[test]
    fn a_version_is_saved_signed_and_kept() {
        let mut ledger = Ledger::default();
        assert_eq!(ledger.sign(Team::Sales, "Sam", day("2024-01-01")), Err(LedgerError::NoVersion));
        assert_eq!(ledger.save(&reviewed_in(3), day("2024-01-01"), "  ", ""), Err(LedgerError::NoName));
        assert_eq!(ledger.save(&reviewed_in(3), day("2024-01-01"), " Nadia ", " first "), Ok(1));
        assert_eq!(ledger.save(&reviewed_in(3), day("2024-01-02"), "Nadia", ""), Err(LedgerError::NothingChanged));
        assert_eq!(ledger.sign(Team::Sales, "Sam", day("2024-01-03")), Ok(()));
        assert_eq!(ledger.sign(Team::Sales, "Sam", day("2024-01-04")), Err(LedgerError::SignedAlready));
        assert_eq!(ledger.sign(Team::Marketing, " ", day("2024-01-04")), Err(LedgerError::NoName));
        assert!(!ledger.versions[0].is_signed());
        assert_eq!(ledger.sign(Team::Marketing, "Lena", day("2024-01-05")), Ok(()));
        assert!(ledger.versions[0].is_signed());
        assert_eq!(ledger.save(&reviewed_in(6), day("2024-02-01"), "Sam", ""), Ok(2));
        assert!(ledger.latest().is_some_and(|latest| !latest.is_signed()));
        assert_eq!(ledger.number_of(&reviewed_in(3)), Some(1));
        assert_eq!(ledger.number_of(&reviewed_in(9)), None);
        assert_eq!((ledger.versions[0].author.as_str(), ledger.versions[0].note.as_str()), ("Nadia", "first"));
        let text = crate::share::LEDGER.seal(0, &ledger);
        assert_eq!(crate::share::LEDGER.open::<Ledger>(&text), Ok(ledger));
        assert!(text.contains(r#""saved_on":"2024-01-01""#), "{text}");
    }

    #[test]
    fn a_review_is_due_months_after_the_last_signature() {
        use CalendarSystem::{Gregorian, Persian};
        let check = |calendar, months: u8, saved: &str, signed: &[(Team, &str)], due: &str| {
            let mut agreement = reviewed_in(months);
            agreement.workspace.calendar = calendar;
            let mut ledger = Ledger::default();
            ledger.save(&agreement, day(saved), "Nadia", "").unwrap();
            for (team, date) in signed {
                ledger.sign(*team, "Sam", day(date)).unwrap();
            }
            assert_eq!(ledger.latest().unwrap().review_due(), day(due), "{months} months after {saved} {signed:?}");
            assert!(ledger.is_review_due(day(due)) && !ledger.is_review_due(day(due).plus(-1)));
        };
        check(Gregorian, 3, "2024-01-15", &[], "2024-04-15");
        check(Gregorian, 1, "2024-01-31", &[], "2024-02-29");
        check(Gregorian, 12, "2024-02-29", &[], "2025-02-28");
        check(Gregorian, 3, "2024-01-15", &[(Team::Sales, "2024-02-01")], "2024-05-01");
        check(Gregorian, 3, "2024-01-15", &[(Team::Sales, "2024-02-01"), (Team::Marketing, "2024-01-20")], "2024-05-01");
        // 31 Shahrivar 1403; Mehr has 30 days.
        check(Persian, 1, "2024-09-21", &[], "2024-10-21");
        assert!(!Ledger::default().is_review_due(day("2024-01-01")));
    }
}
