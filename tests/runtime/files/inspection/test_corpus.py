"""Every file of the corpus gets the verdict that it deserves."""

import io

import pytest

from runtime.files.inspection.kinds import DEFAULT_KINDS, KINDS
from runtime.files.inspection.verdict import Inspected, inspect_file
from tests.runtime.files.inspection.corpus import CorpusFile, corpus

MAX_BYTES = 20 * 1024 * 1024


def verdict(each: CorpusFile, kinds: frozenset[str]) -> str:
    result = inspect_file(io.BytesIO(each.content), each.name, kinds=kinds, max_bytes=MAX_BYTES)
    return result.media_type if isinstance(result, Inspected) else result.code


@pytest.mark.parametrize("each", corpus(), ids=lambda each: each.name)
def test_verdict_when_a_question_accepts_the_default_kinds(each):
    assert verdict(each, DEFAULT_KINDS) == each.expected


@pytest.mark.parametrize("each", corpus(), ids=lambda each: each.name)
def test_verdict_when_a_question_accepts_every_kind(each):
    assert verdict(each, frozenset(KINDS)) == each.expected_of_all


def test_the_corpus_is_large_and_its_names_are_unique():
    names = [each.name for each in corpus()]

    assert len(names) >= 27
    assert len(set(names)) == len(names)
