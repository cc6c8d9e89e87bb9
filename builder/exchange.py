"""Import of documents from JSON Schemas and layouts, and export of documents to them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from schemas.compilation.compiled import Compiled, compile_document
from schemas.exchange.admission import read_foreign
from schemas.exchange.defaults import Head
from schemas.exchange.export_document import Exported, export_document
from schemas.exchange.import_schema import Imported, import_schema
from schemas.format.document import Document
from schemas.format.reading import read_document, read_json
from schemas.problems import Problem, under


@dataclass(frozen=True, slots=True)
class GivenDocument:
    """An exported document, or None and the problems that prevent it."""

    exported: Exported | None
    problems: tuple[Problem, ...] = ()


def import_content(content: bytes, ui_content: bytes | None, *, head: Head) -> Imported:
    """Make a document of a file: a schema, an object with a schema and its layout, or a whole document already.

    `ui_content` is the content of a separate layout file; pointers of its problems begin with `/ui`.
    """
    value, problems = read_json(content)
    if problems:
        return Imported(None, problems)
    if isinstance(value, Mapping) and {"format", "kind", "data"} <= value.keys():
        document, problems = read_document(content)
        return Imported(None if document is None else dict(document.source), problems)
    value, problems = read_foreign(content)
    if problems:
        return Imported(None, problems)
    schema, ui = _apart(value)
    if ui_content is not None:
        ui, problems = read_foreign(ui_content)
        if problems:
            return Imported(None, under("/ui", problems))
    return import_schema(schema, ui, head=head)


def _apart(value: object) -> tuple[object, object]:
    """Return the schema and the layout of an object that holds both, as examples often do."""
    if isinstance(value, Mapping) and "schema" in value and isinstance(value["schema"], Mapping):
        return value["schema"], value.get("uischema", value.get("uiSchema"))
    return value, None


def export_content(content: bytes) -> GivenDocument:
    """Read a document and export it."""
    document, problems = read_document(content)
    return GivenDocument(None, problems) if document is None else exported(document)


def exported(document: Document) -> GivenDocument:
    compiled, problems = compile_document(document)
    return GivenDocument(None, problems) if compiled is None else _given(compiled)


def _given(compiled: Compiled) -> GivenDocument:
    return GivenDocument(export_document(compiled))


def indented_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
