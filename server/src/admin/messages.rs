//! `GET /_millpond/sqs/messages?QueueUrl=…`: what waits on a queue, without receiving it. `&Status=inflight` and
//! `&Status=delayed` show the others, `&Region=…` another region than the server's own, `&Max=…` up to 1,000 of them.

use hyper::StatusCode;
use millpond_catalogue::Key;
use millpond_sqs::QueuePath;
use millpond_sqs::inspect::{BYTES_MAX, Glimpse, PageReader, Status, glimpses};
use serde_json::{Value, json};

use super::{failed, ok};
use crate::http::HttpAnswer;
use crate::worker::Worker;

const SHOWN: usize = 100;
const SHOWN_MAX: usize = 1000;

/// Answers.
pub async fn answer(worker: &Worker, query: &str) -> HttpAnswer {
    let shared = &worker.shared;
    let parameter = |name: &str| {
        let found = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name);
        found.map(|(_, value)| unescaped(value))
    };
    let url = parameter("QueueUrl").unwrap_or_default();
    let Some(path) = QueuePath::parse(&url) else {
        return failed(StatusCode::BAD_REQUEST, "QueueUrl is wanted: a queue's URL");
    };
    let Some(status) = Status::parse(parameter("Status").as_deref().unwrap_or("visible")) else {
        return failed(StatusCode::BAD_REQUEST, "Status is visible, inflight or delayed");
    };
    let most = parameter("Max").map_or(Some(SHOWN), |max| max.parse().ok().filter(|max| *max <= SHOWN_MAX));
    let Some(most) = most else { return failed(StatusCode::BAD_REQUEST, "Max is a number up to 1000") };
    let region = parameter("Region").unwrap_or_else(|| shared.default_region.to_string());
    let key = Key::new(millpond_sqs::SERVICE, &format!("{}/{region}", path.account), path.name);
    let Some(id) = shared.directory.snapshot().get(&key).map(|entry| entry.id) else {
        return failed(StatusCode::NOT_FOUND, "there is no such queue");
    };
    let partitions = shared.partitions;
    let found = worker.probe(id.partition(partitions), move |turn| {
        turn.part(|state| millpond_api::Holds::part(state))
            .advance(|sqs: &mut millpond_sqs::SqsState, now| sqs.advance(id, now));
        turn.state()
            .sqs()
            .queue(id)
            .map(|queue| glimpses(queue, status, most, partitions))
            .unwrap_or_default()
    });
    let Ok(found) = found.await else { return failed(StatusCode::SERVICE_UNAVAILABLE, "try again") };
    let (storage, keys) = (shared.storage.clone(), shared.keys);
    let read = move || {
        let (mut seen, mut bytes) = (Vec::new(), 0);
        let mut pages = PageReader::new(&*storage.store);
        for glimpse in &found {
            // Fewer where they are large.
            if bytes > BYTES_MAX {
                break;
            }
            let (message, len) = shown(glimpse, &*storage.store, &mut pages, &keys)?;
            bytes += u64::from(len);
            seen.push(message);
        }
        Ok::<_, String>(seen)
    };
    match tokio::task::spawn_blocking(read).await {
        Ok(Ok(messages)) => ok(json!({ "QueueUrl": url, "Messages": messages })),
        Ok(Err(why)) => failed(StatusCode::INTERNAL_SERVER_ERROR, &why),
        Err(_) => failed(StatusCode::INTERNAL_SERVER_ERROR, "the messages could not be read"),
    }
}

fn shown(
    glimpse: &Glimpse,
    store: &dyn millpond_log::Store,
    pages: &mut PageReader<'_>,
    keys: &millpond_delivery::Keys,
) -> Result<(Value, u32), String> {
    let row = glimpse.row(store).map_err(|error| error.to_string())?;
    let event = glimpse.event(&row, store).map_err(|error| error.to_string())?;
    let seen = glimpse.read(&row, &event, keys).map_err(|error| error.to_string())?;
    let receives = glimpse.receives(&row, pages).map_err(|error| error.to_string())?;
    let message = json!({
        "MessageId": seen.message_id,
        "Body": seen.body,
        "MessageGroupId": seen.group,
        "SequenceNumber": seen.sequence_number,
        "MessageAttributes": seen.attributes.into_iter().collect::<std::collections::BTreeMap<_, _>>(),
        "SentTimestamp": seen.sent,
        "ApproximateReceiveCount": receives,
        "VisibleTimestamp": glimpse.until,
    });
    Ok((message, row.len))
}

/// Percent-decoded; what can't be is left as it is.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| byte == b'%').and_then(|d| std::str::from_utf8(d).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                rest = &after[2..];
            }
            None => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_percent_decoded() {
        assert_eq!(unescaped("http%3A%2F%2Fh%2f000000000000/q"), "http://h/000000000000/q");
        assert_eq!(unescaped("100%"), "100%");
        assert_eq!(unescaped("%zz%4"), "%zz%4");
    }
}
