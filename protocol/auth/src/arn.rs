//! Amazon Resource Names: `arn:partition:service:region:account:resource`.

use std::fmt;

/// A well-formed ARN. What its resource part means is the service's to say.
///
/// Region and account are text, as either may be empty (S3, IAM) or `aws` (managed policies).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Arn {
    /// `aws`, `aws-cn`, `aws-us-gov`.
    pub partition: String,
    /// `sqs`.
    pub service: String,
    /// `eu-central-1`, or empty.
    pub region: String,
    /// 12 digits, or empty, or `aws`.
    pub account: String,
    /// All that follows, colons and slashes included: `my-queue`, `stream/my-stream`.
    pub resource: String,
}

/// Not an ARN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArnError;

impl fmt::Display for ArnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an ARN is arn:partition:service:region:account:resource")
    }
}

impl std::error::Error for ArnError {}

impl Arn {
    /// Parts as they stand; partition, service and resource may not be empty.
    pub fn parse(text: &str) -> Result<Self, ArnError> {
        let mut parts = text.splitn(6, ':');
        let mut part = || parts.next().ok_or(ArnError);
        if part()? != "arn" {
            return Err(ArnError);
        }
        let (partition, service, region, account, resource) = (part()?, part()?, part()?, part()?, part()?);
        if partition.is_empty() || service.is_empty() || resource.is_empty() {
            return Err(ArnError);
        }
        Ok(Self {
            partition: partition.to_owned(),
            service: service.to_owned(),
            region: region.to_owned(),
            account: account.to_owned(),
            resource: resource.to_owned(),
        })
    }
}

impl fmt::Display for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { partition, service, region, account, resource } = self;
        write!(f, "arn:{partition}:{service}:{region}:{account}:{resource}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_parsed_is_printed_again() {
        for text in [
            "arn:aws:sqs:us-east-1:123456789012:my-queue.fifo",
            "arn:aws:kinesis:eu-west-1:123456789012:stream/s/consumer/c:1700000000",
            "arn:aws:s3:::bucket/key",
            "arn:aws:iam::aws:policy/ReadOnlyAccess",
        ] {
            assert_eq!(Arn::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Arn::parse("arn:aws:sns:r:1:topic:sub").unwrap().resource, "topic:sub");
    }

    #[test]
    fn what_lacks_a_part_is_none() {
        for text in [
            "",
            "arn",
            "arn:aws:sqs:us-east-1:123456789012",
            "arn:aws:sqs:us-east-1:123456789012:",
            "urn:aws:sqs:r:1:q",
            "arn::sqs:r:1:q",
            "arn:aws::r:1:q",
        ] {
            assert_eq!(Arn::parse(text), Err(ArnError), "{text}");
        }
    }
}
