"""E-mail addresses."""

import re
from datetime import date

from schemas.problems import Problem
from schemas.questions.base import Parsed, Question
from schemas.questions.fragment_checks import fragment_problems
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.schema_parts import annotations, fits, whole, wrong_type
from schemas.questions.text_cleaning import clean_line
from schemas.questions.types.typed import Typed

# The "valid e-mail address" of the HTML standard, without what mail servers refuse: a domain of one label,
# points that begin, end or follow each other, a local part over 64 and an address over 254 characters (RFC 5321
# section 4.5.3.1).
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
PATTERN = rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+"
LOCAL_PART = r"[^@]{1,64}@[^@]+"
MAX_LENGTH = 254


class Email(Typed):
    """One address, its domain in lower case and in ASCII."""

    key = "email"
    example = "nom@exemple.fr"

    def check(self, question: Question) -> tuple[Problem, ...]:
        return tuple(fragment_problems(question, type="string", fixed={"format": "email"}))

    def strip(self, text: str) -> str:
        return re.sub(r"\s", "", clean_line(text)).removeprefix("mailto:").strip("<>,;")

    def parse_text(self, question: Question, text: str, *, today: date, lookups: Lookups) -> Parsed:
        local, at, domain = text.rpartition("@")
        return Parsed(local + at + _ascii_domain(domain.rstrip(".").lower()))

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if not isinstance(answer, str):
            return wrong_type("string")
        is_good = len(answer) <= MAX_LENGTH and fits(PATTERN, answer) and fits(LOCAL_PART, answer)
        return () if is_good else (Problem("not_an_email"),)

    def json_schema(self, question: Question) -> dict[str, object]:
        schema = {**annotations(question.schema), **whole(PATTERN, LOCAL_PART)}
        return {**schema, "format": "email", "maxLength": MAX_LENGTH}


def _ascii_domain(domain: str) -> str:
    """Return a domain as mail servers know it; as it is when it has no such form, or is too long for one."""
    if len(domain) > MAX_LENGTH:
        return domain
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain
