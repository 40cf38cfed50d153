//! Two documents of any shape made one: lists of things with an `id` by it, records field by field. Where one side says nothing the
//! other's word is taken; where both say something else, somebody decides. It knows no document.

use serde_json::{Map, Value};

use super::Choice;

/// What is asked while two trees are made one.
pub(super) trait Judge {
    /// Both sides say something else. `path` names the things and fields on the way; lists can be both.
    fn decide(&mut self, path: &[String], mine: &Value, theirs: &Value, lists: bool) -> Choice;
    /// A thing with an id that both have alike (`None`), or only one has.
    fn met(&mut self, only: Option<Choice>);
}

pub(super) fn merge(mine: &Value, theirs: &Value, path: &mut Vec<String>, judge: &mut dyn Judge) -> Value {
    if mine == theirs || is_nothing(theirs) {
        return mine.clone();
    }
    if is_nothing(mine) {
        return theirs.clone();
    }
    match (mine, theirs) {
        (Value::Object(one), Value::Object(other)) if !are_variants(one, other, path) => Value::Object(fields(one, other, path, judge)),
        (Value::Array(one), Value::Array(other)) if have_ids(one) && have_ids(other) => Value::Array(things(one, other, path, judge)),
        (Value::Array(one), Value::Array(other)) => match judge.decide(path, mine, theirs, true) {
            Choice::Mine => mine.clone(),
            Choice::Theirs => theirs.clone(),
            Choice::Both => one.iter().chain(other.iter().filter(|item| !one.contains(item))).cloned().collect(),
        },
        _ => match judge.decide(path, mine, theirs, false) {
            Choice::Mine | Choice::Both => mine.clone(),
            Choice::Theirs => theirs.clone(),
        },
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Two ways to be one of several things, as serde writes them: such a value is taken whole.
fn are_variants(one: &Map<String, Value>, other: &Map<String, Value>, path: &[String]) -> bool {
    !path.is_empty() && one.len() == 1 && other.len() == 1 && one.keys().ne(other.keys())
}

fn fields(one: &Map<String, Value>, other: &Map<String, Value>, path: &mut Vec<String>, judge: &mut dyn Judge) -> Map<String, Value> {
    let mut merged = one.clone();
    for (name, theirs) in other {
        path.push(name.clone());
        let value = one.get(name).map_or_else(|| theirs.clone(), |mine| merge(mine, theirs, path, judge));
        merged.insert(name.clone(), value);
        path.pop();
    }
    merged
}

fn id(item: &Value) -> Option<String> {
    match item.get("id")? {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

/// Every item has an id of its own.
fn have_ids(items: &[Value]) -> bool {
    let ids: Vec<Option<String>> = items.iter().map(id).collect();
    ids.iter().enumerate().all(|(index, id)| id.is_some() && !ids[..index].contains(id))
}

fn things(one: &[Value], other: &[Value], path: &mut Vec<String>, judge: &mut dyn Judge) -> Vec<Value> {
    let mut merged = Vec::new();
    for mine in one {
        match other.iter().find(|theirs| id(theirs) == id(mine)) {
            None => {
                judge.met(Some(Choice::Mine));
                merged.push(mine.clone());
            }
            Some(theirs) if theirs == mine => {
                judge.met(None);
                merged.push(mine.clone());
            }
            Some(theirs) => {
                path.push(name(mine));
                merged.push(merge(mine, theirs, path, judge));
                path.pop();
            }
        }
    }
    for theirs in other.iter().filter(|theirs| !one.iter().any(|mine| id(mine) == id(theirs))) {
        judge.met(Some(Choice::Theirs));
        merged.push(theirs.clone());
    }
    merged
}

/// What a person knows it by, else its id.
fn name(item: &Value) -> String {
    let text = |field: &str| item.get(field)?.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    ["name", "title", "what", "text", "date"].into_iter().find_map(text).or_else(|| id(item)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    struct Always(Choice, Vec<String>, [u32; 3]);

    impl Judge for Always {
        fn decide(&mut self, path: &[String], _mine: &Value, _theirs: &Value, lists: bool) -> Choice {
            self.1.push(format!("{}{}", path.join("/"), if lists { " +" } else { "" }));
            self.0
        }

        fn met(&mut self, only: Option<Choice>) {
            self.2[only.map_or(2, |only| only as usize)] += 1;
        }
    }

    fn check(mine: &Value, theirs: &Value, choice: Choice, expected: &Value, asked: &[&str], met: [u32; 3]) {
        let mut judge = Always(choice, Vec::new(), [0; 3]);
        let merged = merge(mine, theirs, &mut Vec::new(), &mut judge);
        assert_eq!(
            (&merged, judge.1.iter().map(String::as_str).collect::<Vec<_>>(), judge.2),
            (expected, asked.to_vec(), met),
            "{mine} {theirs}"
        );
    }

    #[test]
    fn things_by_their_ids_and_fields_by_their_names() {
        use Choice::{Both, Mine, Theirs};
        let meetings = |items: Value| json!({ "meetings": items });
        let (one, two) = (json!({"id": 1, "date": "2024-05-01", "notes": "a"}), json!({"id": 2, "date": "2024-05-08", "notes": ""}));
        check(&meetings(json!([one])), &meetings(json!([two, one])), Mine, &meetings(json!([one, two])), &[], [0, 1, 1]);
        let noted = json!({"id": 2, "date": "2024-05-08", "notes": "b"});
        check(&meetings(json!([two])), &meetings(json!([noted])), Mine, &meetings(json!([noted])), &[], [0, 0, 0]);
        let other = json!({"id": 1, "date": "2024-05-01", "notes": "c"});
        let asked = ["meetings/2024-05-01/notes"];
        check(&meetings(json!([one])), &meetings(json!([other])), Mine, &meetings(json!([one])), &asked, [0, 0, 0]);
        check(&meetings(json!([one])), &meetings(json!([other])), Theirs, &meetings(json!([other])), &asked, [0, 0, 0]);
        check(&json!({"tags": ["a", "b"]}), &json!({"tags": ["b", "c"]}), Both, &json!({"tags": ["a", "b", "c"]}), &["tags +"], [0, 0, 0]);
        check(&json!({"kind": {"a": 1}}), &json!({"kind": {"b": 1}}), Theirs, &json!({"kind": {"b": 1}}), &["kind"], [0, 0, 0]);
        check(&json!({"a": 1}), &json!({"b": 2}), Mine, &json!({"a": 1, "b": 2}), &[], [0, 0, 0]);
        // Ids that are not of one thing each tell nothing.
        check(&json!([{"id": 1}, {"id": 1}]), &json!([{"id": 1}]), Mine, &json!([{"id": 1}, {"id": 1}]), &[" +"], [0, 0, 0]);
    }
}
