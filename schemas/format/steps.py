"""The steps, sections and questions of a document, read from its JSON Schema and its JSON Forms UI schema."""

from collections.abc import Iterator, Mapping

from schemas.format.document import Section, Step
from schemas.format.elements import ElementReader, check_question, read_element, tell_unplaced
from schemas.json_schema.admission import gate_problems, pattern_problems
from schemas.problems import Problem, pointer_to, under
from schemas.questions.base import NOTHING, Question
from schemas.questions.from_schema import shape

#: Words of URLs that could be taken for the id of a step.
RESERVED_STEPS = frozenset({"verifier", "corriger", "envoyee", "recommencer", "enregistrer", "quitter", "resultat"})


#: Parts of a schema where a reference is a value, or is checked with its schema (`gate_problems`).
_NOT_READ = frozenset({"allOf", "const", "default", "enum", "examples"})


def read_steps(data: object, ui: object, *, max_questions: int) -> tuple[tuple[Step, ...], list[Problem]]:
    """Read every step; pointers of problems start at the document."""
    if not isinstance(data, Mapping) or not isinstance(data.get("properties"), Mapping):
        return (), [Problem("not_an_object", "/data/properties")]
    if not isinstance(ui, Mapping) or ui.get("type") != "Categorization" or not isinstance(ui.get("elements"), list):
        return (), [Problem("no_steps", "/ui")]
    refused = (*_remote_references(data, "/data"), *under("/data", pattern_problems(data)))
    if refused:
        return (), list(refused)
    reader = ElementReader(data, data["properties"], "/data")
    if _count(data["properties"]) > max_questions:
        return (), [Problem("too_many_questions", "/data/properties", {"limit": max_questions})]
    _read_definitions(reader, data.get("$defs", NOTHING))
    _check_contract(reader, data)
    steps = tuple(_read_step(reader, element, pointer) for element, pointer in reader.elements(ui, "/ui"))
    if not steps:
        reader.say("no_steps", "/ui/elements")
    _tell_sections_named_as_steps(reader)
    tell_unplaced(reader)
    return tuple(step for step in steps if step is not None), reader.problems


def _read_definitions(reader: ElementReader, defs: object) -> None:
    """Check the definitions that questions may refer to: each is a question by itself."""
    if not isinstance(defs, Mapping):
        reader.say("not_an_object", "/data/$defs")
        return
    reader.defs = defs
    for name, schema in defs.items():
        place = pointer_to("data", "$defs", name)
        if isinstance(schema, Mapping):
            check_question(reader, shape(str(name), schema, defs=defs), place)
        else:
            reader.say("not_an_object", place)


def _check_contract(reader: ElementReader, data: Mapping[str, object]) -> None:
    """Check `data.allOf`: schemas that the whole answers must also be valid under."""
    contract = data.get("allOf", [])
    if isinstance(contract, list):
        reader.problems += under("/data", gate_problems({"allOf": contract}))
    else:
        reader.say("not_a_list", "/data/allOf")


def _count(schema: object) -> int:
    """Return how many properties a schema has, at all depths."""
    if isinstance(schema, list):
        return sum(map(_count, schema))
    if not isinstance(schema, Mapping):
        return 0
    properties = schema.get("properties")
    own = len(properties) if isinstance(properties, Mapping) else 0
    return own + sum(_count(inner) for inner in schema.values() if isinstance(inner, Mapping | list))


def _remote_references(value: object, pointer: str) -> Iterator[Problem]:
    if isinstance(value, Mapping):
        reference = value.get("$ref")
        if isinstance(reference, str) and not reference.startswith("#"):
            yield Problem("remote_reference", f"{pointer}/$ref", {"reference": reference})
        for key, inner in value.items():
            if key not in _NOT_READ:
                yield from _remote_references(inner, pointer + pointer_to(key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _remote_references(inner, pointer + pointer_to(place))


def _tell_sections_named_as_steps(reader: ElementReader) -> None:
    """Report sections with the id of a step, which is that of the questions directly in the step."""
    for name, pointer in reader.ids.items():
        kind, _, found = name.partition("/")
        if kind == "section" and f"step/{found}" in reader.ids:
            reader.say("repeated_id", pointer, id=found)


def _read_step(reader: ElementReader, element: object, pointer: str) -> Step | None:
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


def _read_sections(reader: ElementReader, step_id: str, elements: list[tuple[object, str]]) -> Iterator[Section]:
    """Yield the groups of a step, and the questions between them as sections without a label."""
    loose: list[Question] = []
    for element, here in elements:
        if isinstance(element, Mapping) and element.get("type") == "Group":
            if loose:
                yield Section(step_id, "", tuple(loose))
                loose = []
            yield _read_group(reader, element, here)
        elif (question := read_element(reader, element, here)) is not None:
            loose.append(question)
    if loose:
        yield Section(step_id, "", tuple(loose))


def _read_group(reader: ElementReader, element: Mapping[str, object], pointer: str) -> Section:
    section_id = reader.new_id(reader.options(element, pointer), pointer, "section")
    label = reader.label(element, pointer, default="")
    found = [read_element(reader, inner, here) for inner, here in reader.elements(element, pointer)]
    return Section(section_id, label, tuple(question for question in found if question is not None))
