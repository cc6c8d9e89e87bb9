"""Names of questions on a page, whatever the keys of a foreign schema hold."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.presentation.field_names import field_token, first_token, html_id, named

KEYS = st.text(max_size=60) | st.text("_.~-ab 0\"'<", max_size=6)


@pytest.mark.parametrize("key", ["nom", "code_postal", "a1", "nom_", "Nom", "csrf"])
def test_a_plain_key_is_its_own_token(key):
    assert field_token(key) == key


@settings(max_examples=300)
@given(st.lists(KEYS, min_size=1, max_size=3), st.lists(KEYS, min_size=1, max_size=3))
def test_two_ways_through_a_form_never_share_a_name_or_an_id(one, other):
    names = [named(*map(field_token, way)) for way in (one, other)]

    assert (names[0] == names[1]) == (one == other)
    assert (html_id(names[0]) == html_id(names[1])) == (one == other)


@given(KEYS)
def test_a_token_holds_nothing_that_a_page_gives_a_meaning_to(key):
    found = field_token(key)

    assert re.fullmatch(r"[A-Za-z0-9~][A-Za-z0-9_~]{0,39}", found)
    assert first_token(named(found, "k3x", "prenom")) == found


@pytest.mark.parametrize("key", ["_rev", "_add", "_id", "_ids", "csrfmiddlewaretoken"])
def test_no_key_takes_the_name_of_a_field_of_our_own(key):
    assert field_token(key) != key
