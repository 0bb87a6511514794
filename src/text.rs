//! Every word on the screen and in the terminal: one file per subject, in English.

pub mod axis;
pub mod belt;
pub mod charts;
pub mod editor;
pub mod field;
pub mod figure;
pub mod flaw;
pub mod flow;
pub mod gallery;
pub mod history;
pub mod insight;
pub mod inspector;
pub mod lists;
pub mod measures;
pub mod money;
pub mod page;
pub mod proof;
pub mod report;
pub mod stream_map;
pub mod time;
pub mod xml;

mod fault;
