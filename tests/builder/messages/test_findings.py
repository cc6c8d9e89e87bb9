"""What the lint finds is said in words that somebody understands who never wrote a program."""

import re

import pytest
from django.utils import translation

from builder.messages.findings import FINDINGS
from builder.messages.problems import word_document_problem
from tests.schemas.authoring.lint.cases import CASES, TRIALS, found_in

ALL = {**CASES, **TRIALS}
FOUND = [pytest.param(case, id=name) for name, case in ALL.items() if case["finds"]]


def plain(text):
    return re.sub("[\u00a0\u202f]", " ", text)


@pytest.mark.parametrize("case", FOUND)
def test_finding_is_said_in_french_as_the_case_says(case):
    with translation.override("fr"):
        said = [plain(word_document_problem(each)) for each in found_in(case)]

    unsaid = [(each["says"], said) for each, said in zip(case["finds"], said, strict=True) if each["says"] not in said]
    assert unsaid == []


@pytest.mark.parametrize("case", FOUND)
def test_finding_quotes_conditions_in_the_language_of_the_reader(case):
    with translation.override("en"):
        said = [word_document_problem(each) for each in found_in(case)]

    assert [each for each in said if "«" in each or "{'" in each] == []


def test_every_kind_of_finding_has_a_case_to_read():
    shown = {each["code"] for case in ALL.values() for each in case["finds"]}

    # These are too large to be read: tests/schemas/authoring holds them.
    assert set(FINDINGS) - shown == {"not_all_checked", "too_many_trials", "bad_trials"}
