//! A backend whose text has a known size.
//!
//! plotters asks the backend how large a text is, and backends ask the page. `FixedText` answers from a table, so
//! that no picture, and no plotters element in one, ever causes a reflow, and drawing works in a worker.

use std::convert::Infallible;

use plotters::style::{Color, RGBColor};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontFamily, FontStyle, FontTransform, text_anchor::Pos,
};

use super::glyph;

/// Line height over type size.
const LINE: f64 = 1.2;

/// plotters' SVG backend takes a size for a line height and sets type smaller by this factor.
const SVG_EM: f64 = 1.24;

/// A backend that answers how large a text is from a table, and passes everything else through.
#[derive(Debug)]
pub struct FixedText<B> {
    inner: B,
    em: f64,
}

impl<B: DrawingBackend> FixedText<B> {
    /// Around a backend that sets type at the size it is asked for, as the canvas does.
    pub fn new(inner: B) -> FixedText<B> {
        FixedText { inner, em: 1.0 }
    }

    /// Around plotters' SVG backend, which sets type smaller than asked: undone here, so that the same picture
    /// has the same type on both.
    pub fn svg(inner: B) -> FixedText<B> {
        FixedText { inner, em: SVG_EM }
    }
}

impl<B: DrawingBackend> DrawingBackend for FixedText<B> {
    type ErrorType = B::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.inner.get_size()
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.inner.ensure_prepared()
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.inner.present()
    }

    fn draw_pixel(
        &mut self,
        point: BackendCoord,
        color: BackendColor,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.inner.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.inner.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.inner.draw_rect(upper_left, bottom_right, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.inner.draw_path(path, style)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.inner.draw_circle(center, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vert: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.inner.fill_polygon(vert, style)
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        pos: BackendCoord,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.inner.draw_text(text, &Fixed { style, em: self.em }, pos)
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        Ok(text_size(text, style.size(), is_bold(style.style())))
    }

    fn blit_bitmap(
        &mut self,
        pos: BackendCoord,
        size: (u32, u32),
        src: &[u8],
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.inner.blit_bitmap(pos, size, src)
    }
}

/// Another text style, made larger by `em`, with its size taken from the table.
struct Fixed<'a, T> {
    style: &'a T,
    em: f64,
}

impl<T: BackendTextStyle> BackendTextStyle for Fixed<'_, T> {
    type FontError = T::FontError;

    fn color(&self) -> BackendColor {
        self.style.color()
    }

    fn size(&self) -> f64 {
        self.style.size() * self.em
    }

    fn transform(&self) -> FontTransform {
        self.style.transform()
    }

    fn style(&self) -> FontStyle {
        self.style.style()
    }

    fn anchor(&self) -> Pos {
        self.style.anchor()
    }

    fn family(&self) -> FontFamily<'_> {
        self.style.family()
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Self::FontError> {
        Ok(text_box(text, self.style.size(), is_bold(self.style.style())))
    }

    fn draw<E, D: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        text: &str,
        pos: BackendCoord,
        draw: D,
    ) -> Result<Result<(), E>, Self::FontError> {
        self.style.draw(text, pos, draw)
    }
}

/// The style of a label of ours: the system's face, measured by the table whatever the backend.
#[derive(Clone, Copy)]
pub(crate) struct Label {
    pub(crate) size_px: f64,
    pub(crate) bold: bool,
    pub(crate) color: RGBColor,
    pub(crate) anchor: Pos,
}

impl BackendTextStyle for Label {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        self.color.to_backend_color()
    }

    fn size(&self) -> f64 {
        self.size_px
    }

    fn style(&self) -> FontStyle {
        if self.bold { FontStyle::Bold } else { FontStyle::Normal }
    }

    fn anchor(&self) -> Pos {
        self.anchor
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(glyph::FAMILY)
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        Ok(text_box(text, self.size_px, self.bold))
    }

    // Only backends without any type of their own come here; they show no text.
    fn draw<E, D: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _text: &str,
        _pos: BackendCoord,
        _draw: D,
    ) -> Result<Result<(), E>, Infallible> {
        Ok(Ok(()))
    }
}

fn is_bold(style: FontStyle) -> bool {
    matches!(style, FontStyle::Bold)
}

fn text_size(text: &str, size_px: f64, bold: bool) -> (u32, u32) {
    (glyph::advance(text, size_px, bold).ceil() as u32, (size_px * LINE).ceil() as u32)
}

fn text_box(text: &str, size_px: f64, bold: bool) -> ((i32, i32), (i32, i32)) {
    let (width, height) = text_size(text, size_px, bold);
    ((0, 0), (width as i32, height as i32))
}
