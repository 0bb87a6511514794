//! Takes out of a built page what only people read: comments, white space, and the long names under which the wasm
//! and its script know each other. What a visitor gets does the same as before.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use crate::{Outcome, order};

const SCRIPT: &str = "flowglass.js";
const WASM: &str = "flowglass_bg.wasm";
const STYLES: [&str; 3] = ["assets/belt.css", "assets/flowglass.css", "assets/later.css"];

const PAGE: &str = "index.html";

/// The wasm format's numbers for sections.
const REMARKS: u8 = 0;
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;
/// And for what is imported.
const FUNCTION: u8 = 0;
const TABLE: u8 = 1;
const MEMORY: u8 = 2;
const GLOBAL: u8 = 3;

/// Shrinks the page in a folder and the chunks of its wasm, whose loader is the first of them.
pub(crate) fn shrink(dist: &Path, chunks: &[String]) -> Outcome {
    let failed = |name: &str, error: &dyn std::fmt::Display| format!("{name}: {error}");
    let read =
        |name: &str| fs::read_to_string(dist.join(name)).map_err(|error| failed(name, &error));
    let write = |name: &str, content: &[u8]| {
        fs::write(dist.join(name), content).map_err(|error| failed(name, &error))
    };
    let mut names = Names::default();
    let (loader, chunks) = chunks.split_first().ok_or("there is no loader of chunks")?;
    for name in std::iter::once(WASM).chain(chunks.iter().map(String::as_str)) {
        let wasm = fs::read(dist.join(name)).map_err(|error| failed(name, &error))?;
        let wasm = renamed(&wasm, &mut names).and_then(|wasm| order::by_resemblance(&wasm));
        let wasm = wasm.ok_or(format!("{name} is no wasm that this understands"))?;
        write(name, &wasm)?;
    }
    for name in [SCRIPT, loader] {
        write(name, packed(&read(name)?, &JS, &names.short).as_bytes())?;
    }
    write(PAGE, outdented(&read(PAGE)?).as_bytes())?;
    for name in STYLES {
        write(name, packed(&read(name)?, &CSS, &HashMap::new()).as_bytes())?;
    }
    Ok(())
}

/// Markup without the space that its lines begin with, empty lines, and lines that are a comment in a script.
fn outdented(markup: &str) -> String {
    let lines = markup.lines().map(str::trim);
    let is_remark = |line: &str| line.starts_with("//") || line.starts_with("<!--");
    let lines = lines.filter(|line| !line.is_empty() && !is_remark(line));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// Short names for long ones, in the order in which they are met.
#[derive(Default)]
struct Names {
    short: HashMap<String, String>,
}

impl Names {
    fn short(&mut self, long: &str) -> String {
        // What the script says in other ways than by a name, such as `memory`, is short already.
        if long.len() < 8 {
            return long.to_owned();
        }
        let short = format!("${:x}", self.short.len());
        self.short.entry(long.to_owned()).or_insert(short).clone()
    }
}

/// The same wasm, its imports and exports under short names, without remarks for tools. The modules that they come from keep theirs.
fn renamed(wasm: &[u8], names: &mut Names) -> Option<Vec<u8>> {
    let mut reader = Reader { bytes: wasm };
    let mut out = reader.take(8)?.to_vec();
    while let Some(section) = reader.byte() {
        let length = reader.number()?;
        let body = reader.take(length)?;
        if section == REMARKS {
            continue;
        }
        let body = match section {
            IMPORTS => entries(body, 2, names)?,
            EXPORTS => entries(body, 1, names)?,
            _ => body.to_vec(),
        };
        out.push(section);
        put_number(&mut out, body.len());
        out.extend(body);
    }
    Some(out)
}

/// A section of entries: some texts, of which the last is the name, and then what it is.
fn entries(body: &[u8], texts: usize, names: &mut Names) -> Option<Vec<u8>> {
    let mut reader = Reader { bytes: body };
    let count = reader.number()?;
    let mut out = Vec::new();
    put_number(&mut out, count);
    for _ in 0..count {
        for text in 1..=texts {
            let length = reader.number()?;
            let said = std::str::from_utf8(reader.take(length)?).ok()?;
            let said = if text == texts { names.short(said) } else { said.to_owned() };
            put_number(&mut out, said.len());
            out.extend(said.as_bytes());
        }
        let kind = reader.byte()?;
        out.push(kind);
        if texts == 1 || kind == FUNCTION {
            put_number(&mut out, reader.number()?);
        } else {
            out.extend(description(&mut reader, kind)?);
        }
    }
    Some(out)
}

/// What an import is that is not a function: a table, a memory or a global.
fn description<'a>(reader: &mut Reader<'a>, kind: u8) -> Option<&'a [u8]> {
    let from = reader.bytes;
    match kind {
        GLOBAL => {
            reader.take(2)?;
        }
        TABLE | MEMORY => {
            if kind == TABLE {
                reader.byte()?;
            }
            let has_most = reader.byte()? & 1 == 1;
            reader.number()?;
            if has_most {
                reader.number()?;
            }
        }
        _ => return None,
    }
    Some(&from[..from.len() - reader.bytes.len()])
}

struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    /// An unsigned LEB128 number.
    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 127) << shift;
            if byte < 128 {
                return Some(number);
            }
        }
        None
    }
}

fn put_number(out: &mut Vec<u8>, mut number: usize) {
    while number > 127 {
        out.push((number & 127) as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

/// What white space means in a language.
struct Language {
    /// Whether `//` begins a comment.
    has_line_comments: bool,
    /// Signs before which, and after which, white space means nothing.
    tight_before: &'static str,
    tight_after: &'static str,
    /// Signs after which the end of a line means nothing; elsewhere it may end a statement.
    open: Option<&'static str>,
}

/// JavaScript. `+` and `-` are not among its signs: `a + +b`.
const JS: Language = Language {
    has_line_comments: true,
    tight_before: "(){}[]=,;:<>?!*&|",
    tight_after: "(){}[]=,;:<>?!*&|",
    open: Some("{(,;"),
};

/// CSS, where a space before a colon, a parenthesis or a sign has a meaning.
const CSS: Language =
    Language { has_line_comments: false, tight_before: "{};,)", tight_after: "{};,:(", open: None };

/// A text without comments and white space that mean nothing, and with other names for some words. Knows no regular
/// expressions as literals, and neither script nor styles have any.
fn packed(text: &str, language: &Language, names: &HashMap<String, String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // White space that has not been written yet.
    let mut pause = None;
    while let Some(first) = rest.chars().next() {
        let is_word = |char: char| char.is_alphanumeric() || matches!(char, '_' | '$');
        let length = if first.is_whitespace() {
            let length = rest.find(|char: char| !char.is_whitespace()).unwrap_or(rest.len());
            let breaks = rest[..length].contains('\n') || pause == Some('\n');
            pause = Some(if breaks && language.open.is_some() { '\n' } else { ' ' });
            rest = &rest[length..];
            continue;
        } else if rest.starts_with("/*") {
            let length = rest.find("*/").map_or(rest.len(), |end| end + 2);
            pause = pause.or(Some(' '));
            rest = &rest[length..];
            continue;
        } else if language.has_line_comments && rest.starts_with("//") {
            rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
            continue;
        } else if matches!(first, '"' | '\'' | '`') {
            quoted(rest, first)
        } else {
            rest.find(|char| !is_word(char)).unwrap_or(rest.len()).max(first.len_utf8())
        };
        if let Some(pause) = pause.take()
            && let Some(before) = out.chars().last()
        {
            let is_tight = match (pause, language.open) {
                ('\n', Some(open)) => open.contains(before),
                _ => language.tight_after.contains(before) || language.tight_before.contains(first),
            };
            if !is_tight {
                out.push(pause);
            }
        }
        let word = &rest[..length];
        out.push_str(names.get(word).map_or(word, String::as_str));
        rest = &rest[length..];
    }
    out
}

/// The length of a quoted text, quotes included.
fn quoted(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, char) in text.char_indices().skip(1) {
        if char == quote && !is_escaped {
            return at + char.len_utf8();
        }
        is_escaped = char == '\\' && !is_escaped;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_white_space_without_a_meaning_goes() {
        let js = "// Why.\nconst a = b + +c; /* d */\nlet e = \"f // g\"\ncall (e, `h  i`);\n";
        assert_eq!(
            packed(js, &JS, &HashMap::new()),
            "const a=b + +c;let e=\"f // g\"\ncall(e,`h  i`);"
        );
        let css = "/* a */\n.b > .c :hover, .d {\n  width: calc(1px + 2px);\n}\n@media (e) and (f) { g { h: i } }";
        assert_eq!(
            packed(css, &CSS, &HashMap::new()),
            ".b > .c :hover,.d{width:calc(1px + 2px);}@media (e) and (f){g{h:i}}"
        );
    }

    #[test]
    fn wasm_and_script_keep_knowing_each_other() {
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        wasm.extend(b"\x02\x12\x01\x01m\x0clong_import1\0\x00");
        wasm.extend(b"\x07\x0e\x01\x0along_other\x00\x01");
        let mut names = Names::default();
        let short = renamed(&wasm, &mut names).expect("it is sound");
        assert_eq!(
            short,
            b"\0asm\x01\0\0\0\x02\x08\x01\x01m\x02$0\0\x00\x07\x06\x01\x02$1\x00\x01"
        );
        // What a chunk shares with the main part: a memory from 1 page on, a table of 2 to 3, a constant.
        let shared = b"\0asm\x01\0\0\0\x02\x18\x03\x01m\x01a\x02\0\x01\x01m\x01b\x01\x70\x01\x02\x03\x01m\x01c\x03\x7f\0";
        assert_eq!(renamed(shared, &mut names).as_deref(), Some(&shared[..]));
        let js = "a.long_import1(long_import12, 'long_other')";
        assert_eq!(packed(js, &JS, &names.short), "a.$0(long_import12,'long_other')");
        assert_eq!(renamed(b"\0asm\x01\0\0\0\x02\x05", &mut names), None);
    }
}
