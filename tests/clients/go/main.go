// A slow consumer keeps its message by heartbeats: no other consumer sees it until it is deleted. A second message, without
// heartbeats, does come to the other: the visibility timeout is at work all the while.
package main

import (
	"context"
	"encoding/json"
	"log"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
)

const (
	visibilitySeconds = 5
	heartbeat         = time.Second
	work              = 8 * time.Second
)

type report struct {
	Heartbeats   int      `json:"heartbeats"`
	SeenByOther  []string `json:"seen_by_other"`
	SeenAfter    []string `json:"seen_after"`
	DeletedAfter float64  `json:"deleted_after_seconds"`
}

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	settings := must(config.LoadDefaultConfig(ctx))
	client := sqs.NewFromConfig(settings)
	queue := must(client.CreateQueue(ctx, &sqs.CreateQueueInput{QueueName: aws.String("slow")})).QueueUrl
	for _, body := range []string{"kept", "forgotten"} {
		must(client.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: queue, MessageBody: aws.String(body)}))
	}

	held := map[string]types.Message{}
	for len(held) < 2 {
		for _, message := range receive(ctx, client, queue, visibilitySeconds) {
			held[*message.Body] = message
		}
	}
	began := time.Now()
	stop := make(chan struct{})
	others := make(chan []string)
	go other(ctx, client, queue, stop, others)

	var told report
	for beat := time.NewTicker(heartbeat); time.Since(began) < work; <-beat.C {
		must(client.ChangeMessageVisibility(ctx, &sqs.ChangeMessageVisibilityInput{
			QueueUrl: queue, ReceiptHandle: held["kept"].ReceiptHandle, VisibilityTimeout: visibilitySeconds,
		}))
		told.Heartbeats++
	}
	must(client.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: queue, ReceiptHandle: held["kept"].ReceiptHandle}))
	told.DeletedAfter = time.Since(began).Seconds()
	close(stop)
	told.SeenByOther = <-others

	told.SeenAfter = []string{}
	for _, message := range receive(ctx, client, queue, visibilitySeconds) {
		told.SeenAfter = append(told.SeenAfter, *message.Body)
	}
	must(0, json.NewEncoder(os.Stdout).Encode(told))
}

// other receives and deletes whatever it can get, until it is told to stop.
func other(ctx context.Context, client *sqs.Client, queue *string, stop <-chan struct{}, seen chan<- []string) {
	bodies := []string{}
	for {
		select {
		case <-stop:
			seen <- bodies
			return
		default:
		}
		for _, message := range receive(ctx, client, queue, 30) {
			bodies = append(bodies, *message.Body)
			must(client.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: queue, ReceiptHandle: message.ReceiptHandle}))
		}
	}
}

func receive(ctx context.Context, client *sqs.Client, queue *string, visibility int32) []types.Message {
	return must(client.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{
		QueueUrl: queue, MaxNumberOfMessages: 10, WaitTimeSeconds: 1, VisibilityTimeout: visibility,
	})).Messages
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
