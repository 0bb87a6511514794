//! Steps as a text that a browser can keep: each diagram by what tells its file from the file of its neighbour.
//!
//! A text that is damaged, or belongs to another diagram, costs steps and nothing else: what can be read is a history of
//! the same diagram with fewer of them.

use std::rc::Rc;

use super::{History, Packed, Step};
use crate::editor::Diagram;
use crate::value_stream::Sketch;

/// What such a text begins with; another format has another.
const HEAD: &str = "flowglass steps 1 ";
/// What a step begins with that can be undone, and one that can be made again.
const PAST: char = '<';
const FUTURE: char = '>';

/// A text in terms of another: so much of its beginning and its end [bytes], and what stands between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Delta {
    head: usize,
    tail: usize,
    middle: String,
}

impl Delta {
    pub(super) fn of(text: &str, other: &str) -> Delta {
        let mut head = text.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
        while !text.is_char_boundary(head) {
            head -= 1;
        }
        let (rest, others) = (&text[head..], &other[head..]);
        let ends = rest.bytes().rev().zip(others.bytes().rev());
        let mut tail = ends.take_while(|(a, b)| a == b).count();
        while !rest.is_char_boundary(rest.len() - tail) {
            tail -= 1;
        }
        Delta { head, tail, middle: rest[..rest.len() - tail].to_owned() }
    }

    /// The text, from the other one; none: it cannot be of that.
    fn text(&self, other: &str) -> Option<String> {
        let end = other.len().checked_sub(self.tail).filter(|&end| end >= self.head)?;
        Some([other.get(..self.head)?, &self.middle, other.get(end..)?].concat())
    }
}

impl History {
    /// The steps as a text, of those to undo the latest so many.
    pub fn kept(&self, most: usize) -> String {
        let mut text = HEAD.to_owned() + &mark(&self.text) + "\n";
        for step in self.past.iter().rev().take(most) {
            step.write(PAST, &mut text);
        }
        for step in self.future.iter().rev() {
            step.write(FUTURE, &mut text);
        }
        text
    }

    /// A diagram with the steps of a text, as many as can be read.
    pub fn with_kept(diagram: Diagram, text: &str) -> History {
        let mut history = History::new(diagram);
        let Some((first, steps)) = text.split_once('\n') else { return history };
        if first.strip_prefix(HEAD) == Some(&mark(&history.text)) {
            let rest = history.read(PAST, steps);
            history.read(FUTURE, rest);
        }
        history
    }

    /// Reads the steps on one side, the nearest first; gives what is left.
    fn read<'a>(&mut self, side: char, mut rest: &'a str) -> &'a str {
        let mut steps = Vec::new();
        let (mut near, mut packed) = (self.text.clone(), Rc::clone(&self.packed));
        while let Some((name, delta, behind)) = next_step(side, rest) {
            let Some(read) = delta.text(&near).and_then(|text| Some((diagram(&text)?, text)))
            else {
                break;
            };
            let (diagram, text) = read;
            packed = Rc::new(Packed::of(&diagram, Some(&packed)));
            steps.push(Step { name, diagram: Rc::clone(&packed), delta });
            (near, rest) = (text, behind);
        }
        steps.reverse();
        if side == PAST {
            self.past = steps;
        } else {
            self.future = steps;
        }
        rest
    }
}

impl Step {
    fn write(&self, side: char, text: &mut String) {
        let Delta { head, tail, middle } = &self.delta;
        text.push(side);
        for number in [*head, *tail, middle.len()] {
            *text += &number.to_string();
            text.push(' ');
        }
        text.extend(self.name.chars().map(|letter| if letter.is_control() { ' ' } else { letter }));
        text.push('\n');
        *text += middle;
        text.push('\n');
    }
}

/// The name and the delta of the first step of a text, and what stands behind it.
fn next_step(side: char, text: &str) -> Option<(String, Delta, &str)> {
    let (line, rest) = text.strip_prefix(side)?.split_once('\n')?;
    let mut words = line.splitn(4, ' ');
    let mut number = || words.next()?.parse::<usize>().ok();
    let (head, tail, length) = (number()?, number()?, number()?);
    let name = words.next()?.to_owned();
    let (middle, rest) = (rest.get(..length)?.to_owned(), rest.get(length..)?.strip_prefix('\n')?);
    Some((name, Delta { head, tail, middle }, rest))
}

/// The diagram of a file, if it is one without loose ends.
fn diagram(text: &str) -> Option<Diagram> {
    let diagram = Diagram::from_json(text).ok()?;
    Sketch::of(diagram.clone()).is_some().then_some(diagram)
}

/// What hardly any other text has (FNV-1a, 64 bits).
fn mark(text: &str) -> String {
    let mut mark: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in text.bytes() {
        mark = (mark ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    mark.to_string()
}
