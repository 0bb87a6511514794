//! A field for a number: what is typed is judged at once, and what is wrong is said beside it.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::text::field::{self, Field};

/// What a typed text comes to: a value, or what is wrong with it.
pub(super) type Judged<T> = Result<T, String>;

#[derive(Properties)]
pub(super) struct NumberFieldProps<T: PartialEq + Clone + 'static> {
    pub(super) field: Field,
    #[prop_or_default]
    pub(super) unit: &'static str,
    /// The value as text.
    pub(super) value: String,
    /// Judges what was typed.
    pub(super) judge: fn(&str) -> Judged<T>,
    /// The text one step down or up from a text, where there is one.
    #[prop_or_default]
    pub(super) step: Option<fn(&str, i32) -> Option<String>>,
    pub(super) on_value: Callback<T>,
}

impl<T: PartialEq + Clone> PartialEq for NumberFieldProps<T> {
    fn eq(&self, other: &Self) -> bool {
        // What judges and steps belongs to the field, so the field stands for them.
        self.field == other.field
            && self.unit == other.unit
            && self.value == other.value
            && self.on_value == other.on_value
    }
}

#[component]
pub(super) fn NumberField<T: PartialEq + Clone + 'static>(props: &NumberFieldProps<T>) -> Html {
    // What is being typed, and the value it began from: a value that changes elsewhere wins.
    let draft = use_state(|| None::<(String, String)>);
    let typed = match &*draft {
        Some((text, from)) if *from == props.value || (props.judge)(text).is_ok() => text.clone(),
        _ => props.value.clone(),
    };
    let wrong = (props.judge)(&typed).err();
    let id = format!("field-{}", props.field.label.to_lowercase().replace(' ', "-"));
    let hint_id = format!("{id}-hint");
    let take = {
        let (draft, judge, on_value) = (draft.clone(), props.judge, props.on_value.clone());
        let from = props.value.clone();
        move |text: String| {
            if let Ok(value) = judge(&text) {
                on_value.emit(value);
            }
            draft.set(Some((text, from.clone())));
        }
    };
    let oninput = {
        let take = take.clone();
        move |event: InputEvent| {
            let input =
                event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            if let Some(input) = input {
                take(input.value());
            }
        }
    };
    let onblur = {
        let draft = draft.clone();
        move |_: FocusEvent| draft.set(None)
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
        Some(html! {
            <button type="button" class="stepper" aria-label={label} {disabled} {onclick}>{ sign }</button>
        })
    };
    html! {
        <div class={classes!("field", wrong.is_some().then_some("is-wrong"))}>
            <label for={id.clone()}>
                { props.field.label }
                if !props.unit.is_empty() { <span class="unit">{ " [" }{ props.unit }{ "]" }</span> }
            </label>
            <span class="entry">
                { button(-1, "−", field::less(props.field.label)) }
                <input {id} type="text" inputmode="decimal" autocomplete="off" value={typed.clone()}
                    aria-describedby={hint_id.clone()}
                    aria-label={props.field.label}
                    aria-invalid={if wrong.is_some() { "true" } else { "false" }} {oninput} {onblur} />
                { button(1, "+", field::more(props.field.label)) }
            </span>
            <small id={hint_id}>
                if let Some(wrong) = wrong { <span role="alert">{ wrong }</span> } else { { props.field.hint } }
            </small>
        </div>
    }
}
