"""The elements of a JSON Forms UI schema read as questions, with the questions inside them."""

import re
from collections.abc import Iterator, Mapping

from schemas.format.names_and_texts import ID, name_problems, text_problems
from schemas.json_schema.admission import gate_problems
from schemas.problems import Problem, pointer_to, under
from schemas.questions.base import ITEM_ID, NOTHING, Question
from schemas.questions.from_schema import inner_questions, ordered_properties, without_null
from schemas.questions.registry import QUESTION_TYPES
from schemas.questions.type_inference import type_of_schema
from schemas.questions.types.nested.structured import Structured

#: A property of the answers: authors use plainer names, imported ones are kept as they are.
PROPERTY = re.compile(r"[^\u0000-\u001f\u007f]+\Z")
#: A name that only rules read.
RULE_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
SCOPE = re.compile(r"#/properties/([^/]*)\Z")

#: Options of an element that people or browsers read.
TEXT_OPTIONS = ("hint", "example", "item_label", "autocomplete", "unit")

#: What a Control may be: an information text is a Label, and answers nothing.
CONTROL_TYPES = tuple(sorted(key for key, each in QUESTION_TYPES.items() if not each.is_silent))

#: Types whose questions may be laid out by `options.detail.elements`; their order is otherwise that of properties.
LAID_OUT = ("group", "object")


class ElementReader:
    """One reading of an object schema and its elements: collects problems, and the questions read so far.

    `place` is the pointer to the schema: `/data`, or that of the items of a repeated group.
    """

    def __init__(self, schema: Mapping[str, object], properties: Mapping[str, object], place: str) -> None:
        self.properties = properties
        self.place = place
        self.defs: Mapping[str, object] = NOTHING
        self.is_item = False
        self.problems: list[Problem] = []
        self.met: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self.required = self._required(schema.get("required", []))

    def say(self, code: str, pointer: str, **params: object) -> None:
        self.problems.append(Problem(code, pointer, params))

    def place_of(self, key: str) -> str:
        """Return the pointer to the fragment of a question."""
        return self.place + pointer_to("properties", key)

    def _required(self, listed: object) -> frozenset[str]:
        if not isinstance(listed, list):
            self.say("not_a_list", f"{self.place}/required")
            return frozenset()
        for index, name in enumerate(listed):
            if not isinstance(name, str) or name not in self.properties:
                self.say("unknown_question", f"{self.place}/required/{index}", key=str(name))
        return frozenset(name for name in listed if isinstance(name, str))

    def options(self, element: Mapping[str, object], pointer: str) -> Mapping[str, object]:
        """Return the options of an element, its texts checked."""
        options = element.get("options", NOTHING)
        if not isinstance(options, Mapping):
            self.say("not_an_object", f"{pointer}/options")
            return NOTHING
        for name in TEXT_OPTIONS:
            self.problems += under(f"{pointer}/options", text_problems(options, name))
        return options

    def label(self, element: Mapping[str, object], pointer: str, default: str) -> str:
        """Return the label of an element; a given label may be blank only when `default` is."""
        is_required = bool(default) and "label" in element
        self.problems += under(pointer, text_problems(element, "label", is_required=is_required))
        return str(element.get("label", default))

    def elements(self, element: Mapping[str, object], pointer: str) -> list[tuple[object, str]]:
        """Return the elements inside one, each with its pointer."""
        listed = element.get("elements")
        if not isinstance(listed, list):
            self.say("not_a_list", f"{pointer}/elements")
            return []
        return [(inner, pointer + pointer_to("elements", place)) for place, inner in enumerate(listed)]

    def new_id(self, options: Mapping[str, object], pointer: str, kind: str) -> str:
        """Return the id of an element, with a problem when it is missing, malformed or given twice for this kind."""
        found = options.get("id")
        if not isinstance(found, str) or not ID.match(found):
            self.say("missing_id", pointer)
            return ""
        self.problems += name_problems(found, f"{pointer}/options/id")
        if f"{kind}/{found}" in self.ids:
            self.say("repeated_id", pointer, id=found)
        self.ids[f"{kind}/{found}"] = pointer
        return found


def read_element(reader: ElementReader, element: object, pointer: str) -> Question | None:
    kind = element.get("type") if isinstance(element, Mapping) else None
    if isinstance(element, Mapping) and kind == "Control":
        return _read_control(reader, element, pointer)
    if isinstance(element, Mapping) and kind == "Label":
        return _read_information(reader, element, pointer)
    reader.say("unknown_element", pointer, known=["Group", "Control", "Label"])
    return None


def _read_information(reader: ElementReader, element: Mapping[str, object], pointer: str) -> Question:
    reader.problems += under(pointer, text_problems(element, "text", is_required=True))
    options = reader.options(element, pointer)
    key = reader.new_id(options, pointer, "question")
    return Question(key, type="information", schema={"title": str(element.get("text", ""))}, options=options)


def _read_control(reader: ElementReader, element: Mapping[str, object], pointer: str) -> Question | None:
    scope = element.get("scope")
    match = SCOPE.match(scope) if isinstance(scope, str) else None
    key = match.group(1).replace("~1", "/").replace("~0", "~") if match else ""
    if not match or key not in reader.properties:
        reader.say("unknown_question", f"{pointer}/scope", key=str(scope))
        return None
    if key in reader.met:
        reader.say("repeated_question", f"{pointer}/scope", key=key, first=reader.met[key])
        return None
    reader.met[key] = pointer
    reader.problems += name_problems(key, reader.place_of(key), PROPERTY)
    if reader.is_item and key == ITEM_ID:
        reader.say("reserved_id", reader.place_of(key), id=key)
    schema = reader.properties[key]
    if not isinstance(schema, Mapping):
        reader.say("not_an_object", reader.place_of(key))
        return None
    reader.problems += under(reader.place_of(key), _annotation_problems(schema))
    return _build_question(reader, element, schema, pointer=pointer, key=key)


def _annotation_problems(schema: Mapping[str, object]) -> Iterator[Problem]:
    """Yield the problems of the annotations, which the schema of the answers repeats as they are."""
    yield from text_problems(schema, "title", is_required=True)
    yield from text_problems(schema, "description")
    yield from text_problems(schema, "$comment")
    if not isinstance(schema.get("examples", []), list):
        yield Problem("not_a_list", "/examples")


def _build_question(
    reader: ElementReader, element: Mapping[str, object], schema: Mapping[str, object], *, pointer: str, key: str
) -> Question | None:
    options = reader.options(element, pointer)
    fragment, is_nullable = without_null(schema)
    widget = options.get("widget") or type_of_schema(fragment, reader.defs)
    if not isinstance(widget, str) or widget not in CONTROL_TYPES:
        reader.say("unknown_type", f"{pointer}/options/widget", type=str(widget), known=CONTROL_TYPES)
        return None
    question = Question(
        key,
        widget,
        fragment,
        options,
        required=key in reader.required and not is_nullable,
        items=_read_inner(reader, fragment, options, widget=widget, pointer=pointer, key=key),
        is_nullable=key in reader.required and is_nullable,
        defs=reader.defs,
    )
    check_question(reader, question, reader.place_of(key))
    return question


def check_question(reader: ElementReader, question: Question, place: str) -> None:
    """Report the problems of the fragment of a question, and of those inside that nothing lays out."""
    kind = QUESTION_TYPES.get(question.type)
    if kind is None:
        reader.say("unknown_type", place, type=question.type, known=CONTROL_TYPES)
        return
    reader.problems += under(place, kind.check(question))
    reader.problems += _added_problems(question, place)


def _added_problems(question: Question, place: str) -> Iterator[Problem]:
    """Yield the problems of the constraints that `allOf` adds to a question, or to one inside it."""
    more = question.schema.get("allOf")
    if isinstance(more, list):
        yield from under(place, gate_problems({"allOf": more}))
    elif more is not None:
        yield Problem("not_a_list", f"{place}/allOf")
    kind = QUESTION_TYPES.get(question.type)
    if isinstance(kind, Structured):
        for inner in question.items:
            yield from _added_problems(inner, place + pointer_to(*kind.fragment_place(question, inner)))


def _read_inner(
    reader: ElementReader,
    schema: Mapping[str, object],
    options: Mapping[str, object],
    *,
    widget: str,
    pointer: str,
    key: str,
) -> tuple[Question, ...]:
    """Read the questions inside one: laid out by `options.detail.elements`, else in the order of its fragment."""
    holder, place = _holder(reader, schema, widget, key)
    if widget not in LAID_OUT or "$ref" in holder:
        return tuple(inner_questions(widget, schema, defs=reader.defs))
    properties, detail = holder.get("properties"), options.get("detail", NOTHING)
    if not isinstance(properties, Mapping) or not isinstance(detail, Mapping):
        reader.say("empty_group", pointer)
        return ()
    inner = ElementReader(holder, properties, place)
    inner.defs = reader.defs
    inner.is_item = reader.is_item or widget == "group"
    elements = detail.get("elements") and inner.elements(detail, f"{pointer}/options/detail")
    listed = elements if isinstance(elements, list) else _default_elements(holder, pointer)
    found = [read_element(inner, element, here) for element, here in listed]
    tell_unplaced(inner)
    if not inner.met:
        inner.say("empty_group", pointer)
    if any(question is not None and question.type == "computed" for question in found):
        inner.say("computed_in_group", pointer)
    reader.problems += inner.problems
    return tuple(question for question in found if question is not None)


def _holder(
    reader: ElementReader, schema: Mapping[str, object], widget: str, key: str
) -> tuple[Mapping[str, object], str]:
    """Return the schema of the object inside a question, and its place in the document."""
    if widget != "group":
        return schema, reader.place_of(key)
    items = schema.get("items")
    return items if isinstance(items, Mapping) else NOTHING, f"{reader.place_of(key)}/items"


def _default_elements(holder: Mapping[str, object], pointer: str) -> list[tuple[object, str]]:
    return [
        ({"type": "Control", "scope": "#" + pointer_to("properties", name)}, pointer)
        for name in ordered_properties(holder)
    ]


def tell_unplaced(reader: ElementReader) -> None:
    for key in reader.properties:
        if key not in reader.met:
            reader.say("question_not_placed", reader.place_of(key), key=key)
        elif f"question/{key}" in reader.ids:
            reader.say("repeated_id", reader.ids[f"question/{key}"], id=key)
