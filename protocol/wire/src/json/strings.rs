//! The inside of a JSON string, read and written.

use std::borrow::Cow;

use memchr::memchr2;

use super::reader::refuse;
use crate::ApiError;

/// Reads up to the closing quote. Answers the string and how many bytes it took, the quote included.
#[inline]
pub(super) fn read(text: &str) -> Result<(Cow<'_, str>, usize), ApiError> {
    let bytes = text.as_bytes();
    match memchr2(b'"', b'\\', bytes) {
        Some(end) if bytes[end] == b'"' => {
            no_control(&bytes[..end])?;
            Ok((Cow::Borrowed(&text[..end]), end + 1))
        }
        Some(first) => read_escaped(text, first),
        None => refuse("A string of the JSON text has no end."),
    }
}

#[inline]
fn no_control(bytes: &[u8]) -> Result<(), ApiError> {
    // A fold, not a search: it has no early exit, so that it compiles to vector instructions.
    if bytes.iter().fold(false, |found, byte| found | (*byte < 0x20)) {
        return refuse("A string of the JSON text has a control character that is not escaped.");
    }
    Ok(())
}

#[cold]
fn read_escaped(text: &str, first: usize) -> Result<(Cow<'_, str>, usize), ApiError> {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(first + 32);
    let mut run = 0;
    let mut special = first;
    loop {
        no_control(&bytes[run..special])?;
        out.push_str(&text[run..special]);
        if bytes[special] == b'"' {
            return Ok((Cow::Owned(out), special + 1));
        }
        let (character, length) = unescape(&text[special..])?;
        out.push(character);
        run = special + length;
        match memchr2(b'"', b'\\', &bytes[run..]) {
            Some(next) => special = run + next,
            None => return refuse("A string of the JSON text has no end."),
        }
    }
}

/// One escape sequence at the start of `text`: its character, and its length in bytes.
fn unescape(text: &str) -> Result<(char, usize), ApiError> {
    let simple = match text.as_bytes().get(1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unescape_unicode(text),
        _ => return refuse("A string of the JSON text has an unknown escape."),
    };
    Ok((simple, 2))
}

fn unescape_unicode(text: &str) -> Result<(char, usize), ApiError> {
    let unit = |from: usize| {
        let digits = text.as_bytes().get(from..from + 6)?.strip_prefix(b"\\u")?;
        digits.iter().try_fold(0u32, |unit, digit| Some(unit << 4 | char::from(*digit).to_digit(16)?))
    };
    let found = match unit(0) {
        Some(high @ 0xD800..=0xDBFF) => match unit(6) {
            Some(low @ 0xDC00..=0xDFFF) => {
                char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)).map(|c| (c, 12))
            }
            _ => None,
        },
        Some(unit) => char::from_u32(unit).map(|c| (c, 6)),
        None => None,
    };
    match found {
        Some(found) => Ok(found),
        None => refuse("A string of the JSON text has a \\u escape that is no character."),
    }
}

/// Writes a string with its quotes. Blocks in which nothing needs an escape are copied whole.
pub(super) fn write(out: &mut Vec<u8>, text: &str) {
    const BLOCK_BYTES: usize = 64;
    out.reserve(text.len() + 2);
    out.push(b'"');
    for block in text.as_bytes().chunks(BLOCK_BYTES) {
        // A fold, not a search: it has no early exit, so that it compiles to vector instructions.
        let escapes = |found, byte: &u8| found | (*byte < 0x20) | (*byte == b'"') | (*byte == b'\\');
        if block.iter().fold(false, escapes) {
            write_escaped(out, block);
        } else {
            out.extend_from_slice(block);
        }
    }
    out.push(b'"');
}

/// Writes bytes of which some need an escape. Runs of the others are copied.
fn write_escaped(out: &mut Vec<u8>, bytes: &[u8]) {
    let mut run = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if !NEEDS_ESCAPE[usize::from(*byte)] {
            continue;
        }
        out.extend_from_slice(&bytes[run..at]);
        run = at + 1;
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            8 => out.extend_from_slice(b"\\b"),
            12 => out.extend_from_slice(b"\\f"),
            _ => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                let (high, low) = (HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]);
                out.extend_from_slice(&[b'\\', b'u', b'0', b'0', high, low]);
            }
        }
    }
    out.extend_from_slice(&bytes[run..]);
}

const NEEDS_ESCAPE: [bool; 256] = {
    let mut table = [false; 256];
    let mut control = 0;
    while control < 0x20 {
        table[control] = true;
        control += 1;
    }
    table[b'"' as usize] = true;
    table[b'\\' as usize] = true;
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_is_found_wherever_it_stands() {
        for (character, escaped) in [('"', "\\\""), ('\\', "\\\\"), ('\n', "\\n"), ('\u{1f}', "\\u001f")] {
            for before in 0..150 {
                let (before, after) = ("é".repeat(before), "x".repeat(150 - before));
                let mut out = Vec::new();
                write(&mut out, &format!("{before}{character}{after}"));
                assert_eq!(String::from_utf8(out).unwrap(), format!("\"{before}{escaped}{after}\""));
            }
        }
    }
}
