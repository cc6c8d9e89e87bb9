"""OpenAPI 3.1 document of the API, built once from its operations."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from runtime.api import events, filing, procedures, simulators, submissions, transitions
from runtime.api.app import api
from runtime.api.authentication import SCHEMES
from runtime.api.problems import MEDIA_TYPE

PREFIX = "api/v1/"

#: The modules that register the operations of the API: loaded here, so that the document is whole.
MODULES = (procedures, filing, submissions, transitions, events, simulators)


@cache
def openapi() -> dict[str, Any]:
    """Return the document; it is the same for everybody, in English."""
    told: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
    told.pop("servers", None)
    told["components"] = {**told["components"], "securitySchemes": SCHEMES}
    for _path, _method, operation in operations(told):
        _say_problems(operation)
    return told


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the path, the method and the description of every operation, in order."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _say_problems(operation: dict[str, Any]) -> None:
    """Give problems their own media type, and declare the headers that come with them."""
    responses = operation["responses"]
    for status, response in responses.items():
        if int(status) >= 400 and "content" in response:
            response["content"] = {MEDIA_TYPE: next(iter(response["content"].values()))}
    for status, header in ((401, "WWW-Authenticate"), (429, "Retry-After"), (503, "Retry-After")):
        if status in responses:
            responses[status]["headers"] = {header: {"schema": {"type": "string"}, "required": True}}
