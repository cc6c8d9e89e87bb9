"""What filing costs in SQL: pinned, so that a page that grows is seen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from runtime.delivery.models import Delivery
from runtime.drafts.models import Draft
from tests.journeys.person import a_photo
from tests.runtime.documents import files, question, text

TWO_STEPS = {"un": [text("nom")], "deux": [question("courriel", {"type": "string"}, widget="email")]}

pytestmark = pytest.mark.django_db(transaction=True)


def queries(act):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        act()
    return [each["sql"] for each in seen.captured_queries]


def test_showing_a_step_costs_one_query(published, person):
    published(TWO_STEPS)
    person.open("/demarches/essai/commencer/").press({"nom": "Zoé"})

    seen = queries(lambda: person.client.get(person.url))

    assert len(seen) == 1, seen


def test_taking_a_step_costs_three_queries(published, person):
    published(TWO_STEPS)
    person.open("/demarches/essai/commencer/").press({"nom": "Zoé"})

    seen = queries(lambda: person.client.post(person.url, {"courriel": "zoe@example.org"}))

    assert len(seen) == 3, seen  # one of them counts what was sent


def test_beginning_costs_little(published, person):
    published(TWO_STEPS)
    person.open("/demarches/essai/commencer/")

    seen = queries(lambda: person.client.post(person.url, person.fields() | {"nom": "Zoé"}))

    assert len(seen) <= 9, seen


def test_taking_a_file_costs_its_row_and_a_transaction(published, person):
    published({"un": [text("nom")], "deux": [files("photo", kinds=["jpeg"])]})
    person.open("/demarches/essai/commencer/").press({"nom": "Zoé"})

    seen = queries(lambda: person.client.post(person.url, {"photo": a_photo()}))

    assert len(seen) <= 6, seen


def test_sending_costs_at_most_twelve_queries_with_a_receipt_by_mail(published, person):
    published(TWO_STEPS)
    person.open("/demarches/essai/commencer/").press({"nom": "Zoé"}).press({"courriel": "zoe@example.org"})
    data = {name: values[0] for name, values in person.fields().items()} | {"consent": "yes"}

    seen = queries(lambda: person.client.post(person.url, data))

    own = [sql for sql in seen if "runtime_delivery" not in sql or sql.startswith("INSERT")]
    assert Draft.objects.count() == 0
    assert len(own) <= 12, own


def test_a_backlog_makes_sending_cost_no_query_more(published, person, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    published(TWO_STEPS)
    costs = []
    for waiting in (0, 10_000):
        Delivery.objects.bulk_create(
            Delivery(wrapped_key=b"", sealed=b"", due_at=timezone.now()) for _ in range(waiting)
        )
        person.open("/demarches/essai/commencer/").press({"nom": "Zoé"}).press({"courriel": "zoe@example.org"})
        data = {name: values[0] for name, values in person.fields().items()} | {"consent": "yes"}
        costs.append(queries(lambda: person.client.post(person.url, data)))  # noqa: B023

    assert len(costs[0]) == len(costs[1])
    assert not any("SELECT" in sql and "runtime_delivery" in sql for sql in costs[1])


def test_checking_the_answers_costs_one_query(published, person):
    published(TWO_STEPS)
    person.open("/demarches/essai/commencer/").press({"nom": "Zoé"}).press({"courriel": "zoe@example.org"})

    seen = queries(lambda: person.client.get(person.url))

    assert len(seen) == 1, seen
