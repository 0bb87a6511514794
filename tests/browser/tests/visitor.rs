//! A visitor who clicks, drags, types and presses keys without knowing what they do. Whatever they do, nothing breaks: the
//! console holds no error, the page does not scroll sideways, and the stream is there after a reload.
//!
//! `VISITS` and `STEPS` make more of it; `VISIT` is the seed of the first. What a visitor did is printed when it fails, but
//! the page goes on by the clock meanwhile, so that the same seed may meet another moment.

use std::cell::Cell;

use browser::{Page, Pointer, on_page};
use serde_json::{Value, json};

/// Numbers that look random and are the same each time (Knuth's MMIX generator).
struct Dice(Cell<u64>);

impl Dice {
    fn new(seed: u64) -> Dice {
        Dice(Cell::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(1)))
    }

    /// One of `0..below`.
    fn roll(&self, below: usize) -> usize {
        let next = self
            .0
            .get()
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0.set(next);
        (next >> 33) as usize % below.max(1)
    }

    fn pick<T: Copy>(&self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }
}

/// Keys of the keyboard, by the codes of the `WebDriver` standard where they are no letters.
const KEYS: [&str; 26] = [
    "\u{e004}", "\u{e007}", "\u{e00c}", "\u{e012}", "\u{e013}", "\u{e014}", "\u{e015}", "\u{e017}",
    "\u{e003}", " ", "a", "c", "d", "n", "b", "k", "[", "]", "+", "-", "0", "?", "/", ".", "z",
    "f",
];
const TEXTS: [&str; 12] = [
    "",
    "0",
    "-3",
    "7",
    "1e9",
    "0.5",
    "12x",
    "∞",
    "Über \u{202e}<b>",
    "3, 1; 2",
    "1 5\n2 7",
    "NaN",
];

/// What could be clicked: its middle, and what it is. Not what opens the system's own windows.
const CLICKABLE: &str = "
    const found = [];
    for (const e of document.querySelectorAll('button, a, summary, [role=menuitem], [role=tab], .belt-card, .belt-link, canvas')) {
      const { left, top, width, height } = e.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      const name = (e.ariaLabel || e.textContent || e.className.baseVal || e.className || e.tagName).trim().slice(0, 40);
      if (!width || !height || x < 0 || y < 0 || x > innerWidth || y > innerHeight || e.disabled) continue;
      if (/^(Open…|Print|Upload)/.test(name) || (e.host && e.host !== location.host) || e.type === 'file') continue;
      found.push([x, y, name]);
    }
    return found;";

/// Types into one of the fields that can be seen, all of it at once; which one: the argument.
const TYPE: &str = "
    const fields = [...document.querySelectorAll('input, textarea, select')]
      .filter(e => e.type !== 'file' && e.offsetWidth && !e.disabled);
    if (!fields.length) return 'nothing';
    const e = fields[arguments[0] % fields.length];
    if (e.tagName === 'SELECT') e.selectedIndex = arguments[0] % e.options.length;
    else if (e.type === 'checkbox') e.checked = !e.checked;
    else e.value = arguments[1];
    for (const kind of ['input', 'change']) e.dispatchEvent(new Event(kind, { bubbles: true }));
    return e.ariaLabel || e.id || e.type;";

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Does something; says what.
fn step(page: &Page, dice: &Dice, (width, height): (u32, u32)) -> String {
    let place = || (dice.roll(width as usize) as f64, dice.roll(height as usize) as f64);
    match dice.roll(12) {
        0..5 => {
            let all = page.run(CLICKABLE, &json!([]));
            let all = all.as_array().map(Vec::as_slice).unwrap_or_default();
            let Some(what) = all.get(dice.roll(all.len())) else {
                return "nothing to click".into();
            };
            let at = |axis: usize| what[axis].as_f64().unwrap_or_default();
            page.pointer(&[Pointer::Move(at(0), at(1)), Pointer::Down, Pointer::Up]);
            format!("click {} at {:.0}, {:.0}", what[2], at(0), at(1))
        }
        5 | 6 => {
            let (from, to) = (place(), place());
            page.drag(from, to);
            format!("drag {from:?} to {to:?}")
        }
        7 => {
            let key = dice.pick(&KEYS);
            let held = dice.pick(&["", "", "", "\u{e008}", "\u{e009}"]);
            // With Control most keys are the browser's.
            if held == "\u{e009}" {
                page.press_with(held, dice.pick(&["z", "y", "a", "d"]));
            } else {
                page.press_with(held, key);
            }
            format!("key {held:?} {key:?}")
        }
        8 | 9 => {
            let (which, text) = (dice.roll(1000), dice.pick(&TEXTS));
            let field = page.run(TYPE, &json!([which, text]));
            format!("type {text:?} into {field}")
        }
        10 => {
            let by = dice.pick(&[-600, -200, 200, 600]);
            page.run("scrollBy(0, arguments[0])", &json!([by]));
            format!("scroll {by}")
        }
        _ if dice.roll(6) == 0 => {
            page.open(dice.pick(&["", "", "#charts", "#proof", "#report"]));
            "open".into()
        }
        _ => {
            let at = place();
            page.double_click(at);
            format!("double click {at:?}")
        }
    }
}

/// What is wrong now, if anything is.
fn trouble(page: &Page) -> Option<String> {
    // Chromium's word for an observer that is told in the next frame.
    let is_error =
        |line: &String| line.starts_with("SEVERE") && !line.contains("ResizeObserver loop");
    if let Some(line) = page.console().into_iter().find(is_error) {
        return Some(line);
    }
    let wide = page.run("return document.documentElement.scrollWidth - innerWidth", &json!([]));
    if wide.as_f64().is_some_and(|wide| wide > 1.0) {
        return Some(format!("it is {wide} px wider than the window"));
    }
    let is_there = page.run("return Boolean(document.querySelector('main'))", &json!([]));
    (is_there != Value::Bool(true)).then(|| "the page is gone".to_owned())
}

#[test]
fn whatever_a_visitor_does_nothing_breaks() {
    let first = number("VISIT", 1);
    for seed in first..first + number("VISITS", 4) {
        on_page("", |page| {
            let size = if seed % 2 == 0 { (390, 844) } else { (1280, 800) };
            page.resize(size.0, size.1);
            let dice = Dice::new(seed);
            let mut done = Vec::new();
            for _ in 0..number("STEPS", 60) {
                done.push(step(page, &dice, size));
                if let Some(trouble) = trouble(page) {
                    panic!("visit {seed}: {trouble}\nafter:\n{}", done.join("\n"));
                }
            }
            page.open("");
            assert_eq!(
                trouble(page),
                None,
                "visit {seed}, opened again after:\n{}",
                done.join("\n")
            );
        });
    }
}
