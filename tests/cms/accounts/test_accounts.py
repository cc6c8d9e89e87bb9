"""Accounts: one e-mail address, one user, whatever its capitals; administrators add users in the admin."""

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from cms.accounts.models import User
from runtime.delivery.sender import deliver_due

PASSWORD = "corbeau-lanterne-42"


@pytest.fixture
def administrator(db):
    return User.objects.create_superuser("chef@example.org", PASSWORD)


@pytest.fixture
def admin_client(client, administrator):
    client.force_login(administrator)
    return client


def form(**changes):
    return {
        "email": "Anna.Martin@Example.org",
        "first_name": "Anna",
        "last_name": "Martin",
        "password1": PASSWORD,
        "password2": PASSWORD,
    } | changes


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["anna@example.org", "ANNA@Example.ORG", " anna@example.org "])
def test_a_user_logs_in_whatever_the_capitals(typed):
    user = User.objects.create_user("Anna@Example.org", PASSWORD)

    assert authenticate(username=typed, password=PASSWORD) == user
    assert authenticate(username=typed, password="wrong") is None


@pytest.mark.django_db
def test_two_users_cannot_share_an_address():
    User.objects.create_user("anna@example.org", PASSWORD)

    with pytest.raises(IntegrityError):
        User.objects.create_user("ANNA@example.org", PASSWORD)


@pytest.mark.django_db
def test_a_form_says_that_an_address_is_taken():
    User.objects.create_user("anna@example.org", PASSWORD)

    with pytest.raises(ValidationError, match="Un autre utilisateur a cette adresse"):
        User(email="ANNA@example.org", password="x").full_clean()


@pytest.mark.parametrize("email", ["", None, "  "])
def test_a_user_needs_an_address(email):
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user(email, PASSWORD)


@pytest.mark.django_db
def test_a_new_user_may_do_nothing_and_an_administrator_everything():
    user, administrator = User.objects.create_user("a@example.org"), User.objects.create_superuser("b@example.org")

    assert (user.is_staff, user.is_superuser, user.has_usable_password()) == (False, False, False)
    assert (administrator.is_staff, administrator.is_superuser) == (True, True)


@pytest.mark.django_db
def test_the_login_page_opens_the_admin(client, administrator):
    response = client.post("/admin/login/", {"username": "CHEF@example.org", "password": PASSWORD, "next": "/admin/"})

    assert response.status_code == 302
    assert client.get("/admin/").status_code == 200


def test_an_administrator_adds_a_user(admin_client):
    response = admin_client.post("/admin/users/new/", form())

    assert response.status_code == 302
    assert authenticate(username="anna.martin@example.org", password=PASSWORD).get_full_name() == "Anna Martin"


def test_an_address_that_is_taken_is_said_in_the_form(admin_client):
    User.objects.create_user("anna.martin@example.org", PASSWORD)

    response = admin_client.post("/admin/users/new/", form())

    assert response.status_code == 200
    assert "Un autre utilisateur a cette adresse" in response.text


def test_an_administrator_edits_a_user_and_finds_them_in_the_list(admin_client):
    user = User.objects.create_user("anna@example.org", PASSWORD, first_name="Anna", last_name="Martin")

    edited = admin_client.post(
        f"/admin/users/edit/{user.pk}/",
        form(email="anna.b@example.org", password1="", password2="", is_active="on"),
    )

    assert edited.status_code == 302
    assert "anna.b@example.org" in admin_client.get("/admin/users/?q=martin").text


@pytest.mark.parametrize(("language", "words"), [("fr", "Utilisateurs"), ("en", "Users")])
def test_the_admin_speaks_the_language_of_its_user(admin_client, administrator, language, words):
    administrator.wagtail_userprofile = None
    admin_client.post(
        "/admin/account/",
        {
            "locale-preferred_language": language,
            "locale-current_time_zone": "",
            "name_email-first_name": "Chef",
            "name_email-last_name": "Chef",
            "name_email-email": "chef@example.org",
            "theme-theme": "system",
            "theme-density": "default",
            "theme-contrast": "system",
            "theme-keyboard_shortcuts": "on",
        },
    )

    assert words in admin_client.get("/admin/users/").text


@pytest.mark.django_db
def test_links_in_mails_come_from_the_settings(client, administrator, mailoutbox, settings):
    settings.GUICHET_SITE_URL = settings.WAGTAILADMIN_BASE_URL = "https://demarches.example.fr"

    client.post("/admin/password_reset/", {"email": "chef@example.org"})

    deliver_due(10)

    assert "https://demarches.example.fr/admin/password_reset/" in mailoutbox[0].body
    assert "testserver" not in mailoutbox[0].body


def test_the_admin_calls_nobody(admin_client):
    page = admin_client.get("/admin/").text

    assert "gravatar" not in page
    assert "releases.wagtail" not in page
