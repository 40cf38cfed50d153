//! The keys of the catalogue of the follow-up page and of a lead's own page.

catalogue! {
    /// One locale's words of the follow-up page and of a lead's own page.
    FollowUpWords
    title,
}
