"""A rule read back in plain words.

The labels of questions and the titles of choices come from the document (`Vocabulary`); the rest from `speech.phrases`.
"""

from collections.abc import Mapping
from typing import Final

from schemas.rules.rule import Node
from schemas.rules.speech.amounts import AMOUNTS
from schemas.rules.speech.conditions import CONDITIONS
from schemas.rules.speech.phrases import ENGLISH, PHRASES
from schemas.rules.speech.voice import NO_TITLES, Saying, Sentence, Vocabulary, Voice
from schemas.rules.values import Value

SAYINGS: Final[Mapping[str, Saying]] = {**CONDITIONS, **AMOUNTS}


def read_back(node: Node, vocabulary: Vocabulary, *, group: str = "") -> Sentence:
    """Return a compiled rule, or a part of it, in words; `group` is the group whose items a rule inside it reads."""
    return _voice(vocabulary, group).sentence(node)


def say_value(value: Value | None, vocabulary: Vocabulary, *, name: str = "") -> str:
    """Return a value as people read it; for a choice, its title when `name` is its question."""
    return "…" if value is None else _voice(vocabulary).value(value, vocabulary.choices.get(name, NO_TITLES))


def say_name(name: str, vocabulary: Vocabulary, *, group: str = "") -> str:
    """Return the words for a name."""
    return _voice(vocabulary, group).name(name)


def _voice(vocabulary: Vocabulary, group: str = "") -> Voice:
    return Voice(vocabulary, PHRASES.get(vocabulary.language, ENGLISH), group, SAYINGS)
