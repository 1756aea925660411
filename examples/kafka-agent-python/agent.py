#!/usr/bin/env python3
"""An agent that reads its tasks from Kafka itself, without the bridge: docs/native-agents.md.

    pip install confluent-kafka
    KAFKA_BROKERS=127.0.0.1:19092 AGENT_NAME=WordCountAgent python3 agent.py
"""

import json
import os
import signal
import threading
from contextlib import contextmanager
from datetime import datetime, timezone

from confluent_kafka import Consumer, KafkaException, Producer

BROKERS = os.environ.get("KAFKA_BROKERS", "127.0.0.1:19092")
NAME = os.environ.get("AGENT_NAME", "WordCountAgent")

stopping = threading.Event()
producer = Producer({"bootstrap.servers": BROKERS})


def now():
    return datetime.now(timezone.utc)


def read_task(body):
    """The task, or None for a message that is not one of this agent's: the topic holds everybody's."""
    try:
        task = json.loads(body)
    except (TypeError, ValueError):
        return None
    mine = isinstance(task, dict) and task.get("message_type") == "agent_task" and task.get("agent") == NAME
    return task if mine else None


def is_wanted(task):
    """After the deadline nobody waits for the result any more."""
    deadline = task.get("deadline")
    return deadline is None or datetime.fromisoformat(deadline) > now()


def put(task, result):
    """Writes to the results of the task's shard."""
    result |= {"shard": task["shard"], "timestamp": now().isoformat(), "message_type": "agent_result"}
    producer.produce("workflow.agent.results", key=task["run_id"], value=json.dumps(result), partition=task["shard"])


@contextmanager
def alive(task):
    """Says every second that the task is being worked on."""
    done = threading.Event()

    def beat():
        while not done.wait(1):
            put(task, {"outcome": "heartbeat", "task_ids": [task["task_id"]]})
            producer.poll(0)

    beating = threading.Thread(target=beat, daemon=True)
    beating.start()
    try:
        yield
    finally:
        done.set()
        beating.join()


def work(data):
    """Counts the words of data["text"] and finds the longest. Returns (output, error)."""
    text = data.get("text") if isinstance(data, dict) else None
    if not isinstance(text, str):
        return None, {
            "type": "https://serverlessworkflow.io/spec/1.0.0/errors/validation",
            "status": 422,
            "title": "The input has no text.",
            "detail": 'Call the agent with {"text": "…"}.',
        }
    words = text.split()
    return {"words": len(words), "longest": max(words, key=len, default="")}, None


def answer(task):
    with alive(task):
        output, error = work(task.get("input"))
        outcome = "completed" if error is None else "failed"
        put(task, {"task_id": task["task_id"], "run_id": task["run_id"], "outcome": outcome, "output": output,
                   "error": error})
        producer.flush()


def main():
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    tasks = Consumer({
        "bootstrap.servers": BROKERS,
        "group.id": f"agent-{NAME}",  # a group for each agent: every agent sees every task
        "enable.auto.offset.store": False,
        "auto.offset.reset": "earliest",
        "session.timeout.ms": 6000,  # so soon another process takes a dead one's partitions
        "max.poll.interval.ms": 3600000,  # an agent may work on one task for an hour
    })
    tasks.subscribe(["workflow.agent.tasks"])
    print(f"{NAME} reads its tasks at {BROKERS}.", flush=True)
    while not stopping.is_set():
        message = tasks.poll(0.5)
        if message is None or message.error():
            continue
        task = read_task(message.value())
        if task is not None and is_wanted(task):
            answer(task)
            print(f"{task['task_id']} of run {task['run_id']} is answered.", flush=True)
        try:
            # Only now: whoever dies before this line leaves the task to the next reader.
            tasks.store_offsets(message)
        except KafkaException:
            pass  # the partition is another process's by now, which reads the task again
    tasks.close()


if __name__ == "__main__":
    main()
