"""The lint finds what each case says that it does, where it says, and nothing else."""

import pytest

from tests.schemas.authoring.lint.cases import CASES, TRIALS, found_in, severity_of

ALL = {**CASES, **TRIALS}


@pytest.mark.parametrize("case", ALL.values(), ids=ALL)
def test_what_is_found_is_what_the_case_says(case):
    found = [{"severity": severity_of(each), "code": each.code, "at": each.pointer} for each in found_in(case)]

    assert found == [{name: each[name] for name in ("severity", "code", "at")} for each in case["finds"]]


def test_every_case_tells_what_it_is_about():
    assert all(case["about"].endswith(".") for case in ALL.values())
