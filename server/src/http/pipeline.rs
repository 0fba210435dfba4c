//! The pipeline: from a request to its answer.
//!
//! let in → recognise → who calls → decode and prepare → its partition decides → durable → worded and encoded.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN, RETRY_AFTER};
use hyper::{Method, Request, Response, StatusCode, Version};
use millpond_api::{Answered, CallContext, Origin, ReplyContext, ReplyError, Started, Task};
use millpond_runtime::Stopwatch;
use millpond_wire::{Answer, Answering, ApiError, Call, OperationInfo, Structure, framework, recognise};

use super::connection::Connection;
use super::{body, request_id};
use crate::admin;
use crate::state::State;
use crate::worker::{Errand, Worker};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const X_AMZ_TARGET: HeaderName = HeaderName::from_static("x-amz-target");
const X_AMZN_QUERY_ERROR: HeaderName = HeaderName::from_static("x-amzn-query-error");
const X_AMZN_QUERY_MODE: HeaderName = HeaderName::from_static("x-amzn-query-mode");
const X_AMZN_REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");
const X_AMZN_TRACE_ID: HeaderName = HeaderName::from_static("x-amzn-trace-id");

/// An HTTP answer.
pub type HttpAnswer = Response<Full<Bytes>>;

/// Answers a request.
pub async fn answer(request: Request<Incoming>, worker: &Worker, connection: &Connection) -> HttpAnswer {
    let started = Stopwatch::start();
    // The client has sent again, so it has had the answer before this one.
    connection.outgoing.check(worker);
    let shared = &worker.shared;
    let request_id = request_id::new(&*shared.random);
    let (head, incoming) = request.into_parts();
    let mut hosts = head.headers.get_all(HOST).iter();
    let named = hosts.next();
    let authority = head.uri.authority().map(|authority| authority.as_str());
    let host = authority.or_else(|| named?.to_str().ok());
    if hosts.next().is_some() || (named.is_none() && head.version == Version::HTTP_11) {
        return plain(StatusCode::BAD_REQUEST, "text/plain", "A request has one Host header.\n".to_owned());
    }
    let page = head.headers.get(ORIGIN);
    let known = host.and_then(|host| connection.remembered.origin(host));
    let site = head.headers.get(SEC_FETCH_SITE);
    if known.is_none() || page.is_some() || site.is_some() {
        let page = page.map(|origin| origin.to_str().unwrap_or(""));
        if let Err(why) = shared.access.check(host, page, site.and_then(|site| site.to_str().ok())) {
            tracing::warn!(request_id, host, origin = page, "refused: foreign host or origin");
            return plain(StatusCode::FORBIDDEN, "text/plain", format!("{why}\n"));
        }
    }
    let origin = known.unwrap_or_else(|| {
        let origin = origin(shared.public_url.as_ref(), host);
        host.inspect(|host| connection.remembered.remember_host(host, &origin));
        origin
    });
    let page = page.cloned();
    if head.uri.path().starts_with(admin::PREFIX) {
        let Ok(body) = body::read(&head.headers, incoming, &connection.patience).await else {
            return plain(
                StatusCode::BAD_REQUEST,
                "text/plain",
                "The body did not arrive whole.\n".to_owned(),
            );
        };
        return for_page(
            admin::answer(&head.method, head.uri.path(), head.uri.query(), &body.bytes, worker).await,
            page,
        );
    }
    if head.method == Method::OPTIONS && page.is_some() {
        return for_page(plain(StatusCode::NO_CONTENT, "text/plain", String::new()), page);
    }

    let exchange = Exchange { worker, connection, head: &head, origin: &origin, request_id: &request_id };
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
    for_page(http_answer(done.answer, request_id), page)
}

/// One request and what is known of it.
struct Exchange<'a> {
    worker: &'a Worker,
    connection: &'a Connection,
    head: &'a hyper::http::request::Parts,
    /// The scheme and authority of URLs in the answer.
    origin: &'a Origin,
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
        let headers = &self.head.headers;
        let body = body::read(headers, incoming, &self.connection.patience).await;
        // The room is held until there is an answer, the bytes until they have been decoded.
        let (body, _room) = match body {
            Ok(body) => (Ok(body.bytes), Some(body.room)),
            Err(error) => (Err(error), None),
        };
        let query = self.head.uri.query();
        let identified = self.connection.remembered.identify(headers, query, &self.worker.shared);
        let header = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let empty = Bytes::new();
        let request = millpond_wire::Request {
            method: self.head.method.as_str(),
            path: self.head.uri.path(),
            query,
            content_type: header(CONTENT_TYPE),
            target: header(X_AMZ_TARGET),
            query_mode: header(X_AMZN_QUERY_MODE),
            body: body.as_ref().unwrap_or(&empty),
            signing_name: identified.as_ref().ok().and_then(|identity| identity.service.as_deref()),
        };
        let recognised = recognise(&request, &self.worker.shared.services.models);
        // What is wrong with the body or the credential is told in the call's own protocol, as far as that is known.
        let answering = match &recognised {
            Ok(call) => call.answering,
            Err(refusal) => refusal.answering,
        };
        let refused = |error: ApiError| self.refused(answering, None, "", error);
        if let Err(error) = &body {
            return refused(body_error(error));
        }
        let call = match recognised {
            Ok(call) => call,
            Err(refusal) => return refused(refusal.error),
        };
        let caller = match &identified {
            Ok(identity) => &identity.caller,
            Err(error) => return refused(ApiError::new(&framework::INCOMPLETE_SIGNATURE, error.to_string())),
        };
        drop(body);
        self.call(call, caller, header(X_AMZN_TRACE_ID)).await
    }

    async fn call(&self, call: Call, caller: &millpond_api::Caller, trace: Option<&str>) -> Done {
        let shared = &self.worker.shared;
        let (answering, operation) = (call.answering, call.operation);
        let (registered, number) = match shared.services.find(&call) {
            Ok(found) => found,
            Err(error) => return self.refused(answering, None, operation.name, error),
        };
        let name = registered.name;
        let context = CallContext {
            operation: name,
            caller,
            origin: self.origin,
            path: call.path_target.as_deref(),
            trace,
            directory: &shared.directory,
            keys: &shared.keys,
            partitions: shared.partitions,
        };
        let task = match (registered.start)(&call, &context) {
            Ok(Started::Task(task)) => task,
            Ok(Started::Output(output)) => return self.replied(answering, operation, number, &*output),
            Err(error) => return self.refused(answering, Some(number), name, error),
        };
        // What it was decoded from need not wait for the disk with it.
        drop(call);
        let Some(Errand::Task(task)) = self.worker.run(task).await else {
            let error = ApiError::new(&framework::SERVICE_UNAVAILABLE, "The server is stopping. Try again.");
            return self.refused(answering, Some(number), name, error);
        };
        let (task, answered) = self.worded(task).await;
        let done = match answered {
            Ok(output) => self.replied(answering, operation, number, &*output),
            Err(Answered::Error(error)) => self.refused(answering, Some(number), name, error),
            Err(Answered::Fault(fault)) => {
                tracing::error!(request_id = self.request_id, operation = name, %fault, "an answer could not be made");
                let error = ApiError::new(
                    &framework::INTERNAL_FAILURE,
                    "We encountered an internal error. Please try again.",
                );
                self.refused(answering, Some(number), name, error)
            }
        };
        let has_room = self.connection.patience.admits_answer(done.answer.body.len());
        if task.must_be_sent() {
            match has_room {
                true => self.connection.outgoing.expect(task),
                false => self.worker.turn_back(task),
            }
        }
        if has_room {
            return done;
        }
        let why = "Too many answers wait for slow clients. Try again.";
        let error = ApiError::new(&framework::SERVICE_UNAVAILABLE, why);
        self.refused(answering, Some(number), name, error)
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
        // If the client goes away meanwhile, nobody takes the task from this thread: then it finds its own way back.
        let kept = self.worker.keep(task);
        let waited = tokio::task::spawn_blocking(move || {
            let answered = kept.task().answer(&ReplyContext { store: &*store, may_block: true, keys: &keys });
            (kept, answered)
        });
        let (kept, answered) = waited.await.expect("a thread that panics ends the process");
        (kept.release(), answered)
    }

    fn replied(
        &self,
        answering: Answering,
        operation: &'static OperationInfo,
        number: usize,
        output: &dyn Structure,
    ) -> Done {
        let answer = answering.output(operation, output, self.request_id);
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
}

/// The scheme and authority of URLs in answers: fixed by configuration, else as the caller reached us.
fn origin(fixed: Option<&Origin>, host: Option<&str>) -> Origin {
    match fixed {
        Some(fixed) => fixed.clone(),
        None => Origin(Arc::from(format!("http://{}", host.unwrap_or("localhost")))),
    }
}

fn body_error(error: &body::BodyError) -> ApiError {
    use body::BodyError::*;
    match error {
        TooLarge => ApiError::new(&framework::REQUEST_TOO_LARGE, "The request's body is larger than 8 MiB."),
        Broken => ApiError::new(&framework::SERIALIZATION, "The request's body ended before its end."),
        NoRoom => ApiError::new(
            &framework::SERVICE_UNAVAILABLE,
            "Too many large requests are on their way. Try again.",
        ),
        Late => ApiError::new(
            &framework::SERIALIZATION,
            "The request's body took longer than 30 seconds to arrive.",
        ),
        Encoding(why) => ApiError::new(&framework::SERIALIZATION, Cow::Borrowed(*why)),
    }
}

fn http_answer(answer: Answer, request_id: String) -> HttpAnswer {
    let mut response = Response::new(Full::new(Bytes::from(answer.body)));
    *response.status_mut() = StatusCode::from_u16(answer.status).expect("statuses are written in the tables");
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(answer.content_type));
    if answer.status == StatusCode::SERVICE_UNAVAILABLE {
        // For those who have no pace of their own.
        headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
    }
    let request_id = HeaderValue::from_maybe_shared(Bytes::from(request_id));
    headers.insert(X_AMZN_REQUEST_ID, request_id.expect("a UUID is a header value"));
    if let Some(query_error) = answer.query_error {
        headers.insert(
            X_AMZN_QUERY_ERROR,
            HeaderValue::from_str(&query_error).expect("codes are header values"),
        );
    }
    response
}

/// An answer without a protocol.
pub fn plain(status: StatusCode, content_type: &'static str, body: String) -> HttpAnswer {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
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
