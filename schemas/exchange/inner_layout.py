"""Layout of the questions inside a fragment: hints, hidden ones, order."""

from collections.abc import Iterator, Mapping
from typing import Any

from schemas.exchange.report import Report
from schemas.exchange.rjsf import ordered
from schemas.exchange.schema_merge import Schema
from schemas.problems import pointer_to
from schemas.questions.from_schema import ORDER


def settle(fragment: Schema, report: Report, *, place: str) -> None:
    """Apply the `x-ui` of a fragment, and write the order of its properties, which canonical JSON does not keep."""
    said = fragment.pop("x-ui", {})
    fragment.pop("x-name", None)
    if said.get("hint") and "description" not in fragment:
        fragment["description"] = said["hint"]
    if said.get("hidden"):
        report.note("hidden_but_asked", place)
    settle_inside(fragment, report, place=place, order=list(said.get("order", ())))


def settle_inside(fragment: Schema, report: Report, *, place: str, order: list[str]) -> None:
    properties = fragment.get("properties")
    if isinstance(properties, dict):
        names = ordered(list(properties), order)
        fragment["properties"] = {name: properties[name] for name in names}
        fragment[ORDER] = names
    for inner, here in _inner(fragment):
        settle(inner, report, place=place + here)


def _inner(fragment: Mapping[str, Any]) -> Iterator[tuple[Schema, str]]:
    for name, each in fragment.get("properties", {}).items():
        yield each, pointer_to("properties", name)
    for word in ("items", "additionalProperties"):
        if isinstance(fragment.get(word), dict):
            yield fragment[word], f"/{word}"
    for word in ("oneOf", "anyOf", "prefixItems"):
        for number, each in enumerate(fragment.get(word, [])):
            if isinstance(each, dict) and "const" not in each:
                yield each, f"/{word}/{number}"
