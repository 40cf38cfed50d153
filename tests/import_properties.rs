//! What holds for any input: where a piece ends changes nothing, every row is accounted for, and no bytes make a panic.

mod common;

use common::import_mapped;
use handoff::{
    import::{Field, FileMapping, HEAD_BYTES, Imported, Kind, Overrides, preview, sniff, sniff_with, understand},
    leads::{Category, Dimension, Instants, NO_LEAD, Stage},
};
use proptest::prelude::*;

/// Everything an import leaves, as text, so that two can be compared.
fn picture(imported: &Imported) -> String {
    let (leads, deals) = (&imported.dataset.leads, &imported.dataset.deals);
    let dates = |dates: &Instants| (0..dates.len()).map(|row| (dates.get(row), dates.is_day(row))).collect::<Vec<_>>();
    let texts = |category: &Option<Category>| {
        category
            .as_ref()
            .map(|category| (0..category.len()).map(|row| category.value(category.code(row)).map(str::to_owned)).collect::<Vec<_>>())
    };
    let stages: Vec<_> = leads.stages.iter().chain(&leads.events).map(|instants| instants.as_ref().map(dates)).collect();
    let categories: Vec<_> = leads.categories.iter().chain(&deals.categories).map(texts).collect();
    let issues: Vec<_> = imported.issues.iter().collect();
    format!(
        "{} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        leads.len,
        stages,
        leads.status,
        categories,
        leads.attempts,
        leads.contacted,
        leads.places,
        deals.lead,
        dates(&deals.created),
        dates(&deals.closed),
        deals.state,
        deals.amount_minor,
        imported.dataset.currency,
        imported.dataset.latest,
        imported.files,
        imported.values,
        issues,
    )
}

fn mapping_of(bytes: &[u8]) -> Option<FileMapping> {
    sniff("leads.csv", bytes.len() as u64, &bytes[..bytes.len().min(HEAD_BYTES)], &[]).ok().map(|proposal| proposal.mapping)
}

/// Read in one piece, in two cut at each byte, and byte by byte.
fn check_every_split(bytes: &[u8]) {
    let mapping = mapping_of(bytes).unwrap_or_else(|| panic!("no table: {}", String::from_utf8_lossy(bytes)));
    let workspace = handoff::agreement::Workspace::default();
    let whole = picture(&import_mapped(&[("leads.csv", bytes)], std::slice::from_ref(&mapping), usize::MAX));
    for piece in [1, 2, 3, 7] {
        let pieces = picture(&import_mapped(&[("leads.csv", bytes)], std::slice::from_ref(&mapping), piece));
        assert_eq!(pieces, whole, "pieces of {piece}: {}", String::from_utf8_lossy(bytes));
    }
    for split in 0..=bytes.len() {
        let mut reader = handoff::import::Reader::new(0, "leads.csv", &mapping, &handoff::time::Zone::utc());
        reader.push(&bytes[..split]);
        reader.push(&bytes[split..]);
        let split_import = handoff::import::assemble(vec![reader.finish()], &workspace);
        assert_eq!(picture(&split_import), whole, "split at {split}: {}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn where_a_piece_ends_changes_nothing() {
    let stories: [&[u8]; 7] = [
        b"\xEF\xBB\xBFLead ID,Name,Source,Created,Amount\r\n1,\"Ann \"\"A\"\" Lee\",Web,2024-01-15,1200\r\n\r\n2,\"two\r\nlines, here\",Caf\xC3\xA9,2024-02-01 10:00,350.5\r3,x,,03/04/2024,\n",
        b"Lead ID,Name,Source\n1,a,Web\n2,\"b,Web\n3,c,\"W, eb\"\n4,\"d\n5,e,\"\"\n6,\"f,Ad",
        b"Lead ID,Name,Source\n1,\"5\" pipe\",Web\n2,\"a\"b,Ad\n3,5\" x,\"y\" \n4,,\n",
        b"Lead ID;Status;Created\n1;New;01/02/2024\n2;Purple;25/03/2024\n2;Lost;03/25/2024\nTotals;;\n",
        b"Deal ID,Lead ID,Stage,Amount,Close Date\nd1,1,Won,\"1,500.00\",2024-01-01\nd2,2,Lost,$5,\nd3,1,Demo,x,soon\n",
        b"Lead ID,Name\n1,a\0b\n2,\xFFc\xD8\xB9\xD8\xB9\xD8\xB9\xD8\xB9\xD8\xB9\xD8\xB9\xD8\xB9\xD8\xB9\n3,\xE2\x82",
        b"sep=;\r\nLead ID;Name;Created\r\n1;\"say \\\"hi\\\"; he\";2024-01-01\r\n",
    ];
    for story in stories {
        check_every_split(story);
    }
    let text = "Lead ID,Имя,Источник\r\n1,\"Анна \"\"А\"\"\",Сайт 😀\r\n2,Б,\r\n";
    check_every_split(&text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>());
    check_every_split(&[0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect::<Vec<_>>());
}

/// Text with everything that means something to a reader of tables.
fn tabular() -> impl Strategy<Value = Vec<u8>> {
    let token = prop::sample::select(vec![
        ",",
        ",",
        ",",
        "\n",
        "\n",
        "\r\n",
        "\r",
        "\"",
        "\"\"",
        "\"a\"",
        "a",
        "b c",
        " ",
        "'",
        "\\",
        ";",
        "\t",
        "2024-01-01",
        "01/02/2024",
        "31/12/23",
        "1,5",
        "12.5",
        "é",
        "\u{FEFF}",
        "\0",
        "Total",
        "New",
        "x@y.z",
        "45000",
        "عدد",
        "۱۴۰۲/۱۰/۲۵",
        "Lead ID",
    ]);
    prop::collection::vec(token, 0..60).prop_map(|tokens| ["Lead ID,Email,Created,Status,Amount\n", &tokens.concat()].concat().into_bytes())
}

fn any_kind() -> impl Strategy<Value = Kind> {
    prop::sample::select(vec![
        Kind::Leads,
        Kind::Deals,
        Kind::Activities,
        Kind::Spend,
        Kind::Traffic,
        Kind::Accounts,
        Kind::Campaigns,
        Kind::Lookup,
    ])
}

fn any_field() -> impl Strategy<Value = Option<Field>> {
    let plain = [
        Field::LeadId,
        Field::DealId,
        Field::Email,
        Field::Name,
        Field::Company,
        Field::CreatedAt,
        Field::Stage(Stage::Customer),
        Field::Status,
        Field::Amount,
        Field::Currency,
        Field::CloseDate,
        Field::HappenedAt,
        Field::ActivityType,
        Field::Outcome,
        Field::Visitors,
        Field::Domain,
        Field::LookupId,
    ];
    let dimensions = [Dimension::Owner, Dimension::Campaign, Dimension::Source, Dimension::Industry, Dimension::DealStage];
    prop::option::of(prop::sample::select(plain.into_iter().chain(dimensions.map(Field::Category)).collect::<Vec<_>>()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_table_reads_the_same_in_pieces(bytes in tabular(), piece in 1_usize..40) {
        if let Some(mapping) = mapping_of(&bytes) {
            let whole = import_mapped(&[("leads.csv", &bytes)], std::slice::from_ref(&mapping), usize::MAX);
            let pieces = import_mapped(&[("leads.csv", &bytes)], std::slice::from_ref(&mapping), piece);
            prop_assert_eq!(picture(&whole), picture(&pieces));
            let shown = preview(&mapping, &bytes, usize::MAX);
            prop_assert_eq!(shown.rows_read, whole.files[0].rows_read);
            // Each place leads back to the record the preview shows.
            let kept: Vec<&Vec<String>> = shown.rows.iter().collect();
            if whole.files[0].rows_merged == 0 && whole.dataset.leads.len == kept.len() {
                for (row, place) in whole.dataset.leads.places.iter().enumerate() {
                    let source = &whole.sources[0];
                    let mut record = source.record(place.offset, &bytes[source.read_from(place.offset) as usize..], true).unwrap();
                    record.resize(mapping.columns.len(), String::new());
                    prop_assert_eq!(&record, kept[row]);
                }
            }
        }
    }

    #[test]
    fn no_bytes_make_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), piece in 1_usize..50) {
        if let Some(mapping) = mapping_of(&bytes) {
            import_mapped(&[("leads.csv", &bytes)], &[mapping], piece);
        }
    }

    /// Whatever a person says the tables and columns are: nothing panics, and every row is accounted for.
    #[test]
    fn any_tables_of_any_kinds_are_joined(files in prop::collection::vec((any_kind(), tabular(), prop::collection::vec(any_field(), 5)), 1..5)) {
        let headed = |bytes: &[u8]| [b"A,B,C,D,E\n", &bytes[bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1..]].concat();
        let tables: Vec<Vec<u8>> = files.iter().map(|(_, bytes, _)| headed(bytes)).collect();
        let mappings: Vec<FileMapping> = files
            .iter()
            .map(|(kind, _, fields)| {
                let mut mapping = mapping_of(b"A,B,C,D,E\n1,2,3,4,5\n2,3,4,5,6\n").unwrap();
                mapping.kind = *kind;
                mapping.columns.iter_mut().zip(fields).for_each(|(column, field)| column.field = *field);
                mapping
            })
            .collect();
        let named: Vec<(&str, &[u8])> = tables.iter().map(|bytes| ("calls.csv", bytes.as_slice())).collect();
        let imported = import_mapped(&named, &mappings, 64);
        let (leads, deals) = (&imported.dataset.leads, &imported.dataset.deals);
        for category in leads.categories.iter().flatten() {
            prop_assert_eq!(category.len(), leads.len);
        }
        for category in deals.categories.iter().flatten() {
            prop_assert_eq!(category.len(), deals.len);
        }
        let (activities, spend, traffic) = (&imported.dataset.activities, &imported.dataset.spend, &imported.dataset.traffic);
        prop_assert!(activities.lead.iter().all(|lead| *lead == NO_LEAD || (*lead as usize) < leads.len));
        let lens = [activities.lead.len(), activities.at.len(), activities.kind.len(), activities.places.len()];
        prop_assert_eq!(lens, [activities.len; 4]);
        prop_assert_eq!([spend.at.len(), spend.amount_minor.len(), spend.category.len(), spend.places.len()], [spend.len; 4]);
        prop_assert_eq!([traffic.day.len(), traffic.visitors.len(), traffic.places.len()], [traffic.len; 3]);
        let kept = |kind: Kind| imported.files.iter().filter(|file| file.kind == kind).map(|file| file.rows_kept).sum::<u64>();
        let counted = [activities.len, spend.len, traffic.len].map(|len| len as u64);
        prop_assert_eq!(counted, [Kind::Activities, Kind::Spend, Kind::Traffic].map(kept));
    }

    #[test]
    fn any_bytes_read_by_any_mapping(bytes in prop::collection::vec(any::<u8>(), 0..300), encoding in 0_usize..8, piece in 1_usize..50) {
        use handoff::import::Encoding::{Koi8R, Utf8, Utf16Be, Utf16Le, Windows1250, Windows1251, Windows1252, Windows1256};
        let mut mapping = mapping_of(b"Lead ID,Email,Created,Status\n1,a@b.c,2024-01-01,New\n").unwrap();
        mapping.encoding = [Utf8, Utf16Le, Utf16Be, Windows1250, Windows1251, Windows1252, Windows1256, Koi8R][encoding];
        let pieces = import_mapped(&[("leads.csv", &bytes)], std::slice::from_ref(&mapping), piece);
        let whole = import_mapped(&[("leads.csv", &bytes)], &[mapping], usize::MAX);
        prop_assert_eq!(picture(&pieces), picture(&whole));
    }

    /// Whatever a person says of a table: it is refused, or read so, shown as it is read, and found again by what was saved.
    #[test]
    fn any_correction_of_any_table_holds(
        bytes in tabular(),
        (encoding, delimiter) in (prop::option::of(0_usize..8), prop::option::of(0_usize..4)),
        kind in prop::option::of(any_kind()),
        quote in prop::option::of(prop::sample::select(vec!['"', '\''])),
        header_record in prop::option::of(0_u32..4),
        headerless in any::<bool>(),
        fields in prop::collection::vec(any_field(), 5),
    ) {
        use handoff::import::{CellValue, Delimiter, Encoding::{Koi8R, Utf8, Utf16Be, Utf16Le, Windows1250, Windows1251, Windows1252, Windows1256}};
        let encoding = encoding.map(|index| [Utf8, Utf16Le, Utf16Be, Windows1250, Windows1251, Windows1252, Windows1256, Koi8R][index]);
        let delimiter = delimiter.map(|index| [Delimiter::Comma, Delimiter::Semicolon, Delimiter::Tab, Delimiter::Pipe][index]);
        let overrides = Overrides { encoding, delimiter, kind, quote, header_record, headerless };
        let look = |known: &[FileMapping], overrides: &Overrides| sniff_with("leads.csv", bytes.len() as u64, &bytes, known, overrides);
        let Ok(proposal) = look(&[], &overrides) else { return Ok(()) };
        let mut mapping = proposal.mapping;
        prop_assert!(encoding.is_none_or(|encoding| mapping.encoding == encoding) && kind.is_none_or(|kind| mapping.kind == kind));
        prop_assert!(quote.is_none_or(|quote| mapping.dialect.quote == quote) && mapping.dialect.headerless == headerless);
        for (column, field) in mapping.columns.iter_mut().zip(fields) {
            column.field = field;
        }
        let again = look(std::slice::from_ref(&mapping), &overrides).map(|proposal| proposal.mapping);
        prop_assert_eq!(again.as_ref(), Ok(&mapping));

        let workspace = handoff::agreement::Workspace::default();
        let seen = understand(&mapping, &bytes, true, &workspace, &handoff::time::Zone::utc(), 1000);
        let imported = import_mapped(&[("leads.csv", &bytes)], std::slice::from_ref(&mapping), 7);
        prop_assert_eq!(&seen.readings, &imported.readings);
        prop_assert_eq!(&seen.values, &imported.values);
        let shown = preview(&mapping, &bytes, 1000);
        prop_assert_eq!(seen.rows.len(), shown.rows.len());
        for (cells, texts) in seen.rows.iter().zip(&shown.rows) {
            for ((cell, text), column) in cells.iter().zip(texts).zip(&mapping.columns) {
                prop_assert_eq!(&cell.text, text);
                let is_typed = column.field.is_some_and(|field| field.is_date() || field == Field::Amount);
                prop_assert!(is_typed || cell.value == CellValue::Text);
            }
        }
        for reading in &seen.readings {
            prop_assert!(reading.samples.iter().all(|sample| sample.read_as.len() == reading.possible.len()));
            prop_assert!(reading.possible.is_empty() || reading.is_given || reading.possible.contains(&reading.taken));
        }
    }
}
