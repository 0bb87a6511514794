//! The proof's markup: what it is, and a table of results with a picture each.

use js_sys::encode_uri_component;
use yew::prelude::*;

use crate::app::markup::{class, markup};
use crate::proof::{Proof, Row, Verdict};
use crate::text::proof as text;

/// The table, its pictures on these canvases.
pub(super) fn table(proof: &Proof, canvases: &[NodeRef]) -> Html {
    let save = |kind: &str, content: &str| {
        let content = encode_uri_component(content);
        ["data:", kind, ";charset=utf-8,", &String::from(content)].concat()
    };
    let rows = proof.rows().iter().zip(canvases).enumerate();
    let rows = rows.map(|(place, (row, canvas))| {
        let is_running = proof.running() == Some(place);
        markup! { <>{ line(row, is_running, canvas) }</> }
    });
    markup! {
        <main class="proof">
            <section class="panel proof-head">
                <div>
                    <h2>{ text::TITLE }</h2>
                    <p>{ text::ABOUT }</p>
                    <p class="hint">{ text::EDITIONS }</p>
                </div>
                <div class="proof-side">
                    <p role="status">{ text::summary(proof) }</p>
                    <p class="saves" role="group" aria-label={text::SAVE}>
                        <span>{ text::SAVE }</span>
                        <a class="button" download="flowglass-proof.csv" href={save("text/csv", &text::csv(proof))}>{ text::SAVE_CSV }</a>
                        <a class="button" download="flowglass-proof.json" href={save("application/json", &text::json(proof))}>{ text::SAVE_JSON }</a>
                        <a class="button" href="#">{ text::BACK }</a>
                    </p>
                </div>
            </section>
            <section class="panel proof-table">
                <table>
                    <thead><tr>{ for text::HEADS.iter().map(|head| markup! { <th scope="col">{ *head }</th> }) }</tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </section>
        </main>
    }
}

fn line(row: &Row, is_running: bool, canvas: &NodeRef) -> Html {
    let words = text::words(row.case.id);
    let verdict = row.verdict();
    let said = match verdict {
        Verdict::Open if !is_running && row.values.is_empty() => text::WAITING,
        verdict => text::verdict(verdict),
    };
    let more = [(verdict == Verdict::Agrees, "is-good"), (verdict == Verdict::Differs, "is-bad")];
    let [_, theory, simulated, judged, _] = text::HEADS;
    let canvas = canvas.clone();
    markup! {
        <tr>
            <th scope="row">
                <b>{ words.name }</b>
                <span>{ words.claim }</span>
                <span class="formula">{ words.formula }</span>
                <cite>{ words.source }</cite>
            </th>
            <td data-head={theory}>
                <span class="value">{ text::precise(row.case.theory) }</span>
                <span class="unit">{ text::unit(row.case.quantity) }</span>
            </td>
            <td data-head={simulated}>
                <span class="value">{ text::simulated(row) }</span>
                <span class="unit">{ text::progress(row) }</span>
            </td>
            <td data-head={judged}><span class={class("verdict", &more)}>{ said }</span></td>
            <td class="picture">
                <canvas ref={canvas} role="img" aria-label={text::PICTURE} />
            </td>
        </tr>
    }
}
