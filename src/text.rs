//! Every word on the screen and in the terminal: one file per subject, in English.

mod fault;
