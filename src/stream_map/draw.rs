//! Draws a map: what flows in the middle, what is told above, times below.

use super::place::{
    BOX, BOX_HEIGHT, CONTROL, EDGE, FACTORY, GAP, LANE, LINE, Places, RUNG, TOP, column_x,
    takes_lane,
};
use super::svg::{Svg, width_of};
use super::{Kanban, MapWay, StreamMap, symbols};
use crate::text::figure::percent;
use crate::text::stream_map as text;

/// The map as an SVG picture that stands for itself.
pub fn picture(map: &StreamMap) -> String {
    let places = Places::of(map);
    let mut svg = Svg::new();
    svg.words("t", "start", (EDGE, 28.0), &map.title, places.width - 2.0 * EDGE);
    svg.words("m", "start", (EDGE, 46.0), &map.caption, places.width - 2.0 * EDGE);
    told(&mut svg, map, &places);
    outside(&mut svg, map, &places);
    ways(&mut svg, map, &places);
    for (station, &spot) in map.stations.iter().zip(&places.stations) {
        symbols::entrance(&mut svg, spot, station);
        symbols::station(&mut svg, spot, station);
    }
    for (number, (station, words)) in map.bursts.iter().enumerate() {
        // Several at one stage stand side by side.
        let before = map.bursts[..number].iter().filter(|(other, _)| other == station).count();
        let (x, y) = places.stations[*station];
        let below = y + BOX_HEIGHT + map.stations[*station].lines.len() as f64 * LINE;
        let at = (x + BOX / 2.0 + before as f64 * 120.0, below + 34.0);
        symbols::burst(&mut svg, at, words);
    }
    ladder(&mut svg, map, &places);
    for (number, note) in map.notes.iter().enumerate() {
        let y = places.height - 14.0 - (map.notes.len() - 1 - number) as f64 * LINE;
        svg.words("m", "start", (EDGE, y), note, places.width - 2.0 * EDGE);
    }
    let name = [text::TITLE, ": ", &map.title].concat();
    svg.finish((places.width, places.height), &name, &map.sentence())
}

/// The flow of information: what the customer asks for, what is let in, kanban on their way back.
fn told(svg: &mut Svg, map: &StreamMap, places: &Places) {
    let y = TOP + CONTROL.1 / 2.0;
    let right = places.control + CONTROL.0;
    symbols::wire(svg, places.customer - 4.0, right + 2.0, y);
    let middle = f64::midpoint(right, places.customer);
    svg.words("m", "middle", (middle, y - 12.0), &map.customer.rate, places.customer - right);
    let below = TOP + CONTROL.1;
    let mut fed: Vec<usize> = map.suppliers.iter().map(|supplier| supplier.to).collect();
    fed.dedup();
    for station in fed {
        let (x, top) = places.above(station);
        let turn = places.lanes - 16.0;
        let from = places.control + 24.0;
        svg.line("info", &[(from, below), (from, turn), (x + 24.0, turn), (x + 24.0, top)]);
        symbols::head(svg, "infohead", (x + 24.0, top), (0.0, 1.0));
    }
    let Some(kanban) = map.control.kanban else { return };
    let into = (right - 24.0, below);
    let turn = places.lanes - 30.0;
    let from = match kanban {
        Kanban::Station(station) => {
            let (x, top) = places.above(station);
            (x - 24.0, top)
        }
        Kanban::Customer if map.shelf.is_some() => (places.shelf() + 15.0, places.end() - 21.0),
        Kanban::Customer => (places.customer + 20.0, TOP + FACTORY.1),
    };
    svg.line("info kanban", &[from, (from.0, turn), (into.0, turn), into]);
    symbols::head(svg, "infohead", into, (0.0, -1.0));
    symbols::card(svg, (f64::midpoint(from.0, into.0), turn));
}

/// Who stands outside, what lets work in, and the broad arrows from and to them.
fn outside(svg: &mut Svg, map: &StreamMap, places: &Places) {
    for (number, supplier) in map.suppliers.iter().enumerate() {
        let x = EDGE + number as f64 * (FACTORY.0 + 16.0);
        symbols::factory(svg, (x, TOP), &supplier.factory);
        let from = TOP + FACTORY.1;
        svg.words("m", "start", (x, from + 16.0), &supplier.factory.rate, FACTORY.0 + 12.0);
        let (left, top) = places.stations[supplier.to];
        let into = (left - GAP + 16.0, top + BOX_HEIGHT / 2.0);
        let down = x + 20.0;
        if into.0 > down + 20.0 {
            svg.line("line", &[(down, from + 22.0), (down, into.1), into]);
            symbols::head(svg, "ink", into, (1.0, 0.0));
        } else {
            svg.line(
                "line",
                &[(down, from + 22.0), (down, top - 12.0), (into.0, top - 12.0), into],
            );
        }
    }
    symbols::control(svg, (places.control, TOP), &map.control.rule);
    symbols::factory(svg, (places.customer, TOP), &map.customer);
    if places.columns > 0 {
        let last = places.end();
        let x = places.customer + FACTORY.0 / 2.0;
        symbols::shipment(svg, (x, last), TOP + FACTORY.1 + 4.0);
        if let Some(stock) = map.shelf {
            symbols::supermarket(svg, (places.shelf(), last - 21.0), stock);
        }
    }
}

/// The ways between the boxes: to the next column in the gap before it, to others over the boxes, and back.
fn ways(svg: &mut Svg, map: &StreamMap, places: &Places) {
    let mut lane = 0.0;
    for (number, way) in map.ways.iter().enumerate() {
        if takes_lane(map, number) {
            over(svg, map, places, way, lane);
            lane += 1.0;
        } else {
            beside(svg, places, way);
        }
    }
}

/// A way to the next column, or from the last one to the customer.
fn beside(svg: &mut Svg, places: &Places, way: &MapWay) {
    let (x, y) = places.stations[way.from];
    let (right, middle) = (x + BOX, y + BOX_HEIGHT / 2.0);
    let to = match way.to {
        Some(to) => (places.stations[to].0 - GAP + 20.0, places.stations[to].1 + BOX_HEIGHT / 2.0),
        None => (places.customer + FACTORY.0 / 2.0 - 6.0, middle),
    };
    let turn = right + 9.0;
    svg.line("line", &[(right, middle), (turn, middle), (turn, to.1), to]);
    // Where ways part, each share stands at its own end.
    svg.words("m", "start", (turn + 2.0, to.1 - 24.0), &way.share, 80.0);
}

/// A way over the boxes, in a lane of its own.
fn over(svg: &mut Svg, map: &StreamMap, places: &Places, way: &MapWay, lane: f64) {
    let over = places.lanes + lane * LANE + 14.0;
    // Each lane leaves and enters at a place of its own, so that lines do not lie on each other.
    let shift = lane * 7.0 % 42.0;
    let (x, y) = places.stations[way.from];
    let mut path = if map.stations[way.from].row == 0 {
        vec![(x + BOX - 12.0 - shift, y)]
    } else {
        let middle = y + BOX_HEIGHT / 2.0;
        vec![(x + BOX, middle), (x + BOX + 14.0 + shift / 7.0, middle)]
    };
    let from = path[path.len() - 1].0;
    path.push((from, over));
    let (to, direction) = match way.to {
        None => ((places.customer + FACTORY.0 / 2.0 - 8.0, over), (1.0, 0.0)),
        Some(to) => {
            let (x, y) = places.stations[to];
            let is_first = map.stations[to].row == 0;
            if way.is_back && is_first {
                path.push((x + 12.0 + shift, over));
                ((x + 12.0 + shift, y), (0.0, 1.0))
            } else if way.is_back {
                path.extend([(x - 9.0, over), (x - 9.0, y - 9.0), (x + 14.0, y - 9.0)]);
                ((x + 14.0, y), (0.0, 1.0))
            } else {
                let turn = x - GAP + 6.0;
                path.extend([(turn, over), (turn, y + BOX_HEIGHT / 2.0)]);
                ((turn + 14.0, y + BOX_HEIGHT / 2.0), (1.0, 0.0))
            }
        }
    };
    path.push(to);
    let (line, tip, words) =
        if way.is_back { ("back", "backhead", "backwords") } else { ("line", "ink", "m") };
    svg.line(line, &path);
    symbols::head(svg, tip, to, direction);
    svg.words(words, "middle", (f64::midpoint(from, to.0), over - 4.0), &way.share, 80.0);
}

/// The times: high rungs are waiting, low ones work, and what they come to stands at the end.
fn ladder(svg: &mut Svg, map: &StreamMap, places: &Places) {
    let ladder = &map.ladder;
    if ladder.items == 0 || places.columns == 0 {
        return;
    }
    let (high, low) = (places.ladder + 20.0, places.ladder + 20.0 + RUNG);
    let span = |ticks: f64| text::span(ticks, map.calendar);
    let mut path = vec![(EDGE, high)];
    svg.words("", "middle", (EDGE + 52.0, high - 6.0), &span(ladder.before), 120.0);
    svg.words("m", "middle", (EDGE + 52.0, high + 16.0), text::BEFORE_RELEASE, 120.0);
    for (column, &(waits, works)) in ladder.columns.iter().enumerate() {
        let x = column_x(column);
        path.extend([(x, high), (x, low), (x + BOX, low), (x + BOX, high)]);
        svg.words("", "middle", (x - GAP / 2.0, high - 6.0), &span(waits), GAP);
        svg.words("", "middle", (x + BOX / 2.0, low - 6.0), &span(works), BOX);
    }
    let mut end = column_x(places.columns) - GAP;
    // A hair of rounding is no rung.
    if ladder.between > 1e-3 * ladder.lead_time() {
        svg.words("", "middle", (end + 45.0, high - 6.0), &span(ladder.between), 90.0);
        svg.words("m", "middle", (end + 45.0, high + 16.0), text::BETWEEN, 90.0);
        end += 90.0;
    }
    path.push((end, high));
    svg.line("rung", &path);
    let (lead, work) = (ladder.lead_time(), ladder.process_time());
    let ratio = percent(work / lead.max(1.0));
    let totals =
        [(text::LEAD_TIME, span(lead)), (text::TOTAL_WORK, span(work)), (text::RATIO, ratio)];
    let left = end + 16.0;
    svg.rect("box", (left, high - 14.0), (216.0, 3.0 * LINE + 4.0));
    for (number, (what, value)) in totals.iter().enumerate() {
        let y = high + 2.0 + number as f64 * LINE;
        svg.words("m", "start", (left + 8.0, y), what, 130.0);
        svg.words("b", "end", (left + 208.0, y), value, width_of(value) + 1.0);
    }
}
