//! All charts at once, while the run goes on. A picture is drawn only while it is on the screen, and one at a frame.

use web_sys::HtmlCanvasElement;
use yew::{Html, NodeRef};

use super::charting::Room;
use super::frame::{REFRESH_MS, RUN_MS, wall_ms};
use super::{Msg, Page};
use crate::analytics::{Chart, sheet};
use crate::app::chart_painter::paint_flow;
use crate::app::charts::ChartMsg;
use crate::app::header::REPORT_HASH;
use crate::app::markup::markup;
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

    /// Its canvas and what should be on it; none: it is out of sight, or as it should be.
    fn wants(&self, now: SimTime, look: (f64, bool)) -> Option<(HtmlCanvasElement, Drawn)> {
        let canvas = self.canvas.cast::<HtmlCanvasElement>()?;
        let size = (canvas.client_width(), canvas.client_height());
        let wanted = (now, size, look);
        let bounds = canvas.get_bounding_client_rect();
        let height = f64::from(gloo::utils::document_element().client_height());
        let is_seen = bounds.bottom() > 0.0 && bounds.top() < height;
        (is_seen && self.drawn != Some(wanted) && size.0 > 80 && size.1 > 80)
            .then_some((canvas, wanted))
    }

    /// Draws it anew.
    fn draw(&mut self, page: &Page, canvas: &HtmlCanvasElement, wanted: Drawn) {
        let (_, size, look) = wanted;
        self.drawn = Some(wanted);
        let Some(area) = screen::area(canvas, size, look.0) else { return };
        let theme = screen::theme(look);
        // Only a canvas that is gone refuses a stroke.
        if let Some(chart) = self.chart {
            let sheet = sheet(&page.subject(), chart, size, 0);
            let _ = draw_plot(&area, &sheet.plot, &axis::words(), None, &theme);
            self.sentence = sheet.sentence;
        } else {
            page.with_flow(&mut |flow| {
                let _ =
                    paint_flow(&area, flow, &flow.sample(flow.window, f64::from(size.0)), &theme);
            });
            self.sentence = page.flow_sentence();
        }
    }

    fn view(&self, tell: &Tell) -> Html {
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
                    <button type="button" aria-label={[text::OPEN, ": ", &self.name()].concat()} {onclick}>{ text::OPEN }</button>
                </p>
                <canvas ref={canvas} role="img" aria-label={self.name()} />
                <p class="says">{ self.sentence.clone() }</p>
                <p class="gallery-reads">{ reads }</p>
            </section>
        }
    }
}

impl Gallery {
    pub(super) fn new(page: &Page) -> Gallery {
        let charts = page.offered().into_iter().map(Some);
        let cards = std::iter::once(None).chain(charts).map(Card::new).collect();
        Gallery { cards, next: 0, rests_until: 0.0, told: 0.0, is_stale: false }
    }

    /// Draws the next card that should look otherwise; says whether there was one.
    fn draw_next(&mut self, page: &mut Page) -> bool {
        let Some(look) = screen::look(&gloo::utils::document_element()) else { return false };
        let now = page.subject().window.until;
        let count = self.cards.len();
        for place in (0..count).map(|step| (self.next + step) % count) {
            let Some((canvas, wanted)) = self.cards[place].wants(now, look) else { continue };
            if !page.digest() {
                return false;
            }
            self.next = place + 1;
            self.cards[place].draw(page, &canvas, wanted);
            return true;
        }
        false
    }
}

impl Room for Gallery {
    fn view(&self, page: &Page, tell: &Tell) -> Html {
        let is_playing = page.player.is_playing();
        let toggle = tell.click(0, |_| Msg::TogglePlay);
        let is_run = page.history.is_none();
        markup! {
            <main class="gallery">
                <section class="panel proof-head">
                    <div>
                        <h2>{ text::TITLE }</h2>
                        <p>{ text::ABOUT }</p>
                    </div>
                    <div class="proof-side">
                        <p><b>{ page.title().to_owned() }</b>{ ", " }{ page.window_words() }</p>
                        <p class="saves">
                            if is_run {
                                <button type="button" class="primary" onclick={toggle}>
                                    { if is_playing { words::PAUSE } else { words::PLAY } }
                                </button>
                            }
                            <a class="button" href={REPORT_HASH}>{ report::REPORT }</a>
                            <a class="button" href="#">{ text::BACK }</a>
                        </p>
                    </div>
                </section>
                <div class="gallery-cards">{ for self.cards.iter().map(|card| card.view(tell)) }</div>
            </main>
        }
    }

    fn frame(&mut self, page: &mut Page, passed: f64) -> bool {
        let begun = wall_ms();
        let _ = page.player.frame(passed, || wall_ms() - begun > RUN_MS);
        let begun = wall_ms();
        let is_drawn = begun > self.rests_until && self.draw_next(page);
        let now = wall_ms();
        if is_drawn {
            self.rests_until = now + REST * (now - begun);
        }
        self.is_stale |= is_drawn || page.player.is_playing();
        let is_news = self.is_stale && now - self.told > REFRESH_MS;
        if is_news {
            (self.told, self.is_stale) = (now, false);
            page.refresh();
            // Another stream or a history may know enough for other charts.
            if !page.offered().into_iter().eq(self.cards.iter().filter_map(|card| card.chart)) {
                *self = Gallery::new(page);
            }
        }
        is_news
    }
}
