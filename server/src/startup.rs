//! What is done between the first claim and the first connection: the queues of `--queues` are made.

use std::collections::BTreeMap;

use millpond_api::{Answered, CallContext, Caller, Holds, Operation, Origin, ReplyContext, task};
use millpond_catalogue::{Catalogue, CatalogueEvent};
use millpond_shapes::sqs::errors::{QUEUE_DELETED_RECENTLY, QUEUE_NAME_EXISTS};
use millpond_shapes::sqs::{CreateQueueInput, SetQueueAttributesInput, TagQueueInput};
use millpond_sqs::{CreateQueue, SetQueueAttributes, TagQueue};
use millpond_wire::ApiError;

use crate::queues_file::Wanted;
use crate::worker::{Errand, Worker};

/// Makes the queues of the file, or gives those that are there its attributes and tags.
pub async fn make_queues(worker: &Worker, queues: Vec<Wanted>) -> Result<(), String> {
    for Wanted { name, attributes, tags } in queues {
        let input = CreateQueueInput {
            queue_name: Some(name.clone()),
            attributes: Some(attributes.clone()),
            tags: Some(tags.clone()),
        };
        let mut made = run::<CreateQueue>(worker, input.clone()).await;
        if matches!(&made, Err(error) if error.shape == &QUEUE_DELETED_RECENTLY) {
            // The block is for clients that race a deletion; who writes the file wants the queue.
            let freed = worker.probe(millpond_catalogue::PARTITION, |turn| {
                turn.part(|state| Holds::<Catalogue>::part(state)).commit(CatalogueEvent::NamesFreed);
            });
            let _ = freed.await;
            made = run::<CreateQueue>(worker, input).await;
        }
        let made = match made {
            Err(error) if error.shape == &QUEUE_NAME_EXISTS => change(worker, &name, attributes).await,
            made => made,
        };
        // To make a queue that is there already leaves its tags alone.
        let made = match made {
            Ok(()) if !tags.is_empty() => tag(worker, &name, tags).await,
            made => made,
        };
        made.map_err(|error| format!("the queue {name} can't be made: {}", error.message))?;
    }
    Ok(())
}

async fn change(worker: &Worker, name: &str, attributes: BTreeMap<String, String>) -> Result<(), ApiError> {
    let account = worker.shared.default_account.as_str();
    let input = SetQueueAttributesInput {
        queue_url: Some(format!("/{account}/{name}")),
        attributes: Some(attributes),
    };
    run::<SetQueueAttributes>(worker, input).await
}

async fn tag(worker: &Worker, name: &str, tags: BTreeMap<String, String>) -> Result<(), ApiError> {
    let account = worker.shared.default_account.as_str();
    let input = TagQueueInput { queue_url: Some(format!("/{account}/{name}")), tags: Some(tags) };
    run::<TagQueue>(worker, input).await
}

/// Runs one operation as the default account in the default region.
async fn run<O>(worker: &Worker, input: O::Input) -> Result<(), ApiError>
where
    O: Operation,
    crate::state::State: millpond_api::Holds<O::State>,
{
    let shared = &worker.shared;
    let account = shared.default_account.as_str().into();
    let caller = Caller { account, region: shared.default_region.clone(), access_key: None };
    let context = CallContext {
        operation: O::NAME,
        caller: &caller,
        origin: &Origin("".into()),
        path: None,
        trace: None,
        directory: &shared.directory,
        keys: &shared.keys,
        partitions: shared.partitions,
    };
    let Some(Errand::Task(done)) = worker.run(task::<_, O>(input, &context)?).await else {
        unreachable!("a task comes back as a task")
    };
    let context = ReplyContext { store: &*shared.storage.store, may_block: true, keys: &shared.keys };
    match done.answer(&context) {
        Ok(_) => Ok(()),
        Err(Answered::Error(error)) => Err(error),
        Err(Answered::Fault(fault)) => {
            Err(ApiError::new(&millpond_wire::framework::INTERNAL_FAILURE, fault.to_string()))
        }
    }
}
