//! Which bands of a cumulative flow diagram are shown, and which of them as one.
//!
//! A choice knows bands by their names, so that it means the same after the stream has been changed. What is left out is
//! always a band and all that is upstream of it: what is still shown then ends at two of the diagram's own lines, and
//! the gap between them is still a number of items. The backlog is never drawn as one with what is released, nor
//! finished work with what is under way: where these part, WIP begins and ends.

use crate::measure::CfdSample;

/// Between two names in what is kept of a choice; no name has a line break.
const BREAK: char = '\n';

/// A choice among the bands of a diagram.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BandChoice {
    /// The last band that is left out, with all that is upstream of it.
    left_out: Option<String>,
    /// Those that are drawn as one with the band upstream of them.
    joined: Vec<String>,
}

impl BandChoice {
    /// Whether everything is shown, each band for itself.
    pub fn is_all(&self, bands: &[String]) -> bool {
        self.first(bands) == 0 && (0..bands.len()).all(|band| !self.is_joined(bands, band))
    }

    /// The first band that is shown. The last two always are: what is under way last, and what is done.
    pub fn first(&self, bands: &[String]) -> usize {
        let last = bands.len().saturating_sub(2);
        let left_out = self
            .left_out
            .as_ref()
            .and_then(|name| (0..last).find(|&band| name_of(bands, band) == *name));
        left_out.map_or(0, |band| band + 1)
    }

    /// The line from which on WIP is counted: the released one, or the upper end of what is shown.
    pub fn wip_line(&self, bands: &[String]) -> usize {
        self.first(bands).max(1)
    }

    /// Whether a band can be drawn as one with the band upstream of it.
    pub fn can_join(&self, bands: &[String], band: usize) -> bool {
        band > self.first(bands).max(1) && band + 1 < bands.len()
    }

    /// Whether it is.
    pub fn is_joined(&self, bands: &[String], band: usize) -> bool {
        self.can_join(bands, band) && self.joined.contains(&name_of(bands, band))
    }

    /// The band under whose name and color a band is drawn.
    pub fn drawn_as(&self, bands: &[String], band: usize) -> usize {
        (0..=band).rev().find(|&band| !self.is_joined(bands, band)).unwrap_or(0)
    }

    /// Leaves a band out with all that is upstream of it, or, if it is left out, shows it and all downstream of it.
    pub fn turn(&mut self, bands: &[String], band: usize) {
        let first = self.first(bands);
        let before = if band < first { band } else { band + 1 };
        if before + 2 <= bands.len() {
            self.left_out = before.checked_sub(1).map(|band| name_of(bands, band));
        }
    }

    /// Draws a band as one with the band upstream of it, or for itself again.
    pub fn join(&mut self, bands: &[String], band: usize) {
        if !self.can_join(bands, band) {
            return;
        }
        let name = name_of(bands, band);
        let count = self.joined.len();
        self.joined.retain(|other| *other != name);
        if self.joined.len() == count {
            self.joined.push(name);
        }
    }

    /// The names as they are drawn: "Development + QA" where the first of several stands.
    pub fn names(&self, bands: &[String]) -> Vec<String> {
        let mut names: Vec<String> = Vec::with_capacity(bands.len());
        for (band, name) in bands.iter().enumerate() {
            names.push(name.clone());
            let drawn_as = self.drawn_as(bands, band);
            if drawn_as < band {
                names[drawn_as].push_str(" + ");
                names[drawn_as].push_str(name);
            }
        }
        names
    }

    /// The bands that are drawn, each with the bands drawn with it: the first and the last.
    pub fn drawn(&self, bands: &[String]) -> Vec<(usize, usize)> {
        let mut drawn: Vec<(usize, usize)> = Vec::new();
        for band in self.first(bands)..bands.len() {
            match drawn.last_mut().filter(|_| self.is_joined(bands, band)) {
                Some(before) => before.1 = band,
                None => drawn.push((band, band)),
            }
        }
        drawn
    }

    /// Takes the lines that are not drawn out of a sample: they become empty.
    pub fn reduce(&self, bands: &[String], sample: &mut CfdSample) {
        let first = self.first(bands);
        for (line, counts) in sample.lines.iter_mut().enumerate() {
            if line < first || self.is_joined(bands, line) {
                counts.clear();
            }
        }
    }

    /// As a text that can be kept.
    pub fn to_text(&self) -> String {
        let mut text = self.left_out.clone().unwrap_or_default();
        for name in &self.joined {
            text.push(BREAK);
            text.push_str(name);
        }
        text
    }

    /// From such a text; any text is some choice.
    pub fn from_text(text: &str) -> BandChoice {
        let mut names = text.split(BREAK).map(str::to_owned);
        let left_out = names.next().filter(|name| !name.is_empty());
        BandChoice { left_out, joined: names.collect() }
    }
}

/// A band's name, told apart from others of the same name by how many come before it.
fn name_of(bands: &[String], band: usize) -> String {
    let name = bands[band].replace(BREAK, " ");
    let before = bands[..band].iter().filter(|other| **other == bands[band]).count();
    if before == 0 { name } else { format!("{name} #{}", before + 1) }
}

#[cfg(test)]
mod tests {
    use super::BandChoice;
    use crate::measure::CfdSample;
    use crate::value_stream::SimTime;

    fn bands(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn team() -> Vec<String> {
        bands(&["Backlog", "Design", "Development", "QA", "Done"])
    }

    #[test]
    fn what_is_left_out_is_a_band_and_all_upstream_of_it() {
        let (bands, mut choice) = (team(), BandChoice::default());
        assert!(choice.is_all(&bands));
        choice.turn(&bands, 1);
        assert_eq!((choice.first(&bands), choice.wip_line(&bands)), (2, 2));
        // One that is left out comes back with all downstream of it, the others stay away.
        choice.turn(&bands, 2);
        assert_eq!(choice.first(&bands), 3);
        choice.turn(&bands, 1);
        assert_eq!(choice.first(&bands), 1);
        choice.turn(&bands, 0);
        assert!(choice.is_all(&bands));
        assert_eq!(choice.wip_line(&bands), 1);
    }

    #[test]
    fn the_last_band_under_way_and_what_is_done_are_always_shown() {
        let (bands, mut choice) = (team(), BandChoice::default());
        for band in [3, 4] {
            choice.turn(&bands, band);
            assert!(choice.is_all(&bands), "{band}");
        }
    }

    #[test]
    fn only_what_lies_between_release_and_delivery_is_drawn_as_one() {
        let (bands, mut choice) = (team(), BandChoice::default());
        for band in 0..5 {
            choice.join(&bands, band);
            assert_eq!(choice.is_joined(&bands, band), band == 2 || band == 3, "{band}");
        }
        assert_eq!(choice.names(&bands)[1], "Design + Development + QA");
        assert_eq!(
            (1..5).map(|band| choice.drawn_as(&bands, band)).collect::<Vec<_>>(),
            [1, 1, 1, 4]
        );
        // What is left out takes nobody with it: the rest keeps together.
        choice.turn(&bands, 1);
        assert_eq!(choice.names(&bands)[2], "Development + QA");
        choice.join(&bands, 3);
        assert_eq!(choice.names(&bands)[2], "Development");
    }

    #[test]
    fn a_reduced_sample_keeps_the_lines_between_what_is_shown() {
        let (bands, mut choice) = (team(), BandChoice::default());
        choice.turn(&bands, 0);
        choice.join(&bands, 2);
        let lines = (0..5).map(|line| vec![50 - line; 2]).collect();
        let mut sample = CfdSample { times: vec![SimTime(0), SimTime(9)], lines };
        choice.reduce(&bands, &mut sample);
        let kept: Vec<usize> = (0..5).filter(|&line| !sample.lines[line].is_empty()).collect();
        assert_eq!(kept, [1, 3, 4]);
    }

    #[test]
    fn a_choice_outlives_a_change_of_the_stream_and_the_page() {
        let (before, mut choice) = (team(), BandChoice::default());
        choice.turn(&before, 1);
        choice.join(&before, 3);
        let after = bands(&["Backlog", "Idea", "Design", "Development", "QA", "Done"]);
        let kept = BandChoice::from_text(&choice.to_text());
        assert_eq!(kept, choice);
        assert_eq!(kept.first(&after), 3);
        assert!(kept.is_joined(&after, 4) && !kept.is_joined(&after, 3));
        assert_eq!(BandChoice::from_text(""), BandChoice::default());
        assert!(BandChoice::from_text("Gone\nAlso gone").is_all(&before));
    }

    #[test]
    fn bands_of_the_same_name_are_told_apart() {
        let bands = bands(&["Backlog", "Review", "Build", "Review", "Ship", "Done"]);
        let mut choice = BandChoice::default();
        choice.turn(&bands, 3);
        assert_eq!(choice.first(&bands), 4);
    }
}
