//! Small discs and squares written straight into pixels, for when there are thousands of them.
//!
//! A disc is stamped from a mask that was drawn once per size and quarter of a pixel, so that slow dots glide. Where
//! two meet, the more opaque pixel wins, which is right wherever they have one color.

/// A color.
pub type Rgb = [u8; 3];

/// Places between two pixels that a mask is drawn for, each way.
const PHASES: usize = 4;

/// A picture with transparent ground, four bytes a pixel: red, green, blue, opacity (not premultiplied).
#[derive(Debug, Clone, Default)]
pub struct Pixels {
    width: usize,
    height: usize,
    bytes: Vec<u8>,
    masks: Vec<Masks>,
    /// Rows that have been written since the last `clear`, from and until.
    written: (usize, usize),
}

/// One disc in all its phases.
#[derive(Debug, Clone)]
struct Masks {
    radius: f32,
    size: usize,
    opacity: Vec<u8>,
}

impl Pixels {
    /// Takes a size [device pixels]; the picture becomes empty, and the masks are forgotten.
    pub fn resize(&mut self, width: usize, height: usize) {
        (self.width, self.height) = (width, height);
        self.bytes.clear();
        self.bytes.resize(width * height * 4, 0);
        self.masks.clear();
        self.written = (height, 0);
    }

    /// Makes a disc that can be stamped [device pixels]; its number counts from 0.
    pub fn add_disc(&mut self, radius: f32) -> usize {
        let size = (radius * 2.0).ceil() as usize + 2;
        let mut opacity = Vec::with_capacity(size * size * PHASES * PHASES);
        let middle = size as f32 / 2.0;
        for phase in 0..PHASES * PHASES {
            let shift = |steps: usize| (steps as f32 + 0.5) / PHASES as f32 - 0.5;
            let (dx, dy) = (shift(phase % PHASES), shift(phase / PHASES));
            for pixel in 0..size * size {
                let x = (pixel % size) as f32 + 0.5 - middle - dx;
                let y = (pixel / size) as f32 + 0.5 - middle - dy;
                let covered = (radius + 0.5 - (x * x + y * y).sqrt()).clamp(0.0, 1.0);
                opacity.push((covered * 255.0) as u8);
            }
        }
        self.masks.push(Masks { radius, size, opacity });
        self.masks.len() - 1
    }

    /// The radius of a disc [device pixels].
    pub fn disc_radius(&self, disc: usize) -> f32 {
        self.masks[disc].radius
    }

    /// Makes everything transparent that has been written.
    pub fn clear(&mut self) {
        let (from, until) = self.written;
        if from < until {
            let row = self.width * 4;
            self.bytes[from * row..until * row].fill(0);
        }
        self.written = (self.height, 0);
    }

    /// Stamps a disc around a center; what lies outside is cut off whole.
    pub fn stamp(&mut self, disc: usize, x: f32, y: f32, color: Rgb) {
        let Masks { size, opacity, .. } = &self.masks[disc];
        let half = *size as f32 / 2.0;
        let (left, top) = (x - half, y - half);
        // The mask's own middle lies half a step into its pixel.
        let (column, row) = ((left + 0.5).floor(), (top + 0.5).floor());
        if !(column >= 0.0 && row >= 0.0) {
            return;
        }
        let phase = |rest: f32| (((rest + 0.5) * PHASES as f32) as usize).min(PHASES - 1);
        let phase = phase(top - row) * PHASES + phase(left - column);
        let (column, row) = (column as usize, row as usize);
        if column + size > self.width || row + size > self.height {
            return;
        }
        let mask = &opacity[phase * size * size..(phase + 1) * size * size];
        for (line, covered) in mask.chunks_exact(*size).enumerate() {
            let start = ((row + line) * self.width + column) * 4;
            let pixels = self.bytes[start..start + size * 4].chunks_exact_mut(4);
            for (pixel, &covered) in pixels.zip(covered) {
                if covered > pixel[3] {
                    pixel.copy_from_slice(&[color[0], color[1], color[2], covered]);
                }
            }
        }
        self.written = (self.written.0.min(row), self.written.1.max(row + size));
    }

    /// Fills a square around a center.
    pub fn square(&mut self, half: f32, x: f32, y: f32, color: Rgb) {
        let edge = |at: f32, most: usize| (at.round().max(0.0) as usize).min(most);
        let (left, right) = (edge(x - half, self.width), edge(x + half, self.width));
        let (top, bottom) = (edge(y - half, self.height), edge(y + half, self.height));
        for row in top..bottom {
            let start = (row * self.width + left) * 4;
            for pixel in self.bytes[start..start + (right - left) * 4].chunks_exact_mut(4) {
                pixel.copy_from_slice(&[color[0], color[1], color[2], 255]);
            }
        }
        if top < bottom {
            self.written = (self.written.0.min(top), self.written.1.max(bottom));
        }
    }

    /// The size [device pixels].
    pub fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    /// The rows that are not empty, from and until.
    pub fn written(&self) -> (usize, usize) {
        self.written
    }

    /// The bytes of some rows.
    pub fn rows(&self, from: usize, until: usize) -> &[u8] {
        &self.bytes[from * self.width * 4..until * self.width * 4]
    }
}

#[cfg(test)]
mod tests {
    use super::Pixels;

    /// The center of opacity, and its sum in full pixels.
    fn weigh(pixels: &Pixels) -> (f32, f32, f32) {
        let (width, height) = pixels.size();
        let (mut x, mut y, mut sum) = (0.0, 0.0, 0.0);
        for (index, pixel) in pixels.rows(0, height).chunks_exact(4).enumerate() {
            let weight = f32::from(pixel[3]) / 255.0;
            x += weight * ((index % width) as f32 + 0.5);
            y += weight * ((index / width) as f32 + 0.5);
            sum += weight;
        }
        (x / sum, y / sum, sum)
    }

    #[test]
    fn a_disc_has_its_place_and_its_area() {
        for (x, y) in [(20.0, 20.0), (20.3, 19.6), (15.9, 24.51)] {
            let mut pixels = Pixels::default();
            pixels.resize(40, 40);
            let disc = pixels.add_disc(4.5);
            pixels.stamp(disc, x, y, [1, 2, 3]);
            let (cx, cy, area) = weigh(&pixels);
            // A phase is a quarter of a pixel wide.
            assert!((cx - x).abs() < 0.13 && (cy - y).abs() < 0.13, "{cx} {cy} for {x} {y}");
            let exact = std::f32::consts::PI * 4.5 * 4.5;
            assert!((area - exact).abs() < 0.02 * exact, "{area} for {exact}");
        }
    }

    #[test]
    fn what_is_cleared_is_empty_and_what_is_outside_is_not_drawn() {
        let mut pixels = Pixels::default();
        pixels.resize(30, 20);
        let disc = pixels.add_disc(3.0);
        for (x, y) in [(-5.0, 3.0), (29.0, 10.0), (10.0, 19.5), (f32::NAN, 1.0), (1e9, 1e9)] {
            pixels.stamp(disc, x, y, [9; 3]);
        }
        assert!(pixels.rows(0, 20).iter().all(|&byte| byte == 0));
        pixels.stamp(disc, 10.0, 10.0, [9; 3]);
        pixels.square(2.0, 0.0, 19.0, [9; 3]);
        assert_eq!(pixels.written(), (6, 20));
        pixels.clear();
        assert!(pixels.rows(0, 20).iter().all(|&byte| byte == 0));
    }
}
