//! plotters' canvas backend, with the shapes of our pictures drawn on the canvas directly.
//!
//! That backend writes out a color and a font with all decimals for every shape, which takes longer than the shape and
//! brings the tables for printing any number into the page. Everything else passes through.

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::chart::hex;
use crate::value_stream::decimal;

type Drawn = Result<(), DrawingErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>>;

/// A canvas to draw a picture on.
pub struct Canvas {
    plotters: CanvasBackend,
    context: CanvasRenderingContext2d,
}

impl Canvas {
    /// On a canvas as it is; none: it has drawn in three dimensions before.
    pub fn on(canvas: &HtmlCanvasElement) -> Option<Canvas> {
        let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        Some(Canvas { plotters: CanvasBackend::with_canvas_object(canvas.clone())?, context })
    }

    #[inline(never)]
    fn fill_with(&self, color: BackendColor) {
        self.context.set_fill_style_str(&style(color));
    }

    #[inline(never)]
    fn trace(&self, point: BackendCoord, is_first: bool) {
        let (x, y) = (f64::from(point.0), f64::from(point.1));
        if is_first { self.context.move_to(x, y) } else { self.context.line_to(x, y) }
    }

    #[inline(never)]
    fn set_text(&self, text: &str, font: &str, (h, v): (HPos, VPos), at: BackendCoord) {
        self.context.set_text_baseline(match v {
            VPos::Top => "top",
            VPos::Center => "middle",
            VPos::Bottom => "bottom",
        });
        self.context.set_text_align(match h {
            HPos::Left => "start",
            HPos::Right => "end",
            HPos::Center => "center",
        });
        self.context.set_font(font);
        // Of all that can be drawn, only a canvas that is gone refuses a text.
        let _ = self.context.fill_text(text, f64::from(at.0), f64::from(at.1));
    }
}

/// A color as `#rrggbbaa`.
fn style(color: BackendColor) -> String {
    let (red, green, blue) = color.rgb;
    hex(&[red, green, blue, (color.alpha * 255.0).round() as u8])
}

impl DrawingBackend for Canvas {
    type ErrorType = <CanvasBackend as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.plotters.get_size()
    }

    fn ensure_prepared(&mut self) -> Drawn {
        self.plotters.ensure_prepared()
    }

    fn present(&mut self) -> Drawn {
        self.plotters.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.plotters.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.plotters.draw_line(from, to, style)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.plotters.draw_circle(center, radius, style, fill)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        debug_assert!(fill, "our rectangles are filled");
        self.fill_with(style.color());
        let [x, y] = [upper_left.0, upper_left.1].map(f64::from);
        let [right, bottom] = [bottom_right.0, bottom_right.1].map(f64::from);
        self.context.fill_rect(x, y, right - x, bottom - y);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        line: &S,
    ) -> Drawn {
        self.context.set_stroke_style_str(&style(line.color()));
        self.context.set_line_width(f64::from(line.stroke_width()));
        self.context.begin_path();
        path.into_iter().enumerate().for_each(|(index, point)| self.trace(point, index == 0));
        self.context.stroke();
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        self.fill_with(style.color());
        self.context.begin_path();
        corners.into_iter().enumerate().for_each(|(index, point)| self.trace(point, index == 0));
        self.context.fill();
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        self.fill_with(style.color());
        // All our texts lie flat.
        let size = decimal::trimmed(style.size(), 2);
        let font = [style.style().as_str(), " ", &size, "px ", style.family().as_str()].concat();
        let anchor = style.anchor();
        self.set_text(text, &font, (anchor.h_pos, anchor.v_pos), at);
        Ok(())
    }
}
