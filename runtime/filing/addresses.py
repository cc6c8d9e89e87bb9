"""URLs of the pages of a draft, built in one place."""

from urllib.parse import urlencode

from django.urls import reverse


def step_url(key: str, token: str, step_id: str, **query: str) -> str:
    """Return the URL of a step of a draft; `query` are its parameters, blank ones left out."""
    return _with(reverse("filing:step", kwargs={"key": key, "draft": token, "step": step_id}), query)


def draft_url(name: str, key: str, token: str, **query: str) -> str:
    """Return the URL of another page of a draft: review, send, sent, save, quit, again."""
    return _with(reverse(f"filing:{name}", kwargs={"key": key, "draft": token}), query)


def start_url(key: str) -> str:
    return reverse("filing:start", kwargs={"key": key})


def begin_url(key: str) -> str:
    return reverse("filing:begin", kwargs={"key": key})


def _with(address: str, query: dict[str, str]) -> str:
    given = {name: value for name, value in query.items() if value}
    return f"{address}?{urlencode(given)}" if given else address
