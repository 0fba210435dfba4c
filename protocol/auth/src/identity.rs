//! The two names that, with a service, make a place of AWS's: an account and a region.

use std::fmt;

/// Not an account id, or not a region's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityError {
    /// An account id is 12 digits.
    Account,
    /// A region's name is 1 to 32 of `a-z`, `0-9` and `-`.
    Region,
}

impl fmt::Display for IdentityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Account => "an account id has 12 digits",
            Self::Region => "a region's name has 1 to 32 characters of a-z, 0-9 and -",
        })
    }
}

impl std::error::Error for IdentityError {}

/// An AWS account: 12 digits, leading zeros included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId([u8; 12]);

impl AccountId {
    /// The one that AWS's emulators give to a caller who names none.
    pub const DEFAULT: Self = Self(*b"000000000000");

    /// From its 12 digits.
    pub fn parse(text: &str) -> Result<Self, IdentityError> {
        match <[u8; 12]>::try_from(text.as_bytes()) {
            Ok(digits) if digits.iter().all(u8::is_ascii_digit) => Ok(Self(digits)),
            _ => Err(IdentityError::Account),
        }
    }

    /// Its 12 digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("digits only")
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A region's name: `eu-central-1`. Any well-formed one is a region here, also one AWS does not have.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(Box<str>);

impl Region {
    /// Longest name; AWS's longest has 14.
    pub const LENGTH_MAX: usize = 32;

    /// From its name.
    pub fn parse(text: &str) -> Result<Self, IdentityError> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if (1..=Self::LENGTH_MAX).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.into()))
        } else {
            Err(IdentityError::Region)
        }
    }

    /// Its name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The partition AWS has it in: the first field of its ARNs.
    pub fn partition(&self) -> &'static str {
        partition_of(&self.0)
    }
}

/// The partition of a region that is known by its name.
pub fn partition_of(region: &str) -> &'static str {
    if region.starts_with("cn-") {
        "aws-cn"
    } else if region.starts_with("us-gov-") {
        "aws-us-gov"
    } else {
        "aws"
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_twelve_digits_are_an_account() {
        assert_eq!(AccountId::parse("012345678901").unwrap().to_string(), "012345678901");
        for text in ["", "12345678901", "1234567890123", "12345678901x", "１２３４", "-12345678901"] {
            assert_eq!(AccountId::parse(text), Err(IdentityError::Account), "{text}");
        }
    }

    #[test]
    fn a_region_is_short_and_lower_case() {
        assert_eq!(Region::parse("cn-north-1").unwrap().partition(), "aws-cn");
        assert_eq!(Region::parse("us-gov-west-1").unwrap().partition(), "aws-us-gov");
        assert_eq!(Region::parse("local").unwrap().partition(), "aws");
        let long = "a".repeat(33);
        for text in ["", "EU-central-1", "eu_central", "eu central", long.as_str(), "a/b", "a\0"] {
            assert_eq!(Region::parse(text), Err(IdentityError::Region), "{text}");
        }
    }
}
