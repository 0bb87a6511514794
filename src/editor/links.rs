//! Links and their shares, which always add to one.

use super::action::Part;
use crate::value_stream::{CUSTOMER, Link, LinkId, StageId, ValueStream};

/// The part of the items that a new way back gets.
const REWORK: f64 = 0.1;
/// Shares are short numbers: as fine as a ten thousandth of a percent.
const FINE: f64 = 1e6;

/// The shares of a stage's links when one of them changes: the others keep their proportions.
pub fn shares_with(stream: &ValueStream, link: LinkId, share: f64) -> Vec<(LinkId, f64)> {
    let Some(from) = stream.links.get(link.index()).map(|link| &link.from) else {
        return Vec::new();
    };
    let siblings: Vec<(LinkId, f64)> = stream
        .links
        .iter()
        .enumerate()
        .filter(|(_, other)| other.from == *from)
        .map(|(index, other)| (LinkId::at(index), other.share))
        .collect();
    if siblings.len() == 1 {
        return vec![(link, 1.0)];
    }
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    let others: f64 = siblings.iter().filter(|(id, _)| *id != link).map(|(_, share)| share).sum();
    let count = siblings.len() as f64 - 1.0;
    let wanted = siblings.iter().map(|&(id, old)| {
        let new = if id == link {
            share
        } else if others > 0.0 {
            old / others * (1.0 - share)
        } else {
            (1.0 - share) / count
        };
        (id, new)
    });
    rounded(wanted.collect(), Some(link))
}

/// Shares as short numbers that add to one: the largest, other than `kept`, takes what rounding leaves.
fn rounded(mut shares: Vec<(LinkId, f64)>, kept: Option<LinkId>) -> Vec<(LinkId, f64)> {
    let fine = |share: f64| libm::round(share * FINE) / FINE;
    let mut largest: Option<usize> = None;
    for (place, (id, share)) in shares.iter_mut().enumerate() {
        *share = fine(*share);
        if kept != Some(*id) {
            largest = Some(largest.unwrap_or(place));
        }
    }
    let Some(mut most) = largest else { return shares };
    for (place, (id, share)) in shares.iter().enumerate() {
        if kept != Some(*id) && *share > shares[most].1 {
            most = place;
        }
    }
    let others: f64 =
        shares.iter().enumerate().filter(|(at, _)| *at != most).map(|(_, share)| share.1).sum();
    shares[most].1 = fine((1.0 - others).max(0.0));
    shares
}

/// Gives a link a share.
pub(super) fn set_share(stream: &mut ValueStream, link: LinkId, share: f64) {
    for (id, share) in shares_with(stream, link, share) {
        stream.links[id.index()].share = share;
    }
}

/// Lets the shares of a stage's links add to one again, in their proportions.
pub(super) fn even_out(stream: &mut ValueStream, from: &str) {
    for link in stream.links.iter_mut().filter(|link| link.from == from) {
        // A sum of shares may miss one by a last bit.
        link.share = link.share.clamp(0.0, 1.0);
    }
    let links = stream.links.iter().enumerate().filter(|(_, link)| link.from == from);
    let shares: Vec<(LinkId, f64)> =
        links.map(|(index, link)| (LinkId::at(index), link.share)).collect();
    let sum: f64 = shares.iter().map(|(_, share)| share).sum();
    // What adds up is left as its author wrote it.
    if shares.is_empty() || (sum - 1.0).abs() < 1e-9 {
        return;
    }
    let even = 1.0 / shares.len() as f64;
    let share = |share: f64| if sum > 0.0 { share / sum } else { even };
    let shares = shares.into_iter().map(|(id, old)| (id, share(old))).collect();
    for (id, share) in rounded(shares, None) {
        stream.links[id.index()].share = share;
    }
}

/// Whether a way leads from one stage to another.
fn leads(stream: &ValueStream, from: &str, to: &str) -> bool {
    let mut seen = vec![from];
    let mut next = 0;
    while let Some(&here) = seen.get(next) {
        if here == to {
            return true;
        }
        next += 1;
        for link in stream.links.iter().filter(|link| link.from == here) {
            if !seen.contains(&link.to.as_str()) {
                seen.push(&link.to);
            }
        }
    }
    false
}

/// Draws a link, or lets a source feed another stage.
pub(super) fn connect(stream: &mut ValueStream, from: Part, to: Part) {
    let to = match to {
        Part::Stage(id) => match stream.stages.get(id.index()) {
            Some(stage) => stage.id.clone(),
            None => return,
        },
        Part::Customer => CUSTOMER.to_owned(),
        Part::Link(_) | Part::Source(_) | Part::Note(_) => return,
    };
    match from {
        Part::Source(id) if to != CUSTOMER => {
            if let Some(source) = stream.sources.get_mut(id.index()) {
                source.to = to;
            }
        }
        Part::Stage(id) if id.index() < stream.stages.len() => link(stream, id, to),
        _ => {}
    }
}

fn link(stream: &mut ValueStream, from: StageId, to: String) {
    let from = stream.stages[from.index()].id.clone();
    let own = |link: &&Link| link.from == from;
    if stream.links.iter().filter(own).any(|link| link.to == to) {
        return;
    }
    let goes_back = to != CUSTOMER && leads(stream, &to, &from);
    let ways = stream.links.iter().filter(own).count();
    let only = stream.links.iter_mut().find(|link| link.from == from);
    if let Some(only) = only.filter(|only| ways == 1 && only.to == CUSTOMER && !goes_back) {
        // A new work center delivers to the customer until it is told better.
        only.to = to;
        return;
    }
    let share = if goes_back { REWORK } else { 1.0 / (ways as f64 + 1.0) };
    stream.links.push(Link { share: 0.0, ..Link::new(&from, &to) });
    set_share(stream, LinkId::at(stream.links.len() - 1), share);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(links: &[(&str, &str, f64)]) -> ValueStream {
        let link = |&(from, to, share): &(&str, &str, f64)| Link { share, ..Link::new(from, to) };
        ValueStream { links: links.iter().map(link).collect(), ..ValueStream::default() }
    }

    #[test]
    fn the_other_shares_keep_their_proportions_and_add_to_one() {
        let three = stream(&[("a", "b", 0.6), ("a", "c", 0.3), ("x", "y", 1.0), ("a", "d", 0.1)]);
        let shares = shares_with(&three, LinkId(3), 0.4);
        assert_eq!(shares, [(LinkId(0), 0.4), (LinkId(1), 0.2), (LinkId(3), 0.4)]);
        let two = stream(&[("a", "b", 1.0), ("a", "c", 0.0)]);
        assert_eq!(shares_with(&two, LinkId(0), 0.9)[1], (LinkId(1), 0.1));
        assert_eq!(shares_with(&two, LinkId(0), f64::NAN)[0], (LinkId(0), 0.0));
        let mut above = stream(&[("a", "b", 1.0 + f64::EPSILON)]);
        even_out(&mut above, "a");
        assert_eq!(above.links[0].share.to_bits(), 1.0_f64.to_bits());
        assert_eq!(shares_with(&stream(&[("a", "b", 1.0)]), LinkId(0), 0.2), [(LinkId(0), 1.0)]);
    }
}
