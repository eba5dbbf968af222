"""Stands for boto3 with clients for models, S3 and DynamoDB: records what is asked, answers with what the test wants."""

import io
import json
from decimal import Decimal

from botocore.exceptions import ParamValidationError, modelled

REQUESTS = []
STATE = {"reply": {}, "objects": {}, "items": {}}


RETRIED = {"ThrottlingException", "InternalServerException", "ServiceUnavailableException", "ModelNotReadyException"}


def _record(operation, parameters):
    REQUESTS.append({"operation": operation, "parameters": json.loads(json.dumps(parameters, default=str))})


def _text(value, where):
    if not isinstance(value, str):
        raise ParamValidationError(report=f"{where} must be a text")


class Model:
    def _answer(self, operation, parameters):
        _text(parameters.get("modelId", ""), "modelId")
        attempts = 5 if STATE["reply"].get("$error") in RETRIED else 1
        for _ in range(attempts):
            _record(operation, parameters)
        if "$error" in STATE["reply"]:
            raise modelled(STATE["reply"]["$error"])
        return json.loads(json.dumps(STATE["reply"]))

    def invoke_model(self, *, body, modelId, **others):
        reply = self._answer("invoke_model", {"modelId": modelId, "body": json.loads(body), **others})
        return {
            "ResponseMetadata": {},
            "contentType": "application/json",
            "body": io.BytesIO(json.dumps(reply, ensure_ascii=False, separators=(",", ":")).encode("utf-8")),
        }

    def converse(self, **parameters):
        for message in parameters.get("messages", []):
            for block in message["content"]:
                if "text" in block:
                    _text(block["text"], "text")
        for block in parameters.get("system", []):
            _text(block["text"], "system")
        return {"ResponseMetadata": {"RequestId": "r"}, **self._answer("converse", parameters)}

    def retrieve(self, **parameters):
        _text(parameters["retrievalQuery"]["text"], "text")
        return {"ResponseMetadata": {}, **self._answer("retrieve", parameters)}

    def retrieve_and_generate(self, **parameters):
        _text(parameters["input"]["text"], "text")
        return {"ResponseMetadata": {}, **self._answer("retrieve_and_generate", parameters)}


class Storage:
    def get_object(self, *, Bucket, Key):
        _text(Key, "Key")
        _record("get_object", {"Bucket": Bucket, "Key": Key})
        if Key not in STATE["objects"]:
            raise modelled("NoSuchKey")
        return {"Body": io.BytesIO(STATE["objects"][Key].encode("utf-8")), "ContentLength": len(STATE["objects"][Key])}

    def put_object(self, **parameters):
        if isinstance(parameters.get("Body"), bytes):
            parameters = {**parameters, "Body": parameters["Body"].decode("utf-8")}
        _record("put_object", parameters)
        return {"ETag": "e"}


class Table:
    def __init__(self, name):
        self._name = name

    def get_item(self, *, Key):
        _record("get_item", {"TableName": self._name, "Key": Key})
        item = STATE["items"].get(json.dumps(Key))
        return {} if item is None else {"Item": json.loads(json.dumps(item), parse_float=Decimal, parse_int=Decimal)}

    def put_item(self, *, Item):
        if any(type(value) is float for value in Item.values()):
            raise TypeError("Float types are not supported")
        _record("put_item", {"TableName": self._name, "Item": Item})
        return {}


class Resource:
    Table = staticmethod(Table)


def client(service_name, **_others):
    return Storage() if service_name == "s3" else Model()


def resource(_service_name, **_others):
    return Resource()
