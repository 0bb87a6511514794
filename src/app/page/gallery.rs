//! All charts at once: of an example, the same for everybody, or of the run, while that goes on. Who comes here first sees the
//! example. A picture is drawn only while it is on the screen, and one at a frame.

mod example;

use web_sys::HtmlCanvasElement;
use yew::{Html, NodeRef};

use self::example::Example;
use super::charting::Room;
use super::frame::{REFRESH_MS, RUN_MS, wall_ms};
use super::{Msg, Page};
use crate::analytics::{Chart, Subject, sheet};
use crate::app::chart_painter::Flow;
use crate::app::charts::ChartMsg;
use crate::app::flow_view::{FlowView, paint_view};
use crate::app::header::{Origin, REPORT_HASH};
use crate::app::markup::{markup, truth};
use crate::app::screen;
use crate::app::tell::Tell;
use crate::chart::draw_plot;
use crate::text::{axis, gallery as text, page as words, report};
use crate::value_stream::SimTime;

/// Drawing rests so many times as long as it took.
const REST: f64 = 2.0;

/// The charts that are shown.
pub(super) struct Gallery {
    cards: Vec<Card>,
    /// The next card that may be drawn.
    next: usize,
    /// When it may be, and when the markup was told last [ms].
    rests_until: f64,
    told: f64,
    /// Whether it says something of before.
    is_stale: bool,
    /// What is shown in the run's place.
    example: Option<Example>,
}

/// What is charted: the run or the history, or the example in its place.
struct Shown<'a> {
    page: &'a Page,
    example: Option<&'a Example>,
}

impl<'a> Shown<'a> {
    fn subject(&self) -> Subject<'a> {
        self.example.map_or_else(|| self.page.subject(), Example::subject)
    }

    fn with_flow(&self, show: &mut dyn FnMut(&Flow<'_>)) {
        match self.example {
            Some(example) => example.with_flow(show),
            None => self.page.with_flow(show),
        }
    }

    fn flow_sentence(&self) -> String {
        self.example.map_or_else(|| self.page.flow_sentence(), Example::sentence)
    }
}

/// A chart; none: the cumulative flow diagram.
struct Card {
    chart: Option<Chart>,
    canvas: NodeRef,
    drawn: Option<Drawn>,
    sentence: String,
}

/// What a picture depends on: the moment, its size [CSS px], the screen.
type Drawn = (SimTime, (i32, i32), (f64, bool));

impl Card {
    fn new(chart: Option<Chart>) -> Card {
        Card { chart, canvas: NodeRef::default(), drawn: None, sentence: String::new() }
    }

    fn place(&self) -> usize {
        self.chart.map_or(0, |chart| chart as usize + 1)
    }

    fn name(&self) -> String {
        self.chart.map_or(words::CUMULATIVE_FLOW.to_owned(), Chart::full_name)
    }

    /// Its canvas and what should be on it; none: it is out of sight, unless that counts too, or as it should be.
    fn wants(
        &self,
        now: SimTime,
        look: (f64, bool),
        everywhere: bool,
    ) -> Option<(HtmlCanvasElement, Drawn)> {
        let canvas = self.canvas.cast::<HtmlCanvasElement>()?;
        let size = (canvas.client_width(), canvas.client_height());
        let wanted = (now, size, look);
        let bounds = canvas.get_bounding_client_rect();
        let height = f64::from(gloo::utils::document_element().client_height());
        let is_seen = everywhere || bounds.bottom() > 0.0 && bounds.top() < height;
        (is_seen && self.drawn != Some(wanted) && size.0 > 80 && size.1 > 80)
            .then_some((canvas, wanted))
    }

    /// Draws it anew.
    fn draw(&mut self, shown: &Shown<'_>, canvas: &HtmlCanvasElement, wanted: Drawn) {
        let (_, size, look) = wanted;
        self.drawn = Some(wanted);
        let Some(area) = screen::area(canvas, size, look.0) else { return };
        let theme = screen::theme(look);
        // Only a canvas that is gone refuses a stroke.
        if let Some(chart) = self.chart {
            let sheet = sheet(&shown.subject(), chart, size, 0);
            let _ = draw_plot(&area, &sheet.plot, &axis::words(), None, &theme);
            self.sentence = sheet.sentence;
        } else {
            let view = FlowView::default();
            shown.with_flow(&mut |flow| {
                let _ = paint_view(&area, flow, &view, f64::from(size.0), &theme);
            });
            self.sentence = shown.flow_sentence();
        }
    }

    fn view(&self, tell: &Tell, open: &str) -> Html {
        let (answers, reads) = text::CARDS[self.place()];
        let onclick = tell.click(self.place(), |place| {
            let chart = Chart::ALL.iter().find(|chart| **chart as usize + 1 == place);
            Msg::Charts(ChartMsg::Leave(chart.copied()))
        });
        let canvas = self.canvas.clone();
        markup! {
            <section class="panel gallery-card" aria-label={self.name()}>
                <h3>{ answers }</h3>
                <p class="gallery-name">
                    <b>{ self.name() }</b>
                    <button type="button" aria-label={[open, ": ", &self.name()].concat()} {onclick}>{ open.to_owned() }</button>
                </p>
                <canvas ref={canvas} role="img" aria-label={self.name()} />
                <p class="says">{ self.sentence.clone() }</p>
                <p class="gallery-reads">{ reads }</p>
            </section>
        }
    }
}

impl Gallery {
    /// Of the run, if it is one that somebody has seen; else of the example.
    pub(super) fn new(page: &Page) -> Gallery {
        let example = Some(()).filter(|()| !page.has_been_seen()).and_then(|()| Example::new());
        Gallery::of(page, example)
    }

    fn of(page: &Page, example: Option<Example>) -> Gallery {
        let charts = match &example {
            Some(_) => Chart::ALL.to_vec(),
            None => page.offered(),
        };
        let cards = std::iter::once(None).chain(charts.into_iter().map(Some));
        let cards = cards.map(Card::new).collect();
        Gallery { cards, next: 0, rests_until: 0.0, told: 0.0, is_stale: true, example }
    }

    /// Draws the next card that should look otherwise; says whether there was one.
    fn draw_next(&mut self, page: &mut Page) -> bool {
        let Some(look) = screen::look(&gloo::utils::document_element()) else { return false };
        let example = self.example.as_ref();
        let now = Shown { page, example }.subject().window.until;
        let count = self.cards.len();
        for place in (0..count).map(|step| (self.next + step) % count) {
            let Some((canvas, wanted)) = self.cards[place].wants(now, look, false) else {
                continue;
            };
            if example.is_none() && !page.digest() {
                return false;
            }
            self.next = place + 1;
            self.cards[place].draw(&Shown { page, example }, &canvas, wanted);
            return true;
        }
        false
    }
}

impl Page {
    /// Whether what is charted is somebody's own, or has been looked at.
    fn has_been_seen(&self) -> bool {
        let is_own = self.history.is_some() || self.origin == Origin::Own;
        is_own || self.player.latest() > SimTime::START
    }
}

impl Room for Gallery {
    fn draw_all(&mut self, page: &mut Page) {
        while !page.digest() {}
        let Some(look) = screen::look(&gloo::utils::document_element()) else { return };
        let shown = Shown { page, example: self.example.as_ref() };
        let now = shown.subject().window.until;
        for card in &mut self.cards {
            if let Some((canvas, wanted)) = card.wants(now, look, true) {
                card.draw(&shown, &canvas, wanted);
            }
        }
    }

    fn turn(&mut self, page: &Page, is_example: bool) {
        *self = Gallery::of(page, if is_example { Example::new() } else { None });
    }

    fn view(&self, page: &Page, tell: &Tell) -> Html {
        let is_playing = page.player.is_playing();
        let toggle = tell.click(0, |_| Msg::TogglePlay);
        let is_run = page.history.is_none() && self.example.is_none();
        // What they lead to is never the example.
        let (open, report) = match &self.example {
            Some(_) => (text::OPEN_OWN, text::REPORT_OWN),
            None => (text::OPEN, report::REPORT),
        };
        let of = match &self.example {
            Some(example) => markup! { <p>{ example.title() }</p> },
            None => {
                markup! { <p><b>{ page.title().to_owned() }</b>{ ", " }{ page.window_words() }</p> }
            }
        };
        let choice = [true, false].into_iter().zip(text::SHOWN).map(|(is_example, name)| {
            let onclick = tell.click(usize::from(is_example), |is_example| {
                Msg::Charts(ChartMsg::Example(is_example > 0))
            });
            let is_shown = is_example == self.example.is_some();
            markup! { <button type="button" aria-pressed={truth(is_shown)} {onclick}>{ name }</button> }
        });
        markup! {
            <main class="gallery">
                <section class="panel proof-head">
                    <div>
                        <h2>{ text::TITLE }</h2>
                        <p>{ text::ABOUT }</p>
                    </div>
                    <div class="proof-side">
                        { of }
                        <p class="saves">
                            <span class="choice" role="group" aria-label={text::OF}>{ for choice }</span>
                            if is_run {
                                <button type="button" class="primary" onclick={toggle}>
                                    { if is_playing { words::PAUSE } else { words::PLAY } }
                                </button>
                            }
                            <a class="button" href={REPORT_HASH}>{ report.to_owned() }</a>
                            <a class="button" href="#">{ text::BACK }</a>
                        </p>
                    </div>
                </section>
                <div class="gallery-cards">{ for self.cards.iter().map(|card| card.view(tell, open)) }</div>
            </main>
        }
    }

    fn frame(&mut self, page: &mut Page, passed: f64) -> bool {
        let begun = wall_ms();
        // Behind the example the run waits.
        let is_run = self.example.is_none();
        if is_run {
            let _ = page.player.frame(passed, || wall_ms() - begun > RUN_MS);
        }
        let begun = wall_ms();
        let is_drawn = begun > self.rests_until && self.draw_next(page);
        let now = wall_ms();
        if is_drawn {
            self.rests_until = now + REST * (now - begun);
        }
        self.is_stale |= is_drawn || is_run && page.player.is_playing();
        let is_news = self.is_stale && now - self.told > REFRESH_MS;
        if is_news {
            (self.told, self.is_stale) = (now, false);
            page.refresh();
            // Another stream or a history may know enough for other charts.
            let cards = self.cards.iter().filter_map(|card| card.chart);
            if is_run && !page.offered().into_iter().eq(cards) {
                *self = Gallery::of(page, None);
            }
        }
        is_news
    }
}
