"""What Prometheus reads: counts by route, status and category, and nothing of anybody."""

import os
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.test import RequestFactory
from django.urls import resolve

from cms.operations import metrics
from cms.operations.metrics import Figures, MetricsMiddleware
from runtime.delivery.models import Delivery
from runtime.drafts.attachments import private_storage
from runtime.privacy import expiry
from runtime.vault.encryption import new_data_key
from runtime.vault.storage import new_name
from tests.house.tree import ROOT
from tests.runtime.factories import make_draft, make_submission, make_version
from tests.runtime.vault.bucket_server import BucketServer


def figures():
    """Return every sample of the database and the folders by name, then by labels."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in Figures().collect()
        for sample in family.samples
    }


@pytest.mark.django_db(transaction=True)
def test_the_database_tells_submissions_drafts_and_outbox():
    version = make_version()
    make_submission(version)
    make_submission(version, category="accepted")
    make_submission(version, category="accepted")
    make_draft(version)
    Delivery.objects.create(wrapped_key=b"", sealed=b"", due_at="2026-01-01T00:00Z")

    told = figures()

    assert told["guichet_submissions", "received"] == 1
    assert told["guichet_submissions", "accepted"] == 2
    assert told["guichet_drafts",] == 1
    assert told["guichet_outbox_waiting",] == 1
    assert told["guichet_outbox_oldest_seconds",] > 86_400


@pytest.mark.django_db(transaction=True)
def test_files_without_a_row_are_counted(monkeypatch):
    before = figures()["guichet_orphan_files",]
    private_storage().write_encrypted(new_name(), [b"x"], new_data_key())

    monkeypatch.setattr(expiry, "ORPHAN_SECONDS", 0)

    assert figures()["guichet_orphan_files",] >= before + 1


@pytest.mark.django_db(transaction=True)
def test_a_storage_that_is_away_leaves_the_other_figures(settings):
    with BucketServer() as bucket:
        bucket.fault = "slow down"
        settings.STORAGES = settings.STORAGES | {"private": bucket.settings}

        told = figures()

    assert ("guichet_orphan_files",) not in told
    assert told["guichet_drafts",] == 0


def test_what_costs_much_is_remembered():
    asked = []
    part = metrics._Remembered(lambda: asked.append(1) or [], 60)

    part.metrics()
    part.metrics()

    assert asked == [1]


def test_a_request_is_counted_by_route_and_never_by_address(rf):
    def answer(request):
        request.resolver_match = resolve("/suivi/NAI-7KQ2-MX4T-9BHP-2WRC/")
        response.status_code = 200
        return response

    response = type("Response", (), {})()
    MetricsMiddleware(answer)(RequestFactory().generic("ANNA", "/suivi/NAI-7KQ2-MX4T-9BHP-2WRC/?q=anna"))

    assert metrics.REQUESTS.labels("OTHER", "tracking:status", 200)._value.get() == 1
    labels = [sample.labels for family in metrics.REQUESTS.collect() for sample in family.samples]
    assert not any("NAI" in value or "anna" in value for each in labels for value in each.values())


@pytest.mark.django_db(transaction=True)
def test_the_counts_of_several_workers_are_added_up(settings, tmp_path, capsys):
    settings.GUICHET_METRICS_FOLDER = tmp_path
    count = "from cms.operations.metrics import REQUESTS; REQUESTS.labels('GET', 'filing:step', 200).inc()"
    program = f"import django; django.setup(); {count}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
    }
    for _ in range(2):
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, check=True)

    call_command("metrics", "--print")

    told = capsys.readouterr().out
    assert 'guichet_requests_total{method="GET",route="filing:step",status="200"} 2.0' in told
    assert "guichet_outbox_waiting 0.0" in told
