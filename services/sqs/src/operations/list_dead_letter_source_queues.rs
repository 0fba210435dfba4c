//! Lists the queues whose dead-letter queue this is.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListDeadLetterSourceQueues.html>

use millpond_api::{CallContext, Decided, Operation, Origin, ReplyContext, ReplyError};
use millpond_catalogue::{Catalogue, Key};
use millpond_log::Partition;
use millpond_partition::{Growth, Turn};
use millpond_shapes::sqs::{ListDeadLetterSourceQueuesInput, ListDeadLetterSourceQueuesOutput};
use millpond_wire::ApiError;

use super::CATALOGUE;
use super::list_queues::{check_max_results, read_token, write_token};
use crate::dead_letters::sources_of;
use crate::names::{queue_key, queue_url};
use crate::{errors, limits};

/// See the module.
pub struct ListDeadLetterSourceQueues {
    key: Key,
    after: Option<String>,
    page: Option<usize>,
    origin: Origin,
}

impl Operation for ListDeadLetterSourceQueues {
    const NAME: &'static str = "ListDeadLetterSourceQueues";
    const GROWTH: Growth = Growth::Reads;
    type State = Catalogue;
    type Input = ListDeadLetterSourceQueuesInput;
    type Output = ListDeadLetterSourceQueuesOutput;
    type Reply = (Vec<Key>, bool);

    fn prepare(input: ListDeadLetterSourceQueuesInput, call: &CallContext<'_>) -> Result<Self, ApiError> {
        let key = queue_key(input.queue_url.as_deref(), call)?;
        let page = check_max_results(input.max_results)?;
        let after =
            input.next_token.map(|token| read_token(&token, &list_of(&key), call.keys)).transpose()?;
        Ok(ListDeadLetterSourceQueues { key, after, page, origin: call.origin.clone() })
    }

    fn partition(&self, _: u32) -> Partition {
        CATALOGUE
    }

    fn decide(&mut self, turn: &mut Turn<'_, Catalogue>) -> Result<Decided<Self::Reply>, ApiError> {
        let catalogue = turn.state();
        catalogue.get(&self.key).ok_or_else(errors::queue_does_not_exist)?;
        let after = self.after.as_deref();
        let mut sources = sources_of(catalogue.linked_to(&self.key), &self.key)
            .map(|(key, _)| key)
            .filter(|key| after.is_none_or(|after| &*key.name > after));
        let most = self.page.unwrap_or(limits::LIST_RESULTS_MAX as usize);
        let keys: Vec<Key> = sources.by_ref().take(most).cloned().collect();
        let more = sources.next().is_some();
        Ok(Decided::Reply((keys, more)))
    }

    fn reply(
        &self,
        (keys, more): &Self::Reply,
        context: &ReplyContext<'_>,
    ) -> Result<ListDeadLetterSourceQueuesOutput, ReplyError> {
        let last = keys.last().filter(|_| *more && self.page.is_some());
        Ok(ListDeadLetterSourceQueuesOutput {
            next_token: last.map(|last| write_token(&last.name, &list_of(&self.key), context.keys)),
            // Present even where it is empty: the model demands it.
            queue_urls: Some(keys.iter().map(|key| queue_url(&self.origin, key)).collect()),
        })
    }
}

/// What a page token is good for: the sources of this queue.
fn list_of(key: &Key) -> String {
    format!("{}/{}", key.scope, key.name)
}
