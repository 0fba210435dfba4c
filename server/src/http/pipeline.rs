//! The pipeline: from a request to its answer.
//!
//! let in → recognise → who calls → decode and prepare → its partition decides → durable → worded and encoded.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::{HeaderMap, HeaderValue};
use hyper::{Method, Request, Response, StatusCode, Version};
use millpond_api::{Answered, CallContext, Origin, ReplyContext, ReplyError, Started, Task};
use millpond_runtime::Stopwatch;
use millpond_wire::{Answer, Answering, ApiError, Call, OperationInfo, Structure, framework, recognise};

use super::connection::Outgoing;
use super::{body, caller, request_id};
use crate::admin;
use crate::state::State;
use crate::worker::{Errand, Worker};

/// How long a long poll may go on once the server has been asked to stop.
const POLL_GRACE: Duration = Duration::from_secs(1);

/// An HTTP answer.
pub type HttpAnswer = Response<Full<Bytes>>;

/// Answers a request.
pub async fn answer(request: Request<Incoming>, worker: &Worker, outgoing: &Outgoing) -> HttpAnswer {
    let started = Stopwatch::start();
    // The client has sent again, so it has had the answer before this one.
    outgoing.check(worker);
    let shared = &worker.shared;
    let request_id = request_id::new(&*shared.random);
    let (head, incoming) = request.into_parts();
    let text = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok());
    let authority = head.uri.authority().map(|authority| authority.as_str());
    let host = authority.or_else(|| text("host"));
    let hosts = head.headers.get_all("host").iter().count();
    if hosts > 1 || (hosts == 0 && head.version == Version::HTTP_11) {
        return plain(StatusCode::BAD_REQUEST, "text/plain", "A request has one Host header.\n".to_owned());
    }
    let page = head.headers.get("origin").map(|origin| origin.to_str().unwrap_or(""));
    if let Err(why) = shared.access.check(host, page) {
        tracing::warn!(request_id, host, origin = page, "refused: foreign host or origin");
        return plain(StatusCode::FORBIDDEN, "text/plain", format!("{why}\n"));
    }
    let page = page.and_then(|_| head.headers.get("origin").cloned());
    if head.uri.path().starts_with(admin::PREFIX) {
        let body = body::read(&head.headers, incoming).await.unwrap_or_default();
        return for_page(
            admin::answer(&head.method, head.uri.path(), head.uri.query(), &body, worker).await,
            page,
        );
    }
    if head.method == Method::OPTIONS && page.is_some() {
        return for_page(plain(StatusCode::NO_CONTENT, "text/plain", String::new()), page);
    }

    let exchange = Exchange { worker, outgoing, head: &head, host, request_id: &request_id };
    let done = exchange.run(incoming).await;
    shared.metrics.answered(done.operation, done.answer.status < 400, started.elapsed_ns());
    tracing::debug!(
        request_id,
        operation = done.name,
        status = done.answer.status,
        error = done.error,
        micros = started.elapsed_ns() / 1000,
        "answered"
    );
    for_page(http_answer(done.answer, &request_id), page)
}

/// One request and what is known of it.
struct Exchange<'a> {
    worker: &'a Worker,
    outgoing: &'a Outgoing,
    head: &'a hyper::http::request::Parts,
    host: Option<&'a str>,
    request_id: &'a str,
}

/// An answered request.
struct Done {
    answer: Answer,
    /// The operation's number, if it was one that is here.
    operation: Option<usize>,
    name: &'static str,
    /// The error's kind. Its message may quote what the client sent, so it stays out of the log.
    error: Option<&'static str>,
}

impl Exchange<'_> {
    async fn run(&self, incoming: Incoming) -> Done {
        let body = body::read(&self.head.headers, incoming).await;
        let query = self.head.uri.query();
        let identified = caller::identify(&self.head.headers, query, &self.worker.shared);
        let header = |name: &str| self.head.headers.get(name).and_then(|value| value.to_str().ok());
        let empty = Bytes::new();
        let request = millpond_wire::Request {
            method: self.head.method.as_str(),
            path: self.head.uri.path(),
            query,
            header: &header,
            body: body.as_ref().unwrap_or(&empty),
            signing_name: identified
                .as_ref()
                .ok()
                .and_then(|(_, scope)| scope.as_ref())
                .map(|scope| scope.service.as_str()),
        };
        let recognised = recognise(&request, &self.worker.shared.services.models);
        // What is wrong with the body or the credential is told in the call's own protocol, as far as that is known.
        let answering = match &recognised {
            Ok(call) => call.answering,
            Err(refusal) => refusal.answering,
        };
        let refused = |error: ApiError| self.refused(answering, None, "", error);
        if let Err(error) = body {
            return refused(body_error(&error));
        }
        let call = match recognised {
            Ok(call) => call,
            Err(refusal) => return refused(refusal.error),
        };
        let caller = match &identified {
            Ok((caller, _)) => caller,
            Err(error) => return refused(ApiError::new(&framework::INCOMPLETE_SIGNATURE, error.to_string())),
        };
        self.call(&call, caller, header("x-amzn-trace-id")).await
    }

    async fn call(&self, call: &Call, caller: &millpond_api::Caller, trace: Option<&str>) -> Done {
        let shared = &self.worker.shared;
        let (registered, number) = match shared.services.find(call) {
            Ok(found) => found,
            Err(error) => return self.refused(call.answering, None, call.operation.name, error),
        };
        let name = registered.name;
        let origin = self.origin();
        let context = CallContext {
            operation: name,
            caller,
            origin: &origin,
            path: call.path_target.as_deref(),
            trace,
            directory: &shared.directory,
            keys: &shared.keys,
            partitions: shared.partitions,
        };
        let task = match (registered.start)(call, &context) {
            Ok(Started::Task(task)) => task,
            Ok(Started::Output(output)) => return self.replied(call, number, &*output),
            Err(error) => return self.refused(call.answering, Some(number), name, error),
        };
        let Some(Errand::Task(task)) = self.decided(task).await else {
            let error = ApiError::new(&framework::SERVICE_UNAVAILABLE, "The server is stopping. Try again.");
            return self.refused(call.answering, Some(number), name, error);
        };
        let (task, answered) = self.worded(task).await;
        if task.must_be_sent() {
            self.outgoing.expect(task);
        }
        match answered {
            Ok(output) => self.replied(call, number, &*output),
            Err(Answered::Error(error)) => self.refused(call.answering, Some(number), name, error),
            Err(Answered::Fault(fault)) => {
                tracing::error!(request_id = self.request_id, operation = name, %fault, "an answer could not be made");
                let error = ApiError::new(
                    &framework::INTERNAL_FAILURE,
                    "We encountered an internal error. Please try again.",
                );
                self.refused(call.answering, Some(number), name, error)
            }
        }
    }

    /// The task, decided and durable; none if the server stops before.
    async fn decided(&self, task: Box<dyn Task<State>>) -> Option<Errand> {
        let mut stopping = self.worker.shared.stopping.subscribe();
        tokio::select! {
            biased;
            errand = self.worker.run(task) => Some(errand),
            () = async {
                let _ = stopping.wait_for(|stopping| *stopping).await;
                tokio::time::sleep(POLL_GRACE).await;
            } => None,
        }
    }

    /// The answer in words: at once where the bodies are in memory, else on a thread that may wait for the device.
    async fn worded(
        &self,
        task: Box<dyn Task<State>>,
    ) -> (Box<dyn Task<State>>, Result<Box<dyn Structure>, Answered>) {
        let store = self.worker.store().clone();
        let keys = self.worker.shared.keys;
        let answered = task.answer(&ReplyContext { store: &*store, may_block: false, keys: &keys });
        if !matches!(answered, Err(Answered::Fault(ReplyError::WouldBlock))) {
            return (task, answered);
        }
        let waited = tokio::task::spawn_blocking(move || {
            let answered = task.answer(&ReplyContext { store: &*store, may_block: true, keys: &keys });
            (task, answered)
        });
        waited.await.expect("a thread that panics ends the process")
    }

    fn replied(&self, call: &Call, number: usize, output: &dyn Structure) -> Done {
        let operation: &OperationInfo = call.operation;
        let answer = call.answering.output(operation, output, self.request_id);
        Done { answer, operation: Some(number), name: operation.name, error: None }
    }

    fn refused(
        &self,
        answering: Answering,
        operation: Option<usize>,
        name: &'static str,
        error: ApiError,
    ) -> Done {
        let answer = answering.error(&error, self.request_id);
        Done { answer, operation, name, error: Some(error.shape.name) }
    }

    /// The scheme and authority of URLs in the answer: fixed by configuration, else as the caller reached us.
    fn origin(&self) -> Origin {
        if let Some(fixed) = &self.worker.shared.public_url {
            return fixed.clone();
        }
        Origin(Arc::from(format!("http://{}", self.host.unwrap_or("localhost"))))
    }
}

fn body_error(error: &body::BodyError) -> ApiError {
    use body::BodyError::*;
    match error {
        TooLarge => ApiError::new(&framework::REQUEST_TOO_LARGE, "The request's body is larger than 8 MiB."),
        Broken => ApiError::new(&framework::SERIALIZATION, "The request's body ended before its end."),
        Late => ApiError::new(
            &framework::SERIALIZATION,
            "The request's body took longer than 30 seconds to arrive.",
        ),
        Encoding(why) => ApiError::new(&framework::SERIALIZATION, Cow::Borrowed(*why)),
    }
}

fn http_answer(answer: Answer, request_id: &str) -> HttpAnswer {
    let mut response = Response::new(Full::new(Bytes::from(answer.body)));
    *response.status_mut() = StatusCode::from_u16(answer.status).expect("statuses are written in the tables");
    let headers = response.headers_mut();
    headers.insert("content-type", HeaderValue::from_static(answer.content_type));
    headers.insert("x-amzn-requestid", HeaderValue::from_str(request_id).expect("a UUID is a header value"));
    if let Some(query_error) = answer.query_error {
        headers.insert(
            "x-amzn-query-error",
            HeaderValue::from_str(&query_error).expect("codes are header values"),
        );
    }
    response
}

/// An answer without a protocol.
pub fn plain(status: StatusCode, content_type: &'static str, body: String) -> HttpAnswer {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    response.headers_mut().insert("content-type", HeaderValue::from_static(content_type));
    response
}

/// What a web page needs to see an answer to a call that it was let make.
fn for_page(mut answer: HttpAnswer, page: Option<HeaderValue>) -> HttpAnswer {
    let Some(page) = page else { return answer };
    let headers: &mut HeaderMap = answer.headers_mut();
    headers.insert("access-control-allow-origin", page);
    headers.insert("vary", HeaderValue::from_static("origin"));
    headers.insert("access-control-allow-methods", HeaderValue::from_static("GET, POST, OPTIONS"));
    headers.insert("access-control-allow-headers", HeaderValue::from_static("*, authorization"));
    headers.insert(
        "access-control-expose-headers",
        HeaderValue::from_static("x-amzn-requestid, x-amzn-query-error"),
    );
    answer
}
