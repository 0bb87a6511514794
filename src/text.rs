//! Every word on the screen and in the terminal: one file per subject, in English.

pub mod figure;
pub mod insight;

mod fault;
