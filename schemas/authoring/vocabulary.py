"""The labels of the questions, parameters and choices that rules name, in one language."""

from collections.abc import Iterator, Mapping

from schemas.format.document import Document, asked
from schemas.format.translations import translated
from schemas.questions.base import Question
from schemas.rules.naming import address_token
from schemas.rules.speech.voice import Vocabulary
from schemas.rules.values import OF_ITEMS


def vocabulary_of(document: Document, language: str) -> Vocabulary:
    """Return the labels of questions, parameters and choices, in `language` where they are translated."""
    questions = list(_named(translated(document, language)))
    labels = {name: question.label for name, question in questions}
    choices = {name: dict(question.choices) for name, question in questions if question.choices}
    return Vocabulary(language, labels | _params(document), choices)


def _named(document: Document) -> Iterator[tuple[str, Question]]:
    """Yield each question with the name under which rules read it."""
    for question in asked(document.questions):
        yield address_token(question.key), question
        for inner in asked(question.items):
            yield f"{address_token(question.key)}{OF_ITEMS}{address_token(inner.key)}", inner


def _params(document: Document) -> dict[str, str]:
    """Return the titles of the legal parameters that have one."""
    params = document.rules.get("params")
    listed = params.items() if isinstance(params, Mapping) else ()
    return {
        f"param/{name}": str(each["title"]) for name, each in listed if isinstance(each, Mapping) and "title" in each
    }
