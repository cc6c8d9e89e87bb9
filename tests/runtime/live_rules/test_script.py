"""The rules in the browser stay small: a page loads them as they are written."""

import gzip

import pytest

from tests.house.tree import ROOT

SCRIPTS = ROOT / "runtime" / "static" / "runtime"


@pytest.mark.parametrize(("name", "most"), [("rules.js", 3_520), ("form_rules.js", 1_600)])
def test_script_has_its_share_of_the_six_kilobytes_of_a_page(name, most):
    assert len(gzip.compress((SCRIPTS / name).read_bytes(), 9)) <= most


@pytest.mark.parametrize("name", ["rules.js", "form_rules.js"])
def test_script_makes_no_code_of_text(name):
    written = (SCRIPTS / name).read_text(encoding="utf-8")

    assert [word for word in ("eval(", "Function(", "innerHTML") if word in written] == []
