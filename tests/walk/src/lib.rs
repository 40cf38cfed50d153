//! The walk through the app in a real browser.
