//! A link's share. The other links of its stage share the rest as they did before.

use yew::prelude::*;

use super::judge;
use crate::app::number_field::{Edits, number_field};
use crate::text::{field, inspector as text};
use crate::value_stream::{Change, LinkId, Runnable};

/// The fields of a link.
pub(super) fn fields(runnable: &Runnable, link: LinkId, on: &Edits<'_>) -> Html {
    let stream = runnable.stream();
    let from = runnable.ways()[link.index()].from;
    let siblings: Vec<(LinkId, f64)> = runnable
        .links_of(from)
        .iter()
        .map(|&link| (link, stream.links[link.index()].share))
        .collect();
    if siblings.len() == 1 {
        return super::hint(text::ONLY_WAY);
    }
    let share = stream.links[link.index()].share;
    number_field(
        field::SHARE,
        "%",
        field::plain(share * 100.0),
        judge::PERCENT,
        Some(judge::step_whole_percent),
        on,
        move |percent| Change::Shares(shared(&siblings, link, percent / 100.0)),
    )
}

/// All shares of a stage when one of them changes.
fn shared(siblings: &[(LinkId, f64)], link: LinkId, share: f64) -> Vec<(LinkId, f64)> {
    let others: f64 = siblings.iter().filter(|(id, _)| *id != link).map(|(_, share)| share).sum();
    let count = siblings.len() as f64 - 1.0;
    siblings
        .iter()
        .map(|&(id, old)| {
            let new = if id == link {
                share
            } else if others > 0.0 {
                old / others * (1.0 - share)
            } else {
                (1.0 - share) / count
            };
            (id, new)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_shares_keep_their_proportions_and_add_to_one() {
        let siblings = [(LinkId(0), 0.6), (LinkId(1), 0.3), (LinkId(2), 0.1)];
        let shares = shared(&siblings, LinkId(2), 0.4);
        let sum: f64 = shares.iter().map(|(_, share)| share).sum();
        assert!((sum - 1.0).abs() < 1e-12);
        assert!((shares[0].1 / shares[1].1 - 2.0).abs() < 1e-12);
        let from_one = shared(&[(LinkId(0), 1.0), (LinkId(1), 0.0)], LinkId(0), 0.9);
        assert!((from_one[1].1 - 0.1).abs() < 1e-12);
    }
}
