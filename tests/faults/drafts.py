"""Requests that are ready to be sent, and what became of them."""

import hashlib
import itertools
import uuid
from contextlib import closing
from dataclasses import dataclass, replace

from runtime.delivery.models import Delivery
from runtime.drafts.attachments import private_storage
from runtime.drafts.content import DraftContent, data_key_of_draft, open_draft
from runtime.drafts.lifetimes import draft_lifetime
from runtime.drafts.models import Draft
from runtime.drafts.repository import insert_draft, new_draft, new_token
from runtime.files.keys import file_key_of
from runtime.files.models import StoredFile
from runtime.submissions.content import data_key_of, open_content
from runtime.submissions.models import Event, Submission
from runtime.vault.storage import new_name
from schemas.versions import load_compiled
from tests.faults.visitor import Visitor
from tests.journeys.person import Person, file_request
from tests.schemas.library.test_answers import WHOLE

KEY = "permis-vegetaliser"
REVIEW, SENT = "verifier", "envoyee"

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Pattern:
    """A draft that was filled once through the pages, up to its review, to be copied as often as a test needs."""

    draft: Draft
    content: DraftContent
    files: dict[str, bytes]


def fill_pattern(url, version):
    """Fill the planting permit, with its two files, page after page."""
    person = Person(Visitor(url))
    file_request(person, load_compiled(version, "fr"), WHOLE[KEY], until="review")
    draft = Draft.objects.select_related("version").get(token=person.url.split("/")[4])
    rows = StoredFile.objects.filter(draft=draft)
    key = data_key_of_draft(draft)
    return Pattern(draft, open_draft(draft), {str(row.id): read_file(row.path, key) for row in rows})


def copy_of(pattern):
    """Return the token of a new draft with the same answers, an address and files of its own."""
    version = pattern.draft.version
    lifetime = draft_lifetime(load_compiled(version, "fr").document)
    draft, content, data_key = new_draft(version, token=new_token(), language="fr", lifetime=lifetime)
    answers = {**pattern.content.answers, "courriel": f"personne-{next(_numbers)}@example.org"}
    rows = {}
    for question, answer in answers.items():
        if is_files(answer):
            copies = {each["id"]: _copied(each, question, draft) for each in answer}
            for old_id, row in copies.items():
                private_storage().write_encrypted(row.path, [pattern.files[old_id]], data_key)
            answers[question] = [{**each, "id": str(copies[each["id"]].id)} for each in answer]
            rows |= copies
    insert_draft(draft, replace(content, answers=answers, seen=pattern.content.seen), data_key, list(rows.values()))
    return draft.token


def is_files(answer):
    return isinstance(answer, list) and all("sha256" in each for each in answer)


def _copied(answer, question, draft):
    return StoredFile(
        id=uuid.uuid4(), draft=draft, question=question, path=new_name(), media_type=answer["media_type"],
        size=answer["size"],
    )  # fmt: skip


def page_of(token, page):
    return f"/demarches/{KEY}/d/{token}/{page}/"


def ready_to_send(url, token):
    """Return somebody who looks at the review of a draft, and what their button sends."""
    person = Person(Visitor(url, drafts=[token])).open(page_of(token, REVIEW))
    return person, {name: values[0] for name, values in person.fields().items()} | {"consent": "yes"}


def read_file(path, data_key):
    with closing(private_storage().open_decrypted(path, data_key)) as chunks:
        return b"".join(chunks)


def submission_of(token):
    """Return the one submission that came of a draft, or None; more than one fails."""
    return Submission.objects.filter(draft_token=token).first()


def check_draft_is_whole(token):
    """Assert that a draft is there and opens, with every file that it names."""
    draft = Draft.objects.get(token=token)
    _check_files(open_draft(draft).answers, StoredFile.objects.filter(draft=draft), data_key_of_draft(draft))


def check_submission_is_whole(submission):
    """Assert that everything that belongs to a submission was written, once, and that nothing is left of its draft."""
    answers = open_content(submission).answers
    _check_files(answers, StoredFile.objects.filter(submission=submission), data_key_of(submission))
    assert [event.kind for event in Event.objects.filter(submission=submission)] == [Event.Kind.RECEIVED]
    assert Delivery.objects.filter(submission=submission).count() == 1
    assert not Draft.objects.filter(token=submission.draft_token).exists()


def _check_files(answers, rows, data_key):
    named = {each["id"]: each["sha256"] for answer in answers.values() if is_files(answer) for each in answer}
    stored = {str(row.id): hashlib.sha256(read_file(row.path, file_key_of(row, data_key))).hexdigest() for row in rows}
    assert stored == named
    assert named


def photos_of(token):
    """Return the names of the photos that a draft holds."""
    return [each["name"] for each in open_draft(Draft.objects.get(token=token)).answers["photos"]]
