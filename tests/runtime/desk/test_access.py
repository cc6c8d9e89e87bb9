"""Who reaches what at the desk: one row for each address, generated from the addresses themselves (bar X20)."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from runtime.desk import urls
from runtime.desk.groups import agent_group
from runtime.submissions.models import Event, Submission
from tests.runtime.desk.conftest import client_of, make_user
from tests.runtime.factories import make_submission

pytestmark = pytest.mark.django_db

KINDS = ("anonymous", "outsider", "agent", "manager", "stranger", "superuser")
#: What the admin answers to somebody who may not enter it, and what the desk says of what is not yours.
LOGIN, NOWHERE = 302, 404

#: Address name → (method, data, who gets what). `stranger` is the agent of another department.
MATRIX = {
    "list": ("get", {}, (LOGIN, LOGIN, 200, 200, 200, NOWHERE)),
    "list_results": ("get", {}, (LOGIN, LOGIN, 200, 200, 200, NOWHERE)),
    "submission": ("get", {}, (LOGIN, LOGIN, 200, 200, NOWHERE, NOWHERE)),
    "file": ("get", {}, (LOGIN, LOGIN, 200, 200, NOWHERE, NOWHERE)),
    "preview": ("get", {}, (LOGIN, LOGIN, 302, 302, NOWHERE, NOWHERE)),  # of a PDF: back to the page
    "ask": ("get", {"transition": "prendre"}, (LOGIN, LOGIN, 200, 200, NOWHERE, NOWHERE)),
    "advance": ("post", {"transition": "prendre", "rev": 1}, (LOGIN, LOGIN, 302, 302, NOWHERE, NOWHERE)),
}
NAMES = [pattern.name for pattern in urls.urlpatterns]


def address(name, submission, stored):
    arguments = {"reference": submission.reference, "file_id": str(stored.pk)}
    pattern = next(pattern for pattern in urls.urlpatterns if pattern.name == name)
    return reverse(f"desk:{name}", kwargs={key: arguments[key] for key in pattern.pattern.converters})


def test_every_address_has_its_row():
    assert sorted(NAMES) == sorted(MATRIX)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_each_person_gets_what_is_theirs(clients, submission, stored, name, kind):
    method, data, expected = MATRIX[name]

    response = getattr(getattr(clients, kind), method)(address(name, submission, stored), data)

    assert response.status_code == expected[KINDS.index(kind)]
    is_let_in = kind in ("agent", "manager")
    assert (Submission.objects.get().rev == 2) is (name == "advance" and is_let_in)


@pytest.mark.parametrize("kind", ["anonymous", "outsider"])
@pytest.mark.parametrize("name", NAMES)
def test_who_may_not_enter_is_sent_to_log_in_and_not_to_the_desk(clients, submission, stored, name, kind):
    method, data, _ = MATRIX[name]

    response = getattr(getattr(clients, kind), method)(address(name, submission, stored), data)

    assert response.url.startswith("/admin/login/")


@pytest.mark.parametrize("name", NAMES)
def test_what_was_sent_is_kept_by_no_cache(clients, submission, stored, name):
    method, data, _ = MATRIX[name]

    response = getattr(clients.agent, method)(address(name, submission, stored), data)

    assert {"no-store", "private"} <= {part.strip() for part in response["Cache-Control"].split(",")}
    assert "Cookie" in response["Vary"]


@pytest.mark.parametrize("name", NAMES)
def test_other_methods_are_refused(clients, submission, stored, name):
    method = "get" if MATRIX[name][0] == "post" else "post"

    response = getattr(clients.agent, method)(address(name, submission, stored), MATRIX[name][1])

    assert response.status_code == 405
    assert Submission.objects.get().rev == 1


def test_list_search_and_filters_never_show_another_department(clients, submission, other_version):
    foreign = make_submission(other_version)
    searches = ({}, {"q": foreign.reference}, {"q": "eloise@example.fr"}, {"q": "lenoir"}, {"state": "recue"})
    searches += ({"department": other_version.department_id}, {"procedure": "nid-de-poule"}, {"category": "received"})

    for name in ("list", "list_results"):
        pages = [clients.agent.get(reverse(f"desk:{name}"), search).content.decode() for search in searches]
        assert not any(reverse("desk:submission", args=[foreign.reference]) in page for page in pages)
        assert not any("Signaler un nid-de-poule" in page for page in pages)
    theirs = clients.stranger.get(reverse("desk:list")).content.decode()
    assert reverse("desk:submission", args=[foreign.reference]) in theirs


def test_file_of_another_request_of_mine_is_not_found_under_this_one(clients, version, submission, stored):
    second = make_submission(version)

    response = clients.agent.get(reverse("desk:file", args=[second.reference, stored.pk]))

    assert response.status_code == 404


@pytest.mark.parametrize("text", ["x", "0" * 36, "../../etc", "-"])
def test_file_names_that_are_none_are_not_found(clients, submission, text):
    assert clients.agent.get(f"/admin/requests/{submission.reference}/files/{text}/").status_code == 404


def test_who_leaves_the_department_sees_nothing_more(clients, agent, submission):
    agent.memberships.all().delete()

    assert clients.agent.get(reverse("desk:submission", args=[submission.reference])).status_code == 404
    assert clients.agent.get(reverse("desk:list")).status_code == 404


@pytest.mark.parametrize(("kind", "is_shown"), [("agent", True), ("stranger", True), ("superuser", False)])
def test_menu_item_is_for_members_of_a_department(clients, kind, is_shown):
    page = getattr(clients, kind).get(reverse("wagtailadmin_home")).content.decode()

    assert (reverse("desk:list") in page) is is_shown


def test_group_of_agents_opens_the_admin_and_nothing_else():
    first, second = agent_group(), agent_group()

    assert first == second
    assert list(first.permissions.values_list("codename", flat=True)) == ["access_admin"]


def test_refused_openings_are_not_written_as_openings(clients, submission, stored):
    clients.stranger.get(reverse("desk:submission", args=[submission.reference]))
    clients.stranger.get(reverse("desk:file", args=[submission.reference, stored.pk]))

    assert not ModelLogEntry.objects.filter(action__startswith="guichet.").exists()


def test_forged_post_without_token_does_nothing(clients, agent, submission):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(agent)

    response = strict.post(reverse("desk:advance", args=[submission.reference]), {"transition": "prendre", "rev": 1})

    assert response.status_code == 403
    assert Event.objects.count() == 1


def test_member_of_two_departments_sees_both(version, other_version, submission):
    user = make_user("both@example.fr", version.department)
    user.memberships.create(department=other_version.department, role="agent")
    foreign = make_submission(other_version)

    page = client_of(user).get(reverse("desk:list")).content.decode()

    assert submission.reference in page
    assert foreign.reference in page
