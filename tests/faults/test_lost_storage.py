"""A storage that cannot be reached: said clearly, nothing recorded, and the same page works once it is back (F9)."""

import pytest

from runtime.drafts.models import Draft
from runtime.files.models import StoredFile
from tests.faults.drafts import check_draft_is_whole, copy_of, page_of, photos_of
from tests.faults.visitor import Visitor
from tests.journeys.person import Person, a_photo


class Mount:
    """The folder of files, which goes away and comes back."""

    def __init__(self, folder):
        self.there, self.away = folder / "private", folder / "private-away"

    def lose(self):
        """Put a file where the folder was, as a mount that failed may leave something else there."""
        self.there.rename(self.away)
        self.there.write_text("not a folder")

    def find(self):
        if self.away.exists():
            self.there.unlink()
            self.away.rename(self.there)


@pytest.fixture
def mount(folder):
    mount = Mount(folder)
    yield mount
    mount.find()


def everything_recorded():
    return set(StoredFile.objects.values_list("pk")), set(Draft.objects.values_list("pk", "rev"))


def test_a_photo_that_cannot_be_kept_is_told_and_comes_through_later(server, pattern, mount):
    token = copy_of(pattern)
    person = Person(Visitor(server.url, drafts=[token])).open(page_of(token, "documents"))
    held, before = photos_of(token), everything_recorded()

    mount.lose()
    person.press({"photos": a_photo("perdue.jpg", color="blue")})

    assert person.response.status_code == 503
    assert int(person.response.headers["Retry-After"]) > 0
    assert everything_recorded() == before
    mount.find()
    person.press({"photos": a_photo("perdue.jpg", color="blue")})
    assert photos_of(token) == [*held, "perdue.jpg"]
    check_draft_is_whole(token)


def test_the_site_says_that_it_is_not_ready(server, mount):
    mount.lose()

    response = Visitor(server.url).get("/readyz")

    assert response.status_code == 503
    assert response.json()["checks"]["storage"] == {"ok": False}
