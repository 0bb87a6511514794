//! Two canvases of the belt's size, sharp on any screen: one for lines, one for pixels.

use js_sys::Uint8ClampedArray;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use crate::belt::Pixels;

/// A canvas and what draws on it.
pub(super) struct Surface {
    canvas: HtmlCanvasElement,
    pub(super) context: CanvasRenderingContext2d,
}

/// A canvas that shows `Pixels`.
pub(super) struct PixelSurface {
    surface: Surface,
    bytes: Uint8ClampedArray,
    image: Option<ImageData>,
    /// Rows that show something.
    shown: (usize, usize),
}

impl Surface {
    pub(super) fn new(canvas: HtmlCanvasElement) -> Option<Surface> {
        let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        Some(Surface { canvas, context })
    }

    /// Takes a size [CSS pixels]; one CSS pixel is so many of its own.
    pub(super) fn resize(&self, width: f64, height: f64, ratio: f64) {
        self.canvas.set_width((width * ratio).round() as u32);
        self.canvas.set_height((height * ratio).round() as u32);
        let _ = self.context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
    }
}

impl PixelSurface {
    pub(super) fn new(surface: Surface) -> PixelSurface {
        let bytes = Uint8ClampedArray::new(&JsValue::from(0));
        PixelSurface { surface, bytes, image: None, shown: (0, 0) }
    }

    pub(super) fn resize(&mut self, width: f64, height: f64, ratio: f64) {
        self.surface.resize(width, height, ratio);
        let (width, height) = (self.surface.canvas.width(), self.surface.canvas.height());
        self.bytes = Uint8ClampedArray::new(&JsValue::from(width * height * 4));
        self.image =
            ImageData::new_with_js_u8_clamped_array_and_sh(&self.bytes, width, height).ok();
        self.shown = (0, 0);
    }

    /// The size [device pixels].
    pub(super) fn size(&self) -> (usize, usize) {
        let canvas = &self.surface.canvas;
        (canvas.width() as usize, canvas.height() as usize)
    }

    /// Shows the picture; only rows that hold something now or did before are touched.
    pub(super) fn show(&mut self, pixels: &Pixels) {
        let Some(image) = &self.image else { return };
        let (width, height) = pixels.size();
        let written = pixels.written();
        let is_empty = |rows: (usize, usize)| rows.0 >= rows.1;
        let (from, until) = match (is_empty(written), is_empty(self.shown)) {
            (true, true) => return,
            (true, false) => self.shown,
            (false, true) => written,
            (false, false) => (written.0.min(self.shown.0), written.1.max(self.shown.1)),
        };
        if (width, height) != self.size() {
            return;
        }
        let start = (from * width * 4) as u32;
        let end = (until * width * 4) as u32;
        self.bytes.subarray(start, end).copy_from(pixels.rows(from, until));
        let (rows, first) = ((until - from) as f64, from as f64);
        let _ = self
            .surface
            .context
            .put_image_data_with_dirty_x_and_dirty_y_and_dirty_width_and_dirty_height(
                image,
                0.0,
                0.0,
                0.0,
                first,
                width as f64,
                rows,
            );
        self.shown = written;
    }
}
