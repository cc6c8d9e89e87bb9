"""The lint finds what each case says that it does, where it says, and nothing else."""

import pytest

from tests.schemas.lint.cases import CASES, found_in, severity_of


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_found_is_what_the_case_says(case):
    found = [{"severity": severity_of(each), "code": each.code, "at": each.pointer} for each in found_in(case)]

    assert found == [{name: each[name] for name in ("severity", "code", "at")} for each in case["finds"]]


def test_every_case_tells_what_it_is_about():
    assert all(case["about"].endswith(".") for case in CASES.values())
