//! Which queue is whose dead-letter queue, as the catalogue knows it.

use std::sync::Arc;

use millpond_catalogue::{Catalogue, Entry, Key, Pairs};
use millpond_partition::ResourceId;
use millpond_wire::ApiError;

use crate::attributes::{AttributeName, redrive_policy};
use crate::events::SqsEvent;
use crate::names::queue_arn;
use crate::redrive::{RedriveAllowPolicy, queue_of};
use crate::{SERVICE, errors};

/// The queue that the redrive policy among a queue's attributes names: it must be there, be of the same kind, and let
/// itself be used.
pub fn dead_letter_queue(
    catalogue: &Catalogue,
    source: &Key,
    attributes: &Pairs,
) -> Result<Option<ResourceId>, ApiError> {
    let Some(policy) = redrive_policy(attributes) else { return Ok(None) };
    let text = attributes.get(AttributeName::RedrivePolicy.as_str()).cloned().unwrap_or_default();
    let invalid = |reason: &str| errors::invalid_parameter("RedrivePolicy", &text, reason);
    let arn = &policy.target_arn;
    let (scope, name) = queue_of(arn).ok_or_else(|| invalid("Invalid value for deadLetterTargetArn."))?;
    if scope != *source.scope {
        return Err(invalid("Dead-letter target owned by another account or in another region."));
    }
    let target = catalogue
        .get(&Key::new(SERVICE, &scope, name))
        .ok_or_else(|| invalid("Dead letter target does not exist."))?;
    let is_fifo = |attributes: &Pairs| attributes.contains_key(AttributeName::FifoQueue.as_str());
    if is_fifo(&target.attributes.pairs()) != is_fifo(attributes) {
        return Err(invalid("Dead-letter queue must be same type of queue as the source."));
    }
    let source_arn = queue_arn(&source.scope, &source.name);
    if !allow_policy(target).permits(&source_arn) {
        return Err(invalid(&format!(
            "Queue {source_arn} does not have permission to use {arn} as a dead letter queue."
        )));
    }
    Ok(Some(target.id))
}

/// The queue that the redrive policy names, if it is there, whether or not it lets itself be used now: it may do so later.
pub fn named_queue(catalogue: &Catalogue, attributes: &Pairs) -> Option<ResourceId> {
    let policy = redrive_policy(attributes)?;
    let (scope, name) = queue_of(&policy.target_arn)?;
    catalogue.get(&Key::new(SERVICE, &scope, name)).map(|target| target.id)
}

fn allow_policy(entry: &Entry) -> RedriveAllowPolicy {
    let attributes = entry.attributes.pairs();
    let text = attributes.get(AttributeName::RedriveAllowPolicy.as_str());
    text.and_then(|text| RedriveAllowPolicy::parse(text).ok()).unwrap_or_default()
}

/// The queue that a queue's redrive policy names.
pub fn dead_letter_of(key: &Key, entry: &Entry) -> Option<Key> {
    let policy = redrive_policy(&entry.attributes.pairs()).filter(|_| key.service == SERVICE)?;
    queue_of(&policy.target_arn).map(|(scope, name)| Key::new(SERVICE, &scope, name))
}

/// Of the queues whose redrive policies name this one, those that can use it: none of another account or region can.
pub fn sources_of<'a>(
    linked: impl Iterator<Item = (&'a Key, &'a Arc<Entry>)>,
    target: &Key,
) -> impl Iterator<Item = (&'a Key, &'a Arc<Entry>)> {
    linked.filter(|(source, _)| source.scope == target.scope)
}

/// The queues whose redrive policies name this one, each with the event that tells it which queue that is now.
pub fn retargeted(
    catalogue: &Catalogue,
    target: &Key,
    id: Option<ResourceId>,
) -> Vec<(ResourceId, SqsEvent<'static>)> {
    sources_of(catalogue.linked_to(target), target)
        .map(|(_, entry)| {
            let (attributes, modified) = (entry.attributes.pairs(), entry.modified);
            (entry.id, SqsEvent::QueueChanged { queue: entry.id, attributes, modified, dead_letter: id })
        })
        .collect()
}
