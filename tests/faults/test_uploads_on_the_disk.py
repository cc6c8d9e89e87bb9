"""What is being uploaded has no name on the disk, so that nothing of it is left by a worker that is killed (W3)."""

import io
import os
import signal
import socket
import threading
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.faults.drafts import KEY, copy_of, page_of
from tests.faults.server import Server, wait_until
from tests.faults.test_api import Program
from tests.faults.visitor import BROKEN, Visitor
from tests.journeys.person import Person

#: Well over what Django keeps in memory (FILE_UPLOAD_MAX_MEMORY_SIZE), under what a question accepts.
LEAST_BYTES = 6_000_000


@pytest.fixture(scope="module")
def temporary(folder):
    """The folder of temporary files of the server."""
    temporary = folder / "temporary"
    temporary.mkdir()
    return temporary


@pytest.fixture(scope="module")
def receiver(database, folder, temporary):
    """A server with that folder; gunicorn's own files are elsewhere."""
    environment = {"TMPDIR": str(temporary), "GUNICORN_CMD_ARGS": "--worker-tmp-dir /dev/shm"}
    with Server(database_url=database, folder=folder, log="temporary.log", **environment) as server:
        yield server


class Watch:
    """The names that a folder has shown since the block began."""

    def __init__(self, folder):
        self.folder, self.seen, self.is_over = folder, set(), threading.Event()
        self.thread = threading.Thread(target=self._look)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        self.thread.join()

    def _look(self):
        while not self.is_over.wait(0.001):
            self.seen.update(os.listdir(self.folder))  # noqa: PTH208 - as often as it can


def a_huge_photo():
    picture = io.BytesIO()
    Image.effect_noise((3_000, 2_400), 100).save(picture, "JPEG", quality=95)
    assert LEAST_BYTES < len(picture.getvalue()) < 10_000_000
    return SimpleUploadedFile("grande.jpg", picture.getvalue(), "image/jpeg")


def call_of_a_program(url, _):
    return requests.Request(
        "POST", f"{url}/api/v1/procedures/{KEY}/uploads",
        data={"question": "photos"}, files={"file": ("grande.jpg", a_huge_photo().read(), "image/jpeg")},
    ).prepare()  # fmt: skip


def page_of_a_person(url, pattern):
    token = copy_of(pattern)
    person = Person(Visitor(url, drafts=[token])).open(page_of(token, "documents"))
    fields = {name: values[0] for name, values in person.fields().items()}
    files = {"photos": ("grande.jpg", a_huge_photo().read(), "image/jpeg")}
    request = requests.Request("POST", urljoin(url, person.form["action"]), data=fields, files=files)
    return person.client.session.prepare_request(request)


def begin(request):
    """Send the head of a request and half of its body; return the connection."""
    address = urlsplit(request.url)
    connection = socket.create_connection((address.hostname, address.port))
    headers = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
    connection.sendall(f"POST {request.path_url} HTTP/1.1\r\nHost: {address.netloc}\r\n{headers}\r\n".encode())
    connection.sendall(request.body[: len(request.body) // 2])
    return connection


def busy_workers(server, folder):
    """Return the workers that hold at least a megabyte in a file of this folder, whether it has a name or not."""
    return {pid for pid in server.workers() if any(_is_in(link, folder) for link in Path(f"/proc/{pid}/fd").iterdir())}


def _is_in(link, folder):
    return str(link.readlink()).startswith(str(folder)) and link.stat().st_size > 1_000_000


@pytest.mark.parametrize("prepare", [call_of_a_program, page_of_a_person])
def test_a_worker_killed_half_way_through_an_upload_leaves_nothing(receiver, pattern, temporary, prepare):
    request = prepare(receiver.url, pattern)

    with Watch(temporary) as watch, begin(request):
        wait_until(lambda: busy_workers(receiver, temporary), what=receiver.told)
        (worker,) = busy_workers(receiver, temporary)
        os.kill(worker, signal.SIGKILL)
        wait_until(lambda: worker not in receiver.workers(), what=receiver.told)

    assert watch.seen == set()
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("place", ["files written", "before the answer"])
def test_a_worker_killed_after_an_upload_leaves_nothing(receiver, temporary, place):
    with Watch(temporary) as watch:
        receiver.arm(place)
        with pytest.raises(BROKEN):
            Program(receiver).send(a_huge_photo())

    assert watch.seen == set()
    assert list(temporary.iterdir()) == []
