//! Golden pictures: what the charts draw, kept as SVG under `tests/pictures` and compared to the letter.
//!
//! `UPDATE_PICTURES=1 cargo test --test pictures` draws them anew; look at them before committing.

#![cfg(not(target_arch = "wasm32"))]

#[path = "pictures/fixture.rs"]
mod fixture;
#[path = "pictures/laws.rs"]
mod laws;
#[path = "pictures/plots.rs"]
mod plots;
#[path = "pictures/recorder.rs"]
mod recorder;

use std::{env, fs, path::Path};

use fixture::{Crossings, DAY, HOUR, Line, date, names, words};
use flowglass::chart::{
    BandChoice, CfdGeometry, CfdPicture, Cone, Convergence, Crosshair, DateAxis, DemandLine,
    FixedText, Mark, Rect, Running, Theme, TimeAxis, draw_cfd, draw_cone, draw_convergence,
    draw_crosshair, draw_demand, draw_ghost, draw_shade, nice_horizon, short,
};
use flowglass::forecast::{self, Forecast};
use flowglass::measure::CfdReading;
use flowglass::sim::Seed;
use flowglass::value_stream::{Calendar, SimTime, WorkTime};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters_backend::DrawingBackend;
use plotters_svg::SVGBackend;

const TEAM: [&str; 7] =
    ["Backlog", "Business", "Design", "Development", "QA", "Operations", "Done"];
const QA: usize = 4;

/// A team whose QA is slower than what is pushed at it.
fn team() -> Crossings {
    let work = [DAY * 8 / 10, DAY * 7 / 10, DAY * 9 / 10, DAY * 13 / 10, DAY * 4 / 10];
    Line { items: 100, between: DAY * 92 / 100, work: &work, wip_limit: 1_000, seed: 11 }.run()
}

/// One picture to draw.
#[derive(Clone, Copy)]
struct Case<'a> {
    name: &'a str,
    size: (u32, u32),
    theme: Theme,
    bands: &'a [&'a str],
    crossings: &'a Crossings,
    /// Start, moment of the run, end of the axis.
    span: (u64, u64, u64),
    trouble: Option<usize>,
    axis: TimeAxis,
    marks: &'a [Mark<'a>],
    read_at: Option<u64>,
    choice: Option<&'a BandChoice>,
    /// The run as it would have gone, and since when.
    without: Option<(&'a Crossings, u64)>,
    /// What is measured.
    measured: Option<(u64, u64)>,
    /// What the customer has asked for by each moment.
    asked: &'a [(SimTime, f64)],
    /// What will be delivered at least from the run's moment on, as surely as three levels say.
    foretold: &'a [(SimTime, [f64; 3])],
}

impl Case<'_> {
    /// Draws it on an area of any backend.
    fn draw<B: DrawingBackend>(&self, area: &DrawingArea<B, Shift>) -> CfdGeometry {
        let (from, now, until) = self.span;
        let mut sample = self.crossings.sample(from, now, u64::from(self.size.0));
        let mut bands = names(self.bands);
        let mut trouble = self.trouble;
        let mut wip_line = 1;
        if let Some(choice) = self.choice {
            choice.reduce(&bands, &mut sample);
            wip_line = choice.wip_line(&bands);
            trouble = trouble.map(|band| choice.drawn_as(&bands, band));
            bands = choice.names(&bands);
        }
        let words = words();
        let picture = CfdPicture {
            sample: &sample,
            bands: &bands,
            trouble,
            window: (SimTime(from), SimTime(until)),
            axis: self.axis,
            words: &words,
            marks: self.marks,
            ahead: self.foretold.last().map_or(0, |last| last.1[0] as u32),
            over: self
                .asked
                .first()
                .zip(self.asked.last())
                .map(|(first, last)| (first.1 as u32, last.1.ceil() as u32)),
        };
        let taken = "these backends take every stroke";
        let drawn = draw_cfd(area, &picture, &self.theme).expect(taken);
        let geometry = drawn.geometry();
        if let Some(last) = self.asked.last() {
            let label = &format!("asked for {}", last.1 as u32);
            let line = DemandLine { points: self.asked, label };
            draw_demand(area, &drawn, &line, &self.theme).expect(taken);
        }
        if !self.foretold.is_empty() {
            let cone = Cone { points: self.foretold, labels: ["50 %", "85 %", "95 %"] };
            draw_cone(area, &drawn, &cone, &self.theme).expect(taken);
        }
        if let Some((other, since)) = self.without {
            let sample = other.sample(since, now, u64::from(self.size.0));
            draw_ghost(area, &geometry, &sample, "without", &self.theme).expect(taken);
        }
        if let Some((after, until)) = self.measured {
            let share = |at: u64| (at - from) as f64 / (self.span.2 - from) as f64;
            let across = |at| (share(at) * f64::from(geometry.plot.width())).round() as i32;
            let columns = [after, until].map(|at| geometry.plot.left + across(at));
            let plot = Rect { right: self.size.0 as i32, ..geometry.plot };
            draw_shade(area, plot, columns.into(), &self.theme).expect(taken);
        }
        if let Some(at) = self.read_at {
            let reading = &self.crossings.read(wip_line, at);
            let (wip, to_flow) = &self.sentences(reading);
            let asked = self.asked.iter().rev().find(|asked| asked.0 <= SimTime(at));
            let words = asked.map(|asked| {
                format!("asked for {}, delivered {}", asked.1 as u32, reading.delivered)
            });
            let asked = asked.zip(words.as_ref()).map(|(asked, words)| (asked.1, words.as_str()));
            let crosshair = Crosshair { reading, wip, to_flow, asked };
            draw_crosshair(area, &drawn, &crosshair, &self.theme).expect(taken);
        }
        geometry
    }

    fn sentences(&self, reading: &CfdReading) -> (String, String) {
        let calendar = match self.axis {
            TimeAxis::Working(calendar) => calendar,
            TimeAxis::Dates(_) => Calendar::ELAPSED,
        };
        let days = reading.cycle_time.map_or(0.0, |time| calendar.days(time));
        let (wip, days) = (short(f64::from(reading.wip), '.'), short(days, '.'));
        (format!("WIP {wip} items"), format!("≈ {days} days to flow"))
    }

    /// Draws it and holds it against what was kept.
    fn check(&self) {
        let mut svg = String::new();
        {
            let backend = SVGBackend::with_string(&mut svg, self.size);
            let area = FixedText::svg(backend).into_drawing_area();
            self.draw(&area);
            area.present().expect("strings take every stroke");
        }
        keep_or_compare(self.name, &svg);
    }
}

fn keep_or_compare(name: &str, svg: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let kept = root.join("tests/pictures").join(name).with_extension("svg");
    if env::var_os("UPDATE_PICTURES").is_some() {
        fs::write(&kept, svg).expect("the pictures can be written");
        return;
    }
    if fs::read_to_string(&kept).is_ok_and(|kept| kept == svg) {
        return;
    }
    let drawn = root.join("target/pictures").join(name).with_extension("svg");
    fs::create_dir_all(root.join("target/pictures")).expect("target can be written");
    fs::write(&drawn, svg).expect("target can be written");
    panic!(
        "{} differs from {}; if it is better, set UPDATE_PICTURES=1",
        drawn.display(),
        kept.display()
    );
}

fn horizon(now: u64) -> u64 {
    nice_horizon(SimTime(now), Calendar::default()).0
}

/// A running team: the case most people will see.
fn running(crossings: &Crossings) -> Case<'_> {
    let now = 46 * DAY;
    Case {
        name: "running",
        size: (1200, 600),
        theme: Theme::light(1.0),
        bands: &TEAM,
        crossings,
        span: (0, now, horizon(now)),
        trouble: Some(QA),
        axis: TimeAxis::Working(Calendar::default()),
        marks: &[],
        read_at: Some(38 * DAY),
        choice: None,
        without: None,
        measured: None,
        foretold: &[],
        asked: &[],
    }
}

#[test]
fn a_running_team_whose_qa_falls_behind() {
    let team = team();
    running(&team).check();
    let dark = Theme::dark(1.0);
    Case { name: "running_dark", theme: dark, size: (920, 320), ..running(&team) }.check();
}

#[test]
fn the_same_on_a_phone() {
    let team = team();
    let phone = Case { name: "phone", size: (390, 260), ..running(&team) };
    phone.check();
    let (light, dark) = (Theme::light(3.0), Theme::dark(2.0));
    let full = (0, 46 * DAY, 46 * DAY);
    Case { name: "phone_dense", size: (1080, 780), theme: light, span: full, ..running(&team) }
        .check();
    Case { name: "phone_dark", size: (720, 520), theme: dark, ..running(&team) }.check();
}

#[test]
fn two_futures_of_one_moment() {
    let work = [DAY * 8 / 10, DAY * 7 / 10, DAY * 9 / 10, DAY * 8 / 10, DAY * 4 / 10];
    let helped =
        Line { items: 100, between: DAY * 92 / 100, work: &work, wip_limit: 1_000, seed: 11 };
    let (helped, team) = (helped.run(), team());
    let case = Case { without: Some((&team, 18 * DAY)), read_at: None, ..running(&helped) };
    Case { name: "futures", size: (920, 380), ..case }.check();
    let dark = Theme::dark(1.0);
    Case { name: "futures_dark", size: (390, 260), theme: dark, ..case }.check();
}

#[test]
fn a_window_that_is_measured() {
    let team = team();
    let measured = Some((12 * DAY, 30 * DAY));
    let case = Case { measured, read_at: None, size: (920, 380), ..running(&team) };
    Case { name: "window", ..case }.check();
    let read_at = Some(20 * DAY);
    Case { name: "window_dark", theme: Theme::dark(1.0), read_at, ..case }.check();
}

#[test]
fn what_has_been_asked_for() {
    let team = team();
    let now = 46 * DAY;
    // More than is delivered, request by request; and less, evenly.
    let requests = team.sample(0, now, 400);
    let asked = |(at, count): (&SimTime, &u32)| (*at, f64::from(*count / 8 * 7));
    let more: Vec<_> = requests.times.iter().zip(&requests.lines[1]).map(asked).collect();
    let beats = |day: u64| (SimTime(day * DAY), day as f64 * 0.45);
    let less: Vec<_> = (0..=46).map(beats).collect();
    let case = Case { asked: &more, size: (920, 380), ..running(&team) };
    Case { name: "demand", ..case }.check();
    let dark = Theme::dark(1.0);
    Case { name: "demand_phone", size: (390, 260), theme: dark, asked: &less, ..case }.check();
    // What nobody has delivered is still in the picture.
    let steep: Vec<_> = (0..=46).map(|day| (SimTime(day * DAY), day as f64 * 1.6)).collect();
    Case { name: "demand_ahead", asked: &steep, read_at: Some(30 * DAY), ..case }.check();
}

/// What the deliveries until a day foretell until a later one.
fn foretold(crossings: &Crossings, now: u64, until: u64) -> Vec<(SimTime, [f64; 3])> {
    let sample = crossings.sample(0, now, now / DAY);
    let delivered = sample.lines.last().expect("there is a delivered line");
    let past: Vec<u32> = delivered.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let delivered = delivered[delivered.len() - 1];
    let ahead = ((until - now) / DAY) as usize;
    let more = forecast::trials(&past, ahead, Seed(1));
    let period = WorkTime(DAY);
    let forecast = Forecast { now: SimTime(now), delivered, period, periods: past.len(), more };
    forecast.points(SimTime(until))
}

#[test]
fn what_will_be_delivered_by_when() {
    let team = team();
    let (now, until) = (46 * DAY, 60 * DAY);
    let foretold = &foretold(&team, now, until);
    let case = Case { foretold, read_at: None, span: (0, now, until), ..running(&team) };
    Case { name: "forecast", size: (920, 380), ..case }.check();
    Case { name: "forecast_dark", size: (390, 260), theme: Theme::dark(1.0), ..case }.check();
}

#[test]
fn three_items() {
    let work = [DAY, DAY, DAY, 3 * DAY, DAY / 2];
    let few = Line { items: 3, between: DAY, work: &work, wip_limit: 9, seed: 3 }.run();
    let now = 7 * DAY;
    let span = (0, now, horizon(now));
    let case = Case {
        name: "three_items",
        size: (800, 360),
        span,
        read_at: Some(6 * DAY),
        ..running(&few)
    };
    case.check();
}

#[test]
fn nothing_yet() {
    let none = Line { items: 0, between: DAY, work: &[DAY; 5], wip_limit: 9, seed: 3 }.run();
    Case {
        name: "nothing_yet",
        size: (600, 300),
        span: (0, 0, horizon(0)),
        read_at: None,
        ..running(&none)
    }
    .check();
}

#[test]
fn a_hundred_thousand_items() {
    let work = [4_000, 3_900, 4_500, 5_000, 2_000].map(|work| work * 60);
    let many =
        Line { items: 100_000, between: 4_200 * 60, work: &work, wip_limit: 1 << 20, seed: 5 }
            .run();
    let now = 850 * DAY;
    let span = (0, now, horizon(now));
    Case {
        name: "hundred_thousand",
        size: (900, 420),
        span,
        read_at: Some(600 * DAY),
        ..running(&many)
    }
    .check();
}

#[test]
fn zoomed_in_every_item_is_a_step() {
    let team = team();
    let (from, until) = (20 * DAY, 23 * DAY);
    let span = (from, until, until);
    Case { name: "zoomed", size: (900, 420), span, read_at: Some(22 * DAY), ..running(&team) }
        .check();
}

#[test]
fn some_bands_left_out_and_others_as_one() {
    let team = team();
    let bands = names(&TEAM);
    let mut choice = BandChoice::default();
    choice.turn(&bands, 1);
    choice.join(&bands, QA);
    choice.join(&bands, QA + 1);
    let choice = Some(&choice);
    Case { name: "bands", size: (920, 320), choice, ..running(&team) }.check();
    let (size, theme) = ((390, 260), Theme::dark(1.0));
    Case { name: "bands_phone", size, theme, trouble: None, choice, ..running(&team) }.check();
}

#[test]
fn a_backlog_before_a_limit() {
    let work = [DAY * 8 / 10, DAY * 7 / 10, DAY * 9 / 10, DAY, DAY * 4 / 10];
    let limited =
        Line { items: 70, between: DAY * 70 / 100, work: &work, wip_limit: 6, seed: 11 }.run();
    let marks = [
        Mark { at: SimTime(12 * DAY), label: "WIP limit 6" },
        Mark { at: SimTime(30 * DAY), label: "One more person in Development" },
        Mark { at: SimTime(31 * DAY), label: "QA limit 4" },
    ];
    let case = Case {
        name: "backlog",
        size: (920, 380),
        marks: &marks,
        trouble: None,
        ..running(&limited)
    };
    case.check();
    let dark = Theme::dark(1.0);
    Case {
        name: "backlog_phone",
        size: (360, 260),
        theme: dark,
        marks: &marks,
        trouble: Some(0),
        ..running(&limited)
    }
    .check();
}

#[test]
fn a_real_history_with_dates() {
    let day = 24 * HOUR;
    let work = [day * 9, day * 6, day * 10];
    let history = Line { items: 60, between: day * 9, work: &work, wip_limit: 12, seed: 8 }.run();
    let bands = ["Backlog", "To do", "In progress", "Review", "Done"];
    let now = 520 * day;
    // 2023-09-14.
    let axis = TimeAxis::Dates(DateAxis::new(1_694_649_600_000, date));
    let case = Case { name: "history", size: (920, 380), bands: &bands, axis, ..running(&history) };
    Case { span: (0, now, now), trouble: Some(3), read_at: Some(400 * day), ..case }.check();
}

#[test]
fn how_a_mean_converges() {
    let draw = |name: &str, size: (u32, u32), theme: Theme, running: &[Running]| {
        let mut svg = String::new();
        {
            let area = FixedText::svg(SVGBackend::with_string(&mut svg, size)).into_drawing_area();
            let picture = Convergence {
                running,
                wanted: 5.0,
                reach: 0.75,
                replications: 12,
                labels: ["+10 %", "−10 %", "12 replications"],
            };
            draw_convergence(&area, &picture, &theme).expect("strings take every stroke");
            area.present().expect("strings take every stroke");
        }
        keep_or_compare(name, &svg);
    };
    // A mean that settles, with the first interval far beyond the picture.
    let means = [5.9, 4.6, 4.8, 5.05, 5.1, 5.02, 4.97, 4.99, 5.01, 5.02];
    let running: Vec<Running> = (1..)
        .zip(means)
        .map(|(count, mean)| Running {
            count,
            mean,
            half_width: (count > 1).then(|| 6.0 / f64::from(count * count)),
        })
        .collect();
    draw("converges", (300, 96), Theme::light(1.0), &running);
    draw("converges_dark", (600, 192), Theme::dark(2.0), &running[..5]);
    draw("converges_not_yet", (300, 96), Theme::light(1.0), &[]);
}
