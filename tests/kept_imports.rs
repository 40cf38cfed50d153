//! An import kept as bytes comes back as it was, and nothing else comes back.

mod common;

use std::fmt::Write as _;

use common::{import_mapped, sniffed};
use handoff::{
    agreement::Workspace,
    import::{ContentHash, FileMapping, Imported, kept_key},
    time::Zone,
};
use proptest::prelude::*;

const LEADS: &str = "Lead ID,Email,Company,Created,MQL date,Lead Source,Owner,Status,Amount,Page views\n\
    1,ann@x.com,Acme,2024-01-05 10:00,2024-01-06,Web,Ann,Open,\"1,200.50\",3\n\
    2,bob@y.com,,2024-01-07,,,Bob,Won,,\n\
    2,bob@y.com,,,not a date,Web,,,€ 70,12\n\
    \u{feff},,,,,,,,,\n";
const ACTIVITIES: &str = "Lead ID,Date,Type,Outcome\n1,2024-01-05 11:00,Call,Voicemail\n9,2024-01-05 12:00,E-mail,\n";

fn read(files: &[(&str, &[u8])]) -> (Imported, Vec<FileMapping>) {
    let mappings: Vec<FileMapping> = files.iter().map(|(name, bytes)| sniffed(name, bytes).mapping).collect();
    (import_mapped(files, &mappings, usize::MAX), mappings)
}

fn key(files: &[(&str, &[u8])], mappings: &[FileMapping], currency: Option<&str>, zone: &Zone) -> String {
    let hashes: Vec<String> = files
        .iter()
        .map(|(_, bytes)| {
            let mut hash = ContentHash::default();
            hash.push(bytes);
            hash.finish()
        })
        .collect();
    let workspace = Workspace { currency: currency.map(str::to_owned), ..Workspace::default() };
    kept_key(hashes.iter().map(String::as_str).zip(mappings), &workspace, zone)
}

fn bytes(imported: &Imported, key: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    imported.keep(key, &mut bytes).unwrap();
    bytes
}

#[test]
fn an_import_comes_back_whole_under_its_own_key_only() {
    let files: [(&str, &[u8]); 2] = [("leads.csv", LEADS.as_bytes()), ("activities.csv", ACTIVITIES.as_bytes())];
    let (imported, mappings) = read(&files);
    let own = key(&files, &mappings, None, &Zone::utc());
    let kept = bytes(&imported, &own);
    let again = Imported::kept(&own, kept.as_slice()).unwrap();
    assert_eq!(format!("{imported:?}"), format!("{again:?}"));
    assert!(again.dataset.leads.len > 1);
    let mut mapped_otherwise = mappings.clone();
    mapped_otherwise[0].columns[2].field = None;
    let others = [
        key(&files[..1], &mappings[..1], None, &Zone::utc()),
        key(&[files[0], ("activities.csv", b"x")], &mappings, None, &Zone::utc()),
        key(&files, &mapped_otherwise, None, &Zone::utc()),
        key(&files, &mappings, Some("EUR"), &Zone::utc()),
        key(&files, &mappings, None, &Zone::named("Asia/Tehran").unwrap()),
    ];
    for other in others {
        assert_ne!(other, own);
        assert!(Imported::kept(&other, kept.as_slice()).is_err());
    }
}

#[test]
fn what_is_cut_or_changed_anywhere_is_no_import() {
    let files: [(&str, &[u8]); 1] = [("leads.csv", LEADS.as_bytes())];
    let (imported, mappings) = read(&files);
    let key = key(&files, &mappings, None, &Zone::utc());
    let kept = bytes(&imported, &key);
    for end in 0..kept.len() {
        assert!(Imported::kept(&key, &kept[..end]).is_err(), "cut at {end}");
    }
    for at in 0..kept.len() {
        for flip in [0x01, 0x80, 0xFF] {
            let mut changed = kept.clone();
            changed[at] ^= flip;
            assert!(Imported::kept(&key, changed.as_slice()).is_err(), "byte {at} ^ {flip:#x}");
        }
    }
    let longer = [kept.as_slice(), b"!"].concat();
    assert!(Imported::kept(&key, longer.as_slice()).is_err());
}

proptest! {
    #[test]
    fn any_table_comes_back(rows in prop::collection::vec(("[a-c]{0,2}", "(2024-0[1-9]-1[0-9]( 1[0-9]:30)?)?|x", "[A-Z]{0,3}", "[0-9]{0,3}"), 1..80)) {
        let mut text = String::from("Lead ID,Created,Lead Source,Amount\n");
        for (id, created, source, amount) in &rows {
            writeln!(text, "{id},{created},{source},{amount}").unwrap();
        }
        let files: [(&str, &[u8]); 1] = [("leads.csv", text.as_bytes())];
        let (imported, mappings) = read(&files);
        let key = key(&files, &mappings, None, &Zone::utc());
        let again = Imported::kept(&key, bytes(&imported, &key).as_slice()).unwrap();
        prop_assert_eq!(format!("{imported:?}"), format!("{again:?}"));
    }
}
