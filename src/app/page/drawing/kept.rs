//! What the browser keeps of the drawing, and what is opened in its place.

use std::sync::Arc;

use super::Drawing;
use crate::app::header::Origin;
use crate::app::page::Page;
use crate::app::page::examples::EXAMPLES;
use crate::app::storage;
use crate::editor::{Diagram, History};
use crate::text::{editor as words, page as text};
use crate::value_stream::Sketch;

impl Page {
    /// The browser keeps the drawing at every step.
    pub(in crate::app::page) fn keep(&mut self) {
        let next = || storage::numbers().last().map_or(1, |number| number + 1);
        let number = self.drawing.number.unwrap_or_else(next);
        self.drawing.number = Some(number);
        self.drawing.is_kept = storage::keep(number, &self.drawing.diagram().to_json());
        self.drawing.keep_steps(number);
        let name = name_of(self.drawing.diagram());
        match self.kept.iter_mut().find(|(other, _)| *other == number) {
            Some((_, known)) => *known = name,
            None => self.kept.push((number, name)),
        }
    }

    /// Asks the browser for what it keeps.
    pub(in crate::app::page) fn list_kept(&mut self) {
        let read = |number: u32| {
            let diagram = Diagram::from_json(&storage::load(number)?).ok()?;
            Some((number, name_of(&diagram)))
        };
        self.kept = storage::numbers().into_iter().filter_map(read).collect();
    }

    /// Opens a kept stream; says whether that could be done.
    pub(in crate::app::page) fn open_kept(&mut self, number: u32) -> bool {
        let text = storage::load(number).unwrap_or_default();
        let Ok(diagram) = Diagram::from_json(&text) else { return false };
        let is_open = self.open_diagram(&diagram, Some(number));
        if let Some(steps) = storage::steps(number).filter(|_| is_open) {
            self.drawing.take_steps(History::with_kept(diagram, &steps));
        }
        is_open
    }

    /// Opens a drawing, whether it can run or not.
    fn open_diagram(&mut self, diagram: &Diagram, number: Option<u32>) -> bool {
        let Some(sketch) = Sketch::of(diagram.clone()) else { return false };
        self.origin = Origin::Own;
        if let Ok(runnable) = diagram.clone().check() {
            self.run(Arc::new(runnable), number);
        } else {
            self.close_all();
            self.drawing = Drawing::new(Arc::new(sketch), number);
            self.run_drawing();
        }
        storage::set_now(number);
        true
    }

    /// Begins with nothing.
    pub(in crate::app::page) fn open_blank(&mut self) {
        let name = words::UNNAMED.to_owned();
        self.open_diagram(&Diagram { name, ..Diagram::default() }, None);
        self.keep();
    }

    /// Forgets the kept stream on the page, and shows the first template.
    pub(in crate::app::page) fn forget(&mut self) {
        if let Some(number) = self.drawing.number {
            storage::forget(number);
            self.kept.retain(|(other, _)| *other != number);
        }
        self.open_example(0);
    }

    /// What a template is called once it has been changed: as nothing is that the browser keeps.
    pub(super) fn own_name(&self, template: usize) -> String {
        let name = text::changed(EXAMPLES[template]);
        let is_taken = |name: &String| self.kept.iter().any(|(_, other)| other == name);
        let numbered = (2..).map(|number: usize| name.clone() + " " + &number.to_string());
        let mut names = std::iter::once(name.clone()).chain(numbered);
        names.find(|name| !is_taken(name)).unwrap_or(name)
    }
}

fn name_of(diagram: &Diagram) -> String {
    if diagram.name.is_empty() { words::UNNAMED.to_owned() } else { diagram.name.clone() }
}
