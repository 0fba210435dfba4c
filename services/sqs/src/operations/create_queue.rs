//! Makes a queue, or finds the one of that name.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html>

use millpond_api::{CallContext, Decided, Operation, Origin, ReplyContext, ReplyError};
use millpond_catalogue::{Catalogue, CatalogueEvent, Key, Pairs};
use millpond_log::Partition;
use millpond_partition::{Growth, Turn};
use millpond_shapes::sqs::errors as shape;
use millpond_shapes::sqs::{CreateQueueInput, CreateQueueOutput};
use millpond_wire::ApiError;

use super::{CATALOGUE, parcel};
use crate::SERVICE;
use crate::attributes::{created, same_as};
use crate::dead_letters::{dead_letter_queue, retargeted};
use crate::events::SqsEvent;
use crate::names::{QueueName, queue_url};
use crate::operations::tag_queue::check_tags;

/// See the module.
pub struct CreateQueue {
    key: Key,
    attributes: Pairs,
    tags: Pairs,
    origin: Origin,
}

impl Operation for CreateQueue {
    const NAME: &'static str = "CreateQueue";
    const GROWTH: Growth = Growth::Grows;
    type State = Catalogue;
    type Input = CreateQueueInput;
    type Output = CreateQueueOutput;
    type Reply = ();

    fn prepare(input: CreateQueueInput, call: &CallContext<'_>) -> Result<Self, ApiError> {
        let name = QueueName::parse(input.queue_name)?;
        let attributes = created(&name, &input.attributes.unwrap_or_default())?;
        let tags = input.tags.unwrap_or_default();
        check_tags(name.as_str(), &tags)?;
        let key = call.key(SERVICE, &call.caller.account, name.as_str());
        Ok(CreateQueue { key, attributes, tags, origin: call.origin.clone() })
    }

    fn partition(&self, _: u32) -> Partition {
        CATALOGUE
    }

    fn decide(&mut self, turn: &mut Turn<'_, Catalogue>) -> Result<Decided<()>, ApiError> {
        if let Some(entry) = turn.state().get(&self.key) {
            // Only what the call gives is compared: a bare CreateQueue finds any queue of the name.
            same_as(&entry.attributes.pairs(), &self.attributes).map_err(|differs| {
                let attribute = differs.as_str();
                let message = format!("A queue already exists with the same name and a different value for attribute {attribute}");
                ApiError::new(&shape::QUEUE_NAME_EXISTS, message)
            })?;
            // It may not be ready yet: its own creation may still be on its way.
            return Ok(Decided::AfterDelivery(entry.delivery, ()));
        }
        if turn.state().is_blocked(&self.key, turn.now()) {
            return Err(ApiError::new(
                &shape::QUEUE_DELETED_RECENTLY,
                "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
            ));
        }
        let dead_letter = dead_letter_queue(turn.state(), &self.key, &self.attributes)?;
        let id = turn.state().next_id(turn.epoch());
        let opened = SqsEvent::QueueOpened {
            queue: id,
            scope: self.key.scope.to_string(),
            name: self.key.name.to_string(),
            attributes: self.attributes.clone(),
            created: turn.now(),
            dead_letter,
        };
        let delivery = turn.post(id.partition(turn.partitions()), parcel(&opened));
        let (key, attributes, tags) = (self.key.clone(), self.attributes.clone(), self.tags.clone());
        turn.commit(CatalogueEvent::Created { key, id, attributes, tags, delivery });
        // Queues that name this one in their redrive policies knew one of the same name before, or none.
        for (source, event) in retargeted(turn.state(), &self.key, Some(id)) {
            turn.post(source.partition(turn.partitions()), parcel(&event));
        }
        Ok(Decided::AfterDelivery(delivery, ()))
    }

    fn reply(&self, (): &(), _: &ReplyContext<'_>) -> Result<CreateQueueOutput, ReplyError> {
        Ok(CreateQueueOutput { queue_url: Some(queue_url(&self.origin, &self.key)) })
    }
}
