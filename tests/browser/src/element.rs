//! One element of the page, as a person meets it.

use std::path::Path;

use serde_json::{Value, json};

use crate::page::{Page, expect_done};

/// The key under which `WebDriver` wraps a reference to an element.
pub(crate) const REFERENCE: &str = "element-6066-11e4-a52e-4f735466cecf";

/// An element of a page. Its methods panic, at the caller's line, when it is gone.
#[derive(Clone)]
pub struct Element<'page> {
    page: &'page Page,
    id: String,
}

impl<'page> Element<'page> {
    /// The element that a script returned, if it returned one.
    pub(crate) fn from_value(page: &'page Page, value: &Value) -> Option<Element<'page>> {
        Some(Element { page, id: value[REFERENCE].as_str()?.to_owned() })
    }

    /// Scrolls to it and clicks its middle.
    #[track_caller]
    pub fn click(&self) {
        self.post("click", &json!({}));
    }

    /// Types as a keyboard would. A file field takes the path of a file instead.
    #[track_caller]
    pub fn type_text(&self, text: &str) {
        self.post("value", &json!({ "text": text }));
    }

    /// Empties a field, then types.
    #[track_caller]
    pub fn fill(&self, text: &str) {
        self.post("clear", &json!({}));
        self.type_text(text);
    }

    /// Gives a file field a file.
    #[track_caller]
    pub fn choose_file(&self, path: &Path) {
        self.type_text(path.to_str().expect("the path of a test's file is plain"));
    }

    /// The text that is seen.
    #[track_caller]
    pub fn text(&self) -> String {
        self.get("text").as_str().unwrap_or_default().to_owned()
    }

    /// The name that a screen reader says.
    #[track_caller]
    pub fn name(&self) -> String {
        self.get("computedlabel").as_str().unwrap_or_default().to_owned()
    }

    /// The role that a screen reader says.
    #[track_caller]
    pub fn role(&self) -> String {
        self.get("computedrole").as_str().unwrap_or_default().to_owned()
    }

    /// What is in a field now.
    #[track_caller]
    pub fn value(&self) -> String {
        self.get("property/value").as_str().unwrap_or_default().to_owned()
    }

    /// An attribute, if it has it.
    #[track_caller]
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.get(&format!("attribute/{name}")).as_str().map(str::to_owned)
    }

    /// Whether it can be used.
    #[track_caller]
    pub fn is_enabled(&self) -> bool {
        self.get("enabled") == json!(true)
    }

    /// Left, top, width and height in the window [CSS px].
    #[track_caller]
    pub fn rect(&self) -> [f64; 4] {
        let script = "const r = arguments[0].getBoundingClientRect();
                      return [r.left, r.top, r.width, r.height]";
        let rect = self.page.run(script, &json!([self.reference()]));
        [0, 1, 2, 3].map(|side| rect[side].as_f64().expect("a rectangle has four numbers"))
    }

    /// Its middle in the window [CSS px].
    #[track_caller]
    pub fn middle(&self) -> (f64, f64) {
        let [left, top, width, height] = self.rect();
        (left + width / 2.0, top + height / 2.0)
    }

    /// It, as an argument of a script.
    pub fn reference(&self) -> Value {
        json!({ REFERENCE: self.id })
    }

    #[track_caller]
    fn post(&self, command: &str, body: &Value) {
        let done = self.page.chrome().post(&format!("element/{}/{command}", self.id), body);
        expect_done(command, done);
    }

    #[track_caller]
    fn get(&self, command: &str) -> Value {
        let done = self.page.chrome().get(&format!("element/{}/{command}", self.id));
        expect_done(command, done)
    }
}
