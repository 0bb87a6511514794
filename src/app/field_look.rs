//! How a field of the inspector looks, whoever listens to it: the first fields are there before anybody does.

use yew::prelude::*;

use super::markup::{AtFirst, class, markup, truth};
use crate::text::field::{self, Field};

/// A field as it is to be seen.
pub(super) struct FieldLook {
    pub(super) field: Field,
    pub(super) unit: &'static str,
    /// What it does, and what would do.
    pub(super) hint: String,
    pub(super) value: String,
    /// What is wrong with it.
    pub(super) wrong: Option<String>,
    /// Whether there are buttons for a step down and up.
    pub(super) has_steps: bool,
}

/// What listens to it.
pub(super) struct Ears {
    pub(super) input: Callback<InputEvent>,
    pub(super) change: Callback<Event>,
    pub(super) blur: Callback<FocusEvent>,
    /// A step down and one up, where there is one.
    pub(super) steps: [Option<Callback<MouseEvent>>; 2],
}

/// The ids of a field and of its hint.
pub(super) fn ids(field: Field) -> (String, String) {
    let mut id = ["field-", &field.label.to_ascii_lowercase().replace(' ', "-")].concat();
    if field.row > 0 {
        id += &(field.row + 1).to_string();
    }
    let hint_id = id.clone() + "-hint";
    (id, hint_id)
}

impl FieldLook {
    /// The field; without ears it is the same to the eye, and what is done to it waits until it has some.
    pub(super) fn markup(self, ears: Option<Ears>) -> Html {
        let FieldLook { field, unit, hint, value, wrong, has_steps } = self;
        let (id, hint_id) = ids(field);
        let is_deaf = ears.is_none();
        let mut ears = ears.unwrap_or_else(|| Ears {
            input: Callback::noop(),
            change: Callback::noop(),
            blur: Callback::noop(),
            steps: [None, None],
        });
        let mut button = |place: usize, sign: &'static str, label: String| {
            let step = ears.steps[place].take();
            let disabled = step.is_none() && !is_deaf;
            has_steps.then(|| {
                let onclick = step.unwrap_or_else(Callback::noop);
                markup! {
                    <button type="button" class="stepper" aria-label={label} {disabled} {onclick}>{ sign }</button>
                }
            })
        };
        let less = button(0, "−", field::less(field.label));
        let more = button(1, "+", field::more(field.label));
        // What is typed before somebody listens stays there until then.
        let value = if is_deaf { Err(AtFirst(value)) } else { Ok(value) };
        let (oninput, onchange, onblur) = (ears.input, ears.change, ears.blur);
        markup! {
            <div key={id.clone()} class={class("field", &[(wrong.is_some(), "is-wrong")])}>
                <label for={id.clone()}>
                    { field.label }
                    if !unit.is_empty() { <span class="unit">{ " [" }{ unit }{ "]" }</span> }
                </label>
                <span class="entry">
                    { less }
                    <input {id} type="text" inputmode={if has_steps { "decimal" } else { "text" }} autocomplete="off" maxlength="60" {value}
                        aria-describedby={hint_id.clone()}
                        aria-label={field.label}
                        aria-invalid={truth(wrong.is_some())} {oninput} {onchange} {onblur} />
                    { more }
                </span>
                <small id={hint_id}>
                    if let Some(wrong) = wrong { <span role="alert">{ wrong }</span> } else { { hint } }
                </small>
            </div>
        }
    }
}
