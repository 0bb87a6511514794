//! Golden pictures of the charts beside the cumulative flow diagram, and what holds for all of them.

use std::cell::RefCell;
use std::rc::Rc;

use flowglass::analytics::{Chart, Sheet, Subject, csv, picture_svg, sheet};
use flowglass::chart::{Cursor, DateAxis, FixedText, Theme, TimeAxis, draw_plot, nice_horizon};
use flowglass::history::{History, ReadingOptions};
use flowglass::measure::{Ledger, Window};
use flowglass::sim::{Seed, Simulation};
use flowglass::text::axis::{date, words};
use flowglass::value_stream::{Calendar, SimTime, TimeUnit, ValueStream};
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters_svg::SVGBackend;

use crate::keep_or_compare;
use crate::recorder::{Bounds, Recorder, bounds};

const TEAM: &str = include_str!("../../assets/streams/software-team.json");
const KANBAN: &str = include_str!("../../assets/streams/kanban.json");
const BOARD: &str = include_str!("../../assets/histories/website-board.csv");

/// A run of a stream, with what its charts need.
struct Run {
    ledger: Ledger,
    stages: Vec<String>,
    calendar: Calendar,
    now: SimTime,
}

impl Run {
    fn of(text: &str, days: f64) -> Run {
        Run::in_unit(text, TimeUnit::Day, days)
    }

    fn in_unit(text: &str, unit: TimeUnit, days: f64) -> Run {
        let mut stream = ValueStream::from_json(text).expect("a sound file");
        stream.calendar.unit = unit;
        let runnable = stream.check().expect("a sound stream");
        let calendar = runnable.stream().calendar;
        let now = SimTime::START + calendar.span_of_days(days);
        let mut facts = Vec::new();
        Simulation::new(&runnable, Seed(2)).advance(now, u32::MAX, &mut facts);
        let mut ledger = Ledger::new(&runnable);
        ledger.fold(&facts);
        let names = runnable.stream().stages.iter().map(|stage| stage.title().to_owned());
        Run { ledger, stages: names.collect(), calendar, now }
    }

    fn subject(&self) -> Subject<'_> {
        Subject {
            ledger: &self.ledger,
            stages: self.stages.clone(),
            window: Window::new(SimTime::START, self.now),
            shown: (SimTime::START, nice_horizon(self.now, self.calendar)),
            calendar: self.calendar,
            axis: TimeAxis::Working(self.calendar),
        }
    }
}

/// A real history, with what its charts need.
fn with_board(check: impl FnOnce(&Subject<'_>)) {
    let history = History::read(BOARD, ReadingOptions::default()).expect("a sound history");
    let ledger = history.ledger();
    check(&Subject {
        ledger: &ledger,
        stages: history.steps.clone(),
        window: Window::new(SimTime::START, history.now()),
        shown: (SimTime::START, history.now()),
        calendar: Calendar::ELAPSED,
        axis: TimeAxis::Dates(DateAxis::new(history.origin_ms(), date)),
    });
}

fn made(subject: &Subject<'_>, chart: Chart, size: (u32, u32)) -> Sheet {
    sheet(subject, chart, (size.0 as i32, size.1 as i32), 100)
}

fn keep(name: &str, sheet: &Sheet, size: (u32, u32), theme: &Theme, cursor: Option<Cursor<'_>>) {
    let mut svg = String::new();
    {
        let area = FixedText::svg(SVGBackend::with_string(&mut svg, size)).into_drawing_area();
        draw_plot(&area, &sheet.plot, &words(), cursor, theme).expect("it draws");
        area.present().expect("strings take every stroke");
    }
    keep_or_compare(name, &svg);
}

fn name_of(chart: Chart) -> String {
    format!("{chart:?}").to_lowercase()
}

#[test]
fn every_chart_of_a_running_team() {
    let team = Run::of(TEAM, 60.0);
    let size = (920, 340);
    for chart in Chart::ALL {
        let sheet = made(&team.subject(), chart, size);
        keep(&format!("plot_{}", name_of(chart)), &sheet, size, &Theme::light(1.0), None);
        let dark = format!("plot_{}_dark", name_of(chart));
        keep(&dark, &sheet, size, &Theme::dark(1.0), None);
    }
    let few = Run::of(TEAM, 12.0);
    for chart in [Chart::CycleTimes, Chart::Aging] {
        let sheet = made(&few.subject(), chart, (390, 260));
        let name = format!("plot_{}_phone", name_of(chart));
        keep(&name, &sheet, (390, 260), &Theme::dark(1.0), None);
    }
}

#[test]
fn a_year_of_a_team_with_limits_under_the_pointer() {
    let kanban = Run::of(KANBAN, 250.0);
    let size = (920, 340);
    for chart in [Chart::CycleTimes, Chart::States, Chart::Wip] {
        let sheet = made(&kanban.subject(), chart, size);
        let spot = sheet.spots.get(40);
        let across = spot.map_or(kanban.now.0 as f64 * 0.4, |spot| spot.across);
        let words = sheet.reading(across).unwrap_or("Item 40: 12.3 days").to_owned();
        let cursor = Cursor { across, up: spot.map(|spot| spot.up), words: &words };
        let name = format!("plot_{}_read", name_of(chart));
        keep(&name, &sheet, size, &Theme::dark(1.0), Some(cursor));
    }
}

#[test]
fn a_real_history_has_the_charts_that_its_data_allow() {
    with_board(|board| {
        let charts: Vec<Chart> =
            Chart::ALL.into_iter().filter(|chart| chart.is_for(board.ledger)).collect();
        assert!(!charts.contains(&Chart::Utilization) && charts.len() == 8, "{charts:?}");
        for chart in [Chart::CycleTimes, Chart::Aging, Chart::TimeSpent, Chart::Throughput] {
            let sheet = made(board, chart, (920, 340));
            let name = format!("plot_{}_board", name_of(chart));
            keep(&name, &sheet, (920, 340), &Theme::light(1.0), None);
        }
    });
}

#[test]
fn a_hundred_thousand_items_are_as_cheap_as_a_thousand() {
    let run = Run::in_unit(TEAM, TimeUnit::Minute, 240.0);
    let subject = run.subject();
    assert!(subject.ledger.exits().count() > 80_000, "{}", subject.ledger.exits().count());
    for chart in Chart::ALL {
        let sheet = made(&subject, chart, (920, 340));
        let recorder = record(&sheet, (920, 340), &Theme::light(1.0), None);
        let shapes = recorder.rects.len() + recorder.polygons.len() + recorder.paths.len();
        assert!(shapes < 6_000, "{chart:?} takes {shapes} strokes");
        if chart == Chart::CycleTimes {
            keep("plot_cycletimes_many", &sheet, (920, 340), &Theme::light(1.0), None);
        }
    }
}

fn record(sheet: &Sheet, size: (u32, u32), theme: &Theme, cursor: Option<Cursor<'_>>) -> Recorder {
    let recorder = Rc::new(RefCell::new(Recorder::new(size)));
    let area = DrawingArea::from(&recorder);
    draw_plot(&area, &sheet.plot, &words(), cursor, theme).expect("it draws");
    drop(area);
    recorder.take()
}

#[test]
fn nothing_leaves_the_area_and_no_words_cover_each_other() {
    let inside = |(left, top, right, bottom): Bounds, (width, height): (u32, u32)| {
        left >= 0 && top >= 0 && right <= width as i32 && bottom <= height as i32
    };
    let check = |subject: &Subject<'_>| {
        for (css, scale) in [((920, 340), 1.0), ((390, 260), 2.0), ((320, 220), 3.0)] {
            let device = |css: u32| (f64::from(css) * scale) as u32;
            let size = (device(css.0), device(css.1));
            for chart in Chart::ALL.into_iter().filter(|chart| chart.is_for(subject.ledger)) {
                let sheet = made(subject, chart, css);
                for share in [0.0, 0.5, 1.0] {
                    let (from, to) = (subject.shown.0.0 as f64, subject.shown.1.0 as f64);
                    let across =
                        if chart.is_over_time() { from + share * (to - from) } else { share };
                    let up = sheet.spots.last().map(|spot| spot.up);
                    let cursor = Cursor { across, up, words: "item 37: 12.3 days, and 4 more" };
                    let drawn = record(&sheet, size, &Theme::light(scale), Some(cursor));
                    for path in drawn.polygons.iter().chain(&drawn.paths) {
                        assert!(inside(bounds(path), size), "{chart:?} {path:?} {size:?}");
                    }
                    for &rect in &drawn.rects {
                        assert!(inside(rect, size), "{chart:?} {rect:?} {size:?}");
                    }
                    for (text, rect) in &drawn.texts {
                        assert!(inside(*rect, size), "{chart:?} {text:?} {rect:?} {size:?}");
                    }
                }
                let drawn = record(&sheet, size, &Theme::light(scale), None);
                for (index, (text, a)) in drawn.texts.iter().enumerate() {
                    for (other, b) in &drawn.texts[index + 1..] {
                        let apart = a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 + 2 || b.3 <= a.1 + 2;
                        assert!(apart, "{chart:?} {css:?}: {text:?} covers {other:?}");
                    }
                }
            }
        }
    };
    for days in [0.0, 0.3, 3.0, 60.0] {
        check(&Run::of(TEAM, days).subject());
        check(&Run::of(KANBAN, days).subject());
    }
    with_board(check);
}

#[test]
fn what_is_exported_has_its_title_and_every_digit() {
    let team = Run::of(TEAM, 60.0);
    let subject = team.subject();
    for chart in Chart::ALL {
        let sheet = made(&subject, chart, (920, 340));
        let svg =
            picture_svg(&sheet, (920, 340), &words(), "Team & <friends>", "day 0 to 60, seed 2");
        assert!(svg.contains("Team &amp; &lt;friends&gt;") && svg.contains("seed 2"), "{chart:?}");
        assert!(svg.starts_with("<svg xmlns") && svg.ends_with("</svg>\n"));
        let lines = csv(&sheet, "Team, seed 2");
        assert_eq!(lines.lines().count(), sheet.rows.len() + 2, "{chart:?}");
        assert!(lines.starts_with("\"Team, seed 2\"\r\n"));
        // What stands between quotes is one field.
        let width = |line: &str| {
            1 + line.split('"').step_by(2).map(|part| part.matches(',').count()).sum::<usize>()
        };
        let widths: Vec<usize> = lines.lines().skip(1).map(width).collect();
        assert!(widths.iter().all(|width| *width == sheet.heads.len()), "{chart:?} {widths:?}");
        assert!(sheet.rows.iter().flatten().all(|cell| !cell.shown().contains("NaN")));
        assert!(!sheet.sentence.contains("NaN") && sheet.sentence.ends_with('.'), "{chart:?}");
    }
}
