//! The stream as a value stream map: its picture, its numbers as a table, and what saves and prints it.

use web_sys::MouseEvent;
use yew::prelude::*;

use super::markup::markup;
use super::page::Page;
use super::save;
use crate::stream_map::{StreamMap, picture};
use crate::text::page::DATA_TABLE;
use crate::text::stream_map as text;

/// On paper there is only the map, in the colors of the light theme. It is here and not among the page's styles so that it
/// is fetched with the map.
const STYLE: &str = "\
main:has(.map-view){grid-template-columns:minmax(0,1fr)}\
@media(min-width:700px){.map-view:not(:has(.map-full :checked)) .stream-map>svg{width:100%;height:auto;min-width:calc(var(--columns)*180px + 240px)}}\
@media(max-width:699px){.map-view .map-full{display:none}}.map-full{display:flex;gap:6px;align-items:center;min-height:36px}\
.stream-map{overflow-x:auto;max-width:100%;padding:8px 14px}.stream-map>svg{display:block}\
.map-tools{display:flex;flex-wrap:wrap;gap:8px;align-items:center;padding:8px 14px}.map-tools p{flex:1 1 20em;margin:0;color:var(--muted)}\
.map-table{padding:4px 14px 8px}.map-table summary{cursor:pointer;min-height:36px;padding:6px 0}\
@media print{@page{size:landscape;margin:10mm}header,.column>:not(:has(.map-view)),.panel:has(.map-view)>:not(.map-view),\
.map-tools,.map-table,.page>:not(main){display:none!important}main,.panel:has(.map-view){display:block!important;border:0!important}\
.column:not(:has(.map-view)){display:none!important}\
.page main .panel:has(.map-view){display:block!important}.stream-map{width:100%;padding:0;overflow:visible}.stream-map>svg{width:100%!important;min-width:0!important;height:auto;max-height:95vh}}";

/// The map of what runs, as it stands.
pub(super) fn view(page: &Page) -> Html {
    let map = page.stream_map();
    if map.stations.is_empty() {
        return markup! { <p class="hint">{ text::EMPTY }</p> };
    }
    let svg = picture(&map);
    // It is never so small that its words cannot be read.
    let columns = format!("--columns:{}", map.ladder.columns.len());
    let name = save::plain(&map.title);
    let file = |ending: &str| [&name, "-map.", ending].concat();
    let to_svg = {
        let (file, svg) = (file("svg"), svg.clone());
        move |_: MouseEvent| save::text(&file, "image/svg+xml", &svg)
    };
    let to_png = {
        let (file, svg) = (file("png"), svg.clone());
        move |_: MouseEvent| save::vectors(&file, &svg)
    };
    let print = |_: MouseEvent| {
        let _ = gloo::utils::window().print();
    };
    markup! {
        <div class="map-view">
            <style>{ STYLE }</style>
            <div class="stream-map" style={columns} tabindex="0" role="group" aria-label={text::TITLE}>{ Html::from_html_unchecked(svg.into()) }</div>
            <div class="map-tools">
                <p>{ text::KEY }</p>
                <label class="map-full"><input type="checkbox" />{ text::FULL }</label>
                <span class="choice" role="group" aria-label={text::SAVE_HINT} title={text::SAVE_HINT}>
                    <button type="button" onclick={to_svg}>{ text::SAVE[0] }</button>
                    <button type="button" onclick={to_png}>{ text::SAVE[1] }</button>
                </span>
                <button type="button" onclick={print}>{ text::PRINT }</button>
            </div>
            { numbers(&map) }
        </div>
    }
}

/// Everything that the map says, as a table.
fn numbers(map: &StreamMap) -> Html {
    markup! {
        <details class="map-table"><summary>{ DATA_TABLE }</summary>
            <div class="table" tabindex="0" role="group" aria-label={DATA_TABLE}>
                <table>
                    <thead><tr>{ for text::HEADS.iter().map(|head| markup! { <th scope="col">{ *head }</th> }) }</tr></thead>
                    <tbody>{ for map.rows().into_iter().map(|row| markup! {
                        <tr>{ for row.into_iter().map(|cell| markup! { <td>{ cell }</td> }) }</tr>
                    }) }</tbody>
                </table>
            </div>
        </details>
    }
}
