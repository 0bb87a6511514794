//! Every word on the screen and in the terminal: one file per subject, in English.

pub mod belt;
pub mod field;
pub mod figure;
pub mod history;
pub mod insight;
pub mod measures;
pub mod page;

mod fault;
