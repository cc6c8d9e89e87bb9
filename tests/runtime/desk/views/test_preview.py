"""The preview of a picture, at the desk."""

import io

import pytest
from django.core.files.storage import storages
from django.urls import reverse
from PIL import Image
from wagtail.models import ModelLogEntry

from runtime.submissions.content import data_key_of
from runtime.vault.storage import new_name

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(submission, stored):
    """A photo with the place where it was taken, and bytes after its end."""
    picture, out = Image.new("RGB", (40, 30), "red"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "canari-exif"
    picture.save(out, "JPEG", exif=exif)
    stored.path, stored.media_type = new_name(), "image/jpeg"
    storages["private"].write_encrypted(stored.path, [out.getvalue(), b"canari-trailer"], data_key_of(submission))
    stored.save(update_fields=["path", "media_type"])
    return stored


def test_a_preview_is_a_new_picture_without_what_the_original_carries(clients, submission, photo):
    response = clients.agent.get(reverse("desk:preview", args=[submission.reference, photo.pk]))

    assert response["Content-Type"] == "image/jpeg"
    assert b"canari" not in response.content
    assert Image.open(io.BytesIO(response.content)).size == (40, 30)
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert ModelLogEntry.objects.get(action="guichet.preview_opened").data["file"] == str(photo.pk)


def test_a_file_that_is_no_picture_leads_back_with_a_message(clients, submission, stored):
    address = reverse("desk:preview", args=[submission.reference, stored.pk])

    response = clients.agent.get(address, follow=True)

    assert response.redirect_chain[0][0] == reverse("desk:submission", args=[submission.reference])
    assert len(list(response.context["messages"])) == 1
