//! The page looks back on a run, and compares two futures of one moment. All of it is fetched with the border.

use yew::html::Scope;
use yew::prelude::*;

use super::{Msg, Page};
use crate::app::markup::markup;
use crate::chart::draw_ghost;
use crate::text::time as words;
use crate::value_stream::SimTime;

/// What happens to the time that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeMsg {
    /// The slider goes to a notch.
    Seek(u32),
    /// Another future begins here.
    Branch,
    /// There is one future again.
    Close,
}

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
            TimeMsg::Branch => self.player.branch_here(),
            TimeMsg::Close => self.player.drop_branch(),
        }
        self.clock.must_tell();
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
        let Some(branch) = self.player.branch() else { return Html::default() };
        let calendar = self.player.simulation().runnable().stream().calendar;
        let title = words::title(branch.at(), calendar);
        let rows = &self.snapshot.futures;
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
                    <button type="button" onclick={link.callback(|_: MouseEvent| Msg::Time(TimeMsg::Close))}>
                        { words::CLOSE }
                    </button>
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
