//! A report on one sheet of paper: what was measured, the finding, the measures, and the pictures that go with them, as a
//! self-contained page that fits A4 and Letter.

use super::{Chart, Figure};
use crate::text::measures::Measure;
use crate::text::report as text;
use crate::text::xml::escaped;

/// Size of the diagram over the whole width, and of the pictures under it, two side by side [CSS px].
pub const WIDE: (u32, u32) = (716, 184);
/// Size of the diagram where there is no room for that: on a phone.
pub const NARROW: (u32, u32) = (350, 210);
/// See [`WIDE`].
pub const HALF: (u32, u32) = (350, 142);

/// The charts under the diagram, those that tell of times first; each as far as the records know enough.
pub const CHARTS: [Chart; 6] = [
    Chart::CycleTimes,
    Chart::Spread,
    Chart::Aging,
    Chart::TimeSpent,
    Chart::Wip,
    Chart::Throughput,
];

/// How it looks: on a sheet of at most 190 mm by 263 mm, which A4 and Letter both have within 8 mm of margin. Always in
/// the colors of paper.
pub const STYLE: &str = "\
.report{box-sizing:border-box;width:716px;margin:0 auto;background:#fff;color:#102a3a;\
font:11px/1.35 system-ui,\"Segoe UI\",Roboto,\"DejaVu Sans\",sans-serif;font-variant-numeric:tabular-nums}\
.report *{box-sizing:border-box}.report h1{margin:0;font-size:19px;line-height:1.2;overflow-wrap:anywhere}\
.report p{margin:0}.report .kind{color:#5b7280;font-size:9.5px;text-transform:uppercase;letter-spacing:.6px}\
.report .facts{display:flex;flex-wrap:wrap;gap:0 18px;margin:1px 0 5px;color:#33505f}\
.report .finding{padding:4px 10px;border-left:4px solid #2f7fae;background:#eef3f5}\
.report .finding.is-hot{border-left-color:#e4572e}.report .finding.is-hot b{color:#b8371a}\
.report dl{display:flex;flex-wrap:wrap;gap:3px 0;margin:5px 0 1px}\
.report dl>div{flex:1 1 96px;min-width:0;padding:0 6px;border-left:1px solid #dbe4e9}\
.report dt{color:#5b7280;font-size:9.5px}\
.report dd{margin:0;font-size:9px;line-height:1.25;color:#33505f;white-space:pre-line}\
.report dd b{font-size:15px;color:#102a3a;white-space:nowrap}\
.report .unfinished{font-size:9.5px;color:#5b7280}\
.report figure{margin:4px 0 0;min-width:0}.report figcaption{font-size:9.5px;line-height:1.3;color:#33505f}\
.report figcaption b{color:#102a3a}.report svg{display:block;width:100%;height:auto}\
.report .half{display:grid;grid-template-columns:1fr 1fr;gap:0 16px}\
.report footer{margin-top:4px;padding-top:3px;border-top:1px solid #dbe4e9;color:#5b7280;font-size:9px}\
.report .narrow{display:none}\
@media screen and (max-width:780px){.report{width:auto;font-size:14px}.report .wide{display:none}\
.report .narrow{display:block}.report .half{grid-template-columns:1fr;gap:12px}\
.report figcaption,.report .unfinished,.report footer,.report dt,.report .kind{font-size:12px}\
.report dd{font-size:11.5px}.report dl>div{flex-basis:130px}}\
@media print{@page{margin:8mm}html,body{background:#fff!important}.report{break-inside:avoid;\
-webkit-print-color-adjust:exact;print-color-adjust:exact}}";

/// What is reported.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// The stream's or the history's name.
    pub title: String,
    /// What was measured over which time, in which units, with which seed.
    pub facts: Vec<String>,
    /// The finding: its few words, and how much and which principle.
    pub finding: (String, String),
    /// Whether that is trouble.
    pub is_hot: bool,
    /// The measures.
    pub measures: Vec<Measure>,
    /// What they do not know yet.
    pub unfinished: String,
    /// The pictures: the diagram first.
    pub figures: Vec<Figure>,
    /// The diagram again, as SVG, for where there is little room.
    pub narrow: String,
}

impl Report {
    /// The sheet as HTML, for a page that has [`STYLE`].
    pub fn sheet(&self) -> String {
        let mut html = String::from("<article class=\"report\"><div class=\"head\">");
        element(&mut html, "p class=\"kind\"", text::KIND);
        element(&mut html, "h1", &self.title);
        html += "<p class=\"facts\">";
        for fact in &self.facts {
            element(&mut html, "span", fact);
        }
        html += "</p></div>";
        html += if self.is_hot { "<p class=\"finding is-hot\">" } else { "<p class=\"finding\">" };
        element(&mut html, "b", &self.finding.0);
        html.push(' ');
        html += &escaped(&self.finding.1);
        html += "</p>";
        self.measures(&mut html);
        let mut figures = self.figures.iter();
        if let Some(flow) = figures.next() {
            let pictures = ["<div class=\"wide\">", &flow.svg, "</div><div class=\"narrow\">"];
            put(&mut html, flow, &[&pictures.concat(), &self.narrow, "</div>"].concat());
        }
        html += "<div class=\"half\">";
        figures.for_each(|figure| put(&mut html, figure, &figure.svg));
        html += "</div>";
        element(&mut html, "footer", text::MADE_WITH);
        html += "</article>";
        html
    }

    fn measures(&self, html: &mut String) {
        html.push_str("<dl aria-label=\"");
        html.push_str(text::MEASURES);
        html.push_str("\">");
        for measure in &self.measures {
            html.push_str("<div>");
            element(html, "dt", measure.name);
            html.push_str("<dd>");
            element(html, "b", &measure.value);
            html.push(' ');
            html.push_str(&escaped(measure.unit));
            html.push('\n');
            html.push_str(&escaped(&measure.spread));
            html.push_str("</dd></div>");
        }
        html.push_str("</dl>");
        element(html, "p class=\"unfinished\"", &self.unfinished);
    }

    /// The whole of it as a file that needs nothing else.
    pub fn file(&self) -> String {
        let title = escaped(&self.title);
        [
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\"><title>",
            &title,
            "</title><style>body{margin:16px}@media print{body{margin:0}}",
            STYLE,
            "</style></head><body>\n",
            &self.sheet(),
            "\n</body></html>\n",
        ]
        .concat()
    }
}

/// An element with a text in it.
fn element(html: &mut String, head: &str, text: &str) {
    let name = head.split(' ').next().unwrap_or(head);
    for part in ["<", head, ">", &escaped(text), "</", name, ">"] {
        html.push_str(part);
    }
}

fn put(html: &mut String, figure: &Figure, picture: &str) {
    html.push_str("<figure>");
    html.push_str(picture);
    html.push_str("<figcaption>");
    element(html, "b", &figure.name);
    html.push_str(". ");
    html.push_str(&escaped(&figure.sentence));
    html.push_str("</figcaption></figure>");
}
