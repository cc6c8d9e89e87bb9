"""The demonstration makes what it says, twice without harm, and touches nothing that is not its own."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cms.demonstration.database import APPLICATION_ID
from cms.demonstration.town import ACCOUNTS, PASSWORD, found_town
from schemas.models import ListEntry, Membership, Version

pytestmark = pytest.mark.django_db


def test_the_town_has_its_procedures_accounts_and_lists():
    versions = found_town()

    assert {(version.kind, version.key) for version in versions} == {
        ("procedure", "acte-naissance"), ("procedure", "aide-velo"), ("procedure", "permis-vegetaliser"),
        ("procedure", "signalement-voirie"), ("simulator", "aide-velo"),
        ("simulator", "inscription-listes-electorales"), ("simulator", "prix-creche"),
    }  # fmt: skip
    assert ListEntry.objects.filter(list_name="communes").count() == 50
    assert Membership.objects.count() == sum(len(account.departments) for account in ACCOUNTS)


def test_founding_the_town_again_changes_nothing():
    first = found_town()

    assert found_town() == first
    assert Version.objects.count() == len(first)


def test_every_account_logs_in(client):
    found_town()

    for account in ACCOUNTS:
        assert client.login(username=account.email, password=PASSWORD), account.email


def test_a_database_that_the_demonstration_did_not_make_is_refused_in_words():
    with pytest.raises(CommandError, match=r"not made by the demonstration|uses SQLite"):
        call_command("demo", "--no-serve", stdout=io.StringIO())

    assert Version.objects.count() == 0


def test_the_settings_of_a_public_server_are_refused(monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "cms.settings.production")

    with pytest.raises(CommandError, match="public server"):
        call_command("demo", "--no-serve", stdout=io.StringIO())


def test_a_database_of_its_own_is_taken_and_the_way_is_shown():
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        out = io.StringIO()

        call_command("demo", "--no-serve", "--port", "8765", stdout=out)

        assert "http://127.0.0.1:8765/demarches/acte-naissance/" in out.getvalue()
        assert all(account.email in out.getvalue() for account in ACCOUNTS)
    else:
        with pytest.raises(CommandError, match="uses SQLite"):
            call_command("demo", "--no-serve", stdout=io.StringIO())
