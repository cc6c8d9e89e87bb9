"""The `uiSchema` of react-jsonschema-form: order, titles, help and widgets, written into the schema itself."""

from collections.abc import Mapping
from typing import Any, Final

from schemas.exchange.report import Report
from schemas.exchange.schema_merge import Schema
from schemas.problems import pointer_to

#: The texts that are read, by the keyword that they become.
_TEXTS: Final = {"title": "title", "description": "description"}
#: Options of appearance, and what a browser does by itself.
_LOOKS: Final = frozenset(
    [
        "autofocus",
        "emptyValue",
        "enumDisabled",
        "inline",
        "inputType",
        "yearsRange",
        "rows",
        "orderable",
        "removable",
        "addable",
        "copyable",
        "label",
        "submitButtonOptions",
        "classNames",
        "style",
        "rootFieldId",
        "hideError",
        "filePreview",
        "autocomplete",
        "field",
        "accept",
        "enumNames",
        "order",
        "placeholder",
        "help",
        "widget",
        "title",
        "description",
        "options",
        "readonly",
        "disabled",
        "duplicateKeySuffixSeparator",
        "globalOptions",
        "norender",
        "theme",
    ]
)


def is_rjsf(ui: object) -> bool:
    """Return whether a UI schema is one of react-jsonschema-form: JSON Forms gives every element a type."""
    return isinstance(ui, Mapping) and not isinstance(ui.get("type"), str)


def with_ui(schema: Schema, ui: object, report: Report, *, place: str = "") -> Schema:
    """Return a schema with its `uiSchema` merged in; what has no keyword is under `x-ui`.

    `x-ui`: `hint`, `example`, `widget` (long_text, radio), `hidden`, `order`.
    """
    if not isinstance(ui, Mapping):
        return schema
    own = _own(ui)
    for name in own:
        if name not in _LOOKS:
            report.note("option_not_read", f"{place}{pointer_to('ui:' + name)}", name=f"ui:{name}")
    changed = {**schema, **{word: own[name] for name, word in _TEXTS.items() if isinstance(own.get(name), str)}}
    changed |= {"enumNames": own["enumNames"]} if isinstance(own.get("enumNames"), list) else {}
    changed |= {"readOnly": True} if own.get("readonly") is True or own.get("disabled") is True else {}
    said = _said(own)
    changed |= {"x-ui": said} if said else {}
    return _inside(changed, ui, report, place=place)


def _own(ui: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of a field itself: `ui:…`, and those in `ui:options`."""
    options = ui.get("ui:options")
    own = dict(options) if isinstance(options, Mapping) else {}
    return {**own, **{name.removeprefix("ui:"): value for name, value in ui.items() if name.startswith("ui:")}}


def _said(own: Mapping[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name, word in (("help", "hint"), ("placeholder", "example")):
        if isinstance(own.get(name), str):
            said[word] = own[name]
    widget = own.get("widget")
    if widget == "textarea":
        said["widget"] = "long_text"
    if widget == "hidden":
        said["hidden"] = True
    if isinstance(own.get("order"), list):
        said["order"] = [str(name) for name in own["order"]]
    return said


def _inside(schema: Schema, ui: Mapping[str, Any], report: Report, *, place: str) -> Schema:
    inner = {name: each for name, each in ui.items() if not name.startswith("ui:") and isinstance(each, Mapping)}
    properties = schema.get("properties")
    changed = dict(schema)
    if isinstance(properties, Mapping):
        changed["properties"] = {
            name: _of(each, inner.get(name), report, f"{place}{pointer_to(name)}") for name, each in properties.items()
        }
    if "items" in inner and isinstance(schema.get("items"), Mapping):
        changed["items"] = _of(schema["items"], inner["items"], report, f"{place}/items")
    return changed


def _of(schema: Any, ui: object, report: Report, place: str) -> Any:
    """Return a schema with its UI; that of a reference is written beside `$ref`, for this use only."""
    if not isinstance(schema, Mapping) or ui is None:
        return schema
    return with_ui(dict(schema), ui, report, place=place)


def ordered(names: list[str], order: list[str]) -> list[str]:
    """Return property names in the order of `ui:order`, where `*` is for the others.

    >>> ordered(["a", "b", "c", "d"], ["c", "*", "a"])
    ['c', 'b', 'd', 'a']
    """
    others = [name for name in names if name not in order]
    placed: list[str] = []
    for name in order:
        placed += others if name == "*" else [name] if name in names else []
    return placed + ([] if "*" in order else others)
