//! A request's parameters, decoded and sorted once; and views on those under one name.

use std::cmp::Ordering;

use memchr::{memchr, memchr2};

use crate::{ApiError, framework};

/// More than any operation's largest input; fewer than make sorting expensive.
const PARAMETERS_MAX: usize = 10_000;

/// A 400 `MalformedInput` in these words.
#[cold]
pub(super) fn malformed<T>(message: impl Into<std::borrow::Cow<'static, str>>) -> Result<T, ApiError> {
    Err(ApiError::new(&framework::MALFORMED_INPUT, message))
}

/// All parameters, sorted by name. Of several of one name the last one counts; the body comes after the URL.
pub(crate) struct Parameters {
    sorted: Vec<(String, String)>,
}

impl Parameters {
    /// From the URL's query and a form body. Either may be empty.
    pub(crate) fn parse(query: &str, body: &[u8]) -> Result<Self, ApiError> {
        let pairs = |form: &[u8]| form.iter().filter(|byte| **byte == b'&').count() + 1;
        if pairs(query.as_bytes()) + pairs(body) > PARAMETERS_MAX + 2 {
            return malformed(format!("The request has more than {PARAMETERS_MAX} parameters."));
        }
        let mut sorted = Vec::new();
        for form in [query.as_bytes(), body] {
            for pair in form.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
                let (name, value) = match memchr(b'=', pair) {
                    Some(at) => (&pair[..at], &pair[at + 1..]),
                    None => (pair, &[][..]),
                };
                sorted.push((percent_decoded(name)?, percent_decoded(value)?));
            }
        }
        // Stable, so that the last of equals stays last.
        sorted.sort_by(|(a, _): &(String, String), (b, _)| a.cmp(b));
        Ok(Self { sorted })
    }

    /// The parameter of exactly this name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.all().get(name)
    }

    pub(super) fn all(&self) -> Under<'_> {
        Under { parameters: &self.sorted, prefix: 0 }
    }
}

/// `+` is a space. A `%` that starts no code is refused rather than guessed at.
fn percent_decoded(text: &[u8]) -> Result<String, ApiError> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr2(b'+', b'%', rest) {
        out.extend_from_slice(&rest[..at]);
        let digit = |offset| rest.get(at + offset).and_then(|digit| char::from(*digit).to_digit(16));
        let (byte, length) = match (rest[at], digit(1), digit(2)) {
            (b'+', ..) => (b' ', 1),
            (_, Some(high), Some(low)) => ((high << 4 | low) as u8, 3),
            _ => return malformed("A parameter has a % that is not followed by two hex digits."),
        };
        out.push(byte);
        rest = &rest[at + length..];
    }
    out.extend_from_slice(rest);
    String::from_utf8(out).or_else(|_| malformed("A parameter is not UTF-8."))
}

/// The parameters whose names start with one prefix; names below are what follows it.
///
/// A slice of the sorted parameters: narrowing it is two binary searches, so decoding stays O(n log n)
/// whatever a client sends.
#[derive(Clone, Copy)]
pub(super) struct Under<'a> {
    parameters: &'a [(String, String)],
    prefix: usize,
}

impl<'a> Under<'a> {
    fn suffix<'p>(&self, parameter: &'p (String, String)) -> &'p [u8] {
        &parameter.0.as_bytes()[self.prefix..]
    }

    pub(super) fn is_empty(&self) -> bool {
        self.parameters.is_empty()
    }

    /// The value of exactly `name`, the last if there are several.
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        let after = self.parameters.partition_point(|p| self.suffix(p) <= name.as_bytes());
        let last = self.parameters[..after].last()?;
        (self.suffix(last) == name.as_bytes()).then_some(last.1.as_str())
    }

    /// Those that begin with `name` and a dot.
    pub(super) fn below(&self, name: &str) -> Under<'a> {
        let prefix = name.bytes().chain([b'.']);
        let compare = |p: &(String, String)| {
            let length = name.len() + 1;
            let suffix = self.suffix(p);
            suffix[..length.min(suffix.len())].iter().copied().cmp(prefix.clone())
        };
        let from = self.parameters.partition_point(|p| compare(p) == Ordering::Less);
        let rest = &self.parameters[from..];
        let length = rest.partition_point(|p| compare(p) == Ordering::Equal);
        Under { parameters: &rest[..length], prefix: self.prefix + name.len() + 1 }
    }

    /// The numbers that names here begin with, in order: `1`, `2`, `10`. Gaps are nothing; what is no number
    /// (or has leading zeros) is skipped.
    pub(super) fn numbers(&self) -> Vec<u32> {
        let mut numbers: Vec<u32> = Vec::new();
        for parameter in self.parameters {
            let suffix = self.suffix(parameter);
            let digits = suffix.split(|byte| *byte == b'.').next().unwrap_or(suffix);
            let canonical = matches!(digits, [b'1'..=b'9', rest @ ..] if rest.len() < 9 && rest.iter().all(u8::is_ascii_digit));
            if canonical {
                let number = digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
                if numbers.last() != Some(&number) {
                    numbers.push(number);
                }
            }
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_among_its_neighbours() {
        let parameters =
            Parameters::parse("A-=1&A.x=2&A=3&A/=4&AB=5&A.=6&A.x.y=7&A.x=8&B=9&A..=0", b"").unwrap();
        let all = parameters.all();
        assert_eq!(all.get("A"), Some("3"));
        assert_eq!(all.get("AB"), Some("5"));
        assert_eq!(all.get("C"), None);
        let below = all.below("A");
        assert_eq!(below.parameters.len(), 5);
        assert_eq!(below.get("x"), Some("8"));
        assert_eq!(below.get(""), Some("6"));
        assert_eq!(below.below("x").get("y"), Some("7"));
        assert!(all.below("B").is_empty());
        assert!(all.below("").is_empty());
    }

    #[test]
    fn numbers_come_in_order_without_gaps_zeros_or_words() {
        let parameters =
            Parameters::parse("L.10=&L.2=&L.2.a=&L.2-=&L.01=&L.0=&L.x=&L.1234567890=&L.7.b", b"").unwrap();
        assert_eq!(parameters.all().below("L").numbers(), [2, 7, 10]);
    }

    #[test]
    fn pairs_may_lack_a_value_or_everything() {
        let parameters = Parameters::parse("&&a&=b&c==d&e=%c3%A9+%2b&", b"a=z").unwrap();
        assert_eq!(parameters.get("a"), Some("z"));
        assert_eq!(parameters.get(""), Some("b"));
        assert_eq!(parameters.get("c"), Some("=d"));
        assert_eq!(parameters.get("e"), Some("\u{e9} +"));
    }
}
