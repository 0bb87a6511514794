//! Writes SVG by hand. Colors are the page's tokens where there is a page, and those of the light theme in a file.

use crate::text::xml::escaped;
use crate::value_stream::decimal;

/// A place on the picture [px].
pub(super) type Spot = (f64, f64);

/// What everything on the map looks like.
const STYLE: &str = "\
.vm text{font:13px system-ui,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;fill:var(--ink,#102a3a);stroke:none}\
.vm .b{font-weight:600}.vm .m{fill:var(--muted,#5b7280);font-size:12px}.vm .t{font-size:18px;font-weight:600}\
.vm .box{fill:var(--card,#fff);stroke:var(--ink,#102a3a);stroke-width:1.5}\
.vm .head{fill:var(--soft,#eef3f5);stroke:var(--ink,#102a3a);stroke-width:1.5}\
.vm .thin{fill:none;stroke:var(--edge,#8499a5)}\
.vm .line{fill:none;stroke:var(--ink,#102a3a);stroke-width:1.5}\
.vm .info{fill:none;stroke:var(--water-ink,#21658d);stroke-width:1.5}\
.vm .infohead{fill:var(--water-ink,#21658d)}\
.vm .kanban{stroke-dasharray:6 4}\
.vm .ink{fill:var(--ink,#102a3a)}\
.vm .back{fill:none;stroke:var(--alarm-ink,#b8371a);stroke-width:1.5;stroke-dasharray:5 3}\
.vm .backhead,.vm text.backwords{fill:var(--alarm-ink,#b8371a)}\
.vm .stock{fill:var(--soft,#eef3f5);stroke:var(--ink,#102a3a);stroke-width:1.5}\
.vm .burst{fill:var(--card,#fff);stroke:var(--alarm-ink,#b8371a);stroke-width:1.5}\
.vm .rung{fill:none;stroke:var(--water,#2f7fae);stroke-width:2}";

/// A picture under way.
pub(super) struct Svg {
    body: String,
}

impl Svg {
    pub(super) fn new() -> Svg {
        Svg { body: String::new() }
    }

    fn push(&mut self, parts: &[&str]) {
        for part in parts {
            self.body.push_str(part);
        }
        self.body.push('\n');
    }

    /// A rectangle: its upper left corner and its size.
    pub(super) fn rect(&mut self, class: &str, (x, y): Spot, (w, h): Spot) {
        let [x, y, w, h] = [x, y, w, h].map(short);
        self.push(&[
            "<rect class=\"",
            class,
            "\" x=\"",
            &x,
            "\" y=\"",
            &y,
            "\" width=\"",
            &w,
            "\" height=\"",
            &h,
            "\"/>",
        ]);
    }

    pub(super) fn circle(&mut self, class: &str, (x, y): Spot, radius: f64) {
        let [x, y, radius] = [x, y, radius].map(short);
        self.push(&[
            "<circle class=\"",
            class,
            "\" cx=\"",
            &x,
            "\" cy=\"",
            &y,
            "\" r=\"",
            &radius,
            "\"/>",
        ]);
    }

    /// A line through these places.
    pub(super) fn line(&mut self, class: &str, spots: &[Spot]) {
        self.push(&["<polyline class=\"", class, "\" points=\"", &points(spots), "\"/>"]);
    }

    /// What these corners enclose.
    pub(super) fn shape(&mut self, class: &str, corners: &[Spot]) {
        self.push(&["<polygon class=\"", class, "\" points=\"", &points(corners), "\"/>"]);
    }

    /// A path as SVG writes it.
    pub(super) fn path(&mut self, class: &str, path: &str) {
        self.push(&["<path class=\"", class, "\" d=\"", path, "\"/>"]);
    }

    /// Words: `anchor` is `start`, `middle` or `end`. What is cut off can still be read on hover.
    pub(super) fn words(
        &mut self,
        class: &str,
        anchor: &str,
        (x, y): Spot,
        words: &str,
        width: f64,
    ) {
        let [x, y] = [x, y].map(short);
        let shown = cut(words, width);
        self.push(&[
            "<text class=\"",
            class,
            "\" text-anchor=\"",
            anchor,
            "\" x=\"",
            &x,
            "\" y=\"",
            &y,
            "\">",
        ]);
        if shown != words {
            self.push(&["<title>", &escaped(words), "</title>"]);
        }
        self.push(&[&escaped(&shown), "</text>"]);
    }

    /// The whole picture of a size, with its name and what it says.
    pub(super) fn finish(self, (width, height): Spot, name: &str, says: &str) -> String {
        let [width, height] = [width, height].map(short);
        [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"vm\" role=\"img\" aria-label=\"",
            &escaped(name),
            "\" width=\"",
            &width,
            "\" height=\"",
            &height,
            "\" viewBox=\"0 0 ",
            &width,
            " ",
            &height,
            "\">\n<desc>",
            &escaped(says),
            "</desc>\n<style>",
            STYLE,
            "</style>\n<rect width=\"100%\" height=\"100%\" fill=\"var(--card,#fff)\"/>\n",
            &self.body,
            "</svg>\n",
        ]
        .concat()
    }
}

/// A number of pixels, to a tenth.
pub(super) fn short(number: f64) -> String {
    decimal::trimmed(number, 1)
}

fn points(spots: &[Spot]) -> String {
    let spots: Vec<String> = spots.iter().map(|&(x, y)| short(x) + "," + &short(y)).collect();
    spots.join(" ")
}

/// How wide words are at 13 px, at most: system fonts differ, and none of the usual ones is wider on the average.
pub(super) fn width_of(words: &str) -> f64 {
    words
        .chars()
        .map(|letter| if letter.is_ascii_uppercase() || letter == 'm' { 9.5 } else { 7.2 })
        .sum()
}

/// As much of the words as fits a width.
fn cut(words: &str, width: f64) -> String {
    if width_of(words) <= width {
        return words.to_owned();
    }
    let mut shown = words.to_owned();
    while !shown.is_empty() && width_of(&shown) + 8.0 > width {
        shown.pop();
    }
    shown.trim_end().to_owned() + "…"
}

/// Words in at most so many lines of a width.
pub(super) fn wrap(words: &str, width: f64, lines_most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        let is_last = lines.len() == lines_most;
        match lines.last_mut() {
            Some(line) if is_last || width_of(line) + width_of(word) + 4.0 <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
