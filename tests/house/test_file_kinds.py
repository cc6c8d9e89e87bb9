"""The kinds of files that documents may name and those that can be inspected are the same."""

from runtime.files.inspection.kinds import DEFAULT_KINDS, KINDS
from schemas.questions.types import file


def test_every_kind_that_a_document_may_name_can_be_inspected_and_has_the_same_media_type():
    assert {name: kind.media_type for name, kind in KINDS.items()} == dict(file.MEDIA_TYPES)


def test_what_is_accepted_when_a_document_does_not_say_is_the_same():
    assert frozenset(file.DEFAULT_KINDS) == DEFAULT_KINDS
