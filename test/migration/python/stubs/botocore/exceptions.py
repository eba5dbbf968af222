"""Errors of a client: those that a service models are classes of their own name."""


class BotoCoreError(Exception):
    pass


class ParamValidationError(BotoCoreError):
    pass


class ClientError(Exception):
    def __init__(self, message="", response=None):
        super().__init__(message)
        self.response = response or {"Error": {"Code": type(self).__name__, "Message": message}}


_CLASSES = {}


def modelled_class(name):
    if name not in _CLASSES:
        _CLASSES[name] = type(name, (ClientError,), {})
    return _CLASSES[name]


def modelled(name):
    return modelled_class(name)("as the test wants it")
