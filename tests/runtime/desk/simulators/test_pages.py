"""A department reads counts as tables, and cases in words or as tests of the document."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from schemas.authoring.trials.trial import read_trials
from tests.runtime.desk.simulators.conftest import add_count, make_case
from tests.schemas.simulation.documents import simulator as compiled_simulator

pytestmark = pytest.mark.django_db


def tables(response):
    """Return the rows of each table of a page, by its caption."""
    page = BeautifulSoup(response.text, "html.parser")
    return {
        table.caption.get_text(): [
            [cell.get_text().replace("\xa0", " ") for cell in row.select("th, td")] for row in table.select("tbody tr")
        ]
        for table in page.select("main table")
    }


def counts(client, publication, **query):
    return client.get(reverse("simulators:counts", args=[publication.pk]), query)


def test_counts_are_told_in_the_order_of_the_document_with_labels(clients, simulator):
    for kind, name, total in [
        ("step", "lieu", 40), ("step", "vous", 30), ("step", "achat", 10), ("verdict", "eligible", 6),
        ("verdict", "not_eligible", 18), ("criterion", "age", 3), ("criterion", "resident", 9),
        ("criterion", "ancien", 4), ("request", "essai", 2),
    ]:  # fmt: skip
        add_count(simulator, kind, name, total)

    response = counts(clients.agent, simulator)

    found = tables(response)
    steps, results, conditions = found.values()
    assert [row[1:] for row in steps] == [["40", "100 %"], ["30", "75 %"], ["10", "25 %"]]
    assert results[:2] == [["Résultat eligible", "6", "25 %"], ["Résultat not_eligible", "18", "75 %"]]
    assert [row[0] for row in conditions][:2] == ["Habiter la ville", "ancien"]
    assert [row[1] for row in conditions] == ["9", "4", "3"]
    assert "2 people went on to the request." in " ".join(response.text.split())


def test_only_the_days_asked_for_are_counted(clients, simulator):
    today = timezone.localdate()
    add_count(simulator, "step", "lieu", 5)
    add_count(simulator, "step", "lieu", 7, day=today - timedelta(days=100))

    def first_step(**query):
        return tables(counts(clients.agent, simulator, **query))["Steps shown"][0][1]

    assert first_step() == "5"
    assert first_step(start=str(today - timedelta(days=100))) == "12"
    assert first_step(start=str(today - timedelta(days=100)), end=str(today - timedelta(days=1))) == "7"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"start": "demain"}, "Enter a valid date"),
        ({"start": "2026-03-02", "end": "2026-03-01"}, "The first day comes after the last one"),
    ],
)
def test_a_wrong_period_says_so_and_shows_the_last_days(clients, simulator, query, words):
    add_count(simulator, "step", "lieu", 5)

    response = counts(clients.agent, simulator, **query)

    assert words in response.text
    assert query["start"] in response.text
    assert tables(response)["Steps shown"][0][1] == "5"


def test_a_case_is_read_in_words(clients, simulator, case):
    text = clients.agent.get(reverse("simulators:case", args=[simulator.pk, case.pk])).text

    for expected in ("Question resident", "Yes", "500.00", "Résultat eligible", "Résultat not_eligible", "Trop beau"):
        assert expected in text, expected
    assert "Question naissance" in text  # told as left out


def test_what_a_person_wrote_is_no_markup(clients, simulator):
    case = make_case(simulator, comment="<script>alert(1)</script>")

    assert "<script>alert(1)" not in clients.agent.get(reverse("simulators:case", args=[simulator.pk, case.pk])).text


def test_a_comment_that_cannot_be_opened_says_so(clients, simulator):
    case = make_case(simulator, sealed_comment=b"\x01x", wrapped_key=b"x")

    text = clients.agent.get(reverse("simulators:case", args=[simulator.pk, case.pk])).text

    assert "This comment cannot be opened" in text


def test_open_cases_are_exported_as_tests_that_the_document_takes(clients, simulator, case):
    make_case(simulator, closed_at=timezone.now(), shown="not_eligible", expected="eligible")
    make_case(simulator, shown="not_eligible", expected="eligible")

    response = clients.agent.get(reverse("simulators:export", args=[simulator.pk]))

    tests = [json.loads(line) for line in response.text.splitlines()]
    assert 'filename="aide-tests.jsonl"' in response["Content-Disposition"]
    assert [each["expect"] for each in tests] == [{"eligible": True}, {"eligible": False}]
    assert tests[1]["given"]["prix"] == "500.00"
    assert tests[1]["given"]["naissance"] is None
    compiled = taken(tests)
    trials, findings = read_trials(compiled, today=timezone.localdate())
    assert findings == ()
    assert len(trials) == 2


def taken(tests):
    """Return the simulator with these tests in its document."""
    return compiled_simulator(rules={"tests": tests})


def test_a_closed_case_is_still_listed_and_no_more_exported(clients, simulator, case):
    clients.manager.post(reverse("simulators:close", args=[simulator.pk, case.pk]))

    page = clients.agent.get(reverse("simulators:cases", args=[simulator.pk])).text
    export = clients.agent.get(reverse("simulators:export", args=[simulator.pk]))

    assert reverse("simulators:case", args=[simulator.pk, case.pk]) in page
    assert reverse("simulators:export", args=[simulator.pk]) not in page
    assert not export.content


def test_pages_without_anything_say_so(clients, version, simulator):
    assert "Nobody found a result wrong" in clients.agent.get(reverse("simulators:cases", args=[simulator.pk])).text
    assert "None in this period" in counts(clients.agent, simulator).text
    assert "no simulator yet" in clients.stranger.get(reverse("simulators:list")).text
