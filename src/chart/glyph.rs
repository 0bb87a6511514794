//! How wide text is, without asking anybody.
//!
//! Advances are those of `DejaVu Sans`, the widest of the common system faces: a label that fits by this table fits
//! on every platform, and a picture is laid out the same everywhere. Asking the page instead would cost a reflow
//! per label, and is impossible in a worker.

/// The family every label is set in: the system's own, never a web font.
pub(crate) const FAMILY: &str = "system-ui, Segoe UI, Roboto, DejaVu Sans, sans-serif";

/// Advances of the printable ASCII characters from the space on [1/1000 em].
const REGULAR: [u16; 95] = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
];

/// The same in bold.
const BOLD: [u16; 95] = [
    348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696,
    696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830, 683,
    683, 821, 837, 372, 372, 775, 637, 995, 837, 850, 733, 850, 770, 720, 682, 812, 774, 1103, 771,
    724, 725, 457, 365, 457, 838, 500, 500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665,
    343, 1042, 712, 687, 716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838,
];

/// Width of one line of text [px] at a size [px].
pub(crate) fn advance(text: &str, size_px: f64, bold: bool) -> f64 {
    let thousandths: u32 = text.chars().map(|c| u32::from(thousandths(c, bold))).sum();
    f64::from(thousandths) * size_px / 1000.0
}

/// The text, or as much of its start as fits a width [px], ended by an ellipsis.
pub(crate) fn fit(text: &str, width_px: f64, size_px: f64, bold: bool) -> String {
    if advance(text, size_px, bold) <= width_px {
        return text.to_owned();
    }
    // Of "Work center 3" the number is what tells it from the others.
    let rest = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let rest = if rest.ends_with(' ') { rest } else { text };
    let (mut kept, number) = (rest.to_owned(), &text[rest.len()..]);
    while kept.pop().is_some() {
        let shortened = [kept.trim_end(), "…", number].concat();
        if advance(&shortened, size_px, bold) <= width_px {
            return shortened;
        }
    }
    String::new()
}

/// A text in at most so many lines (at least one) of a width, broken between words; the last one is shortened to fit, and so is
/// a word that is too long for a line.
pub(crate) fn wrap(text: &str, width_px: f64, size_px: f64, lines_max: usize) -> Vec<String> {
    let fits = |line: &str| advance(line, size_px, false) <= width_px;
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        let is_last = lines.len() + 1 >= lines_max;
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if line.is_empty() || is_last || fits(&longer) {
            line = longer;
        } else {
            lines.push(std::mem::replace(&mut line, word.to_owned()));
        }
    }
    lines.push(line);
    lines.iter().map(|line| fit(line, width_px, size_px, false)).collect()
}

/// Advance of one character [1/1000 em]; letters outside the table count as an average letter, wide scripts and
/// symbols as a full em.
fn thousandths(c: char, bold: bool) -> u16 {
    let table = if bold { &BOLD } else { &REGULAR };
    match c {
        ' '..='~' => table[c as usize - ' ' as usize],
        '·' => 380,
        '–' | '°' => 500,
        // Combining marks take no room of their own.
        '\u{300}'..='\u{36f}' => 0,
        '\u{a0}'..='\u{24f}' | '\u{370}'..='\u{5ff}' => 720,
        _ => 1000,
    }
}

#[cfg(test)]
mod tests {
    use super::{advance, fit, wrap};

    #[test]
    fn what_is_too_long_keeps_its_number() {
        let fitted = |text, width| fit(text, width, 12.0, false);
        assert_eq!(fitted("Work center 3", 200.0), "Work center 3");
        assert_eq!(fitted("Work center 3", 60.0), "Work…3");
        assert_eq!(fitted("Work center three", 60.0), "Work c…");
        assert_eq!(fitted("mean 0.8333", 60.0), "mean 0…");
        assert_eq!(fitted("Work center 123456", 20.0), "");
    }

    #[test]
    fn long_names_are_broken_between_words() {
        let wrapped = |text, lines_max| wrap(text, 80.0, 12.0, lines_max);
        assert_eq!(wrapped("QA", 3), ["QA"]);
        assert_eq!(wrapped("", 2), [""]);
        let name = "Throughput × mean cycle time";
        assert_eq!(wrapped(name, 3), ["Throughput", "× mean", "cycle time"]);
        assert_eq!(wrapped(name, 2), ["Throughput", "× mean cy…"]);
        assert_eq!(wrapped(name, 0), wrapped(name, 1));
        assert_eq!(wrapped(name, 1), [fit(name, 80.0, 12.0, false)]);
        assert_eq!(wrapped("Incomprehensibilities first", 2)[1], "first");
        for line in wrapped("Incomprehensibilities of a long first step", 2) {
            assert!(advance(&line, 12.0, false) <= 80.0, "{line}");
        }
    }

    #[test]
    fn digits_share_one_width_so_numbers_stand_in_columns() {
        for bold in [false, true] {
            let zero = advance("0", 1000.0, bold);
            assert!(
                ('1'..='9').all(|d| (advance(&d.to_string(), 1000.0, bold) - zero).abs() < 1e-9)
            );
        }
    }

    #[test]
    fn shortened_text_fits_and_text_that_fits_is_left_alone() {
        assert_eq!(fit("QA", 100.0, 12.0, false), "QA");
        for width in 0..90 {
            let short = fit("Development and review", f64::from(width), 12.0, true);
            assert!(advance(&short, 12.0, true) <= f64::from(width), "{short:?} in {width}");
        }
    }
}
