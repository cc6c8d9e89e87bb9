"""Problems of answers as API errors: a pointer into the body, a stable code, a sentence for a person."""

from collections.abc import Iterable
from dataclasses import replace

from runtime.presentation.messages import word_problem
from schemas.compilation.compiled import Compiled
from schemas.problems import Problem
from schemas.questions.base import Question
from schemas.questions.registry import QUESTION_TYPES

#: Place of the answers in the body.
ANSWERS = "/answers"


def worded_problems(compiled: Compiled, problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Return the problems of answers for people and programs, in the language in use."""
    return [
        {"pointer": ANSWERS + each.pointer, "code": each.code, "detail": _sentence(compiled, each)} for each in problems
    ]


def worded_file_problem(question: Question, problem: Problem) -> dict[str, str]:
    """Return the reason why a file was refused."""
    return {"parameter": "file", "code": problem.code, "detail": word_problem(question, problem)}


def _sentence(compiled: Compiled, problem: Problem) -> str:
    messages = {check.id: check.message for check in compiled.checks}
    params = {**problem.params, "message": messages.get(str(problem.params.get("id", "")), "")}
    question = question_at(compiled, problem.pointer)
    return word_problem(question, replace(problem, pointer="", params=params))


def question_at(compiled: Compiled, pointer: str) -> Question:
    """Return the innermost question on the way of `pointer` into answers; a nameless one where nothing is asked."""
    tokens = [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]
    found = compiled.questions.get(tokens[0]) if tokens else None
    if found is None:
        return Question(tokens[0] if tokens else "", "short_text", {})
    for token in tokens[1:]:
        inner = {each.key: each for each in QUESTION_TYPES[found.type].inner(found)}
        found = inner.get(token, found)
    return found
