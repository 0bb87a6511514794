//! What holds for every picture, whatever it shows: it is cheap, nothing leaves the area, and nothing covers what
//! must be read.

use std::cell::RefCell;
use std::rc::Rc;

use flowglass::chart::{CfdGeometry, Mark, Theme};
use flowglass::value_stream::SimTime;
use plotters::drawing::DrawingArea;

use crate::fixture::{DAY, Line};
use crate::recorder::{Bounds, Recorder, bounds};
use crate::{Case, TEAM, horizon, running, team};

/// Corners of a pill, which nothing else has.
const PILL: usize = 16;

fn record(case: &Case<'_>) -> (Recorder, CfdGeometry) {
    let recorder = Rc::new(RefCell::new(Recorder::new(case.size)));
    let geometry = case.draw(&DrawingArea::from(&recorder));
    (recorder.take(), geometry)
}

/// A running team at many moments, on screens of many sizes.
fn each_screen(mut check: impl FnMut(&Case<'_>)) {
    const MARKS: [Mark<'static>; 3] = [
        Mark { at: SimTime(DAY), label: "WIP limit 6" },
        Mark { at: SimTime(30 * DAY), label: "One more person in Development" },
        Mark { at: SimTime(44 * DAY), label: "QA limit 4" },
    ];
    let team = team();
    for size in [(1200, 600), (920, 320), (390, 260), (360, 260), (320, 200)] {
        for scale in [1.0, 2.0, 3.0] {
            let device = |css: u32| (f64::from(css) * scale) as u32;
            for day in [2, 9, 17, 29, 46, 60, 88] {
                let now = day * DAY;
                for (until, read) in [(horizon(now), 0), (now, 1), (now, 3), (now, 7), (now, 8)] {
                    check(&Case {
                        size: (device(size.0), device(size.1)),
                        theme: Theme::light(scale),
                        span: (0, now, until),
                        read_at: Some(now * read / 8),
                        marks: &MARKS,
                        ..running(&team)
                    });
                }
            }
        }
    }
}

fn inside((left, top, right, bottom): Bounds, (width, height): (u32, u32)) -> bool {
    left >= 0 && top >= 0 && right <= width as i32 && bottom <= height as i32
}

fn overlap(a: Bounds, b: Bounds) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

fn of_band(text: &str) -> bool {
    TEAM.iter().any(|name| text.starts_with(&name[..2]))
}

#[test]
fn a_redraw_costs_the_same_at_any_length_of_run() {
    const COLUMNS: usize = 1200;
    for items in [10, 1_000, 100_000, 1_000_000] {
        let work = [DAY * 8 / 10, DAY * 7 / 10, DAY * 9 / 10, DAY, DAY * 9 / 10, DAY * 4 / 10];
        let run =
            Line { items, between: DAY * 92 / 100, work: &work, wip_limit: 1 << 20, seed: 1 }.run();
        let now = u64::from(items) * DAY * 9 / 10;
        let bands = [&TEAM[..6], &["Support", "Done"]].concat();
        let (drawn, _) = record(&Case { bands: &bands, span: (0, now, now), ..running(&run) });
        // Two paths for each of 8 lines, of two corners per column at most; then two pills.
        assert!(drawn.polygons.len() <= 2 * 8 + 2, "{}", drawn.polygons.len());
        assert!(drawn.polygons.iter().all(|path| path.len() <= 2 * COLUMNS + 4));
        assert!(drawn.paths.len() <= 8 && drawn.rects.len() <= 50 && drawn.texts.len() <= 40);
    }
}

#[test]
fn a_hatched_backlog_costs_a_path_per_stripe() {
    let work = [DAY; 6];
    let waiting = Line { items: 1_000, between: DAY / 2, work: &work, wip_limit: 4, seed: 1 }.run();
    let bands = [&TEAM[..6], &["Support", "Done"]].concat();
    let span = (0, 400 * DAY, 400 * DAY);
    let (drawn, _) = record(&Case { bands: &bands, span, ..running(&waiting) });
    assert!((10..250).contains(&drawn.paths.len()), "{}", drawn.paths.len());
}

#[test]
fn nothing_leaves_the_area() {
    each_screen(|case| {
        let (drawn, _) = record(case);
        for path in drawn.polygons.iter().chain(&drawn.paths) {
            assert!(inside(bounds(path), case.size), "{path:?} in {:?}", case.size);
        }
        for &rect in &drawn.rects {
            assert!(inside(rect, case.size), "{rect:?} in {:?}", case.size);
        }
        for (text, rect) in &drawn.texts {
            assert!(inside(*rect, case.size), "{text:?} at {rect:?} in {:?}", case.size);
        }
    });
}

#[test]
fn pills_stay_in_the_plot_and_apart() {
    each_screen(|case| {
        let (drawn, geometry) = record(case);
        let plot = geometry.plot;
        let pills: Vec<Bounds> = drawn
            .polygons
            .iter()
            .filter(|path| path.len() == PILL)
            .map(|path| bounds(path))
            .collect();
        assert!(!pills.is_empty());
        for &(left, top, right, bottom) in &pills {
            assert!(left >= plot.left && right <= plot.right, "{pills:?} in {plot:?}");
            assert!(top >= plot.top && bottom <= plot.bottom, "{pills:?} in {plot:?}");
        }
        if let [wip, flow] = pills.as_slice() {
            assert!(!overlap(*wip, *flow), "{pills:?}, {:?}, {:?}", case.size, case.span);
        }
        let wide =
            case.span.1 * 2 > case.span.2 && case.size.0 >= (900.0 * case.theme.scale) as u32;
        for pill in pills.iter().filter(|_| wide) {
            let covered =
                drawn.texts.iter().find(|(text, rect)| of_band(text) && overlap(*rect, *pill));
            assert!(covered.is_none(), "{pill:?} covers {covered:?}");
        }
    });
}

#[test]
fn names_of_bands_do_not_cover_each_other() {
    each_screen(|case| {
        let (drawn, _) = record(case);
        let names: Vec<_> = drawn.texts.iter().filter(|(text, _)| of_band(text)).collect();
        for (index, (text, rect)) in names.iter().enumerate() {
            for (other, other_rect) in &names[index + 1..] {
                assert!(!overlap(*rect, *other_rect), "{text:?} and {other:?} in {:?}", case.size);
            }
        }
        let named = |name: &str| names.iter().any(|(text, _)| text.starts_with(name));
        assert!(named("QA") && named("Done"), "{names:?}");
    });
}

#[test]
fn any_window_and_size_can_be_drawn() {
    let team = team();
    for size in [(0, 0), (1, 1), (40, 20), (120, 2_000), (2_000, 60)] {
        for span in
            [(0, 0, 0), (DAY, DAY, DAY), (0, 5 * DAY, u64::MAX), (3 * DAY, 9 * DAY, 10 * DAY)]
        {
            for read in [0, 4 * DAY] {
                record(&Case { size, span, read_at: Some(read), ..running(&team) });
            }
        }
    }
}
