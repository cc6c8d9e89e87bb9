"""Following by the API: what the reference tells, what the key opens, the same answer for whatever is wrong."""

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import ModelLogEntry

from runtime.submissions.models import Submission
from runtime.submissions.reference import new_key, new_reference
from tests.runtime.api.conftest import ANSWERS, Caller, make_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def receipt(anybody, version):
    return anybody.file().json()


@pytest.fixture
def holder(receipt):
    return Caller(Client(), receipt["key"])


def path_of(receipt):
    return f"submissions/{receipt['reference']}"


def test_the_reference_alone_tells_state_and_dates(anybody, receipt):
    told = anybody.get(path_of(receipt)).json()

    assert set(told) == {"reference", "procedure", "department", "state", "received_at", "updated_at"}
    assert told["state"] == {"id": "recue", "label": "Reçue", "text": "Reçue.", "category": "received"}
    assert told["procedure"] == {"key": "acte", "title": "Demander un acte", "version": 1}


def test_the_key_opens_the_answers_however_it_is_typed(receipt):
    typed = Caller(Client(), receipt["key"].lower().replace("-", " "))

    assert typed.get(path_of(receipt)).json()["answers"] == ANSWERS


def test_labels_are_in_the_language_asked_for(anybody, receipt):
    told = anybody.get(path_of(receipt), **{"Accept-Language": "en"})

    assert told.json()["procedure"]["title"] == "Ask for a certificate"
    assert told["Content-Language"] == "en"


@pytest.mark.parametrize("path", ["submissions/{}", "submissions/{}/events"])
def test_whatever_is_wrong_the_answer_is_the_same(receipt, holder, path):
    wrong = Caller(Client(), new_key())
    calls = [
        wrong.get(path.format(receipt["reference"])),
        wrong.get(path.format(new_reference("ACT"))),
        wrong.get(path.format("nothing")),
        holder.get(path.format(new_reference("ACT"))),
        Caller(Client(), "not a key").get(path.format(receipt["reference"])),
    ]

    assert len({(each.status_code, each.content) for each in calls}) == 1
    assert calls[0].status_code in {401, 404}


def test_looking_up_what_is_there_and_what_is_not_costs_the_same(receipt, django_assert_num_queries):
    wrong = Caller(Client(), new_key())

    for reference in (receipt["reference"], new_reference("ACT"), "nothing"):
        with django_assert_num_queries(3):
            wrong.get(f"submissions/{reference}")


def test_claiming_to_have_anything_is_a_look_up_like_any_other(anybody, receipt, monkeypatch):
    monkeypatch.setitem(settings.GUICHET_LIMITS, "lookups", 2)
    anything = {"If-None-Match": "*"}

    statuses = [anybody.get(path_of(receipt), **anything).status_code for _ in range(3)]
    unknown = anybody.get(f"submissions/{new_reference('ACT')}", **anything).status_code

    assert (statuses, unknown) == ([304, 304, 429], 429)


def test_looking_up_is_counted_with_and_without_a_key(anybody, receipt, monkeypatch):
    monkeypatch.setitem(settings.GUICHET_LIMITS, "lookups", 2)
    wrong = Caller(Client(), new_key())

    statuses = [caller.get(path_of(receipt)).status_code for caller in (wrong, anybody, wrong, anybody)]

    assert statuses == [404, 200, 429, 429]


@pytest.mark.parametrize("who", ["anybody", "holder"])
def test_polling_what_did_not_change_is_a_304_of_one_query_and_is_not_counted(
    request, receipt, who, monkeypatch, django_assert_num_queries
):
    caller = request.getfixturevalue(who)
    etag = caller.get(path_of(receipt))["ETag"]
    monkeypatch.setitem(settings.GUICHET_LIMITS, "lookups", 0)

    with django_assert_num_queries(1):
        response = caller.get(path_of(receipt), **{"If-None-Match": etag})

    assert response.status_code == 304
    assert response.content == b""
    assert response["ETag"] == etag


def test_a_change_ends_the_304(holder, receipt, program):
    etag = holder.get(path_of(receipt))["ETag"]
    program.post(f"{path_of(receipt)}/transitions", {"transition": "prendre"})

    response = holder.get(path_of(receipt), **{"If-None-Match": etag})

    assert response.status_code == 200
    assert response.json()["state"]["id"] == "traitement"


def test_the_etag_of_the_closed_request_does_not_open_it(anybody, receipt):
    etag = anybody.get(path_of(receipt))["ETag"]
    wrong = Caller(Client(), new_key())

    assert wrong.get(path_of(receipt), **{"If-None-Match": etag}).status_code == 404


def test_a_star_opens_nothing_that_the_key_does_not(receipt):
    wrong = Caller(Client(), new_key())

    assert wrong.get(path_of(receipt), **{"If-None-Match": "*"}).status_code == 404


def test_events_are_told_in_order_with_their_reasons(holder, receipt, program):
    program.post(f"{path_of(receipt)}/transitions", {"transition": "prendre"})
    program.post(f"{path_of(receipt)}/transitions", {"transition": "refuser", "reason": "Pièce illisible."})

    events = holder.get(f"{path_of(receipt)}/events").json()["items"]

    assert [(each["number"], each["actor"], each["transition"]) for each in events] == [
        (1, "applicant", None),
        (2, "department", "prendre"),
        (3, "department", "refuser"),
    ]
    assert events[2]["reason"] == "Pièce illisible."


def test_what_a_program_reads_is_written_down_without_answers(program, receipt):
    program.get(path_of(receipt))
    program.get(f"{path_of(receipt)}/events")

    entries = ModelLogEntry.objects.filter(action="guichet.request_read_by_program")
    assert {entry.label for entry in entries} == {receipt["reference"]}
    assert [entry.data["program"] for entry in entries] == ["Logiciel métier"] * 2
    assert "Lenoir" not in str(list(entries.values()))


def test_a_program_that_may_not_read_answers_leaves_no_line(version, receipt):
    caller = Caller(Client(), make_token(version.department, "read_status")[1])

    caller.get(path_of(receipt))

    assert not ModelLogEntry.objects.filter(action="guichet.request_read_by_program").exists()


class TestList:
    @pytest.fixture
    def three(self, anybody, version):
        return [anybody.file().json()["reference"] for _ in range(3)]

    def test_pages_follow_each_other_without_gap_or_repeat(self, program, three, anybody):
        first = program.get("submissions?limit=2").json()
        anybody.file()  # comes before the first page: the second is not moved by it
        second = program.get(f"submissions?limit=2&cursor={first['next']}").json()

        assert [each["reference"] for each in first["items"] + second["items"]] == three[::-1]
        assert second["next"] is None

    def test_a_page_costs_a_bounded_number_of_queries(self, program, three, django_assert_max_num_queries):
        program.get("submissions")

        with django_assert_max_num_queries(4):
            program.get("submissions")

    def test_filters_narrow_it_down(self, program, three):
        program.post(f"submissions/{three[0]}/transitions", {"transition": "prendre"})

        def found(query):
            return [each["reference"] for each in program.get(f"submissions?{query}").json()["items"]]

        assert found("state=traitement") == found("category=processing") == [three[0]]
        assert found("procedure=autre") == found("received_to=2020-01-01") == found("received_from=2900-01-01") == []
        assert found("procedure=acte&received_from=2020-01-01&received_to=2900-01-01") == three[::-1]

    @pytest.mark.parametrize(
        "query",
        [
            "cursor=OTk5OS0xMi0zMVQyMzo1OTo1OSswMDowMHwx",  # the last second of 9999
            "cursor=x", "cursor=%00", "cursor=é", "cursor=MTIzfDE", "limit=0", "limit=101", "limit=x", "category=other",
            "received_from=1", "received_from=2026-02-30", "state=%00", "procedure=A", "cursor=" + "a" * 201,
        ],
    )  # fmt: skip
    def test_a_parameter_that_means_nothing_is_refused_by_name(self, program, three, query):
        response = program.get(f"submissions?{query}")

        assert response.status_code == 400
        assert response.json()["errors"][0]["parameter"] == query.partition("=")[0]


def test_no_state_changes_by_reading(holder, receipt, program):
    before = Submission.objects.values().get()

    for caller in (holder, program):
        caller.get(path_of(receipt))
        caller.get(f"{path_of(receipt)}/events")
    program.get("events")

    assert Submission.objects.values().get() == before
