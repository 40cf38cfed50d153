//! The keys of the catalogue of the scoring page.

catalogue! {
    /// One locale's words of the scoring page.
    ScoringWords
    title,
}
