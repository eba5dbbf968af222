"""Stands for boto3: records what is asked of the model services, and answers with what the test wants."""

import io
import json

from botocore.exceptions import ParamValidationError, modelled

REQUESTS = []
REPLY = {}


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


class Client:
    def __init__(self, attempts):
        self._attempts = attempts

    def _call(self, method, parameters):
        CHECKS.get(method, lambda _: None)(parameters)
        attempts = self._attempts if REPLY.get("$error") in RETRIED else 1
        for _ in range(attempts):
            REQUESTS.append({"operation": method, "parameters": json.loads(json.dumps(parameters))})
        if "$error" in REPLY:
            raise modelled(REPLY["$error"])
        return json.loads(json.dumps(REPLY))

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
    retries = config.settings.get("retries", {}) if config is not None else {}
    return Client(retries.get("max_attempts", 4) + 1)


class Session:
    def client(self, service_name, **others):
        return client(service_name, **others)


class session:
    Session = Session
