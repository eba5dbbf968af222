"""Stands for S3 and DynamoDB: what is stored is in memory, and every request is recorded."""

import io
import json
import re
from decimal import Decimal

from botocore.exceptions import ParamValidationError, modelled


def _text(value, where):
    if not isinstance(value, str):
        raise ParamValidationError(f"{where} must be a text")


class S3:
    def __init__(self, sdk):
        self._sdk = sdk

    def _place(self, bucket, key):
        _text(bucket, "Bucket")
        _text(key, "Key")
        if bucket == "" or key == "":
            raise ParamValidationError("Bucket and Key must not be empty")
        return f"{bucket}/{key}"

    def get_object(self, *, Bucket, Key):
        place = self._place(Bucket, Key)
        self._sdk.REQUESTS.append({"operation": "get_object", "parameters": {"Bucket": Bucket, "Key": Key}})
        stored = self._sdk.STORE["objects"].get(place)
        if stored is None:
            raise modelled("NoSuchKey")
        content = bytes(stored["bytes"]) if isinstance(stored, dict) else stored.encode("utf-8")
        return {"Body": io.BytesIO(content), "ContentLength": len(content)}

    def put_object(self, *, Bucket, Key, Body, **others):
        place = self._place(Bucket, Key)
        text = Body.decode("utf-8") if isinstance(Body, bytes) else Body
        _text(text, "Body")
        value = json.loads(text)
        for name, other in others.items():
            _text(other, name)
        parameters = {"Bucket": Bucket, "Key": Key, "Body": value, **others}
        self._sdk.REQUESTS.append({"operation": "put_object", "parameters": parameters})
        self._sdk.STORE["objects"][place] = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
        return {"ETag": "e"}


def _check_attribute(value):
    if not isinstance(value, dict) or len(value) != 1:
        raise ParamValidationError("an attribute value has one type")
    [(kind, inner)] = value.items()
    if kind in ("S", "N"):
        _text(inner, kind)
    elif kind in ("BOOL", "NULL"):
        if not isinstance(inner, bool):
            raise ParamValidationError(f"{kind} must be a boolean")
    elif kind == "M":
        _check_item(inner)
    elif kind == "L":
        for one in inner:
            _check_attribute(one)
    else:
        raise ParamValidationError(f"there is no type {kind}")


def _check_item(item):
    if not isinstance(item, dict):
        raise ParamValidationError("an item is a dictionary")
    for value in item.values():
        _check_attribute(value)


class DynamoDB:
    def __init__(self, sdk):
        self._sdk = sdk

    def _table(self, operation, parameters):
        _text(parameters["TableName"], "TableName")
        for name in ("Key", "Item", "ExpressionAttributeValues"):
            if name in parameters:
                _check_item(parameters[name])
        for name in ("UpdateExpression", "ConditionExpression"):
            if name in parameters:
                _text(parameters[name], name)
        self._sdk.REQUESTS.append({"operation": operation, "parameters": json.loads(json.dumps(parameters))})
        table = self._sdk.STORE["tables"].get(parameters["TableName"])
        if table is None:
            raise modelled("ResourceNotFoundException")
        key = parameters.get("Key", parameters.get("Item"))
        if any(key.get(name) in (None, {"S": ""}) for name in table["key"]):
            raise modelled("ValidationException")
        return table

    def _at(self, table, key):
        for i, item in enumerate(table["items"]):
            if all(item.get(name) == key.get(name) for name in table["key"]):
                return i
        return None

    def _check_condition(self, parameters, item):
        found = re.fullmatch(r"attribute_not_exists\((\w+)\)", parameters.get("ConditionExpression", ""))
        if found and item is not None and found[1] in item:
            raise modelled("ConditionalCheckFailedException")

    def get_item(self, **parameters):
        table = self._table("get_item", parameters)
        i = self._at(table, parameters["Key"])
        reply = {"ResponseMetadata": {"HTTPStatusCode": 200}}
        return reply if i is None else {"Item": json.loads(json.dumps(table["items"][i])), **reply}

    def put_item(self, **parameters):
        table = self._table("put_item", parameters)
        i = self._at(table, parameters["Item"])
        self._check_condition(parameters, None if i is None else table["items"][i])
        if i is None:
            table["items"].append(parameters["Item"])
        else:
            table["items"][i] = parameters["Item"]
        return {"ResponseMetadata": {}}

    def update_item(self, **parameters):
        table = self._table("update_item", parameters)
        i = self._at(table, parameters["Key"])
        item = {**parameters["Key"]} if i is None else table["items"][i]
        self._check_condition(parameters, item)
        names = parameters.get("ExpressionAttributeNames", {})
        for name, value in re.findall(r"([#\w]+) = (:\w+)", parameters.get("UpdateExpression", "")):
            item[names.get(name, name)] = parameters["ExpressionAttributeValues"][value]
        if i is None:
            table["items"].append(item)
        return {"ResponseMetadata": {}}


def _stored(value):
    if isinstance(value, bool):
        return {"BOOL": value}
    if value is None:
        return {"NULL": True}
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, (int, Decimal)):
        return {"N": str(value)}
    if isinstance(value, list):
        return {"L": [_stored(one) for one in value]}
    if isinstance(value, dict):
        return {"M": {name: _stored(one) for name, one in value.items()}}
    raise TypeError(f"{type(value)} is not stored")


def _plain(value):
    [(kind, inner)] = value.items()
    if kind == "N":
        return Decimal(inner)
    if kind == "NULL":
        return None
    if kind == "L":
        return [_plain(one) for one in inner]
    if kind == "M":
        return {name: _plain(one) for name, one in inner.items()}
    return inner


class Table:
    def __init__(self, client, name):
        self._client = client
        self._name = name

    def _call(self, method, parameters):
        for name in ("Key", "Item", "ExpressionAttributeValues"):
            if name in parameters:
                parameters[name] = {key: _stored(value) for key, value in parameters[name].items()}
        return getattr(self._client, method)(TableName=self._name, **parameters)

    def get_item(self, **parameters):
        reply = self._call("get_item", parameters)
        if "Item" in reply:
            reply["Item"] = {name: _plain(value) for name, value in reply["Item"].items()}
        return reply

    def put_item(self, **parameters):
        return self._call("put_item", parameters)

    def update_item(self, **parameters):
        return self._call("update_item", parameters)


class Resource:
    def __init__(self, client):
        self._client = client

    def Table(self, name):
        return Table(self._client, name)
