//! The colors of the picture, from the style sheet's tokens, so that both themes have one source.

use web_sys::Element;

use crate::belt::Rgb;

/// Colors of what is drawn over the cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeltTheme {
    /// Work that moves or is worked on.
    pub water: Rgb,
    /// Work that waits.
    pub still: Rgb,
    /// Trouble.
    pub alarm: Rgb,
    /// Work that waits in trouble.
    pub alarm_still: Rgb,
    /// Work in progress, as a style.
    pub water_style: String,
    /// Trouble, as a style.
    pub alarm_style: String,
    /// A worker who has nothing to do, as a style.
    pub idle_style: String,
    /// The edge of that, as a style.
    pub idle_edge_style: String,
}

impl BeltTheme {
    /// What the style sheet says on an element of the belt.
    pub fn of(element: &Element) -> BeltTheme {
        let style =
            web_sys::window().and_then(|window| window.get_computed_style(element).ok().flatten());
        let token = |name: &str, otherwise: &str| {
            let said = style.as_ref().and_then(|style| style.get_property_value(name).ok());
            let said = said.unwrap_or_default();
            let said = said.trim();
            if rgb(said).is_some() { said.to_owned() } else { otherwise.to_owned() }
        };
        let water_style = token("--belt-water", "#2f7fae");
        let alarm_style = token("--belt-alarm", "#e4572e");
        BeltTheme {
            water: rgb(&water_style).unwrap_or_default(),
            still: rgb(&token("--belt-still", "#8fc0d8")).unwrap_or_default(),
            alarm: rgb(&alarm_style).unwrap_or_default(),
            alarm_still: rgb(&token("--belt-alarm-still", "#f0a58e")).unwrap_or_default(),
            water_style,
            alarm_style,
            idle_style: token("--belt-idle", "#eef3f5"),
            idle_edge_style: token("--belt-idle-edge", "#cfdbe1"),
        }
    }
}

/// `#rrggbb` or `#rgb`.
fn rgb(said: &str) -> Option<Rgb> {
    let digits = said.strip_prefix('#')?;
    let number = u32::from_str_radix(digits, 16).ok()?;
    match digits.len() {
        6 => Some([(number >> 16) as u8, (number >> 8) as u8, number as u8]),
        3 => Some([8, 4, 0].map(|shift| ((number >> shift) & 15) as u8 * 17)),
        _ => None,
    }
}
