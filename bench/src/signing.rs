//! Signature Version 4 in a header, for the requests that the loader sends.

use millpond_runtime::wall_time_ms;
use sha2::{Digest, Sha256};

const REGION: &str = "us-east-1";
const SERVICE: &str = "sqs";
/// What stands in the request beside `host` and `x-amz-date`, as botocore signs it.
const SIGNED_HEADERS: &str = "content-type;host;x-amz-date;x-amz-target;x-amzn-query-mode";

/// Signs with one key for one day; the key is derived once.
pub struct Signer {
    access_key: &'static str,
    key: [u8; 32],
    /// `yyyymmddThhmmssZ`. Set once: a measurement is far shorter than the 15 minutes a signature is good for.
    pub date: String,
}

impl Signer {
    pub fn new(access_key: &'static str, secret: &str) -> Signer {
        Signer::at(access_key, secret, wall_time_ms() / 1000)
    }

    fn at(access_key: &'static str, secret: &str, unix_seconds: u64) -> Signer {
        let date = amz_date(unix_seconds);
        let day = hmac(format!("AWS4{secret}").as_bytes(), &date.as_bytes()[..8]);
        let service = hmac(&hmac(&day, REGION.as_bytes()), SERVICE.as_bytes());
        Signer { access_key, key: hmac(&service, b"aws4_request"), date }
    }

    /// The `Authorization` header's value for a POST to `/`.
    pub fn authorization(&self, host: &str, content_type: &str, target: &str, body: &[u8]) -> String {
        let date = &self.date;
        let payload = hex(&Sha256::digest(body));
        let canonical = format!(
            "POST\n/\n\ncontent-type:{content_type}\nhost:{host}\nx-amz-date:{date}\nx-amz-target:{target}\n\
             x-amzn-query-mode:true\n\n{SIGNED_HEADERS}\n{payload}"
        );
        let scope = format!("{}/{REGION}/{SERVICE}/aws4_request", &date[..8]);
        let hash = hex(&Sha256::digest(canonical.as_bytes()));
        let signature =
            hex(&hmac(&self.key, format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{hash}").as_bytes()));
        let key = self.access_key;
        format!(
            "AWS4-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders={SIGNED_HEADERS}, Signature={signature}"
        )
    }
}

/// HMAC-SHA-256. A key here is never longer than a block.
fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    const BLOCK_BYTES: usize = 64;
    let mut inner = [0x36; BLOCK_BYTES];
    let mut outer = [0x5c; BLOCK_BYTES];
    for (at, byte) in key.iter().enumerate() {
        inner[at] ^= byte;
        outer[at] ^= byte;
    }
    let inside = Sha256::new().chain_update(inner).chain_update(message).finalize();
    Sha256::new().chain_update(outer).chain_update(inside).finalize().into()
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(DIGITS[usize::from(byte >> 4)].into());
        text.push(DIGITS[usize::from(byte & 15)].into());
    }
    text
}

/// The Gregorian date of a Unix time, counted in years that begin in March, so that a leap day ends one.
fn amz_date(unix_seconds: u64) -> String {
    let (days, second) = (unix_seconds / 86_400 + 719_468, unix_seconds % 86_400);
    let (era, day) = (days / 146_097, days % 146_097);
    let year_of_era = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_hold_over_leap_days_and_year_ends() {
        assert_eq!(amz_date(0), "19700101T000000Z");
        assert_eq!(amz_date(951_782_400), "20000229T000000Z");
        assert_eq!(amz_date(1_735_689_599), "20241231T235959Z");
        assert_eq!(amz_date(1_793_882_096), "20261105T123456Z");
    }

    /// Expected value computed with botocore's SigV4Auth for the same request.
    #[test]
    fn a_request_is_signed_as_botocore_signs_it() {
        let signer =
            Signer::at("AKIAMILLPONDBENCH", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", 1_793_882_096);
        let header = signer.authorization(
            "127.0.0.1:4566",
            "application/x-amz-json-1.0",
            "AmazonSQS.CreateQueue",
            br#"{"QueueName":"q"}"#,
        );
        assert_eq!(
            header,
            "AWS4-HMAC-SHA256 Credential=AKIAMILLPONDBENCH/20261105/us-east-1/sqs/aws4_request, \
             SignedHeaders=content-type;host;x-amz-date;x-amz-target;x-amzn-query-mode, \
             Signature=6534e872ed1cec7ba06f55b3e7790233642baa920281b199d5874644f7fcd794"
        );
    }
}
