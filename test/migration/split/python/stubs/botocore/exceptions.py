"""Errors of a client: those that a service models are classes of their own name."""


class ParamValidationError(Exception):
    def __init__(self, *, report):
        super().__init__(report)


class ClientError(Exception):
    def __init__(self, message="", response=None):
        super().__init__(message)
        self.response = response or {"Error": {"Code": type(self).__name__, "Message": message}}


def modelled(name):
    return type(name, (ClientError,), {})("as the test wants it")
