"""Who gets what of every operation of the API: one row each, made from its OpenAPI document (bar X20)."""

from types import SimpleNamespace

import pytest
from django.test import Client

from runtime.api.description import openapi, operations
from runtime.programs.models import Scope
from runtime.submissions.models import Submission
from tests.runtime.api.conftest import ANSWERS, Caller, a_pdf, make_token
from tests.runtime.desk.conftest import make_user

pytestmark = pytest.mark.django_db

#: `holder` has the key of the request, `other` that of another request; `agent` and `manager` are logged in at the desk
#: of its department, `stranger` is the program of another department.
KINDS = ("anonymous", "holder", "other", "program", "stranger", "agent", "manager", "revoked")

#: What anybody may read and keep.
PUBLIC = {"procedures", "procedure", "schema"}

#: By operation: what each kind gets. Cookies are nothing here: agents and managers get what anybody gets.
MATRIX = {
    "procedures": (200, 200, 200, 200, 200, 200, 200, 200),
    "procedure": (200, 200, 200, 200, 200, 200, 200, 200),
    "schema": (200, 200, 200, 200, 200, 200, 200, 200),
    "upload": (201, 401, 401, 201, 404, 201, 201, 401),
    "file": (201, 401, 401, 201, 404, 201, 201, 401),
    "submissions": (401, 401, 401, 200, 200, 401, 401, 401),
    "submission": (200, 200, 404, 200, 404, 200, 200, 401),
    "submission-events": (401, 200, 401, 200, 404, 401, 401, 401),
    "submission-file": (401, 200, 401, 200, 404, 401, 401, 401),
    "transition": (401, 401, 401, 201, 404, 401, 401, 401),
    "events": (401, 401, 401, 200, 200, 401, 401, 401),
    "evaluate": (404, 404, 404, 404, 404, 404, 404, 404),  # of a simulator, which a procedure is not
}
OPERATIONS = {operation["operationId"]: (method, path) for path, method, operation in operations(openapi())}

#: What a token must be given for; any other refuses.
SCOPES = {
    "upload": Scope.FILE,
    "file": Scope.FILE,
    "submissions": Scope.READ_STATUS,
    "submission": Scope.READ_STATUS,
    "submission-events": Scope.EVENTS,
    "submission-file": Scope.READ_ANSWERS,
    "transition": Scope.TRANSITION,
    "events": Scope.EVENTS,
}


@pytest.fixture
def filed(anybody, version):
    """Two requests with a file each, sent by the API: what is asked for, and that of somebody else."""
    made = []
    for _ in range(2):
        file = anybody.send("procedures/acte/uploads", question="pieces", file=a_pdf()).json()["answer"]
        receipt = anybody.file({**ANSWERS, "pieces": [file]}).json()
        made.append(SimpleNamespace(reference=receipt["reference"], key=receipt["key"], file=file["id"]))
    return made


@pytest.fixture
def callers(filed, version, other_version):
    from runtime.programs.tokens import revoke_token

    ours, theirs = make_token(version.department), make_token(other_version.department)
    gone, gone_text = make_token(version.department)
    revoke_token(gone)
    people = {role: Client() for role in ("agent", "manager")}
    for role, client in people.items():
        client.force_login(make_user(f"{role}@example.fr", version.department, role))
    return {
        "anonymous": Caller(Client()),
        "holder": Caller(Client(), filed[0].key),
        "other": Caller(Client(), filed[1].key),
        "program": Caller(Client(), ours[1]),
        "stranger": Caller(Client(), theirs[1]),
        "revoked": Caller(Client(), gone_text),
        **{role: Caller(client) for role, client in people.items()},
    }


def call(caller, name, filed):
    """Call an operation on the first request, with what it takes."""
    method, path = OPERATIONS[name]
    path = path.removeprefix("/api/v1/").format(key="acte", reference=filed.reference, file_id=filed.file)
    if name == "upload":
        return caller.send(path, question="pieces", file=a_pdf())
    bodies = {"evaluate": {"answers": {}}, "file": {"answers": ANSWERS}, "transition": {"transition": "prendre"}}
    return caller.get(path) if method == "get" else caller.post(path, bodies[name])


def test_every_operation_has_its_row():
    assert set(OPERATIONS) == set(MATRIX)


@pytest.mark.parametrize("name", MATRIX)
def test_each_caller_gets_what_is_theirs(callers, filed, name):
    found = {kind: call(callers[kind], name, filed[0]).status_code for kind in KINDS}

    assert found == dict(zip(KINDS, MATRIX[name], strict=True))


@pytest.mark.parametrize("name", SCOPES)
def test_a_token_does_only_what_it_was_given_for(filed, version, name):
    right = Caller(Client(), make_token(version.department, SCOPES[name])[1])
    wrong = Caller(Client(), make_token(version.department, *(set(Scope) - {SCOPES[name]}))[1])

    assert call(right, name, filed[0]).status_code in {200, 201}
    assert call(wrong, name, filed[0]).status_code == 403


@pytest.mark.parametrize("kind", ["anonymous", "other", "stranger", "agent", "manager", "revoked"])
@pytest.mark.parametrize("name", MATRIX)
def test_no_answer_goes_to_whom_it_is_not_for(callers, filed, name, kind):
    words = b"".join(call(callers[kind], name, filed[0])).decode()

    assert "Lenoir" not in words
    assert "eloise@example.org" not in words
    assert filed[0].key not in words


def test_a_token_without_the_right_to_read_answers_gets_none(filed, version):
    caller = Caller(Client(), make_token(version.department, Scope.READ_STATUS, Scope.EVENTS)[1])

    read = caller.get(f"submissions/{filed[0].reference}").json()
    events = caller.get(f"submissions/{filed[0].reference}/events").json()["items"]

    assert "answers" not in read
    assert all("reason" not in event for event in events)


def test_lists_and_pulls_hold_the_own_department_only(callers, filed):
    for path in ("submissions", "events", "submissions?procedure=acte", "submissions?state=recue"):
        ours, theirs = (callers[kind].get(path).json()["items"] for kind in ("program", "stranger"))
        assert {each["reference"] for each in ours} == {each.reference for each in filed}
        assert theirs == []


def test_a_body_of_another_department_does_not_tell_that_it_is_there(callers, filed):
    known, unknown = (
        callers["stranger"].get(f"submissions/{reference}") for reference in (filed[0].reference, "ACT-2222")
    )

    assert known.json() == unknown.json()
    assert known.status_code == unknown.status_code == 404


def test_what_one_may_read_is_kept_nowhere(callers, filed):
    for name in set(MATRIX) - PUBLIC:
        response = call(callers["program"], name, filed[0])
        assert "no-store" in response["Cache-Control"], name
        assert {"Authorization", "Accept-Language"} <= {each.strip() for each in response["Vary"].split(",")}, name
        assert "Access-Control-Allow-Origin" not in response
        assert "sessionid" not in response.cookies


def test_moving_is_all_that_a_refused_call_could_have_done(callers, filed):
    for kind in set(KINDS) - {"program"}:
        call(callers[kind], "transition", filed[0])

    assert set(Submission.objects.values_list("state", flat=True)) == {"recue"}
