//! The border of the page: what draws, reads and checks streams and says what is wrong with them. The page fetches it
//! when the first stream comes or the first change is made.

use yew::Html;
use yew::html::Scope;

use super::{Msg, Page};
use crate::app::inspector::Fields;

pub(in crate::app) use super::editing::BORDER;

/// What is behind the border, for the page to call once it is there.
pub struct Border {
    /// Reacts to a message about the drawing: returns whether the markup changes.
    pub(super) edit: fn(&mut Page, Msg) -> bool,
    /// Takes over what was typed before it was there; the next render settles it.
    pub(super) gather: fn(&mut Page),
    /// Opens what the browser has kept.
    pub(super) reopen: fn(&mut Page),
    /// The fields of what is chosen.
    pub(super) fields: fn(&Page, &Scope<Page>) -> Fields,
    /// The sheet of keys and the gallery of templates, where they are shown.
    pub(super) dialogs: fn(&Page, &Scope<Page>) -> Html,
    /// The comparison of two futures: its numbers, its markup, its outline in the diagram.
    pub(super) compare: fn(&Page) -> Vec<[String; 4]>,
    pub(super) futures: fn(&Page, &Scope<Page>) -> Html,
    pub(super) ghost: fn(&Page),
    /// Shows the run as it stood where the chart is read; says whether that is news.
    pub(super) glance: fn(&mut Page) -> bool,
    /// After a render: hands reach the belt, and the focus goes where it should.
    pub(super) settle: fn(&mut Page, &Scope<Page>),
}

impl PartialEq for Border {
    /// There is one.
    fn eq(&self, _: &Border) -> bool {
        true
    }
}
