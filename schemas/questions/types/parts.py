"""The base of types with several inputs for one answer, kept as an object of texts."""

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from schemas.problems import Problem, pointer_to, under
from schemas.questions.base import Parsed, Question, QuestionType, Raw, Shown
from schemas.questions.fragment_checks import fragment_problems
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.raw_input import BLANK, MISSHAPEN_PARTS, as_parts
from schemas.questions.schema_parts import (
    Schema,
    annotations,
    clean_string,
    clean_string_problems,
    closed_object,
    fits,
    whole,
    wrong_type,
)


@dataclass(frozen=True, slots=True)
class InputPart:
    """One input: a clean line of at most `most` characters, or one that matches `pattern`, else the problem `code`.

    `strip` removes separators; one that `is_filled_for` people (by a look-up, a map) is not shown to them.
    """

    name: str
    is_required: bool = False
    most: int = 100
    pattern: str = ""
    code: str = ""
    strip: Callable[[str], str] = str
    is_filled_for: bool = False

    def schema(self) -> Schema:
        return whole(self.pattern) if self.pattern else clean_string(most=self.most)

    def problems(self, value: object) -> tuple[Problem, ...]:
        if not self.pattern:
            return clean_string_problems(value, most=self.most)
        if not isinstance(value, str):
            return wrong_type("string")
        return () if fits(self.pattern, value) else (Problem(self.code),)


class Parted(QuestionType):
    """An object of texts; blank parts are left out of it."""

    is_group = True
    fields: ClassVar[tuple[InputPart, ...]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.parts = tuple(part.name for part in cls.fields)

    def visible_parts(self, question: Question) -> tuple[str, ...]:
        return tuple(part.name for part in self.fields if not part.is_filled_for)

    def required_parts(self, question: Question) -> frozenset[str]:
        return frozenset(part.name for part in self.fields if part.is_required)

    def check(self, question: Question) -> tuple[Problem, ...]:
        return tuple(fragment_problems(question, type="object"))

    def parse(self, question: Question, raw: Raw, *, today: date, lookups: Lookups = NO_LOOKUPS) -> Parsed:
        typed = as_parts(raw, self.parts)
        if typed is None:
            return MISSHAPEN_PARTS
        answer = {part.name: text for part in self.fields if (text := part.strip(typed[part.name]))}
        if not answer:
            return BLANK
        missing = tuple(self.missing(answer))
        return Parsed(None, missing) if missing else Parsed(answer)

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if not isinstance(answer, Mapping):
            return wrong_type("object")
        return tuple(self._object_problems(answer))

    def _object_problems(self, answer: Mapping[str, object]) -> Iterator[Problem]:
        known = {part.name: part for part in self.fields}
        for name, value in answer.items():
            if name in known:
                yield from under(pointer_to(name), known[name].problems(value))
            else:
                yield Problem("unknown_part", pointer_to(name), {"part": name})
        yield from self.missing(answer)

    def missing(self, answer: Mapping[str, object]) -> Iterator[Problem]:
        """Yield a problem for each required part that an answer lacks."""
        for part in self.fields:
            if part.is_required and part.name not in answer:
                yield Problem("incomplete", pointer_to(part.name), {"part": part.name})

    def raw(self, question: Question, answer: object) -> Raw:
        given = answer if isinstance(answer, Mapping) else {}
        return {name: str(given.get(name, "")) for name in self.parts}

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        return self.lines(answer) if isinstance(answer, Mapping) else ()

    @abstractmethod
    def lines(self, answer: Mapping[str, object]) -> tuple[str, ...]:
        """Return the parts of an answer as lines to read."""

    def json_schema(self, question: Question) -> dict[str, object]:
        properties = {part.name: part.schema() for part in self.fields}
        required = [part.name for part in self.fields if part.is_required]
        return {**annotations(question.schema), **closed_object(properties, required)}

    def rule_types(self, question: Question) -> Mapping[str, str]:
        return {f".{part.name}": "str" for part in self.fields}

    def rule_answers(self, question: Question, answer: object) -> Mapping[str, object]:
        given = answer if isinstance(answer, Mapping) else {}
        return {f".{name}": given[name] for name in self.parts if name in given}
