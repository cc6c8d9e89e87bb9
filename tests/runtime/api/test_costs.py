"""What the API costs in SQL: pinned, so that an operation that grows is seen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.runtime.api.conftest import ANSWERS, a_pdf

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(db):
    from tests.runtime.factories import make_site

    return make_site()


def queries(act):
    """Return the statements of an act, without those of the mail that leaves after it."""
    with CaptureQueriesContext(connection) as seen:
        assert act().status_code < 300
    statements = [each["sql"] for each in seen.captured_queries]
    return [sql for sql in statements if "runtime_delivery" not in sql or sql.startswith("INSERT")]


def test_filing_costs_at_most_twelve_queries_with_a_receipt_by_mail(anybody, version):
    anybody.get("procedures/acte")  # what does not change is read once a minute

    seen = queries(anybody.file)

    assert len(seen) <= 12, seen


def test_files_cost_three_queries_more_however_many_they_are(anybody, version):
    sent = [anybody.send("procedures/acte/uploads", question="pieces", file=a_pdf()).json()["answer"]]

    seen = queries(lambda: anybody.file({**ANSWERS, "pieces": sent}))

    assert len(seen) <= 15, seen


def test_sending_a_file_ahead_costs_at_most_seven_queries(anybody, version):
    seen = queries(lambda: anybody.send("procedures/acte/uploads", question="pieces", file=a_pdf()))

    assert len(seen) <= 7, seen


def test_pulling_nothing_new_costs_four_queries(program, anybody, version):
    anybody.file()
    cursor = program.get("events").json()["cursor"]

    seen = queries(lambda: program.get(f"events?since={cursor}"))

    assert len(seen) <= 5, seen


def test_reading_a_procedure_costs_two_queries_at_most(anybody, version):
    anybody.get("procedures/acte/schema")

    assert len(queries(lambda: anybody.get("procedures/acte"))) <= 2
    assert len(queries(lambda: anybody.get("procedures/acte/schema"))) <= 2
