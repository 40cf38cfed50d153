//! What leads are scored and checked by: counters, attributes, answers, e-mail domains, and who has what.

mod common;

use common::import_mapped;
use handoff::import::{Field, FileMapping, sniff};

#[test]
fn what_leads_are_scored_by_is_kept() {
    let first = "Lead ID,First Name,Email,Company,Budget,Page views,Ebook downloads,Specialization\n\
        1,Ann,ann@Acme.example,Acme,yes,3,1,Finance\n2,,bob@gmail.com,,\"50,000\",0,,\n3,Cem,,Beta,no,70000,2,Law\n";
    let second = "Lead ID,Email,Page views\n2,bob@gmail.com,9\n4,eve@,1\n";
    let mut mappings: Vec<_> =
        [first, second].iter().map(|text| sniff("leads.csv", text.len() as u64, text.as_bytes(), &[]).expect("a table").mapping).collect();
    let field =
        |mapping: &FileMapping, header: &str| mapping.columns.iter().find(|column| column.header == header).and_then(|column| column.field);
    assert_eq!(field(&mappings[0], "Budget"), Some(Field::Attribute));
    assert_eq!(field(&mappings[0], "Page views"), Some(Field::Counter));
    assert_eq!(field(&mappings[0], "Specialization"), None);
    for column in &mut mappings[0].columns {
        if column.header == "Specialization" {
            column.field = Some(Field::Attribute);
        }
    }
    let imported = import_mapped(&[("a.csv", first.as_bytes()), ("b.csv", second.as_bytes())], &mappings, usize::MAX);
    let leads = &imported.dataset.leads;
    assert_eq!(leads.len, 4);
    let has = |rows: &handoff::leads::Bitmap| (0..4).map(|row| rows.get(row)).collect::<Vec<_>>();
    assert_eq!(has(&leads.known.name), [true, false, true, false]);
    assert_eq!(has(&leads.known.email), [true, true, false, true]);
    assert_eq!(has(&leads.known.company), [true, false, true, false]);
    let domains = leads.email_domain.as_ref().expect("an e-mail column");
    let domain = |row: usize| domains.value(domains.code(row));
    assert_eq!([domain(0), domain(1), domain(2), domain(3)], [Some("acme.example"), Some("gmail.com"), None, None]);
    let counter = |name: &str| leads.counters.iter().find(|named| named.name == name).map(|named| named.column.clone());
    assert_eq!(counter("Page views"), Some(vec![3, 9, u16::MAX, 1]));
    assert_eq!(counter("Ebook downloads"), Some(vec![1, 0, 2, 0]));
    let attributes: Vec<&str> = leads.attributes.iter().map(|named| named.name.as_str()).collect();
    assert_eq!(attributes, ["Budget", "Specialization"]);
    let budget = &leads.attributes[0].column;
    assert_eq!((0..4).map(|row| budget.value(budget.code(row))).collect::<Vec<_>>(), [Some("yes"), Some("50,000"), Some("no"), None]);
}
