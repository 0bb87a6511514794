//! Lists as people type them, or paste them from a spreadsheet: read, and written so that reading gives the same back.
//!
//! A row is a line. Cells are parted by tabs or semicolons, numbers also by spaces; a decimal comma is a point. What
//! cannot be read is named by its line, what stands there, and what would do.

use crate::value_stream::{
    Arrivals, Class, Distribution, LIMIT_MAX, Phase, Plan, PlannedChange, Release, Shape, TIME_MAX,
    ValueStream, WORKERS_MAX, Workers, decimal,
};

/// Why a list cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misread {
    /// The line, from 1.
    pub line: usize,
    /// What stands there.
    pub found: String,
    /// What would do.
    pub wanted: Wanted,
}

/// What would do in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A number from 0 on.
    Number,
    /// A number above 0.
    Positive,
    /// A whole number from so many to so many.
    Whole(u32, u32),
    /// A time no earlier than the one before.
    Later,
    /// A number that is not below the one before.
    NoLess,
    /// So many numbers in all.
    Values(usize),
    /// At least one row.
    Something,
    /// So many cells.
    Cells(usize),
    /// The name of a work center.
    Stage,
    /// The name of a source.
    Source,
    /// A link, as from > to.
    Link,
    /// A name that is not there yet.
    NewName,
    /// One of the words for what a class may do.
    Right,
    /// The word for a shape.
    Shape,
    /// One of the words for what a change changes.
    Change,
    /// A planned change as it stands in a stream's file.
    InAFile,
    /// A release policy.
    Release,
}

type Read<T> = Result<T, Misread>;

/// A word in a list: an item of such a class enters whatever the limits say.
pub const EXPEDITE: &str = "expedite";
/// A word in a list: an item of such a class takes a worker away.
pub const PREEMPTS: &str = "preempts";
/// A word in a list: there is none.
pub const NONE: &str = "none";
const UNLIMITED: &str = "unlimited";

/// Of a row in braces so much is said to be wrong [letters].
const FOUND_MOST: usize = 60;

/// A row: the number of its line, and its cells.
struct Row<'a>(usize, Vec<&'a str>);

impl Row<'_> {
    fn cell(&self, place: usize) -> &str {
        self.1.get(place).copied().unwrap_or_default()
    }

    fn wants<T>(&self, found: &str, wanted: Wanted) -> Read<T> {
        Err(Misread { line: self.0, found: found.to_owned(), wanted })
    }

    fn number(&self, place: usize) -> Read<f64> {
        let cell = self.cell(place);
        match number(cell).filter(|number| (0.0..=TIME_MAX).contains(number)) {
            Some(number) => Ok(number),
            None => self.wants(cell, Wanted::Number),
        }
    }

    fn positive(&self, place: usize) -> Read<f64> {
        match self.number(place) {
            Ok(number) if number > 0.0 => Ok(number),
            _ => self.wants(self.cell(place), Wanted::Positive),
        }
    }

    fn whole(&self, place: usize, least: u32, most: u32) -> Read<u32> {
        let cell = self.cell(place);
        let range = f64::from(least)..=f64::from(most);
        match number(cell).filter(|number| number.fract() == 0.0 && range.contains(number)) {
            Some(number) => Ok(number as u32),
            None => self.wants(cell, Wanted::Whole(least, most)),
        }
    }
}

/// The rows that are not empty; without tabs and semicolons, cells are words.
fn rows(text: &str) -> impl Iterator<Item = Row<'_>> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(index, line)| {
        let cells: Vec<&str> = if line.contains(['\t', ';']) {
            line.split(['\t', ';']).map(str::trim).collect()
        } else {
            line.split_whitespace().collect()
        };
        Row(index + 1, cells)
    })
}

fn number(cell: &str) -> Option<f64> {
    let cell = cell.trim().trim_end_matches(',').replace(',', ".");
    decimal::read(&cell).filter(|number| number.is_finite())
}

fn lines<T>(rows: &[T], row: impl Fn(&T) -> String) -> String {
    rows.iter().map(row).collect::<Vec<_>>().join("\n")
}

/// Every word with the number of its line, whatever parts it from the next.
fn cells(text: &str) -> impl Iterator<Item = Row<'_>> {
    text.lines().enumerate().flat_map(|(index, line)| {
        let words = line.split([' ', '\t', ';']).map(str::trim).filter(|word| !word.is_empty());
        words.map(move |word| Row(index + 1, vec![word]))
    })
}

/// Values one after the other, at least one.
pub fn values(text: &str) -> Read<Vec<f64>> {
    let values: Vec<f64> = cells(text).map(|cell| cell.number(0)).collect::<Read<_>>()?;
    if values.is_empty() { nothing() } else { Ok(values) }
}

fn nothing<T>() -> Read<T> {
    Err(Misread { line: 1, found: String::new(), wanted: Wanted::Something })
}

/// Such a list.
pub fn write_values(values: &[f64]) -> String {
    lines(values, |value| decimal::exact(*value))
}

/// So many values, none below the one before it.
pub fn ascending<const COUNT: usize>(text: &str) -> Read<[f64; COUNT]> {
    let mut found = [0.0; COUNT];
    let mut count = 0;
    for cell in cells(text) {
        let value = cell.number(0)?;
        let Some(place) = found.get_mut(count) else {
            return cell.wants(cell.cell(0), Wanted::Values(COUNT));
        };
        *place = value;
        if count > 0 && value < found[count - 1] {
            return cell.wants(cell.cell(0), Wanted::NoLess);
        }
        count += 1;
    }
    if count == COUNT {
        return Ok(found);
    }
    let (line, found) = (count + 1, String::new());
    Err(Misread { line, found, wanted: Wanted::Values(COUNT) })
}

/// Times that do not descend.
pub fn schedule(text: &str) -> Read<Vec<f64>> {
    let mut times: Vec<f64> = Vec::new();
    for cell in cells(text) {
        let time = cell.number(0)?;
        if times.last().is_some_and(|last| time < *last) {
            return cell.wants(cell.cell(0), Wanted::Later);
        }
        times.push(time);
    }
    if times.is_empty() { nothing() } else { Ok(times) }
}

/// A value a row, with how often it is taken behind it where that differs.
pub fn weighted(text: &str) -> Read<(Vec<f64>, Vec<f64>)> {
    let (mut values, mut weights) = (Vec::new(), Vec::new());
    for row in rows(text) {
        if row.1.len() > 2 {
            return row.wants(&row.1.join(" "), Wanted::Cells(2));
        }
        values.push(row.number(0)?);
        weights.push(if row.1.len() == 2 { row.positive(1)? } else { 1.0 });
    }
    if values.is_empty() {
        return nothing();
    }
    let is_even = weights.iter().all(|weight| weight.to_bits() == 1.0_f64.to_bits());
    Ok((values, if is_even { Vec::new() } else { weights }))
}

/// Such a list.
pub fn write_weighted(values: &[f64], weights: &[f64]) -> String {
    let rows: Vec<usize> = (0..values.len()).collect();
    lines(&rows, |&place| {
        let value = decimal::exact(values[place]);
        weights.get(place).map_or(value.clone(), |weight| value + "\t" + &decimal::exact(*weight))
    })
}

/// Phases of arrivals, one a row: the mean time between arrivals, or none, and how long the phase lasts in the mean.
pub fn phases(text: &str) -> Read<Vec<Phase>> {
    let mut phases = Vec::new();
    for row in rows(text) {
        if row.1.len() != 2 {
            return row.wants(&row.1.join(" "), Wanted::Cells(2));
        }
        let mean_interval = if row.cell(0) == NONE { None } else { Some(row.positive(0)?) };
        phases.push(Phase { mean_interval, lasts: row.positive(1)? });
    }
    if phases.is_empty() { nothing() } else { Ok(phases) }
}

/// Such a list.
pub fn write_phases(phases: &[Phase]) -> String {
    lines(phases, |phase| {
        let interval = phase.mean_interval.map_or(NONE.to_owned(), decimal::exact);
        interval + "\t" + &decimal::exact(phase.lasts)
    })
}

/// Items inside at the start, a work center a row: its name, and how many.
pub fn inside(text: &str, stream: &ValueStream) -> Read<Vec<(String, u32)>> {
    let mut inside = Vec::new();
    for mut row in rows(text) {
        let Some(count) = row.1.pop() else { continue };
        let name = row.1.join(" ");
        let Some(id) = stage(stream, &name) else {
            return row.wants(if name.is_empty() { count } else { &name }, Wanted::Stage);
        };
        inside.push((id, Row(row.0, vec![count]).whole(0, 0, LIMIT_MAX)?));
    }
    Ok(inside)
}

/// Such a list.
pub fn write_inside(inside: &[(String, u32)], stream: &ValueStream) -> String {
    lines(inside, |(id, count)| stage_name(stream, id) + "\t" + &count.to_string())
}

/// Classes, one a row: name; priority; value; cost of a day's delay; and what they may do. Whose name was there keeps its
/// id. So does a class that something is of, in the row that it had, whatever it is called now.
pub fn classes(text: &str, stream: &ValueStream) -> Read<Vec<Class>> {
    let old = &stream.classes;
    let all = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let all: Vec<Row<'_>> = all
        .map(|(index, line)| Row(index + 1, line.split(['\t', ';']).map(str::trim).collect()))
        .collect();
    let is_there = |class: &Class| all.iter().any(|row| row.cell(0) == class.title());
    let has_all = all.len() == old.len();
    let mut classes: Vec<Class> = Vec::new();
    for (place, row) in all.iter().enumerate() {
        let name = row.cell(0);
        let known = old.iter().find(|class| class.title() == name);
        let called = old.get(place).filter(|class| {
            has_all && known.is_none() && !is_there(class) && is_used(stream, &class.id)
        });
        let (id, shown) = match (known, called) {
            (Some(class), _) => (&*class.id, &*class.name),
            (None, Some(class)) => (&*class.id, if class.id == name { "" } else { name }),
            (None, None) => (name, ""),
        };
        if name.is_empty() || classes.iter().any(|other| other.id == id) {
            return row.wants(name, Wanted::NewName);
        }
        let mut class = Class { id: id.to_owned(), name: shown.to_owned(), ..Class::default() };
        if !row.cell(1).is_empty() {
            class.priority = row.whole(1, 0, u32::from(u8::MAX))? as u8;
        }
        for (place, field) in [(2, &mut class.value), (3, &mut class.cost_of_delay)] {
            if !row.cell(place).is_empty() {
                *field = row.number(place)?;
            }
        }
        for right in row.1.iter().skip(4).flat_map(|cell| cell.split([' ', ','])) {
            match right.trim() {
                "" => {}
                EXPEDITE => class.exceeds_limits = true,
                PREEMPTS => class.preempts = true,
                other => return row.wants(other, Wanted::Right),
            }
        }
        classes.push(class);
    }
    Ok(classes)
}

/// Whether something is of a class.
fn is_used(stream: &ValueStream, class: &str) -> bool {
    let works = stream.stages.iter().flat_map(|stage| &stage.process_time_by_class);
    stream.sources.iter().any(|source| source.class == class)
        || works.into_iter().any(|(other, _)| other == class)
}

/// Such a list; what is as usual at the end of a row is left out.
pub fn write_classes(classes: &[Class]) -> String {
    lines(classes, |class| {
        let mut rights = Vec::new();
        if class.exceeds_limits {
            rights.push(EXPEDITE);
        }
        if class.preempts {
            rights.push(PREEMPTS);
        }
        let cells = [
            class.title().to_owned(),
            class.priority.to_string(),
            decimal::exact(class.value),
            decimal::exact(class.cost_of_delay),
            rights.join(" "),
        ];
        let row = cells.join("; ");
        usual(&row).to_owned()
    })
}

/// A row without the cells at its end that say what is usual.
fn usual(row: &str) -> &str {
    let mut row = row;
    while let Some(shorter) = row.strip_suffix("; 0").or_else(|| row.strip_suffix("; ")) {
        row = shorter;
    }
    row
}

fn stage(stream: &ValueStream, name: &str) -> Option<String> {
    let by_id = stream.stages.iter().find(|stage| stage.id == name);
    let named = || stream.stages.iter().find(|stage| stage.title() == name);
    by_id.or_else(named).map(|stage| stage.id.clone())
}

/// A stage's name, or its id where the name would lead to another.
fn stage_name(stream: &ValueStream, id: &str) -> String {
    let title = stream.stages.iter().find(|stage| stage.id == id).map_or(id, |stage| stage.title());
    if stage(stream, title).as_deref() == Some(id) { title.to_owned() } else { id.to_owned() }
}

fn source(stream: &ValueStream, name: &str) -> Option<String> {
    let by_id = stream.sources.iter().find(|source| source.id == name);
    let named = || stream.sources.iter().find(|source| source.title() == name);
    by_id.or_else(named).map(|source| source.id.clone())
}

fn source_name(stream: &ValueStream, id: &str) -> String {
    let found = stream.sources.iter().find(|source| source.id == id);
    let title = found.map_or(id, |source| source.title());
    if source(stream, title).as_deref() == Some(id) { title.to_owned() } else { id.to_owned() }
}

/// Planned changes, one a row: when; what; where; and the new value. What rows have no words for stands there as a file has
/// it, in braces.
pub fn changes(text: &str, stream: &ValueStream) -> Read<Vec<PlannedChange>> {
    let mut changes = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        if line.trim_start().starts_with('{') {
            changes.push(PlannedChange::from_json(line).or_else(|_| {
                let found: String = line.trim().chars().take(FOUND_MOST).collect();
                Row(index + 1, Vec::new()).wants(&found, Wanted::InAFile)
            })?);
            continue;
        }
        let row = Row(index + 1, line.split(['\t', ';']).map(str::trim).collect());
        changes.push(PlannedChange { at: row.number(0)?, change: plan(&row, stream)? });
    }
    Ok(changes)
}

fn plan(row: &Row<'_>, stream: &ValueStream) -> Read<Plan> {
    let at_stage =
        || stage(stream, row.cell(2)).ok_or(()).or_else(|()| row.wants(row.cell(2), Wanted::Stage));
    let value = row.cell(3);
    Ok(match row.cell(1) {
        "people" => Plan::Workers {
            stage: at_stage()?,
            workers: match value {
                UNLIMITED => Workers::Unlimited,
                _ => Workers::Count(row.whole(3, 1, WORKERS_MAX)? as u16),
            },
        },
        "limit" => Plan::WipLimit {
            stage: at_stage()?,
            limit: if value == NONE { None } else { Some(row.whole(3, 1, LIMIT_MAX)?) },
        },
        "work" => Plan::ProcessTime { stage: at_stage()?, process_time: spread(row)? },
        "items" => {
            Plan::ItemsPerWorker { stage: at_stage()?, items: row.whole(3, 1, WORKERS_MAX)? }
        }
        "arrivals" => Plan::Arrivals {
            source: match source(stream, row.cell(2)) {
                Some(source) => source,
                None => return row.wants(row.cell(2), Wanted::Source),
            },
            arrivals: Arrivals::every(spread(row)?),
        },
        "release" => Plan::Release(match row.cell(2) {
            "push" => Release::Push,
            "conwip" => Release::Conwip(row.whole(3, 1, LIMIT_MAX)?),
            "takt" => Release::Takt(row.positive(3)?),
            "drum" => Release::DrumBufferRope {
                drum: match stage(stream, value) {
                    Some(drum) => drum,
                    None => return row.wants(value, Wanted::Stage),
                },
                rope: row.whole(4, 1, LIMIT_MAX)?,
            },
            "stock" => Release::BaseStock(row.whole(3, 0, LIMIT_MAX)?),
            other => return row.wants(other, Wanted::Release),
        }),
        "share" => Plan::Shares(shares(row, stream)?),
        other => return row.wants(other, Wanted::Change),
    })
}

/// A mean, and a variation and a shape behind it.
fn spread(row: &Row<'_>) -> Read<Distribution> {
    let mean = row.positive(3)?;
    let cv = if row.cell(4).is_empty() { 0.0 } else { row.number(4)? };
    let shape = match row.cell(5) {
        "" => None,
        word => match Shape::PLAIN.into_iter().find(|shape| shape.word() == word) {
            None => return row.wants(word, Wanted::Shape),
            shape => shape,
        },
    };
    Ok(Distribution { mean, cv, shape })
}

fn shares(row: &Row<'_>, stream: &ValueStream) -> Read<Vec<(String, String, f64)>> {
    let mut shares = Vec::new();
    for place in (2..row.1.len()).step_by(2) {
        let cell = row.cell(place);
        let ends = cell.split_once('>').and_then(|(from, to)| {
            let to = to.trim();
            let end = stage(stream, to)
                .or_else(|| (to == crate::value_stream::CUSTOMER).then(|| to.to_owned()));
            Some((stage(stream, from.trim())?, end?))
        });
        let Some((from, to)) = ends else { return row.wants(cell, Wanted::Link) };
        shares.push((from, to, row.number(place + 1)?));
    }
    if shares.is_empty() { row.wants("", Wanted::Link) } else { Ok(shares) }
}

/// Such a list.
pub fn write_changes(changes: &[PlannedChange], stream: &ValueStream) -> String {
    lines(changes, |change| {
        let in_a_file = || change.to_json().lines().map(str::trim).collect::<Vec<_>>().join(" ");
        write_change(change, stream).unwrap_or_else(in_a_file)
    })
}

fn write_change(change: &PlannedChange, stream: &ValueStream) -> Option<String> {
    let spread = |spread: &Distribution| {
        let has_shape = spread.shape.as_ref();
        let is_plain = has_shape.is_none_or(|shape| Shape::PLAIN.contains(shape));
        let shape = has_shape.map_or("", Shape::word);
        is_plain.then(|| {
            [&decimal::exact(spread.mean), "; ", &decimal::exact(spread.cv), "; ", shape].concat()
        })
    };
    let (what, place, value) = match &change.change {
        Plan::Workers { stage, workers } => {
            let workers = match workers {
                Workers::Count(count) => count.to_string(),
                Workers::Unlimited => UNLIMITED.to_owned(),
            };
            ("people", stage_name(stream, stage), workers)
        }
        Plan::WipLimit { stage, limit } => {
            let limit = limit.map_or(NONE.to_owned(), |limit| limit.to_string());
            ("limit", stage_name(stream, stage), limit)
        }
        Plan::ItemsPerWorker { stage, items } => {
            ("items", stage_name(stream, stage), items.to_string())
        }
        Plan::ProcessTime { stage, process_time } => {
            ("work", stage_name(stream, stage), spread(process_time)?)
        }
        Plan::Arrivals { source, arrivals: Arrivals::Every { interval, lump, first_at: None } }
            if *lump == Distribution::constant(1.0) =>
        {
            ("arrivals", source_name(stream, source), spread(interval)?)
        }
        Plan::Release(Release::Push) => ("release", "push".to_owned(), String::new()),
        Plan::Release(Release::Conwip(limit)) => {
            ("release", "conwip".to_owned(), limit.to_string())
        }
        Plan::Release(Release::Takt(takt)) => ("release", "takt".to_owned(), decimal::exact(*takt)),
        Plan::Release(Release::DrumBufferRope { drum, rope }) => {
            ("release", "drum; ".to_owned() + &stage_name(stream, drum), rope.to_string())
        }
        Plan::Release(Release::BaseStock(stock)) => {
            ("release", "stock".to_owned(), stock.to_string())
        }
        Plan::Shares(shares) => {
            let share = |(from, to, share): &(String, String, f64)| {
                let ends = stage_name(stream, from) + " > " + &stage_name(stream, to);
                ends + "; " + &decimal::exact(*share)
            };
            ("share", shares.iter().map(share).collect::<Vec<_>>().join("; "), String::new())
        }
        _ => return None,
    };
    let cells = [decimal::exact(change.at), what.to_owned(), place, value];
    Some(cells.join("; ").trim_end_matches([';', ' ']).to_owned())
}
