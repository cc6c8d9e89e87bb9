"""Moving a request on from the desk: direct, asked first, refused, overtaken."""

import pytest
from django.urls import reverse

from runtime.processing.advance import advance
from runtime.submissions.events import open_reason, verify_chain
from schemas.format.circuit import Actor
from tests.runtime.factories import make_submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(version, agent):
    submission = make_submission(version)
    advance(submission.pk, "prendre", actor=Actor.AGENT, by=agent)
    submission.refresh_from_db()
    return submission


def post(client, submission, **data):
    address = reverse("desk:advance", args=[submission.reference])
    return client.post(address, data, follow=True)


def ask(client, submission, transition):
    address = reverse("desk:ask", args=[submission.reference])
    return client.get(address, {"transition": transition})


def state_of(submission):
    submission.refresh_from_db()
    return submission.state


def test_button_moves_the_request_and_says_so(clients, agent, submission):
    response = post(clients.agent, submission, transition="prendre", rev=1)

    assert response.redirect_chain == [(reverse("desk:submission", args=[submission.reference]), 302)]
    assert "Done. The request is now in the state: Being processed." in response.content.decode()
    assert state_of(submission) == "traitement"
    event = submission.events.get(number=2)
    assert (event.by, event.actor) == (agent, "agent")
    assert verify_chain(submission) is None


def test_decision_that_ends_is_confirmed_first(clients, taken):
    page = clients.agent.get(reverse("desk:submission", args=[taken.reference])).content.decode()
    response = ask(clients.agent, taken, "accepter")

    assert f'action="{reverse("desk:ask", args=[taken.reference])}"' in page
    assert "Confirm: Accepter" in response.content.decode()
    assert "reason" not in response.context["form"].fields
    assert state_of(taken) == "traitement"


def test_reason_is_asked_for_and_kept(clients, taken):
    field = ask(clients.agent, taken, "refuser").context["form"].fields["reason"]
    post(clients.agent, taken, transition="refuser", rev=2, reason="Incomplet\r\nVoir courrier")

    assert field.required
    assert state_of(taken) == "refusee"
    assert open_reason(taken.events.get(number=3)) == "Incomplet\nVoir courrier"


def test_missing_reason_is_asked_for_again(clients, taken):
    response = post(clients.agent, taken, transition="refuser", rev=2, reason="  ")

    assert response.status_code == 422
    assert "Write the reason, then confirm again." in response.content.decode()
    assert state_of(taken) == "traitement"


def test_too_long_reason_is_given_back_whole(clients, taken):
    typed = "x" * 4001

    response = post(clients.agent, taken, transition="refuser", rev=2, reason=typed)

    assert response.status_code == 422
    assert typed in response.content.decode()
    assert state_of(taken) == "traitement"


def test_optional_reason_may_stay_blank(clients, taken):
    assert not ask(clients.agent, taken, "noter").context["form"].fields["reason"].required

    post(clients.agent, taken, transition="noter", rev=2, reason="")

    assert taken.events.count() == 3


def test_request_that_moved_meanwhile_is_left_alone(clients, taken):
    post(clients.manager, taken, transition="noter", rev=2)

    response = post(clients.agent, taken, transition="noter", rev=2)

    assert "changed while you were reading it" in response.content.decode()
    assert taken.events.count() == 3


@pytest.mark.parametrize("rev", ["", "x", "-1", "1e9"])
def test_form_without_a_sound_rev_does_nothing(clients, taken, rev):
    response = post(clients.agent, taken, transition="noter", rev=rev)

    assert "changed while you were reading it" in response.content.decode()
    assert state_of(taken) == "traitement"


def test_page_that_asks_for_what_is_over_leads_back(clients, taken):
    response = ask(clients.agent, taken, "prendre")

    assert response.status_code == 302


@pytest.mark.parametrize("transition", ["annuler", "retirer", "inventer", "", "<script>", "prendre\x00"])
def test_what_is_not_mine_to_do_is_refused(clients, version, transition):
    submission = make_submission(version, state="acceptee", category="accepted")

    response = post(clients.agent, submission, transition=transition, rev=1)

    assert "You may not do this action." in response.content.decode()
    assert state_of(submission) == "acceptee"
    assert ask(clients.agent, submission, transition).status_code == 404


def test_manager_does_what_only_managers_may(clients, version):
    submission = make_submission(version, state="acceptee", category="accepted")

    post(clients.manager, submission, transition="annuler", rev=1)

    assert state_of(submission) == "recue"
    assert submission.events.get(number=2).actor == "manager"


def test_action_closed_by_the_answers_is_refused_when_posted_all_the_same(clients, version):
    submission = make_submission(version, {"nom": "A", "copie": False})

    response = post(clients.agent, submission, transition="copier", rev=1)

    assert "do not allow this action" in response.content.decode()
    assert state_of(submission) == "recue"
