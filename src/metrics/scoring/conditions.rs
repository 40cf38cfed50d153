//! Which leads meet a condition, which fail it, and of which nobody can say. Gives no points and names no MQL.
//!
//! Columns are dictionary-coded, so a test is tried once for each distinct value and then looked up row by row.

use super::{
    first_number::{Style, first_number},
    free_mail::is_free_mail,
};
use crate::{
    agreement::{Attribute, Condition, Persona, Test},
    import::is_unknown,
    leads::{Bitmap, Category, Dataset, Dimension, Known, Leads},
    metrics::{Coded, leads_by},
    text::fold,
};

/// The answer of every lead: yes, no, or (in neither) unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    pub yes: Bitmap,
    pub no: Bitmap,
}

impl Answers {
    fn all(answer: Option<bool>, len: usize) -> Self {
        let rows = |holds| if holds { Bitmap::full(len) } else { Bitmap::empty(len) };
        Self { yes: rows(answer == Some(true)), no: rows(answer == Some(false)) }
    }

    /// `None`: unknown.
    pub fn of(&self, row: usize) -> Option<bool> {
        if self.yes.get(row) { Some(true) } else { self.no.get(row).then_some(false) }
    }

    pub fn unknown(&self) -> Bitmap {
        let mut rows = Bitmap::full(self.yes.len());
        rows.subtract(&self.yes);
        rows.subtract(&self.no);
        rows
    }
}

/// Every lead's answer to one condition. A lead without the data is unknown, except to [`Test::Known`], which it fails. Names,
/// addresses and companies are not in memory: of them only [`Test::Known`] is answered, and of an address whose mailbox it is.
pub fn answers(dataset: &Dataset, condition: &Condition) -> Answers {
    let leads = &dataset.leads;
    match (&condition.of, &condition.test) {
        (Attribute::Name | Attribute::Email | Attribute::Company, Test::Known) => known(&leads.known, &condition.of, leads.len),
        (Attribute::Email, Test::FreeMail | Test::CompanyMail) => of_column(leads.email_domain.as_ref(), &condition.test, leads.len),
        (Attribute::Name | Attribute::Email | Attribute::Company, _) => Answers::all(None, leads.len),
        (Attribute::EmailDomain, test) => of_column(leads.email_domain.as_ref(), test, leads.len),
        (Attribute::Dimension(dimension), test) => match leads_by(dataset, *dimension) {
            Some(column) => coded(&column, test, leads.len),
            None => without_data(test, leads.len),
        },
        (Attribute::Column(header), test) => match counter(leads, header) {
            Some(counts) => counted(counts, test),
            None => of_column(attribute(leads, header), test, leads.len),
        },
    }
}

/// Every lead's answer to several conditions at once: no where one of them is, else unknown where one of them is, else yes.
pub fn answers_to_all<'a>(dataset: &Dataset, conditions: impl IntoIterator<Item = &'a Condition>) -> Answers {
    let mut all = Answers::all(Some(true), dataset.leads.len);
    for condition in conditions {
        let one = answers(dataset, condition);
        all.yes.intersect(&one.yes);
        all.no.unite(&one.no);
    }
    all
}

/// The column of an attribute as words, where it has one in memory: what [`answers`] looks at, for who lists values to choose from.
pub fn words_of<'a>(dataset: &'a Dataset, attribute_of: &Attribute) -> Option<Coded<'a>> {
    match attribute_of {
        Attribute::Dimension(dimension) => leads_by(dataset, *dimension),
        Attribute::EmailDomain => dataset.leads.email_domain.as_ref().map(Coded::Own),
        Attribute::Column(header) => attribute(&dataset.leads, header).map(Coded::Own),
        Attribute::Name | Attribute::Email | Attribute::Company => None,
    }
}

/// The counter column of that header, compared as folded text.
pub fn counter<'a>(leads: &'a Leads, header: &str) -> Option<&'a [u16]> {
    let wanted = fold(header);
    leads.counters.iter().find(|named| fold(&named.name) == wanted).map(|named| named.column.as_slice())
}

fn attribute<'a>(leads: &'a Leads, header: &str) -> Option<&'a Category> {
    let wanted = fold(header);
    leads.attributes.iter().find(|named| fold(&named.name) == wanted).map(|named| &named.column)
}

/// No lead has the data.
fn without_data(test: &Test, len: usize) -> Answers {
    Answers::all(matches!(test, Test::Known).then_some(false), len)
}

fn known(known: &Known, attribute: &Attribute, len: usize) -> Answers {
    let column = match attribute {
        Attribute::Name => &known.name,
        Attribute::Company => &known.company,
        _ => &known.email,
    };
    if column.is_empty() {
        return without_data(&Test::Known, len);
    }
    let mut no = Bitmap::full(len);
    no.subtract(column);
    Answers { yes: column.clone(), no }
}

fn of_column(column: Option<&Category>, test: &Test, len: usize) -> Answers {
    column.map_or_else(|| without_data(test, len), |column| coded(&Coded::Own(column), test, len))
}

fn coded(column: &Coded, test: &Test, len: usize) -> Answers {
    let tester = Tester::new(test, column.values());
    let absent = matches!(test, Test::Known).then_some(false);
    let by_code: Vec<Option<bool>> = std::iter::once(absent).chain(column.values().iter().map(|value| tester.answer(value))).collect();
    by_table(len, &by_code, |row| column.code(row) as usize)
}

/// A counter always has a value; for [`Test::Known`] that is one above 0, because exports leave a 0 blank.
fn counted(counts: &[u16], test: &Test) -> Answers {
    let most = counts.iter().copied().max().unwrap_or(0);
    let values: Vec<String> = (0..=most).map(|count| count.to_string()).collect();
    let tester = Tester::new(test, &values);
    let answer = |(count, value): (usize, &String)| if matches!(test, Test::Known) { Some(count > 0) } else { tester.answer(value) };
    let by_count: Vec<Option<bool>> = values.iter().enumerate().map(answer).collect();
    by_table(counts.len(), &by_count, |row| usize::from(counts[row]))
}

fn by_table(len: usize, table: &[Option<bool>], code: impl Fn(usize) -> usize) -> Answers {
    let rows = |wanted| Bitmap::from_fn(len, |row| table[code(row)] == Some(wanted));
    Answers { yes: rows(true), no: rows(false) }
}

/// A test with its words folded once.
struct Tester<'a> {
    test: &'a Test,
    words: Vec<String>,
    style: Style,
}

impl<'a> Tester<'a> {
    fn new(test: &'a Test, values: &[String]) -> Self {
        let words = match test {
            Test::OneOf(words) | Test::NoneOf(words) | Test::Contains(words) => {
                words.iter().map(|word| fold(word)).filter(|word| !word.is_empty()).collect()
            }
            _ => Vec::new(),
        };
        Self { test, words, style: Style::of(values.iter().map(String::as_str)) }
    }

    /// `None`: the value says nothing about it. A word for "unknown" says nothing about anything.
    fn answer(&self, value: &str) -> Option<bool> {
        if is_unknown(value.as_bytes()) {
            return matches!(self.test, Test::Known).then_some(false);
        }
        match self.test {
            Test::Known => Some(true),
            Test::OneOf(_) => Some(self.words.contains(&fold(value))),
            Test::NoneOf(_) => Some(!self.words.contains(&fold(value))),
            Test::Contains(_) => {
                let value = fold(value);
                Some(self.words.iter().any(|word| value.contains(word.as_str())))
            }
            Test::AtLeast(least) => first_number(value, self.style).map(|number| number >= *least),
            Test::AtMost(most) => first_number(value, self.style).map(|number| number <= *most),
            Test::FreeMail => is_free_mail(value),
            Test::CompanyMail => is_free_mail(value).map(|is_free| !is_free),
        }
    }
}

/// The persona of every lead: 1 + its index in `personas`, 0 for none of them. The first persona whose conditions all hold; else
/// the one the persona column names, unless the lead fails that persona's conditions.
pub fn personas_of(dataset: &Dataset, personas: &[Persona]) -> Vec<u16> {
    let mut of = vec![0_u16; dataset.leads.len];
    let mut open = Bitmap::full(dataset.leads.len);
    let mut failed: Vec<Option<Bitmap>> = Vec::new();
    // More personas than a code can number are none a team has.
    for (index, persona) in personas.iter().take(usize::from(u16::MAX)).enumerate() {
        if persona.conditions.is_empty() {
            failed.push(None);
            continue;
        }
        let mut meets = answers_to_all(dataset, &persona.conditions);
        meets.yes.intersect(&open);
        meets.yes.iter().for_each(|row| of[row] = index as u16 + 1);
        open.subtract(&meets.yes);
        failed.push(Some(meets.no));
    }
    let Some(column) = leads_by(dataset, Dimension::Persona) else { return of };
    let names: Vec<String> = personas.iter().map(|persona| fold(&persona.name)).collect();
    let index_of = |value: &String| names.iter().position(|name| *name == fold(value));
    let by_code: Vec<Option<usize>> = std::iter::once(None).chain(column.values().iter().map(index_of)).collect();
    for row in open.iter() {
        if let Some(index) = by_code[column.code(row) as usize]
            && let Some(failed) = failed.get(index)
            && !failed.as_ref().is_some_and(|failed| failed.get(row))
        {
            of[row] = index as u16 + 1;
        }
    }
    of
}
