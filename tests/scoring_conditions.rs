//! Conditions and personas of the agreement, tried on leads: who meets them, who fails them, of whom nobody can say.

mod report_support;

use handoff::{
    agreement::{Attribute, Condition, Persona, Test},
    leads::{Bitmap, CategoryBuilder, Dataset, Dimension, Named},
    metrics::scoring::{answers, answers_to_all, personas_of},
};
use report_support::{dataset, lead};

const ROWS: usize = 5;

fn column(values: [&str; ROWS]) -> handoff::leads::Category {
    let mut builder = CategoryBuilder::default();
    values.iter().for_each(|value| builder.push(value));
    builder.finish()
}

fn five() -> Dataset {
    let sizes = ["51-200", "1,001+", "۱۱ تا ۵۰", "", "unknown"];
    let personas = ["IT Ivan", "it ivan", "CEO Clara", "Nobody", ""];
    let leads: Vec<_> =
        (0..ROWS).map(|row| lead().with(Dimension::CompanySize, sizes[row]).with(Dimension::Persona, personas[row])).collect();
    let mut data = dataset(&leads, &[]);
    data.leads.email_domain = Some(column(["acme.example", "GMail.com", "mail.ru", "", "bank.example"]));
    data.leads.known.email = Bitmap::from_fn(ROWS, |row| row != 3);
    data.leads.attributes = vec![Named { name: "Budget".into(), column: column(["Yes", "no", "50 000 €", "", "n/a"]) }];
    data.leads.counters = vec![Named { name: "Page views".into(), column: vec![0, 1, 2, 9, 300] }];
    data
}

fn condition(of: Attribute, test: Test) -> Condition {
    Condition { of, test }
}

/// `y`, `n` and `?` by lead.
fn check(of: Attribute, test: Test, expected: &str) {
    let data = five();
    let condition = condition(of, test);
    let found = answers(&data, &condition);
    let shown: String = (0..ROWS).map(|row| found.of(row).map_or('?', |yes| if yes { 'y' } else { 'n' })).collect();
    assert_eq!(shown, expected, "{condition:?}");
    assert_eq!(found.unknown().count(), expected.matches('?').count(), "{condition:?}");
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn a_condition_is_met_failed_or_unknown() {
    let size = || Attribute::Dimension(Dimension::CompanySize);
    let named = |name: &str| Attribute::Column(name.into());
    check(size(), Test::AtLeast(50.0), "yyn??");
    check(size(), Test::AtMost(51.0), "yny??");
    check(size(), Test::Known, "yyynn");
    check(size(), Test::OneOf(words(&["51-200", " "])), "ynn??");
    check(size(), Test::NoneOf(words(&["51-200"])), "nyy??");
    check(size(), Test::OneOf(Vec::new()), "nnn??");
    check(Attribute::Dimension(Dimension::Persona), Test::OneOf(words(&["IT IVAN"])), "yynn?");
    check(Attribute::Dimension(Dimension::Persona), Test::Contains(words(&["clara", ""])), "nnyn?");
    check(Attribute::Dimension(Dimension::Industry), Test::OneOf(words(&["IT"])), "?????");
    check(Attribute::Dimension(Dimension::Industry), Test::Known, "nnnnn");
    check(Attribute::EmailDomain, Test::FreeMail, "nyy?n");
    check(Attribute::Email, Test::CompanyMail, "ynn?y");
    check(Attribute::Email, Test::Known, "yyyny");
    check(Attribute::Email, Test::Contains(words(&["@acme"])), "?????");
    check(Attribute::Name, Test::Known, "nnnnn");
    check(named("BUDGET"), Test::Known, "yyynn");
    check(named("budget"), Test::AtLeast(50_000.0), "??y??");
    check(named("page  views"), Test::AtLeast(2.0), "nnyyy");
    check(named("Page views"), Test::Known, "nyyyy");
    check(named("Page views"), Test::OneOf(words(&["9", "300"])), "nnnyy");
    check(named("Shoe size"), Test::AtLeast(2.0), "?????");
}

#[test]
fn of_several_conditions_the_worst_answer_counts() {
    let data = five();
    let size = condition(Attribute::Dimension(Dimension::CompanySize), Test::AtLeast(50.0));
    let company = condition(Attribute::EmailDomain, Test::CompanyMail);
    let both = answers_to_all(&data, [&size, &company]);
    let shown: Vec<Option<bool>> = (0..ROWS).map(|row| both.of(row)).collect();
    assert_eq!(shown, [Some(true), Some(false), Some(false), None, None]);
    assert_eq!(answers_to_all(&data, []).yes.count(), ROWS);
}

#[test]
fn personas_go_by_their_conditions_then_by_the_column() {
    let persona = |name: &str, conditions| Persona { name: name.into(), conditions, lead_value: None };
    let large = condition(Attribute::Dimension(Dimension::CompanySize), Test::AtLeast(1000.0));
    let small = condition(Attribute::Dimension(Dimension::CompanySize), Test::AtMost(100.0));
    let agreed = [persona("Enterprise", vec![large]), persona("CEO Clara", vec![small]), persona("IT Ivan", Vec::new())];
    assert_eq!(personas_of(&five(), &agreed), [2, 1, 2, 0, 0]);
    assert_eq!(personas_of(&five(), &agreed[2..]), [1, 1, 0, 0, 0]);
    assert_eq!(personas_of(&five(), &[]), [0; ROWS]);
    // The column says Ivan, and the conditions say that he is not: nobody can say of the last two.
    let strict = condition(Attribute::Dimension(Dimension::CompanySize), Test::AtLeast(1000.0));
    assert_eq!(personas_of(&five(), &[persona("it ivan", vec![strict])]), [0, 1, 0, 0, 0]);
}
