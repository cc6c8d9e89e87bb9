"""The import of a JSON Schema, with or without a UI schema, as a document, with a report of what changed."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from schemas.compilation.compiled import compile_document
from schemas.exchange.admission import admit
from schemas.exchange.conditions import Subject
from schemas.exchange.defaults import Head, document_of
from schemas.exchange.flattener import Flattener, TooMuchError
from schemas.exchange.inner_layout import settle
from schemas.exchange.json_forms import Placed, UiBlock, UiPage, UiSchemaReader
from schemas.exchange.layout import Layout
from schemas.exchange.normaliser import Normaliser
from schemas.exchange.place import Where
from schemas.exchange.report import Report
from schemas.exchange.rjsf import is_rjsf, ordered, with_ui
from schemas.exchange.schema_merge import Schema
from schemas.exchange.titles import word
from schemas.format.reading import MAX_QUESTIONS, parse_document
from schemas.problems import Problem
from schemas.questions.from_schema import shape
from schemas.rules.naming import address_token

#: The property under which a root that is no object of questions is asked for.
VALUE: Final = "value"
#: The `$id` of the contract, so that references in it stay inside it.
CONTRACT_ID: Final = "urn:guichet:contract"
MAX_TITLE: Final = 150


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of an import: the JSON of a document, or None and why; `notes` list what was changed."""

    document: dict[str, Any] | None
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()
    is_wrapped: bool = False


def import_schema(schema: object, ui: object = None, *, head: Head | None = None) -> Imported:
    """Return the document that asks for what a JSON Schema describes, laid out by a UI schema (JSON Forms or RJSF).

    Whatever that document accepts is valid under `schema`: it is kept whole in `data.allOf`, beside the form. Pointers
    of problems and notes point into `schema`, those about a layout into `ui`.
    """
    lifted, problems = admit(schema)
    if problems:
        return Imported(None, problems)
    if not isinstance(lifted, Mapping):
        return Imported(None, (Problem("not_renderable", "", {"what": str(lifted)}),))
    report = Report()
    try:
        document, is_wrapped = _Import(lifted, ui, head or Head(), report).document()
    except TooMuchError:
        return Imported(None, (Problem("too_complex", "", {"limit": 20_000}),))
    if document is None or report.refused:
        return Imported(None, tuple(report.refused), tuple(report.notes))
    return Imported(*_read_again(document, report), tuple(report.notes), is_wrapped)


def _read_again(document: dict[str, Any], report: Report) -> tuple[dict[str, Any] | None, tuple[Problem, ...]]:
    """Return the document if it reads and compiles; conditions that read later questions are removed, and noted."""
    parsed, problems = parse_document(document)
    if parsed is None:
        return None, problems
    for _ in range(3):
        _, problems = compile_document(parsed)
        late = {each.pointer.split("/")[3] for each in problems if each.pointer.startswith("/rules/show/")}
        if not late:
            break
        for address in [
            each for each in document["rules"]["show"] if each.replace("~", "~0").replace("/", "~1") in late
        ]:
            report.note("condition_given_up", "", key=address)
            del document["rules"]["show"][address]
        parsed, problems = parse_document(document)
        if parsed is None:
            return None, problems
    return (None, problems) if problems else (document, ())


class _Import:
    """One import: a schema made into a form."""

    def __init__(self, schema: Mapping[str, Any], ui: object, head: Head, report: Report) -> None:
        self.source = schema
        self.ui = ui
        self.head = head
        self.report = report
        marked = with_ui(dict(schema), ui, report) if is_rjsf(ui) else dict(schema)
        self.flattener = Flattener(marked, report)
        self.normaliser = Normaliser(self.flattener, report, head.language)
        self.marked = marked

    def document(self) -> tuple[dict[str, Any] | None, bool]:
        title = self._title()
        whole = self.normaliser.fragment(self.marked, Where(""), key=title)
        if whole is None or self.report.refused:
            return None, False
        is_wrapped = not self._is_form(whole)
        if is_wrapped:
            self.report.note("wrapped", "", key=VALUE)
            self._again_inside()
            apart = Where("", f"{VALUE}.", f"{VALUE}.")
            fragment = self.normaliser.fragment(self.marked, apart, key=title)
            whole = {"type": "object", "properties": {VALUE: fragment}, "required": [VALUE]}
        data = deepcopy({"type": "object", "properties": whole["properties"], "required": whole.get("required", [])})
        if _count(data) > MAX_QUESTIONS:
            self.report.refuse("too_many_questions", "", limit=MAX_QUESTIONS)
            return None, is_wrapped
        layout = self._laid_out(data, title, is_wrapped=is_wrapped)
        return self._whole(data, layout, title, is_wrapped=is_wrapped), is_wrapped

    def _again_inside(self) -> None:
        self.normaliser.show.clear()
        self.normaliser.require.clear()

    def _is_form(self, fragment: Schema) -> bool:
        return fragment.get("type") == "object" and "properties" in fragment

    def _title(self) -> str:
        title = self.head.title or self.source.get("title")
        return (
            title.strip()[:MAX_TITLE] if isinstance(title, str) and title.strip() else word("form", self.head.language)
        )

    def _laid_out(self, data: Schema, title: str, *, is_wrapped: bool) -> Layout:
        layout = Layout(data, self.normaliser.show, self.report, self.head.language)
        self._pages = self._pages_of(data, title, is_wrapped=is_wrapped)
        return layout

    def _pages_of(self, data: Schema, title: str, *, is_wrapped: bool) -> list[UiPage]:
        if self.ui is not None and not is_rjsf(self.ui):
            inner = {key: shape(key, each, defs=self.normaliser.defs) for key, each in data["properties"].items()}
            pages = UiSchemaReader(Subject("", inner=inner), self.report, is_wrapped=is_wrapped).read(self.ui)
            if pages or self.report.refused:
                return pages
        _order_all(data, self.marked.get("x-ui", {}))
        return [UiPage("", [UiBlock("", [Placed((key,)) for key in data["properties"]])])]

    def _whole(self, data: Schema, layout: Layout, title: str, *, is_wrapped: bool) -> dict[str, Any] | None:
        ui = layout.pages(self._pages, title=title)
        if self.report.refused:
            return None
        kept = {address_token(key) for key in data["properties"]}
        show = {
            address: expr
            for address, expr in self.normaliser.show.items()
            if "." not in address or address.removeprefix("question/").split(".")[0] in kept
        }
        require = {a: expr for a, expr in self.normaliser.require.items() if a.split(".")[0] in kept}
        rules = {"dialect": 1, "show": show, "require": require}
        contract = {"$id": CONTRACT_ID, **{w: v for w, v in self.source.items() if w != "$schema"}}
        if is_wrapped:
            contract = {"properties": {VALUE: {"$id": CONTRACT_ID, **contract}}}
        for name, fragment in data["properties"].items():
            settle(fragment, self.report, place=f"/properties/{name}")
        data["required"] = [key for key in data["required"] if key in data["properties"]]
        if self.normaliser.defs:
            data["$defs"] = deepcopy(self.normaliser.defs)
            for name, fragment in data["$defs"].items():
                settle(fragment, self.report, place=f"/$defs/{name}")
        data["allOf"] = [contract]
        summary = self.source.get("description")
        form = {"data": data, "ui": ui, "rules": rules}
        return document_of(self.head, title=title, summary=summary if isinstance(summary, str) else "", form=form)


def _order_all(schema: Schema, said: Mapping[str, Any]) -> None:
    """Put properties in the order of `ui:order`."""
    properties = schema.get("properties")
    if isinstance(properties, dict):
        order = ordered(list(properties), list(said.get("order", ())))
        kept = {name: properties[name] for name in order}
        properties.clear()
        properties.update(kept)


def _count(schema: object) -> int:
    if isinstance(schema, list):
        return sum(map(_count, schema))
    if not isinstance(schema, Mapping):
        return 0
    properties = schema.get("properties")
    own = len(properties) if isinstance(properties, Mapping) else 0
    return own + sum(_count(inner) for inner in schema.values())
