//! The border of the page: what answers hands. It draws, reads and checks streams, says what is wrong with them, and reads
//! the chart. The page fetches it when a hand comes near.

use yew::Html;
use yew::html::Scope;

use super::{Msg, Page};
use crate::app::inspector::Fields;
use crate::belt::BeltState;

pub(in crate::app) use super::editing::BORDER;

/// What is behind the border, for the page to call once it is there.
pub struct Border {
    /// Reacts to what hands do: returns whether the markup changes.
    pub(super) edit: fn(&mut Page, &Scope<Page>, Msg) -> bool,
    /// Takes over what was typed before it was there; the next render settles it.
    pub(super) gather: fn(&mut Page),
    /// The run as a drawing with faults shows it.
    pub(super) shown: fn(&Page) -> BeltState,
    /// Opens what the browser has kept.
    pub(super) reopen: fn(&mut Page),
    /// The fields of what is chosen.
    pub(super) fields: fn(&Page, &Scope<Page>) -> Fields,
    /// The sheet of keys and the gallery of templates, where they are shown.
    pub(super) dialogs: fn(&Page, &Scope<Page>) -> Html,
    /// After a render: hands reach the belt, and the focus goes where it should.
    pub(super) settle: fn(&mut Page, &Scope<Page>),
}

impl PartialEq for Border {
    /// There is one.
    fn eq(&self, _: &Border) -> bool {
        true
    }
}
