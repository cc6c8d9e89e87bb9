"""Identifiers of official registers: SIRET, RNA, IBAN, NIR, vehicle plates; one class, one line for each."""

import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import stdnum.fr.nir
import stdnum.fr.siret
import stdnum.iban
from stdnum.exceptions import InvalidChecksum, ValidationError

from schemas.problems import Problem
from schemas.questions.base import Parsed, Question, Shown
from schemas.questions.fragment_checks import fragment_problems
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.schema_parts import annotations, fits, whole, wrong_type
from schemas.questions.text_cleaning import clean_line, compact
from schemas.questions.types.typed import Typed

#: SIV, since 2009: never I, O nor U, which look like 1, 0 and V; the letters WW and W are those of provisional plates.
_SIV: Final = "[A-HJ-NP-TV-Z]{2}-[0-9]{3}-[A-HJ-NP-TV-Z]{2}"
#: FNI, before 2009, still in use: up to four digits, up to three letters, the department.
_DEPARTMENT: Final = "(?:0[1-9]|[1-8][0-9]|9[0-5]|97[1-8]|2[AB])"
_FNI: Final = f"[1-9][0-9]{{0,3}} [A-Z]{{1,3}} {_DEPARTMENT}"

#: How many of the last characters of a NIR stay readable: the key, by which a person notices a mistake.
_READABLE: Final = 2
#: A reference to a text of law is longer than this.
_MIN_BASIS_LENGTH: Final = 10


@dataclass(frozen=True, kw_only=True)
class Identifier(Typed):
    """One number kept in capitals, without spaces."""

    key: str
    example: str
    pattern: str
    #: Code of the problem of a text that does not match the pattern.
    refusal: str
    #: Code of a wrong check digit, which `check_digits` finds; it raises the exceptions of python-stdnum.
    checksum: str = ""
    check_digits: Callable[[str], object] | None = None
    #: What people write before the number, and where they put spaces.
    prefix: str = ""
    groups: tuple[int, ...] = ()
    #: The parts of a number typed without separators, each spelling with the separator that it is kept with.
    spellings: tuple[tuple[re.Pattern[str], str], ...] = ()
    #: Codes of constraints that JSON Schema cannot express.
    constraints: tuple[str, ...] = ()

    def check(self, question: Question) -> tuple[Problem, ...]:
        return tuple(fragment_problems(question, type="string"))

    def strip(self, text: str) -> str:
        typed = compact(clean_line(text)).upper()
        return typed.removeprefix(self.prefix).lstrip(":") if self.prefix else typed

    def parse_text(self, question: Question, text: str, *, today: date, lookups: Lookups) -> Parsed:
        if not self.spellings:
            return Parsed(text)
        found = ((spelling.fullmatch(text), separator) for spelling, separator in self.spellings)
        written = next((separator.join(match.groups()) for match, separator in found if match), None)
        return Parsed(written) if written else Parsed(None, (Problem(self.refusal),))

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if not isinstance(answer, str):
            return wrong_type("string")
        if not fits(self.pattern, answer):
            return (Problem(self.refusal),)
        try:
            if self.check_digits:
                self.check_digits(answer)
        except InvalidChecksum:
            return (Problem(self.checksum),)
        except ValidationError:
            return (Problem(self.refusal),)
        return ()

    def written(self, answer: str) -> str:
        places = [0, *itertools.accumulate(self.groups), len(answer)]
        return " ".join(answer[start:end] for start, end in itertools.pairwise(places)).strip()

    def json_schema(self, question: Question) -> dict[str, object]:
        return {**annotations(question.schema), **whole(self.pattern)}

    def server_constraints(self, question: Question) -> tuple[Mapping[str, object], ...]:
        return tuple({"constraint": each} for each in self.constraints)


class Nir(Identifier):
    """The social security number, masked wherever answers are shown, and never indexed.

    The option `legal_basis` names the text that allows a public body to ask for it (décret 2019-341 du 19 avril 2019
    lists who may): without it, the document is refused.
    """

    is_sensitive = True

    def check(self, question: Question) -> tuple[Problem, ...]:
        found = list(super().check(question))
        basis = question.options.get("legal_basis")
        if not isinstance(basis, str) or len(basis.strip()) < _MIN_BASIS_LENGTH:
            found.append(Problem("no_legal_basis"))
        if "index" in question.options:
            found.append(Problem("index_of_sensitive"))
        return tuple(found)

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        text = str(answer)
        return (self.written("•" * (len(text) - _READABLE) + text[-_READABLE:]),)


IDENTIFIERS: Final = (
    # The 14 digits of an establishment. Those of La Poste have a key of their own (python-stdnum knows it).
    Identifier(
        key="siret", example="732 829 320 00074", pattern=r"[0-9]{14}", prefix="SIRET", groups=(3, 3, 3),
        refusal="not_a_siret", checksum="siret_checksum", check_digits=stdnum.fr.siret.validate,
        constraints=("siret_checksum",),
    ),
    # An association: a W, then nine digits or capitals (a former number may hold letters). No check digit.
    Identifier(key="rna", example="W751234567", pattern=r"W[0-9A-Z]{9}", prefix="RNA", refusal="not_an_rna"),
    # ISO 13616: a country, two check digits, at most 30 characters; each country has a length and a structure.
    Identifier(
        key="iban", example="FR76 3000 6000 0112 3456 7890 189", prefix="IBAN",
        pattern=r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", groups=(4,) * 8,
        refusal="not_an_iban", checksum="iban_checksum", check_digits=stdnum.iban.validate,
        constraints=("not_an_iban", "iban_checksum"),
    ),
    # Sex (3, 4, 7 and 8: provisional), year, month, department (2A and 2B: Corsica), commune, rank, key of two digits
    # (INSEE, "Numéro d'inscription au répertoire"; décret 82-103 du 22 janvier 1982).
    Nir(
        key="nir", example="2 69 05 49 588 157 80", pattern=r"[1-478][0-9]{4}(?:[0-9]{2}|2[AB])[0-9]{6}[0-9]{2}",
        groups=(1, 2, 2, 2, 3, 3), refusal="not_a_nir", checksum="nir_checksum", check_digits=stdnum.fr.nir.validate,
        constraints=("nir_checksum",),
    ),
    # Kept as it is written on the vehicle: `AB-123-CD` or `123 AB 75`.
    Identifier(
        key="vehicle_plate", example="AB-123-CD", pattern=f"{_SIV}|{_FNI}", refusal="not_a_plate",
        spellings=(
            (re.compile("([A-Z]{2})([0-9]{3})([A-Z]{2})"), "-"),
            (re.compile(f"([0-9]{{1,4}})([A-Z]{{1,3}})({_DEPARTMENT})"), " "),
        ),
    ),
)  # fmt: skip
