"""The list of the desk: what it shows, how it is narrowed, and what it costs."""

from datetime import timedelta

import pytest
from django.urls import reverse

from runtime.processing.advance import advance
from runtime.submissions.models import Submission
from schemas.format.circuit import Actor
from schemas.models import Membership
from schemas.publishing import publish
from tests.runtime.factories import make_document, make_submission
from tests.runtime.procedures import RECEIVED_AT

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


def listed(client, **search):
    response = client.get(reverse("desk:list"), search)
    assert response.status_code == 200
    return [row.reference for row in response.context["table"].data]


def many(version, number):
    rows = [make_submission(version, received_at=RECEIVED_AT + timedelta(minutes=each)) for each in range(number)]
    return [row.reference for row in reversed(rows)]


def test_row_says_state_and_category_in_words(clients, agent, submission):
    advance(submission.pk, "prendre", actor=Actor.AGENT, by=agent)

    page = clients.agent.get(reverse("desk:list")).content.decode()

    assert submission.reference in page
    assert "Ask for a certificate" in page
    assert "Being processed" in page
    assert "In progress" in page


def test_newest_comes_first_and_pages_hold_25(clients, version):
    references = many(version, 27)

    assert listed(clients.agent) == references[:25]
    assert listed(clients.agent, p=2) == references[25:]
    assert listed(clients.agent, ordering="received_at")[0] == references[-1]


def test_list_of_25_rows_costs_a_bounded_number_of_queries(clients, version, site, django_assert_max_num_queries):
    many(version, 13)
    newer = publish(make_document(summary="Autre texte."), site=site)
    many(newer, 13)
    listed(clients.agent)

    with django_assert_max_num_queries(MOST_QUERIES):
        assert len(listed(clients.agent)) == 25


def test_queries_do_not_grow_with_rows(clients, version, django_assert_num_queries, django_assert_max_num_queries):
    make_submission(version)
    listed(clients.agent)
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        listed(clients.agent)
    many(version, 24)

    with django_assert_num_queries(len(few)):
        listed(clients.agent)


def test_200_requests_are_listed_page_by_page(clients, version):
    first = make_submission(version)
    fields = [field.attname for field in Submission._meta.concrete_fields if not field.primary_key]
    same = {name: getattr(first, name) for name in fields}
    Submission.objects.bulk_create(
        Submission(**same | {"reference": f"ACT-{number:04}", "draft_token": f"token{number}"}) for number in range(199)
    )

    pages = [listed(clients.agent, p=number) for number in range(1, 9)]

    assert [len(page) for page in pages] == [25] * 8
    assert len({reference for page in pages for reference in page}) == 200


def test_filters_narrow_the_list(clients, version, agent):
    waiting, taken = make_submission(version), make_submission(version, received_at=RECEIVED_AT - timedelta(days=30))
    advance(taken.pk, "prendre", actor=Actor.AGENT, by=agent)
    client = clients.agent

    assert listed(client, category="processing") == [taken.reference]
    assert listed(client, state="recue") == [waiting.reference]
    assert listed(client, procedure="acte") == [waiting.reference, taken.reference]
    assert listed(client, received_at_from="2026-11-01") == [waiting.reference]
    assert listed(client, received_at_to="2026-10-15") == [taken.reference]
    assert listed(client, category="processing", state="recue") == []


@pytest.mark.parametrize(
    "search",
    [
        {"category": "nope"},
        {"procedure": "<script>"},
        {"received_at_from": "never"},
        {"p": "x"},
        {"ordering": "sealed"},
        {"q": "\x00"},
    ],
)
def test_filters_that_mean_nothing_break_nothing(clients, submission, search):
    assert clients.agent.get(reverse("desk:list"), search).status_code == 200


def test_department_filter_is_for_those_with_several(clients, agent, version, other_version, submission):
    assert "department" not in clients.agent.get(reverse("desk:list")).context["filters"].form.fields
    Membership.objects.create(user=agent, department=other_version.department)
    foreign = make_submission(other_version)

    assert listed(clients.agent, department=other_version.department_id) == [foreign.reference]


def test_search_finds_by_reference_and_email(clients, version, submission):
    make_submission(version, {"nom": "Jean", "courriel": "jean@example.fr"})

    assert listed(clients.agent, q=submission.reference.lower()) == [submission.reference]
    assert listed(clients.agent, q="eloise@example.fr") == [submission.reference]


def test_empty_list_says_what_will_come_and_an_empty_search_what_to_do(clients, version):
    empty = clients.agent.get(reverse("desk:list")).content.decode()
    none = clients.agent.get(reverse("desk:list"), {"q": "rien"}).content.decode()

    assert "No request yet." in empty
    assert "No request matches." in none


def test_list_never_reads_what_is_sealed(clients, submission, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_QUERIES + 10) as queries:
        listed(clients.agent)

    selects = [query["sql"] for query in queries.captured_queries if "runtime_submission" in query["sql"]]
    assert selects
    assert not any("sealed" in sql or "wrapped_key" in sql for sql in selects)
