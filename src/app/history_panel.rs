//! What stands in the belt's place while a real history is open: its notes, its classes, the way back.

use std::rc::Rc;

use yew::prelude::*;

use super::page::OpenHistory;
use crate::text::history as text;

#[derive(Properties, Clone)]
pub(super) struct HistoryProps {
    pub(super) opened: Rc<OpenHistory>,
    pub(super) on_back: Callback<()>,
    pub(super) on_day_first: Callback<bool>,
}

impl PartialEq for HistoryProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.opened, &other.opened)
            && self.on_back == other.on_back
            && self.on_day_first == other.on_day_first
    }
}

#[component]
pub(super) fn HistoryPanel(props: &HistoryProps) -> Html {
    let opened = &props.opened;
    let (notes, classes) = (opened.notes(), opened.classes());
    let other = opened.day_first().map(|day_first| {
        let onclick = props.on_day_first.reform(move |_: MouseEvent| !day_first);
        html! { <button type="button" {onclick}>{ text::other_order(day_first) }</button> }
    });
    html! {
        <section class="panel history" aria-label={text::HISTORY}>
            <div class="refusal-head">
                <h2>{ opened.name().to_owned() }</h2>
                <button type="button" onclick={props.on_back.reform(|_: MouseEvent| ())}>{ text::BACK }</button>
            </div>
            if !classes.is_empty() {
                <div class="table">
                    <table>
                        <thead><tr>{ for text::CLASS_HEADS.iter().map(|head| html! { <th scope="col">{ *head }</th> }) }</tr></thead>
                        <tbody>{ for classes.iter().map(|row| html! {
                            <tr>{ for row.iter().map(|cell| html! { <td>{ cell.clone() }</td> }) }</tr>
                        }) }</tbody>
                    </table>
                </div>
            }
            if notes.is_empty() {
                <p class="hint">{ text::ALL_READ }</p>
            } else {
                <details open={notes.len() <= 6}>
                    <summary>{ text::notes(notes.len()) }</summary>
                    <ul>{ for notes.into_iter().map(|note| html! { <li>{ note }</li> }) }</ul>
                </details>
                { other }
            }
        </section>
    }
}
