"""What people write about a result that they find wrong: in no table in clear, and opened in its own row only."""

import importlib

import pytest
from django.apps import apps
from django.utils import timezone

from runtime.simulation.comments import comment_of, sealed_comment
from runtime.simulation.models import SimulationCase
from runtime.vault.encryption import Tampered
from tests.runtime.factories import make_version

pytestmark = pytest.mark.django_db

migration = importlib.import_module("runtime.migrations.0016_seal_comments")


@pytest.fixture
def version():
    return make_version()


def make_case(version, comment="", **fields):
    """A case, its comment in clear as the version before left it."""
    day = timezone.localdate()
    common = {"today": day, "answers": {}, "shown": "eligible", "expected": "not_eligible"}
    return SimulationCase.objects.create(version=version, comment=comment, **common, **fields)


def test_a_comment_moved_to_another_case_does_not_open(version):
    first, second = make_case(version), make_case(version)
    second.wrapped_key, second.sealed_comment = sealed_comment(first.pk, "Trop beau")

    with pytest.raises(Tampered):
        comment_of(second)


def test_a_case_without_a_comment_has_an_empty_one(version):
    assert comment_of(make_case(version)) == ""


def test_a_comment_of_the_version_before_is_read(version):
    assert comment_of(make_case(version, "Écrit pendant la mise à jour")) == "Écrit pendant la mise à jour"


def test_the_migration_seals_what_stands_and_leaves_nothing_in_clear(version):
    pks = [make_case(version, comment).pk for comment in ("Trop beau", "", "Mon loyer est de 812 €")]

    migration.seal_comments(apps, None)

    cases = [SimulationCase.objects.get(pk=pk) for pk in pks]
    assert [case.comment for case in cases] == ["", "", ""]
    assert [comment_of(case) for case in cases] == ["Trop beau", "", "Mon loyer est de 812 €"]
    assert b"812" not in bytes(cases[2].sealed_comment)
    assert cases[1].sealed_comment is None


def test_the_migration_can_be_run_again_and_undone(version):
    pk = make_case(version, "Trop beau").pk
    migration.seal_comments(apps, None)
    sealed = bytes(SimulationCase.objects.get(pk=pk).sealed_comment)

    migration.seal_comments(apps, None)
    assert bytes(SimulationCase.objects.get(pk=pk).sealed_comment) == sealed
    migration.open_comments(apps, None)

    case = SimulationCase.objects.get(pk=pk)
    assert (case.comment, case.sealed_comment, case.wrapped_key) == ("Trop beau", None, None)
