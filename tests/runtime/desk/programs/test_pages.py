"""Managers let programs act for their departments, and nobody else does."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from runtime.desk.programs import urls
from runtime.programs.models import Scope, ServiceToken
from runtime.programs.tokens import find_token
from tests.runtime.api.conftest import make_token

pytestmark = pytest.mark.django_db

KINDS = ("anonymous", "outsider", "agent", "manager", "stranger", "superuser")
LOGIN, NOWHERE = 302, 404

#: Address name → (method, data, who gets what). `stranger` is an agent of another department.
MATRIX = {
    "list": ("get", {}, (LOGIN, LOGIN, NOWHERE, 200, NOWHERE, NOWHERE)),
    "add": ("post", {"name": "SIG"}, (LOGIN, LOGIN, NOWHERE, 422, NOWHERE, NOWHERE)),
    "revoke": ("post", {}, (LOGIN, LOGIN, NOWHERE, 302, NOWHERE, NOWHERE)),
}
NAMES = [pattern.name for pattern in urls.urlpatterns]


@pytest.fixture
def token(version):
    return make_token(version.department)[0]


def address(name, token):
    return reverse(f"programs:{name}", args=[token.pk] if name == "revoke" else [])


def given(version, **changes):
    data = {"name": "Logiciel métier", "department": version.department_id, "scopes": [Scope.EVENTS], "days": 90}
    return {**data, **changes}


def test_every_address_has_its_row():
    assert sorted(NAMES) == sorted(MATRIX)


@pytest.mark.parametrize("name", NAMES)
def test_each_person_gets_what_is_theirs(clients, token, name):
    method, data, expected = MATRIX[name]

    found = {kind: getattr(getattr(clients, kind), method)(address(name, token), data).status_code for kind in KINDS}

    assert found == dict(zip(KINDS, expected, strict=True))


def test_a_manager_makes_a_token_that_is_shown_once(clients, version):
    page = clients.manager.post(reverse("programs:add"), given(version))
    text = re.search(r"guichet_[\w-]{43}", page.text)[0]

    assert find_token(text).name == "Logiciel métier"
    assert find_token(text).scopes == [Scope.EVENTS]
    assert "no-store" in page["Cache-Control"]
    assert text not in clients.manager.get(reverse("programs:list")).text


@pytest.mark.parametrize("changes", [{"scopes": []}, {"name": ""}, {"days": 10_000}, {"scopes": ["everything"]}])
def test_a_token_is_not_made_of_a_form_with_mistakes(clients, version, changes):
    response = clients.manager.post(reverse("programs:add"), given(version, **changes))

    assert response.status_code == 422
    assert not ServiceToken.objects.exists()


def test_a_manager_makes_no_token_for_another_department(clients, version, other_version):
    response = clients.manager.post(reverse("programs:add"), given(version, department=other_version.department_id))

    assert response.status_code == 422
    assert not ServiceToken.objects.exists()


def test_a_token_of_another_department_is_neither_listed_nor_revoked(clients, other_version):
    foreign = make_token(other_version.department, name="Ailleurs")[0]

    assert "Ailleurs" not in clients.manager.get(reverse("programs:list")).text
    assert clients.manager.post(address("revoke", foreign)).status_code == 404
    assert ServiceToken.objects.get().revoked_at is None


def test_revoking_asks_first_and_then_ends_the_token(clients, token):
    asked = clients.manager.get(address("revoke", token))
    assert asked.status_code == 200
    assert ServiceToken.objects.get().revoked_at is None

    clients.manager.post(address("revoke", token))

    assert ServiceToken.objects.get().revoked_at is not None


def test_who_made_and_ended_a_token_is_written_down(clients, version):
    clients.manager.post(reverse("programs:add"), given(version))
    clients.manager.post(address("revoke", ServiceToken.objects.get()))

    entries = ModelLogEntry.objects.filter(action__startswith="guichet.token").order_by("pk")
    assert [entry.action for entry in entries] == ["guichet.token_issued", "guichet.token_revoked"]
    assert all(entry.user.email == "manager@a.example" for entry in entries)


def test_a_forged_post_makes_nothing(clients, version):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = clients.manager.cookies

    assert strict.post(reverse("programs:add"), given(version)).status_code == 403
    assert not ServiceToken.objects.exists()


@pytest.mark.parametrize(("kind", "is_shown"), [("manager", True), ("agent", False), ("superuser", False)])
def test_menu_item_is_for_managers(clients, kind, is_shown):
    page = getattr(clients, kind).get(reverse("wagtailadmin_home")).text

    assert (reverse("programs:list") in page) is is_shown
