"""The answers that a simulator carries into a procedure: checked when published, and when a person follows."""

from collections.abc import Iterator, Mapping
from datetime import date

from schemas.answers.journey import rule_values_of
from schemas.compilation.compiled import Compiled
from schemas.problems import Problem, pointer_to
from schemas.questions.base import Question
from schemas.questions.lookups import Lookups
from schemas.questions.registry import COMPUTED, QUESTION_TYPES
from schemas.rules.values import Value, format_num

#: From the type of a computed name to the question types that can hold its value.
HOLDERS: Mapping[str, tuple[str, ...]] = {
    "num": ("integer", "decimal", "money"),
    "bool": ("yes_no",),
    "date": ("date",),
    "str": ("short_text", "single_choice"),
}


def prefill_problems(simulator: Compiled, target: Compiled | None) -> Iterator[Problem]:
    """Yield the problems of the link from a simulator to a procedure; `target` is that procedure, None without one."""
    simulation = simulator.document.simulation
    request = simulation.request if simulation else None
    if request is None:
        return
    if target is None or target.document.is_simulator:
        yield Problem("unknown_procedure", "/simulation/request/procedure", {"key": request.procedure})
        return
    for key, name in request.prefill.items():
        yield from _pair_problems(simulator, target, key=key, name=name)


def _pair_problems(simulator: Compiled, target: Compiled, *, key: str, name: str) -> Iterator[Problem]:
    pointer = pointer_to("simulation", "request", "prefill", key)
    asked, source = target.questions.get(key), simulator.questions.get(name)
    types = {each.name: each.rule.type for each in simulator.computed}
    if asked is None or asked.type == "computed" or QUESTION_TYPES[asked.type].is_silent:
        yield Problem("unknown_question", pointer, {"key": key})
    elif source is None and name not in types:
        yield Problem("unknown_name", pointer, {"name": name})
    elif not _fits(asked, source, types.get(name, "")):
        kind = source.type if source is not None else types[name]
        yield Problem("prefill_differs", pointer, {"name": name, "found": kind, "expected": asked.type})


def _fits(asked: Question, source: Question | None, computed: str) -> bool:
    """Return whether a question can hold every answer of another question, or every value of a name."""
    if source is None:
        return asked.type in HOLDERS.get(computed, ())
    if source.type == "computed":
        return asked.type == COMPUTED.value_question(source).type
    values, offered = ({value for value, _ in each.choices} for each in (source, asked))
    return asked.type == source.type and values <= offered


def carried(simulator: Compiled, target: Compiled, answers: Mapping[str, object], *, today: date) -> dict[str, object]:
    """Return the answers of a simulation as answers to the questions of the procedure, without those it does not ask.

    They are not checked: the form reads each as if it had been typed.
    """
    simulation = simulator.document.simulation
    request = simulation.request if simulation else None
    if request is None:
        return {}
    names = rule_values_of(simulator, answers, today=today)
    pairs = [(target.questions[key], name) for key, name in request.prefill.items() if key in target.questions]
    found = {
        asked.key: answers.get(name) if name in simulator.questions else _answer_of(names.get(name), asked)
        for asked, name in pairs
    }
    return {key: answer for key, answer in found.items() if answer is not None}


def checked(target: Compiled, answers: Mapping[str, object], *, today: date, lookups: Lookups) -> dict[str, object]:
    """Return those of carried answers that the questions of the procedure accept as they are."""
    found = {}
    for key, answer in answers.items():
        question = target.questions.get(key)
        question_type = QUESTION_TYPES[question.type] if question else None
        if question is None or question_type is None or question.key in target.calculated:
            continue
        if question_type.is_silent or question_type.is_blank(answer):
            continue
        if not question_type.validate(question, answer, today=today, lookups=lookups):
            found[key] = answer
    return found


def _answer_of(value: Value | None, question: Question) -> object:
    """Return the value of a computed name as an answer to `question`."""
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return _number(value, question)
    return value.isoformat() if isinstance(value, date) else value


def _number(value: int, question: Question) -> object:
    shown = Question(question.key, "computed", question.schema, {**question.options, "value": question.type})
    return COMPUTED.answer(shown, value, today=date.max) if question.type != "decimal" else format_num(value)
