"""A simulator of one department with counts and a case, another of another department, and people of every kind."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from runtime.simulation.models import SimulationCase, SimulationCount
from schemas.format.header import SIMULATOR
from schemas.format.reading import parse_document
from schemas.models import Publication
from schemas.publishing import publish
from tests.runtime.desk.conftest import agent, clients, other_version, submission, version
from tests.schemas.simulation.documents import simulator_source

__all__ = ["agent", "clients", "other_version", "submission", "version"]


def publish_simulator(site, department, **changes):
    """Publish a version of a simulator for a department and return its publication."""
    document, problems = parse_document({**simulator_source(**changes), "department": department.key})
    assert document is not None, problems
    made = publish(document, site=site)
    return Publication.objects.get(kind=SIMULATOR, site=site, key=made.key)


def make_case(publication, **changes):
    given = {"answers": {"resident": True, "prix": "500.00"}, "shown": "eligible", "expected": "not_eligible"}
    return SimulationCase.objects.create(
        version=publication.version, today=timezone.localdate(), **{**given, "comment": "Trop beau", **changes}
    )


def add_count(publication, kind, name, total, day=None):
    SimulationCount.objects.create(
        site=publication.site, key=publication.key, day=day or timezone.localdate(), kind=kind, name=name, count=total
    )


@pytest.fixture
def simulator(site, version):
    return publish_simulator(site, version.department)


@pytest.fixture
def case(simulator):
    return make_case(simulator)


@pytest.fixture
def foreign(site, other_version):
    """The simulator of another department, with its case."""
    publication = publish_simulator(site, other_version.department, key="ailleurs", title="Ailleurs")
    return SimpleNamespace(publication=publication, case=make_case(publication))


@pytest.fixture
def strict(clients):
    """The manager, whose browser sends no token."""
    client = Client(enforce_csrf_checks=True)
    client.cookies = clients.manager.cookies
    return client
