"""Mailed links: only a hash is kept, they end, and they work once, even in parallel."""

from datetime import timedelta

import pytest
from django.utils import timezone

from runtime.links.access import is_for_draft, issue_link, peek, redeem
from runtime.links.models import AccessLink
from tests.runtime.factories import make_draft, make_submission, make_version
from tests.runtime.parallel import in_parallel

DAY = timedelta(days=1)


@pytest.fixture
def submission(db):
    return make_submission(make_version())


def test_a_token_is_long_and_nowhere_in_its_row(submission):
    token = issue_link(submission=submission, lifetime=DAY)

    link = AccessLink.objects.get()
    assert len(token) >= 22  # 128 bits in base64
    assert token not in str(vars(link))


def test_looking_at_a_link_does_not_use_it_up(submission):
    token = issue_link(submission=submission, lifetime=DAY)

    seen = [peek(token), peek(token)]

    assert [link.submission for link in seen] == [submission, submission]


def test_a_link_opens_once(submission):
    token = issue_link(submission=submission, lifetime=DAY)

    first, second = redeem(token), redeem(token)

    assert first.submission == submission
    assert second is None
    assert peek(token) is None


@pytest.mark.django_db
def test_a_link_opens_a_draft_too():
    draft = make_draft(make_version())
    token = issue_link(draft=draft, lifetime=DAY)

    assert redeem(token).draft == draft
    assert is_for_draft(token)


def test_an_expired_link_opens_nothing(submission):
    token = issue_link(submission=submission, lifetime=DAY)
    AccessLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert peek(token) is None
    assert redeem(token) is None


@pytest.mark.parametrize("token", ["", "x", "\x00", "é" * 5_000])
@pytest.mark.django_db
def test_a_token_that_was_never_issued_opens_nothing(token):
    assert peek(token) is None
    assert redeem(token) is None
    assert not is_for_draft(token)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_redeem_at_once_one_does(tmp_path):
    token = issue_link(submission=make_submission(make_version()), lifetime=DAY)

    redeemed = in_parallel(12, lambda: redeem(token) is not None, folder=tmp_path)

    assert sorted(redeemed) == [False] * 11 + [True]
