//! What happens to the page when somebody draws, changes or opens a stream. All of it is fetched with the border.

use std::sync::Arc;

use yew::Html;
use yew::html::Scope;

use super::border::Border;
use super::examples::{self, FILES};
use super::{InsightMsg, Msg, Page, Refusal};
use crate::app::header::Origin;
use crate::app::number_field::Edits;
use crate::app::tell::Tell;
use crate::app::tools::{Dialog, gallery, sheet};
use crate::app::{chunks, inspector, storage};
use crate::editor::action_for;
use crate::value_stream::ValueStream;

impl Page {
    /// Lets a message happen that takes the border: at once, or when it has been fetched.
    pub(super) fn edit_once_there(&mut self, context: &yew::Context<Page>, message: Msg) -> bool {
        if let Some(border) = self.border {
            return (border.edit)(self, message);
        }
        self.fetch(context.link().clone(), Some(message));
        false
    }

    /// Fetches the border, for a message that takes it or before there is one. What comes meanwhile waits with it.
    pub(super) fn fetch(&mut self, link: Scope<Page>, message: Option<Msg>) {
        if self.border.is_some() {
            return;
        }
        if let Some(waiting) = &mut self.waiting {
            waiting.extend(message);
            return;
        }
        self.waiting = Some(message.into_iter().collect());
        wasm_bindgen_futures::spawn_local(async move {
            link.send_message(Msg::Border(chunks::border().await));
        });
    }

    /// Reacts to a message about the drawing: returns whether the markup changes.
    pub(super) fn edit(&mut self, message: Msg) -> bool {
        match message {
            Msg::Example(index) => self.open_example(index),
            Msg::Act(action) => self.act(&action),
            Msg::Draft(label, text) => self.draft(label, text),
            Msg::Deed(deed) => self.take_deed(deed),
            Msg::Tool(tool) => self.take_tool(tool),
            Msg::Insight(InsightMsg::Undo) => self.turn_back(true),
            Msg::Text(name, text) => self.open_text(&name, &text),
            Msg::Insight(InsightMsg::Try) => self.try_it(),
            Msg::Time(message) => self.turn_time(message),
            _ => return false,
        }
        true
    }

    /// Makes the change that the insight offers, as a step of the drawing.
    fn try_it(&mut self) {
        let offered = self.snapshot.attempt.as_ref().filter(|_| self.drawing.faults.is_empty());
        let action = offered.and_then(|(_, change)| action_for(self.drawing.diagram(), change));
        if let Some(action) = action {
            self.act(&action);
            self.advice.has_tried = true;
        }
    }

    /// Opens a template as it is.
    pub(super) fn open_example(&mut self, index: usize) {
        self.origin = Origin::Example(index);
        let text = FILES[index.min(FILES.len() - 1)];
        // Without a message that would carry every fault there could be: the examples are tested.
        let stream = ValueStream::from_json(text).and_then(ValueStream::check);
        let stream = stream.unwrap_or_else(|_| unreachable!("the examples are sound"));
        self.run(Arc::new(stream), None);
        storage::set_now(None);
    }

    /// Opens what stood in a file; what was running goes on if that cannot be done.
    fn open_text(&mut self, name: &str, text: &str) {
        match ValueStream::from_json(text).and_then(ValueStream::check) {
            Ok(stream) => {
                self.origin = Origin::File;
                self.run(Arc::new(stream), None);
                self.keep();
            }
            Err(faults) => {
                let reasons = faults.iter().map(ToString::to_string).collect();
                self.refusal = Some(Refusal::of_file(name, reasons));
            }
        }
    }

    /// The fields of what is chosen.
    fn fields(&self, link: &Scope<Page>) -> inspector::Fields {
        let edits = Edits {
            drafts: &self.drafts,
            on_draft: link.callback(|(label, text)| Msg::Draft(label, text)),
            on_act: link.callback(Msg::Act),
        };
        let faults = self.drawing.faults_here();
        inspector::fields(&self.drawing.sketch, &self.drawing.selected, faults, &edits)
    }

    /// What is typed stays as it is until it will do and its field is left.
    fn draft(&mut self, label: &'static str, text: Option<String>) {
        self.drafts.retain(|(of, _)| *of != label);
        if text.is_none() {
            self.drawing.close_step();
        }
        self.drafts.extend(text.map(|text| (label, text)));
    }

    fn dialogs(&self, link: &Scope<Page>) -> Html {
        let tell = Tell::of(link);
        match self.dialog {
            Some(Dialog::Keys) => sheet(&tell),
            Some(Dialog::Gallery) => gallery(&examples::about(), &tell),
            None => Html::default(),
        }
    }

    /// What the browser kept is on the page again.
    fn reopen(&mut self) {
        if let Some(number) = storage::now() {
            self.open_kept(number);
        }
        self.list_kept();
    }
}

/// What is fetched.
pub(in crate::app) static BORDER: Border = Border {
    edit: Page::edit,
    gather: Page::gather_typed,
    reopen: Page::reopen,
    fields: Page::fields,
    dialogs: Page::dialogs,
    compare: Page::compare,
    futures: Page::futures,
    ghost: Page::draw_ghost,
    glance: Page::glance_back,
    settle: Page::settle_drawing,
};
