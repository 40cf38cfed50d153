//! Report part → scene of marks → any plotters backend.
