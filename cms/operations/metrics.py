"""Metrics for Prometheus: counts without personal data. Present only where METRICS_PORT is set.

Workers count requests into files of a folder that they share (`GUICHET_METRICS_FOLDER`); `manage.py metrics` adds them
up, asks the database for the rest, and answers on 127.0.0.1. No label holds more than a route, a method, a status, a
category or a process number.
"""

import time
from collections.abc import Callable, Iterator

from django.db import connection
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from cms.operations.request_log import method_of, route_of
from runtime.delivery.backlog import read_backlog, waiting_count
from runtime.drafts.models import Draft
from runtime.privacy.expiry import orphan_names
from runtime.submissions.models import Submission
from runtime.vault.storage import StorageError

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
#: Figures that need a walk over tables and folders are computed once in so many seconds, however often asked for.
TABLES_SECONDS = 60
FOLDERS_SECONDS = 600

REQUESTS = Counter("guichet_requests", "Requests answered.", ("method", "route", "status"))
DURATIONS = Histogram("guichet_request_seconds", "Time to answer, in seconds.", ("route",), buckets=BUCKETS)
WORKERS = Gauge(
    "guichet_worker_started_timestamp_seconds",
    "When each living worker answered first.",
    ("kind",),  # with a label, the process that they are forked from has no value of its own
    multiprocess_mode="liveall",
)


class MetricsMiddleware:
    """Counts each request and how long it took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.began = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.began:
            self.began = True
            WORKERS.labels("web").set_to_current_time()
        started = time.perf_counter()
        response = self.get_response(request)
        route = route_of(request)
        DURATIONS.labels(route).observe(time.perf_counter() - started)
        REQUESTS.labels(method_of(request), route, response.status_code).inc()
        return response


class Figures(Collector):
    """Figures from the database and the folders, each part cached for a while."""

    def __init__(self) -> None:
        self._parts = (_Remembered(_of_tables, TABLES_SECONDS), _Remembered(_of_folders, FOLDERS_SECONDS))

    def collect(self) -> Iterator[Metric]:
        try:
            yield _gauge("guichet_outbox_oldest_seconds", "Wait of the oldest due delivery.", _oldest())
            for part in self._parts:
                yield from part.metrics()
        finally:
            connection.close()  # each question comes in a thread of its own


class _Remembered:
    """The metrics of a function, computed again when they are older than so many seconds."""

    def __init__(self, ask: Callable[[], list[Metric]], seconds: int) -> None:
        self.ask, self.seconds = ask, seconds
        self.known: list[Metric] = []
        self.until = 0.0

    def metrics(self) -> list[Metric]:
        if time.monotonic() >= self.until:
            self.known = self.ask()
            self.until = time.monotonic() + self.seconds
        return self.known


def site_registry(folder: str) -> CollectorRegistry:
    """Return all metrics: those that the workers wrote into `folder`, and `Figures`."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=folder)
    registry.register(Figures())
    return registry


def _oldest() -> int:
    return read_backlog().oldest_seconds


def _of_tables() -> list[Metric]:
    submissions = GaugeMetricFamily("guichet_submissions", "Submissions by category.", labels=["category"])
    for category, count in Submission.objects.order_by().values_list("category").annotate(Count("pk")):
        submissions.add_metric([category], count)
    return [
        submissions,
        _gauge("guichet_drafts", "Drafts that were not sent.", Draft.objects.count()),
        _gauge("guichet_outbox_waiting", "Deliveries still to be sent.", waiting_count()),
    ]


def _of_folders() -> list[Metric]:
    try:
        orphans = sum(1 for _ in orphan_names())
    except StorageError:
        return []  # the other figures are wanted all the more
    return [_gauge("guichet_orphan_files", "Stored files without a row, older than a day.", orphans)]


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value=value)
