//! A plain JSON envelope for saved mappings, agreements and lists of kept files: what it holds, its version, and a checksum against
//! damage. It hides nothing and proves no origin.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Why a text cannot be opened, in the order it is checked.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(tag = "error", rename_all = "snake_case")]
pub enum EnvelopeError {
    NotAnEnvelope,
    /// An envelope, but of something else.
    OtherKind {
        found: String,
    },
    NewerVersion {
        found: u32,
        supported: u32,
    },
    /// The body is not the one that was sealed: cut off or edited.
    Damaged,
    /// The body is intact, but not of this shape.
    Unreadable {
        detail: String,
    },
}

#[derive(Serialize, Deserialize)]
struct Envelope {
    handoff: String,
    /// Unix seconds.
    made_at: i64,
    checksum: String,
    body: Value,
}

/// Wraps `body` as `{"handoff": "<what>/<version>", "made_at", "checksum", "body"}`.
///
/// # Panics
/// When `body` is not plain data (a map with keys that are no text): a defect of the caller, never of input.
pub fn seal<T: Serialize>(what: &str, version: u32, made_at_unix: i64, body: &T) -> String {
    let text = serde_json::to_string(body).expect("a body is plain data");
    // Read back first: what is summed is then exactly what `open` will read, however a float was printed.
    let body: Value = serde_json::from_str(&text).expect("JSON just written");
    let envelope = Envelope { handoff: format!("{what}/{version}"), made_at: made_at_unix, checksum: checksum(&body), body };
    serde_json::to_string(&envelope).expect("an envelope is plain data")
}

/// # Errors
/// When the text is no envelope of `what`, is newer than `supported_version`, was damaged, or does not fit `T`.
pub fn open<T: DeserializeOwned>(text: &str, what: &str, supported_version: u32) -> Result<T, EnvelopeError> {
    let envelope: Envelope = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|_| EnvelopeError::NotAnEnvelope)?;
    let (found, version) = envelope.handoff.rsplit_once('/').ok_or(EnvelopeError::NotAnEnvelope)?;
    let version: u32 = version.parse().map_err(|_| EnvelopeError::NotAnEnvelope)?;
    if found != what {
        return Err(EnvelopeError::OtherKind { found: found.to_owned() });
    }
    if version > supported_version {
        return Err(EnvelopeError::NewerVersion { found: version, supported: supported_version });
    }
    if checksum(&envelope.body) != envelope.checksum {
        return Err(EnvelopeError::Damaged);
    }
    serde_json::from_value(envelope.body).map_err(|error| EnvelopeError::Unreadable { detail: error.to_string() })
}

/// FNV-1a over the body with sorted keys and no spaces, so that pretty-printing a saved file does not break it.
fn checksum(body: &Value) -> String {
    let hash =
        body.to_string().bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<Vec<f64>, EnvelopeError>) {
        assert_eq!(open::<Vec<f64>>(text, "numbers", 2), expected, "{text}");
    }

    #[test]
    fn opens_what_was_sealed_and_names_every_fault() {
        let numbers = vec![0.1, 1.0e-7, 123_456.789];
        let text = seal("numbers", 2, 1_700_000_000, &numbers);
        check(&text, Ok(numbers.clone()));
        let pretty = serde_json::to_string_pretty(&serde_json::from_str::<Value>(&text).unwrap()).unwrap();
        check(&pretty, Ok(numbers));
        check("{}", Err(EnvelopeError::NotAnEnvelope));
        check("", Err(EnvelopeError::NotAnEnvelope));
        check(&text[..text.len() - 1], Err(EnvelopeError::NotAnEnvelope));
        check(&text.replace("0.1", "0.2"), Err(EnvelopeError::Damaged));
        check(&seal("letters", 1, 0, &["a"]), Err(EnvelopeError::OtherKind { found: "letters".into() }));
        check(&seal("numbers", 3, 0, &[1.0]), Err(EnvelopeError::NewerVersion { found: 3, supported: 2 }));
        assert!(matches!(open::<Vec<f64>>(&seal("numbers", 1, 0, &"text"), "numbers", 2), Err(EnvelopeError::Unreadable { .. })));
    }
}
