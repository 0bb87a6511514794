//! The words of drawing: buttons, steps that can be undone, keys, and what is announced.

use crate::editor::{Action, Diagram, Part, Spot};
use crate::value_stream::{CUSTOMER, NoteKind, SourceId, Stage, StageId, Team};

/// The name of the row of drawing tools.
pub const TOOLS: &str = "Draw";
/// Draws another work center.
pub const ADD: &str = "Add work center";
/// How.
pub const ADD_HINT: &str =
    "Behind what is chosen; or double-click the belt, or press A on a work center";
/// Takes the last step back.
pub const UNDO: &str = "Undo";
/// Makes it again.
pub const REDO: &str = "Redo";
/// Shows all of it.
pub const FIT: &str = "Fit";
/// What that is.
pub const FIT_HINT: &str = "Show the whole stream (0)";
/// Shows less, larger.
pub const NEARER: &str = "Zoom in";
/// Shows more, smaller.
pub const FARTHER: &str = "Zoom out";
/// Begins with nothing.
pub const NEW: &str = "New";
/// What that keeps.
pub const NEW_HINT: &str = "Draw another stream; this one stays in the list";
/// More tools.
pub const MORE: &str = "More";
/// Another source.
pub const ADD_SOURCE: &str = "Add source";
/// A note.
pub const ADD_NOTE: &str = "Add note";
/// A kaizen burst.
pub const ADD_KAIZEN: &str = "Add kaizen burst";
/// A copy.
pub const DUPLICATE: &str = "Duplicate";
/// Takes away what is chosen.
pub const DELETE: &str = "Delete";
/// Lets the layout place everything.
pub const ARRANGE: &str = "Arrange";
/// A limit on what is chosen together.
pub const GROUP: &str = "Common limit";
/// A team for what is chosen.
pub const TEAM: &str = "Make a team";
/// Writes the stream into a file.
pub const DOWNLOAD: &str = "Download";
/// Forgets a kept stream.
pub const FORGET: &str = "Delete stream";
/// The sheet of keys.
pub const KEYS: &str = "Keys";
/// Its title.
pub const KEYS_TITLE: &str = "Keys and gestures";
/// Closes it.
pub const CLOSE: &str = "Close";
/// Chooses several parts, one after the other.
pub const SEVERAL: &str = "Choose several";
/// What to do then.
pub const CHOOSING: &str = "Tap or click everything that is to be chosen together.";
/// The end of it.
pub const CHOSEN_ALL: &str = "Done";
/// An empty drawing.
pub const EMPTY: &str =
    "Nothing here yet. “Add work center” or double-click the belt: it starts to run at once.";
/// The group of kept streams in the list.
pub const KEPT: &str = "Your streams";
/// The group of templates in the list.
pub const TEMPLATES: &str = "Templates";
/// A stream without a name.
pub const UNNAMED: &str = "My stream";
/// What a new note says.
pub const NOTE: &str = "Note";
/// What a new kaizen burst says.
pub const KAIZEN: &str = "Improve this";
/// What the source of a new stream is called.
pub const SOURCE: &str = "Requests";
/// The browser does not keep anything.
pub const NOT_KEPT: &str = "This browser keeps nothing: download the stream to keep it.";
/// Said when a key begins a link.
pub const CONNECTING: &str =
    "Choose where it leads with the arrow keys, then press Enter. Escape ends it.";
/// What the drawing waits for while it cannot run.
pub const FAULTY: &str = "This cannot run yet; the last stream that could goes on.";

/// Takes back the step that started the run again; not the name that the tool above has.
pub const UNDO_THIS: &str = "Undo this";
/// The same for a step that was taken back.
pub const REDO_THIS: &str = "Redo this";

/// What there is to see beside an empty belt.
pub const UNSTARTED: &str = "Until then the charts and numbers go on with the stream before it.";

/// The browser has no room for the oldest steps.
pub fn unkept(steps: usize) -> String {
    let (steps, are) = if steps == 1 {
        ("oldest step".to_owned(), "it")
    } else {
        (steps.to_string() + " oldest steps", "they")
    };
    [
        "This browser has no room for the ",
        &steps,
        ": ",
        are,
        " can be undone until the page is closed.",
    ]
    .concat()
}

/// Said when a step, or taking one back, has started the run again.
pub fn restarted(seed: u64, step: &str, is_undone: bool) -> String {
    let why = if is_undone { "” is undone." } else { "”." };
    ["Started again with seed ", &seed.to_string(), ": “", step, why].concat()
}

/// Keys and what they do, on the belt.
pub const SHEET: [(&str, &str); 18] = [
    ("Arrow keys", "go to the next work center, link, source or customer"),
    ("Shift + arrow keys, drag", "move what is chosen; Arrange places everything again"),
    ("Enter", "edit it; Enter again keeps what is typed, Escape takes it back"),
    ("A", "add a work center behind it, or in the middle of a link"),
    ("C", "connect it: go to another, press Enter"),
    ("Delete", "delete what is chosen"),
    ("Ctrl + D", "duplicate what is chosen"),
    ("Shift + click, Ctrl + A", "choose several (by touch: More, Choose several), choose all"),
    ("N, K", "add a note, a kaizen burst"),
    ("+, −, 0", "zoom in, zoom out, fit"),
    ("Ctrl + Z, Ctrl + Shift + Z", "undo, redo"),
    ("Space", "play or pause"),
    ("Double-click the belt", "add a work center there"),
    ("Drag from the ring at its edge", "connect it, or draw a new one there"),
    ("Drag beside everything", "choose all in a box"),
    ("Ctrl + wheel, pinch", "zoom, around the pointer"),
    ("Wheel, two fingers, middle button", "move the view once it is zoomed; else the page moves"),
    ("?", "show or hide this sheet"),
];

/// A new work center's name: "Work center 3".
pub fn new_stage(diagram: &Diagram) -> String {
    let mut number = diagram.stages.len() + 1;
    loop {
        let name = "Work center ".to_owned() + &number.to_string();
        if diagram.stages.iter().all(|stage| stage.title() != name) {
            return name;
        }
        number += 1;
    }
}

fn stage(diagram: &Diagram, id: StageId) -> String {
    diagram.stages.get(id.index()).map_or_else(String::new, |stage| stage.title().to_owned())
}

fn source(diagram: &Diagram, id: SourceId) -> String {
    diagram.sources.get(id.index()).map_or_else(String::new, |source| source.title().to_owned())
}

fn by_id(diagram: &Diagram, id: &str) -> String {
    if id == CUSTOMER {
        return customer(diagram);
    }
    diagram.stage(id).map_or_else(String::new, |id| stage(diagram, id))
}

fn customer(diagram: &Diagram) -> String {
    let name = &diagram.customer.name;
    if name.is_empty() { "Customer".to_owned() } else { name.clone() }
}

/// What a part is called.
pub fn part(diagram: &Diagram, part: Part) -> String {
    match part {
        Part::Stage(id) => stage(diagram, id),
        Part::Source(id) => source(diagram, id),
        Part::Customer => customer(diagram),
        Part::Link(id) => diagram.links.get(id.index()).map_or_else(String::new, |link| {
            by_id(diagram, &link.from) + " to " + &by_id(diagram, &link.to)
        }),
        Part::Note(number) => diagram
            .notes
            .get(usize::from(number))
            .map_or_else(String::new, |note| note_name(note.kind).to_owned()),
    }
}

/// What a note is.
pub fn note_name(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Note => "Note",
        NoteKind::Kaizen => "Kaizen burst",
    }
}

fn parts(diagram: &Diagram, parts: &[Part]) -> String {
    match parts {
        [one] => part(diagram, *one),
        parts => parts.len().to_string() + " parts",
    }
}

/// What an action is called once it is a step: "Add Work center 3", "People of QA".
pub fn step(diagram: &Diagram, action: &Action) -> String {
    match action {
        Action::Add { name, .. } | Action::AddSource { name, .. } => "Add ".to_owned() + name,
        Action::AddNote(note) => "Add ".to_owned() + note_name(note.kind),
        Action::Connect { from, to } => {
            "Connect ".to_owned() + &part(diagram, *from) + " to " + &part(diagram, *to)
        }
        Action::Delete(gone) => "Delete ".to_owned() + &parts(diagram, gone),
        Action::Duplicate(copied) => "Duplicate ".to_owned() + &parts(diagram, copied),
        Action::Move(places) => match places[..] {
            [(one, _)] => "Move ".to_owned() + &part(diagram, one),
            _ => "Move".to_owned(),
        },
        Action::Become(_) => super::time::RETURN.to_owned(),
        Action::Arrange => ARRANGE.to_owned(),
        Action::Stage(id, new) => {
            let field = diagram.stages.get(id.index()).map_or("", |old| stage_field(old, new));
            field.to_owned() + " of " + &stage(diagram, *id)
        }
        Action::Link(id, _) => "Share of ".to_owned() + &part(diagram, Part::Link(*id)),
        Action::Source(id, new) => {
            let is_name = diagram.sources.get(id.index()).is_some_and(|old| old.name != new.name);
            (if is_name { "Name of " } else { "Arrivals of " }).to_owned() + &source(diagram, *id)
        }
        Action::Note(..) => "Text of a note".to_owned(),
        Action::Customer(_) => "Change of ".to_owned() + &customer(diagram),
        Action::Release(_) => "Release".to_owned(),
        Action::Teams(_) => "Teams".to_owned(),
        Action::Limits(limits) => match limits.get(diagram.limits.len()) {
            Some(limit) => GROUP.to_owned() + " of " + &all_of(diagram, &limit.stages),
            None if limits.len() < diagram.limits.len() => "Remove a common limit".to_owned(),
            None => GROUP.to_owned(),
        },
        Action::Classes(_) => "Classes".to_owned(),
        Action::About { name, .. } if *name != diagram.name => "Name of the stream".to_owned(),
        Action::About { .. } => "Words about the stream".to_owned(),
        Action::Costs(_) => "Costs".to_owned(),
        Action::Changes(_) => "Planned changes".to_owned(),
        Action::Calendar(_) => "Unit of time".to_owned(),
        Action::Several(actions) => match actions.first() {
            Some(Action::Teams(teams)) if teams.len() > diagram.teams.len() => {
                new_team(diagram, teams, &actions[1..])
            }
            _ => actions.last().map_or_else(String::new, |last| step(diagram, last)),
        },
    }
}

/// A new team, and whose people are in it: "Make Team 1 of Design and QA".
fn new_team(diagram: &Diagram, teams: &[Team], members: &[Action]) -> String {
    let id = |action: &Action| match action {
        Action::Stage(id, _) => Some(diagram.stages.get(id.index())?.id.clone()),
        _ => None,
    };
    let ids: Vec<String> = members.iter().filter_map(id).collect();
    let team = teams.last().map_or("", |team| &team.id);
    ["Make ", team, " of ", &all_of(diagram, &ids)].concat()
}

/// Stages by their ids: "Design, Development and QA".
fn all_of(diagram: &Diagram, ids: &[String]) -> String {
    let mut all = String::new();
    for (place, id) in ids.iter().enumerate() {
        all += match place {
            0 => "",
            last if last + 1 == ids.len() => " and ",
            _ => ", ",
        };
        all += &by_id(diagram, id);
    }
    all
}

fn stage_field(old: &Stage, new: &Stage) -> &'static str {
    if old.name != new.name {
        "Name"
    } else if old.workers != new.workers {
        "People"
    } else if old.process_time != new.process_time
        || old.process_time_by_class != new.process_time_by_class
    {
        "Work"
    } else if old.wip_limit != new.wip_limit {
        "WIP limit"
    } else if old.items_per_worker != new.items_per_worker {
        "Items per person"
    } else if old.switching_loss.to_bits() != new.switching_loss.to_bits() {
        "Switching"
    } else if old.setup_time != new.setup_time {
        "Setup"
    } else if old.process_batch != new.process_batch || old.transfer_batch != new.transfer_batch {
        "Batches"
    } else if old.interruptions != new.interruptions {
        "Interruptions"
    } else if old.defects != new.defects {
        "Defects"
    } else if old.inspection != new.inspection {
        "Inspection"
    } else if old.team != new.team {
        "Team"
    } else {
        "Rules"
    }
}

/// What is announced of a step.
pub fn done(name: &str) -> String {
    name.to_owned() + "."
}

/// What is announced of a step that was taken back.
pub fn undone(name: &str) -> String {
    "Undone: ".to_owned() + name + "."
}

/// What is announced of a step that was made again.
pub fn redone(name: &str) -> String {
    "Redone: ".to_owned() + name + "."
}

/// What a button that undoes or redoes does now.
pub fn steps_hint(name: Option<&str>, keys: &str) -> String {
    name.map_or_else(|| keys.to_owned(), |name| name.to_owned() + " (" + keys + ")")
}

/// Several chosen parts.
pub fn chosen(count: usize) -> String {
    count.to_string() + " chosen"
}

/// An action that adds a work center.
pub fn add(diagram: &Diagram, spot: Spot) -> Action {
    Action::Add { spot, name: new_stage(diagram), source: SOURCE.to_owned() }
}

/// The title of the gallery.
pub const GALLERY: &str = "Begin with";
/// The empty drawing in it.
pub const BLANK: &str = "Empty belt";
/// What that is.
pub const BLANK_ABOUT: &str =
    "Nothing on it: the first work center you add brings its demand and runs.";

/// A new team's id, which is what the screen calls it.
pub fn team(number: usize) -> String {
    "Team ".to_owned() + &number.to_string()
}
