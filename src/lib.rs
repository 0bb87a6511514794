//! Flowglass: draw how work gets from an idea to a customer, let it run, and see where it stands still.
//!
//! # Layers
//!
//! A layer may use only what stands beside it; `tests/architecture.rs` reads this table and fails on
//! any other edge.
//!
//! ```text
//! value_stream  -                                     the model: stages, links, sources, policies, checked
//! sim           value_stream                          the discrete-event core: facts out, nothing else
//! measure       value_stream sim                      folds facts into CFD, times, rates
//! history       value_stream sim measure              real item histories in (CSV)
//! insight       value_stream measure                  names the bottleneck and what to try
//! player        value_stream sim measure insight      a run that follows the clock on the wall
//! proof         value_stream sim measure              textbook results, worked out and simulated
//! forecast      value_stream sim measure              what will be delivered by when, drawn from the past
//! chart         value_stream measure                  pictures, generic over plotters' DrawingBackend
//! belt          value_stream sim                      where the belt's parts stand and what moves on it
//! editor        value_stream                          drawing: diagram + action -> diagram, undo and redo
//! text          * but app, cli, analytics             every word on the screen, one file per language
//! analytics     value_stream sim measure insight chart text  the charts of a run or a history: fold, words, picture
//! stream_map    value_stream sim measure text         the value stream map of a run, as SVG
//! cli           * but app                             the command line (native)
//! app           *                                     Yew: the only place that knows a browser
//! ```

pub mod analytics;
#[cfg(feature = "app")]
pub mod app;
pub mod belt;
pub mod chart;
#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
pub mod editor;
pub mod forecast;
pub mod history;
pub mod insight;
pub mod measure;
pub mod player;
pub mod proof;
pub mod sim;
pub mod stream_map;
pub mod text;
pub mod value_stream;
