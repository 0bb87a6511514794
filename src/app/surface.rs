//! What the page's pictures are drawn on: the screen or a file. One backend for both, so that the drawing code is in the
//! page once.

use std::cell::RefCell;
use std::rc::Rc;

use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use super::canvas::Canvas;
use crate::analytics::Svg;

/// A canvas, or an SVG file under way. Nothing can go wrong on a file.
pub(super) enum Surface {
    /// On the page.
    Screen(Canvas),
    /// To be saved.
    File(Rc<RefCell<Svg>>),
}

type Drawn = Result<(), DrawingErrorKind<<Canvas as DrawingBackend>::ErrorType>>;

impl DrawingBackend for Surface {
    type ErrorType = <Canvas as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        match self {
            Surface::Screen(canvas) => canvas.get_size(),
            Surface::File(svg) => svg.borrow().get_size(),
        }
    }

    fn ensure_prepared(&mut self) -> Drawn {
        match self {
            Surface::Screen(canvas) => canvas.ensure_prepared(),
            Surface::File(_) => Ok(()),
        }
    }

    fn present(&mut self) -> Drawn {
        match self {
            Surface::Screen(canvas) => canvas.present(),
            Surface::File(_) => Ok(()),
        }
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        match self {
            Surface::Screen(canvas) => canvas.draw_pixel(point, color),
            Surface::File(svg) => {
                let _ = svg.borrow_mut().draw_pixel(point, color);
                Ok(())
            }
        }
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        match self {
            Surface::Screen(canvas) => canvas.draw_rect(upper_left, bottom_right, style, fill),
            Surface::File(svg) => {
                let _ = svg.borrow_mut().draw_rect(upper_left, bottom_right, style, fill);
                Ok(())
            }
        }
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        match self {
            Surface::Screen(canvas) => canvas.draw_path(path, style),
            Surface::File(svg) => {
                let _ = svg.borrow_mut().draw_path(path, style);
                Ok(())
            }
        }
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        match self {
            Surface::Screen(canvas) => canvas.fill_polygon(corners, style),
            Surface::File(svg) => {
                let _ = svg.borrow_mut().fill_polygon(corners, style);
                Ok(())
            }
        }
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        match self {
            Surface::Screen(canvas) => canvas.draw_text(text, style, at),
            Surface::File(svg) => {
                let _ = svg.borrow_mut().draw_text(text, style, at);
                Ok(())
            }
        }
    }
}
