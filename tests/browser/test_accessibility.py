"""Axe, with the rules of WCAG 2.2 AA and of RGAA 4, finds nothing on any page, in light and in dark."""

import pytest

from tests.browser.requests_made import LANGUAGES
from tests.browser.tours import TOURS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("tour", TOURS),
    pytest.mark.parametrize("language", LANGUAGES),
]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_axe_finds_nothing(tours, tour, language, mode):
    assert tours.found(tour, language, f"axe in {mode}") == {}
