//! What fingers and a mouse mean on a diagram: reading, choosing a window, moving what is shown, stretching it.
//!
//! One finger reads, as a pointer does; held still first, it chooses a window. Two fingers move and stretch what is shown.
//! A mouse with its button down chooses a window, with the shift key it moves what is shown.

/// So long a finger is held still before it chooses a window [ms].
const LONG_MS: f64 = 450.0;
/// It is still while it does not move further than this [px].
const STILL: f64 = 10.0;

/// A step of a hand, at a place from the left and the top [px].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Touch {
    /// Which finger; a mouse has one number of its own.
    pub id: i32,
    /// Where.
    pub at: (f64, f64),
    /// When [ms].
    pub when: f64,
    /// What it does.
    pub step: Step,
    /// Whether it is a finger.
    pub is_finger: bool,
    /// Whether the shift key is down.
    pub has_shift: bool,
}

/// What a finger or a mouse does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It comes down, the first of all: a mouse, or a finger with no other down.
    First,
    /// It comes down beside another.
    Down,
    /// It moves while it is down.
    Move,
    /// It moves and is not.
    Hover,
    /// It is lifted.
    Up,
    /// It is something else's now.
    Lost,
}

/// What that means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Gesture {
    /// The diagram is read here.
    Read((f64, f64)),
    /// A window is chosen from here to there.
    Choose((f64, f64), (f64, f64)),
    /// It is chosen.
    Chosen((f64, f64)),
    /// What is shown moves along by so much [px].
    Move(f64),
    /// It shows so many times as much about a column, which then moves by so much [px].
    Stretch(f64, f64, f64),
    /// What was under way is none.
    Nothing,
}

/// The fingers on a diagram.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fingers {
    down: Vec<Finger>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Finger {
    id: i32,
    began: (f64, f64),
    at: (f64, f64),
    when: f64,
    does: Does,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    /// It has not moved.
    Waits,
    Reads,
    Chooses,
    Moves,
}

impl Fingers {
    /// What the next step means.
    pub fn take(&mut self, touch: Touch) -> Gesture {
        // What was lifted elsewhere is not seen to be.
        match touch.step {
            Step::First => self.down.clear(),
            Step::Hover => self.down.retain(|finger| finger.id != touch.id),
            _ => {}
        }
        let place = self.down.iter().position(|finger| finger.id == touch.id);
        match (touch.step, place) {
            (Step::First | Step::Down, _) => self.come_down(touch),
            (Step::Hover, _) | (Step::Move, None) => Gesture::Read(touch.at),
            (Step::Move, Some(place)) if self.down.len() > 1 => self.stretch(place, touch.at),
            (Step::Move, Some(place)) => self.down[place].go(touch),
            (Step::Up, Some(place)) => {
                let chooses = self.down.len() == 1 && self.down[place].does == Does::Chooses;
                self.lift(place);
                if chooses { Gesture::Chosen(touch.at) } else { Gesture::Nothing }
            }
            (Step::Lost, Some(place)) => {
                self.lift(place);
                Gesture::Nothing
            }
            (Step::Up | Step::Lost, None) => Gesture::Nothing,
        }
    }

    fn come_down(&mut self, touch: Touch) -> Gesture {
        let Touch { id, at, when, .. } = touch;
        let does = match (touch.is_finger, touch.has_shift) {
            (false, true) => Does::Moves,
            (false, false) => Does::Chooses,
            (true, _) => Does::Waits,
        };
        self.down.retain(|finger| finger.id != id);
        // Two are enough for anything here.
        self.down.truncate(1);
        self.down.push(Finger { id, began: at, at, when, does });
        let only = self.down.len() == 1;
        if only && does != Does::Moves { Gesture::Read(at) } else { Gesture::Nothing }
    }

    /// What is left of two fingers goes on moving what is shown; it does not begin to read.
    fn lift(&mut self, place: usize) {
        self.down.remove(place);
        self.down.iter_mut().for_each(|finger| finger.does = Does::Moves);
    }

    fn stretch(&mut self, place: usize, at: (f64, f64)) -> Gesture {
        let apart = |fingers: &[Finger]| {
            let (one, other) = (fingers[0].at, fingers[1].at);
            libm::hypot(one.0 - other.0, one.1 - other.1).max(1.0)
        };
        let middle = |fingers: &[Finger]| f64::midpoint(fingers[0].at.0, fingers[1].at.0);
        let before = (apart(&self.down), middle(&self.down));
        self.down[place].at = at;
        let after = (apart(&self.down), middle(&self.down));
        Gesture::Stretch(before.0 / after.0, before.1, after.1 - before.1)
    }
}

impl Finger {
    fn go(&mut self, touch: Touch) -> Gesture {
        let (x, y) = self.began;
        let is_still = libm::hypot(touch.at.0 - x, touch.at.1 - y) <= STILL;
        if self.does == Does::Waits && !is_still {
            let is_long = touch.when - self.when >= LONG_MS;
            self.does = if is_long { Does::Chooses } else { Does::Reads };
        }
        let before = std::mem::replace(&mut self.at, touch.at);
        match self.does {
            Does::Waits | Does::Reads => Gesture::Read(touch.at),
            Does::Chooses => Gesture::Choose(self.began, touch.at),
            Does::Moves => Gesture::Move(touch.at.0 - before.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fingers, Gesture, Step, Touch};

    fn finger(id: i32, step: Step, x: f64, when: f64) -> Touch {
        Touch { id, at: (x, 50.0), when, step, is_finger: true, has_shift: false }
    }

    fn mouse(step: Step, x: f64, has_shift: bool) -> Touch {
        Touch { is_finger: false, has_shift, ..finger(1, step, x, 0.0) }
    }

    #[test]
    fn a_mouse_reads_chooses_with_its_button_and_moves_with_shift() {
        let mut hand = Fingers::default();
        let read = |x: f64| Gesture::Read((x, 50.0));
        assert_eq!(hand.take(mouse(Step::Hover, 10.0, false)), read(10.0));
        assert_eq!(hand.take(mouse(Step::First, 10.0, false)), read(10.0));
        let choose = Gesture::Choose((10.0, 50.0), (40.0, 50.0));
        assert_eq!(hand.take(mouse(Step::Move, 40.0, false)), choose);
        assert_eq!(hand.take(mouse(Step::Up, 40.0, false)), Gesture::Chosen((40.0, 50.0)));
        assert_eq!(hand.take(mouse(Step::First, 40.0, true)), Gesture::Nothing);
        assert_eq!(hand.take(mouse(Step::Move, 33.0, true)), Gesture::Move(-7.0));
        assert_eq!(hand.take(mouse(Step::Up, 33.0, true)), Gesture::Nothing);
        assert_eq!(hand.take(mouse(Step::Hover, 20.0, false)), read(20.0));
    }

    #[test]
    fn what_was_lifted_elsewhere_is_down_no_more() {
        let mut hand = Fingers::default();
        hand.take(mouse(Step::First, 10.0, false));
        assert_eq!(hand.take(mouse(Step::Hover, 40.0, false)), Gesture::Read((40.0, 50.0)));
        hand.take(finger(7, Step::First, 100.0, 0.0));
        assert_eq!(hand.take(finger(8, Step::First, 10.0, 0.0)), Gesture::Read((10.0, 50.0)));
    }

    #[test]
    fn a_finger_reads_and_held_still_first_it_chooses() {
        for (waits, chooses) in [(100.0, false), (600.0, true)] {
            let mut hand = Fingers::default();
            hand.take(finger(7, Step::First, 100.0, 0.0));
            // A hand trembles.
            assert_eq!(hand.take(finger(7, Step::Move, 103.0, 50.0)), Gesture::Read((103.0, 50.0)));
            let gesture = hand.take(finger(7, Step::Move, 150.0, waits));
            assert_eq!(gesture == Gesture::Choose((100.0, 50.0), (150.0, 50.0)), chooses);
            let end = hand.take(finger(7, Step::Up, 150.0, 900.0));
            assert_eq!(end == Gesture::Chosen((150.0, 50.0)), chooses);
        }
    }

    #[test]
    fn what_the_browser_takes_away_chooses_nothing() {
        let mut hand = Fingers::default();
        hand.take(finger(7, Step::First, 100.0, 0.0));
        hand.take(finger(7, Step::Move, 150.0, 600.0));
        assert_eq!(hand.take(finger(7, Step::Lost, 150.0, 700.0)), Gesture::Nothing);
        assert_eq!(hand, Fingers::default());
    }

    #[test]
    fn two_fingers_stretch_about_their_middle_and_move_along() {
        let mut hand = Fingers::default();
        hand.take(finger(1, Step::First, 100.0, 0.0));
        hand.take(finger(2, Step::Down, 200.0, 10.0));
        // Twice as far apart shows half as much.
        assert_eq!(
            hand.take(finger(2, Step::Move, 300.0, 20.0)),
            Gesture::Stretch(0.5, 150.0, 50.0)
        );
        assert_eq!(
            hand.take(finger(1, Step::Move, 200.0, 30.0)),
            Gesture::Stretch(2.0, 200.0, 50.0)
        );
        // The one that is left moves on, and reads nothing.
        assert_eq!(hand.take(finger(1, Step::Up, 200.0, 40.0)), Gesture::Nothing);
        assert_eq!(hand.take(finger(2, Step::Move, 280.0, 50.0)), Gesture::Move(-20.0));
    }
}
