//! One file per question; each a pure function of leads, selection and agreement.
