"""What the tests of the desk start from: two departments with a procedure each, and people of every kind."""

import hashlib
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import storages
from django.test import Client
from wagtail.users.models import UserProfile

from runtime.desk.groups import agent_group
from runtime.files.models import StoredFile
from runtime.submissions.content import Content, data_key_of, open_content, seal_content
from runtime.vault.storage import new_name
from schemas.models import Membership
from tests.runtime.factories import make_submission, make_version
from tests.runtime.procedures import ACTE, ANSWERS

FILE_BYTES = b"%PDF-1.7 <script>alert(1)</script>"


@pytest.fixture
def version(site):
    return make_version(site, ACTE)


@pytest.fixture
def other_version(site):
    return make_version(site, ACTE, key="nid-de-poule", title="Signaler un nid-de-poule", department="voirie")


@pytest.fixture
def submission(version):
    return make_submission(version)


def make_user(email, department=None, role="agent", **fields):
    """Return somebody who may enter the admin, in English, and who belongs to `department` if there is one."""
    user = get_user_model().objects.create_user(email, **fields)
    user.groups.add(agent_group())
    UserProfile.objects.create(user=user, preferred_language="en")
    if department is not None:
        Membership.objects.create(user=user, department=department, role=role)
    return user


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def agent(version):
    return make_user("agent@a.example", version.department, first_name="Alice", last_name="Martin")


@pytest.fixture
def clients(version, other_version, agent):
    """A client for each kind of person, by name."""
    everything = get_user_model().objects.create_superuser("root@example.fr")
    return SimpleNamespace(
        anonymous=Client(),
        outsider=client_of(get_user_model().objects.create_user("nobody@example.fr")),
        agent=client_of(agent),
        manager=client_of(make_user("manager@a.example", version.department, "manager")),
        stranger=client_of(make_user("agent@b.example", other_version.department)),
        superuser=client_of(everything),
    )


@pytest.fixture
def stored(submission):
    """A file of the submission: its bytes in storage, its name in the answers."""
    return add_file(submission, "acte.pdf")


def add_file(submission, name):
    data_key, path = data_key_of(submission), new_name()
    size = storages["private"].write_encrypted(path, [FILE_BYTES], data_key)
    row = StoredFile.objects.create(
        submission=submission, question="pieces", path=path, media_type="application/pdf", size=size
    )
    file = {
        "id": str(row.pk),
        "name": name,
        "media_type": row.media_type,
        "size": size,
        "sha256": hashlib.sha256(FILE_BYTES).hexdigest(),
    }
    content = Content({**ANSWERS, "pieces": [file]}, open_content(submission).key)
    submission.sealed = seal_content(content, data_key, submission.draft_token)
    submission.save(update_fields=["sealed"])
    return row
