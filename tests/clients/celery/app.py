"""A Celery application as one writes it for SQS: tasks are acknowledged when they are done, so a lost worker loses none."""

import os
import sys
import time

from celery import Celery

app = Celery("mill", broker="sqs://")
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    worker_enable_remote_control=False,
    worker_prefetch_multiplier=4,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "queue_name_prefix": "mill-",
        "visibility_timeout": 6,
        "wait_time_seconds": 2,
        "polling_interval": 0.1,
    },
)


@app.task(name="grind")
def grind(number):
    """Leaves its number in the file that DONE names; a line is written whole or not at all."""
    time.sleep(0.005)
    file = os.open(os.environ["DONE"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, f"{number}\n".encode())
    finally:
        os.close(file)


if __name__ == "__main__":
    for number in range(int(sys.argv[1])):
        grind.delay(number)
