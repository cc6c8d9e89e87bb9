"""Tokens of programs: shown once, kept as a hash, found until they end."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from runtime.programs.models import Scope, ServiceToken
from runtime.programs.tokens import PREFIX, find_token, issue_token, revoke_token
from tests.runtime.factories import make_department, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued():
    return issue_token(
        make_department(make_site()),
        name="Logiciel métier",
        scopes=[Scope.EVENTS],
        expires_at=timezone.now() + timedelta(days=1),
    )


def test_a_token_is_found_by_its_text_and_kept_as_a_hash(issued):
    token, text = issued

    assert find_token(text) == token
    assert text.startswith(PREFIX)
    assert len(text) >= len(PREFIX) + 43  # 256 bits in base64
    assert text not in str(ServiceToken.objects.values_list().get())


@pytest.mark.parametrize("wrong", ["", PREFIX, PREFIX + "x" * 43, "NAI-7F3K-9Q2M-X4TB-8DHC"])
def test_another_text_opens_nothing(issued, wrong):
    assert find_token(wrong) is None


def test_a_token_ends_on_its_day(issued):
    token, text = issued
    ServiceToken.objects.filter(pk=token.pk).update(expires_at=timezone.now())

    assert find_token(text) is None


def test_a_revoked_token_opens_nothing_and_keeps_its_date(issued):
    token, text = issued

    revoke_token(token)
    revoked_at = ServiceToken.objects.get().revoked_at
    revoke_token(token)

    assert find_token(text) is None
    assert ServiceToken.objects.get().revoked_at == revoked_at


def test_the_day_of_use_costs_one_query_a_day(issued):
    _, text = issued

    with CaptureQueriesContext(connection) as first:
        find_token(text)
    with CaptureQueriesContext(connection) as second:
        find_token(text)

    assert (len(first), len(second)) == (2, 1)
    assert ServiceToken.objects.get().last_used_on == timezone.localdate()


def test_a_token_may_do_what_it_was_given_for_only(issued):
    token, _ = issued

    assert [scope for scope in Scope if token.may(scope)] == [Scope.EVENTS]
