"""What is typed and is no number, or no day, is blank to the evaluator in JavaScript."""

from tests.node.scripts import module_in, values_in_script

NO_NUMBERS = ["NaN", "1e3", "1,5", "1.0000000", "1" * 19, " 1", "1\n", "+1", "१", "0x1", "1_0", ".5", "5.", "-", 10**18]
NO_DAYS = ["2026-02-30", "2023-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-01-32"]
NO_DAYS += ["20260101", "2026-W01-1", "2026-1-1", "0000-01-01", "10000-01-01", "2026-01-01T00:00", "२०२६-01-01", "x"]


def accepted(module):
    """Return the answers that are taken although no value is in them."""
    wrong = [("num", answer) for answer in NO_NUMBERS] + [("date", answer) for answer in NO_DAYS]
    found = values_in_script(module, [({"var": "x"}, {"x": kind}, {"x": answer}, {}) for kind, answer in wrong])
    return [(answer, value) for (_, answer), value in zip(wrong, found, strict=True) if value is not None]


def test_what_is_no_number_or_day_is_blank(tmp_path):
    assert accepted(module_in(tmp_path)) == []
