"""Filling a form by itself: one good answer to each question, as far down as it goes."""

from datetime import date

from schemas.questions.registry import QUESTION_TYPES
from schemas.questions.types.nested.structured import Structured

TODAY = date(2026, 11, 22)
TEXTS = (
    "lilas", "12345", "abc", "a", "AB12", "x1", "01/02", "a@b.fr", "https://exemple.fr/a", "2026-03-01", "12:30:00Z",
    "2026-03-01T12:30:00Z", "123e4567-e89b-12d3-a456-426614174000", "192.0.2.1", "2001:db8::1", "exemple.fr", "/a/b",
    "P1D", "#00ff00", "string", "number", "555-1234", "(555)555-1234", "K1A0B1", "x" * 8, "x" * 12, "x" * 40, "x" * 300,
)  # fmt: skip


def answer_to(question, *, depth=0):
    """Return a good final answer to a question, or None when none was found."""
    kind = QUESTION_TYPES[question.type]
    if isinstance(kind, Structured):
        return _inside(kind, question, depth)
    for candidate in _candidates(question):
        if not kind.is_blank(candidate) and not kind.judge(question, candidate, today=TODAY):
            return candidate
    return None


def _inside(kind, question, depth):
    if depth > 6 or (depth > 2 and question.type == "reference"):
        return None
    if kind.structure == "branches":
        found = (answer_to(inner, depth=depth + 1) for inner in kind.inner(question))
        return next((answer for answer in found if answer is not None), None)
    cell = {}
    for inner in kind.asked(question):
        is_deep = depth > 1 and not inner.required and not inner.is_nullable and kind.structure == "parts"
        answer = None if is_deep and QUESTION_TYPES[inner.type].structure else answer_to(inner, depth=depth + 1)
        if answer is not None or inner.is_nullable:
            cell[inner.key] = answer
    least = max(kind.limits(question)[0], 1) if kind.structure == "items" else 1
    cells = [_numbered(cell, place) for place in range(least)]
    return kind.joined(question, cells) if cell else None


def _numbered(cell, place):
    return {**cell, "name": f"nom {place}"} if set(cell) == {"name", "value"} and place else dict(cell)


def _candidates(question):
    schema = question.schema
    if question.type in ("single_choice", "plain_choice"):
        return [choice["const"] for choice in schema["oneOf"]]
    if question.type in ("several_choices", "plain_choices"):
        values = [choice["const"] for choice in schema["items"]["oneOf"]]
        return [values[:count] for count in range(1, len(values) + 1)]
    if question.type == "constant":
        return [schema["const"]]
    if question.type in ("yes_no", "sworn_statement"):
        return [True, False]
    if question.type in ("integer", "number"):
        edges = [int(schema[word]) + move for word in ("minimum", "maximum") if word in schema for move in (0, 1, -1)]
        return [*edges, *range(101), 0.5, 1.5]
    least = schema.get("minLength", 0)
    return [*TEXTS, *(text[: schema.get("maxLength", 99)] for text in TEXTS), "x" * least, "1" * least]
