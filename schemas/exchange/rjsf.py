"""The `uiSchema` of react-jsonschema-form read: order, titles, help and widgets, written into the schema itself."""

from collections.abc import Mapping
from typing import Any, Final

from schemas.exchange.report import Report
from schemas.exchange.schema_merge import Schema
from schemas.problems import pointer_to

#: What is read, by the words that a form of ours has for it.
_TEXTS: Final = {"title": "title", "description": "description"}
#: Looks, and what a browser does by itself.
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
    """Tell whether a UI schema is one of react-jsonschema-form: JSON Forms names the type of every element."""
    return isinstance(ui, Mapping) and not isinstance(ui.get("type"), str)


def with_ui(schema: Schema, ui: object, report: Report, *, place: str = "") -> Schema:
    """Return a schema with what a `uiSchema` says of it: under `x-ui` what only a form of ours knows.

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
    """Return what is said of a field itself: `ui:…`, and what stands in `ui:options`."""
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
    """Return a schema with its UI; one behind a reference is met as `allOf`, so that others keep theirs."""
    if not isinstance(schema, Mapping) or ui is None:
        return schema
    return with_ui(dict(schema), ui, report, place=place)


def ordered(names: list[str], order: list[str]) -> list[str]:
    """Return property names in the order of `ui:order`, where `*` stands for the others.

    >>> ordered(["a", "b", "c", "d"], ["c", "*", "a"])
    ['c', 'b', 'd', 'a']
    """
    others = [name for name in names if name not in order]
    placed: list[str] = []
    for name in order:
        placed += others if name == "*" else [name] if name in names else []
    return placed + ([] if "*" in order else others)
