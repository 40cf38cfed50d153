//! The keys of the catalogue of both promises: on the board, and whose move a lost lead is.

catalogue! {
    /// One locale's words of both promises: on the board, and whose move a lost lead is.
    PromiseWords
    title,
}
