"""Stands for boto3: records what is asked of the model services, and answers with what the test wants."""

import io
import json
import sys

from . import stores
from botocore.exceptions import ClientError, ParamValidationError, modelled, modelled_class

REQUESTS = []
REPLY = {}
STORE = {"objects": {}, "tables": {}}


def answer_with(reply):
    REPLY.clear()
    REPLY.update(reply)


def _reply():
    """One for all requests; or one for each of several calls, where a failure comes every time; or one for each attempt."""
    if "$replies" in REPLY:
        replies = REPLY["$replies"]
        REPLY["$replies"] = replies[1:] if len(replies) > 1 else replies
        return replies[0]
    if "$each" not in REPLY:
        return REPLY
    answered = REPLY.get("$answered", 0)
    reply = REPLY["$each"][min(answered, len(REPLY["$each"]) - 1)]
    if "$error" not in reply:
        REPLY["$answered"] = answered + 1
    return reply


def _text(value, where):
    if not isinstance(value, str):
        raise ParamValidationError(f"{where} must be a text")


def _number(value, where):
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ParamValidationError(f"{where} must be a number")


def _blocks(blocks, where):
    if not isinstance(blocks, list):
        raise ParamValidationError(f"{where} must be a list")
    for block in blocks:
        if not isinstance(block, dict) or list(block) != ["text"]:
            raise ParamValidationError(f"{where} must be text blocks")
        _text(block["text"], where)


def _converse(parameters):
    _text(parameters.get("modelId"), "modelId")
    for message in parameters.get("messages", []):
        _text(message["role"], "role")
        _blocks(message["content"], "content")
    if "system" in parameters:
        _blocks(parameters["system"], "system")
    for name, value in parameters.get("inferenceConfig", {}).items():
        if name == "stopSequences":
            for text in value:
                _text(text, name)
        else:
            _number(value, name)


def _retrieve(parameters):
    _text(parameters.get("knowledgeBaseId"), "knowledgeBaseId")
    _text(parameters["retrievalQuery"]["text"], "text")


def _retrieve_and_generate(parameters):
    _text(parameters["input"]["text"], "text")
    if "sessionId" in parameters:
        _text(parameters["sessionId"], "sessionId")


CHECKS = {"converse": _converse, "retrieve": _retrieve, "retrieve_and_generate": _retrieve_and_generate}


RETRIED = {"ThrottlingException", "InternalServerException", "ServiceUnavailableException", "ModelNotReadyException"}


class Exceptions:
    ClientError = ClientError

    def __getattr__(self, name):
        return modelled_class(name)


class Client:
    def __init__(self, attempts):
        self._attempts = attempts

    def _call(self, method, parameters):
        CHECKS.get(method, lambda _: None)(parameters)
        reply = {}
        for _ in range(self._attempts):
            REQUESTS.append({"operation": method, "parameters": json.loads(json.dumps(parameters))})
            reply = _reply()
            if reply.get("$error") not in RETRIED:
                break
        if "$error" in reply:
            raise modelled(reply["$error"])
        return json.loads(json.dumps(reply))

    @property
    def exceptions(self):
        return Exceptions()

    def invoke_model(self, *, body, modelId, **others):
        _text(modelId, "modelId")
        if not isinstance(body, (str, bytes)):
            raise ParamValidationError("body must be a text")
        reply = self._call("invoke_model", {"modelId": modelId, "body": json.loads(body), **others})
        return {"body": io.BytesIO(json.dumps(reply).encode("utf-8")), "contentType": "application/json"}

    def converse(self, **parameters):
        return self._call("converse", parameters)

    def retrieve(self, **parameters):
        return self._call("retrieve", parameters)

    def retrieve_and_generate(self, **parameters):
        return self._call("retrieve_and_generate", parameters)


def client(service_name, region_name=None, config=None, **_others):
    if service_name in ("s3", "dynamodb"):
        return {"s3": stores.S3, "dynamodb": stores.DynamoDB}[service_name](sys.modules[__name__])
    retries = config.settings.get("retries", {}) if config is not None else {}
    return Client(retries.get("max_attempts", 4) + 1)


def resource(service_name, **_others):
    return stores.Resource(stores.DynamoDB(sys.modules[__name__]))


class Session:
    def client(self, service_name, **others):
        return client(service_name, **others)


class session:
    Session = Session
