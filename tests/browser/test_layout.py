"""What axe cannot see of how pages are laid out: nothing is cut, too wide, too small, too faint or out of reach."""

import pytest

from tests.browser.requests_made import LANGUAGES
from tests.browser.tours import TOURS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("language", LANGUAGES),
    pytest.mark.parametrize("tour", TOURS),
]


def test_pages_fit_320_pixels_and_a_height_of_256(tours, tour, language):
    assert tours.found(tour, language, "reflow") == {}


def test_pages_fit_a_large_screen(tours, tour, language):
    assert tours.found(tour, language, "desktop") == {}


def test_readers_may_space_the_text(tours, tour, language):
    assert tours.found(tour, language, "spacing") == {}


def test_readers_may_double_the_size_of_the_text(tours, tour, language):
    assert tours.found(tour, language, "large text") == {}


def test_targets_are_large_enough_for_a_finger(tours, tour, language):
    assert tours.found(tour, language, "targets") == {}


def test_labels_stand_next_to_their_inputs(tours, tour, language):
    assert tours.found(tour, language, "labels") == {}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_texts_and_borders_stand_out(tours, tour, language, mode):
    assert tours.found(tour, language, f"contrast in {mode}") == {}
