"""Filing, following, the desk and the limits need no Redis: with one that does not answer, they work (F6).

Nor do they need the mail server, which hangs here: nobody who sends waits for it (F8).
"""

import socket

import pytest

from cms.demonstration.town import ACCOUNTS, PASSWORD
from runtime.delivery.models import Delivery
from runtime.delivery.sender import deliver_one
from runtime.submissions.models import Submission
from schemas.models import Version
from schemas.versions import load_compiled
from tests.faults.server import Server
from tests.faults.visitor import Visitor, codes_on
from tests.journeys.person import Person, file_request
from tests.schemas.library.test_answers import WHOLE

#: Nothing listens on port 1.
NO_REDIS = "redis://127.0.0.1:1/0"
KEY = "acte-naissance"


@pytest.fixture(scope="module")
def silent():
    """A mail server that accepts and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.fixture(scope="module")
def lonely(database, folder, silent):
    mails = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
    with Server(
        database_url=database, folder=folder, log="without-redis.log", REDIS_URL=NO_REDIS, EMAIL_URL=mails
    ) as server:
        yield server


def test_a_request_is_filed_followed_and_found_at_the_desk(lonely, silent, mailoutbox):
    person = file_request(Person(Visitor(lonely.url)), load_compiled(Version.objects.get(key=KEY), "fr"), WHOLE[KEY])
    reference, key = codes_on(person.response)

    tracking = Person(Visitor(lonely.url)).open("/suivi/").press({"reference": reference, "key": key})
    agent = Person(Visitor(lonely.url)).open("/admin/login/")
    agent.press({"username": ACCOUNTS[0].email, "password": PASSWORD}).open("/admin/requests/")

    submission = Submission.objects.get(reference=reference)
    with pytest.raises(BlockingIOError):
        silent.accept()
    delivery = Delivery.objects.get(submission=submission)
    assert (delivery.status, delivery.attempts) == (Delivery.Status.PENDING, 0)
    assert deliver_one(delivery.pk) == Delivery.Status.SENT
    assert len(mailoutbox) == 1
    assert "camille@example.org" in tracking.page.get_text()
    assert reference in agent.page.get_text()
    assert f"The queue does not answer (ConnectionError): delivery {delivery.pk} waits." in lonely.told()


def test_wrong_codes_are_counted(lonely):
    person = Person(Visitor(lonely.url)).open("/demarches/reprendre/")

    statuses: list[int] = []
    while 429 not in statuses and len(statuses) < 25:
        statuses.append(person.press({"code": "rien"}).response.status_code)

    assert statuses[-1] == 429
    assert statuses[:10] == [422] * 10
    assert len(statuses) <= 21  # ten in each of two minutes, should one end meanwhile
    assert int(person.response.headers["Retry-After"]) <= 60
