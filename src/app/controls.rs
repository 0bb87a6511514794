//! Play, pause, step, reset, speed, seed, and the clock.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::markup::{markup, truth};
use super::page::{NOTCHES, TimeMsg};
use crate::player::Speed;
use crate::text::{field, page as text, time as words};

/// What the controls show and tell.
pub(super) struct Controls<'a> {
    pub(super) is_playing: bool,
    pub(super) speed: Speed,
    /// What stands in the seed's field, and whether that is a seed.
    pub(super) seed: String,
    pub(super) is_seed: bool,
    /// Where the slider of the time stands: its notch, and in words.
    pub(super) time: &'a (u32, String),
    pub(super) day: String,
    pub(super) is_behind: bool,
    pub(super) on_play: Callback<()>,
    pub(super) on_step: Callback<()>,
    pub(super) on_reset: Callback<()>,
    pub(super) on_speed: Callback<Speed>,
    pub(super) on_time: Callback<TimeMsg>,
    pub(super) on_seed: Callback<String>,
}

/// The highest seed: what a spin button and a link can carry exactly.
const SEED_MAX: u64 = 9_007_199_254_740_991;

/// The seed that a text stands for.
pub(super) fn seed_of(text: &str) -> Option<u64> {
    text.trim().parse().ok().filter(|&seed| seed <= SEED_MAX)
}

pub(super) fn controls(props: &Controls<'_>) -> Html {
    let click = |callback: &Callback<()>| callback.reform(|_: MouseEvent| ());
    let on_speed = props.on_speed.clone();
    let slide = move |event: InputEvent| {
        if let Some(notch) = value_of(&event).and_then(|value| value.parse().ok()) {
            on_speed.emit(Speed::at(notch));
        }
    };
    let on_seed = props.on_seed.clone();
    let choose = move |event: InputEvent| on_seed.emit(value_of(&event).unwrap_or_default());
    let on_seed = props.on_seed.clone();
    let change = move |event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        on_seed.emit(input.map(|input| input.value()).unwrap_or_default());
    };
    let spoken = text::speed(props.speed);
    let wrong = (!props.is_seed)
        .then(|| field::wrong(text::SEED, &field::want_seed(props.seed.trim(), SEED_MAX)));
    markup! {
        <div class="controls">
            { time(props) }
            <button type="button" class="primary play" title={text::PLAY_HINT} onclick={click(&props.on_play)}>
                <span class={if props.is_playing { "sign pause" } else { "sign go" }} aria-hidden="true"></span>
                { if props.is_playing { text::PAUSE } else { text::PLAY } }
            </button>
            <button type="button" title={text::STEP_HINT} onclick={click(&props.on_step)}>{ text::STEP }</button>
            <button type="button" title={text::RESET_HINT} onclick={click(&props.on_reset)}>{ text::RESET }</button>
            <label class="speed">
                <span aria-hidden="true">{ text::SPEED }</span>
                <input type="range" aria-label={text::SPEED} min="0" max={Speed::NOTCHES.to_string()} step="1"
                    value={props.speed.notch().to_string()} aria-valuetext={spoken.clone()} oninput={slide} />
                <output>{ if props.is_behind { text::BEHIND.to_owned() } else { spoken } }</output>
            </label>
            <span class="clock" role="timer" aria-label={text::SIMULATED_TIME}>{ props.day.clone() }</span>
            <label class="seed" title={text::SEED_HINT}>
                <span>{ text::SEED }</span>
                <input type="number" aria-label={text::SEED} min="0" max={SEED_MAX.to_string()} step="1" inputmode="numeric"
                    value={props.seed.clone()} aria-invalid={truth(!props.is_seed)} oninput={choose} onchange={change} />
            </label>
            if let Some(wrong) = wrong { <p class="wrong" role="alert">{ wrong }</p> }
        </div>
    }
}

/// What stands in the field of an event.
fn value_of(event: &InputEvent) -> Option<String> {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    input.map(|input| input.value())
}

/// The slider that goes through the run, and the way to another future.
fn time(props: &Controls<'_>) -> Html {
    let on_time = props.on_time.clone();
    let seek = move |event: InputEvent| {
        if let Some(notch) = value_of(&event).and_then(|value| value.parse().ok()) {
            on_time.emit(TimeMsg::Seek(notch));
        }
    };
    let branch = props.on_time.reform(|_: MouseEvent| TimeMsg::Branch);
    let (notch, said) = props.time;
    markup! {
        <>
            <label class="speed time">
                <span aria-hidden="true">{ words::TIME }</span>
                <input type="range" aria-label={words::TIME} min="0" max={NOTCHES.to_string()} step="1"
                    value={notch.to_string()} aria-valuetext={said.clone()} oninput={seek} />
                <output>{ said.clone() }</output>
            </label>
            <button type="button" title={words::BRANCH_HINT} onclick={branch}>{ words::BRANCH }</button>
        </>
    }
}
