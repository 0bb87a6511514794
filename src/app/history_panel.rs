//! What stands in the belt's place while a real history is open: its notes, its classes, the way back.

use yew::prelude::*;

use super::markup::markup;
use super::page::{Msg, OpenHistory};
use super::tell::Tell;
use crate::text::history as text;

/// The panel of an opened history.
pub(super) fn history_panel(opened: &OpenHistory, tell: &Tell) -> Html {
    let (notes, classes) = (opened.notes(), opened.classes());
    let other = opened.day_first().map(|day_first| {
        let onclick = tell.click(usize::from(day_first), |first| Msg::DayFirst(first == 0));
        markup! { <button type="button" {onclick}>{ text::other_order(day_first) }</button> }
    });
    markup! {
        <section class="panel history" aria-label={text::HISTORY}>
            <div class="refusal-head">
                <h2>{ opened.name().to_owned() }</h2>
                <button type="button" onclick={tell.click(0, |_| Msg::Back)}>{ text::BACK }</button>
            </div>
            if !classes.is_empty() {
                <div class="table">
                    <table>
                        <thead><tr>{ for text::CLASS_HEADS.iter().map(|head| markup! { <th scope="col">{ *head }</th> }) }</tr></thead>
                        <tbody>{ for classes.iter().map(|row| markup! {
                            <tr>{ for row.iter().map(|cell| markup! { <td>{ cell.clone() }</td> }) }</tr>
                        }) }</tbody>
                    </table>
                </div>
            }
            if notes.is_empty() {
                <p class="hint">{ text::ALL_READ }</p>
            } else {
                <details open={notes.len() <= 6}>
                    <summary>{ text::notes(notes.len()) }</summary>
                    <ul>{ for notes.into_iter().map(|note| markup! { <li>{ note }</li> }) }</ul>
                </details>
                { other }
            }
        </section>
    }
}
