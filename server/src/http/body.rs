//! Request bodies: read whole, within a size and a time, content encodings undone.

use std::future::poll_fn;
use std::io::Read;
use std::pin::pin;
use std::task::Poll;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::HeaderMap;
use hyper::body::{Body, Incoming};
use hyper::header::{CONTENT_ENCODING, CONTENT_LENGTH};

use super::patience::Patience;

/// The largest message is 1 MiB. Escaped in JSON it takes six times that, in a form three times.
pub const BODY_BYTES_MAX: usize = 8 << 20;

/// The least by which the room for a body of unknown length grows.
const MORE_BYTES: usize = 64 << 10;

/// Why there is no body.
pub enum BodyError {
    /// Larger than [`BODY_BYTES_MAX`], as it came or decoded.
    TooLarge,
    /// The client went away or broke HTTP.
    Broken,
    /// Too much is on its way already.
    NoRoom,
    /// It took too long.
    Late,
    /// An encoding that is not understood, or not what it says.
    Encoding(&'static str),
}

/// Reads a body.
pub async fn read(headers: &HeaderMap, body: Incoming, patience: &Patience) -> Result<Bytes, BodyError> {
    let declared = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|bytes| bytes > BODY_BYTES_MAX as u64) {
        return Err(BodyError::TooLarge);
    }
    let mut whole = pin!(collect(body, patience));
    let collected = poll_fn(|context| match whole.as_mut().poll(context) {
        Poll::Pending if patience.body_is_late() => Poll::Ready(Err(BodyError::Late)),
        polled => polled,
    });
    let collected = collected.await;
    patience.body_is_over();
    let collected = collected?;
    match headers.get(CONTENT_ENCODING).map(|value| value.as_bytes()) {
        None | Some(b"" | b"identity") => Ok(collected),
        Some(b"gzip") => inflate(&collected),
        Some(_) => Err(BodyError::Encoding("The Content-Encoding of the request is not supported; gzip is.")),
    }
}

/// All frames in one piece. The first one is the whole of most bodies, and is not copied then.
async fn collect(mut body: Incoming, patience: &Patience) -> Result<Bytes, BodyError> {
    let first = next(&mut body).await?.unwrap_or_default();
    if body.is_end_stream() {
        return Ok(first);
    }
    let expected = body.size_hint().lower().min(BODY_BYTES_MAX as u64) as usize;
    let room = patience.room_for_body();
    let mut has_room_for = first.len() + expected;
    if !room.take(has_room_for) {
        return Err(BodyError::NoRoom);
    }
    let mut whole = BytesMut::with_capacity(first.len() + expected);
    whole.extend_from_slice(&first);
    while let Some(data) = next(&mut body).await? {
        if whole.len() + data.len() > BODY_BYTES_MAX {
            return Err(BodyError::TooLarge);
        }
        if whole.len() + data.len() > has_room_for {
            // Nobody said how long it is: it takes as much again.
            let more = has_room_for.max(MORE_BYTES);
            if !room.take(more) {
                return Err(BodyError::NoRoom);
            }
            has_room_for += more;
        }
        whole.extend_from_slice(&data);
    }
    Ok(whole.freeze())
}

/// The next data; none at the end. Trailers say nothing to us.
async fn next(body: &mut Incoming) -> Result<Option<Bytes>, BodyError> {
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame.map_err(|_| BodyError::Broken)?.into_data() {
            return Ok(Some(data));
        }
    }
    Ok(None)
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
