"""Pushing by the API: what the circuit allows, once, in the name of the program."""

import pytest
from django.test import Client
from django.urls import reverse

from runtime.api.models import Push
from runtime.delivery.models import Delivery
from runtime.submissions.events import verify_chain
from runtime.submissions.models import Event, Submission
from tests.runtime.api.conftest import ANSWERS
from tests.runtime.desk.conftest import make_user

pytestmark = pytest.mark.django_db

ONCE = "5b9a1c0e-3a57-4d0b-8a55-0f0b3f0c9d11"


@pytest.fixture
def path(anybody, version):
    return f"submissions/{anybody.file().json()['reference']}/transitions"


def test_a_transition_is_done_by_the_program_for_the_department(program, path):
    response = program.post(path, {"transition": "prendre"})

    event = Event.objects.get(number=2)
    assert response.status_code == 201
    assert response.json()["state"]["category"] == "processing"
    assert (event.actor, event.by, event.service.name) == ("agent", None, "Logiciel métier")
    assert verify_chain(Submission.objects.get()) is None
    assert Delivery.objects.count() == 2  # the receipt, and the news


def test_who_pushed_is_part_of_the_chain(program, path):
    program.post(path, {"transition": "prendre"})
    Event.objects.filter(number=2).update(service=None)

    assert verify_chain(Submission.objects.get()) == 2


def test_agents_read_which_program_did_it(program, path, version):
    program.post(path, {"transition": "prendre"})
    agent = Client()
    agent.force_login(make_user("agent@example.fr", version.department))

    page = agent.get(reverse("desk:submission", args=[Submission.objects.get().reference])).text

    assert "Logiciel métier (program)" in page


def test_the_same_call_again_moves_nothing_more(program, path):
    calls = [program.post(path, {"transition": "prendre"}, once=ONCE) for _ in range(3)]

    assert [call.status_code for call in calls] == [201, 200, 200]
    assert len({call.content for call in calls}) == 1
    assert Event.objects.count() == 2


def test_the_same_key_for_another_transition_is_refused(program, path):
    program.post(path, {"transition": "prendre"}, once=ONCE)

    response = program.post(path, {"transition": "accepter"}, once=ONCE)

    assert response.status_code == 409
    assert response.json()["type"].endswith("#changed-content")
    assert Event.objects.count() == 2


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"transition": "inconnue"}, "unknown_transition"),
        ({"transition": "accepter"}, "wrong_state"),
        ({"transition": "retirer"}, "not_allowed"),
        ({"transition": "copier"}, "guard"),
        ({"transition": "prendre", "rev": 7}, "moved"),
    ],
)
def test_what_is_not_open_changes_nothing_and_says_why(program, path, body, code):
    response = program.post(path, body, once=ONCE)

    assert response.status_code == 409
    assert response.json()["code"] == code
    assert response.json()["detail"]
    assert Event.objects.count() == 1
    assert not Push.objects.exists()


def test_a_refused_call_may_be_made_again_with_its_key(program, path):
    program.post(path, {"transition": "accepter"}, once=ONCE)

    assert program.post(path, {"transition": "prendre"}, once=ONCE).status_code == 201


def test_a_reason_that_is_needed_is_asked_for(program, path):
    program.post(path, {"transition": "prendre"})

    without = program.post(path, {"transition": "refuser"})
    given = program.post(path, {"transition": "refuser", "reason": "Pièce illisible."})

    assert (without.status_code, without.json()["code"]) == (409, "reason_missing")
    assert given.status_code == 201


def test_a_guard_that_holds_lets_pass(anybody, program, version):
    reference = anybody.file({**ANSWERS, "copie": True, "nombre": 2}).json()["reference"]

    assert program.post(f"submissions/{reference}/transitions", {"transition": "copier"}).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"transition": "prendre", "state": "acceptee"},
        {"transition": "prendre", "by": 1},
        {"transition": "prendre", "at": "2020-01-01T00:00:00Z"},
        {"transition": ["prendre"]},
        {"transition": "prendre", "reason": "a" * 4_001},
        {"transition": "prendre", "rev": 0},
        {"transition": "prendre", "rev": True},
        {"transition": "é"},
    ],
)
def test_a_body_that_says_something_else_is_refused(program, path, body):
    response = program.post(path, body)

    assert response.status_code == 422
    assert Event.objects.count() == 1


def test_pushing_costs_a_bounded_number_of_queries(program, path, django_assert_max_num_queries):
    program.get("submissions")

    with django_assert_max_num_queries(20):
        program.post(path, {"transition": "prendre"})
