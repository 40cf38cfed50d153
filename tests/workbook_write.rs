//! Tables saved as workbooks are read back as they were; archives hold what was put into them.

use std::io::{Cursor, Read};

use handoff::workbook::{archive, of_csv, read};

fn check(csv: &str, expected: &str) {
    let bytes = of_csv(csv, false).expect("a workbook");
    let sheets = read(&bytes).expect("a workbook that opens").sheets;
    assert_eq!(sheets.len(), 1);
    assert_eq!(String::from_utf8(sheets[0].csv.clone()).unwrap().trim_end(), expected, "{csv:?}");
}

#[test]
fn a_table_comes_back_as_it_went() {
    check("stage,leads\r\nMQL,62\r\nSQL,5.5\r\n", "stage,leads\nMQL,62\nSQL,5.5");
    // What looks like a number and is an id stays text; the mark before a would-be formula goes.
    check("id,note\r\n0070,'=1+1\r\n", "id,note\n0070,=1+1");
    check("name\r\n\"a, \"\"b\"\"\"\r\n", "name\n\"a, \"\"b\"\"\"");
    check("\u{feff}مرحله,تعداد\r\nسرنخ,-3\r\n", "مرحله,تعداد\nسرنخ,-3");
    check("n\r\n12345678901234567890\r\n1.\r\n.5\r\n-\r\n", "n\n12345678901234567890\n1.\n.5\n-");
}

#[test]
fn a_table_from_right_to_left_is_a_workbook_too() {
    assert!(read(&of_csv("a\r\n1\r\n", true).unwrap()).is_ok());
}

#[test]
fn an_archive_holds_its_files() {
    let files = [("index.html".to_owned(), b"<p>".to_vec()), ("fonts/one.woff2".to_owned(), vec![0; 4_000])];
    let bytes = archive(&files).expect("an archive");
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    assert_eq!(zip.len(), 2);
    for (name, expected) in &files {
        let mut found = Vec::new();
        zip.by_name(name).unwrap().read_to_end(&mut found).unwrap();
        assert_eq!(found, *expected);
    }
}
