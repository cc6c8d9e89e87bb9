"""A result that somebody found wrong: kept from a page of ours only, without a cookie, and nothing typed is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from runtime.simulation.comments import comment_of
from runtime.simulation.models import SimulationCase
from runtime.simulation.wrong_results import MAX_AGE_SECONDS, report_token
from schemas.models import Version
from tests.runtime.simulation.conftest import URL
from tests.runtime.simulation.test_pages import BORN, finished, staff

TOLD = {"expected": "not_eligible", "comment": "Trop beau"}


def wrong_form(visitor):
    (form,) = [form for form in visitor.page.select("form") if form.select_one("[name=expected]")]
    return form


def test_a_result_found_wrong_becomes_a_case_without_personal_answers(published, visitor):
    version = published()
    finished(visitor)

    visitor.send({"expected": "not_eligible", "comment": "Trop beau"}, form=wrong_form(visitor))

    assert visitor.response.status_code == 200
    case = SimulationCase.objects.get()
    assert case.answers == {"resident": True, "revenu": "10000.00", "prix": "500.00"}
    assert (case.shown, case.expected, comment_of(case)) == ("eligible", "not_eligible", "Trop beau")
    assert case.version == Version.objects.get(pk=version.pk)


@pytest.mark.parametrize("expected", ["", "eligible", "peut-être"])
def test_a_case_says_what_was_expected_instead(published, visitor, expected):
    published()
    finished(visitor)

    visitor.send({"expected": expected}, form=wrong_form(visitor))

    assert visitor.response.status_code == 400
    assert not SimulationCase.objects.exists()


@pytest.fixture
def ready(published, visitor):
    """Somebody on the page of a result."""
    published()
    return finished(visitor)


def assert_asked_again(visitor):
    """Nothing was kept, and the form stands there with all that was typed and a token that is good."""
    assert not SimulationCase.objects.exists()
    assert visitor.errors
    form = wrong_form(visitor)
    assert form.select_one("[value=not_eligible]").has_attr("checked")
    assert form.select_one("textarea").get_text() == "Trop beau"
    assert form.select_one("[name=prix]")["value"] == "500"
    assert not visitor.response.cookies
    visitor.send({"comment": "Trop beau"}, form=form)
    assert comment_of(SimulationCase.objects.get()) == "Trop beau"


@pytest.mark.parametrize("token", ["", "forgé", "aide:abc:def"])
def test_without_a_good_token_the_form_shows_again_with_what_was_typed(ready, token):
    ready.send({**TOLD, "_token": token}, form=wrong_form(ready))

    assert ready.response.status_code == 403
    assert_asked_again(ready)


def test_a_stale_token_shows_the_form_again_with_what_was_typed(ready, monkeypatch):
    late = timezone.now().timestamp() - MAX_AGE_SECONDS - 60
    with monkeypatch.context() as patched:
        patched.setattr("django.core.signing.time.time", lambda: late)
        token = report_token("aide")

    ready.send({**TOLD, "_token": token}, form=wrong_form(ready))

    assert ready.response.status_code == 403
    assert_asked_again(ready)


def test_a_token_of_another_simulator_is_not_good(ready):
    ready.send({**TOLD, "_token": report_token("autre")}, form=wrong_form(ready))

    assert ready.response.status_code == 403
    assert not SimulationCase.objects.exists()


@pytest.mark.parametrize(
    ("headers", "is_kept"),
    [
        ({"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "http://testserver"}, True),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "https://testserver"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"}, False),
    ],
)
def test_another_site_sends_nothing_even_with_a_good_token(ready, headers, is_kept):
    data = {**ready.fields(wrong_form(ready)), **TOLD}

    response = ready.client.post(f"{URL}signaler/", data, headers=headers)

    assert response.status_code == (200 if is_kept else 403)
    assert SimulationCase.objects.exists() is is_kept


def test_open_cases_are_at_most_as_many_as_somebody_reads(ready, monkeypatch):
    monkeypatch.setattr("runtime.simulation.wrong_results.MOST_CASES", 1)
    form = wrong_form(ready)
    data = {**ready.fields(form), **TOLD}
    statuses = [ready.client.post(f"{URL}signaler/", data).status_code for _ in range(2)]
    SimulationCase.objects.update(closed_at=timezone.now() - timedelta(days=1))

    assert statuses == [200, 429]
    assert ready.client.post(f"{URL}signaler/", data).status_code == 200


def test_the_day_that_staff_chose_is_that_of_the_case(published):
    published()
    visitor = staff().open(URL, _date="2025-06-01", resident="yes")
    visitor.send({**BORN, "revenu": "22 000"})

    visitor.send({"expected": "eligible"}, form=wrong_form(visitor))

    assert str(SimulationCase.objects.get().today) == "2025-06-01"
