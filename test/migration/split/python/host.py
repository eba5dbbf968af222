"""Runs handlers as Lambda does: one JSON line in, one out. The clock stands still, and ids are all the same."""

import datetime
import importlib.util
import io
import json
import os
import sys
import time
import uuid

import boto3


class Stopped(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2026, 3, 4, 5, 6, 7, tzinfo=tz)

    @classmethod
    def utcnow(cls):
        return cls(2026, 3, 4, 5, 6, 7)


datetime.datetime = Stopped
time.time = lambda: 1772600767.25
uuid.uuid4 = lambda: uuid.UUID("12345678-1234-4234-8234-123456789abc")

MODULES = {}


def load(path, text):
    key = (path, text)
    if key not in MODULES:
        spec = importlib.util.spec_from_loader(f"handler_{len(MODULES)}", loader=None)
        module = importlib.util.module_from_spec(spec)
        exec(compile(text, path, "exec"), module.__dict__)
        MODULES[key] = module
    return MODULES[key]


def run(order):
    boto3.REQUESTS.clear()
    boto3.STATE.update(order["state"])
    os.environ.update(order["environment"])
    try:
        handler = getattr(load(order["path"], order["text"]), order["handler"])
        result = json.loads(json.dumps(handler(json.loads(json.dumps(order["event"])), object())))
        return {"requests": list(boto3.REQUESTS), "result": result}
    except Exception as error:
        return {"requests": list(boto3.REQUESTS), "error": type(error).__name__, "cause": str(error)}


def main():
    answers = sys.stdout
    for line in sys.stdin:
        sys.stdout = io.StringIO()
        answer = run(json.loads(line))
        sys.stdout = answers
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


main()
