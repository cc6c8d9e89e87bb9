"""The French of the theme is complete and compiled."""

import re

import polib
import pytest

from tests.house.tree import ROOT

CATALOGUE = ROOT / "themes" / "locale" / "fr" / "LC_MESSAGES"
PLACEHOLDER = re.compile(r"%\(\w+\)s|</?\w+[^>]*>")

ENTRIES = list(polib.pofile(str(CATALOGUE / "django.po")))


def translations(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_sentence_has_its_french():
    assert [entry.msgid for entry in ENTRIES if entry.fuzzy or entry.obsolete or not all(translations(entry))] == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.msgid[:40])
def test_a_translation_keeps_what_is_filled_in(entry):
    wanted = sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))

    assert sorted(PLACEHOLDER.findall(translations(entry)[-1])) == wanted


def test_french_punctuation_never_begins_a_line():
    loose = [text for entry in ENTRIES for text in translations(entry) if re.search(r" [;?!»]|« ", text)]

    assert loose == []


def test_the_compiled_catalogue_is_that_of_the_sentences():
    compiled = {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in polib.mofile(str(CATALOGUE / "django.mo"))}

    assert compiled == {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in ENTRIES}
