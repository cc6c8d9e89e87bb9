"""Yes or no, and the sworn statement, which has only yes."""

from collections.abc import Mapping
from datetime import date

from schemas.problems import Problem
from schemas.questions.base import Parsed, Question, Raw, Shown
from schemas.questions.fragment_checks import fragment_problems
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.raw_input import BLANK
from schemas.questions.schema_parts import annotations, wrong_type
from schemas.questions.types.typed import Typed

_ANSWERS = {
    **dict.fromkeys(("yes", "oui", "true", "on", "1"), True),
    **dict.fromkeys(("no", "non", "false", "off", "0"), False),
}


class YesNo(Typed):
    """A boolean, posted as `yes` or `no`."""

    key = "yes_no"
    is_group = True

    def check(self, question: Question) -> tuple[Problem, ...]:
        return tuple(fragment_problems(question, type="boolean"))

    def parse_text(self, question: Question, text: str, *, today: date, lookups: Lookups) -> Parsed:
        word = text.casefold()
        return Parsed(_ANSWERS[word]) if word in _ANSWERS else Parsed(None, (Problem("unknown_choice"),))

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        return () if isinstance(answer, bool) else wrong_type("boolean")

    def raw(self, question: Question, answer: object) -> Raw:
        return "yes" if answer is True else "no"

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        return (answer is True,)

    def json_schema(self, question: Question) -> dict[str, object]:
        return {**annotations(question.schema), "type": "boolean"}

    def rule_types(self, question: Question) -> Mapping[str, str]:
        return {"": "bool"}


class SwornStatement(YesNo):
    """A box to tick under a statement; not ticked, it is not answered."""

    key = "sworn_statement"
    is_group = False

    def check(self, question: Question) -> tuple[Problem, ...]:
        return tuple(fragment_problems(question, type="boolean", fixed={"const": True}))

    def parse_text(self, question: Question, text: str, *, today: date, lookups: Lookups) -> Parsed:
        parsed = super().parse_text(question, text, today=today, lookups=lookups)
        return BLANK if parsed.answer is False else parsed

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        return (Problem("not_sworn"),) if answer is False else super().validate(question, answer, today=today)

    def json_schema(self, question: Question) -> dict[str, object]:
        return {**super().json_schema(question), "const": True}
