"""Logging out of the desk leaves nothing behind on the computer."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.runtime.desk.conftest import client_of, make_user
from tests.runtime.factories import make_version

pytestmark = pytest.mark.django_db


def test_logging_out_ends_the_session_and_clears_what_the_browser_kept():
    client = client_of(make_user("agent@example.fr", make_version().department))
    session = client.cookies["sessionid"].value

    response = client.post(reverse("wagtailadmin_logout"))

    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert "no-store" in response["Cache-Control"]
    replayed = Client()
    replayed.cookies["sessionid"] = session
    assert replayed.get(reverse("desk:list")).status_code == 302


def test_logging_out_is_posted():
    assert Client().get(reverse("wagtailadmin_logout")).status_code == 405
