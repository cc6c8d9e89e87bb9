"""Whoever uses the Tab key sees where they are, in the order of reading, to the end of the page."""

import pytest

from tests.browser.requests_made import LANGUAGES
from tests.browser.tours import TOURS

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("tour", TOURS)]


def test_focus_is_seen_and_nothing_hides_it(tours, tour):
    assert tours.found(tour, "fr", "focus") == {}


def test_focus_follows_the_order_of_reading_and_leaves_the_page(tours, tour):
    assert tours.found(tour, "fr", "order") == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_errors_have_the_focus_when_the_page_opens(tours, tour, language):
    assert tours.found(tour, language, "error focus") == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_error_leads_to_its_input_and_stands_beside_it(tours, tour, language):
    assert tours.found(tour, language, "error links") == {}
