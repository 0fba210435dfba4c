//! Batches over the AWS SDK for Rust: what the server refuses of one entry stays with that entry, and errors arrive as the
//! SDK's own modelled types.

use aws_sdk_sqs::Client;
use aws_sdk_sqs::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_sqs::types::{
    BatchResultErrorEntry, ChangeMessageVisibilityBatchRequestEntry, DeleteMessageBatchRequestEntry,
    MessageAttributeValue, SendMessageBatchRequestEntry,
};
use serde_json::{Value, json};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let sqs = client()?;
    let queue = sqs.create_queue().queue_name("batches").send().await?.queue_url.ok_or("no queue URL")?;

    let sent = send(&sqs, &queue).await?;
    let received = sqs
        .receive_message()
        .queue_url(&queue)
        .max_number_of_messages(10)
        .message_attribute_names("All")
        .send()
        .await?
        .messages
        .unwrap_or_default();
    let attributes: usize =
        received.iter().filter_map(|m| m.message_attributes.as_ref()).map(|all| all.len()).sum();
    let handles: Vec<_> = received.iter().filter_map(|m| m.receipt_handle.clone()).collect();

    let changed = change(&sqs, &queue, &handles).await?;
    let back = sqs
        .receive_message()
        .queue_url(&queue)
        .max_number_of_messages(10)
        .send()
        .await?
        .messages
        .unwrap_or_default();
    let deleted = delete(&sqs, &queue, &handles).await?;

    let told = json!({
        "sent": sent,
        "received": received.len(),
        "attributes": attributes,
        "changed": changed,
        "received_again": back.len(),
        "deleted": deleted,
        "errors": errors(&sqs, &queue).await?,
    });
    println!("{told}");
    Ok(())
}

/// Endpoint and credentials as the environment gives them; plain HTTP, so that no TLS stack is built.
fn client() -> Outcome<Client> {
    let http = aws_smithy_http_client::Builder::new().build_http();
    let key = std::env::var("AWS_ACCESS_KEY_ID")?;
    let secret = std::env::var("AWS_SECRET_ACCESS_KEY")?;
    let settings = aws_sdk_sqs::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .endpoint_url(std::env::var("AWS_ENDPOINT_URL")?)
        .region(Region::new(std::env::var("AWS_REGION")?))
        .credentials_provider(Credentials::new(key, secret, None, None, "environment"))
        .http_client(http)
        .build();
    Ok(Client::from_conf(settings))
}

/// Ten entries, two of them wrong: one delayed beyond what there is, one with a character that no message may hold.
async fn send(sqs: &Client, queue: &str) -> Outcome<Value> {
    let mut batch = sqs.send_message_batch().queue_url(queue);
    for i in 0..10 {
        let body = if i == 7 { "\u{1}".to_owned() } else { format!("message {i}") };
        let attribute =
            MessageAttributeValue::builder().data_type("Number").string_value(i.to_string()).build()?;
        let entry = SendMessageBatchRequestEntry::builder().id(i.to_string()).message_body(body);
        let entry = entry.delay_seconds(if i == 4 { 901 } else { 0 }).message_attributes("i", attribute);
        batch = batch.entries(entry.build()?);
    }
    let answer = batch.send().await?;
    Ok(outcome(answer.successful.iter().map(|entry| &entry.id), &answer.failed))
}

/// Three are given back at once; one handle is no handle.
async fn change(sqs: &Client, queue: &str, handles: &[String]) -> Outcome<Value> {
    let mut batch = sqs.change_message_visibility_batch().queue_url(queue);
    for (i, handle) in handles.iter().take(3).map(String::as_str).chain(["no handle"]).enumerate() {
        let entry =
            ChangeMessageVisibilityBatchRequestEntry::builder().id(i.to_string()).receipt_handle(handle);
        batch = batch.entries(entry.visibility_timeout(0).build()?);
    }
    let answer = batch.send().await?;
    Ok(outcome(answer.successful.iter().map(|entry| &entry.id), &answer.failed))
}

/// All that were received, and one handle that is none.
async fn delete(sqs: &Client, queue: &str, handles: &[String]) -> Outcome<Value> {
    let mut batch = sqs.delete_message_batch().queue_url(queue);
    for (i, handle) in handles.iter().map(String::as_str).chain(["no handle"]).enumerate() {
        batch = batch.entries(
            DeleteMessageBatchRequestEntry::builder().id(i.to_string()).receipt_handle(handle).build()?,
        );
    }
    let answer = batch.send().await?;
    Ok(outcome(answer.successful.iter().map(|entry| &entry.id), &answer.failed))
}

/// Whole batches that are refused, told apart by the SDK's types and not by their text.
async fn errors(sqs: &Client, queue: &str) -> Outcome<Value> {
    let entry =
        |id: usize| SendMessageBatchRequestEntry::builder().id(id.to_string()).message_body("x").build();
    let batch = |entries| sqs.send_message_batch().queue_url(queue).set_entries(Some(entries)).send();
    let eleven = batch((0..11).map(entry).collect::<Result<Vec<_>, _>>()?).await;
    let twins = batch(vec![entry(1)?, entry(1)?]).await;
    let none = batch(Vec::new()).await;
    let long = SendMessageBatchRequestEntry::builder()
        .id("long")
        .message_body("x".repeat(1024 * 1024 - 1))
        .build()?;
    let too_long = batch(vec![long, entry(1)?, entry(2)?]).await;
    let elsewhere = sqs.get_queue_url().queue_name("nowhere").send().await;
    Ok(json!({
        "too_many_entries": eleven.err().is_some_and(|e| e.into_service_error().is_too_many_entries_in_batch_request()),
        "ids_not_distinct": twins.err().is_some_and(|e| e.into_service_error().is_batch_entry_ids_not_distinct()),
        "empty": none.err().is_some_and(|e| e.into_service_error().is_empty_batch_request()),
        "too_long": too_long.err().is_some_and(|e| e.into_service_error().is_batch_request_too_long()),
        "no_such_queue": elsewhere.err().is_some_and(|e| e.into_service_error().is_queue_does_not_exist()),
    }))
}

fn outcome<'a>(successful: impl Iterator<Item = &'a String>, failed: &[BatchResultErrorEntry]) -> Value {
    let successful: Vec<_> = successful.collect();
    let failed: Vec<_> = failed.iter().map(|one| json!([one.id, one.code, one.sender_fault])).collect();
    json!({"successful": successful, "failed": failed})
}
