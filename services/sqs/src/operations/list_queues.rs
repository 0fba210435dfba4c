//! Lists queues by name, a page at a time if the call says so.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html>

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use millpond_api::{CallContext, Decided, Operation, Origin, ReplyContext, ReplyError};
use millpond_catalogue::{Catalogue, Key};
use millpond_delivery::Keys;
use millpond_log::Partition;
use millpond_partition::{Growth, Turn};
use millpond_shapes::sqs::{ListQueuesInput, ListQueuesOutput};
use millpond_wire::ApiError;

use super::CATALOGUE;
use crate::batch::unless_empty;
use crate::names::queue_url;
use crate::{SERVICE, errors, limits};

/// See the module.
pub struct ListQueues {
    scope: String,
    prefix: String,
    after: Option<String>,
    /// Given by the call, so that there is a next page.
    page: Option<usize>,
    origin: Origin,
}

impl Operation for ListQueues {
    const NAME: &'static str = "ListQueues";
    const GROWTH: Growth = Growth::Reads;
    type State = Catalogue;
    type Input = ListQueuesInput;
    type Output = ListQueuesOutput;
    type Reply = (Vec<Key>, bool);

    fn prepare(input: ListQueuesInput, call: &CallContext<'_>) -> Result<Self, ApiError> {
        let page = check_max_results(input.max_results)?;
        let scope = call.scope(&call.caller.account);
        let after = match input.next_token {
            Some(token) => Some(read_token(&token, &scope, call.keys)?),
            None => None,
        };
        Ok(ListQueues {
            scope,
            prefix: input.queue_name_prefix.unwrap_or_default(),
            after,
            page,
            origin: call.origin.clone(),
        })
    }

    fn partition(&self, _: u32) -> Partition {
        CATALOGUE
    }

    fn decide(&mut self, turn: &mut Turn<'_, Catalogue>) -> Result<Decided<Self::Reply>, ApiError> {
        let most = self.page.unwrap_or(limits::LIST_RESULTS_MAX as usize);
        let mut found = turn.state().list(SERVICE, &self.scope, &self.prefix, self.after.as_deref());
        let keys: Vec<Key> = found.by_ref().take(most).map(|(key, _)| key.clone()).collect();
        let more = found.next().is_some();
        Ok(Decided::Reply((keys, more)))
    }

    fn reply(
        &self,
        (keys, more): &Self::Reply,
        context: &ReplyContext<'_>,
    ) -> Result<ListQueuesOutput, ReplyError> {
        let last = keys.last().filter(|_| *more && self.page.is_some());
        Ok(ListQueuesOutput {
            next_token: last.map(|last| write_token(&last.name, &self.scope, context.keys)),
            queue_urls: unless_empty(keys.iter().map(|key| queue_url(&self.origin, key)).collect()),
        })
    }
}

/// How many results a page has, if the call asks for pages.
pub(super) fn check_max_results(most: Option<i32>) -> Result<Option<usize>, ApiError> {
    match most {
        Some(most) if !(1..=limits::LIST_RESULTS_MAX).contains(&most) => {
            let reason = "Must be between 1 and 1000, if provided.";
            Err(errors::invalid_parameter("MaxResults", most, reason))
        }
        most => Ok(most.map(|most| most as usize)),
    }
}

/// The last name of a page, with a MAC over it and the namespace.
pub(super) fn write_token(name: &str, scope: &str, keys: &Keys) -> String {
    let mut bytes = keys.tokens.of(&[scope.as_bytes(), name.as_bytes()]).to_be_bytes().to_vec();
    bytes.extend_from_slice(name.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(super) fn read_token(token: &str, scope: &str, keys: &Keys) -> Result<String, ApiError> {
    let read = || {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (mac, name) = bytes.split_at_checked(16)?;
        let name = std::str::from_utf8(name).ok()?;
        keys.tokens.verifies(&[scope.as_bytes(), name.as_bytes()], mac).then(|| name.to_owned())
    };
    read()
        .ok_or_else(|| errors::invalid_parameter("NextToken", token, "The token was not given by this list."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_token_is_good_for_its_own_list_only() {
        let keys = Keys::derive(&[4; 32]);
        let token = write_token("queue-17", "000000000000/us-east-1", &keys);
        assert_eq!(read_token(&token, "000000000000/us-east-1", &keys).unwrap(), "queue-17");
        assert!(read_token(&token, "000000000000/eu-west-1", &keys).is_err());
        assert!(read_token("x", "000000000000/us-east-1", &keys).is_err());
        let forged = URL_SAFE_NO_PAD.encode([&[0; 16][..], b"queue-17"].concat());
        assert!(read_token(&forged, "000000000000/us-east-1", &keys).is_err());
    }
}
