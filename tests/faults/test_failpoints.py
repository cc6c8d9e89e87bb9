"""Failpoints act where and when a test asks, and never in other settings."""

import pytest

from runtime.failpoints import PLACES, PLACES_OF_A_DELIVERY, FailpointError, reach


def reached():
    """Pass through every place; return those that failed."""
    failed = []
    for place in PLACES + PLACES_OF_A_DELIVERY:
        try:
            reach(place)
        except FailpointError as error:
            failed.append(str(error))
    return failed


def test_the_place_named_in_the_environment_fails_each_time(monkeypatch):
    monkeypatch.setenv("GUICHET_FAILPOINT", "row written=raise")

    assert [reached(), reached()] == [["row written"], ["row written"]]


def test_the_place_named_in_a_file_fails_once(monkeypatch, tmp_path):
    (tmp_path / "armed").write_text("row written=raise", encoding="utf-8")
    monkeypatch.setenv("GUICHET_FAILPOINT_FILE", str(tmp_path / "armed"))

    assert [reached(), reached()] == [["row written"], []]


@pytest.mark.parametrize("variable", ["GUICHET_FAILPOINT", "GUICHET_FAILPOINT_FILE"])
def test_nothing_fails_where_failpoints_are_not_allowed(variable, monkeypatch, tmp_path, settings):
    settings.GUICHET_FAILPOINTS_ALLOWED = False
    (tmp_path / "armed").write_text("row written=raise", encoding="utf-8")
    armed = {"GUICHET_FAILPOINT": "row written=raise", "GUICHET_FAILPOINT_FILE": str(tmp_path / "armed")}
    monkeypatch.setenv(variable, armed[variable])

    assert reached() == []
    assert (tmp_path / "armed").exists()
