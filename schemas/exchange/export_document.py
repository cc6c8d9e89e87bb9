"""The export of a document: the JSON Schema of its answers and a JSON Forms UI schema."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from schemas.answers.data_schema import condition_schema, data_schema
from schemas.compilation.compiled import Compiled
from schemas.exchange.report import Report
from schemas.problems import Problem, pointer_to
from schemas.rules.naming import address_token
from schemas.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Exported:
    """`schema` and `uischema`, as JSON; `notes` list the conditions that JSON Forms cannot express."""

    schema: dict[str, Any]
    uischema: dict[str, Any]
    notes: tuple[Problem, ...]


def export_document(compiled: Compiled) -> Exported:
    """Return the schema of the answers to a document, and its layout with the conditions that JSON Forms can express.

    Pointers of the notes point into the document.
    """
    report = Report()
    ui = _Writer(compiled, report).element(deepcopy(dict(_ui(compiled))))
    return Exported(data_schema(compiled), ui, tuple(report.notes))


def _ui(compiled: Compiled) -> Mapping[str, Any]:
    ui: Mapping[str, Any] = compiled.document.source["ui"]  # type: ignore[assignment]
    return ui


class _Writer:
    """One layout to which rules are added."""

    def __init__(self, compiled: Compiled, report: Report) -> None:
        self.compiled = compiled
        self.report = report
        self.left = dict(compiled.show)

    def element(self, element: dict[str, Any]) -> dict[str, Any]:
        """Return an element in JSON Forms, with those inside, and note the conditions left over."""
        made = self._made(element)
        for address in self.left:
            self.report.note("condition_not_exported", pointer_to("rules", "show", address), key=address)
        for address in self.compiled.require:
            self.report.note("kept_in_schema", pointer_to("rules", "require", address), key=address)
        return made

    def _made(self, element: dict[str, Any]) -> dict[str, Any]:
        rule = self._rule(element)
        inner = element.get("elements")
        elements = {"elements": [self._made(each) for each in inner]} if isinstance(inner, list) else {}
        return {**element, **elements, **rule}

    def _rule(self, element: Mapping[str, Any]) -> dict[str, Any]:
        address = _address(element)
        rule = self.left.get(address)
        schema = None if rule is None else self._schema(rule)
        if schema is None:
            return {}
        del self.left[address]
        return {"rule": {"effect": "SHOW", "condition": {"scope": "#", "schema": schema}}}

    def _schema(self, rule: Rule) -> dict[str, Any] | None:
        return condition_schema(self.compiled, rule)


def _address(element: Mapping[str, Any]) -> str:
    """Return the address of an element in `rules.show`."""
    options = element.get("options")
    element_id = options.get("id", "") if isinstance(options, Mapping) else ""
    kind = {"Category": "step", "Group": "section", "Label": "question"}.get(str(element.get("type")))
    if kind:
        return f"{kind}/{element_id}"
    key = str(element.get("scope", "")).removeprefix("#/properties/").replace("~1", "/").replace("~0", "~")
    return f"question/{address_token(key)}"
