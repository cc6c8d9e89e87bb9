"""Every answer with its question, and every file, at any depth of the answers.

Files are found where a question asks for them, never by their look: a person may type anything in a free text.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from schemas.questions.base import Question
from schemas.questions.registry import QUESTION_TYPES

FileAnswer = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer that is not blank. `path` goes from the outermost question to this one."""

    path: tuple[Question, ...]
    answer: object

    @property
    def question(self) -> Question:
        return self.path[-1]


def answered_questions(questions: Iterable[Question], answers: Mapping[str, object]) -> Iterator[Answered]:
    """Yield every answer in the order of the form, those of questions that hold others just before what they hold."""
    for question in questions:
        yield from _answered((question,), answers.get(question.key))


def _answered(path: tuple[Question, ...], answer: object) -> Iterator[Answered]:
    question_type = QUESTION_TYPES[path[-1].type]
    if question_type.is_silent or question_type.is_blank(answer):
        return
    yield Answered(path, answer)
    for cell in question_type.cells(path[-1], answer):
        for inner in question_type.inner(path[-1]):
            yield from _answered((*path, inner), cell.get(inner.key))


def files_in(questions: Iterable[Question], answers: Mapping[str, object]) -> Iterator[FileAnswer]:
    """Yield every file that answers name, in the order of the form."""
    for found in answered_questions(questions, answers):
        if found.question.type == "file" and isinstance(found.answer, list):
            yield from (each for each in found.answer if isinstance(each, Mapping))


def ids_of_files(questions: Iterable[Question], answers: Mapping[str, object]) -> set[str]:
    """Return the ids of every file that answers name."""
    return {str(each["id"]) for each in files_in(questions, answers) if "id" in each}
