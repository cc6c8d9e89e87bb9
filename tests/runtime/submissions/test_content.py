"""What a submission holds opens with its own key only, and never shows by accident."""

import pytest

from runtime.drafts.content import data_key_of_draft
from runtime.drafts.models import Draft
from runtime.submissions.content import Content, data_key_of, open_content, seal_content
from runtime.vault.encryption import Tampered, new_data_key, wrap
from tests.runtime.factories import make_submission
from tests.runtime.procedures import ANSWERS

pytestmark = pytest.mark.django_db


def test_content_opens_as_it_was_sealed(submission):
    content = open_content(submission)

    assert content.answers == ANSWERS
    assert len(content.key.split("-")) == 5


def test_content_of_another_submission_does_not_open(version, submission):
    other = make_submission(version)
    other.sealed = submission.sealed

    with pytest.raises(Tampered):
        open_content(other)


def test_content_does_not_open_under_another_token_with_the_same_key(submission):
    data_key = data_key_of(submission)
    submission.sealed = seal_content(Content({}, "k"), data_key, "another-token")

    with pytest.raises(Tampered):
        open_content(submission)


def test_submission_and_its_draft_have_the_same_data_key(submission):
    data_key = new_data_key()
    submission.wrapped_key = wrap(data_key, f"key:{submission.draft_token}")
    draft = Draft(token=submission.draft_token, wrapped_key=submission.wrapped_key)

    assert data_key_of_draft(draft) == data_key_of(submission) == data_key


def test_content_hides_itself_from_logs():
    content = Content({"nom": "canary"}, "secret-key")

    assert "canary" not in repr(content)
    assert "secret-key" not in repr(content)
