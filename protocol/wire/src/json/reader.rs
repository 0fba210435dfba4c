//! A pull reader over JSON text: one pass, no tree, no recursion.
//!
//! Strict (RFC 8259) about what it reads and what it skips alike.

use std::borrow::Cow;

use millpond_shapes::ErrorShape;

use super::strings;
use crate::{ApiError, framework};

/// How deep arrays and objects may nest. AWS's inputs need five levels.
pub(super) const DEPTH_MAX: u32 = 64;

const SERIALIZATION: &ErrorShape = &framework::SERIALIZATION;

/// A `SerializationException` in these words.
#[cold]
pub(super) fn refuse<T>(message: impl Into<Cow<'static, str>>) -> Result<T, ApiError> {
    Err(ApiError::new(SERIALIZATION, message))
}

/// What kind of value comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Boolean,
    Number,
    String,
    List,
    Object,
}

pub(super) struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
}

impl<'a> Reader<'a> {
    pub(super) fn new(body: &'a [u8]) -> Result<Self, ApiError> {
        match std::str::from_utf8(body) {
            Ok(text) => Ok(Self { text, at: 0, depth: 0 }),
            Err(error) => refuse(format!("The body is not UTF-8 at byte {}.", error.valid_up_to())),
        }
    }

    #[inline]
    fn rest(&self) -> &'a [u8] {
        &self.text.as_bytes()[self.at..]
    }

    #[cold]
    fn unexpected<T>(&self) -> Result<T, ApiError> {
        match self.text[self.at..].chars().next() {
            None => refuse("The JSON text ends too early."),
            Some(found) => {
                refuse(format!("Unexpected character {found:?} at byte {} of the JSON text.", self.at))
            }
        }
    }

    /// The next byte that is not white space, not consumed.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        let rest = self.rest();
        let skipped = rest.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))?;
        self.at += skipped;
        Some(rest[skipped])
    }

    #[inline]
    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    #[inline]
    fn expect(&mut self, byte: u8) -> Result<(), ApiError> {
        if self.take(byte) { Ok(()) } else { self.unexpected() }
    }

    /// Looks, consumes nothing but white space.
    #[inline]
    pub(super) fn kind(&mut self) -> Result<Kind, ApiError> {
        match self.peek() {
            Some(b'"') => Ok(Kind::String),
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::List),
            Some(b't' | b'f') => Ok(Kind::Boolean),
            Some(b'n') => Ok(Kind::Null),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            _ => self.unexpected(),
        }
    }

    fn literal(&mut self, word: &str) -> Result<(), ApiError> {
        if self.rest().starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(())
        } else {
            self.unexpected()
        }
    }

    pub(super) fn null(&mut self) -> Result<(), ApiError> {
        self.literal("null")
    }

    pub(super) fn boolean(&mut self) -> Result<bool, ApiError> {
        let value = self.peek() == Some(b't');
        self.literal(if value { "true" } else { "false" })?;
        Ok(value)
    }

    /// The number's text, checked to be one.
    pub(super) fn number(&mut self) -> Result<&'a str, ApiError> {
        let bytes = self.rest();
        let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();

        let mut end = usize::from(bytes.first() == Some(&b'-'));
        let whole = digits(end);
        if whole == 0 || (whole > 1 && bytes[end] == b'0') {
            return self.unexpected();
        }
        end += whole;
        if bytes.get(end) == Some(&b'.') {
            let fraction = digits(end + 1);
            if fraction == 0 {
                return self.unexpected();
            }
            end += 1 + fraction;
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            let exponent = digits(end + 1 + sign);
            if exponent == 0 {
                return self.unexpected();
            }
            end += 1 + sign + exponent;
        }
        let text = &self.text[self.at..self.at + end];
        self.at += end;
        Ok(text)
    }

    /// A string, borrowed from the body unless it has escapes.
    #[inline]
    pub(super) fn string(&mut self) -> Result<Cow<'a, str>, ApiError> {
        self.expect(b'"')?;
        let (string, length) = strings::read(&self.text[self.at..])?;
        self.at += length;
        Ok(string)
    }

    fn skip_string(&mut self) -> Result<(), ApiError> {
        self.string().map(drop)
    }

    fn enter(&mut self) -> Result<(), ApiError> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return refuse(format!("The JSON text nests deeper than {DEPTH_MAX} levels."));
        }
        Ok(())
    }

    /// Opens an object. Then call [`Reader::key`] until it answers none.
    pub(super) fn open_object(&mut self) -> Result<(), ApiError> {
        self.expect(b'{')?;
        self.enter()
    }

    /// The next key, its colon consumed; none once the object is closed.
    #[inline]
    pub(super) fn key(&mut self, first: bool) -> Result<Option<Cow<'a, str>>, ApiError> {
        if self.take(b'}') {
            self.depth -= 1;
            return Ok(None);
        }
        if !first {
            self.expect(b',')?;
            self.peek();
        }
        let key = self.string()?;
        self.expect(b':')?;
        Ok(Some(key))
    }

    /// Opens a list. Then call [`Reader::another`] before each element.
    pub(super) fn open_list(&mut self) -> Result<(), ApiError> {
        self.expect(b'[')?;
        self.enter()
    }

    /// Whether an element follows; if not, the list is closed.
    #[inline]
    pub(super) fn another(&mut self, first: bool) -> Result<bool, ApiError> {
        if self.take(b']') {
            self.depth -= 1;
            return Ok(false);
        }
        if !first {
            self.expect(b',')?;
            if self.peek() == Some(b']') {
                return self.unexpected();
            }
        }
        Ok(true)
    }

    /// Skips one value, however it nests: open brackets are bits of one word, an object's being 1.
    pub(super) fn skip(&mut self) -> Result<(), ApiError> {
        let outside = self.depth;
        let mut objects: u64 = 0;
        let mut first;
        loop {
            match self.kind()? {
                Kind::Object => {
                    self.open_object()?;
                    objects = objects << 1 | 1;
                    first = true;
                }
                Kind::List => {
                    self.open_list()?;
                    objects <<= 1;
                    first = true;
                }
                scalar => {
                    self.skip_scalar(scalar)?;
                    first = false;
                }
            }
            // Close what ends here, up to the next value.
            loop {
                if self.depth == outside {
                    return Ok(());
                }
                let more = if objects & 1 == 1 { self.key(first)?.is_some() } else { self.another(first)? };
                if more {
                    break;
                }
                objects >>= 1;
                first = false;
            }
        }
    }

    fn skip_scalar(&mut self, kind: Kind) -> Result<(), ApiError> {
        match kind {
            Kind::Null => self.null(),
            Kind::Boolean => self.boolean().map(drop),
            Kind::Number => self.number().map(drop),
            Kind::String => self.skip_string(),
            Kind::List | Kind::Object => unreachable!("the caller opens these"),
        }
    }

    /// Nothing but white space may be left.
    pub(super) fn end(&mut self) -> Result<(), ApiError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => self.unexpected(),
        }
    }
}
