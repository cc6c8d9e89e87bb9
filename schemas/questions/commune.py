"""Communes, from the list that an operator loads; kept as INSEE code and name."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from schemas.lookups import NO_LOOKUPS, Entry, Lookups
from schemas.problems import Problem
from schemas.questions.address import COMMUNE_CODE
from schemas.questions.authoring import fragment_problems
from schemas.questions.base import Parsed, Question, Raw, Shown
from schemas.questions.cleaning import folded, plain_digits
from schemas.questions.schemes import (
    Schema,
    annotations,
    clean_string,
    clean_string_problems,
    closed_object,
    fits,
    whole,
    wrong_type,
)
from schemas.questions.typed import Typed

LIST_NAME: Final = "communes"
MAX_NAME: Final = 120
#: Nothing longer is looked up: the longest name of a commune has 45 characters.
MAX_TYPED: Final = 200
#: How many namesakes are offered at most.
MAX_CANDIDATES: Final = 20

_WITH_HINT: Final = re.compile(r"(.+?) *\(([^()]+)\)")
_AFTER_POSTCODE: Final = re.compile(r"([0-9]{5}) +(.+)")
_BEFORE_POSTCODE: Final = re.compile(r"(.+?),? +([0-9]{5})")
_ARRONDISSEMENT: Final = re.compile(r"(.+?) +[0-9]{1,2} ?(?:er|e|eme|ème)?(?: +arrondissement)?", re.IGNORECASE)


class Commune(Typed):
    """One commune, typed by its name, with its department or postcode where it has namesakes, or by its code."""

    key = "commune"
    example = "Saint-Denis (93)"

    def check(self, question: Question) -> tuple[Problem, ...]:
        return tuple(fragment_problems(question, type="object"))

    def parse_text(self, question: Question, text: str, *, today: date, lookups: Lookups) -> Parsed:
        found = find_communes(plain_digits(text), lookups)
        if not found:
            return Parsed(None, (Problem("unknown_commune"),))
        if len(found) > 1:
            candidates = [{"value": _exact(each), "label": each.label} for each in found[:MAX_CANDIDATES]]
            return Parsed(None, (Problem("ambiguous", "", {"candidates": candidates}),))
        return Parsed({"code": found[0].code, "name": found[0].name})

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if not isinstance(answer, Mapping) or set(answer) != {"code", "name"}:
            return wrong_type("object")
        code, name = answer["code"], answer["name"]
        if not isinstance(code, str) or not fits(COMMUNE_CODE, code):
            return (Problem("not_a_commune_code", "/code"),)
        if clean_string_problems(name, most=MAX_NAME):
            return (Problem("unknown_commune", "/name"),)
        entry = lookups.find(LIST_NAME, code)
        return () if entry is not None and entry.name == name else (Problem("unknown_commune"),)

    def raw(self, question: Question, answer: object) -> Raw:
        return f"{answer['name']} ({answer['code']})" if isinstance(answer, Mapping) else ""

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        if not isinstance(answer, Mapping):
            return ()
        return (f"{answer['name']} ({department_of(str(answer['code']))})",)

    def json_schema(self, question: Question) -> dict[str, object]:
        properties: dict[str, Schema] = {"code": whole(COMMUNE_CODE), "name": clean_string(most=MAX_NAME)}
        return {**annotations(question.schema), **closed_object(properties, ("code", "name"))}

    def server_constraints(self, question: Question) -> tuple[Mapping[str, object], ...]:
        return ({"constraint": "unknown_commune", "list": LIST_NAME},)

    def rule_types(self, question: Question) -> Mapping[str, str]:
        return {".code": "str", ".name": "str"}

    def rule_answers(self, question: Question, answer: object) -> Mapping[str, object]:
        given = answer if isinstance(answer, Mapping) else {}
        return {f".{name}": given[name] for name in ("code", "name") if name in given}


def department_of(code: str) -> str:
    """Return the department of an INSEE code: two characters, three overseas.

    >>> department_of("2A004"), department_of("97411")
    ('2A', '974')
    """
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def find_communes(text: str, lookups: Lookups) -> Sequence[Entry]:
    """Return the communes that a clean text may mean: none, one, or namesakes.

    Understood: an INSEE code, a name, a name with its code, department or postcode (`Saint-Denis (93)`,
    `Saint-Denis (93066)`, `69001 Lyon`), and the arrondissements of Paris, Lyon and Marseille.
    """
    if len(text) > MAX_TYPED:
        return ()
    if fits(COMMUNE_CODE, text.upper()) and (entry := lookups.find(LIST_NAME, text.upper())):
        return (entry,)
    found = lookups.search(LIST_NAME, text)
    if found:
        return found
    name, hint = _name_and_hint(text)
    named = lookups.search(LIST_NAME, name) or lookups.search(LIST_NAME, _ARRONDISSEMENT.sub(r"\1", name))
    return [entry for entry in named if not hint or _agrees(entry, hint)]


def _name_and_hint(text: str) -> tuple[str, str]:
    if found := _WITH_HINT.fullmatch(text) or _BEFORE_POSTCODE.fullmatch(text):
        return found[1], found[2]
    found = _AFTER_POSTCODE.fullmatch(text)
    return (found[2], found[1]) if found else (text, "")


def _agrees(entry: Entry, hint: str) -> bool:
    """Tell whether a code, a department or a postcode is one of a commune; the postcodes of Corsica begin by 20."""
    department = department_of(entry.code)
    hints = {entry.code.casefold(), department.casefold(), folded(entry.context)}
    if hint.casefold() in hints or folded(hint) in hints:
        return True
    postcodes = "20" if department in {"2A", "2B"} else department
    return fits("[0-9]{5}", hint) and hint.startswith(postcodes)


def _exact(entry: Entry) -> str:
    return f"{entry.name} ({entry.code})"
