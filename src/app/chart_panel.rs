//! The chart: its tab, its picture, its sentence, and its numbers as a table.

use yew::prelude::*;

use super::chart_painter::ChartPainter;
use super::charts::{Charts, save_buttons, tabs};
use super::markup::{markup, truth};
use super::page::{Analyst, Border, Msg, Snapshot};
use super::tell::Tell;
use crate::analytics::Chart;
use crate::text::charts::SPOT_HINT;
use crate::text::page as text;

/// What the panel shows and tells.
pub(super) struct ChartPanel<'a> {
    pub(super) painter: &'a ChartPainter,
    pub(super) snapshot: &'a Snapshot,
    /// What the keyboard reads from the chart.
    pub(super) reading: &'a str,
    /// The charts, and those that the records allow.
    pub(super) charts: &'a Charts,
    pub(super) offered: Vec<Chart>,
    pub(super) analyst: Option<&'static Analyst>,
    pub(super) border: Option<&'static Border>,
    /// What can be done with the diagram.
    pub(super) tools: Option<Html>,
    pub(super) tell: &'a Tell,
}

pub(super) fn chart_panel(props: ChartPanel<'_>) -> Html {
    let (frame, canvas) = props.painter.nodes();
    let table = &props.snapshot.table;
    let has_table = table.is_some();
    let toggle = props.tell.click(usize::from(has_table), |has| Msg::Table(has == 0));
    let chosen = props.charts.chosen();
    let (is_diagram, tab) = (chosen.is_none(), chosen.map_or(0, |chart| chart.tab() + 1));
    let says = if is_diagram { "unseen" } else { "says" };
    let hint = match chosen {
        None => text::CHART_HINT,
        Some(Chart::CycleTimes | Chart::Aging) => SPOT_HINT,
        Some(_) => "",
    };
    markup! {
        <section class="panel chart">
            { tabs(props.charts, &props.offered, props.tell) }
            <div class="chart-head">
                { props.analyst.map(|analyst| (analyst.views)(props.charts, &props.offered, props.tell)) }
                <span class="chart-hint">{ hint }</span>
                { save_buttons(props.tell) }
                <button type="button" aria-expanded={truth(has_table)} onclick={toggle}>
                    { text::DATA_TABLE }
                </button>
            </div>
            <div role="tabpanel" id="panel-flow" aria-labelledby={format!("tab-{tab}")}>
                <div ref={frame} class="chart-frame">
                    <canvas ref={canvas} role="img" aria-label={props.charts.name()} tabindex="0"
                        aria-describedby="flow-description" />
                </div>
                if is_diagram { <div class="flow-tools">{ props.tools }</div> }
                <p id="flow-description" class={says}>
                    { props.snapshot.description.clone() }
                    if is_diagram { { " " }{ text::CHART_HINT } }
                </p>
                <p class="unseen" aria-live="polite">{ props.reading.to_owned() }</p>
                { props.analyst.map(|analyst| (analyst.life)(props.charts, props.tell)) }
                { props.border.zip(table.as_ref()).map(|(border, table)| (border.numbers)(table)) }
            </div>
        </section>
    }
}
