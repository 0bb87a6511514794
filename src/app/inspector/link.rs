//! A link's share and what happens at its end. The other links of its stage share the rest as they did before.

use yew::prelude::*;

use super::judge;
use crate::app::markup::markup;
use crate::app::number_field::{Edits, choice_field, number_field, words};
use crate::editor::Action;
use crate::text::{field, inspector as text};
use crate::value_stream::{LinkId, Sketch, WhenFull};

/// The fields of a link.
pub(super) fn fields(sketch: &Sketch, id: LinkId, on: &Edits<'_>) -> Html {
    let stream = sketch.stream();
    let link = stream.links[id.index()].clone();
    let has_choice = sketch.links_of(sketch.ways()[id.index()].from).len() > 1;
    let (share, full) = (link.share, link.clone());
    let when_full = match link.when_full {
        None => 0,
        Some(WhenFull::Wait) => 1,
        Some(WhenFull::Leave) => 2,
    };
    markup! {
        <div key={format!("link {}", id.0)}>
            if has_choice {
                { number_field(field::SHARE, "%", field::plain(share * 100.0), judge::PERCENT,
                    Some(judge::step_whole_percent), on, move |percent| {
                        Action::Link(id, crate::value_stream::Link { share: percent / 100.0, ..link.clone() })
                    }) }
            } else {
                { super::hint(text::ONLY_WAY) }
            }
            { choice_field(field::WHEN_FULL, &words(&field::FULLS), when_full, on, move |place| {
                let when_full = [None, Some(WhenFull::Wait), Some(WhenFull::Leave)][place.min(2)];
                Action::Link(id, crate::value_stream::Link { when_full, ..full.clone() })
            }) }
        </div>
    }
}
