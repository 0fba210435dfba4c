//! Request bodies: read whole, within a size and a time, content encodings undone.

use std::io::Read;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::HeaderMap;
use hyper::body::Incoming;

/// The largest message is 1 MiB. Escaped in JSON it takes six times that, in a form three times.
pub const BODY_BYTES_MAX: usize = 8 << 20;
/// How long a body may take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// Why there is no body.
pub enum BodyError {
    /// Larger than [`BODY_BYTES_MAX`], as it came or decoded.
    TooLarge,
    /// The client went away or broke HTTP.
    Broken,
    /// It took too long.
    Late,
    /// An encoding that is not understood, or not what it says.
    Encoding(&'static str),
}

/// Reads a body.
pub async fn read(headers: &HeaderMap, body: Incoming) -> Result<Bytes, BodyError> {
    let declared = headers.get("content-length").and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|bytes| bytes > BODY_BYTES_MAX as u64) {
        return Err(BodyError::TooLarge);
    }
    let whole = Limited::new(body, BODY_BYTES_MAX).collect();
    let collected = match tokio::time::timeout(BODY_TIMEOUT, whole).await {
        Err(_) => return Err(BodyError::Late),
        Ok(Err(error)) if error.is::<LengthLimitError>() => return Err(BodyError::TooLarge),
        Ok(Err(_)) => return Err(BodyError::Broken),
        Ok(Ok(collected)) => collected.to_bytes(),
    };
    match headers.get("content-encoding").map(|value| value.as_bytes()) {
        None | Some(b"" | b"identity") => Ok(collected),
        Some(b"gzip") => inflate(&collected),
        Some(_) => Err(BodyError::Encoding("The Content-Encoding of the request is not supported; gzip is.")),
    }
}

fn inflate(compressed: &[u8]) -> Result<Bytes, BodyError> {
    let mut whole = Vec::new();
    let mut reader = flate2::read::MultiGzDecoder::new(compressed).take(BODY_BYTES_MAX as u64 + 1);
    let read = reader.read_to_end(&mut whole);
    if whole.len() > BODY_BYTES_MAX {
        return Err(BodyError::TooLarge);
    }
    read.map_err(|_| {
        BodyError::Encoding("The request's body is not the gzip data that its Content-Encoding says.")
    })?;
    Ok(whole.into())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_gzip_bomb_stops_at_the_limit() {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&vec![0; BODY_BYTES_MAX * 4]).unwrap();
        let bomb = encoder.finish().unwrap();
        assert!(matches!(inflate(&bomb), Err(BodyError::TooLarge)));
        assert!(matches!(inflate(b"no gzip"), Err(BodyError::Encoding(_))));
    }
}
