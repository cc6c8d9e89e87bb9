"""Axe, with the rules of WCAG 2.2 AA and of RGAA 4, finds nothing on any page, in light and in dark."""

import pytest

from tests.browser.measuring import TAGS, found_by_axe
from tests.browser.requests_made import LANGUAGES
from tests.browser.tours import TOURS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tour", TOURS)
def test_axe_finds_nothing(tours, tour, language, mode):
    assert tours.found(tour, language, f"axe in {mode}") == {}


@pytest.mark.parametrize("tag", TAGS)
def test_axe_has_rules_of_each_kind_that_it_is_asked_for(visit, tag):
    page = visit().open("/")

    found_by_axe(page)

    assert page.evaluate("tag => axe.getRules([tag]).length", tag) > 0


def test_axe_finds_an_input_whose_label_was_taken_away(visit):
    page = visit().open("/suivi/")

    page.evaluate("() => document.querySelector('label').remove()")

    assert [each for each in found_by_axe(page) if each.startswith("label: ")]
