//! The page looks back on a run, and compares two futures of one moment. All of it is fetched with the border.

use yew::html::Scope;
use yew::prelude::*;

use super::frame::wall_ms;
use super::{Msg, Page};
use crate::app::markup::markup;
use crate::app::tell::Tell;
use crate::belt::BeltState;
use crate::chart::draw_ghost;
use crate::editor::{Action, Diagram};
use crate::text::time as words;
use crate::value_stream::SimTime;

/// What happens to the time that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeMsg {
    /// The slider goes to a notch.
    Seek(u32),
    /// Another future begins here.
    Branch,
    /// There is one future again: this one.
    Close,
    /// Or the one without the changes.
    Return,
}

/// What a glance may take [ms].
const GLANCE_MS: f64 = 6.0;

/// The notches of the slider: 0 to this, which is as far as the run has come.
pub(in crate::app) const NOTCHES: u32 = 1_000;

impl Page {
    pub(super) fn turn_time(&mut self, message: TimeMsg) {
        match message {
            TimeMsg::Seek(notch) => {
                let latest = u128::from(self.player.latest().0);
                let at = latest * u128::from(notch) / u128::from(NOTCHES);
                self.player.seek(SimTime(at as u64));
                self.belt.jump();
            }
            TimeMsg::Branch => {
                self.drawing.first = Some(self.drawing.diagram().clone());
                self.player.begin_branch();
            }
            TimeMsg::Close => self.player.drop_branch(),
            TimeMsg::Return => self.return_to_first(),
        }
        self.clock.must_tell();
    }

    /// The run is as it went, and what is drawn as it was.
    fn return_to_first(&mut self) {
        self.player.return_to_branch();
        if let Some(first) = self.drawing.first.take() {
            let name = self.drawing.diagram().name.clone();
            let first = Diagram { name, ..first };
            if first != *self.drawing.diagram() {
                self.act(&Action::Become(Box::new(first)));
            }
        }
        self.jump();
    }

    /// Shows the run as it stood where the chart is read, while it stands.
    pub(super) fn glance(&mut self) -> bool {
        let before = self.player.seen().now();
        let at = self.chart.reads().filter(|_| self.history.is_none());
        // The pointer is over the chart and the belt beside it: half a frame is enough.
        let begun = wall_ms();
        self.player.glance(at, || wall_ms() - begun > GLANCE_MS);
        let seen = self.player.seen();
        if seen.now() == before {
            return false;
        }
        let cfd = self.player.ledger().cfd();
        self.belt_state = BeltState::of(seen, cfd.count(cfd.lines() - 1, seen.now()));
        self.show_values();
        self.belt.jump();
        self.clock.must_tell();
        true
    }

    /// The outline of the other future, over the diagram.
    pub(super) fn draw_ghost(&self) {
        let Some(branch) = self.player.branch() else { return };
        let until = self.player.now().min(branch.now());
        if until <= branch.at() || self.charts.chosen().is_some() {
            return;
        }
        let (columns, _) = self.chart.size();
        let sample = branch.cfd().sample_window(branch.at(), until, columns.max(1) as u32);
        self.chart.over(|area, geometry, theme| {
            let _ = draw_ghost(area, geometry, &sample, words::WITHOUT, theme);
        });
    }

    /// What both futures come to.
    pub(super) fn compare(&self) -> Vec<[String; 4]> {
        let calendar = self.player.simulation().runnable().stream().calendar;
        self.player.futures().map_or(Vec::new(), |futures| words::rows(&futures, calendar))
    }

    /// The comparison, under the belt.
    pub(super) fn futures(&self, link: &Scope<Page>) -> Html {
        let calendar = self.player.simulation().runnable().stream().calendar;
        if let Some(share) = self.player.parting() {
            let words = words::parting(self.player.now(), share, calendar);
            return markup! { <section class="futures"><p role="status">{ words }</p></section> };
        }
        let Some(branch) = self.player.branch() else { return Html::default() };
        let title = words::title(branch.at(), calendar);
        let rows = &self.snapshot.futures;
        let tell = Tell::of(link);
        let close = tell.click(0, |_| Msg::Time(TimeMsg::Close));
        let back = tell.click(0, |_| Msg::Time(TimeMsg::Return));
        let row = |[name, with, without, difference]: &[String; 4]| {
            markup! {
                <tr>
                    <th scope="row">{ name.clone() }</th>
                    <td>{ with.clone() }</td>
                    <td>{ without.clone() }</td>
                    <td>{ difference.clone() }</td>
                </tr>
            }
        };
        markup! {
            <section class="futures" aria-label={title.clone()}>
                <div class="refusal-head">
                    <h2>{ title }</h2>
                    <span class="choice">
                        <button type="button" title={words::RETURN_HINT} onclick={back}>{ words::RETURN }</button>
                        <button type="button" title={words::CLOSE_HINT} onclick={close}>{ words::CLOSE }</button>
                    </span>
                </div>
                if rows.is_empty() {
                    <p>{ words::NOT_YET }</p>
                } else {
                    <table>
                        <thead><tr>{ for words::HEADS.iter().map(|head| markup! { <th scope="col">{ *head }</th> }) }</tr></thead>
                        <tbody>{ for rows.iter().map(row) }</tbody>
                    </table>
                    <p>{ words::LUCK }</p>
                }
            </section>
        }
    }
}
