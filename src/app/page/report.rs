//! The report on one sheet, in the stream's place: made once when it is asked for, a picture at a frame.

use yew::{AttrValue, Html};

use super::charting::Room;
use super::{Msg, Page};
use crate::analytics::{
    Figure, Svg, report::CHARTS, report::HALF, report::NARROW, report::Report, report::STYLE,
    report::WIDE,
};
use crate::analytics::{bare_svg, sheet};
use crate::app::chart_painter::flow_svg;
use crate::app::charts::{ChartMsg, Kind};
use crate::app::flow_view::FlowView;
use crate::app::header::GALLERY_HASH;
use crate::app::markup::markup;
use crate::app::save;
use crate::app::tell::Tell;
use crate::chart::Theme;
use crate::text::measures::{Kinds, measures, unfinished};
use crate::text::money::money;
use crate::text::{axis, page as words, report as text};

/// The report, and how many of the charts have been looked at.
pub(super) struct ReportRoom {
    report: Report,
    looked_at: usize,
    html: AttrValue,
}

impl ReportRoom {
    pub(super) fn new(page: &Page) -> ReportRoom {
        ReportRoom { report: page.report(), looked_at: 0, html: AttrValue::default() }
    }

    /// Makes the next picture.
    fn go_on(&mut self, page: &mut Page) {
        if !page.digest() {
            return;
        }
        let figure = match self.looked_at.checked_sub(1) {
            None => {
                self.report.narrow = page.flow_picture(NARROW);
                Some(page.flow_figure())
            }
            Some(chart) => {
                let subject = page.subject();
                Some(CHARTS[chart]).filter(|chart| chart.is_for(subject.ledger)).map(|chart| {
                    let sheet = sheet(&subject, chart, (HALF.0 as i32, HALF.1 as i32), 0);
                    let svg = bare_svg(&sheet, HALF, &axis::words());
                    Figure { name: chart.full_name(), svg, sentence: sheet.sentence }
                })
            }
        };
        self.report.figures.extend(figure);
        self.looked_at += 1;
        if self.looked_at > CHARTS.len() {
            self.html = self.report.sheet().into();
        }
    }
}

impl Room for ReportRoom {
    fn view(&self, _: &Page, tell: &Tell) -> Html {
        let print = |_: web_sys::MouseEvent| {
            let _ = gloo::utils::window().print();
        };
        let keep = tell.click(0, |_| Msg::Charts(ChartMsg::Save(Kind::Report)));
        let is_done = !self.html.is_empty();
        markup! {
            <main class="report-room">
                <style>{ STYLE }</style>
                <div class="report-tools">
                    <p>{ text::HINT }</p>
                    <button type="button" class="primary" disabled={!is_done} onclick={print}>{ text::PRINT }</button>
                    <button type="button" disabled={!is_done} onclick={keep}>{ text::SAVE }</button>
                    <a class="button" href={GALLERY_HASH}>{ text::GALLERY }</a>
                    <a class="button" href="#">{ text::BACK }</a>
                </div>
                if is_done {
                    <div class="report-sheet" tabindex="0" role="group" aria-label={text::KIND}>{ Html::from_html_unchecked(self.html.clone()) }</div>
                } else {
                    <p role="status">{ text::COMING }</p>
                }
            </main>
        }
    }

    fn frame(&mut self, page: &mut Page, _: f64) -> bool {
        let is_making = self.looked_at <= CHARTS.len();
        if is_making {
            self.go_on(page);
        }
        is_making
    }

    fn save(&self, page: &Page) {
        let file = [&save::plain(page.title()), "-report.html"].concat();
        save::text(&file, "text/html", &self.report.file());
    }
}

impl Page {
    /// The report without its pictures, over the window that is charted.
    fn report(&self) -> Report {
        let subject = self.subject();
        let (shown, rest) = if let Some(opened) = &self.history {
            let snapshot = opened.snapshot(Some(subject.window));
            (snapshot.measures, snapshot.unfinished.0)
        } else {
            let measured = subject.ledger.measures(subject.window);
            let runnable = self.player.simulation().runnable();
            let mut shown = measures(&measured, Kinds::of(runnable), subject.calendar);
            shown.extend(money(&measured, runnable.stream()));
            (shown, unfinished(&measured).0)
        };
        let source = match &self.history {
            Some(_) => text::RECORDED.to_owned(),
            None => text::seed(self.seed),
        };
        Report {
            title: self.title().to_owned(),
            facts: vec![
                text::measured(&self.window_words()),
                text::units(subject.calendar),
                source,
            ],
            finding: self.snapshot.insight.clone(),
            is_hot: !self.snapshot.is_calm,
            measures: shown,
            unfinished: rest,
            figures: Vec::new(),
            narrow: String::new(),
        }
    }

    fn flow_figure(&self) -> Figure {
        let svg = self.flow_picture(WIDE);
        Figure { name: words::CUMULATIVE_FLOW.to_owned(), svg, sentence: self.flow_sentence() }
    }

    fn flow_picture(&self, size: (u32, u32)) -> String {
        let mut svg = String::new();
        self.with_flow(&mut |flow| {
            svg = flow_svg(flow, &FlowView::default(), size, Svg::bare(size), &Theme::print());
        });
        svg
    }
}
