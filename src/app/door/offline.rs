//! What `public/start.js` says of the kept files of the page: whether a new version waits.

use super::document;

/// Calls `f` when a new version waits, now or later.
pub fn on_update(f: impl Fn() + 'static) {
    if document::root().has_attribute("data-update") {
        f();
    }
    document::listen(&document::root(), "update", move |_| f());
}

/// Has the new version take over; the page is loaded again by it.
pub fn take_update() {
    document::send("take-update");
}
