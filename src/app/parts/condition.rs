//! The editor of one condition and of a list of them: what is looked at, the test, its values. Used wherever the agreement holds
//! conditions; which leads meet them is not known here.

use std::sync::Arc;

use handoff::{
    agreement::{Agreement, Attribute, Condition, Test},
    import::Field as ImportField,
    leads::Dimension,
    words::fill,
};
use leptos::prelude::*;

use super::fields::{Field, Range, Read, Write, act, choose, each, remove, words};
use crate::app::{
    format, labels,
    state::{AppState, use_app},
};

/// An edit of a condition.
type Edit = Arc<dyn Fn(&mut Condition) + Send + Sync>;

/// Suggested values of one attribute.
const SUGGESTIONS: usize = 200;

/// What conditions can look at: what the data has, and `current` whatever it has.
fn attributes(state: AppState, current: Option<&Attribute>) -> Vec<Attribute> {
    let mut all = vec![Attribute::Name, Attribute::Email, Attribute::EmailDomain, Attribute::Company];
    state.filter_values.with(|values| {
        let known = values.iter().filter(|one| one.values.iter().any(|(value, _)| value.is_some()));
        all.extend(known.map(|one| Attribute::Dimension(one.dimension)));
    });
    state.mappings.with(|mappings| {
        for column in mappings.iter().flat_map(|mapping| &mapping.columns) {
            let attribute = Attribute::Column(column.header.clone());
            if matches!(column.field, Some(ImportField::Attribute | ImportField::Counter)) && !all.contains(&attribute) {
                all.push(attribute);
            }
        }
    });
    if let Some(current) = current
        && !all.contains(current)
    {
        all.push(current.clone());
    }
    all
}

/// Chooses an attribute of the leads.
pub fn attribute(
    label: &'static str,
    get: impl Fn(&Agreement) -> Option<Attribute> + Send + Sync + 'static,
    put: impl Fn(&mut Agreement, Attribute) + Send + Sync + 'static,
) -> AnyView {
    let state = use_app();
    let current = Memo::new(move |_| state.agreement.with(|agreement| get(agreement)));
    let all = Memo::new(move |_| attributes(state, current.get().as_ref()));
    choose(
        label.to_owned(),
        true,
        move || all.get().iter().map(labels::attribute).collect(),
        move |_| all.get().iter().position(|one| Some(one) == current.get().as_ref()).unwrap_or(0),
        move |agreement, index| {
            if let Some(attribute) = all.get_untracked().get(index) {
                put(agreement, attribute.clone());
            }
        },
    )
}

/// The tests in the order of their choice, each with the values of another as far as it can take them.
fn tests(test: &Test) -> [Test; 8] {
    let values = match test {
        Test::OneOf(values) | Test::NoneOf(values) | Test::Contains(values) => values.clone(),
        _ => Vec::new(),
    };
    let number = match test {
        Test::AtLeast(value) | Test::AtMost(value) => *value,
        _ => 0.0,
    };
    let (again, more) = (values.clone(), values.clone());
    [
        Test::OneOf(values),
        Test::NoneOf(again),
        Test::Contains(more),
        Test::AtLeast(number),
        Test::AtMost(number),
        Test::Known,
        Test::FreeMail,
        Test::CompanyMail,
    ]
}

fn place(test: &Test) -> usize {
    tests(test).iter().position(|one| std::mem::discriminant(one) == std::mem::discriminant(test)).unwrap_or(0)
}

fn list_of(dimension: Dimension) -> String {
    format!("values-{}", dimension as usize)
}

/// The suggestions of all editors on a page; to be there once.
pub fn value_lists() -> AnyView {
    let state = use_app();
    (move || {
        let lists = state.filter_values.get();
        let list = |one: &handoff::report::FilterValues| {
            let options = one.values.iter().filter_map(|(value, _)| value.clone()).take(SUGGESTIONS);
            view! { <datalist id=list_of(one.dimension)>{options.map(|value| view! { <option value=value></option> }).collect_view()}</datalist> }
        };
        lists.iter().map(list).collect_view()
    })
    .into_any()
}

/// One condition. `get` is `None` once it is gone.
pub fn condition(get: Read<Option<Condition>>, put: Write<Condition>) -> AnyView {
    let state = use_app();
    let terms = format::terms();
    let current = Memo::new(move |_| state.agreement.with(|agreement| get(agreement)));
    let put: Write<Edit> = Arc::new(move |agreement, change| {
        if let Some(mut condition) = current.get_untracked() {
            change(&mut condition);
            put(agreement, condition);
        }
    });
    let test = move || current.get().map_or(Test::Known, |condition| condition.test);
    let kind = Memo::new(move |_| place(&test()));
    let (put_of, put_test) = (put.clone(), put.clone());
    let value = move || {
        let put = put.clone();
        match kind.get() {
            0..=2 => words(
                terms.values.to_owned(),
                move || match current.get()?.of {
                    Attribute::Dimension(dimension) => Some(list_of(dimension)),
                    _ => None,
                },
                move |_| match test() {
                    Test::OneOf(values) | Test::NoneOf(values) | Test::Contains(values) => values,
                    _ => Vec::new(),
                },
                move |agreement, values| {
                    put(
                        agreement,
                        Arc::new(move |condition| {
                            if let Test::OneOf(old) | Test::NoneOf(old) | Test::Contains(old) = &mut condition.test {
                                old.clone_from(&values);
                            }
                        }),
                    );
                },
            ),
            3 | 4 => Field::number(
                terms.values,
                Range::Any,
                move |_| match test() {
                    Test::AtLeast(value) | Test::AtMost(value) => Some(value),
                    _ => None,
                },
                move |agreement, value| {
                    put(
                        agreement,
                        Arc::new(move |condition| {
                            if let Test::AtLeast(old) | Test::AtMost(old) = &mut condition.test {
                                *old = value.unwrap_or(0.0);
                            }
                        }),
                    );
                },
            )
            .inline()
            .view(),
            _ => ().into_any(),
        }
    };
    let names = move || {
        let one = |test: &Test| fill(terms.test(test), &[("what", ""), ("values", "…")]).trim().to_owned();
        tests(&Test::Known).iter().map(one).collect()
    };
    view! {
        {attribute(terms.attribute, move |_| current.get().map(|condition| condition.of), move |agreement, attribute| {
            put_of(agreement, Arc::new(move |condition| condition.of = attribute.clone()));
        })}
        {choose(terms.test.to_owned(), true, names, move |_| kind.get(), move |agreement, index| {
            put_test(agreement, Arc::new(move |condition| if let Some(test) = tests(&condition.test).get(index) { condition.test = test.clone() }));
        })}
        {value}
    }
    .into_any()
}

/// A list of conditions with a way to add one. `list` is `None` where the thing that holds them is gone.
pub fn conditions<R, W>(read: R, write: W) -> AnyView
where
    R: Fn(&Agreement) -> Option<&Vec<Condition>> + Clone + Send + Sync + 'static,
    W: Fn(&mut Agreement) -> Option<&mut Vec<Condition>> + Clone + Send + Sync + 'static,
{
    let copied = read.clone();
    let get: Read<Vec<Condition>> = Arc::new(move |agreement| read(agreement).cloned().unwrap_or_default());
    let count: Read<usize> = Arc::new(move |agreement| copied(agreement).map_or(0, Vec::len));
    let put: Write<Vec<Condition>> = Arc::new(move |agreement, all| {
        if let Some(list) = write(agreement) {
            *list = all;
        }
    });
    conditions_of(get, count, put)
}

fn conditions_of(get: Read<Vec<Condition>>, count: Read<usize>, put: Write<Vec<Condition>>) -> AnyView {
    let terms = format::terms();
    let (add_get, add_put) = (get.clone(), put.clone());
    let rows = each(
        move |agreement| count(agreement),
        move |index| {
            let (get_one, get_all, get_left) = (get.clone(), get.clone(), get.clone());
            let (put_one, put_left) = (put.clone(), put.clone());
            view! {
                <li class="condition">
                    {condition(
                        Arc::new(move |agreement| get_one(agreement).get(index).cloned()),
                        Arc::new(move |agreement, condition| {
                            let mut all = get_all(agreement);
                            if let Some(old) = all.get_mut(index) {
                                *old = condition;
                            }
                            put_one(agreement, all);
                        }),
                    )}
                    {remove(terms.condition.to_owned(), move |agreement| {
                        let mut all = get_left(agreement);
                        if index < all.len() {
                            all.remove(index);
                        }
                        put_left(agreement, all);
                    })}
                </li>
            }
            .into_any()
        },
    );
    let add = move |agreement: &mut Agreement| {
        let mut all = add_get(agreement);
        all.push(Condition { of: Attribute::Email, test: Test::Known });
        add_put(agreement, all);
    };
    view! {
        <ul class="conditions">{rows}</ul>
        {act(terms.add_condition.to_owned(), "button link", add)}
    }
    .into_any()
}
