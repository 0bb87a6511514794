//! The border of the page: what answers hands. It draws, reads and checks streams, says what is wrong with them, and reads
//! the chart. The page fetches it when a hand comes near.

use yew::Html;
use yew::html::Scope;

use super::flow::Numbers;
use super::{Msg, Page, Table};
use crate::app::inspector::Fields;
use crate::belt::BeltState;
use crate::insight::{Finding, Insight};
use crate::measure::{Asked, Measures};
use crate::player::Player;
use crate::text::insight::{self as text, Sentence};
use crate::text::measures::Measure;
use crate::value_stream::{Change, Runnable, ValueStream};

pub(in crate::app) use super::editing::BORDER;

/// Names what stands out, and what it costs.
pub(super) struct Voice {
    pub(super) findings: fn(&Player, &Measures) -> Vec<Finding>,
    pub(super) words: fn(&Insight, &Runnable) -> Sentence,
    pub(super) attempt: fn(&Change, &Runnable) -> String,
    pub(super) money: fn(&Measures, &ValueStream) -> Vec<Measure>,
}

/// What can stand out of the opening stream, as long as nobody has touched it.
pub(super) static FIRST_VOICE: Voice = Voice {
    findings: |player, measures| player.piling_up(measures).into_iter().collect(),
    words: text::piling_up,
    attempt: text::try_people,
    money: |_, _| Vec::new(),
};

/// What is behind the border, for the page to call once it is there.
pub struct Border {
    /// Reacts to what hands do: returns whether the markup changes.
    pub(super) edit: fn(&mut Page, &Scope<Page>, Msg) -> bool,
    /// Takes over what was typed before it was there; the next render settles it.
    pub(super) gather: fn(&mut Page),
    /// Names everything that stands out.
    pub(super) voice: Voice,
    /// The run as a drawing with faults shows it.
    pub(super) shown: fn(&Page) -> BeltState,
    /// Opens what the browser has kept.
    pub(super) reopen: fn(&mut Page),
    /// The fields of what is chosen.
    pub(super) fields: fn(&Page, &Scope<Page>) -> Fields,
    /// What there is to say about the drawing, below the belt.
    pub(super) notices: fn(&Page, &Scope<Page>) -> Html,
    /// What the charts and numbers are about, where nothing is drawn.
    pub(super) stale: fn(&Page) -> Option<Html>,
    /// The sheet of keys and the gallery of templates, where they are shown.
    pub(super) dialogs: fn(&Page, &Scope<Page>) -> Html,
    /// The comparison of two futures: its numbers, its markup, its outline in the diagram.
    pub(super) compare: fn(&Page) -> Vec<[String; 4]>,
    pub(super) futures: fn(&Page, &Scope<Page>) -> Html,
    pub(super) ghost: fn(&Page),
    /// What the diagram shows as numbers: for the page, for a file at so many moments, and as markup.
    pub(super) table: fn(&Page) -> Table,
    pub(super) flow_numbers: fn(&Page, u32) -> Numbers,
    pub(in crate::app) numbers: fn(&Table) -> Html,
    /// What has been asked for of what runs, if anybody asks.
    pub(super) asked: for<'a> fn(&'a Page) -> Option<Asked<'a>>,
    /// What can be done with the diagram, in the row below it.
    pub(super) flow_tools: fn(&Page, &Scope<Page>) -> Html,
    /// Each frame: goes on with what takes longer than one.
    pub(super) work: fn(&mut Page),
    /// After a render: hands reach the belt, and the focus goes where it should.
    pub(super) settle: fn(&mut Page, &Scope<Page>),
}

impl PartialEq for Border {
    /// There is one.
    fn eq(&self, _: &Border) -> bool {
        true
    }
}
