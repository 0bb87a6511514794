//! A chart as a file: its numbers as CSV, its picture as SVG. The same code that draws on a screen draws here.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

use plotters::drawing::DrawingArea;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use super::{Cell, Sheet};
use crate::chart::{AxisWords, Theme, draw_plot, hex};
use crate::text::xml::escaped;
use crate::value_stream::decimal;

/// Height of the title over a picture [px].
const TITLE_PX: i32 = 44;

/// A backend that writes SVG, with text as text.
#[derive(Debug)]
pub struct Svg {
    size: (u32, u32),
    /// Height of what stands over the picture [px].
    head: i32,
    body: String,
}

impl Svg {
    /// An empty picture of a size [px] with a title and a line under it.
    pub fn new((width, height): (u32, u32), title: &str, caption: &str) -> Svg {
        let mut svg =
            Svg { size: (width, height + TITLE_PX as u32), head: TITLE_PX, body: String::new() };
        svg.push(&["<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>"]);
        svg.line(title, "16", "700 16px", 20);
        svg.line(caption, "16", "12px", 38);
        svg
    }

    /// An empty picture of a size [px] for a page that has its title.
    pub fn bare(size: (u32, u32)) -> Svg {
        Svg { size, head: 0, body: String::new() }
    }

    fn line(&mut self, text: &str, x: &str, font: &str, y: i32) {
        let y = y.to_string();
        let text = escaped(text);
        self.push(&[
            "<text x=\"",
            x,
            "\" y=\"",
            &y,
            "\" fill=\"#102a3a\" style=\"font:",
            font,
            " system-ui,sans-serif\">",
            &text,
            "</text>",
        ]);
    }

    fn push(&mut self, parts: &[&str]) {
        for part in parts {
            self.body.push_str(part);
        }
        self.body.push('\n');
    }

    fn points(&self, path: impl IntoIterator<Item = BackendCoord>) -> String {
        let mut text = String::new();
        for (x, y) in path {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&x.to_string());
            text.push(',');
            text.push_str(&(y + self.head).to_string());
        }
        text
    }

    /// The whole file of a picture that has been drawn; nothing is left of it.
    pub fn take(svg: &RefCell<Svg>) -> String {
        svg.replace(Svg::bare((0, 0))).finish()
    }

    fn finish(self) -> String {
        let (width, height) = (self.size.0.to_string(), self.size.1.to_string());
        [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"",
            &width,
            "\" height=\"",
            &height,
            "\" viewBox=\"0 0 ",
            &width,
            " ",
            &height,
            "\">\n",
            &self.body,
            "</svg>\n",
        ]
        .concat()
    }
}

/// A color and its opacity as attributes.
fn paint(attribute: &str, color: BackendColor) -> String {
    let (red, green, blue) = color.rgb;
    let mut text = [" ", attribute, "=\"", &hex(&[red, green, blue]), "\""].concat();
    if color.alpha < 1.0 {
        let alpha = decimal::trimmed(color.alpha, 3);
        text += &[" ", attribute, "-opacity=\"", &alpha, "\""].concat();
    }
    text
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Svg {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (self.size.0, self.size.1 - self.head as u32)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        let rect = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)];
        let points = self.points(rect);
        self.push(&["<polygon points=\"", &points, "\"", &paint("fill", color), "/>"]);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        let [x, y] = [left, top + self.head].map(|at| at.to_string());
        let [width, height] = [right - left, bottom - top].map(|length| length.to_string());
        let fill = paint("fill", style.color());
        self.push(&[
            "<rect x=\"",
            &x,
            "\" y=\"",
            &y,
            "\" width=\"",
            &width,
            "\" height=\"",
            &height,
            "\"",
            &fill,
            "/>",
        ]);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let points = self.points(path);
        let stroke = paint("stroke", style.color());
        let width = style.stroke_width().to_string();
        self.push(&[
            "<polyline points=\"",
            &points,
            "\" fill=\"none\"",
            &stroke,
            " stroke-width=\"",
            &width,
            "\"/>",
        ]);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        let points = self.points(corners);
        self.push(&["<polygon points=\"", &points, "\"", &paint("fill", style.color()), "/>"]);
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        (x, y): BackendCoord,
    ) -> Drawn {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "middle",
            HPos::Right => "end",
        };
        let baseline = match style.anchor().v_pos {
            VPos::Top => "hanging",
            VPos::Center => "central",
            VPos::Bottom => "auto",
        };
        let [x, y] = [x, y + self.head].map(|at| at.to_string());
        let size = decimal::trimmed(style.size(), 2);
        let (fill, text) = (paint("fill", style.color()), escaped(text));
        self.push(&[
            "<text x=\"",
            &x,
            "\" y=\"",
            &y,
            "\" text-anchor=\"",
            anchor,
            "\" dominant-baseline=\"",
            baseline,
            "\"",
            &fill,
            " style=\"font:",
            style.style().as_str(),
            " ",
            &size,
            "px ",
            style.family().as_str(),
            ",sans-serif\">",
            &text,
            "</text>",
        ]);
        Ok(())
    }
}

/// A chart's picture as an SVG file, with its title and what it rests on in it.
pub fn picture_svg(
    sheet: &Sheet,
    size: (u32, u32),
    words: &AxisWords,
    title: &str,
    caption: &str,
) -> String {
    drawn(sheet, Svg::new(size, title, caption), words, &Theme::light(1.0))
}

/// The same without a title, for a sheet of paper that has it.
pub fn bare_svg(sheet: &Sheet, size: (u32, u32), words: &AxisWords) -> String {
    drawn(sheet, Svg::bare(size), words, &Theme::print())
}

fn drawn(sheet: &Sheet, svg: Svg, words: &AxisWords, theme: &Theme) -> String {
    let svg = Rc::new(RefCell::new(svg));
    // Drawing on a text cannot fail.
    let _ = draw_plot(&DrawingArea::from(&svg), &sheet.plot, words, None, theme);
    Svg::take(&svg)
}

/// A chart's numbers as CSV (RFC 4180), with every digit; its title in the first line.
pub fn csv(sheet: &Sheet, title: &str) -> String {
    csv_of(&sheet.heads, &sheet.rows, title)
}

/// A table as CSV.
pub fn csv_of(heads: &[String], rows: &[Vec<Cell>], title: &str) -> String {
    let mut lines = vec![field(title)];
    lines.push(heads.iter().map(|head| field(head)).collect::<Vec<_>>().join(","));
    lines.extend(rows.iter().map(|row| row.iter().map(Cell::exact).collect::<Vec<_>>().join(",")));
    lines.push(String::new());
    lines.join("\r\n")
}

fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        ["\"", &text.replace('"', "\"\""), "\""].concat()
    } else {
        text.to_owned()
    }
}

impl Cell {
    /// With every digit.
    fn exact(&self) -> String {
        match self {
            Cell::Word(word) | Cell::Moment(_, word) => field(word),
            Cell::Count(count) => count.to_string(),
            Cell::Number(number) | Cell::Share(number) => decimal::plain(*number),
            Cell::None => String::new(),
        }
    }

    /// For people.
    pub fn shown(&self) -> String {
        use crate::text::figure;
        match self {
            Cell::Word(word) | Cell::Moment(word, _) => word.clone(),
            Cell::Count(count) => figure::count(u64::from(*count)),
            Cell::Number(number) => figure::figure(*number),
            Cell::Share(share) => figure::percent(*share),
            Cell::None => figure::NONE.to_owned(),
        }
    }
}
