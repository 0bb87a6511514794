//! A field for a number: what is typed is judged at once, and what is wrong is said beside it.

use wasm_bindgen::JsCast;
use web_sys::{EventTarget, HtmlInputElement};
use yew::prelude::*;

use super::markup::{class, markup, truth};
use crate::text::field::{self, Field};
use crate::value_stream::Change;

/// The text one step down or up from a text, where there is one.
pub(super) type Step = fn(&str, i32) -> Option<String>;

/// What a typed text comes to: a value, or what is wrong with it.
pub(super) type Judged<T> = Result<T, String>;

#[derive(Properties)]
pub(super) struct NumberFieldProps {
    pub(super) field: Field,
    pub(super) unit: &'static str,
    /// The value as text.
    pub(super) value: String,
    /// Whether what was typed will do; otherwise why not.
    pub(super) judge: fn(&str) -> Judged<()>,
    /// The text one step down or up from a text, where there is one; none: no steps, as for a name.
    pub(super) step: Option<Step>,
    /// A text that will do was typed.
    pub(super) on_text: Callback<String>,
}

impl PartialEq for NumberFieldProps {
    fn eq(&self, _: &Self) -> bool {
        // Its callback is a new one each time, and the page draws this a few times a second at most.
        false
    }
}

/// A function that understands a text, and the same as a plain verdict.
pub(super) type Judge<T> = (fn(&str) -> Judged<T>, fn(&str) -> Judged<()>);

/// A field whose text is judged and understood by one function.
pub(super) fn number_field<T: 'static>(
    field: Field,
    unit: &'static str,
    value: String,
    judge: Judge<T>,
    step: Option<Step>,
    on_change: &Callback<Change>,
    change: impl Fn(T) -> Change + 'static,
) -> Html {
    let (understand, judge) = judge;
    let on_change = on_change.clone();
    let on_text = Callback::from(move |text: String| {
        if let Ok(value) = understand(&text) {
            on_change.emit(change(value));
        }
    });
    html! { <NumberField {field} {unit} {value} {judge} {step} {on_text} key={field.label} /> }
}

#[component]
pub(super) fn NumberField(props: &NumberFieldProps) -> Html {
    // What is being typed stands until it will do and the field is left: it is never taken out of anybody's hands.
    let draft = use_state(|| None::<String>);
    let typed = draft.as_ref().unwrap_or(&props.value).clone();
    let wrong = (props.judge)(&typed).err().map(|why| field::wrong(props.field.label, &why));
    let id = format!("field-{}", props.field.label.to_ascii_lowercase().replace(' ', "-"));
    let hint_id = format!("{id}-hint");
    let take = {
        let (draft, judge, on_text) = (draft.clone(), props.judge, props.on_text.clone());
        move |text: String| {
            if judge(&text).is_ok() {
                on_text.emit(text.clone());
            }
            draft.set(Some(text));
        }
    };
    let text_of = |target: Option<EventTarget>| {
        target
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
            .map(|input| input.value())
    };
    let oninput = {
        let take = take.clone();
        move |event: InputEvent| text_of(event.target()).into_iter().for_each(&take)
    };
    // Tools that fill in forms may change a field without typing. What was typed is known already: a browser tells of
    // it again when the field is taken away, and that may be because another stream was opened.
    let onchange = {
        let (take, known) = (take.clone(), typed.clone());
        move |event: Event| {
            text_of(event.target()).filter(|text| *text != known).into_iter().for_each(&take);
        }
    };
    let onblur = {
        let (draft, judge) = (draft.clone(), props.judge);
        move |event: FocusEvent| {
            if text_of(event.target()).is_some_and(|text| judge(&text).is_ok()) {
                draft.set(None);
            }
        }
    };
    let button = |direction: i32, sign: &'static str, label: String| {
        let step = props.step?;
        let next = step(&typed, direction);
        let (take, disabled) = (take.clone(), next.is_none());
        let onclick = move |_: MouseEvent| {
            if let Some(next) = &next {
                take(next.clone());
            }
        };
        Some(markup! {
            <button type="button" class="stepper" aria-label={label} {disabled} {onclick}>{ sign }</button>
        })
    };
    markup! {
        <div class={class("field", &[(wrong.is_some(), "is-wrong")])}>
            <label for={id.clone()}>
                { props.field.label }
                if !props.unit.is_empty() { <span class="unit">{ " [" }{ props.unit }{ "]" }</span> }
            </label>
            <span class="entry">
                { button(-1, "−", field::less(props.field.label)) }
                <input {id} type="text" inputmode={if props.step.is_some() { "decimal" } else { "text" }} autocomplete="off" maxlength="60" value={typed.clone()}
                    aria-describedby={hint_id.clone()}
                    aria-label={props.field.label}
                    aria-invalid={truth(wrong.is_some())} {oninput} {onchange} {onblur} />
                { button(1, "+", field::more(props.field.label)) }
            </span>
            <small id={hint_id}>
                if let Some(wrong) = wrong { <span role="alert">{ wrong }</span> } else { { props.field.hint } }
            </small>
        </div>
    }
}
