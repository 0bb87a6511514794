//! Puts the functions of a wasm into an order in which each stands beside those that resemble it: what compresses the page
//! then finds what repeats close by, and says where in fewer bits. What the wasm does stays the same.

use std::collections::{BTreeSet, HashMap};

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{FunctionBody, FunctionSectionReader, Parser, Payload, TypeRef};

/// How many bytes make a feature by which functions resemble each other.
const FEATURE: usize = 5;
/// A feature that more functions than this have says nothing about any.
const COMMON: usize = 60;
/// A few features in common are no resemblance between small functions.
const SMALL: f64 = 50.0;

/// The same wasm with its functions in another order; none where this cannot read it.
pub(crate) fn by_resemblance(wasm: &[u8]) -> Option<Vec<u8>> {
    let (imported, bodies) = bodies(wasm).ok()?;
    let texts: Vec<&[u8]> = bodies.iter().map(FunctionBody::as_bytes).collect();
    let order = chain(&texts);
    let mut place = vec![0; order.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new as u32;
    }
    let mut sorted = Module::new();
    let mut sorter = Sorter { imported, bodies, order, place, written: 0 };
    sorter.parse_core_module(&mut sorted, Parser::new(0), wasm).ok()?;
    Some(sorted.finish())
}

/// How many functions are imported, and the bodies of the others.
fn bodies(wasm: &[u8]) -> wasmparser::Result<(u32, Vec<FunctionBody<'_>>)> {
    let mut imported = 0;
    let mut bodies = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body),
            _ => {}
        }
    }
    Ok((imported, bodies))
}

/// An order of texts, each behind the one it resembles most of those that are left; the longest first.
fn chain(texts: &[&[u8]]) -> Vec<usize> {
    let features: Vec<BTreeSet<&[u8]>> =
        texts.iter().map(|text| text.windows(FEATURE).collect()).collect();
    let mut having: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (text, features) in features.iter().enumerate() {
        for feature in features {
            having.entry(feature).or_default().push(text);
        }
    }
    having.retain(|_, texts| (2..COMMON).contains(&texts.len()));
    let mut long_first: Vec<usize> = (0..texts.len()).collect();
    long_first.sort_by_key(|&text| std::cmp::Reverse(texts[text].len()));
    let mut is_left = vec![true; texts.len()];
    let mut order = Vec::with_capacity(texts.len());
    for start in long_first {
        let mut next = Some(start).filter(|&start| is_left[start]);
        while let Some(text) = next {
            is_left[text] = false;
            order.push(text);
            let mut common = vec![0_u32; texts.len()];
            for feature in &features[text] {
                for &other in having.get(feature).into_iter().flatten() {
                    common[other] += u32::from(is_left[other]);
                }
            }
            let alike =
                |&other: &usize| f64::from(common[other]) / (features[other].len() as f64 + SMALL);
            let others = (0..texts.len()).filter(|&other| common[other] > 0);
            next = others.max_by(|one, other| alike(one).total_cmp(&alike(other)));
        }
    }
    order
}

/// Writes a module again with its functions in another order.
struct Sorter<'a> {
    imported: u32,
    bodies: Vec<FunctionBody<'a>>,
    /// The old place of each new function, and the new place of each old one; what is imported does not count.
    order: Vec<usize>,
    place: Vec<u32>,
    /// How many bodies have been written.
    written: usize,
}

impl Reencode for Sorter<'_> {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Self::Error>> {
        Ok(match function.checked_sub(self.imported) {
            Some(own) => self.imported + self.place[own as usize],
            None => function,
        })
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let kinds = section.into_iter().collect::<Result<Vec<u32>, _>>()?;
        for &old in &self.order.clone() {
            functions.function(self.type_index(kinds[old])?);
        }
        Ok(())
    }

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        _: FunctionBody<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let body = self.bodies[self.order[self.written]].clone();
        self.written += 1;
        utils::parse_function_body(self, code, body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_resembles_stands_together() {
        let (one, other) = (b"abcdefghijklmnop", b"0123456789012345678");
        let (one_more, other_more) = (b"abcdefghijklm", b"01234567890123");
        let texts: [&[u8]; 4] = [one, other, one_more, other_more];
        assert_eq!(chain(&texts), [1, 3, 0, 2]);
    }

    #[test]
    fn calls_find_their_functions_again() {
        // Three functions: `() -> i32` giving 7, one that calls it, and `(i32) -> i32` giving what it got; exported "a" to
        // "c", so that a mix-up of types or of calls would show.
        let wasm = [
            &b"\0asm\x01\0\0\0"[..],
            b"\x01\x0a\x02\x60\0\x01\x7f\x60\x01\x7f\x01\x7f",
            b"\x03\x04\x03\x00\x00\x01",
            b"\x07\x0d\x03\x01a\0\x00\x01b\0\x01\x01c\0\x02",
            b"\x0a\x16\x03\x04\x00\x41\x07\x0b\x04\x00\x10\x00\x0b\x0a\x00\x20\x00\x41\x01\x6a\x41\x01\x6b\x0b",
        ]
        .concat();
        let sorted = by_resemblance(&wasm).expect("it is sound");
        let (_, bodies) = bodies(&sorted).expect("it is sound");
        // The longest stands first now, with its type.
        assert_eq!(bodies[0].as_bytes(), b"\x00\x20\x00\x41\x01\x6a\x41\x01\x6b\x0b");
        assert!(sorted.windows(6).any(|part| part == b"\x03\x04\x03\x01\x00\x00"));
        let place = |body: &[u8]| bodies.iter().position(|other| other.as_bytes() == body);
        let seven = place(b"\x00\x41\x07\x0b").expect("it is there") as u8;
        let caller =
            place(&[0x00, 0x10, seven, 0x0b]).expect("it calls the one that gives 7") as u8;
        let exports = [b"\x01a\0", &[seven][..], b"\x01b\0", &[caller], b"\x01c\0\x00"].concat();
        assert!(sorted.windows(exports.len()).any(|part| part == exports));
        assert_eq!(by_resemblance(b"\0asm\x01\0\0\0\x0a\x05"), None);
    }
}
