"""NIR: the social security number, which may be asked only where a law or a decree allows it."""

import itertools
from collections.abc import Mapping
from datetime import date
from typing import Final

import stdnum.fr.nir
from stdnum.exceptions import ValidationError

from schemas.problems import Problem
from schemas.questions.base import Parsed, Question, Shown
from schemas.questions.fragment_checks import fragment_problems
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.schema_parts import annotations, fits, whole, wrong_type
from schemas.questions.text_cleaning import clean_line, compact
from schemas.questions.types.typed import Typed

#: Sex (3, 4, 7 and 8 for numbers that are provisional), year, month, department (2A and 2B in Corsica), commune,
#: rank, then a key of two digits (INSEE, "Numéro d'inscription au répertoire"; decree 82-103 of 22 January 1982).
PATTERN: Final = r"[1-478][0-9]{4}(?:[0-9]{2}|2[AB])[0-9]{6}[0-9]{2}"
#: Where people put spaces.
_GROUPS: Final = (1, 2, 2, 2, 3, 3, 2)
#: How many of the last characters stay to be read: the key, by which somebody sees a slip.
_READ: Final = 2
#: A reference to a text is longer than this.
_LEAST_BASIS: Final = 10


class Nir(Typed):
    """One number with its key, kept without spaces.

    The option `legal_basis` names the text that allows a public body to ask for it (décret 2019-341 du 19 avril 2019
    lists who may): without it, the document is refused. It is masked wherever answers are shown, and never indexed.
    """

    key = "nir"
    is_sensitive = True
    example = "2 69 05 49 588 157 80"

    def check(self, question: Question) -> tuple[Problem, ...]:
        found = list(fragment_problems(question, type="string"))
        basis = question.options.get("legal_basis")
        if not isinstance(basis, str) or len(basis.strip()) < _LEAST_BASIS:
            found.append(Problem("no_legal_basis"))
        if "index" in question.options:
            found.append(Problem("index_of_sensitive"))
        return tuple(found)

    def strip(self, text: str) -> str:
        return compact(clean_line(text)).upper()

    def parse_text(self, question: Question, text: str, *, today: date, lookups: Lookups) -> Parsed:
        return Parsed(text)

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if not isinstance(answer, str):
            return wrong_type("string")
        if not fits(PATTERN, answer):
            return (Problem("not_a_nir"),)
        try:
            stdnum.fr.nir.validate(answer)
        except ValidationError:
            return (Problem("nir_checksum"),)
        return ()

    def written(self, answer: str) -> str:
        places = [sum(_GROUPS[:count]) for count in range(len(_GROUPS) + 1)]
        return " ".join(answer[start:end] for start, end in itertools.pairwise(places)).strip()

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        text = str(answer)
        return (self.written("•" * (len(text) - _READ) + text[-_READ:]),)

    def json_schema(self, question: Question) -> dict[str, object]:
        return {**annotations(question.schema), **whole(PATTERN)}

    def server_constraints(self, question: Question) -> tuple[Mapping[str, object], ...]:
        return ({"constraint": "nir_checksum"},)
