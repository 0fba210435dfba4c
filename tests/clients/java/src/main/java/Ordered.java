import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** A FIFO queue with several groups and several consumers: each group in order, a send repeated by its sender counts once. */
public class Ordered {
    static final int GROUPS = 10;
    static final int OF_EACH = 20;
    static final int CONSUMERS = 5;

    final SqsClient sqs = SqsClient.create();
    final String queue = sqs.createQueue(r -> r.queueName("ordered.fifo")
        .attributes(Map.of(QueueAttributeName.FIFO_QUEUE, "true"))).queueUrl();
    final Map<String, List<Integer>> processed = new ConcurrentHashMap<>();
    final AtomicInteger left = new AtomicInteger(GROUPS * OF_EACH);

    public static void main(String[] arguments) throws Exception {
        var story = new Ordered();
        int answeredAlike = 0;
        for (int i = 0; i < OF_EACH; i++) {
            for (int group = 0; group < GROUPS; group++) {
                var first = story.send(group, i);
                if (i == 0) {
                    var again = story.send(group, i);
                    answeredAlike += again.messageId().equals(first.messageId()) ? 1 : 0;
                }
            }
        }
        var threads = Executors.newFixedThreadPool(CONSUMERS);
        var working = new ArrayList<Future<?>>();
        for (int i = 0; i < CONSUMERS; i++) {
            working.add(threads.submit(story::consume));
        }
        for (var one : working) {
            one.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
        var groups = new ArrayList<String>();
        story.processed.forEach((group, numbers) -> groups.add("\"" + group + "\": " + numbers));
        System.out.printf("{\"answered_alike\": %d, \"processed\": {%s}}%n", answeredAlike, String.join(", ", groups));
    }

    SendMessageResponse send(int group, int i) {
        String body = String.valueOf(i);
        String once = group + "-" + i;
        return sqs.sendMessage(r -> r.queueUrl(queue).messageBody(body).messageGroupId("g" + group).messageDeduplicationId(once));
    }

    void consume() {
        while (left.get() > 0) {
            var messages = sqs.receiveMessage(r -> r.queueUrl(queue).maxNumberOfMessages(7).waitTimeSeconds(1)
                .messageSystemAttributeNames(MessageSystemAttributeName.MESSAGE_GROUP_ID)).messages();
            for (var message : messages) {
                String group = message.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID);
                // A list that is not safe to share: a group is with one consumer at a time, or the order is wrong anyway.
                processed.computeIfAbsent(group, g -> new ArrayList<>()).add(Integer.valueOf(message.body()));
                sqs.deleteMessage(r -> r.queueUrl(queue).receiptHandle(message.receiptHandle()));
                left.decrementAndGet();
            }
        }
    }
}
