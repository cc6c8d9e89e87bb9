"""Each page is a valid document that says its language and has a title of its own."""

from collections import Counter

import pytest

from tests.browser.answering import said
from tests.browser.requests_made import LANGUAGES, PROCEDURES
from tests.browser.tours import TOURS

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("language", LANGUAGES)]


@pytest.mark.parametrize("tour", TOURS)
def test_html_is_valid_and_ids_are_unique(tours, tour, language):
    assert tours.found(tour, language, "html") == {}


@pytest.mark.parametrize("tour", TOURS)
def test_page_says_its_language(tours, tour, language):
    assert {visit.name: visit.language for visit in tours.of(tour, language).visits if visit.language != language} == {}


@pytest.mark.parametrize("tour", TOURS)
def test_choices_that_belong_together_have_a_common_name(tours, tour, language):
    assert tours.found(tour, language, "groups") == {}


@pytest.mark.parametrize("tour", TOURS)
def test_buttons_that_do_different_things_have_different_names(tours, tour, language):
    assert tours.found(tour, language, "buttons") == {}


@pytest.mark.parametrize("tour", PROCEDURES)
def test_titles_are_unique_in_a_procedure(tours, tour, language):
    titles = {(visit.path, visit.title) for visit in tours.of(tour, language).visits}

    counted = Counter(title for _, title in titles)

    assert {title: times for title, times in counted.items() if times > 1} == {}


@pytest.mark.parametrize("tour", TOURS)
def test_title_says_first_that_there_is_an_error(tours, tour, language):
    begins = said(language, "Error:")

    wrong = {
        visit.name: visit.title
        for visit in tours.of(tour, language).visits
        if visit.title.startswith(begins) != visit.is_error
    }

    assert wrong == {}


@pytest.mark.parametrize("tour", TOURS)
def test_nothing_is_refused_or_fails_on_the_way(tours, tour, language):
    assert tours.of(tour, language).complaints == []
