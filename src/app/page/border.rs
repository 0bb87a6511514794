//! The border of the page: what draws, reads and checks streams and says what is wrong with them. The page fetches it
//! when the first stream comes or the first change is made.

use yew::Html;
use yew::html::Scope;

use super::{Msg, Page};
use crate::app::number_field::Rest;

pub(in crate::app) use super::editing::BORDER;

/// What is behind the border, for the page to call once it is there.
pub struct Border {
    /// Reacts to a message about the drawing: returns whether the markup changes.
    pub(super) edit: fn(&mut Page, Msg) -> bool,
    /// Opens what the browser has kept.
    pub(super) reopen: fn(&mut Page),
    /// All fields of the inspector but the first ones.
    pub(super) rest: Rest,
    /// The sheet of keys and the gallery of templates, where they are shown.
    pub(super) dialogs: fn(&Page, &Scope<Page>) -> Html,
    /// The comparison of two futures: its numbers, its markup, its outline in the diagram.
    pub(super) compare: fn(&Page) -> Vec<[String; 4]>,
    pub(super) futures: fn(&Page, &Scope<Page>) -> Html,
    pub(super) ghost: fn(&Page),
    /// After a render: hands reach the belt, and the focus goes where it should.
    pub(super) settle: fn(&mut Page, &Scope<Page>),
}

impl PartialEq for Border {
    /// There is one.
    fn eq(&self, _: &Border) -> bool {
        true
    }
}
