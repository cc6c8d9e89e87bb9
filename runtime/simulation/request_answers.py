"""Answers carried by a request to a simulator: all of them are in the request, and nothing is kept."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict

from runtime.forms.post_data import read_posted
from runtime.lists.lookups import LOOKUPS
from runtime.presentation.field_names import field_token, first_token, named
from runtime.simulation.personal_questions import is_personal
from schemas.compilation.compiled import Compiled
from schemas.format.document import asked
from schemas.problems import Problem
from schemas.questions.base import Question, Raw
from schemas.questions.registry import QUESTION_TYPES


@dataclass(frozen=True, slots=True)
class RequestAnswers:
    """The raw input, by question: all of it, the answers made from it, and the problems of the rest."""

    raws: Mapping[str, Raw] = field(repr=False, hash=False)
    answers: Mapping[str, object] = field(repr=False, hash=False)
    problems: Mapping[str, tuple[Problem, ...]] = field(hash=False)


def read_given(compiled: Compiled, data: QueryDict, *, today: date, is_address: bool) -> RequestAnswers:
    """Read the raw input in `data`, the query of a URL or a posted form.

    Personal answers in a URL are ignored: they were put there by hand, and are asked again.
    """
    named_here = {first_token(name) for name in data}
    questions = [q for q in asked(compiled.document.questions) if field_token(q.key) in named_here]
    if is_address:
        questions = [question for question in questions if not is_personal(question)]
    raws = {key: raw for key, raw in read_posted(questions, data, {}).items() if not is_unanswered(raw)}
    answers, problems = {}, {}
    for question in questions:
        if question.key in raws:
            parsed = QUESTION_TYPES[question.type].read(question, raws[question.key], today=today, lookups=LOOKUPS)
            if parsed.problems:
                problems[question.key] = parsed.problems
            elif parsed.answer is not None:
                answers[question.key] = parsed.answer
    return RequestAnswers(raws, answers, problems)


def is_unanswered(raw: Raw) -> bool:
    """Return whether nothing was typed or ticked."""
    if isinstance(raw, Mapping):
        return not any(str(value).strip() for value in raw.values())
    return not raw.strip() if isinstance(raw, str) else not raw


def pairs_of(questions: Iterable[Question], raws: Mapping[str, Raw]) -> Iterator[tuple[str, str]]:
    """Yield the names and values under which inputs would send the raw input: `read_given` reads it back."""
    for question in questions:
        raw = raws.get(question.key, "")
        name = field_token(question.key)
        if isinstance(raw, Mapping):
            yield from ((named(name, part), str(value)) for part, value in raw.items() if str(value).strip())
        elif isinstance(raw, str):
            yield from [(name, raw)] if raw.strip() else []
        else:
            yield from ((name, str(value)) for value in raw)
