"""From the JSON Schema of the answers and the JSON Forms UI schema to steps, sections and questions."""

import re
from collections.abc import Iterator, Mapping

from schemas.circuit import ID, name_problems, text_problems
from schemas.document import Section, Step
from schemas.problems import Problem, pointer_to, under
from schemas.questions.base import NOTHING, Question
from schemas.questions.table import QUESTION_TYPES, type_of_schema

PROPERTY = re.compile(r"[a-z][a-z0-9_]*\Z")
SCOPE = re.compile(r"#/properties/([^/]+)\Z")

#: Words that stand in URLs beside the ids of steps.
RESERVED_STEPS = frozenset({"verifier", "corriger", "envoyee", "recommencer", "enregistrer", "quitter", "resultat"})


#: Options of an element that people or browsers read.
TEXT_OPTIONS = ("hint", "example", "item_label", "autocomplete", "unit")

#: What a Control may be: an information text is a Label, and answers nothing.
CONTROL_TYPES = tuple(sorted(key for key, each in QUESTION_TYPES.items() if not each.is_silent))


class Reader:
    """One reading of an object schema and its elements: collects problems, and the questions met so far.

    `place` is the pointer to the schema: `/data`, or that of the items of a repeated group.
    """

    def __init__(self, schema: Mapping[str, object], properties: Mapping[str, object], place: str) -> None:
        self.properties = properties
        self.place = place
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
        """Return the label of an element; one that is there may be blank only when `default` is."""
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
        """Return the id of an element, told as a problem when missing, malformed or given twice for this kind."""
        found = options.get("id")
        if not isinstance(found, str) or not ID.match(found):
            self.say("missing_id", pointer)
            return ""
        self.problems += name_problems(found, f"{pointer}/options/id")
        if f"{kind}/{found}" in self.ids:
            self.say("repeated_id", pointer, id=found)
        self.ids[f"{kind}/{found}"] = pointer
        return found


def read_steps(data: object, ui: object, *, max_questions: int) -> tuple[tuple[Step, ...], list[Problem]]:
    """Read every step; pointers of problems start at the document."""
    if not isinstance(data, Mapping) or not isinstance(data.get("properties"), Mapping):
        return (), [Problem("not_an_object", "/data/properties")]
    if not isinstance(ui, Mapping) or ui.get("type") != "Categorization" or not isinstance(ui.get("elements"), list):
        return (), [Problem("no_steps", "/ui")]
    remote = tuple(_remote_references(data, "/data"))
    if remote:
        return (), list(remote)
    reader = Reader(data, data["properties"], "/data")
    if _count(data["properties"]) > max_questions:
        return (), [Problem("too_many_questions", "/data/properties", {"limit": max_questions})]
    steps = tuple(_read_step(reader, element, pointer) for element, pointer in reader.elements(ui, "/ui"))
    if not steps:
        reader.say("no_steps", "/ui/elements")
    _tell_sections_named_as_steps(reader)
    _tell_unplaced(reader)
    return tuple(step for step in steps if step is not None), reader.problems


def _count(properties: Mapping[str, object]) -> int:
    inner = [
        each["items"]["properties"]
        for each in properties.values()
        if isinstance(each, Mapping)
        and isinstance(each.get("items"), Mapping)
        and isinstance(each["items"].get("properties"), Mapping)
    ]
    return len(properties) + sum(len(each) for each in inner)


def _remote_references(value: object, pointer: str) -> Iterator[Problem]:
    if isinstance(value, Mapping):
        reference = value.get("$ref")
        if isinstance(reference, str) and not reference.startswith("#"):
            yield Problem("remote_reference", f"{pointer}/$ref", {"reference": reference})
        for key, inner in value.items():
            yield from _remote_references(inner, pointer + pointer_to(key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _remote_references(inner, pointer + pointer_to(place))


def _tell_sections_named_as_steps(reader: Reader) -> None:
    """Questions that stand in a step by themselves are a section with the id of the step: no other may have it."""
    for name, pointer in reader.ids.items():
        kind, _, found = name.partition("/")
        if kind == "section" and f"step/{found}" in reader.ids:
            reader.say("repeated_id", pointer, id=found)


def _tell_unplaced(reader: Reader) -> None:
    for key in reader.properties:
        if key not in reader.met:
            reader.say("question_not_placed", reader.place_of(key), key=key)
        elif f"question/{key}" in reader.ids:
            reader.say("repeated_id", reader.ids[f"question/{key}"], id=key)


def _read_step(reader: Reader, element: object, pointer: str) -> Step | None:
    if not isinstance(element, Mapping) or element.get("type") != "Category":
        reader.say("unknown_element", pointer, known=["Category"])
        return None
    options = reader.options(element, pointer)
    step_id = reader.new_id(options, pointer, "step")
    if step_id in RESERVED_STEPS:
        reader.say("reserved_id", pointer, id=step_id)
    label = reader.label(element, pointer, default=step_id)
    sections = tuple(_read_sections(reader, step_id, reader.elements(element, pointer)))
    if not any(section.questions for section in sections):
        reader.say("empty_step", pointer, id=step_id)
    return Step(step_id, label, sections, str(options.get("hint", "")))


def _read_sections(reader: Reader, step_id: str, elements: list[tuple[object, str]]) -> Iterator[Section]:
    """Yield the groups of a step, and the questions that stand between them as sections without a label."""
    loose: list[Question] = []
    for element, here in elements:
        if isinstance(element, Mapping) and element.get("type") == "Group":
            if loose:
                yield Section(step_id, "", tuple(loose))
                loose = []
            yield _read_group(reader, element, here)
        elif (question := _read_element(reader, element, here)) is not None:
            loose.append(question)
    if loose:
        yield Section(step_id, "", tuple(loose))


def _read_group(reader: Reader, element: Mapping[str, object], pointer: str) -> Section:
    section_id = reader.new_id(reader.options(element, pointer), pointer, "section")
    label = reader.label(element, pointer, default="")
    found = [_read_element(reader, inner, here) for inner, here in reader.elements(element, pointer)]
    return Section(section_id, label, tuple(question for question in found if question is not None))


def _read_element(reader: Reader, element: object, pointer: str) -> Question | None:
    kind = element.get("type") if isinstance(element, Mapping) else None
    if isinstance(element, Mapping) and kind == "Control":
        return _read_control(reader, element, pointer)
    if isinstance(element, Mapping) and kind == "Label":
        return _read_information(reader, element, pointer)
    reader.say("unknown_element", pointer, known=["Group", "Control", "Label"])
    return None


def _read_information(reader: Reader, element: Mapping[str, object], pointer: str) -> Question:
    reader.problems += under(pointer, text_problems(element, "text", is_required=True))
    options = reader.options(element, pointer)
    key = reader.new_id(options, pointer, "question")
    return Question(key, type="information", schema={"title": str(element.get("text", ""))}, options=options)


def _read_control(reader: Reader, element: Mapping[str, object], pointer: str) -> Question | None:
    scope = element.get("scope")
    match = SCOPE.match(scope) if isinstance(scope, str) else None
    key = match.group(1) if match else ""
    if key not in reader.properties:
        reader.say("unknown_question", f"{pointer}/scope", key=str(scope))
        return None
    if key in reader.met:
        reader.say("repeated_question", f"{pointer}/scope", key=key, first=reader.met[key])
        return None
    reader.met[key] = pointer
    reader.problems += name_problems(key, reader.place_of(key), PROPERTY)
    schema = reader.properties[key]
    if not isinstance(schema, Mapping):
        reader.say("not_an_object", reader.place_of(key))
        return None
    reader.problems += under(reader.place_of(key), _annotation_problems(schema))
    return _build_question(reader, element, schema, pointer=pointer, key=key)


def _annotation_problems(schema: Mapping[str, object]) -> Iterator[Problem]:
    """Yield what is wrong with the keywords for people, which the schema of the answers repeats as they are."""
    yield from text_problems(schema, "title", is_required=True)
    yield from text_problems(schema, "description")
    yield from text_problems(schema, "$comment")
    if not isinstance(schema.get("examples", []), list):
        yield Problem("not_a_list", "/examples")


def _build_question(
    reader: Reader, element: Mapping[str, object], schema: Mapping[str, object], *, pointer: str, key: str
) -> Question | None:
    options = reader.options(element, pointer)
    widget = options.get("widget") or type_of_schema(schema)
    if not isinstance(widget, str) or widget not in CONTROL_TYPES:
        reader.say("unknown_type", f"{pointer}/options/widget", type=str(widget), known=CONTROL_TYPES)
        return None
    items = _read_items(reader, schema, options, pointer=pointer, key=key) if widget == "group" else ()
    question = Question(key, widget, schema, options, key in reader.required, items)
    reader.problems += under(reader.place_of(key), QUESTION_TYPES[widget].check(question))
    return question


def _read_items(
    reader: Reader, schema: Mapping[str, object], options: Mapping[str, object], *, pointer: str, key: str
) -> tuple[Question, ...]:
    """Read the questions of a repeated group: `items.properties`, laid out by `options.detail.elements`."""
    items, detail = schema.get("items"), options.get("detail")
    properties = items.get("properties") if isinstance(items, Mapping) else None
    if not isinstance(items, Mapping) or not isinstance(properties, Mapping) or not isinstance(detail, Mapping):
        reader.say("empty_group", pointer)
        return ()
    inner = Reader(items, properties, f"{reader.place_of(key)}/items")
    listed = inner.elements(detail, f"{pointer}/options/detail")
    found = [_read_element(inner, element, here) for element, here in listed]
    _tell_unplaced(inner)
    questions = tuple(question for question in found if question is not None)
    if not inner.met:
        inner.say("empty_group", pointer)
    if any(question.type == "group" for question in questions):
        inner.say("group_in_group", pointer)
    if any(question.type == "computed" for question in questions):
        inner.say("computed_in_group", pointer)
    reader.problems += inner.problems
    return questions
