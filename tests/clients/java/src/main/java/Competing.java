import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Eight threads empty one queue together; one of them falls over with ten messages in hand, the others get those later. */
public class Competing {
    static final int MESSAGES = 1000;
    static final int BATCH = 10;
    static final int CONSUMERS = 8;
    static final int VISIBILITY_SECONDS = 5;

    final SqsClient sqs = SqsClient.create();
    final String queue = sqs.createQueue(r -> r.queueName("competing")).queueUrl();
    final Set<String> processed = ConcurrentHashMap.newKeySet();
    final AtomicInteger received = new AtomicInteger();
    final AtomicInteger dropped = new AtomicInteger();

    public static void main(String[] arguments) throws Exception {
        var story = new Competing();
        story.send();
        var threads = Executors.newFixedThreadPool(CONSUMERS);
        threads.submit(story::receiveAndFallOver).get();
        var working = new ArrayList<java.util.concurrent.Future<?>>();
        for (int i = 1; i < CONSUMERS; i++) {
            working.add(threads.submit(story::consume));
        }
        for (var one : working) {
            one.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
        System.out.printf(
            "{\"sent\": %d, \"processed\": %d, \"received\": %d, \"dropped\": %d, \"left\": %d}%n",
            MESSAGES, story.processed.size(), story.received.get(), story.dropped.get(), story.left());
    }

    void send() {
        for (int first = 0; first < MESSAGES; first += BATCH) {
            var entries = new ArrayList<SendMessageBatchRequestEntry>();
            for (int i = first; i < first + BATCH; i++) {
                String body = "work " + i;
                entries.add(SendMessageBatchRequestEntry.builder().id("e" + i).messageBody(body).build());
            }
            var answer = sqs.sendMessageBatch(r -> r.queueUrl(queue).entries(entries));
            if (answer.successful().size() != BATCH) {
                throw new IllegalStateException("not all sent: " + answer);
            }
        }
    }

    List<Message> receive() {
        var messages = sqs.receiveMessage(r -> r.queueUrl(queue).maxNumberOfMessages(BATCH)
            .visibilityTimeout(VISIBILITY_SECONDS).waitTimeSeconds(1)).messages();
        received.addAndGet(messages.size());
        return messages;
    }

    void receiveAndFallOver() {
        dropped.addAndGet(receive().size());
    }

    void consume() {
        while (processed.size() < MESSAGES) {
            var entries = new ArrayList<DeleteMessageBatchRequestEntry>();
            for (var message : receive()) {
                processed.add(message.body());
                entries.add(DeleteMessageBatchRequestEntry.builder()
                    .id(message.messageId()).receiptHandle(message.receiptHandle()).build());
            }
            if (!entries.isEmpty() && sqs.deleteMessageBatch(r -> r.queueUrl(queue).entries(entries)).hasFailed()) {
                throw new IllegalStateException("not all deleted");
            }
        }
    }

    int left() {
        var counts = List.of(
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
        return sqs.getQueueAttributes(r -> r.queueUrl(queue).attributeNames(counts)).attributes().values().stream()
            .mapToInt(Integer::parseInt).sum();
    }
}
