//! A backend that only remembers what was drawn where.

use std::convert::Infallible;
use std::fmt;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

/// Left, top, right, bottom [px].
pub(crate) type Bounds = (i32, i32, i32, i32);

/// Everything drawn on it.
#[derive(Default)]
pub(crate) struct Recorder {
    pub(crate) size: (u32, u32),
    pub(crate) rects: Vec<Bounds>,
    pub(crate) polygons: Vec<Vec<BackendCoord>>,
    pub(crate) paths: Vec<Vec<BackendCoord>>,
    pub(crate) texts: Vec<(String, Bounds)>,
}

impl Recorder {
    pub(crate) fn new(size: (u32, u32)) -> Recorder {
        Recorder { size, ..Recorder::default() }
    }
}

/// The smallest bounds of some points.
pub(crate) fn bounds(points: &[BackendCoord]) -> Bounds {
    points.iter().fold((i32::MAX, i32::MAX, i32::MIN, i32::MIN), |(l, t, r, b), &(x, y)| {
        (l.min(x), t.min(y), r.max(x), b.max(y))
    })
}

impl fmt::Debug for Recorder {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:?} {:?}", self.size, self.texts)
    }
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Recorder {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, _color: BackendColor) -> Drawn {
        panic!("a picture is not drawn pixel by pixel, as at {point:?}")
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        _style: &S,
        _fill: bool,
    ) -> Drawn {
        self.rects.push((upper_left.0, upper_left.1, bottom_right.0, bottom_right.1));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        _style: &S,
    ) -> Drawn {
        self.paths.push(path.into_iter().collect());
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        _style: &S,
    ) -> Drawn {
        self.polygons.push(corners.into_iter().collect());
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        (x, y): BackendCoord,
    ) -> Drawn {
        let (_, (width, height)) =
            style.layout_box(text).unwrap_or_else(|_| panic!("{text:?} has no size"));
        let left = match style.anchor().h_pos {
            HPos::Left => x,
            HPos::Center => x - width / 2,
            HPos::Right => x - width,
        };
        let top = match style.anchor().v_pos {
            VPos::Top => y,
            VPos::Center => y - height / 2,
            VPos::Bottom => y - height,
        };
        self.texts.push((text.to_owned(), (left, top, left + width, top + height)));
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        _style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        panic!("the backend is asked for the size of {text:?}; on a page that is a reflow")
    }
}
