//! Parcels and envelopes: what went in comes out, nothing else is taken for one, and what earlier versions wrote still opens. The cipher of
//! a sealed parcel is the browser's; here a ciphertext is any bytes.

#[path = "fuzz/heap.rs"]
mod heap;

use std::{fs, path::PathBuf};

use handoff::{
    agreement::{Agreement, Ledger, Team},
    import::sniff,
    sample,
    share::{
        Content, ContentKind,
        parcel::{Lock, Opened, ParcelError, ParcelKind, deflated, from_link, header, inflated, open, plain, sealed, to_link},
    },
    time::Day,
};
use miniz_oxide::deflate::{
    compress_to_vec,
    core::{CompressorOxide, TDEFLFlush, compress_to_output, create_comp_flags_from_zip_params},
};
use proptest::{collection::vec, prelude::*};
use serde_json::Value;
use sha2::{Digest, Sha256};

const KINDS: [ParcelKind; 2] = [ParcelKind::Board, ParcelKind::Workspace];
const JSON: &str = r#"{"schema":"handoff.shared/1","made_at":1700000000,"pages":["board"],"note":"نرخ – €"}"#;
const LOCK: Lock = Lock { iterations: 600_000, salt: [7; 16], iv: [9; 12] };

fn other(kind: ParcelKind) -> ParcelKind {
    if kind == ParcelKind::Board { ParcelKind::Workspace } else { ParcelKind::Board }
}

/// Ends changed bytes with the digest that fits them, as somebody who forges them would.
fn with_digest(content: &[u8]) -> Vec<u8> {
    [content, &Sha256::digest(content)[..16]].concat()
}

/// A parcel and one sealed, of each kind.
fn examples() -> Vec<(ParcelKind, Vec<u8>)> {
    KINDS.into_iter().flat_map(|kind| [(kind, plain(kind, JSON)), (kind, sealed(kind, &LOCK, &[3; 40]))]).collect()
}

#[test]
fn what_went_in_comes_out() {
    for kind in KINDS {
        for json in ["", "{}", JSON, &"[0,1]".repeat(100_000)] {
            assert_eq!(open(kind, &plain(kind, json)), Ok(Opened::Plain(json.to_owned())));
            assert_eq!(inflated(&deflated(json)).as_deref(), Ok(json));
        }
        let (bytes, bound) = (sealed(kind, &LOCK, &[3; 40]), header(kind, &LOCK));
        assert_eq!(open(kind, &bytes), Ok(Opened::Sealed { lock: LOCK, header: &bound, ciphertext: &[3; 40] }));
    }
}

#[test]
fn the_layout_is_as_it_is_written_down() {
    let bytes = plain(ParcelKind::Board, JSON);
    let (content, sum) = bytes.split_at(bytes.len() - 16);
    assert_eq!(content[..5], *b"HO\x01\x01\x00");
    assert_eq!(content[5..], deflated(JSON));
    assert_eq!(sum, &Sha256::digest(content)[..16]);

    let bytes = sealed(ParcelKind::Workspace, &LOCK, &[3; 40]);
    let expected = [&b"HO\x01\x02\x01"[..], &600_000_u32.to_be_bytes(), &[7; 16], &[9; 12], &[3; 40]].concat();
    assert_eq!(header(ParcelKind::Workspace, &LOCK), expected[..37]);
    assert_eq!(bytes, with_digest(&expected));
}

#[test]
fn each_fault_is_named() {
    let (board, locked) = (plain(ParcelKind::Board, JSON), sealed(ParcelKind::Board, &LOCK, &[3; 40]));
    let changed = |bytes: &[u8], at: usize, byte: u8| {
        let mut content = bytes[..bytes.len() - 16].to_vec();
        content[at] = byte;
        with_digest(&content)
    };
    let iterations = |count: u32| sealed(ParcelKind::Board, &Lock { iterations: count, ..LOCK }, &[3; 40]);
    let newer = |found| ParcelError::NewerVersion { found, supported: 1 };
    let check = |story: &str, bytes: &[u8], expected: ParcelError| {
        assert_eq!(open(ParcelKind::Board, bytes), Err(expected), "{story}");
    };
    check("nothing", b"", ParcelError::NotAParcel);
    check("a table", b"id,name\n1,Ada\n", ParcelError::NotAParcel);
    check("a word in capitals", b"HOME", ParcelError::NotAParcel);
    check("only the magic", b"HO", ParcelError::NotAParcel);
    check("only the start", b"HO\x01\x01\x00", ParcelError::Damaged);
    check("nothing but a digest", &with_digest(b"HO\x01"), ParcelError::Damaged);
    check("no body", &with_digest(b"HO\x01\x01\x00"), ParcelError::Damaged);
    check("the next version", &changed(&board, 2, 2), newer(2));
    check("the next version, laid out otherwise", b"HO\x02", newer(2));
    check("no version", &changed(&board, 2, 0), ParcelError::Damaged);
    check("a workspace", &plain(ParcelKind::Workspace, JSON), ParcelError::OtherKind);
    check("a sealed workspace", &sealed(ParcelKind::Workspace, &LOCK, &[3; 40]), ParcelError::OtherKind);
    check("a kind nobody knows", &changed(&board, 3, 9), ParcelError::OtherKind);
    check("a flag nobody knows", &changed(&board, 4, 2), ParcelError::Damaged);
    check("a plain one that says it is sealed", &changed(&plain(ParcelKind::Board, "{}"), 4, 1), ParcelError::Damaged);
    check("a sealed one that says it is plain", &changed(&locked, 4, 0), ParcelError::Damaged);
    check("no iteration", &iterations(0), ParcelError::Damaged);
    check("hours of iterations", &iterations(10_000_001), ParcelError::Damaged);
    check("a ciphertext without its tag", &sealed(ParcelKind::Board, &LOCK, &[3; 15]), ParcelError::Damaged);
    check("bytes after the end", &with_digest(&[&board[..board.len() - 16], b"\0"].concat()), ParcelError::Damaged);
    let not_text = [&b"HO\x01\x01\x00"[..], &compress_to_vec(&[0xff, 0xfe], 6)].concat();
    assert!(matches!(open(ParcelKind::Board, &with_digest(&not_text)), Err(ParcelError::Unreadable { .. })));
    assert!(open(ParcelKind::Board, &iterations(1)).is_ok());
    assert!(open(ParcelKind::Board, &iterations(10_000_000)).is_ok());
}

#[test]
fn a_changed_byte_or_a_missing_end_is_refused() {
    for (kind, bytes) in examples() {
        assert!(open(kind, &bytes).is_ok());
        assert_eq!(open(other(kind), &bytes), Err(ParcelError::OtherKind));
        for at in 0..bytes.len() {
            assert!(open(kind, &bytes[..at]).is_err(), "cut at {at}");
            for bits in [0x01, 0x80, 0xff] {
                let mut changed = bytes.clone();
                changed[at] ^= bits;
                let error = open(kind, &changed).expect_err("a changed byte");
                match (at, &error) {
                    (0..3, ParcelError::NotAParcel) | (2.., ParcelError::Damaged) => {}
                    _ => panic!("byte {at} by {bits:#x}: {error:?}"),
                }
            }
        }
    }
}

#[test]
fn links_are_read_as_mail_programs_leave_them() {
    for (kind, bytes) in examples() {
        let link = to_link(&bytes);
        assert!(link.starts_with("SE8") && link.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{link}");
        let (first, second) = link.split_at(link.len() / 2);
        for text in [link.clone(), format!(" {link}\n"), format!("{first}\r\n {second}")] {
            assert_eq!(from_link(&text), Ok(bytes.clone()));
        }
        for cut in 0..link.len() {
            let opened = from_link(&link[..cut]);
            assert!(opened.is_err() || open(kind, &opened.unwrap()).is_err(), "cut at {cut}");
        }
    }
    assert_eq!(from_link("SE8B!"), Err(ParcelError::Damaged));
    assert_eq!(from_link("SE8BA"), Err(ParcelError::Damaged), "cut within a byte");
    assert_eq!(from_link("/board?period=all"), Err(ParcelError::NotAParcel));
}

/// Deflated zeros: one piece that unpacks to a megabyte, so many times, and an end.
fn bomb(megabytes: usize) -> Vec<u8> {
    let mut piece = Vec::new();
    let mut machine = CompressorOxide::new(create_comp_flags_from_zip_params(9, -15, 0));
    compress_to_output(&mut machine, &vec![0; 1 << 20], TDEFLFlush::Full, |bytes| {
        piece.extend_from_slice(bytes);
        true
    });
    let mut body = piece.repeat(megabytes);
    body.extend([3, 0]);
    body
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked() {
    assert_eq!(inflated(&bomb(3)).map(|text| text.len()), Ok(3 << 20), "a small one is a text like any other");
    let content = [&b"HO\x01\x01\x00"[..], &bomb(257)].concat();
    let bytes = with_digest(&content);
    let (opened, peak) = heap::peak_of(|| open(ParcelKind::Board, &bytes));
    assert_eq!(opened, Err(ParcelError::TooLarge));
    assert!(peak < 1 << 20, "{peak} bytes were held");
}

fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        any::<i64>().prop_map(|value| value.to_string()),
        any::<String>().prop_map(|value| serde_json::Value::String(value).to_string()),
    ];
    leaf.prop_recursive(4, 64, 8, |inner| vec(inner, 0..8).prop_map(|items| format!("[{}]", items.join(","))))
}

proptest! {
    #[test]
    fn any_json_comes_back(json in json(), kind in 0..2_usize) {
        let bytes = plain(KINDS[kind], &json);
        let arrived = from_link(&to_link(&bytes)).unwrap();
        prop_assert_eq!(open(KINDS[kind], &arrived), Ok(Opened::Plain(json)));
    }

    #[test]
    fn any_ciphertext_comes_back(ciphertext in vec(any::<u8>(), 16..200), iterations in 1..=10_000_000_u32, salt: [u8; 16], iv: [u8; 12]) {
        let lock = Lock { iterations, salt, iv };
        let (bytes, bound) = (sealed(ParcelKind::Workspace, &lock, &ciphertext), header(ParcelKind::Workspace, &lock));
        prop_assert_eq!(open(ParcelKind::Workspace, &bytes), Ok(Opened::Sealed { lock, header: &bound, ciphertext: &ciphertext }));
    }

    /// No bytes make it panic: neither as a parcel, nor as the body of one, nor as a link.
    #[test]
    fn anything_may_be_dropped(bytes in vec(any::<u8>(), 0..200), text: String) {
        let forged = with_digest(&[&b"HO\x01\x01\x00"[..], &bytes].concat());
        for bytes in [&bytes, &forged] {
            if let Ok(opened) = open(ParcelKind::Board, bytes) {
                prop_assert!(matches!(opened, Opened::Plain(_)));
            }
        }
        if let Ok(bytes) = from_link(&text) {
            prop_assert_eq!(to_link(&bytes).len(), text.split_whitespace().map(str::len).sum::<usize>());
        }
    }
}

fn known(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/known").join(path)
}

/// The parcels version 1 wrote, and the JSON in them.
const KNOWN_PARCELS: [(&str, ParcelKind, &str); 2] = [
    ("parcels/board-v1.handoff", ParcelKind::Board, JSON),
    ("parcels/workspace-v1.handoff", ParcelKind::Workspace, r#"{"made_at":1700000000,"files":[],"views":["نمای ما"]}"#),
];

/// What the envelopes of version 1 were made from.
fn known_envelopes() -> [(&'static str, Content); 3] {
    let agreement: Agreement = sample::agreement();
    let mut ledger = Ledger::default();
    let march = Day(19_783);
    ledger.save(&agreement, march, "Ada", "First version").expect("a version");
    ledger.sign(Team::Marketing, "Ada", march.plus(1)).expect("a signature");
    ledger.sign(Team::Sales, "Grace", march.plus(2)).expect("a signature");
    let leads = b"Record ID,Create Date,Lifecycle Stage,Original Source\n1,2024-01-15,Lead,Organic\n2,2024-02-01,Customer,Paid\n";
    let mapping = sniff("leads.csv", leads.len() as u64, leads, &[]).expect("a table").mapping;
    [
        ("envelopes/agreement-v1.json", Content::Agreement(Box::new(agreement))),
        ("envelopes/agreement-versions-v1.json", Content::Ledger(ledger)),
        ("envelopes/mapping-v1.json", Content::Mappings(vec![mapping])),
    ]
}

fn body(envelope: &str) -> Value {
    serde_json::from_str::<Value>(envelope).expect("JSON")["body"].take()
}

/// A later version may say more than an earlier one did, but nothing less and nothing else.
fn says_all_of(found: &Value, known: &Value, path: &str) {
    match (found, known) {
        (Value::Object(found), Value::Object(known)) => {
            for (name, known) in known {
                says_all_of(found.get(name).unwrap_or(&Value::Null), known, &format!("{path} {name}"));
            }
        }
        (Value::Array(found), Value::Array(known)) => {
            assert_eq!(found.len(), known.len(), "{path}");
            for (at, (found, known)) in found.iter().zip(known).enumerate() {
                says_all_of(found, known, &format!("{path} {at}"));
            }
        }
        _ => assert_eq!(found, known, "{path}"),
    }
}

#[test]
fn what_version_1_wrote_still_opens() {
    for (path, kind, json) in KNOWN_PARCELS {
        let bytes = fs::read(known(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(open(kind, &bytes), Ok(Opened::Plain(json.to_owned())), "{path}");
    }
    for (path, content) in known_envelopes() {
        let text = fs::read_to_string(known(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        let opened = content.kind().open(&text).unwrap_or_else(|error| panic!("{path}: {error:?}"));
        says_all_of(&body(&opened.seal(0)), &body(&text), path);
        for kind in ContentKind::ALL {
            assert_eq!(kind.open(&text).is_ok(), kind == content.kind(), "{path} as {kind:?}");
        }
    }
}
