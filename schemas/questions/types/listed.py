"""The base of types answered from a list that an operator loads; answers are kept as code and name."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from schemas.problems import Problem
from schemas.questions.base import Parsed, Question, Raw, Shown
from schemas.questions.fragment_checks import fragment_problems
from schemas.questions.lookups import NO_LOOKUPS, Entry, Lookups
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
from schemas.questions.text_cleaning import comparison_key, plain_digits
from schemas.questions.types.typed import Typed

#: The longest code, name and context of a list: longer ones are not loaded.
MAX_CODE: Final = 20
MAX_NAME: Final = 120
#: Nothing longer is looked up: a name, a space and a context between brackets.
MAX_TYPED: Final = 2 * MAX_NAME + 3
#: How many entries are offered at most.
MAX_CANDIDATES: Final = 20
#: Shortest text to suggest from: too many names begin with less.
LEAST_BEGINNING: Final = 2

_WITH_HINT: Final = re.compile(r"(.+?) *\(([^()]+)\)")


class Listed(Typed):
    """One entry of a list, typed by its name, with its context or code where it has namesakes."""

    #: The pattern of codes, where all lists of this type have codes of one form.
    code_pattern: str = ""
    #: The codes of the problems for a code of another form, and for what is not in the list.
    bad_code: str = "unknown_entry"
    unknown: str = "unknown_entry"

    def list_name(self, question: Question) -> str:
        """Return the name of the list of this question."""
        return str(question.options.get("list", ""))

    def check(self, question: Question) -> tuple[Problem, ...]:
        return tuple(fragment_problems(question, type="object"))

    def parse_text(self, question: Question, text: str, *, today: date, lookups: Lookups) -> Parsed:
        typed, name = plain_digits(text), self.list_name(question)
        if len(typed) > MAX_TYPED:
            return Parsed(None, (Problem(self.unknown),))
        found = self.find(name, typed, lookups)
        if len(found) == 1:
            return Parsed({"code": found[0].code, "name": found[0].name})
        found = found or (lookups.suggest(name, typed) if len(typed) >= LEAST_BEGINNING else ())
        if not 0 < len(found) <= MAX_CANDIDATES:
            return Parsed(None, (Problem(self.unknown),))
        candidates = [{"value": f"{each.name} ({each.code})", "label": each.label} for each in found]
        return Parsed(None, (Problem("ambiguous", "", {"candidates": candidates}),))

    def find(self, list_name: str, text: str, lookups: Lookups) -> Sequence[Entry]:
        """Return the entries that a clean text may mean: none, one, or namesakes."""
        entry = lookups.find(list_name, text) or lookups.find(list_name, text.upper())
        if entry is not None:
            return (entry,)
        found = lookups.search(list_name, text)
        hinted = _WITH_HINT.fullmatch(text)
        if found or hinted is None:
            return found
        return [each for each in lookups.search(list_name, hinted[1]) if self.agrees(each, hinted[2])]

    def agrees(self, entry: Entry, hint: str) -> bool:
        """Return whether the text in brackets beside a name applies to `entry`."""
        return comparison_key(hint) in {comparison_key(entry.code), comparison_key(entry.context)}

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if not isinstance(answer, Mapping) or set(answer) != {"code", "name"}:
            return wrong_type("object")
        code, name = answer["code"], answer["name"]
        if not isinstance(code, str) or not self._is_code(code):
            return (Problem(self.bad_code, "/code"),)
        if clean_string_problems(name, most=MAX_NAME):
            return (Problem(self.unknown, "/name"),)
        entry = lookups.find(self.list_name(question), code)
        return () if entry is not None and entry.name == name else (Problem(self.unknown),)

    def _is_code(self, code: str) -> bool:
        if self.code_pattern:
            return fits(self.code_pattern, code)
        return not clean_string_problems(code, most=MAX_CODE)

    def raw(self, question: Question, answer: object) -> Raw:
        return f"{answer['name']} ({answer['code']})" if isinstance(answer, Mapping) else ""

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        return (str(answer["name"]),) if isinstance(answer, Mapping) else ()

    def json_schema(self, question: Question) -> dict[str, object]:
        code = whole(self.code_pattern) if self.code_pattern else clean_string(most=MAX_CODE)
        properties: dict[str, Schema] = {"code": code, "name": clean_string(most=MAX_NAME)}
        return {**annotations(question.schema), **closed_object(properties, ("code", "name"))}

    def server_constraints(self, question: Question) -> tuple[Mapping[str, object], ...]:
        return ({"constraint": self.unknown, "list": self.list_name(question)},)

    def rule_types(self, question: Question) -> Mapping[str, str]:
        return {".code": "str", ".name": "str"}

    def rule_answers(self, question: Question, answer: object) -> Mapping[str, object]:
        given = answer if isinstance(answer, Mapping) else {}
        return {f".{name}": given[name] for name in ("code", "name") if name in given}
