//! From moments and counts to pixels, and back for the pointer.

use crate::chart::pen::Rect;
use crate::value_stream::{SimTime, WorkTime};

/// Where a drawn diagram put its lines [px of the drawing area].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CfdGeometry {
    /// The part the time window is drawn in, without axes and labels.
    pub plot: Rect,
    /// The moments at its left and at its right end.
    pub window: (SimTime, SimTime),
    /// The counts at its bottom and at its top [items].
    pub counts: (f64, f64),
}

impl CfdGeometry {
    /// The column of a moment [px], inside the plot if the moment is inside the window.
    pub fn x(&self, at: SimTime) -> f64 {
        let (from, until) = self.window;
        let span = until.since(from).0.max(1) as f64;
        let ticks = if at >= from { at.since(from).0 as f64 } else { -(from.since(at).0 as f64) };
        f64::from(self.plot.left) + ticks / span * f64::from(self.plot.width())
    }

    /// The row of a count [px].
    pub fn y(&self, count: f64) -> f64 {
        let (bottom, top) = self.counts;
        f64::from(self.plot.bottom)
            - (count - bottom) / (top - bottom) * f64::from(self.plot.height())
    }

    /// The moment under a column [px], held inside the window.
    pub fn time_at(&self, x: f64) -> SimTime {
        let (from, until) = self.window;
        let share = (x - f64::from(self.plot.left)) / f64::from(self.plot.width().max(1));
        from + WorkTime((share.clamp(0.0, 1.0) * until.since(from).0 as f64).round() as u64)
    }

    /// Whether a point [px] lies in the plot.
    pub fn contains(&self, x: f64, y: f64) -> bool {
        let Rect { left, top, right, bottom } = self.plot;
        (f64::from(left)..=f64::from(right)).contains(&x)
            && (f64::from(top)..=f64::from(bottom)).contains(&y)
    }

    /// How many moments a sample of the whole window needs: one per column.
    pub fn columns(&self) -> u32 {
        self.plot.width().max(1) as u32
    }

    /// Height of one item [px].
    pub(super) fn item_px(&self) -> f64 {
        f64::from(self.plot.height()) / (self.counts.1 - self.counts.0)
    }

    /// The whole column of a moment, held inside the plot.
    pub(super) fn column(&self, at: SimTime) -> i32 {
        (self.x(at).round() as i32).clamp(self.plot.left, self.plot.right)
    }

    /// The whole row of a count, held inside the plot.
    pub(super) fn row(&self, count: u32) -> i32 {
        (self.y(f64::from(count)).round() as i32).clamp(self.plot.top, self.plot.bottom)
    }
}

#[cfg(test)]
mod tests {
    use super::CfdGeometry;
    use crate::chart::pen::Rect;
    use crate::value_stream::SimTime;

    #[test]
    fn a_column_and_its_moment_map_to_each_other() {
        let geometry = CfdGeometry {
            plot: Rect::sized(48, 20, 900, 500),
            window: (SimTime(1_000_000), SimTime(91_000_000)),
            counts: (0.0, 60.0),
        };
        for column in 48..=948 {
            let at = geometry.time_at(f64::from(column));
            assert_eq!(geometry.column(at), column);
        }
        assert_eq!(geometry.time_at(-5.0), SimTime(1_000_000));
        assert_eq!(geometry.time_at(5_000.0), SimTime(91_000_000));
        assert_eq!((geometry.row(0), geometry.row(60)), (520, 20));
    }

    #[test]
    fn an_empty_window_maps_every_moment_somewhere() {
        let window = (SimTime(5), SimTime(5));
        let geometry = CfdGeometry { plot: Rect::default(), window, counts: (0.0, 4.0) };
        assert!(geometry.x(SimTime(9)).is_finite());
        assert_eq!(geometry.time_at(3.0), SimTime(5));
    }
}
