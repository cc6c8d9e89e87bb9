"""The `ui` of an imported document, made of the pages of a UI schema or of the questions alone."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from schemas.exchange.conditions import all_of
from schemas.exchange.json_forms import Placed, UiBlock, UiPage
from schemas.exchange.report import Report
from schemas.exchange.schema_merge import Schema
from schemas.exchange.titles import word
from schemas.format.steps import RESERVED_STEPS
from schemas.problems import pointer_to
from schemas.rules.naming import address_token

_NOT_IN_AN_ID: Final = re.compile(r"[^a-z0-9]+")


@dataclass(slots=True)
class Layout:
    """One layout in the making: `data` loses what no page asks, `show` gains the conditions of pages."""

    data: Schema
    show: dict[str, Any]
    report: Report
    language: str
    ids: set[str] = field(default_factory=set)
    placed: dict[str, list[Placed]] = field(default_factory=dict)
    seen: set[tuple[str, ...]] = field(default_factory=set)

    def pages(self, pages: list[UiPage], *, title: str) -> dict[str, Any]:
        """Return the steps of pages; a question on no page is asked last when it is required, else not at all."""
        for page in pages:
            for block in page.blocks:
                block.placed = [each for each in block.placed if self._meet(each)]
        self._rest(pages)
        steps = [self._step(page, title) for page in pages if any(block.placed for block in page.blocks)]
        return {"type": "Categorization", "elements": steps}

    def _meet(self, placed: Placed) -> bool:
        """Return whether something is placed here: an object is placed with the first of its questions."""
        if placed.text:
            return True
        if placed.path in self.seen:
            self.report.note("repeated_control", placed.place)
            return False
        self.seen.add(placed.path)
        top = placed.path[0]
        self.placed.setdefault(top, []).append(placed)
        return len(self.placed[top]) == 1

    def _rest(self, pages: list[UiPage]) -> None:
        required = self.data.get("required", [])
        for key in list(self.data["properties"]):
            if key in self.placed:
                continue
            if key in required:
                self.report.note("asked_last", pointer_to("properties", key), key=key)
                self.placed[key] = [Placed((key,))]
                if not pages or pages[-1].label != word("more", self.language):
                    pages.append(UiPage(word("more", self.language)))
                pages[-1].block().placed.append(self.placed[key][0])
            else:
                self.report.note("not_asked", pointer_to("properties", key), key=key)
                self._drop(key)

    def _drop(self, key: str) -> None:
        del self.data["properties"][key]

    # Elements.

    def _step(self, page: UiPage, title: str) -> dict[str, Any]:
        label = page.label or title
        step_id = self._id(label, "step")
        elements: list[dict[str, Any]] = []
        for block in page.blocks:
            made = [self._made(each) for each in block.placed]
            elements += [self._group(block, made)] if block.label and made else made
        return {"type": "Category", "label": label, "options": {"id": step_id}, "elements": elements}

    def _group(self, block: UiBlock, elements: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "type": "Group",
            "label": block.label,
            "options": {"id": self._id(block.label, "section")},
            "elements": elements,
        }

    def _made(self, placed: Placed) -> dict[str, Any]:
        if placed.text:
            key = self._id(placed.text[:30], "text", avoid=self.data["properties"])
            self._condition(f"question/{key}", placed.rules)
            return {"type": "Label", "text": placed.text, "options": {"id": key}}
        return self._control(placed.path[0])

    def _control(self, key: str) -> dict[str, Any]:
        every = self.placed[key]
        schema = self.data["properties"][key]
        for each in every:
            self._say(schema, each)
        whole = [each for each in every if len(each.path) == 1]
        for each in every:
            self._condition("question/" + ".".join(address_token(part) for part in each.path), each.rules)
        if not whole:
            self._inner(schema, [each.path[1:] for each in every], path=(key,))
            if len(every) > 1 and len({each.place.rsplit("/elements", 1)[0] for each in every}) > 1:
                self.report.note("gathered", every[0].place, key=key)
        options = self._options(schema, whole[0].options if whole else {})
        return {
            "type": "Control",
            "scope": "#" + pointer_to("properties", key),
            **({"options": options} if options else {}),
        }

    def _say(self, schema: Schema, placed: Placed) -> None:
        """Write into the fragment of a question the label and options of its control."""
        fragment = _at(schema, placed.path[1:])
        if fragment is None:
            return
        if placed.label:
            fragment["title"] = placed.label
        if placed.options.get("readonly") is True or placed.options.get("readOnly") is True:
            fragment["readOnly"] = True

    def _inner(self, schema: Schema, paths: list[tuple[str, ...]], *, path: tuple[str, ...]) -> None:
        """Put the properties of an object in the order of their controls; of the others, the required ones are kept."""
        properties = schema.get("properties")
        if not isinstance(properties, Mapping) or any(not each for each in paths):
            return
        order = list(dict.fromkeys(each[0] for each in paths))
        rest = [name for name in properties if name not in order]
        kept = [name for name in rest if name in schema.get("required", [])]
        for name in rest:
            code = "asked_last" if name in kept else "not_asked"
            self.report.note(code, pointer_to("properties", *path, name), key=name)
        schema["properties"] = {name: properties[name] for name in (*order, *kept) if name in properties}
        for name in order:
            below = [each[1:] for each in paths if each[0] == name]
            self._inner(schema["properties"][name], below, path=(*path, name))

    def _options(self, schema: Schema, options: Mapping[str, Any]) -> dict[str, Any]:
        said = schema.get("x-ui", {})
        found: dict[str, Any] = {}
        is_text = (
            schema.get("type") in ("string", ["string", "null"]) and "oneOf" not in schema and "format" not in schema
        )
        if (options.get("multi") or said.get("widget") == "long_text") and is_text:
            found["widget"] = "long_text"
        if isinstance(options.get("hint") or said.get("hint"), str):
            found["hint"] = options.get("hint") or said["hint"]
        example = said.get("example") or next(
            (each for each in schema.get("examples", []) if isinstance(each, str)), ""
        )
        if example and is_text:
            found["example"] = example
        self._detail(schema, options.get("detail"))
        return found

    def _detail(self, schema: Schema, detail: object) -> None:
        """Put the questions of a list's items in the order of their inline UI schema, with its labels."""
        items = schema.get("items")
        holder = items if isinstance(items, Mapping) else schema
        properties = holder.get("properties")
        if not isinstance(detail, Mapping) or not isinstance(properties, dict):
            return
        found: list[tuple[str, str]] = []
        for element in _controls(detail):
            scope = str(element.get("scope", ""))
            name = scope.removeprefix("#/properties/").split("/")[0]
            label = element.get("label")
            found.append(
                (
                    name,
                    label
                    if isinstance(label, str) and "/properties/" not in scope[2:].removeprefix("properties/")
                    else "",
                )
            )
        order = [name for name in dict.fromkeys(name for name, _ in found) if name in properties]
        rest = [name for name in properties if name not in order]
        for name, label in found:
            if label.strip() and name in properties:
                properties[name]["title"] = label.strip()
        ordered = {name: properties[name] for name in (*order, *rest)}
        properties.clear()
        properties.update(ordered)

    def _condition(self, address: str, rules: Iterable[Any]) -> None:
        known = [self.show[address]] if address in self.show else []
        expr = all_of([*known, *rules])
        if expr is True:
            return
        self.show[address] = {"==": [1, 2]} if expr is False else expr

    def _id(self, text: str, kind: str, *, avoid: Iterable[str] = ()) -> str:
        plain = _NOT_IN_AN_ID.sub("-", text.lower())[:40].strip("-")
        base = plain if plain[:1].isalpha() else f"{kind}-{plain}".strip("-")
        taken = self.ids | RESERVED_STEPS | set(avoid)
        found = next(each for each in (base, *(f"{base}-{n}" for n in range(2, 1_000))) if each not in taken)
        self.ids.add(found)
        return found


def _controls(element: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    if element.get("type") == "Control":
        yield element
    elements = element.get("elements", [])
    for inner in elements if isinstance(elements, list) else []:
        if isinstance(inner, Mapping):
            yield from _controls(inner)


def _at(schema: Schema, path: tuple[str, ...]) -> Schema | None:
    for key in path:
        found = schema.get("properties", {}).get(key)
        if not isinstance(found, dict):
            return None
        schema = found
    return schema
