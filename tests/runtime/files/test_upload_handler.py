"""Uploads wait in memory or in files without a name, and every form takes them all the same."""

import io
import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import path
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

pytestmark = pytest.mark.django_db

SEEN = []


def receive(request):
    """Note what a view gets of each file, and what the folder of temporary files holds meanwhile."""
    SEEN.append([(each.name, each.content_type, each.size, b"".join(each.chunks())) for each in of(request)])
    SEEN.append(list(Path(tempfile.gettempdir()).iterdir()))
    SEEN.append([each.file for each in of(request)])
    return HttpResponse()


def of(request):
    return request.FILES.getlist("files")


urlpatterns = [path("receive/", receive)]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty folder of temporary files."""
    SEEN.clear()
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    return temporary


@pytest.fixture
def post(client, settings):
    settings.ROOT_URLCONF = __name__
    return lambda *files: client.post("/receive/", {"files": [SimpleUploadedFile(*file) for file in files]})


def a_large_picture():
    picture = io.BytesIO()
    Image.effect_noise((2_000, 1_700), 100).save(picture, "PNG")
    assert len(picture.getvalue()) > 2_621_440
    return picture.getvalue()


@pytest.mark.parametrize("size", [0, 10, 2_600_000, 6_000_000])
def test_a_file_arrives_whole_and_never_has_a_name(post, size):
    content = bytes(range(250)) * (size // 250) + b"x" * (size % 250)

    post(("Ma pièce.pdf", content, "application/pdf"))

    received, on_the_disk, _ = SEEN
    assert received == [("Ma pièce.pdf", "application/pdf", size, content)]
    assert on_the_disk == []


def test_several_files_arrive_each_whole(post):
    files = [(f"{number}.bin", bytes([number]) * 1_500_000, "application/octet-stream") for number in range(3)]

    post(*files)

    assert [(name, content) for name, _, _, content in SEEN[0]] == [(name, content) for name, content, _ in files]


def test_only_a_small_request_stays_in_memory(post):
    post(("a.bin", bytes(1_000)))
    post(*[(f"{number}.bin", bytes(1_000_000)) for number in range(3)])

    (small,), large = SEEN[2], SEEN[5]
    assert isinstance(small, io.BytesIO)
    assert not any(isinstance(file, io.BytesIO) for file in large)


def test_the_request_closes_its_files(post):
    post(("a.bin", bytes(3_000_000)))

    assert [file.closed for file in SEEN[2]] == [True]


def test_editors_upload_large_pictures(client, site, django_user_model, folder):
    client.force_login(django_user_model.objects.create_superuser("root@example.fr"))
    content = a_large_picture()

    client.post("/admin/images/add/", {
        "title": "Place", "description": "", "collection": "1", "tags": "",
        "file": SimpleUploadedFile("place.png", content, "image/png"),
    })  # fmt: skip

    image = get_image_model().objects.get()
    assert (image.title, image.width, Path(image.file.path).read_bytes()) == ("Place", 2_000, content)
    assert list(folder.iterdir()) == []


def test_editors_upload_large_documents(client, site, django_user_model, folder):
    client.force_login(django_user_model.objects.create_superuser("root@example.fr"))
    content = b"%PDF-1.7\n" + bytes(3_000_000)

    client.post("/admin/documents/multiple/add/", {
        "title": "Plan", "collection": "1", "files[]": SimpleUploadedFile("plan.pdf", content, "application/pdf"),
    })  # fmt: skip

    assert Path(get_document_model().objects.get().file.path).read_bytes() == content
    assert list(folder.iterdir()) == []
