"""Translations of a document: its texts by address, and the document in another language."""

import copy
import hashlib
from collections.abc import Iterator, Mapping

from schemas.format.document import Document
from schemas.format.reading import parse_document

#: The place of a text in the JSON object: keys and list places, from the root.
Place = tuple[str | int, ...]


def text_hash(text: str) -> str:
    """Return what a translation keeps of its source text, to find stale ones: 12 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def texts_of(document: Document) -> dict[str, str]:
    """Return every text of the document that people read, by its address (`step/<id>/label`), in its base language."""
    return {address: str(_at(document.source, place)) for address, place in _places(document.source)}


def stale_or_missing(document: Document, language: str) -> dict[str, str]:
    """Return the addresses whose translation is `missing` or `stale`, in the order of the form."""
    translations = _translations(document, language)
    verdicts = {}
    for address, text in texts_of(document).items():
        found = translations.get(address)
        if not isinstance(found, Mapping) or not found.get("text"):
            verdicts[address] = "missing"
        elif found.get("of") != text_hash(text):
            verdicts[address] = "stale"
    return verdicts


def translated(document: Document, language: str) -> Document:
    """Return the document in `language`; what is not translated stays in the base language."""
    translations = _translations(document, language)
    if language == document.language or not translations:
        return document
    source = copy.deepcopy(dict(document.source))
    for address, place in tuple(_places(source)):
        found = translations.get(address)
        if isinstance(found, Mapping) and isinstance(found.get("text"), str) and found["text"].strip():
            _put(source, place, found["text"])
    changed, problems = parse_document(source)
    if changed is None:
        raise ValueError(f"a translation broke the document: {problems}")
    return changed


def _translations(document: Document, language: str) -> Mapping[str, object]:
    languages = document.source.get("translations", {})
    found = languages.get(language, {}) if isinstance(languages, Mapping) else {}
    return found if isinstance(found, Mapping) else {}


def _at(value: object, place: Place) -> object:
    for key in place:
        value = value[key]  # type: ignore[index]
    return value


def _put(value: object, place: Place, text: str) -> None:
    _at(value, place[:-1])[place[-1]] = text  # type: ignore[index]


def _places(source: Mapping[str, object]) -> Iterator[tuple[str, Place]]:
    """Yield the address and the place of every text of the document."""
    for address, place in _all_places(source):
        try:
            found = _at(source, place)
        except (KeyError, IndexError, TypeError):
            continue
        if isinstance(found, str) and found.strip():
            yield address, place


def _all_places(source: Mapping[str, object]) -> Iterator[tuple[str, Place]]:
    yield "title", ("title",)
    yield "summary", ("summary",)
    yield from _data_places(source)
    yield from _ui_places(_at(source, ("ui", "elements")), ("ui", "elements"), parent="question/")
    yield from _circuit_places(source.get("circuit"))
    for name in ("before", "who", "sent"):
        yield f"texts/{name}", ("texts", name)
    yield from ((f"texts/documents/{key}", ("texts", "documents", key)) for key in _keys(source, "texts", "documents"))
    for name in ("purpose", "basis"):
        yield f"privacy/{name}", ("privacy", name)
    for index, recipient in _list(source, "privacy", "recipients"):
        yield f"privacy/recipients/{recipient.get('id')}", ("privacy", "recipients", index, "label")
    yield from _rules_places(source)
    yield from _simulation_places(source)


def _rules_places(source: Mapping[str, object]) -> Iterator[tuple[str, Place]]:
    for name in _keys(source, "rules", "messages"):
        yield f"messages/{name}", ("rules", "messages", name, "fail")
        yield f"messages/{name}", ("rules", "messages", name)
        for part in ("label", "advice"):
            yield f"messages/{name}/{part}", ("rules", "messages", name, part)
    for index, criterion in _list(source, "rules", "criteria"):
        yield f"criteria/{criterion.get('id')}/source", ("rules", "criteria", index, "source", "title")
    for name in _keys(source, "rules", "params"):
        yield f"params/{name}/title", ("rules", "params", name, "title")


def _simulation_places(source: Mapping[str, object]) -> Iterator[tuple[str, Place]]:
    for index, amount in _list(source, "simulation", "amounts"):
        name, place = f"simulation/amounts/{amount.get('id')}", ("simulation", "amounts", index)
        yield from ((f"{name}/{part}", (*place, part)) for part in ("label", "unit"))
        yield f"{name}/source", (*place, "source", "title")
    for verdict in _keys(source, "simulation", "outcomes"):
        for part in ("title", "text"):
            yield f"simulation/outcomes/{verdict}/{part}", ("simulation", "outcomes", verdict, part)
    for name in ("conditions", "documents", "notice"):
        for key in _keys(source, "simulation", name):
            yield f"simulation/{name}/{key}", ("simulation", name, key)


def _data_places(source: Mapping[str, object]) -> Iterator[tuple[str, Place]]:
    for key in _keys(source, "data", "properties"):
        yield from _property_places(source, key, ("data", "properties", key))


def _property_places(source: Mapping[str, object], name: str, place: Place) -> Iterator[tuple[str, Place]]:
    """Yield the title, the choices and, for a repeated group, the inner questions of one property."""
    yield f"question/{name}/title", (*place, "title")
    for holder in ((), ("items",)):
        for index, choice in _list(source, *place, *holder, "oneOf"):
            yield f"choice/{name}/{choice.get('const')}", (*place, *holder, "oneOf", index, "title")
    for inner in _keys(source, *place, "items", "properties"):
        yield from _property_places(source, f"{name}.{inner}", (*place, "items", "properties", inner))


#: Options of a Control that people read.
READ_OPTIONS = ("hint", "example", "item_label", "unit")


def _ui_places(elements: object, place: Place, *, parent: str) -> Iterator[tuple[str, Place]]:
    for index, element in enumerate(elements if isinstance(elements, list) else []):
        if isinstance(element, Mapping):
            yield from _element_places(element, (*place, index), parent=parent)


def _element_places(element: Mapping[str, object], place: Place, *, parent: str) -> Iterator[tuple[str, Place]]:
    options = element.get("options")
    options = options if isinstance(options, Mapping) else {}
    kind = {"Category": "step", "Group": "section"}.get(str(element.get("type")))
    if kind:
        yield f"{kind}/{options.get('id')}/label", (*place, "label")
        yield f"{kind}/{options.get('id')}/hint", (*place, "options", "hint")
        yield from _ui_places(element.get("elements"), (*place, "elements"), parent=parent)
    elif element.get("type") == "Label":
        yield f"{parent}{options.get('id')}/text", (*place, "text")
    else:
        name = parent + str(element.get("scope", "")).rsplit("/", 1)[-1]
        yield from ((f"{name}/{option}", (*place, "options", option)) for option in READ_OPTIONS)
        detail = options.get("detail")
        inner = detail.get("elements") if isinstance(detail, Mapping) else None
        yield from _ui_places(inner, (*place, "options", "detail", "elements"), parent=f"{name}.")


def _circuit_places(circuit: object) -> Iterator[tuple[str, Place]]:
    for kind, name, parts in (("states", "state", ("label", "text")), ("transitions", "transition", ("label",))):
        listed = circuit.get(kind) if isinstance(circuit, Mapping) else None
        for index, each in enumerate(listed if isinstance(listed, list) else []):
            if isinstance(each, Mapping):
                yield from ((f"{name}/{each.get('id')}/{part}", ("circuit", kind, index, part)) for part in parts)


def _keys(source: Mapping[str, object], *place: str | int) -> list[str]:
    try:
        found = _at(source, place)
    except (KeyError, IndexError, TypeError):
        return []
    return list(found) if isinstance(found, Mapping) else []


def _list(source: Mapping[str, object], *place: str | int) -> list[tuple[int, Mapping[str, object]]]:
    try:
        found = _at(source, place)
    except (KeyError, IndexError, TypeError):
        return []
    listed = found if isinstance(found, list) else []
    return [(index, each) for index, each in enumerate(listed) if isinstance(each, Mapping)]
