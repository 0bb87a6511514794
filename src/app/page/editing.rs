//! What happens to the page when somebody draws, changes or opens a stream. All of it is fetched with the border.

use std::cell::Cell;
use std::sync::Arc;

use gloo::timers::callback::Timeout;
use yew::Html;
use yew::html::Scope;

use super::border::{Border, Voice};
use super::drawing::Drawing;
use super::examples::{self, FILES};
use super::flow::numbers;
use super::{InsightMsg, Msg, Page, Refusal, Typing, Wanted};
use crate::app::controls::seed_of;
use crate::app::header::Origin;
use crate::app::markup::markup;
use crate::app::notices::{choosing, close_sheet, flaws, restarted};
use crate::app::number_field::{Edits, Key};
use crate::app::tell::Tell;
use crate::app::tools::{Dialog, Look, Tool, gallery, sheet};
use crate::app::{file, inspector, storage};
use crate::editor::action_for;
use crate::player::Player;
use crate::text;
use crate::text::editor as words;
use crate::value_stream::{Runnable, ValueStream};

/// Whoever types no more for so long has finished [ms].
const REST_MS: u32 = 700;

impl Page {
    /// Lets a message happen that takes the border: at once, or when it has been fetched.
    pub(super) fn edit_once_there(&mut self, link: &Scope<Page>, message: Msg) -> bool {
        if let Some(border) = self.border {
            return (border.edit)(self, link, message);
        }
        self.fetch(link, Some(message));
        false
    }

    /// Fetches the border, for a message that takes it or before there is one. What comes meanwhile waits with it.
    pub(super) fn fetch(&mut self, link: &Scope<Page>, message: Option<Msg>) {
        if self.border.is_some() {
            return;
        }
        if let Some(waiting) = &mut self.waiting {
            waiting.extend(message);
            return;
        }
        self.waiting = Some(message.into_iter().collect());
        Page::want(link, Wanted::Border);
    }

    /// Reacts to what hands do: returns whether the markup changes.
    fn edit(&mut self, link: &Scope<Page>, message: Msg) -> bool {
        match message {
            Msg::Example(index) => self.open_example(index),
            // A history covers the drawing.
            Msg::Act(_) | Msg::Deed(_) if self.history.is_some() => return false,
            Msg::Act(action) => self.act(&action),
            Msg::Deed(deed) => self.take_deed(deed),
            Msg::Draft(field, text) => self.draft(field, text),
            Msg::Typed(field, typed) => self.take_typed(field, &typed),
            Msg::Select((part, adds)) => self.choose_by_hand(part, adds),
            Msg::Tool(Tool::Look(Look::Map(true))) if self.map.is_none() => {
                self.is_map = true;
                Page::want(link, Wanted::Map);
            }
            Msg::Tool(tool) => self.take_tool(tool),
            Msg::Map(map) => self.map = Some(map),
            Msg::Seed(text, typing) => self.take_seed(text, typing, link),
            Msg::Insight(InsightMsg::Undo) => self.turn_back(true),
            Msg::Insight(InsightMsg::Try) => self.try_it(),
            Msg::Time(message) => self.turn_time(message),
            Msg::Insight(InsightMsg::More(has_more)) => self.advice.has_more = has_more,
            Msg::Dismiss => {
                self.refusal = None;
                self.drawing.restart = None;
            }
            Msg::Hanging(is_hanging) => {
                return std::mem::replace(&mut self.is_hanging, is_hanging) != is_hanging;
            }
            Msg::File(file) => {
                file::read(file, link.clone());
                self.is_hanging = false;
            }
            Msg::Text(name, text) if is_stream(&name, &text) => self.open_text(&name, &text),
            Msg::Text(name, text) => {
                Page::want(link, Wanted::History(name, text, None));
                return false;
            }
            Msg::History(name, read) => self.open_history(&name, read),
            Msg::Unreadable(name) => {
                let reasons = vec![text::page::UNREADABLE.to_owned()];
                self.refusal = Some(Refusal::of_file(&name, reasons));
            }
            reading => return self.react_to_reading(link, &reading),
        }
        true
    }

    /// Reacts to what a reader of charts and measures does.
    fn react_to_reading(&mut self, link: &Scope<Page>, message: &Msg) -> bool {
        match *message {
            Msg::WholeRun(is_whole_run) => {
                self.is_whole_run = is_whole_run;
                self.charts.set_window(None);
                self.clock.must_chart();
                self.refresh();
            }
            Msg::Unmeasure if !self.charts.has_window() => return false,
            Msg::Unmeasure => {
                self.charts.set_window(None);
                self.clock.must_chart();
                self.refresh();
            }
            Msg::Leave => return self.hover(link, None, false),
            Msg::Nudge(columns) => {
                self.chart.nudge(columns, self.charts.sheet());
                self.clock.must_chart();
                self.glance();
                self.reading = self.read_chart();
            }
            Msg::Paper(is_paper) => {
                self.draw_for(is_paper);
                return false;
            }
            Msg::Table(has_table) => {
                self.has_table = has_table;
                self.refresh();
            }
            Msg::Back => {
                self.history = None;
                self.leave_charts();
                self.jump();
            }
            Msg::DayFirst(day_first) => {
                if let Some(opened) = &self.history {
                    let (name, text) = opened.source();
                    let (name, text) = (name.to_owned(), text.to_owned());
                    Page::want(link, Wanted::History(name, text, Some(day_first)));
                }
            }
            Msg::Charts(message) => self.chart_once_there(link, message),
            Msg::Analyst(analyst) => self.analyst = Some(analyst),
            _ => return self.react_to_flow(link, message),
        }
        true
    }

    /// A seed starts the run again when nothing more is typed; what is none yet stays as it is typed.
    fn take_seed(&mut self, text: String, typing: Typing, link: &Scope<Page>) {
        match seed_of(&text) {
            Some(_) if typing == Typing::GoesOn => {
                self.seed_text = Some(text.clone());
                let link = link.clone();
                let tell = move || link.send_message(Msg::Seed(text, Typing::Rests));
                Timeout::new(REST_MS, tell).forget();
            }
            // Something else has been typed since, or the field has been left.
            _ if typing == Typing::Rests && self.seed_text.as_ref() != Some(&text) => {}
            Some(seed) if seed == self.seed => self.seed_text = None,
            Some(seed) => {
                self.seed_text = None;
                self.restart(seed);
            }
            None => self.seed_text = Some(text),
        }
    }

    /// Runs another stream from its start; the browser keeps it under a number, or not.
    pub(super) fn run(&mut self, stream: Arc<Runnable>, number: Option<u32>) {
        self.drawing = Drawing::of(&stream, number);
        self.start(stream);
        self.close_all();
        self.jump();
    }
    /// Nothing of what was on the page is left over.
    pub(super) fn close_all(&mut self) {
        self.seed_text = None;
        self.drafts.clear();
        self.refusal = None;
        self.history = None;
        self.advice.has_tried = false;
        self.leave_charts();
        self.close_dialog();
        self.belt.fit();
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
                self.origin = Origin::Own;
                self.run(Arc::new(stream), None);
                self.keep();
            }
            Err(faults) => {
                let reasons = faults.iter().map(ToString::to_string).collect();
                self.refusal = Some(Refusal::of_file(name, reasons));
            }
        }
    }

    /// When what is changed in the inspector counts.
    fn when_changes_count(&self) -> &'static str {
        if !self.drawing.faults.is_empty() {
            text::inspector::ONCE_IT_RUNS
        } else if self.drawing.restart.is_some() {
            text::inspector::STARTED_AGAIN
        } else {
            text::inspector::AT_ONCE
        }
    }

    /// The fields of what is chosen.
    fn fields(&self, link: &Scope<Page>) -> inspector::Fields {
        // Where nothing is drawn yet, nothing is wrong.
        let is_empty = self.drawing.diagram().stages.is_empty();
        let edits = Edits {
            drafts: &self.drafts,
            on_draft: link.callback(|(field, text)| Msg::Draft(field, text)),
            on_act: link.callback(Msg::Act),
            on_typed: link.callback(|(field, typed)| Msg::Typed(field, typed)),
            when: self.when_changes_count(),
            flaws: self
                .drawing
                .flaws_here()
                .filter(|_| !is_empty)
                .map(|flaw| (flaw, Cell::new(false)))
                .collect(),
            #[cfg(test)]
            there: std::cell::RefCell::default(),
        };
        let sheet = self.drawing.has_sheet.then(|| close_sheet(&Tell::of(link)));
        inspector::fields(&self.drawing.sketch, &self.drawing.selected, &edits, sheet)
    }

    /// What there is to say about the drawing, below the belt: that it started the run again, or what is wrong with it.
    fn notices(&self, link: &Scope<Page>) -> Html {
        let tell = Tell::of(link);
        if let Some(restart) = &self.drawing.restart {
            return restarted(restart, &tell);
        }
        if self.drawing.is_gathering {
            return choosing(&tell);
        }
        if self.drawing.faults.is_empty() {
            let unkept = self.drawing.unkept;
            return markup! { <>if unkept > 0 { <p class="hint unstarted">{ words::unkept(unkept) }</p> }</> };
        }
        if self.drawing.diagram().stages.is_empty() {
            return markup! { <p class="hint unstarted"><b>{ words::EMPTY }</b>{ " " }{ words::UNSTARTED }</p> };
        }
        let all = self.drawing.faults.iter().enumerate();
        let listed = all.filter(|(_, flaw)| flaw.field.is_none() || !self.drawing.is_here(flaw));
        let listed: Vec<_> = listed
            .map(|(index, flaw)| {
                (index, flaw.sentence(), flaw.part.is_some() || flaw.field.is_some())
            })
            .collect();
        flaws(&listed, &tell)
    }

    /// Where nothing is drawn, what the charts and numbers are about.
    fn stale(&self) -> Option<Html> {
        if self.history.is_some() || !self.drawing.diagram().stages.is_empty() {
            return None;
        }
        let running = self.player.run().base();
        let words = text::page::stale(&running.stream().name);
        Some(markup! { <p class="panel stale">{ words }</p> })
    }

    /// What is typed stays as it is until it will do and its field is left.
    fn draft(&mut self, field: Key, text: Option<String>) {
        self.drafts.retain(|(of, _)| *of != field);
        if text.is_none() {
            self.drawing.close_step();
            self.drawing.leave(field);
        }
        self.drafts.extend(text.map(|text| (field, text)));
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

/// A stream is a JSON object; anything else is taken for a table.
fn is_stream(name: &str, text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with('{') || is_json(name)
}

fn is_json(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".json")
}

/// What is fetched.
pub(in crate::app) static BORDER: Border = Border {
    edit: Page::edit,
    gather: Page::gather_typed,
    voice: Voice {
        findings: Player::findings,
        words: text::insight::insight,
        attempt: text::insight::attempt,
        money: text::money::money,
    },
    shown: Page::found_again,
    reopen: Page::reopen,
    fields: Page::fields,
    notices: Page::notices,
    stale: Page::stale,
    dialogs: Page::dialogs,
    compare: Page::compare,
    futures: Page::futures,
    ghost: Page::draw_ghost,
    flow_tools: Page::flow_tools,
    table: Page::flow_table,
    flow_numbers: Page::flow_numbers,
    numbers,
    asked: Page::asked,
    work: Page::work_on,
    settle: Page::settle_drawing,
};
