//! A picture as an element that plotters can put anywhere.

use std::iter;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Drawable, PointCollection};
use plotters_backend::{BackendCoord, DrawingBackend, DrawingErrorKind};

use super::pen::{Drawn, Pen};

/// Paints over the whole of an area.
pub(super) fn paint<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    picture: impl Fn(&mut Pen<'_, B>) -> Drawn<B>,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    area.draw(&Painted(picture))
}

struct Painted<F>(F);

impl<'a, F> PointCollection<'a, BackendCoord> for &'a Painted<F> {
    type Point = BackendCoord;
    type IntoIter = iter::Once<BackendCoord>;

    fn point_iter(self) -> Self::IntoIter {
        iter::once((0, 0))
    }
}

impl<B: DrawingBackend, F: Fn(&mut Pen<'_, B>) -> Drawn<B>> Drawable<B> for Painted<F> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut corner: I,
        backend: &mut B,
        _parent_size: (u32, u32),
    ) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        let origin = corner.next().unwrap_or((0, 0));
        self.0(&mut Pen::new(backend, origin))
    }
}
