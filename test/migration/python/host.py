"""Runs handlers as Lambda does: one JSON line in, one out. Nothing of the network is left to them."""

import importlib.util
import io
import json
import os
import sys

import time

import boto3

MODULES = {}

# Nobody waits in a test.
time.sleep = lambda _seconds: None


def load(path, environment):
    key = (path, json.dumps(environment, sort_keys=True))
    if key not in MODULES:
        os.environ.update(environment)
        spec = importlib.util.spec_from_file_location(f"handler_{len(MODULES)}", path)
        MODULES[key] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(MODULES[key])
    return MODULES[key]


def run(order):
    boto3.REQUESTS.clear()
    boto3.answer_with(order["reply"])
    boto3.STORE = order.get("store", {"objects": {}, "tables": {}})
    try:
        handler = getattr(load(order["path"], order["environment"]), order["handler"])
        result = json.loads(json.dumps(handler(order["event"], object())))
        return {"requests": list(boto3.REQUESTS), "result": result, "store": boto3.STORE}
    except Exception as error:
        return {"requests": list(boto3.REQUESTS), "error": type(error).__name__, "store": boto3.STORE}


def main():
    answers = sys.stdout
    for line in sys.stdin:
        # What a handler prints is its log.
        sys.stdout = io.StringIO()
        answer = run(json.loads(line))
        sys.stdout = answers
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


main()
