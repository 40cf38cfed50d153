//! Hostile files in miniature: encodings and dialects that real exports come in, and the table their bytes mean. Each meaning was
//! decided before the reader was asked. Values and known systems have files of their own (`import_values.rs`, `import_known.rs`).

mod common;

use common::{Stories, import_pieces, sniffed};
use handoff::import::{Encoding, IssueKind, preview};

/// The rows of a table, cells separated by `|`; `¶` is a line feed.
fn table(text: &str) -> Vec<Vec<String>> {
    text.split('\n').map(|line| line.split('|').map(|cell| cell.replace('¶', "\n")).collect()).collect()
}

/// Header and rows, and the issues with their lines.
type Shown = (Vec<Vec<String>>, Vec<(IssueKind, Option<u64>)>);

/// What a file shows as detected.
fn shown(bytes: &[u8]) -> Shown {
    let preview = preview(&sniffed("leads.csv", bytes).mapping, bytes, usize::MAX);
    let issues = preview.issues.iter().map(|issue| (issue.kind, issue.line)).collect();
    (std::iter::once(preview.headers).chain(preview.rows).collect(), issues)
}

#[test]
fn encodings_are_told_by_few_words() {
    let mut stories = Stories::default();
    let mut check = |encoding: Encoding, bytes: &[u8], text: &str| {
        let mapping = sniffed("a.csv", bytes).mapping;
        stories.same(text, &mapping.encoding, &encoding);
        let shown = preview(&mapping, bytes, 10);
        let delimiter = if text.contains(';') && !text.contains(',') { ';' } else { ',' };
        let expected: Vec<Vec<String>> =
            text.lines().map(|line| line.split(delimiter).map(|cell| cell.trim_matches('"').to_owned()).collect()).collect();
        let found: Vec<Vec<String>> = std::iter::once(shown.headers)
            .chain(shown.rows)
            .map(|row| row.iter().map(|cell| cell.trim_matches('"').to_owned()).collect())
            .collect();
        stories.same(text, &found, &expected);
    };
    check(
        Encoding::Windows1250,
        b"Lead ID,Name,Source\n1,\xC6ira \x8Ei\x9Eek,Web\n2,\xA3\xF3d\x9F,Ad\n",
        "Lead ID,Name,Source\n1,Ćira Žižek,Web\n2,Łódź,Ad\n",
    );
    check(
        Encoding::Windows1250,
        b"id;nazwa;\x9Fr\xF3d\xB3o\r\n1;\xAFaneta \x8Cwi\xB9tek;Polecenie\r\n2;Jan Nowak;Krak\xF3w\r\n",
        "id;nazwa;źródło\r\n1;Żaneta Świątek;Polecenie\r\n2;Jan Nowak;Kraków\r\n",
    );
    check(
        Encoding::Windows1250,
        b"ID,Jm\xE9no,Zdroj\n1,Dvo\xF8\xE1k,Doporu\xE8en\xED\n2,Nov\xE1k,Veletrh\n",
        "ID,Jméno,Zdroj\n1,Dvořák,Doporučení\n2,Novák,Veletrh\n",
    );
    check(
        Encoding::Windows1250,
        b"ID,N\xE9v,Forr\xE1s\n1,\xD5rsi \xD6d\xF6n,Aj\xE1nl\xE1s\n2,F\xFBzfa \xC1gnes,Ki\xE1ll\xEDt\xE1s\n",
        "ID,Név,Forrás\n1,Őrsi Ödön,Ajánlás\n2,Fűzfa Ágnes,Kiállítás\n",
    );
    check(Encoding::Windows1251, b"id;\xE8\xEC\xFF;\xE8\xF1\xF2\xEE\xF7\xED\xE8\xEA\n1;\xE8\xE2\xE0\xED;\xF1\xE0\xE9\xF2\n2;\xE0\xED\xED\xE0;\xF0\xE5\xEA\xEB\xE0\xEC\xE0\n", "id;имя;источник\n1;иван;сайт\n2;анна;реклама\n");
    check(Encoding::Windows1251, b"ID;\xC8\xCC\xDF;\xC8\xD1\xD2\xCE\xD7\xCD\xC8\xCA\n1;\xC8\xC2\xC0\xCD;\xD1\xC0\xC9\xD2\n2;\xC0\xCD\xCD\xC0;\xD0\xC5\xCA\xCB\xC0\xCC\xC0\n", "ID;ИМЯ;ИСТОЧНИК\n1;ИВАН;САЙТ\n2;АННА;РЕКЛАМА\n");
    check(Encoding::Windows1251, b"ID;\xCA\xEB\xE8\xE5\xED\xF2\n1;\xCE\xCE\xCE \xAB\xD0\xEE\xEC\xE0\xF8\xEA\xE0\xBB \x96 \xB9 5\n2;\xA8\xEB\xEA\xE8\xED \xE8 \xCA\xEE\n", "ID;Клиент\n1;ООО «Ромашка» – № 5\n2;Ёлкин и Ко\n");
    check(
        Encoding::Windows1252,
        b"Lead ID,Name,Note\n1,Ann,It\x92s \x93done\x94 \x96 5 \x80 left\x85\n2,Bob,plain\n",
        "Lead ID,Name,Note\n1,Ann,It’s “done” – 5 € left…\n2,Bob,plain\n",
    );
    check(
        Encoding::Windows1252,
        b"Lead ID,Nom,Source\n1,Soci\xE9t\xE9 \xE0 responsabilit\xE9,Salon\n2,No\xEBl Fa\xE7ade,O\xF9\n",
        "Lead ID,Nom,Source\n1,Société à responsabilité,Salon\n2,Noël Façade,Où\n",
    );
    check(
        Encoding::Windows1252,
        b"Lead ID,Nombre\n1,\xD1and\xFA Pe\xF1a\n2,\xBFQu\xE9? \xA1S\xED!\n",
        "Lead ID,Nombre\n1,Ñandú Peña\n2,¿Qué? ¡Sí!\n",
    );
    check(Encoding::Windows1252, b"Lead ID,Name\n1,J\xFCrgen Gro\xDF\n2,\xC5sa \xD8st\n", "Lead ID,Name\n1,Jürgen Groß\n2,Åsa Øst\n");
    check(Encoding::Windows1252, b"Lead ID,Name\n1,Caf\xE9\n2,Bob\n", "Lead ID,Name\n1,Café\n2,Bob\n");
    check(Encoding::Windows1256, b"\xD4\xE3\xC7\xD1\xE5 \xD3\xD1\xE4\xCE,\xE4\xC7\xE3,\xE3\xE4\xC8\xDA\n1,\xDA\xE1\xED \xD1\xD6\xC7\xED\xED,\xCA\xE1\xDD\xE4\n2,\xE3\xD1\xED\xE3,\xE6\xC8\n", "شماره سرنخ,نام,منبع\n1,علي رضايي,تلفن\n2,مريم,وب\n");
    check(Encoding::Windows1256, b"\xC7\xE1\xE3\xDA\xD1\xDD;\xC7\xE1\xC7\xD3\xE3;\xC7\xE1\xE3\xD5\xCF\xD1\n1;\xE3\xCD\xE3\xCF \xC3\xCD\xE3\xCF;\xC7\xE1\xE3\xE6\xDE\xDA\n2;\xDD\xC7\xD8\xE3\xC9\xBA \xDA\xE1\xED;\xE3\xDA\xD1\xD6\n", "المعرف;الاسم;المصدر\n1;محمد أحمد;الموقع\n2;فاطمة؛ علي;معرض\n");
    check(
        Encoding::Windows1256,
        b"Lead ID,Name\n1,\x90\xD1\xE6\xE5 \x81\x8E\xE6\xE5\xD4 \x8D\xC7\x81\n2,Ann\n",
        "Lead ID,Name\n1,گروه پژوهش چاپ\n2,Ann\n",
    );
    check(Encoding::Koi8R, b"id;\xC9\xCD\xD1;\xC9\xD3\xD4\xCF\xDE\xCE\xC9\xCB\n1;\xC9\xD7\xC1\xCE;\xD3\xC1\xCA\xD4\n2;\xC1\xCE\xCE\xC1;\xD2\xC5\xCB\xCC\xC1\xCD\xC1\n", "id;имя;источник\n1;иван;сайт\n2;анна;реклама\n");
    check(Encoding::Koi8R, b"ID;\xEE\xC1\xDA\xD7\xC1\xCE\xC9\xC5 \xD3\xC4\xC5\xCC\xCB\xC9;\xE9\xD3\xD4\xCF\xDE\xCE\xC9\xCB\n1;\xB3\xCC\xCB\xC1;\xFA\xD7\xCF\xCE\xCF\xCB\n2;\xEF\xEF\xEF \"\xF2\xCF\xCD\xC1\xDB\xCB\xC1\";\xF3\xC1\xCA\xD4\n", "ID;Название сделки;Источник\n1;Ёлка;Звонок\n2;ООО \"Ромашка\";Сайт\n");
}

#[test]
fn unicode_comes_with_and_without_its_mark() {
    let mut stories = Stories::default();
    let text = "شماره سرنخ,نام,منبع\r\n1,علی,وب\r\n2,\"مریم, ۲\",تلفن\r\n";
    let expected = table("شماره سرنخ|نام|منبع\n1|علی|وب\n2|مریم, ۲|تلفن");
    for (name, bom, encode) in [
        ("little", "\u{FEFF}", u16::to_le_bytes as fn(u16) -> [u8; 2]),
        ("big", "\u{FEFF}", u16::to_be_bytes),
        ("little, no mark", "", u16::to_le_bytes),
        ("big, no mark", "", u16::to_be_bytes),
    ] {
        let bytes: Vec<u8> = bom.encode_utf16().chain(text.encode_utf16()).flat_map(encode).collect();
        stories.same(name, &shown(&bytes), &(expected.clone(), vec![]));
        // An odd byte at the end is half a character: an issue of the last row, if a row holds it.
        let cut = [&bytes[..bytes.len() - 4], b"\x31"].concat();
        stories.same(name, &shown(&cut).0.len(), &3);
    }
    stories.same("UTF-8 with its mark", &shown(format!("\u{FEFF}{text}").as_bytes()), &(expected.clone(), vec![]));
    stories.same("UTF-8", &shown(text.as_bytes()), &(expected, vec![]));
    // "Unicode text" of a spreadsheet.
    let tabs: Vec<u8> = "\u{FEFF}Lead ID\tName\r\n1\tÇağla 😀\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    stories.same("tabs", &shown(&tabs), &(table("Lead ID|Name\n1|Çağla 😀"), vec![]));
}

#[test]
fn a_bad_byte_does_not_change_the_encoding() {
    use IssueKind::UndecodableBytes;
    let mut stories = Stories::default();
    let mut check = |bytes: &[u8], expected: &str, lines: &[u64]| {
        let issues: Vec<_> = lines.iter().map(|line| (UndecodableBytes, Some(*line))).collect();
        stories.same(expected, &shown(bytes), &(table(expected), issues));
    };
    check(&[b"Lead ID,Name\n1,", "Ćira Žižek".as_bytes(), b"\n2,Bo\xFFb\n"].concat(), "Lead ID|Name\n1|Ćira Žižek\n2|Bo\u{FFFD}b", &[3]);
    check(&[b"Lead ID,Name\n1,", "Müller".as_bytes(), b"\n2,Caf\xE9 B\n"].concat(), "Lead ID|Name\n1|Müller\n2|Caf\u{FFFD} B", &[3]);
    check(
        &[b"Lead ID,Name\n1,", "علی".as_bytes(), b"\n2,\xC3(\n3,x\xA0y\n"].concat(),
        "Lead ID|Name\n1|علی\n2|\u{FFFD}(\n3|x\u{FFFD}y",
        &[3, 4],
    );
    // Cut off in the middle of the last character.
    check(&[b"Lead ID,Name\n1,", "Žižka".as_bytes(), b"\n2,Ann \xE2\x82"].concat(), "Lead ID|Name\n1|Žižka\n2|Ann \u{FFFD}", &[3]);
    // 0x98 is no character of Windows-1251.
    check(b"ID;\xC8\xEC\xFF\n1;\xC8\xE2\xE0\xED\n2;\xC0\xED\xED\xE0\x98\n", "ID|Имя\n1|Иван\n2|Анна\u{FFFD}", &[3]);
}

/// Header, rows and issues of a file as detected, whatever its pieces.
#[test]
fn dialects_are_read_as_a_careful_person_would() {
    use IssueKind::{
        EmptyRow, HeaderRenamed, NulBytes, RepeatedHeader, StrayQuote, TooFewFields, TooManyFields, TotalsRow, UnterminatedQuote,
    };
    let mut stories = Stories::default();
    let mut check = |text: &str, expected: &str, issues: &[(IssueKind, u64)]| {
        let issues: Vec<_> = issues.iter().map(|(kind, line)| (*kind, Some(*line))).collect();
        stories.same(text, &shown(text.as_bytes()), &(table(expected), issues));
    };
    let base = "Lead ID|Name|Source\n1|Ann|Web\n2|Bob|Ad";

    // The hint line of spreadsheets, however it is written.
    check("sep=,\r\nLead ID,Name,Source\r\n1,Ann,Web\r\n2,Bob,Ad\r\n", base, &[]);
    check("SEP=;\nLead ID;Name;Source\n1;Ann;Web\n2;Bob;Ad\n", base, &[]);
    check("\"sep=;\"\nLead ID;Name;Source\n1;Ann;Web\n2;Bob;Ad\n", base, &[]);
    check("sep=\t\nLead ID\tName\tSource\n1\tAnn\tWeb\n2\tBob\tAd\n", base, &[]);
    check("\u{FEFF}sep=|\nLead ID|Name|Source\n1|Ann|Web\n2|Bob|Ad\n", base, &[]);
    check("sep=;\n\nMy leads\nLead ID;Name;Source\n1;Ann;Web\n2;Bob;Ad\n", base, &[]);

    // Titles above the header.
    check("Leads Report\n\nGenerated on,2024-03-01\nLead ID,Name,Source\n1,Ann,Web\n2,Bob,Ad\n", base, &[]);
    check("Leads,,\nJanuary,,\n,,\nLead ID,Name,Source\n1,Ann,Web\n2,Bob,Ad\n", base, &[]);
    check("\"Leads, all\"\n\"As of 2024-03-01, 10:00\"\nLead ID,Name,Source\n1,Ann,Web\n2,Bob,Ad\n", base, &[]);
    check(
        "# ----------------\n# All Web Site Data\n# 20240101-20240131\n# ----------------\nLead ID,Name,Source\n1,Ann,Web\n2,Bob,Ad\n",
        base,
        &[],
    );
    check("گزارش سرنخ‌ها\nشماره سرنخ,نام,منبع\n1,علی,وب\n2,مریم,تلفن\n", "شماره سرنخ|نام|منبع\n1|علی|وب\n2|مریم|تلفن", &[]);

    // Footers and totals below the rows.
    check(
        "Lead ID,Name,Source\n1,Ann,Web\n2,Bob,Ad\n\"Copyright (c) 2000-2024 salesforce.com, inc. All rights reserved.\"\n",
        base,
        &[(TotalsRow, 4)],
    );
    check(
        "Lead ID,Name,Source\n1,Ann,Web\n2,Bob,Ad\n\nLeads by source\nCopyright (c) 2000-2024 salesforce.com, inc. All rights reserved.\nConfidential Information - Do Not Distribute\nGenerated By:  Ann Lee  3/1/2024 10:00 AM\nAcme, Inc.\n",
        base,
        &[(TotalsRow, 5), (TotalsRow, 6), (TotalsRow, 7), (TotalsRow, 8), (TotalsRow, 9)],
    );
    check(
        "Lead ID,Name,Source\n1,Ann,Web\n2,Bob,Ad\nCopyright (c) 2024 x,,\nGenerated by Ann,,\n",
        base,
        &[(TotalsRow, 4), (TotalsRow, 5)],
    );
    check("Lead ID,Name,Source\n1,Ann,Web\n2,Bob,Ad\nGrand Totals (12 records),,\n", base, &[(TotalsRow, 4)]);
    check("Lead ID,Name,Source\n1,Ann,Web\n2,Bob,Ad\n\"Grand Totals (1,250 records)\",,12\n", base, &[(TotalsRow, 4)]);
    check("Lead ID,Name,Source\n1,Ann,Web\n2,Bob,Ad\nTotal: 2,,\n", base, &[(TotalsRow, 4)]);
    check("Lead ID,Name,Source\n1,Ann,Web\n2,Bob,Ad\n,Total,2\n", base, &[(TotalsRow, 4)]);
    check("Lead ID,Name,Source\n1,Ann,Web\n2,Bob,Ad\n,,Totals\n", base, &[(TotalsRow, 4)]);
    check(
        "Lead ID,Name,Amount\n1,Ann,5\n2,Bob,7\nTotals,,12\nAverage,,6\n",
        "Lead ID|Name|Amount\n1|Ann|5\n2|Bob|7",
        &[(TotalsRow, 4), (TotalsRow, 5)],
    );
    check("ID;Имя;Бюджет\n1;Анна;5\nИтого:;;5\n", "ID|Имя|Бюджет\n1|Анна|5", &[(TotalsRow, 3)]);
    check("شناسه,نام,مبلغ\n1,علی,5\nجمع کل,,5\n", "شناسه|نام|مبلغ\n1|علی|5", &[(TotalsRow, 3)]);
    // A company may be called Total, and a person Summer.
    check(
        "Company,Email,Source\nTotal,a@total.com,Web\nSum Inc,b@x.com,Ad\nGenerated Ltd,,\n",
        "Company|Email|Source\nTotal|a@total.com|Web\nSum Inc|b@x.com|Ad\nGenerated Ltd||",
        &[],
    );

    // A delimiter at the end of every line is no column.
    check("Lead ID;Name;Source;\n1;Ann;Web;\n2;Bob;Ad;\n", base, &[]);
    check("Lead ID,Name,Source,,\n1,Ann,Web,,\n2,Bob,Ad,,\n", base, &[]);
    check("Lead ID,Name,Source,\n1,Ann,Web\n2,Bob,Ad\n", base, &[]);
    check("Lead ID,Name,Source\n1,Ann,Web,\n2,Bob,Ad,\n", base, &[]);
    check("Lead ID;Name;Source;\n1;Ann;Web;\nLead ID;Name;Source;\n2;Bob;Ad;\n", base, &[(RepeatedHeader, 3)]);
    check("Lead ID,Name,Source,\n1,Ann,Web,x\n2,Bob,Ad,\n", "Lead ID|Name|Source|\n1|Ann|Web|x\n2|Bob|Ad|", &[(HeaderRenamed, 1)]);

    // Ragged rows.
    check(
        "Lead ID,Name,Source\n1,Ann\n2,Bob,Ad,surplus\n3\n",
        "Lead ID|Name|Source\n1|Ann|\n2|Bob|Ad\n3||",
        &[(TooManyFields, 3), (TooFewFields, 2), (TooFewFields, 4)],
    );

    // Line ends.
    check("Lead ID,Name,Source\r1,Ann,Web\r2,Bob,Ad\r", base, &[]);
    check("Lead ID,Name,Source\r\n1,Ann,Web\n2,Bob,Ad\r", base, &[]);
    check("Lead ID,Name,Source\r\r\n1,Ann,Web\r\r\n2,Bob,Ad\r\r\n", base, &[]);
    check("\n\r\n  \nLead ID,Name,Source\n\n1,Ann,Web\n\n\n2,Bob,Ad\n\n", base, &[]);
    check("Lead ID,Name,Source\n1,\"Ann\r\nLee\",Web\n2,\"B\rob\",Ad\n", "Lead ID|Name|Source\n1|Ann\r¶Lee|Web\n2|B\rob|Ad", &[]);
    check("Lead ID,Name,Source\n1,Ann,Web\n , ,\t\n,,\n2,Bob,Ad\n", base, &[(EmptyRow, 3), (EmptyRow, 4)]);

    // Whole lines in quotes: a table saved from one column of a spreadsheet.
    check("\"Lead ID,Name,Source\"\n\"1,Ann,Web\"\n\"2,Bob,Ad\"\n", base, &[]);
    check(
        "\"Lead ID,Name,Source\"\n\"1,\"\"Lee, Ann\"\",Web\"\n\"2,\"\"Bob \"\"\"\"B\"\"\"\"\"\",Ad\"\n",
        "Lead ID|Name|Source\n1|Lee, Ann|Web\n2|Bob \"B\"|Ad",
        &[],
    );
    check("Lead ID,Name,Source\n\"1,\"\"Lee, Ann\"\",Web\"\n\"2,\"\"Bob\"\",Ad\"\n", "Lead ID|Name|Source\n1|Lee, Ann|Web\n2|Bob|Ad", &[]);
    check("\"Lead ID;Name;Source\";;\r\n\"1;Ann;Web\";;\r\n\"2;Bob;Ad\";;\r\n", base, &[]);

    // Quotes of other kinds, and quotes that are none.
    check("'Lead ID','Name','Source'\n'1','O''Hara, Ann','Web'\n'2','Bob','Ad'\n", "Lead ID|Name|Source\n1|O'Hara, Ann|Web\n2|Bob|Ad", &[]);
    check(
        "'Lead ID','Name','Source'\n'1','O\\'Hara, Ann','Web'\n'2','Bob','Ad'\n",
        "Lead ID|Name|Source\n1|O'Hara, Ann|Web\n2|Bob|Ad",
        &[],
    );
    check("Lead ID,Name,Source\n1,O'Hara,Web\n2,'t Hooft,Ad\n", "Lead ID|Name|Source\n1|O'Hara|Web\n2|'t Hooft|Ad", &[]);
    check(
        "Lead ID,Name,Source\n1,\"Bob \\\"B\\\" Roy\",Web\n2,\"C:\\\\dir\",Ad\n",
        "Lead ID|Name|Source\n1|Bob \"B\" Roy|Web\n2|C:\\dir|Ad",
        &[],
    );
    check("Lead ID,Name,Source\n1,C:\\dir,Web\n2,\"D:\\\",Ad\n", "Lead ID|Name|Source\n1|C:\\dir|Web\n2|D:\\|Ad", &[]);
    check(
        "\"Lead ID\",\"Name\",\"Source\"\n\"1\",\"Ann \"Annie\" Lee\",\"Web\"\n\"2\",\"Bob\",\"Ad\"\n",
        "Lead ID|Name|Source\n1|Ann \"Annie\" Lee|Web\n2|Bob|Ad",
        &[(StrayQuote, 2)],
    );
    check(
        "Lead ID,Name,Source\n1,Ann 6'2\",Web\n2,Bob 12\" x 3\",Ad\n",
        "Lead ID|Name|Source\n1|Ann 6'2\"|Web\n2|Bob 12\" x 3\"|Ad",
        &[(StrayQuote, 2), (StrayQuote, 3)],
    );
    check("Lead ID,Name,Source\n1,\"\"\"Ann\"\"\",Web\n2,\"\",\"Ad\"\n", "Lead ID|Name|Source\n1|\"Ann\"|Web\n2||Ad", &[]);
    // A spreadsheet is told to leave leading zeros alone.
    check("Lead ID,Name,Source\n=\"001\",Ann,=\"Web\"\n=\"002\",\"Bob\",Ad\n", "Lead ID|Name|Source\n001|Ann|Web\n002|Bob|Ad", &[]);
    check(
        "Lead ID,Name,Source\n\"=\"\"001\"\"\",Ann,Web\n\"=\"\"002\"\"\",Bob,Ad\n",
        "Lead ID|Name|Source\n=\"001\"|Ann|Web\n=\"002\"|Bob|Ad",
        &[],
    );

    // Quotes never closed: mid file, twice, and at the end.
    check("Lead ID,Name,Source\n1,\"Ann,Web\n2,Bob,Ad\n", "Lead ID|Name|Source\n1|\"Ann|Web\n2|Bob|Ad", &[(UnterminatedQuote, 2)]);
    check("Lead ID,Name,Source\n1,Ann,Web\n2,Bob,\"Ad", "Lead ID|Name|Source\n1|Ann|Web\n2|Bob|\"Ad", &[(UnterminatedQuote, 3)]);
    check(
        "Lead ID,Name,Source\n1,\"Ann,Web\n2,\"Bob\",\"Ad\"\n3,\"Cy,Web\n4,\"Di\",\"Ad\"\n",
        "Lead ID|Name|Source\n1|\"Ann|Web\n2|Bob|Ad\n3|\"Cy|Web\n4|Di|Ad",
        &[(UnterminatedQuote, 2), (UnterminatedQuote, 4)],
    );

    // Headers.
    check(" Lead ID , Name\u{A0},\u{200F}Source\u{200E}\n1,Ann,Web\n2,Bob,Ad\n", base, &[]);
    check("Lead ID,Name,Name\n1,Ann,Web\n2,Bob,Ad\n", "Lead ID|Name|Name\n1|Ann|Web\n2|Bob|Ad", &[(HeaderRenamed, 1)]);
    check("\"Lead\nID\",Name,Source\n1,Ann,Web\n2,Bob,Ad\n", "Lead¶ID|Name|Source\n1|Ann|Web\n2|Bob|Ad", &[]);
    check(
        "Lead ID,Name,Source\n1,Ann,Web\nLead ID,Name,Source\n\u{FEFF}Lead ID,Name,Source\n2,Bob,Ad\n",
        base,
        &[(RepeatedHeader, 3), (RepeatedHeader, 4)],
    );

    // NULs; those after the last row are padding.
    check("Lead ID,Name,Source\n1,A\0n\0n,Web\n2,Bob,Ad\0\n", base, &[(NulBytes, 2), (NulBytes, 3)]);
    check("Lead ID,Name,Source\n1,Ann,Web\n2,Bob,Ad\n\0\0\0\0", base, &[]);
}

#[test]
fn size_alone_stops_nothing() {
    let mut stories = Stories::default();
    let header: Vec<String> = (0..3000).map(|column| format!("c{column}")).collect();
    let row: Vec<String> = (0..3000).map(|column| column.to_string()).collect();
    let wide = format!("Lead ID,{}\n1,{}\n2,{}\n", header.join(","), row.join(","), row.join(","));
    let (rows, issues) = shown(wide.as_bytes());
    stories.same("3 000 columns", &(rows.len(), rows[2].len(), issues.len()), &(3, 3001, 0));
    for (name, cell) in [("2 MB", "y".repeat(2_200_000)), ("2 MB of quoted lines", format!("\"{}\"", "line\n".repeat(440_000)))] {
        let long = format!("Lead ID,Note,Source\n1,{cell},Web\n2,b,Ad\n");
        let imported = import_pieces(&[("leads.csv", long.as_bytes())], 64 * 1024);
        stories.same(name, &(imported.dataset.leads.len, imported.issues.total()), &(2, 0));
    }
}
