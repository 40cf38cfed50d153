//! Every word a person reads, by locale, checked at compile time.
