"""A state changes by `advance` alone: what the circuit allows, to whom it allows it, once."""

import pytest
from django.contrib.auth import get_user_model

from runtime.processing import advance as module
from runtime.processing.advance import NotAdvanced, advance, open_transitions
from runtime.submissions.events import open_reason
from runtime.submissions.models import Submission
from schemas.format.circuit import Actor
from schemas.versions import load_compiled
from tests.runtime.factories import make_department, make_site, make_submission, make_version
from tests.runtime.parallel import in_parallel
from tests.runtime.procedures import ACTE, ANSWERS, RECEIVED_AT
from tests.runtime.submissions.conftest import member

pytestmark = pytest.mark.django_db
AGENT = Actor.AGENT


def refusal(*args, **kwargs):
    with pytest.raises(NotAdvanced) as caught:
        advance(*args, **kwargs)
    return caught.value.code


def test_transition_moves_the_submission_and_tells_it(submission, agent):
    event = advance(submission.pk, "prendre", actor=AGENT, by=agent)

    moved = Submission.objects.get(pk=submission.pk)
    assert (moved.state, moved.category, moved.rev) == ("traitement", "processing", 2)
    assert moved.updated_at == event.at > RECEIVED_AT
    assert (event.number, event.source, event.target, event.transition) == (2, "recue", "traitement", "prendre")
    assert (event.actor, event.by) == ("agent", agent)


def test_notices_are_planned_in_the_same_transaction(submission, agent, monkeypatch):
    planned = []
    monkeypatch.setattr(module, "plan_notices", lambda *args: planned.append(args))

    event = advance(submission.pk, "prendre", actor=AGENT, by=agent)

    assert planned == [(submission, event)]


def test_nothing_moves_when_a_notice_cannot_be_planned(submission, agent, monkeypatch):
    def fail(*_):
        raise RuntimeError

    monkeypatch.setattr(module, "plan_notices", fail)

    with pytest.raises(RuntimeError):
        advance(submission.pk, "prendre", actor=AGENT, by=agent)
    submission.refresh_from_db()
    assert (submission.state, submission.rev, submission.events.count()) == ("recue", 1, 1)


def test_unknown_transition_is_refused(submission, agent):
    assert refusal(submission.pk, "inventer", actor=AGENT, by=agent) == "unknown_transition"


def test_second_agent_doing_the_same_is_told_it_is_done(submission, agent, manager):
    advance(submission.pk, "prendre", actor=AGENT, by=agent)

    assert refusal(submission.pk, "prendre", actor=AGENT, by=manager) == "wrong_state"
    assert submission.events.count() == 2


def test_decision_on_an_older_page_is_refused_even_when_the_state_allows_it(submission, agent):
    advance(submission.pk, "prendre", actor=AGENT, by=agent)
    advance(submission.pk, "noter", actor=AGENT, by=agent, expected_rev=2)

    assert refusal(submission.pk, "noter", actor=AGENT, by=agent, expected_rev=2) == "moved"


def test_guard_lets_pass_only_when_true(version, agent):
    yes = make_submission(version, {"nom": "A", "copie": True})
    no = make_submission(version, {"nom": "A", "copie": False})
    blank = make_submission(version, {"nom": "A"})

    advance(yes.pk, "copier", actor=AGENT, by=agent)
    assert refusal(no.pk, "copier", actor=AGENT, by=agent) == "guard"
    assert refusal(blank.pk, "copier", actor=AGENT, by=agent) == "guard"


@pytest.mark.parametrize("reason", ["", "   \n"])
def test_required_reason_must_say_something(submission, agent, reason):
    advance(submission.pk, "prendre", actor=AGENT, by=agent)

    assert refusal(submission.pk, "refuser", actor=AGENT, by=agent, reason=reason) == "reason_missing"


def test_reason_is_kept_where_asked_and_dropped_where_not(submission, agent):
    without = advance(submission.pk, "prendre", actor=AGENT, by=agent, reason="Pour rien")
    with_one = advance(submission.pk, "refuser", actor=AGENT, by=agent, reason=" Incomplet ")

    assert open_reason(without) == ""
    assert open_reason(with_one) == "Incomplet"


def test_manager_may_do_what_agents_do_and_what_they_may_not(version, agent, manager):
    submission = make_submission(version, state="acceptee", category="accepted")

    assert refusal(submission.pk, "annuler", actor=AGENT, by=agent) == "not_allowed"
    assert refusal(submission.pk, "annuler", actor=Actor.MANAGER, by=agent) == "not_allowed"
    advance(submission.pk, "annuler", actor=Actor.MANAGER, by=manager)
    advance(submission.pk, "prendre", actor=AGENT, by=manager)


def test_nobody_acts_from_outside_the_department(site, submission):
    stranger = member(make_department(site, "voirie", "Voirie"), "manager")
    administrator = get_user_model().objects.create_superuser("root@example.fr")

    for user in (stranger, administrator, None):
        assert refusal(submission.pk, "prendre", actor=AGENT, by=user) == "not_allowed"


def test_member_whose_account_is_closed_does_nothing(submission, agent):
    agent.is_active = False

    assert refusal(submission.pk, "prendre", actor=AGENT, by=agent) == "not_allowed"


def test_applicant_does_only_what_is_theirs(submission, agent):
    assert refusal(submission.pk, "prendre", actor=Actor.CITIZEN) == "not_allowed"
    assert refusal(submission.pk, "retirer", actor=AGENT, by=agent) == "not_allowed"
    assert refusal(submission.pk, "retirer", actor=Actor.CITIZEN, by=agent) == "not_allowed"

    event = advance(submission.pk, "retirer", actor=Actor.CITIZEN)
    assert (event.actor, event.by, event.target) == ("citizen", None, "retiree")


def test_only_open_transitions_are_offered(version):
    compiled = load_compiled(version, "fr")

    def offered(state, actors, answers=ANSWERS):
        found = open_transitions(compiled, answers, state=state, actors=actors, today=RECEIVED_AT.date())
        return [step.id for step in found]

    assert offered("recue", {AGENT}) == ["prendre", "copier"]
    assert offered("recue", {AGENT}, {"copie": False}) == ["prendre"]
    assert offered("recue", {Actor.CITIZEN}) == ["retirer"]
    assert offered("acceptee", {AGENT}) == []
    assert offered("acceptee", {AGENT, Actor.MANAGER}) == ["annuler"]
    assert offered("recue", frozenset()) == []


@pytest.mark.django_db(transaction=True)
def test_of_many_deciding_at_once_one_does_and_the_others_are_told(tmp_path):
    version = make_version(make_site(), ACTE)
    submission, agent = make_submission(version), member(version.department, "agent")

    def decide():
        try:
            advance(submission.pk, "prendre", actor=AGENT, by=agent)
        except NotAdvanced as refusal:
            return refusal.code
        return "done"

    results = in_parallel(6, decide, folder=tmp_path)

    assert sorted(results) == ["done"] + ["wrong_state"] * 5
