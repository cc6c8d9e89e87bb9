"""PostgreSQL gone and back: what needs it says so in time and keeps what was typed; nothing is started again (F7)."""

import psycopg
import pytest

from tests.faults.cluster import Cluster
from tests.faults.database import in_use, people
from tests.faults.server import WORKERS, Server
from tests.faults.visitor import Visitor, codes_on
from tests.journeys.person import Person, file_request
from tests.schemas.library.test_answers import WHOLE, compiled_of

KEY = "acte-naissance"
START = f"/demarches/{KEY}/"
#: Within so many seconds anybody must be told (F7).
MOST_SECONDS = 5
SORRY = "Le service est indisponible pour le moment"
#: Enough for each worker to have its turn.
EACH_WORKER = range(4 * WORKERS)


class Impatient(Visitor):
    """A browser that gives up after the time that anybody may be left waiting."""

    def __init__(self, url):
        super().__init__(url)
        request = self.session.request
        self.session.request = lambda *args, **kwargs: request(*args, **{**kwargs, "timeout": MOST_SECONDS})


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as cluster:
        yield cluster


@pytest.fixture(autouse=True)
def running(cluster):
    """The database runs when a test begins, whatever the one before did."""
    cluster.start()


@pytest.fixture(scope="module")
def site(cluster, folder, django_db_blocker):
    """A server on the database that is stopped; everybody else's stays up."""
    url = f"{cluster.url}/guichet"
    with django_db_blocker.unblock():
        psycopg.connect(f"{cluster.url}/postgres", autocommit=True).execute(
            "create database guichet"
        ).connection.close()
        with in_use(url):
            people()
        with Server(database_url=url, folder=folder, log="without-database.log") as server:
            yield server


@pytest.fixture
def alone():
    """Do without the database of the other tests."""


@pytest.fixture
def stopped(cluster, site):
    """Stop the database, which the workers are connected to."""
    for _ in EACH_WORKER:
        assert Person(Impatient(site.url)).open(START).response.status_code == 200
    cluster.stop()


def opened(site, path):
    """Return somebody who looks at the page of `path`, told within the time that they may be left waiting."""
    return Person(Impatient(site.url)).open(path)


@pytest.mark.parametrize(("path", "status"), [("/healthz", 200), ("/readyz", 503)])
def test_probes_answer(stopped, site, path, status):
    response = opened(site, path).response

    assert response.status_code == status
    if status == 503:
        assert response.json()["checks"]["database"] == {"ok": False}


@pytest.mark.parametrize("path", ["/suivi/", "/en/suivi/", "/demarches/reprendre/", "/static/themes/guichet.css"])
def test_what_needs_no_database_is_served(stopped, site, path):
    assert {opened(site, path).response.status_code for _ in EACH_WORKER} == {200}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", SORRY),
        (START, SORRY),
        ("/suivi/NAI-7KQ2-MX4T-9BHP-2WRC/", SORRY),
        (f"/en{START}", "The service is not available for the moment"),
    ],
)
def test_what_needs_it_says_so_in_the_language_of_the_page(stopped, site, path, words):
    for _ in EACH_WORKER:
        person = opened(site, path)
        assert person.response.status_code == 503
        assert int(person.response.headers["Retry-After"]) > 0
        assert person.title == words


def test_programs_are_told_in_their_way(stopped, site):
    response = opened(site, "/api/v1/procedures").response

    assert response.status_code == 503
    assert response.headers["Content-Type"] == "application/problem+json"


def test_what_was_typed_stays_and_goes_on_when_the_database_is_back(site, cluster):
    person = opened(site, f"{START}commencer/")
    typed = first_answers(person)
    cluster.stop()

    person.press(typed)
    for _ in EACH_WORKER:
        person.press()  # the page offers itself again
    kept = person.fields()
    cluster.start()
    person.press()

    assert {name: kept[name] for name in typed} == {name: [str(value)] for name, value in typed.items()}
    assert person.response.status_code == 200
    assert "/d/" in person.url


def test_a_request_is_sent_once_when_the_database_is_back(site, cluster):
    person = file_request(Person(Impatient(site.url)), compiled_of(KEY), WHOLE[KEY], until="review")
    cluster.stop()
    person.press({"consent": "yes"})
    assert person.response.status_code == 503
    cluster.start()

    first = codes_on(person.press().response)
    again = codes_on(person.open(person.url).response)

    assert len(first) == 2
    assert again == first
    with psycopg.connect(f"{cluster.url}/guichet") as database:
        assert database.execute("select count(*) from runtime_submission").fetchone() == (1,)


def test_nobody_has_to_start_anything_again(site, cluster):
    cluster.stop()
    for _ in EACH_WORKER:
        assert opened(site, START).response.status_code == 503
    cluster.start()

    # The very first page of each worker is served: a dead connection is noticed before it is used.
    assert {opened(site, START).response.status_code for _ in EACH_WORKER} == {200}
    assert opened(site, "/readyz").response.json()["status"] == "ready"


def first_answers(person):
    """Return what is typed on the first page of the request."""
    return {name: values[0] for name, values in person.fields().items() if not name.startswith(("_", "csrf"))} | {
        "lieu_naissance": "notre_commune",
    }
