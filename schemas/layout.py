"""From the JSON Schema of the answers and the JSON Forms UI schema to steps, sections and questions."""

import re
from collections.abc import Iterator, Mapping

from schemas.document import Section, Step
from schemas.problems import Problem, pointer_to
from schemas.questions.base import NOTHING, Question
from schemas.questions.table import QUESTION_TYPES, type_of_schema

ID = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*\Z")
PROPERTY = re.compile(r"[a-z][a-z0-9_]*\Z")
SCOPE = re.compile(r"#/properties/([^/]+)\Z")

#: Words that stand in URLs beside the ids of steps.
RESERVED_STEPS = frozenset({"verifier", "corriger", "envoyee", "recommencer", "enregistrer", "quitter"})


class Reader:
    """One reading of a `data` and a `ui`: collects problems, and the questions met so far."""

    def __init__(self, properties: Mapping[str, object], required: frozenset[str]) -> None:
        self.properties = properties
        self.required = required
        self.problems: list[Problem] = []
        self.met: dict[str, str] = {}
        self.ids: set[str] = set()

    def say(self, code: str, pointer: str, **params: object) -> None:
        self.problems.append(Problem(code, pointer, params))

    def new_id(self, element: Mapping[str, object], pointer: str, kind: str) -> str:
        """Return the id of an element, told as a problem when missing, malformed or given twice for this kind."""
        options = element.get("options")
        found = options.get("id") if isinstance(options, Mapping) else None
        if not isinstance(found, str) or not ID.match(found):
            self.say("missing_id", pointer)
            return ""
        if f"{kind}/{found}" in self.ids:
            self.say("repeated_id", pointer, id=found)
        self.ids.add(f"{kind}/{found}")
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
    reader = Reader(data["properties"], _required_names(data))
    if _count(data["properties"]) > max_questions:
        return (), [Problem("too_many_questions", "/data/properties", {"limit": max_questions})]
    steps = tuple(
        _read_step(reader, element, pointer_to("ui", "elements", place)) for place, element in enumerate(ui["elements"])
    )
    if not steps:
        reader.say("no_steps", "/ui/elements")
    _tell_unplaced(reader)
    return tuple(step for step in steps if step is not None), reader.problems


def _required_names(schema: Mapping[str, object]) -> frozenset[str]:
    required = schema.get("required", [])
    return frozenset(each for each in required if isinstance(each, str)) if isinstance(required, list) else frozenset()


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


def _tell_unplaced(reader: Reader) -> None:
    for key in reader.properties:
        if key not in reader.met:
            reader.say("question_not_placed", pointer_to("data", "properties", key), key=key)
    for key in sorted(reader.required - set(reader.properties)):
        reader.say("unknown_question", "/data/required", key=key)


def _read_step(reader: Reader, element: object, pointer: str) -> Step | None:
    if not isinstance(element, Mapping) or element.get("type") != "Category":
        reader.say("unknown_element", pointer, known=["Category"])
        return None
    step_id = reader.new_id(element, pointer, "step")
    if step_id in RESERVED_STEPS:
        reader.say("reserved_id", pointer, id=step_id)
    options = element.get("options")
    hint = options.get("hint", "") if isinstance(options, Mapping) else ""
    sections = tuple(_read_sections(reader, step_id, element.get("elements"), pointer))
    if not any(section.questions for section in sections):
        reader.say("empty_step", pointer, id=step_id)
    return Step(step_id, str(element.get("label", step_id)), sections, str(hint))


def _read_sections(reader: Reader, step_id: str, elements: object, pointer: str) -> Iterator[Section]:
    """Yield the groups of a step, and the questions that stand between them as sections without a label."""
    loose: list[Question] = []
    for place, element in enumerate(elements if isinstance(elements, list) else []):
        here = pointer + pointer_to("elements", place)
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
    section_id = reader.new_id(element, pointer, "section")
    elements = element.get("elements")
    listed = enumerate(elements if isinstance(elements, list) else [])
    found = (_read_element(reader, inner, pointer + pointer_to("elements", place)) for place, inner in listed)
    questions = tuple(question for question in found if question is not None)
    return Section(section_id, str(element.get("label", "")), questions)


def _read_element(reader: Reader, element: object, pointer: str) -> Question | None:
    kind = element.get("type") if isinstance(element, Mapping) else None
    if isinstance(element, Mapping) and kind == "Control":
        return _read_control(reader, element, pointer)
    if isinstance(element, Mapping) and kind == "Label":
        return _read_information(reader, element, pointer)
    reader.say("unknown_element", pointer, known=["Group", "Control", "Label"])
    return None


def _read_information(reader: Reader, element: Mapping[str, object], pointer: str) -> Question:
    text = element.get("text")
    if not isinstance(text, str) or not text.strip():
        reader.say("missing_text", f"{pointer}/text")
    options = element.get("options")
    return Question(
        key=reader.new_id(element, pointer, "question"),
        type="information",
        schema={"title": str(text)},
        options=options if isinstance(options, Mapping) else NOTHING,
    )


def _read_control(reader: Reader, element: Mapping[str, object], pointer: str) -> Question | None:
    scope = element.get("scope")
    match = SCOPE.match(scope) if isinstance(scope, str) else None
    key = match.group(1) if match else ""
    schema = reader.properties.get(key)
    if not isinstance(schema, Mapping):
        reader.say("unknown_question", f"{pointer}/scope", key=str(scope))
        return None
    if key in reader.met:
        reader.say("repeated_question", f"{pointer}/scope", key=key, first=reader.met[key])
        return None
    reader.met[key] = pointer
    if not PROPERTY.match(key):
        reader.say("bad_name", pointer_to("data", "properties", key), pattern=PROPERTY.pattern.removesuffix(r"\Z"))
    return _build_question(reader, element, schema, pointer=pointer, key=key)


def _build_question(
    reader: Reader, element: Mapping[str, object], schema: Mapping[str, object], *, pointer: str, key: str
) -> Question | None:
    given = element.get("options", NOTHING)
    options: Mapping[str, object] = given if isinstance(given, Mapping) else NOTHING
    widget = options.get("widget") or type_of_schema(schema)
    if widget not in QUESTION_TYPES:
        reader.say("unknown_type", f"{pointer}/options/widget", type=str(widget), known=sorted(QUESTION_TYPES))
        return None
    if not isinstance(schema.get("title"), str) or not str(schema["title"]).strip():
        reader.say("missing_text", pointer_to("data", "properties", key, "title"))
    items = _read_items(reader, schema, options, pointer=pointer) if widget == "group" else ()
    question = Question(key, str(widget), schema, options, key in reader.required, items)
    for problem in QUESTION_TYPES[question.type].check(question):
        reader.problems.append(
            Problem(problem.code, pointer_to("data", "properties", key) + problem.pointer, problem.params)
        )
    return question


def _read_items(
    reader: Reader, schema: Mapping[str, object], options: Mapping[str, object], *, pointer: str
) -> tuple[Question, ...]:
    """Read the questions of a repeated group: `items.properties`, laid out by `options.detail.elements`."""
    items, detail = schema.get("items"), options.get("detail")
    properties = items.get("properties") if isinstance(items, Mapping) else None
    elements = detail.get("elements") if isinstance(detail, Mapping) else None
    if not isinstance(items, Mapping) or not isinstance(properties, Mapping) or not isinstance(elements, list):
        reader.say("empty_group", pointer)
        return ()
    inner = Reader(properties, _required_names(items))
    found = [
        _read_element(inner, element, pointer + pointer_to("options", "detail", "elements", place))
        for place, element in enumerate(elements)
    ]
    _tell_unplaced(inner)
    if any(question is not None and question.type == "group" for question in found):
        inner.say("group_in_group", pointer)
    reader.problems += inner.problems
    return tuple(question for question in found if question is not None)
