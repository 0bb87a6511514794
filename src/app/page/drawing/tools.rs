//! Hands and tools: what was done becomes steps of the drawing.

use super::Focus;
use crate::app::belt::Deed;
use crate::app::page::Page;
use crate::app::save;
use crate::app::tools::Tool;
use crate::belt::{Flow, Rect, free_place};
use crate::editor::{Action, Part, Spot, beside, follow};
use crate::text::editor as words;
use crate::value_stream::{GroupLimit, Note, NoteKind, Position, SourceId, StageId, Team, Workers};

impl Page {
    /// Takes what was done on the belt.
    pub(in crate::app::page) fn take_deed(&mut self, deed: Deed) {
        match deed {
            Deed::Act(action) => self.act(&action),
            Deed::Draw(from, at) => self.draw_stage(from, at),
            Deed::DrawAfter(part) => {
                self.drawing.selected = vec![part];
                self.add_stage();
                let new = self.drawing.selected.first().copied();
                self.drawing.focus = new.map(Focus::Part);
            }
            Deed::Choose(parts) => self.choose(parts),
            // Two taps, one right after the other, are two that are chosen.
            Deed::Edit(_) if self.drawing.is_gathering => {}
            Deed::Edit(part) => {
                self.choose(vec![part]);
                self.drawing.focus = Some(Focus::Fields);
            }
            Deed::Rove(part) => self.drawing.entry = part,
            Deed::Connect(from) => {
                self.drawing.connecting = from;
                self.drawing.said = from.map(|_| words::CONNECTING.to_owned()).unwrap_or_default();
            }
            Deed::All => {
                let stages = self.drawing.diagram().stages.len();
                let sources = self.drawing.diagram().sources.len();
                let stages = (0..stages).map(|index| Part::Stage(StageId::at(index)));
                let sources = (0..sources).map(|index| Part::Source(SourceId::at(index)));
                self.choose(stages.chain(sources).collect());
            }
            Deed::Note(is_kaizen) => self.add_note(is_kaizen),
            Deed::Duplicate => {
                self.act(&Action::Duplicate(self.drawing.selected.clone()));
                self.focus_chosen();
            }
            Deed::Delete => self.delete_chosen(),
        }
    }

    /// Uses a tool.
    pub(in crate::app::page) fn take_tool(&mut self, tool: Tool) {
        // A history covers the drawing, which waits as it is.
        let is_covered = self.history.is_some();
        match tool {
            Tool::Look(look) => self.look(look),
            Tool::Show(dialog) => self.open_dialog(dialog),
            Tool::Blank => self.open_blank(),
            Tool::Kept(number) => {
                self.open_kept(number);
            }
            _ if is_covered => {}
            Tool::AddStage => self.add_stage(),
            Tool::AddSource => self.add_source(),
            Tool::AddNote(is_kaizen) => self.add_note(is_kaizen),
            Tool::Undo => self.turn_back(true),
            Tool::Redo => self.turn_back(false),
            Tool::Arrange => {
                self.act(&Action::Arrange);
                self.belt.fit();
            }
            Tool::Several => {
                self.drawing.is_gathering = !self.drawing.is_gathering;
                // A link that has just been drawn is still chosen: nobody means it.
                self.drawing.selected.retain(|part| !matches!(part, Part::Link(_)));
                self.drawing.has_sheet = false;
                self.drawing.restart = None;
            }
            Tool::Duplicate => self.act(&Action::Duplicate(self.drawing.selected.clone())),
            Tool::Delete => self.delete_chosen(),
            Tool::Group => self.group_chosen(),
            Tool::Team => self.team_chosen(),
            Tool::Download => {
                let diagram = self.drawing.diagram();
                let name = if diagram.name.is_empty() { words::UNNAMED } else { &diagram.name };
                let name = save::plain(name) + ".json";
                save::text(&name, "application/json", &diagram.to_json());
            }
            Tool::Mend(number) => self.go_to_flaw(number),
            Tool::Forget => self.forget(),
        }
    }

    /// A work center behind what is chosen, or at the end.
    pub(in crate::app::page) fn add_stage(&mut self) {
        let diagram = self.drawing.diagram();
        let spot = match self.drawing.selected[..] {
            [part @ (Part::Stage(_) | Part::Link(_) | Part::Source(_))] => Spot::After(part),
            _ => match diagram.stages.len().checked_sub(1) {
                Some(last) => Spot::After(Part::Stage(StageId::at(last))),
                None => Spot::Free(None),
            },
        };
        self.act(&words::add(diagram, spot));
    }

    /// A work center at a place, with a way to it from a part.
    fn draw_stage(&mut self, from: Option<Part>, at: Option<Position>) {
        let diagram = self.drawing.diagram();
        let layout = self.belt.laid();
        let is_down = layout.as_ref().is_none_or(|layout| layout.flow == Flow::Down);
        let at = at.filter(|_| !is_down);
        let spot = match from {
            Some(from) => Spot::From(from, at),
            None => Spot::Free(at),
        };
        let add = words::add(diagram, spot);
        // Once one has a place of its own, all have.
        let places = layout.filter(|layout| at.is_some() && !layout.is_free).map(|layout| {
            let cards = layout.stages.iter().enumerate();
            let place = |(index, card): (usize, &Rect)| {
                (Part::Stage(StageId::at(index)), layout.position(card.center()))
            };
            cards.map(place).collect::<Vec<_>>()
        });
        match places {
            Some(places) => self.act(&Action::Several(vec![Action::Move(places), add])),
            None => self.act(&add),
        }
        self.focus_chosen();
    }

    /// Another source for what is chosen, or for the first work center.
    pub(in crate::app::page) fn add_source(&mut self) {
        let to = match self.drawing.selected[..] {
            [Part::Stage(id)] => id,
            _ => StageId(0),
        };
        self.act(&Action::AddSource { to, name: words::SOURCE.to_owned() });
    }

    /// A note in a free place near what is chosen, or in the middle of what is seen.
    pub(in crate::app::page) fn add_note(&mut self, is_kaizen: bool) {
        let (kind, text) = if is_kaizen {
            (NoteKind::Kaizen, words::KAIZEN)
        } else {
            (NoteKind::Note, words::NOTE)
        };
        let (Some(layout), Some(seen)) = (self.belt.laid(), self.belt.seen()) else { return };
        let near = match self.drawing.selected[..] {
            [Part::Stage(id)] => layout.stage(id).center(),
            _ => seen.center(),
        };
        let at = free_place(&layout, &self.drawing.diagram().notes, seen, near);
        let note = Note { text: text.to_owned(), kind, position: layout.position(at) };
        self.act(&Action::AddNote(note));
        self.drawing.focus = Some(Focus::Fields);
    }

    /// Without what is chosen.
    pub(in crate::app::page) fn delete_chosen(&mut self) {
        let before = self.drawing.diagram().clone();
        let next = beside(&before, &self.drawing.selected);
        self.act(&Action::Delete(self.drawing.selected.clone()));
        if let Some(next) = next.and_then(|next| follow(&before, self.drawing.diagram(), next)) {
            self.drawing.entry = next;
        }
        self.drawing.focus = Some(Focus::Part(self.drawing.entry));
    }

    /// The chosen stages, by id.
    fn chosen_stages(&self) -> Vec<(StageId, String)> {
        let stages = &self.drawing.diagram().stages;
        let chosen = self.drawing.selected.iter().filter_map(|part| match part {
            Part::Stage(id) => Some((*id, stages.get(id.index())?.id.clone())),
            _ => None,
        });
        chosen.collect()
    }

    /// One limit for what is chosen.
    pub(in crate::app::page) fn group_chosen(&mut self) {
        let stages: Vec<String> = self.chosen_stages().into_iter().map(|(_, id)| id).collect();
        if stages.is_empty() {
            return;
        }
        let limit = 2 * stages.len() as u32;
        let mut limits = self.drawing.diagram().limits.clone();
        limits.push(GroupLimit { stages, limit });
        self.act(&Action::Limits(limits));
        self.choose(Vec::new());
    }

    /// One team for what is chosen.
    pub(in crate::app::page) fn team_chosen(&mut self) {
        let chosen = self.chosen_stages();
        if chosen.is_empty() {
            return;
        }
        let diagram = self.drawing.diagram();
        let mut number = diagram.teams.len() + 1;
        let id = loop {
            let id = crate::text::editor::team(number);
            if diagram.teams.iter().all(|team| team.id != id) {
                break id;
            }
            number += 1;
        };
        let mut teams = diagram.teams.clone();
        teams.push(Team { id: id.clone(), workers: chosen.len() as u16 });
        let mut actions = vec![Action::Teams(teams)];
        for (stage, _) in chosen {
            let mut next = diagram.stages[stage.index()].clone();
            next.team.clone_from(&id);
            next.workers = Workers::Unlimited;
            actions.push(Action::Stage(stage, Box::new(next)));
        }
        self.act(&Action::Several(actions));
    }
}
