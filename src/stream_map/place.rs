//! Where everything on the map stands [px, down is positive].

use super::StreamMap;
use super::svg::Spot;

/// A process box and its data box.
pub(super) const BOX: f64 = 192.0;
/// Between two columns: inventory and the arrow.
pub(super) const GAP: f64 = 118.0;
/// The height of a process box.
pub(super) const BOX_HEIGHT: f64 = 62.0;
/// The height of a row of a data box.
pub(super) const LINE: f64 = 19.0;
/// A factory outside.
pub(super) const FACTORY: Spot = (132.0, 74.0);
/// The box of the release.
pub(super) const CONTROL: Spot = (190.0, 62.0);
/// A way that goes over the boxes.
pub(super) const LANE: f64 = 22.0;
/// From the edge of the picture.
pub(super) const EDGE: f64 = 24.0;
/// The upper edge of what stands outside.
pub(super) const TOP: f64 = 58.0;
/// How high a rung is.
pub(super) const RUNG: f64 = 34.0;
/// The totals at the end of the ladder.
pub(super) const TOTALS: f64 = 236.0;

/// Where the parts stand.
pub(super) struct Places {
    /// The upper left corners of the process boxes, in the stream's order.
    pub(super) stations: Vec<Spot>,
    /// How many columns there are.
    pub(super) columns: usize,
    /// The upper edge of the highest lane.
    pub(super) lanes: f64,
    /// The line to which the ladder's high rungs reach.
    pub(super) ladder: f64,
    pub(super) width: f64,
    pub(super) height: f64,
    /// The left edge of the box of the release.
    pub(super) control: f64,
    /// The left edge of the customer.
    pub(super) customer: f64,
    end: f64,
}

impl Places {
    pub(super) fn of(map: &StreamMap) -> Places {
        let columns = map.ladder.columns.len();
        let lanes_count = (0..map.ways.len()).filter(|&way| takes_lane(map, way)).count();
        let lanes = TOP + FACTORY.1 + 62.0;
        let first_row = lanes + lanes_count as f64 * LANE + 34.0;
        let rows = map.stations.iter().map(|station| station.row + 1).max().unwrap_or(0);
        let row_heights: Vec<f64> = (0..rows).map(|row| row_height(map, row)).collect();
        let upper = |row: usize| first_row + row_heights[..row].iter().sum::<f64>();
        let stations: Vec<Spot> = map
            .stations
            .iter()
            .map(|station| (column_x(station.column), upper(station.row)))
            .collect();
        let ladder = upper(rows) + 22.0;
        let end = column_x(columns) - GAP;
        let suppliers = EDGE + map.suppliers.len() as f64 * (FACTORY.0 + 16.0);
        let least = suppliers + CONTROL.0 + 2.0 * GAP + FACTORY.0 + EDGE;
        let width = (end + GAP + FACTORY.0).max(end + 90.0 + TOTALS).max(least) + EDGE;
        let customer = width - EDGE - FACTORY.0;
        let control = f64::midpoint(suppliers, customer) - CONTROL.0 / 2.0;
        let notes = map.notes.len() as f64 * LINE;
        let height = ladder + RUNG + 84.0 + notes;
        let last = map.stations.iter().position(|station| station.column + 1 == columns);
        let end = last.map_or(0.0, |last| stations[last].1 + BOX_HEIGHT / 2.0);
        Places { stations, columns, lanes, ladder, width, height, control, customer, end }
    }

    /// The height at which the last column delivers.
    pub(super) fn end(&self) -> f64 {
        self.end
    }

    /// The left edge of the shelf before the customer.
    pub(super) fn shelf(&self) -> f64 {
        self.customer + FACTORY.0 / 2.0 - 70.0
    }

    /// The middle of a process box's upper edge.
    pub(super) fn above(&self, station: usize) -> Spot {
        let (x, y) = self.stations[station];
        (x + BOX / 2.0, y)
    }
}

/// The left edge of a column.
pub(super) fn column_x(column: usize) -> f64 {
    EDGE + 96.0 + GAP + column as f64 * (BOX + GAP)
}

/// A row is as high as its longest data box, and bursts stand over it.
fn row_height(map: &StreamMap, row: usize) -> f64 {
    let inside = map.stations.iter().filter(|station| station.row == row);
    let lines = inside.map(|station| station.lines.len()).max().unwrap_or(0);
    BOX_HEIGHT + lines as f64 * LINE + 72.0
}

/// Whether a way goes over the boxes: back, past a column, or to the customer from the midst.
pub(super) fn takes_lane(map: &StreamMap, way: usize) -> bool {
    let way = &map.ways[way];
    let from = &map.stations[way.from];
    match way.to {
        _ if way.is_back => true,
        None => from.column + 1 < map.ladder.columns.len() || from.row > 0,
        Some(to) => map.stations[to].column != from.column + 1,
    }
}
