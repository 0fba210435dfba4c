//! What all batches have in common: checks of the whole call in AWS's order, and results entry by entry.

use millpond_shapes::sqs::BatchResultErrorEntry;
use millpond_shapes::sqs::errors as shape;
use millpond_wire::ApiError;

use crate::limits;

/// An entry of a batch, and the error that it fails with, if it does so before it is decided.
pub type Entry<T> = (String, Result<T, ApiError>);

/// Checks the number of entries and their ids; `kind` is what AWS calls an entry.
pub fn check<E>(
    entries: Option<Vec<E>>,
    kind: &str,
    id_of: impl Fn(&E) -> Option<&str>,
) -> Result<Vec<(String, E)>, ApiError> {
    let entries = entries.unwrap_or_default();
    if entries.is_empty() {
        let message = format!("There should be at least one {kind} in the request.");
        return Err(ApiError::new(&shape::EMPTY_BATCH_REQUEST, message));
    }
    if entries.len() > limits::BATCH_ENTRIES_MAX {
        let (most, sent) = (limits::BATCH_ENTRIES_MAX, entries.len());
        let message = format!("Maximum number of entries per request are {most}. You have sent {sent}.");
        return Err(ApiError::new(&shape::TOO_MANY_ENTRIES_IN_BATCH_REQUEST, message));
    }
    if !entries.iter().all(|entry| id_of(entry).is_some_and(is_legal_id)) {
        return Err(ApiError::new(
            &shape::INVALID_BATCH_ENTRY_ID,
            "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 \
             letters long.",
        ));
    }
    let named: Vec<(String, E)> =
        entries.into_iter().map(|entry| (id_of(&entry).unwrap_or_default().to_owned(), entry)).collect();
    // Ten at the most: comparing each with those before it is the cheapest way.
    let repeated = |at: &usize| named[..*at].iter().any(|(id, _)| *id == named[*at].0);
    if let Some(at) = (1..named.len()).find(repeated) {
        let id = &named[at].0;
        return Err(ApiError::new(&shape::BATCH_ENTRY_IDS_NOT_DISTINCT, format!("Id {id} repeated.")));
    }
    Ok(named)
}

fn is_legal_id(id: &str) -> bool {
    let legal = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    (1..=limits::BATCH_ENTRY_ID_CHARS_MAX).contains(&id.len()) && id.bytes().all(legal)
}

/// An entry that failed, as the answer shows it.
pub fn failed(id: &str, error: &ApiError) -> BatchResultErrorEntry {
    BatchResultErrorEntry {
        id: Some(id.to_owned()),
        code: Some(error.shape.query_code.to_owned()),
        message: Some(error.message.clone().into_owned()),
        sender_fault: Some(error.shape.sender_fault),
    }
}

/// A list for an answer: absent where it is empty, as AWS does.
pub fn unless_empty<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}
