"""Axe, with the rules of WCAG 2.2 AA and of RGAA 4, finds nothing on any page, in light and in dark."""

import pytest

from tests.browser.measuring import TAGS, axe
from tests.browser.requests_made import LANGUAGES
from tests.browser.tours import TOURS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tour", TOURS)
def test_axe_finds_nothing(tours, tour, language, mode):
    assert tours.found(tour, language, f"axe in {mode}") == {}


@pytest.mark.parametrize("tag", TAGS)
def test_axe_knows_the_rules_it_is_asked_for(tag):
    assert f'"{tag}"' in axe().axe_script


def test_axe_finds_an_input_without_a_label(visit):
    visitor = visit()
    visitor.open("/suivi/")

    visitor.page.evaluate("() => document.querySelector('label').remove()")
    violations = axe().run(visitor.page).response["violations"]

    assert "label" in {each["id"] for each in violations}
