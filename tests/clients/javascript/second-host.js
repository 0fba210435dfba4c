// The SDK sends to the host that the queue's URL names, and not to AWS_ENDPOINT_URL: a queue made through one name is used
// through that name. Which names were looked up is reported, since that is where the requests went.

import http from "node:http";
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";

const [port, host, stranger] = process.argv.slice(2);

// No such host is in any name server: all of them are this machine.
function client(endpoint, lookups) {
  const lookup = (name, options, found) => {
    lookups.push(name);
    options.all ? found(null, [{ address: "127.0.0.1", family: 4 }]) : found(null, "127.0.0.1", 4);
  };
  return new SQSClient({
    endpoint,
    region: "us-east-1",
    requestHandler: { httpAgent: new http.Agent({ lookup, keepAlive: true }) },
  });
}

const made = [];
const named = client(`http://${host}:${port}`, made);
const { QueueUrl } = await named.send(new CreateQueueCommand({ QueueName: "jobs" }));

const used = [];
// Only the environment tells this one where the server is; an endpoint in the code would win over the queue's URL.
const plain = client(undefined, used);
const Entries = [...Array(10).keys()].map((i) => ({ Id: `${i}`, MessageBody: `job ${i} ✓` }));
const sent = await plain.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
const { Messages } = await plain.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
const [again, ...done] = Messages;
await plain.send(
  new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: again.ReceiptHandle, VisibilityTimeout: 0 }),
);
await plain.send(
  new DeleteMessageBatchCommand({
    QueueUrl,
    Entries: done.map(({ MessageId, ReceiptHandle }) => ({ Id: MessageId, ReceiptHandle })),
  }),
);
const second = await plain.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));

let refusal = null;
try {
  await client(`http://${stranger}:${port}`, []).send(new ListQueuesCommand({}));
} catch (error) {
  refusal = error.$metadata?.httpStatusCode ?? String(error);
}

console.log(
  JSON.stringify({
    queue_url: QueueUrl,
    sent: sent.Successful.length,
    received: Messages.map(({ Body }) => Body).sort(),
    returned: again.Body,
    received_again: second.Messages.map(({ Body }) => Body),
    hosts_used: [...new Set(used)],
    stranger_refused_with: refusal,
  }),
);
for (const each of [named, plain]) each.destroy();
