//! The charts beside the cumulative flow diagram: which one is shown, the item whose life is open, and their markup.

use std::rc::Rc;

use yew::prelude::*;

use super::header::{GALLERY_HASH, REPORT_HASH};
use super::markup::{markup, truth};
use super::page::{Msg, Snapshot, Table};
use super::tell::Tell;
use crate::analytics::{Cell, Chart, Sheet};
use crate::measure::Window;
use crate::sim::ItemId;
use crate::text::charts as text;
use crate::text::page as words;
use crate::text::report::{GALLERY, REPORT};
use crate::value_stream::SimTime;

/// What happens to the charts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartMsg {
    /// A chart is shown; none: the cumulative flow diagram.
    Choose(Option<Chart>),
    /// The item that is pointed at.
    Pick,
    /// No item any more.
    Close,
    /// The chart as a file.
    Save(Kind),
    /// A window is measured.
    Window(SimTime, SimTime),
    /// It ends where the chart is read, or begins there.
    Edge(bool),
    /// What the address asks for is shown in the stream's place.
    Enter,
    /// The gallery shows its example, or the run.
    Example(bool),
    /// The stream comes back, with this chart.
    Leave(Option<Chart>),
}

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A picture of lines.
    Svg,
    /// A picture of pixels.
    Png,
    /// Numbers.
    Csv,
    /// The report, where it is shown.
    Report,
}

impl Kind {
    /// Those of one chart, in the order of their buttons.
    const ALL: [Kind; 3] = [Kind::Svg, Kind::Png, Kind::Csv];
}

/// The charts as they stand.
#[derive(Default)]
pub(super) struct Charts {
    chosen: Option<Chart>,
    sheet: Option<Rc<Sheet>>,
    /// What it is about, in words.
    of: String,
    picked: Option<ItemId>,
    life: Option<Life>,
    /// What is measured, where somebody has chosen it.
    window: Option<(SimTime, SimTime)>,
}

/// An item's life as it is shown.
pub(super) struct Life {
    /// The item's name.
    pub(super) name: String,
    /// Its life in a sentence.
    pub(super) sentence: String,
    /// Its stretches: share of the whole, its kind as a style's name, what it says.
    pub(super) parts: Vec<(f64, &'static str, String)>,
}

impl Charts {
    pub(super) fn chosen(&self) -> Option<Chart> {
        self.chosen
    }

    pub(super) fn choose(&mut self, chart: Option<Chart>) {
        *self = Charts { chosen: chart, window: self.window, ..Charts::default() };
    }

    /// What is measured up to a moment, where somebody has chosen it.
    pub(super) fn window(&self, now: SimTime) -> Option<Window> {
        self.window.map(|(after, until)| Window::new(after.min(now), until.min(now)))
    }

    /// Whether somebody has chosen what is measured.
    pub(super) fn has_window(&self) -> bool {
        self.window.is_some()
    }

    pub(super) fn set_window(&mut self, window: Option<(SimTime, SimTime)>) {
        self.window = window;
    }

    pub(super) fn sheet(&self) -> Option<&Sheet> {
        self.sheet.as_deref()
    }

    /// Takes a chart, and in words the time it is about.
    pub(super) fn set_sheet(&mut self, sheet: Sheet, of: String) {
        (self.sheet, self.of) = (Some(Rc::new(sheet)), of);
    }

    pub(super) fn picked(&self) -> Option<ItemId> {
        self.picked
    }

    pub(super) fn pick(&mut self, item: Option<ItemId>) {
        self.picked = item;
    }

    pub(super) fn set_life(&mut self, life: Option<Life>) {
        self.life = life;
    }

    /// Puts the chart's sentence and its numbers in the place of the diagram's.
    pub(super) fn tell(&self, snapshot: &mut Snapshot, has_table: bool) {
        let Some(sheet) = &self.sheet else { return };
        // What is unfinished is so now, whatever is measured.
        let is_about_now = self.chosen == Some(Chart::Aging);
        snapshot.description = if is_about_now || self.of == snapshot.window {
            sheet.sentence.clone()
        } else {
            text::another_window(&sheet.sentence, &self.of, &snapshot.window)
        };
        snapshot.table = has_table.then(|| Table {
            heads: sheet.heads.clone(),
            rows: sheet.rows.iter().map(|row| row.iter().map(Cell::shown).collect()).collect(),
            note: String::new(),
        });
    }

    /// The name of what is shown.
    pub(super) fn name(&self) -> String {
        self.chosen.map_or(words::CUMULATIVE_FLOW.to_owned(), Chart::full_name)
    }
}

/// A click that chooses a chart, or the diagram.
fn choose(tell: &Tell, chart: Option<Chart>) -> Callback<MouseEvent> {
    let number = chart.and_then(|chart| Chart::ALL.iter().position(|other| *other == chart));
    tell.click(number.unwrap_or(usize::MAX), |number| {
        Msg::Charts(ChartMsg::Choose(Chart::ALL.get(number).copied()))
    })
}

/// The tabs, and the choice between the charts of the one that is shown.
pub(super) fn tabs(charts: &Charts, offered: &[Chart], tell: &Tell) -> Html {
    let tab = |index: usize, name: &'static str, first: Option<Chart>| {
        let is_chosen = charts.chosen.map(Chart::tab) == first.map(Chart::tab);
        let onclick = choose(tell, first);
        markup! {
            <button type="button" role="tab" id={format!("tab-{index}")} aria-selected={truth(is_chosen)}
                tabindex={if is_chosen { "0" } else { "-1" }} aria-controls="panel-flow" {onclick}>{ name }</button>
        }
    };
    let tabs = text::TABS.iter().enumerate().filter_map(|(number, name)| {
        let first = offered.iter().copied().find(|chart| chart.tab() == number)?;
        Some(tab(number + 1, name, Some(first)))
    });
    markup! {
        <div role="tablist" aria-label={words::CHARTS}>
            { tab(0, words::CUMULATIVE_FLOW, None) }
            { for tabs }
        </div>
    }
}

/// The choice between the charts of the tab that is shown, if it has several.
pub(super) fn views(charts: &Charts, offered: &[Chart], tell: &Tell) -> Html {
    let Some(chosen) = charts.chosen else { return Html::default() };
    let beside: Vec<Chart> =
        offered.iter().copied().filter(|chart| chart.tab() == chosen.tab()).collect();
    if beside.len() < 2 {
        return Html::default();
    }
    let view = |chart: Chart| {
        let onclick = choose(tell, Some(chart));
        markup! {
            <button type="button" aria-pressed={truth(chart == chosen)} {onclick}>{ chart.name() }</button>
        }
    };
    markup! {
        <span class="choice views" role="group" aria-label={text::VIEWS}>{ for beside.into_iter().map(view) }</span>
    }
}

/// The buttons that save the chart.
pub(super) fn save_buttons(tell: &Tell) -> Html {
    let button = |(kind, name): (usize, &&'static str)| {
        let onclick = tell.click(kind, |kind| Msg::Charts(ChartMsg::Save(Kind::ALL[kind])));
        markup! { <button type="button" {onclick}>{ *name }</button> }
    };
    markup! {
        <span class="choice" role="group" aria-label={text::SAVE_HINT} title={text::SAVE_HINT}>{ for text::SAVE.iter().enumerate().map(button) }
            </span>
        <a class="button" href={REPORT_HASH}>{ REPORT }</a>
        <a class="button" href={GALLERY_HASH}>{ GALLERY }</a>
    }
}

/// The life of the item that was picked.
pub(super) fn life(charts: &Charts, tell: &Tell) -> Html {
    let Some(life) = &charts.life else { return Html::default() };
    let part = |(share, kind, words): &(f64, &'static str, String)| {
        let wide = crate::value_stream::decimal::fixed(share * 100.0, 3);
        markup! { <span class={*kind} title={words.clone()} style={format!("width: {wide}%")} /> }
    };
    markup! {
        <section class="life" aria-label={life.name.clone()}>
            <div class="refusal-head">
                <h2>{ life.name.clone() }</h2>
                <button type="button" onclick={tell.click(0, |_| Msg::Charts(ChartMsg::Close))}>{ text::CLOSE }</button>
            </div>
            <p>{ life.sentence.clone() }</p>
            <div class="life-line" aria-hidden="true">{ for life.parts.iter().map(part) }</div>
        </section>
    }
}
