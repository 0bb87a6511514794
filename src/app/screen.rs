//! What a picture on the screen depends on beside its numbers: its size, how fine the screen is, and whether it is dark.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use web_sys::{Element, HtmlCanvasElement};

use super::canvas::Canvas;
use crate::chart::{FixedText, Theme};

/// What a picture is drawn on.
pub(super) type Area = DrawingArea<FixedText<Canvas>, Shift>;

/// How fine the screen is [device pixels per CSS px], and whether an element is shown in dark colors; none: it has no style
/// yet.
pub(super) fn look(element: &Element) -> Option<(f64, bool)> {
    let window = web_sys::window()?;
    let style = window.get_computed_style(element).ok()??;
    let scheme = style.get_property_value("--scheme").unwrap_or_default();
    Some((window.device_pixel_ratio().max(1.0), scheme.trim() == "dark"))
}

/// The colors and sizes for it.
pub(super) fn theme((scale, is_dark): (f64, bool)) -> Theme {
    if is_dark { Theme::dark(scale) } else { Theme::light(scale) }
}

/// A canvas, with as many pixels as a size [CSS px] has on the screen.
pub(super) fn area(canvas: &HtmlCanvasElement, size: (i32, i32), scale: f64) -> Option<Area> {
    let [width, height] = [size.0, size.1].map(|px| (f64::from(px) * scale).round() as u32);
    if (canvas.width(), canvas.height()) != (width, height) {
        canvas.set_width(width);
        canvas.set_height(height);
    }
    Some(FixedText::new(Canvas::on(canvas)?).into_drawing_area())
}
