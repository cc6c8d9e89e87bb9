"""The code before on the schema of this one, beside this one: what each writes, the other reads (F20)."""

import pytest

from runtime.delivery.models import Delivery
from runtime.submissions.models import Submission
from tests.drills.conftest import commands_of
from tests.drills.people import check_opened, filed, links_in, processed, returned, saved, sent, somebody


@pytest.fixture(params=["previous writes", "this writes"])
def pair(request, previous, this):
    """The site that writes, and the one that reads."""
    return (previous, this) if request.param == "previous writes" else (this, previous)


def check_verified(commands):
    status, told = commands.run("verify")
    assert status == 0, told


def test_a_request_is_followed_with_its_key(pair):
    writer, reader = pair

    check_opened(filed(writer.url), reader.url)


def test_a_draft_is_taken_up_by_its_code_and_sent(pair):
    writer, reader = pair
    draft = saved(writer.url)

    check_opened(sent(draft, returned(draft, reader.url)), writer.url)


def test_pages_of_one_filing_come_from_both(pair):
    writer, reader = pair

    check_opened(filed(writer.url, reader.url), reader.url, writer.url)


def test_an_agent_reads_and_moves_a_request_on(pair, commands):
    writer, reader = pair
    receipt = filed(writer.url)

    processed(receipt, reader.url, transition="visiter", rev=1)

    check_opened(receipt, writer.url)
    assert Submission.objects.get(reference=receipt.reference).state == "visite_terrain"
    check_verified(commands)


@pytest.mark.parametrize("deliverer", ["the writer", "the reader"])
def test_mails_leave_once_and_their_links_open(pair, deliverer, database, folder, tmp_path):
    writer, reader = pair
    Delivery.objects.all().delete()
    draft, receipt = saved(writer.url, email="personne@example.org"), filed(writer.url)
    root = (writer if deliverer == "the writer" else reader).root
    waiting = [str(pk) for pk in Delivery.objects.values_list("pk", flat=True)]
    commands = commands_of(root, database, folder, tmp_path)

    for _ in range(2):
        status, told = commands.run("deliver")
        assert status == 0, told

    assert len(waiting) == 2, receipt
    assert commands.mails() == dict.fromkeys(waiting, 1)
    assert set(Delivery.objects.values_list("status", flat=True)) == {Delivery.Status.SENT}
    links = links_in(tmp_path)
    people = [somebody(reader.url).open(link).press() for link in links]
    assert any(f"/d/{draft.token}/" in person.url for person in people), [person.url for person in people]
