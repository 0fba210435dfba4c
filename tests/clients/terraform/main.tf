# What a team writes for its queues: work, its dead letters, who may send, and an ordered queue beside it.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

# No endpoints block and nothing skipped but what asks for a cloud instance: AWS_ENDPOINT_URL says where the server is.
provider "aws" {
  region                  = "us-east-1"
  skip_metadata_api_check = true
}

resource "aws_sqs_queue" "work" {
  name                       = "work"
  visibility_timeout_seconds = 45
  message_retention_seconds  = 86400
  delay_seconds              = 3
  max_message_size           = 262144
  receive_wait_time_seconds  = 10
  tags                       = { team = "mill", stage = "test" }

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead.arn
    maxReceiveCount     = 4
  })
}

resource "aws_sqs_queue" "dead" {
  name                      = "work-dead"
  message_retention_seconds = 1209600
  max_message_size          = 262144
}

resource "aws_sqs_queue_redrive_allow_policy" "dead" {
  queue_url = aws_sqs_queue.dead.id
  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.work.arn]
  })
}

resource "aws_sqs_queue" "ordered" {
  name                        = "ordered.fifo"
  fifo_queue                  = true
  content_based_deduplication = true
  deduplication_scope         = "messageGroup"
  fifo_throughput_limit       = "perMessageGroupId"
  max_message_size            = 262144
}

data "aws_iam_policy_document" "senders" {
  statement {
    sid       = "shop"
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.work.arn]
    principals {
      type        = "AWS"
      identifiers = ["123456789012"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = ["123456789012"]
    }
  }
}

resource "aws_sqs_queue_policy" "work" {
  queue_url = aws_sqs_queue.work.id
  policy    = data.aws_iam_policy_document.senders.json
}

output "work" {
  value = aws_sqs_queue.work.url
}
