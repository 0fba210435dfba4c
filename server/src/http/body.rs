//! Request bodies: read whole, within a size and a time, content encodings undone.

use std::future::poll_fn;
use std::io::Read;
use std::pin::pin;
use std::task::Poll;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::HeaderMap;
use hyper::body::{Body as _, Incoming};
use hyper::header::{CONTENT_ENCODING, CONTENT_LENGTH};

use super::patience::Patience;
use super::room::Share;

/// The largest message is 1 MiB. Escaped in JSON it takes six times that, in a form three times.
pub const BODY_BYTES_MAX: usize = 8 << 20;

/// The least by which the room for a body of unknown length grows.
const MORE_BYTES: usize = 64 << 10;

/// A body, and the room it takes until the call has its answer: what was made of it may wait as long for the disk.
pub struct Body {
    /// All of it.
    pub bytes: Bytes,
    /// What it takes of the room for all.
    pub room: Share,
}

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
pub async fn read(headers: &HeaderMap, body: Incoming, patience: &Patience) -> Result<Body, BodyError> {
    let declared = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|bytes| bytes > BODY_BYTES_MAX as u64) {
        return Err(BodyError::TooLarge);
    }
    let room = patience.room_for_body();
    let collected = collect_in_time(body, &room, patience).await;
    patience.body_is_over();
    let collected = collected?;
    let bytes = match headers.get(CONTENT_ENCODING).map(|value| value.as_bytes()) {
        None | Some(b"" | b"identity") => collected,
        Some(b"gzip") => inflate(&collected, &room)?,
        Some(_) => {
            let why = "The Content-Encoding of the request is not supported; gzip is.";
            return Err(BodyError::Encoding(why));
        }
    };
    Ok(Body { bytes, room })
}

async fn collect_in_time(body: Incoming, room: &Share, patience: &Patience) -> Result<Bytes, BodyError> {
    let mut whole = pin!(collect(body, room, patience));
    poll_fn(|context| match whole.as_mut().poll(context) {
        Poll::Pending if patience.body_is_late() => Poll::Ready(Err(BodyError::Late)),
        polled => polled,
    })
    .await
}

/// All frames in one piece. The first one is the whole of most bodies, and is not copied then.
async fn collect(mut body: Incoming, room: &Share, patience: &Patience) -> Result<Bytes, BodyError> {
    let first = next(&mut body).await?.unwrap_or_default();
    let expected = body.size_hint().lower().min(BODY_BYTES_MAX as u64) as usize;
    let mut has_room_for = first.len() + expected;
    if !room.take(has_room_for) {
        return refuse(body, patience).await;
    }
    if body.is_end_stream() {
        return Ok(first);
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
                drop(whole);
                return refuse(body, patience).await;
            }
            has_room_for += more;
        }
        whole.extend_from_slice(&data);
    }
    Ok(whole.freeze())
}

/// There is no room: what comes is read and forgotten. A client that is still sending when its connection is closed may
/// never see the answer, and would not know that it should try again.
async fn refuse(mut body: Incoming, patience: &Patience) -> Result<Bytes, BodyError> {
    patience.body_is_refused();
    let mut left = BODY_BYTES_MAX;
    while let Some(data) = next(&mut body).await? {
        let Some(less) = left.checked_sub(data.len()) else { break };
        left = less;
    }
    Err(BodyError::NoRoom)
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

fn inflate(compressed: &[u8], room: &Share) -> Result<Bytes, BodyError> {
    let mut whole = Vec::new();
    let mut reader = flate2::read::MultiGzDecoder::new(compressed).take(BODY_BYTES_MAX as u64 + 1);
    let read = reader.read_to_end(&mut whole);
    if whole.len() > BODY_BYTES_MAX {
        return Err(BodyError::TooLarge);
    }
    read.map_err(|_| {
        BodyError::Encoding("The request's body is not the gzip data that its Content-Encoding says.")
    })?;
    if room.take(whole.len()) { Ok(whole.into()) } else { Err(BodyError::NoRoom) }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::super::room::Room;
    use super::*;

    #[test]
    fn a_gzip_bomb_stops_at_the_limit() {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&vec![0; BODY_BYTES_MAX * 4]).unwrap();
        let bomb = encoder.finish().unwrap();
        let room = Room::of(BODY_BYTES_MAX);
        assert!(matches!(inflate(&bomb, &Share::of(&room)), Err(BodyError::TooLarge)));
        assert!(matches!(inflate(b"no gzip", &Share::of(&room)), Err(BodyError::Encoding(_))));
    }

    #[test]
    fn a_body_takes_the_room_that_it_needs_once_it_is_no_longer_compressed() {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&vec![0; 1 << 20]).unwrap();
        let compressed = encoder.finish().unwrap();
        let room = Room::of(1 << 20);
        let (one, other) = (Share::of(&room), Share::of(&room));
        assert!(inflate(&compressed, &one).is_ok());
        assert!(matches!(inflate(&compressed, &other), Err(BodyError::NoRoom)));
    }
}
