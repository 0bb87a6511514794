//! Play, pause, step, reset, speed, seed, and the clock.

use yew::prelude::*;

use super::markup::{markup, truth};
use super::page::{Msg, NOTCHES, TimeMsg, Typing};
use super::tell::Tell;
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
    pub(super) tell: &'a Tell,
}

/// The highest seed: what a spin button and a link can carry exactly.
const SEED_MAX: u64 = 9_007_199_254_740_991;

/// The seed that a text stands for.
pub(super) fn seed_of(text: &str) -> Option<u64> {
    text.trim().parse().ok().filter(|&seed| seed <= SEED_MAX)
}

pub(super) fn controls(props: &Controls<'_>) -> Html {
    let slide = props.tell.typed(|notch| Some(Msg::Speed(Speed::at(notch.parse().ok()?))));
    let choose = props.tell.typed(|seed| Some(Msg::Seed(seed, Typing::GoesOn)));
    let change = props.tell.changed(|seed| Some(Msg::Seed(seed, Typing::Done)));
    let click = |message: fn(usize) -> Msg| props.tell.click(0, message);
    let spoken = text::speed(props.speed);
    let wrong = (!props.is_seed)
        .then(|| field::wrong(text::SEED, &field::want_seed(props.seed.trim(), SEED_MAX)));
    markup! {
        <div class="controls">
            { time(props) }
            <button type="button" class="primary play" title={text::PLAY_HINT} onclick={click(|_| Msg::TogglePlay)}>
                <span class={if props.is_playing { "sign pause" } else { "sign go" }} aria-hidden="true"></span>
                { if props.is_playing { text::PAUSE } else { text::PLAY } }
            </button>
            <button type="button" title={text::STEP_HINT} onclick={click(|_| Msg::Step)}>{ text::STEP }</button>
            <button type="button" title={text::RESET_HINT} onclick={click(|_| Msg::Reset)}>{ text::RESET }</button>
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

/// The slider that goes through the run, and the way to another future.
fn time(props: &Controls<'_>) -> Html {
    let seek = props.tell.typed(|notch| Some(Msg::Time(TimeMsg::Seek(notch.parse().ok()?))));
    let branch = props.tell.click(0, |_| Msg::Time(TimeMsg::Branch));
    let (notch, said) = props.time;
    markup! {
        <div class="speed time">
            <span aria-hidden="true">{ words::TIME }</span>
            <input type="range" aria-label={words::TIME} min="0" max={NOTCHES.to_string()} step="1"
                value={notch.to_string()} aria-valuetext={said.clone()} title={said.clone()} oninput={seek} />
            <button type="button" title={words::BRANCH_HINT} onclick={branch}>{ words::BRANCH }</button>
        </div>
    }
}
