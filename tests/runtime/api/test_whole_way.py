"""One whole way through the API: read, send a file, file, follow, process, pull."""

import pytest

from tests.runtime.api.conftest import ANSWERS, Caller, a_pdf

pytestmark = pytest.mark.django_db


def test_another_program_files_follows_and_processes_a_request(anybody, program, version, client):
    schema = anybody.get("procedures/acte/schema").json()
    file = anybody.send("procedures/acte/uploads", question="pieces", file=a_pdf()).json()["answer"]
    filed = anybody.file({**ANSWERS, "pieces": [file]})
    assert filed.status_code == 201, filed.content
    reference, key = filed.json()["reference"], filed.json()["key"]

    holder = Caller(client, key)
    closed, opened = anybody.get(f"submissions/{reference}").json(), holder.get(f"submissions/{reference}").json()
    moved = program.post(f"submissions/{reference}/transitions", {"transition": "prendre"})
    events = holder.get(f"submissions/{reference}/events").json()["items"]
    pulled = program.get("events").json()

    assert schema["properties"]["nom"]["title"] == "Nom"
    assert closed["state"]["category"] == "received"
    assert "answers" not in closed
    assert opened["answers"] == {**ANSWERS, "pieces": [file]}
    assert moved.status_code == 201, moved.content
    assert [event["state"]["id"] for event in events] == ["recue", moved.json()["state"]["id"]]
    assert [event["number"] for event in pulled["items"]] == [1, 2]
    assert pulled["cursor"] == "2"
