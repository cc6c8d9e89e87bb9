"""Callers of the API: anonymous, holder of the key of a submission, or a program with a token of its department."""

from dataclasses import dataclass, field

from django.http import HttpRequest
from wagtail.models import Site

from runtime.api.problems import Refusal, too_many
from runtime.limits.client import client_address
from runtime.limits.limiter import Bucket, hit, limit
from runtime.programs.models import ServiceToken
from runtime.programs.tokens import PREFIX, find_token
from schemas import sites

#: How the OpenAPI document describes the credential.
SCHEMES = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "The key of a request, or the token of a program.",
    }
}
#: Only with a key or a token.
BEARER = {"security": [{"bearer": []}]}
#: With or without one.
ANYBODY = {"security": [{}, {"bearer": []}]}


@dataclass(frozen=True, slots=True)
class Anonymous:
    """A caller without key or token."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A caller who gives the key of a submission, not yet checked."""

    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Program:
    """A program that acts for a department."""

    token: ServiceToken

    def needs(self, scope: str) -> None:
        """Raise a `Refusal` unless the token was given for `scope`."""
        if not self.token.may(scope):
            raise Refusal("forbidden", more={"scope": scope})


Caller = Anonymous | Holder | Program


def caller_of(request: HttpRequest) -> Caller:
    """Return who sends `request`, by its header `Authorization: Bearer` alone: cookies are ignored here.

    Raises a `Refusal` for another scheme, for a token that opens nothing and for one that asks too often.
    """
    header = request.headers.get("Authorization", "")
    if not header:
        return Anonymous()
    scheme, _, credential = header.partition(" ")
    credential = credential.strip()
    if scheme.lower() != "bearer" or not credential:
        raise Refusal("unauthorized")
    return _program(request, credential) if credential.startswith(PREFIX) else Holder(credential)


def program_of(request: HttpRequest, scope: str) -> Program:
    """Return the program that sends `request`, if its token has `scope`. Raises a `Refusal` for others."""
    caller = caller_of(request)
    if not isinstance(caller, Program):
        raise Refusal("unauthorized")
    caller.needs(scope)
    return caller


def _program(request: HttpRequest, text: str) -> Program:
    token = find_token(text)
    if token is None or token.department.site_id != called_site(request).pk:
        allow(limit("unknown_tokens", client_address(request), seconds=60))
        raise Refusal("unauthorized")
    allow(limit("calls", str(token.pk), seconds=60))
    return Program(token)


def called_site(request: HttpRequest) -> Site:
    """Return the site of `request`."""
    site = sites.site_of(request)
    if site is None:
        raise Refusal("not-found")
    return site


def allow(*buckets: Bucket) -> None:
    """Count one hit in each bucket. Raises a `Refusal` when there were too many."""
    verdict = hit(*buckets)
    if not verdict.is_allowed:
        raise too_many(verdict.wait_seconds)
