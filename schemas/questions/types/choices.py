"""One choice, or several, among values with a title."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from schemas.problems import Problem, pointer_to, under
from schemas.questions.base import NOTHING, Parsed, Question, QuestionType, Raw, Shown
from schemas.questions.fragment_checks import count_problems, fragment_problems
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.raw_input import BLANK, MISSHAPEN_LIST, as_list
from schemas.questions.schema_parts import annotations, bounds_of_list, whole_number, wrong_type
from schemas.questions.text_cleaning import clean_line, comparison_key
from schemas.questions.types.listed import MAX_CANDIDATES
from schemas.questions.types.typed import Typed

UNKNOWN = Problem("unknown_choice")
MAX_CHOICES = 1_000


class SingleChoice(Typed):
    """The value of one choice; with `options.format` `autocomplete`, a person types its title."""

    key = "single_choice"
    is_group = True

    def check(self, question: Question) -> tuple[Problem, ...]:
        found = fragment_problems(question, type="string", keywords=("oneOf",))
        again = _repeated_titles(question.schema) if is_typed(question) else ()
        return (*found, *_choice_problems(question.schema, ""), *again)

    def parse_text(self, question: Question, text: str, *, today: date, lookups: Lookups) -> Parsed:
        if is_typed(question):
            return _parse_title(question, text)
        return Parsed(text) if text in dict(question.choices) else Parsed(None, (UNKNOWN,))

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if not isinstance(answer, str):
            return wrong_type("string")
        return () if answer in dict(question.choices) else (UNKNOWN,)

    def raw(self, question: Question, answer: object) -> Raw:
        return str(self.show(question, answer)[0]) if is_typed(question) else str(answer)

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        return (dict(question.choices).get(str(answer), str(answer)),)

    def json_schema(self, question: Question) -> dict[str, object]:
        return {**annotations(question.schema), "type": "string", "oneOf": _one_of(question)}


def is_typed(question: Question) -> bool:
    """Return whether a person types the title of the choice, with proposals, rather than picks it among all."""
    return question.options.get("format") == "autocomplete"


def _parse_title(question: Question, text: str) -> Parsed:
    """Return the choice with this title, else the few with a word that begins so."""
    wanted = comparison_key(text)
    titles = {value: comparison_key(title) for value, title in question.choices}
    exact = [value for value, title in titles.items() if title == wanted] or [v for v in titles if v == text]
    if exact:
        return Parsed(exact[0])
    near = [title for value, title in question.choices if wanted and f" {wanted}" in f" {titles[value]}"]
    if not 0 < len(near) <= MAX_CANDIDATES:
        return Parsed(None, (UNKNOWN,))
    candidates = [{"value": title, "label": title} for title in near]
    return Parsed(None, (Problem("ambiguous", "", {"candidates": candidates}),))


def _repeated_titles(schema: Mapping[str, object]) -> Iterator[Problem]:
    """Yield the choices with the same typed title; malformed ones are reported elsewhere."""
    listed = schema.get("oneOf")
    seen: set[str] = set()
    for place, choice in enumerate(listed if isinstance(listed, list) else ()):
        title = comparison_key(str(choice["title"])) if _value(choice) is not None else ""
        if title and title in seen:
            yield Problem("choice_twice", pointer_to("oneOf", place), {"value": str(choice["title"])})
        seen.add(title)


class SeveralChoices(QuestionType):
    """The values ticked, each once, in the order of the choices when they come from a page."""

    key = "several_choices"
    is_group = True
    is_multiple = True

    def check(self, question: Question) -> tuple[Problem, ...]:
        keywords = ("items", "minItems", "maxItems")
        found = list(fragment_problems(question, type="array", keywords=keywords, fixed={"uniqueItems": True}))
        found += count_problems(question.schema, "minItems", "maxItems", ceiling=MAX_CHOICES)
        items = question.schema.get("items")
        choices = items if isinstance(items, Mapping) else NOTHING
        inner = replace(question, schema=choices)
        listed = choices.get("oneOf")
        if isinstance(listed, list) and 0 < len(listed) < whole_number(question.schema.get("minItems"), 1):
            found.append(Problem("bad_limit", "/minItems", {"name": "minItems"}))
        found += under("/items", fragment_problems(inner, type="string", keywords=("oneOf",)))
        found += _choice_problems(choices, "/items")
        return tuple(found)

    def parse(self, question: Question, raw: Raw, *, today: date, lookups: Lookups = NO_LOOKUPS) -> Parsed:
        ticked = as_list(raw)
        if ticked is None:
            return MISSHAPEN_LIST
        values = {clean_line(each) if isinstance(each, str) else None for each in ticked} - {""}
        if not values:
            return BLANK
        known = [value for value, _ in question.choices if value in values]
        return Parsed(known) if len(known) == len(values) else Parsed(None, (UNKNOWN,))

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if not isinstance(answer, list):
            return wrong_type("array")
        return tuple(_ticked_problems(question, answer))

    def raw(self, question: Question, answer: object) -> Raw:
        return [str(each) for each in answer] if isinstance(answer, list) else []

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        titles = dict(question.choices)
        return tuple(titles.get(str(each), str(each)) for each in answer) if isinstance(answer, list) else ()

    def json_schema(self, question: Question) -> dict[str, object]:
        least, most = _bounds(question)
        items = {"type": "string", "oneOf": _one_of(question)}
        counts = {"minItems": least, "maxItems": most, "uniqueItems": True}
        return {**annotations(question.schema), "type": "array", "items": items, **counts}

    def rule_types(self, question: Question) -> Mapping[str, str]:
        return {"": "list"}


def _bounds(question: Question) -> tuple[int, int]:
    return bounds_of_list(question.schema, default_most=len(question.choices))


def _ticked_problems(question: Question, answer: list[object]) -> Iterator[Problem]:
    known = dict(question.choices)
    seen: set[str] = set()
    for place, each in enumerate(answer):
        if not isinstance(each, str):
            yield Problem("wrong_type", pointer_to(place), {"expected": "string"})
        elif each not in known:
            yield Problem("unknown_choice", pointer_to(place))
        elif each in seen:
            yield Problem("repeated_choice", pointer_to(place))
        seen.add(str(each))
    least, most = _bounds(question)
    if len(answer) < least:
        yield Problem("too_few", "", {"limit": least})
    if len(answer) > most:
        yield Problem("too_many", "", {"limit": most})


def _one_of(question: Question) -> list[dict[str, object]]:
    return [{"const": value, "title": title} for value, title in question.choices]


def _choice_problems(source: Mapping[str, object], pointer: str) -> Iterator[Problem]:
    """Yield the problems of the `oneOf` of a fragment: each choice is `{const, title}`, both texts."""
    listed = source.get("oneOf")
    if not isinstance(listed, list) or not 0 < len(listed) <= MAX_CHOICES:
        yield Problem("no_choices", f"{pointer}/oneOf")
        return
    seen: set[str] = set()
    for place, choice in enumerate(listed):
        here = pointer + pointer_to("oneOf", place)
        value = _value(choice)
        if value is None:
            yield Problem("bad_choice", here)
        elif value in seen:
            yield Problem("choice_twice", here, {"value": value})
        seen.add(value or "")


def _value(choice: object) -> str | None:
    """Return the value of a choice, None when it is not well made."""
    if not isinstance(choice, Mapping) or not set(choice) <= {"const", "title", "description"}:
        return None
    value, title = choice.get("const"), choice.get("title")
    is_good = isinstance(value, str) and value and clean_line(value) == value
    return str(value) if is_good and isinstance(title, str) and title.strip() else None
