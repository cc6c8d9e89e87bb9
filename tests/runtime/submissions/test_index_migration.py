"""Values that were indexed before words were: each word is found, and so is the end of a reference."""

from importlib import import_module

import pytest
from django.apps import apps

from runtime.submissions.models import IndexEntry, Submission
from runtime.submissions.search import search

pytestmark = pytest.mark.django_db

MIGRATION = import_module("runtime.migrations.0008_index_single_words")


def test_former_values_become_words_and_references_are_found_by_their_end(submission):
    IndexEntry.objects.all().delete()
    IndexEntry.objects.create(submission=submission, question="nom", value="eloise d arc d")
    IndexEntry.objects.create(submission=submission, question="ville", value="nantes")

    MIGRATION.split_values(apps, None)
    MIGRATION.index_references(apps, None)

    words = IndexEntry.objects.exclude(question="").values_list("question", "value").order_by("question", "value")
    assert list(words) == [("nom", "arc"), ("nom", "d"), ("nom", "eloise"), ("ville", "nantes")]
    for text in ("arc eloise", "nantes", submission.reference[-9:]):
        assert list(search(Submission.objects.all(), text)) == [submission]
