"""The clock: what is due is decided in SQL, by the time of the database, whatever the process believes."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from runtime.clock import DatabaseNow, database_now, epoch_sql
from runtime.delivery.models import Delivery
from runtime.limits.limiter import Bucket, hit
from runtime.limits.models import Counter

pytestmark = pytest.mark.django_db
YEARS = timedelta(days=1_000)
MOMENT = timedelta(minutes=1)


@pytest.fixture
def of_database(settings):
    settings.GUICHET_CLOCK_OF_PROCESS = False


def post(due_at):
    delivery = Delivery(wrapped_key=b"", sealed=b"", due_at=due_at)
    delivery.save(force_insert=True)
    return Delivery.objects.annotate(read_at=DatabaseNow()).get(pk=delivery.pk)


def test_a_test_moves_the_clock():
    then = timezone.now() + YEARS

    with time_machine.travel(then, tick=False):
        delivery, sql = post(DatabaseNow() + MOMENT), epoch_sql()

        assert database_now() == timezone.now()
        assert delivery.read_at == timezone.now()
        assert delivery.due_at == timezone.now() + MOMENT
        assert sql == ("%s", [int(then.timestamp())])


def test_the_moment_of_a_statement_is_written_read_and_compared(of_database):
    delivery = post(DatabaseNow() + MOMENT)

    assert delivery.due_at - delivery.read_at <= MOMENT
    assert not Delivery.objects.filter(due_at__lte=DatabaseNow()).exists()
    assert Delivery.objects.filter(due_at__gt=DatabaseNow(), due_at__lte=DatabaseNow() + MOMENT).exists()


@pytest.mark.postgres
def test_the_database_goes_on_when_the_process_is_elsewhere(of_database):
    if connection.vendor != "postgresql":
        return
    now = timezone.now()

    with time_machine.travel(now + YEARS):
        delivery = post(DatabaseNow())
        hit(Bucket("a", 1, 60))
        found = [database_now(), delivery.due_at, delivery.read_at]

    assert all(abs(each - now) < MOMENT for each in found)
    assert abs(Counter.objects.get().window - now.timestamp()) <= 120


def test_no_query_is_asked_for_the_moment_of_a_statement(of_database, django_assert_num_queries):
    with django_assert_num_queries(2):
        post(DatabaseNow())
