//! Hands a file to the visitor: nothing leaves the machine.

use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

/// Height of the title over a saved picture [CSS px].
const TITLE_PX: f64 = 44.0;

/// Saves a text under a name.
pub(super) fn text(name: &str, kind: &str, text: &str) {
    let blob = gloo::file::Blob::new_with_options(text, Some(kind));
    let at = gloo::file::ObjectUrl::from(blob);
    address(name, &at);
    // The browser takes the file in its own time.
    std::mem::forget(at);
}

/// A title as a file's name: letters and digits, and a dash for everything else.
pub(super) fn plain(title: &str) -> String {
    title.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect()
}

/// Saves what a canvas shows as a PNG, with a title and a line under it.
pub(super) fn picture(
    name: &str,
    shown: &HtmlCanvasElement,
    title: &str,
    caption: &str,
) -> Option<()> {
    let document = gloo::utils::document();
    let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
    let width = shown.client_width().max(1);
    let scale = f64::from(shown.width()) / f64::from(width);
    let head = TITLE_PX * scale;
    canvas.set_width(shown.width());
    canvas.set_height(shown.height() + head.round() as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let style = web_sys::window()?.get_computed_style(shown.parent_element()?.as_ref()).ok()??;
    let value = |name: &str| style.get_property_value(name).unwrap_or_default();
    context.set_fill_style_str(value("--card").trim());
    context.fill_rect(0.0, 0.0, f64::from(canvas.width()), f64::from(canvas.height()));
    context.set_fill_style_str(value("--ink").trim());
    for (text, weight, size, row) in [(title, "700", 16.0, 20.0), (caption, "400", 12.0, 38.0)] {
        let size = crate::value_stream::decimal::trimmed(size * scale, 1);
        context.set_font(&[weight, " ", &size, "px system-ui, sans-serif"].concat());
        context.fill_text(text, 16.0 * scale, row * scale).ok()?;
    }
    context.draw_image_with_html_canvas_element(shown, 0.0, head).ok()?;
    address(name, &canvas.to_data_url().ok()?);
    Some(())
}

/// Clicks a link to a file.
fn address(name: &str, address: &str) {
    let Ok(link) = gloo::utils::document().create_element("a") else { return };
    let _ = link.set_attribute("href", address);
    let _ = link.set_attribute("download", name);
    if let Ok(link) = link.dyn_into::<HtmlElement>() {
        link.click();
    }
}

/// Saves an SVG as a PNG, twice as fine as it is large.
pub(super) fn vectors(name: &str, svg: &str) {
    let Ok(image) = web_sys::HtmlImageElement::new() else { return };
    let encoded = String::from(js_sys::encode_uri_component(svg));
    let (shown, name) = (image.clone(), name.to_owned());
    let draw = move |_: &web_sys::Event| {
        let _ = pixels(&name, &shown);
    };
    gloo::events::EventListener::once(&image, "load", draw).forget();
    image.set_src(&["data:image/svg+xml;charset=utf-8,", &encoded].concat());
}

fn pixels(name: &str, image: &web_sys::HtmlImageElement) -> Option<()> {
    let canvas = gloo::utils::document().create_element("canvas").ok()?;
    let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
    let (width, height) = (image.natural_width() * 2, image.natural_height() * 2);
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let size = (f64::from(width), f64::from(height));
    context
        .draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, size.0, size.1)
        .ok()?;
    address(name, &canvas.to_data_url().ok()?);
    Some(())
}
