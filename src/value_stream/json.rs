//! JSON as text and as values, without the tables and the messages of a library: the page carries this reader.
//!
//! Values, positions and reasons are those of `serde_json`, which the tests compare it with.

use crate::value_stream::decimal;

/// Deeper nesting than any stream needs, and than a small stack bears.
const DEPTH_MAX: usize = 127;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Number(Number),
    String(String),
    Array(Vec<Value>),
    Object(Map<String, Value>),
}

/// A number: exact where it is whole and fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Number {
    Whole(u64),
    Negative(i64),
    Fraction(f64),
}

/// The fields of an object by name, in the order of their names; of two with one name the last counts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Map<K, V>(Vec<(K, V)>);

/// Why a text is no JSON, and where: its line, and its column there [bytes], both from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NotJson {
    pub(super) reason: &'static str,
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Value {
    pub(super) fn is_null(&self) -> bool {
        *self == Value::Null
    }

    pub(super) fn as_f64(&self) -> Option<f64> {
        match self {
            Value::Number(number) => Some(number.as_f64()),
            _ => None,
        }
    }

    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn as_object(&self) -> Option<&Map<String, Value>> {
        match self {
            Value::Object(map) => Some(map),
            _ => None,
        }
    }
}

impl PartialEq<str> for Value {
    fn eq(&self, text: &str) -> bool {
        self.as_str() == Some(text)
    }
}

impl Number {
    pub(super) fn as_f64(self) -> f64 {
        match self {
            Number::Whole(whole) => whole as f64,
            Number::Negative(whole) => whole as f64,
            Number::Fraction(number) => number,
        }
    }
}

impl Map<String, Value> {
    fn insert(&mut self, name: String, value: Value) {
        match self.0.binary_search_by(|(known, _)| known.cmp(&name)) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (name, value)),
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    pub(super) fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|(name, _)| name)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.0.iter().map(|(name, value)| (name, value))
    }
}

/// Reads one value and nothing after it.
pub(super) fn read(text: &str) -> Result<Value, NotJson> {
    let mut reader = Reader { text: text.as_bytes(), at: 0 };
    let value = reader.value(DEPTH_MAX).and_then(|value| match reader.ahead() {
        None => Ok(value),
        Some(_) => Err(reader.here("trailing characters")),
    });
    value.map_err(|(reason, at)| {
        let before = &text.as_bytes()[..at.min(text.len())];
        let lines = before.split(|&byte| byte == b'\n');
        let (line, last) = lines.enumerate().last().unwrap_or_default();
        NotJson { reason, line: line + 1, column: last.len() }
    })
}

/// A reason, and how many bytes had been read.
type Wrong = (&'static str, usize);

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// The next byte that is no white space.
    fn ahead(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
        }
        self.peek()
    }

    /// Something is wrong with the next byte.
    fn here(&self, reason: &'static str) -> Wrong {
        (reason, self.at + 1)
    }

    /// Something is wrong with what has been read.
    fn before(&self, reason: &'static str) -> Wrong {
        (reason, self.at)
    }

    fn value(&mut self, depth: usize) -> Result<Value, Wrong> {
        let value = match self.ahead() {
            None => return Err(self.before("EOF while parsing a value")),
            Some(b'n') => self.word("null", Value::Null)?,
            Some(b't') => self.word("true", Value::Bool(true))?,
            Some(b'f') => self.word("false", Value::Bool(false))?,
            Some(b'"') => Value::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => Value::Number(self.number()?),
            Some(b'[' | b'{') if depth == 0 => {
                return Err(self.here("recursion limit exceeded"));
            }
            Some(b'[') => self.list(depth)?,
            Some(b'{') => self.object(depth)?,
            Some(_) => return Err(self.here("expected value")),
        };
        Ok(value)
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, Wrong> {
        for letter in word.bytes() {
            match self.peek() {
                Some(byte) if byte == letter => self.at += 1,
                Some(_) => return Err(self.here("expected ident")),
                None => return Err(self.before("EOF while parsing a value")),
            }
        }
        Ok(value)
    }

    fn list(&mut self, depth: usize) -> Result<Value, Wrong> {
        self.at += 1;
        let mut list = Vec::new();
        loop {
            match self.ahead() {
                Some(b']') => break,
                Some(b',') if !list.is_empty() => {
                    self.at += 1;
                    if self.ahead() == Some(b']') {
                        return Err(self.here("trailing comma"));
                    }
                    if self.peek().is_none() {
                        return Err(self.before("EOF while parsing a value"));
                    }
                }
                Some(_) if list.is_empty() => {}
                Some(_) => return Err(self.here("expected `,` or `]`")),
                None => return Err(self.before("EOF while parsing a list")),
            }
            list.push(self.value(depth - 1)?);
        }
        self.at += 1;
        Ok(Value::Array(list))
    }

    fn object(&mut self, depth: usize) -> Result<Value, Wrong> {
        self.at += 1;
        let (mut map, mut is_first) = (Map(Vec::new()), true);
        loop {
            match self.ahead() {
                Some(b'}') => break,
                Some(b',') if !is_first => {
                    self.at += 1;
                    match self.ahead() {
                        Some(b'}') => return Err(self.here("trailing comma")),
                        None => return Err(self.before("EOF while parsing a value")),
                        Some(_) => {}
                    }
                }
                Some(_) if is_first => {}
                Some(_) => return Err(self.here("expected `,` or `}`")),
                None => return Err(self.before("EOF while parsing an object")),
            }
            is_first = false;
            if self.peek() != Some(b'"') {
                return Err(self.here("key must be a string"));
            }
            let name = self.string()?;
            match self.ahead() {
                Some(b':') => self.at += 1,
                Some(_) => return Err(self.here("expected `:`")),
                None => return Err(self.before("EOF while parsing an object")),
            }
            let value = self.value(depth - 1)?;
            map.insert(name, value);
        }
        self.at += 1;
        Ok(Value::Object(map))
    }

    fn string(&mut self) -> Result<String, Wrong> {
        self.at += 1;
        let mut bytes = Vec::new();
        loop {
            let Some(byte) = self.peek() else {
                return Err(self.before("EOF while parsing a string"));
            };
            self.at += 1;
            match byte {
                b'"' => break,
                b'\\' => self.escape(&mut bytes)?,
                0..0x20 => {
                    let reason = "control character (\\u0000-\\u001F) found while parsing a string";
                    return Err(self.before(reason));
                }
                byte => bytes.push(byte),
            }
        }
        // Whole characters went in, so nothing is lost.
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn escape(&mut self, bytes: &mut Vec<u8>) -> Result<(), Wrong> {
        let Some(byte) = self.peek() else {
            return Err(self.before("EOF while parsing a string"));
        };
        self.at += 1;
        let plain = match byte {
            b'"' | b'\\' | b'/' => byte,
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'u' => return self.unicode(bytes),
            _ => return Err(self.before("invalid escape")),
        };
        bytes.push(plain);
        Ok(())
    }

    fn unicode(&mut self, bytes: &mut Vec<u8>) -> Result<(), Wrong> {
        let mut code = self.four_digits()?;
        match code {
            0xdc00..=0xdfff => return Err(self.before("lone leading surrogate in hex escape")),
            0xd800..=0xdbff => {
                for sign in *b"\\u" {
                    match self.peek() {
                        Some(byte) => {
                            self.at += 1;
                            if byte != sign {
                                return Err(self.before("unexpected end of hex escape"));
                            }
                        }
                        None => return Err(self.before("EOF while parsing a string")),
                    }
                }
                let low = self.four_digits()?;
                if !(0xdc00..=0xdfff).contains(&low) {
                    return Err(self.before("lone leading surrogate in hex escape"));
                }
                code = 0x1_0000 + ((code - 0xd800) << 10 | (low - 0xdc00));
            }
            _ => {}
        }
        let letter = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        bytes.extend(letter.encode_utf8(&mut [0; 4]).as_bytes());
        Ok(())
    }

    fn four_digits(&mut self) -> Result<u32, Wrong> {
        let Some(digits) = self.text.get(self.at..self.at + 4) else {
            self.at = self.text.len();
            return Err(self.before("EOF while parsing a string"));
        };
        self.at += 4;
        let mut code = 0;
        for &digit in digits {
            let digit = char::from(digit).to_digit(16);
            code = code << 4 | digit.ok_or(self.before("invalid escape"))?;
        }
        Ok(code)
    }

    fn number(&mut self) -> Result<Number, Wrong> {
        let is_negative = self.peek() == Some(b'-');
        self.at += usize::from(is_negative);
        let (mut digits, mut power, mut is_whole) = (0_u64, 0_i32, true);
        let mut fits = true;
        // What is beyond 64 bits is beyond what a number can tell.
        let mut add = |digit: u8, past: bool| {
            let more =
                digits.checked_mul(10).and_then(|ten| ten.checked_add(u64::from(digit - b'0')));
            fits &= more.is_some();
            match more.filter(|_| fits) {
                Some(more) => {
                    digits = more;
                    power -= i32::from(past);
                }
                None => power += i32::from(!past),
            }
        };
        match self.peek() {
            Some(b'0') => {
                self.at += 1;
                if let Some(b'0'..=b'9') = self.peek() {
                    return Err(self.here("invalid number"));
                }
            }
            Some(b'1'..=b'9') => self.digits(|digit| add(digit, false)),
            Some(_) => return Err(self.here("invalid number")),
            None => return Err(self.before("EOF while parsing a value")),
        }
        if self.peek() == Some(b'.') {
            is_whole = false;
            self.at += 1;
            self.some_digit()?;
            self.digits(|digit| add(digit, true));
        }
        if let Some(b'e' | b'E') = self.peek() {
            is_whole = false;
            self.at += 1;
            let is_down = self.peek() == Some(b'-');
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.some_digit()?;
            let mut by = 0_i32;
            self.digits(|digit| by = by.saturating_mul(10).saturating_add(i32::from(digit - b'0')));
            power = if is_down { power.saturating_sub(by) } else { power.saturating_add(by) };
        }
        if is_whole && fits {
            if !is_negative {
                return Ok(Number::Whole(digits));
            }
            match 0_i64.checked_sub_unsigned(digits) {
                Some(whole) if whole != 0 => return Ok(Number::Negative(whole)),
                _ => {}
            }
        }
        let size = decimal::scaled(digits, power);
        if !size.is_finite() {
            return Err(self.before("number out of range"));
        }
        Ok(Number::Fraction(if is_negative { -size } else { size }))
    }

    fn digits(&mut self, mut take: impl FnMut(u8)) {
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            take(digit);
            self.at += 1;
        }
    }

    fn some_digit(&self) -> Result<(), Wrong> {
        match self.peek() {
            Some(b'0'..=b'9') => Ok(()),
            Some(_) => Err(self.here("invalid number")),
            None => Err(self.before("EOF while parsing a value")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(ours: &Value, theirs: &serde_json::Value) -> bool {
        match (ours, theirs) {
            (Value::Null, serde_json::Value::Null) => true,
            (Value::Bool(ours), serde_json::Value::Bool(theirs)) => ours == theirs,
            (Value::String(ours), serde_json::Value::String(theirs)) => ours == theirs,
            (Value::Number(Number::Whole(ours)), theirs) => theirs.as_u64() == Some(*ours),
            (Value::Number(Number::Negative(ours)), theirs) => theirs.as_i64() == Some(*ours),
            (Value::Number(Number::Fraction(ours)), theirs) => {
                let theirs_value = theirs.as_f64().unwrap_or(f64::NAN);
                let apart = (ours - theirs_value).abs();
                // Beyond what two exact steps reach, the last bits may differ.
                !theirs.is_u64() && !theirs.is_i64() && apart <= 4.0 * f64::EPSILON * ours.abs()
            }
            (Value::Array(ours), serde_json::Value::Array(theirs)) => {
                ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| same(a, b))
            }
            (Value::Object(ours), serde_json::Value::Object(theirs)) => {
                ours.0.len() == theirs.len()
                    && ours.iter().zip(theirs).all(|(a, b)| a.0 == b.0 && same(a.1, b.1))
            }
            _ => false,
        }
    }

    fn compare(text: &str) {
        match (read(text), serde_json::from_str::<serde_json::Value>(text)) {
            (Ok(ours), Ok(theirs)) => assert!(same(&ours, &theirs), "{text}: {ours:?} {theirs:?}"),
            (Err(ours), Err(theirs)) => {
                let said = theirs.to_string();
                let reason = said.split(" at line ").next().unwrap_or_default();
                let theirs = (reason, theirs.line(), theirs.column());
                assert_eq!((ours.reason, ours.line, ours.column), theirs, "{text:?}");
            }
            (ours, theirs) => panic!("{text:?}: {ours:?}, {theirs:?}"),
        }
    }

    #[test]
    fn what_a_library_reads_is_read_and_what_it_refuses_is_refused_with_its_words() {
        let texts = [
            "0",
            "-0",
            "-7",
            "18446744073709551615",
            "18446744073709551616",
            "-9223372036854775808",
            "-9223372036854775809",
            "0.1",
            "1e3",
            "1E-7",
            "2.5e+2",
            "123456789.123456789",
            "1e400",
            "1e-400",
            "01",
            "1.",
            ".5",
            "-",
            "+1",
            "1e",
            "nul",
            "nil",
            "true",
            "[]",
            "[1,]",
            "[1 2]",
            "[",
            "[1",
            "[1,",
            "{",
            "{}",
            "{\"a\"",
            "{\"a\":",
            "{\"a\":1",
            "{\"a\":1,",
            "{\"a\":1,}",
            "{a:1}",
            "{\"a\" 1}",
            "{\"a\":1 \"b\":2}",
            "\"a",
            "\"\\",
            "\"\\x\"",
            "\"\\u00e9\"",
            "\"\\ud83d\\ude00\"",
            "\"\\ud83d\"",
            "\"\\udc00\"",
            "\"\\u12",
            "\"\\u12g4\"",
            "\"\t\"",
            "\"é\"",
            "1 2",
            "",
            " ",
            "]",
            "{\"b\":1,\"a\":2,\"b\":3}",
            "\n\n{\n  \"a\": x }",
        ];
        texts.into_iter().for_each(compare);
        for depth in [126, 127, 128, 129] {
            compare(&("[".repeat(depth) + &"]".repeat(depth)));
        }
    }

    #[test]
    fn a_stream_with_a_byte_gone_or_another_in_its_place_reads_as_in_a_library() {
        let stream = include_str!("../../assets/streams/software-team.json");
        for at in (0..stream.len()).filter(|&at| stream.is_char_boundary(at)) {
            compare(&stream[..at]);
            let letter = stream[at..].chars().next().map_or(0, char::len_utf8);
            for other in ["", "\"", "}", ",", "0", "-", "\\", "x"] {
                compare(&[&stream[..at], other, &stream[at + letter..]].concat());
            }
        }
    }
}
