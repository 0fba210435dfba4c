// A hundred jobs for the sqs-consumer package; every third fails at its first try and comes again at once.

import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { Consumer } from "sqs-consumer";

const JOBS = 100;
const sqs = new SQSClient({});
const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "consumer" }));
for (let first = 0; first < JOBS; first += 10) {
  const Entries = [...Array(10).keys()].map((i) => ({ Id: `${i}`, MessageBody: `${first + i}` }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
}

const tries = new Map();
const done = new Set();
let failures = 0;
const errors = [];
const counts = {};

const consumer = Consumer.create({
  queueUrl: QueueUrl,
  sqs,
  batchSize: 10,
  waitTimeSeconds: 1,
  terminateVisibilityTimeout: true,
  messageSystemAttributeNames: ["ApproximateReceiveCount"],
  handleMessage: async (message) => {
    const job = Number(message.Body);
    tries.set(job, (tries.get(job) ?? 0) + 1);
    counts[job] = Number(message.Attributes.ApproximateReceiveCount);
    if (job % 3 === 0 && tries.get(job) === 1) throw new Error(`job ${job} failed`);
    return message;
  },
});
consumer.on("processing_error", () => (failures += 1));
consumer.on("error", (error) => errors.push(String(error)));
consumer.on("message_processed", (message) => done.add(message.MessageId));

const finished = new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error(`only ${done.size} of ${JOBS} done; ${errors}`)), 40_000).unref();
  consumer.on("message_processed", () => done.size === JOBS && resolve());
});
consumer.start();
await finished;
const stopped = new Promise((resolve) => consumer.on("stopped", resolve));
consumer.stop();
await stopped;

const AttributeNames = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"];
const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
console.log(
  JSON.stringify({
    done: done.size,
    failures,
    errors,
    tries: [...tries.entries()].sort(([a], [b]) => a - b).map(([, count]) => count),
    receive_counts: [...tries.keys()].sort((a, b) => a - b).map((job) => counts[job]),
    left: Object.values(Attributes).map(Number),
  }),
);
sqs.destroy();
