//! Lists whose rows stay in place while their key stays. One machine for all lists of the page: `<For>` is compiled anew for each, 10 KB a time.

use std::sync::Arc;

use leptos::prelude::*;

/// A row of a list, drawn when its key is new.
pub struct Row {
    key: String,
    view: Box<dyn FnOnce() -> AnyView + Send>,
}

impl Row {
    pub fn new(key: impl ToString, view: impl FnOnce() -> AnyView + Send + 'static) -> Self {
        Self { key: key.to_string(), view: Box::new(view) }
    }
}

/// The rows as they come and go.
pub fn keyed(rows: impl Fn() -> Vec<Row> + Send + Sync + 'static) -> AnyView {
    draw(Arc::new(rows))
}

fn draw(rows: Arc<dyn Fn() -> Vec<Row> + Send + Sync>) -> AnyView {
    view! { <For each=move || rows() key=|row: &Row| row.key.clone() children=|row: Row| (row.view)() /> }.into_any()
}
