//! A field for a number: what is typed is judged at once, and what is wrong is said beside it.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{EventTarget, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::field_look::{Ears, FieldLook, ids};
use super::markup::{class, markup, truth};
use super::tell::text_of;
use crate::editor::Action;
use crate::editor::lists::Misread;
use crate::text::field::{self, Field};
use crate::text::flaw::Flaw;
use crate::text::lists::misread;

/// The text one step down or up from a text, where there is one.
pub(super) type Step = fn(&str, i32) -> Option<String>;

/// What a typed text comes to: a value, or what is wrong with it.
pub(super) type Judged<T> = Result<T, String>;

/// What has been typed into which field, by its label, and is not taken yet.
///
/// It stands until it will do and the field is left: it is never taken out of anybody's hands.
pub(super) type Drafts = Vec<(Key, String)>;

/// What tells a field from all others: see `Field::key`.
pub(super) type Key = (&'static str, u16);

/// What fields know of each other, and whom they tell.
pub(super) struct Edits<'a> {
    pub(super) drafts: &'a Drafts,
    /// What is typed into a field now; none: it shows its value again.
    pub(super) on_draft: Callback<(Key, Option<String>)>,
    pub(super) on_act: Callback<Action>,
    pub(super) on_typed: Callback<(Key, Typed)>,
    /// When changes count, in words.
    pub(super) when: &'static str,
    /// What is wrong with what the fields are about, and whether a field has said so.
    pub(super) flaws: Vec<(&'a Flaw, Cell<bool>)>,
    /// Every field there is, with what a text in it does, for a test that tries them all.
    #[cfg(test)]
    pub(super) there: std::cell::RefCell<Vec<(Field, Does)>>,
}

/// What a text in a field does.
pub(super) type Does = Rc<dyn Fn(&str) -> Option<Action>>;

impl Edits<'_> {
    /// What is wrong with what a field is about.
    fn flaw(&self, field: Field) -> Option<String> {
        let about = |flaw: &Flaw| flaw.field.is_some_and(|other| other.key() == field.key());
        let found = self.flaws.iter().filter(|(flaw, _)| about(flaw));
        let mut whys = found.map(|(flaw, is_said)| {
            is_said.set(true);
            field::wrong(field.label, &flaw.why)
        });
        let first = whys.next()?;
        Some(whys.fold(first, |all, why| all + " " + &why))
    }

    /// How many flaws the fields have said so far.
    pub(super) fn said(&self) -> usize {
        self.flaws.iter().filter(|(_, is_said)| is_said.get()).count()
    }

    /// What no field has said.
    pub(super) fn unsaid(&self) -> Vec<String> {
        let left = self.flaws.iter().filter(|(_, is_said)| !is_said.get());
        left.map(|(flaw, _)| flaw.sentence()).collect()
    }
}

/// What the text in a field comes to.
#[derive(Debug)]
pub enum Typed {
    /// It does something.
    Fits(Action),
    /// It will not do; what stood there before was half of it, and not meant for itself.
    Half,
    /// It will not do, and stands instead of what was there before.
    Unfit,
}

impl Typed {
    /// A text that stands in a field now, after another.
    fn of(action: Option<Action>, before: &str, text: &str) -> Typed {
        let is_more = !before.is_empty() && text.len() > before.len() && text.starts_with(before);
        match action {
            Some(action) => Typed::Fits(action),
            None if is_more => Typed::Half,
            None => Typed::Unfit,
        }
    }
}

/// A field before it is markup.
struct Entry {
    field: Field,
    unit: &'static str,
    /// The value as text.
    value: String,
    /// Whether what was typed will do; otherwise why not.
    judge: fn(&str) -> Judged<()>,
    step: Option<Step>,
    /// After a text another was typed.
    on_text: Callback<(String, String)>,
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
    edits: &Edits<'_>,
    change: impl Fn(T) -> Action + 'static,
) -> Html {
    let (understand, judge) = judge;
    let on_typed = edits.on_typed.clone();
    let does: Does = Rc::new(move |text| understand(text).ok().map(&change));
    #[cfg(test)]
    edits.there.borrow_mut().push((field, Rc::clone(&does)));
    let on_text = Callback::from(move |(before, text): (String, String)| {
        on_typed.emit((field.key(), Typed::of(does(&text), &before, &text)));
    });
    typed(&Entry { field, unit, value, judge, step, on_text }, edits)
}

fn typed(props: &Entry, edits: &Edits<'_>) -> Html {
    let (label, key) = (props.field.label, props.field.key());
    let draft = edits.drafts.iter().find(|(of, _)| *of == key);
    let typed = draft.map_or(&props.value, |(_, text)| text).clone();
    let wrong = (props.judge)(&typed).err().map(|why| field::wrong(label, &why));
    let wrong = wrong.or_else(|| edits.flaw(props.field));
    let take = {
        let (on_text, on_draft) = (props.on_text.clone(), edits.on_draft.clone());
        let known = typed.clone();
        Callback::from(move |text: String| {
            on_text.emit((known.clone(), text.clone()));
            on_draft.emit((key, Some(text)));
        })
    };
    let input = {
        let take = take.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(text) = text_of(event.target()) {
                take.emit(text);
            }
        })
    };
    // Tools that fill in forms may change a field without typing. What was typed is known already: a browser tells of
    // it again when the field is taken away, and that may be because another stream was opened.
    let change = {
        let (take, known) = (take.clone(), typed.clone());
        Callback::from(move |event: Event| {
            if let Some(text) = text_of(event.target()).filter(|text| *text != known) {
                take.emit(text);
            }
        })
    };
    let blur = {
        let (on_draft, judge) = (edits.on_draft.clone(), props.judge);
        Callback::from(move |event: FocusEvent| {
            if text_of(event.target()).is_some_and(|text| judge(&text).is_ok()) {
                on_draft.emit((key, None));
            }
        })
    };
    let step = |direction: i32| {
        let (take, next) = (take.clone(), props.step.and_then(|step| step(&typed, direction)));
        next.map(|next| Callback::from(move |_: MouseEvent| take.emit(next.clone())))
    };
    let steps = [step(-1), step(1)];
    // No field of numbers takes this.
    let bounds = (props.judge)("?").err().map(|why| field::bounds(&why)).unwrap_or_default();
    let look = FieldLook {
        field: props.field,
        hint: [props.field.hint, &bounds].join(" ").trim_end().to_owned(),
        unit: props.unit,
        value: typed,
        wrong,
        has_steps: props.step.is_some(),
    };
    look.markup(Some(Ears { input, change, blur, steps }))
}

/// A field for a sentence or more.
pub(super) fn text_field(
    field: Field,
    value: String,
    edits: &Edits<'_>,
    change: impl Fn(String) -> Action + 'static,
) -> Html {
    area(field, "", value, true, edits, Rc::new(move |text| Ok(change(text.to_owned()))))
}

/// A field for rows of text: what cannot be read is said with its line, and the list before it stays.
pub(super) fn list_field(
    field: Field,
    unit: &'static str,
    value: String,
    edits: &Edits<'_>,
    understand: impl Fn(&str) -> Result<Action, Misread> + 'static,
) -> Html {
    area(field, unit, value, false, edits, Rc::new(understand))
}

/// What reads several rows of text.
type Reads = Rc<dyn Fn(&str) -> Result<Action, Misread>>;

fn area(
    field: Field,
    unit: &'static str,
    value: String,
    is_prose: bool,
    edits: &Edits<'_>,
    understand: Reads,
) -> Html {
    #[cfg(test)]
    {
        let understand = Rc::clone(&understand);
        edits.there.borrow_mut().push((field, Rc::new(move |text| understand(text).ok())));
    }
    let (label, key) = (field.label, field.key());
    let draft = edits.drafts.iter().find(|(of, _)| *of == key);
    let typed = draft.map_or(value, |(_, text)| text.clone());
    let wrong = understand(&typed).err().map(|why| field::wrong(label, &misread(&why)));
    let wrong = wrong.or_else(|| edits.flaw(field));
    let oninput = {
        let (on_typed, on_draft) = (edits.on_typed.clone(), edits.on_draft.clone());
        let (understand, known) = (understand.clone(), typed.clone());
        move |event: InputEvent| {
            let Some(text) = rows_of(event.target()) else { return };
            on_typed.emit((key, Typed::of(understand(&text).ok(), &known, &text)));
            on_draft.emit((key, Some(text)));
        }
    };
    let onblur = {
        let on_draft = edits.on_draft.clone();
        move |event: FocusEvent| {
            if rows_of(event.target()).is_some_and(|text| understand(&text).is_ok()) {
                on_draft.emit((key, None));
            }
        }
    };
    let (id, hint_id) = ids(field);
    markup! {
        <div key={id.clone()} class={class("field is-list", &[(wrong.is_some(), "is-wrong")])}>
            <label for={id.clone()}>
                { label }
                if !unit.is_empty() { <span class="unit">{ " [" }{ unit }{ "]" }</span> }
            </label>
            <textarea {id} rows={if is_prose { "3" } else { "4" }} spellcheck={truth(is_prose)} aria-label={label} aria-describedby={hint_id.clone()}
                aria-invalid={truth(wrong.is_some())} value={typed} {oninput} {onblur} />
            { note_of(field, hint_id, wrong) }
        </div>
    }
}

/// What stands in the field that an event comes from.
fn rows_of(target: Option<EventTarget>) -> Option<String> {
    target?.dyn_into::<HtmlTextAreaElement>().ok().map(|area| area.value())
}

/// A choice of one of a few words.
pub(super) fn choice_field(
    field: Field,
    words: &[String],
    chosen: usize,
    edits: &Edits<'_>,
    change: impl Fn(usize) -> Action + 'static,
) -> Html {
    let on_act = edits.on_act.clone();
    let change = Rc::new(change);
    #[cfg(test)]
    {
        let (change, count) = (Rc::clone(&change), words.len());
        let does = move |text: &str| Some(change(text.parse().ok().filter(|at| *at < count)?));
        edits.there.borrow_mut().push((field, Rc::new(does)));
    }
    let onchange = move |event: Event| {
        let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        if let Some(place) = select.and_then(|select| usize::try_from(select.selected_index()).ok())
        {
            on_act.emit(change(place));
        }
    };
    let (id, hint_id) = ids(field);
    let wrong = edits.flaw(field);
    markup! {
        <div key={id.clone()} class={class("field", &[(wrong.is_some(), "is-wrong")])}>
            <label for={id.clone()}>{ field.label }</label>
            <select {id} aria-describedby={hint_id.clone()} aria-invalid={truth(wrong.is_some())} {onchange}>
                { for words.iter().enumerate().map(|(place, word)| markup! {
                    <option selected={place == chosen}>{ word.clone() }</option>
                }) }
            </select>
            { note_of(field, hint_id, wrong) }
        </div>
    }
}

/// What stands below a field: what is wrong with it, or else what it does.
fn note_of(field: Field, id: String, wrong: Option<String>) -> Html {
    markup! {
        <small {id}>
            if let Some(wrong) = wrong { <span role="alert">{ wrong }</span> } else { { field.hint } }
        </small>
    }
}

/// Something that is so or not.
pub(super) fn check_field(
    field: Field,
    is_so: bool,
    edits: &Edits<'_>,
    change: impl Fn(bool) -> Action + 'static,
) -> Html {
    let words = crate::text::field::YES.map(str::to_owned);
    choice_field(field, &words, usize::from(is_so), edits, move |place| change(place == 1))
}

/// Words that do not change, as a list that does.
pub(super) fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}
