"""Quotations of a document in the findings of the lint, in each language of the site, made only when needed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from schemas.authoring.lint.rule_sites import Site
from schemas.authoring.vocabulary import vocabulary_of
from schemas.format.document import Document
from schemas.rules.rule import NAME, Node
from schemas.rules.speech.phrases import PHRASES
from schemas.rules.speech.sentences import read_back, say_name, say_value
from schemas.rules.speech.voice import Vocabulary
from schemas.rules.values import Value

#: The languages in which conditions are quoted.
LANGUAGES: Final = ("fr", "en")

#: A text in each of them.
Said = Mapping[str, str]


@dataclass(frozen=True)
class Readback:
    """A document, ready to be quoted."""

    document: Document

    @cached_property
    def _vocabularies(self) -> tuple[Vocabulary, ...]:
        return tuple(vocabulary_of(self.document, language) for language in LANGUAGES)

    def rule(self, site: Site, pointer: str, *, group: str = "") -> Said:
        """Return the part of a rule at `pointer` in words."""
        node = site.nodes.get(pointer) or site.nodes[f"{pointer}/{NAME}"]
        return self._in_each(lambda each: str(read_back(node, each, group=group or site.group)))

    def name(self, name: str, *, group: str = "") -> Said:
        """Return the label of the question behind a name."""
        return self._in_each(lambda each: say_name(name, each, group=group))

    def situation(self, things: Sequence[tuple[Node, Value | None]], *, group: str = "") -> Said:
        """Return some things with their values, on one line: `« Âge » = 16, « Qualité » = « Association »`."""
        return self._in_each(lambda each: ", ".join(_worth(node, value, each, group) for node, value in things))

    def value(self, value: Value, *, name: str = "") -> Said:
        """Return a value as people read it."""
        return self._in_each(lambda each: say_value(value, each, name=name))

    def quoted(self, label: str) -> Said:
        """Return a label of the document between quotation marks."""
        return {language: PHRASES[language].patterns["name"].format(label) for language in LANGUAGES}

    def unknown(self) -> Said:
        """Return the words for an unknown value."""
        return {language: PHRASES[language].patterns["unknown"] for language in LANGUAGES}

    def _in_each(self, words: Callable[[Vocabulary], str]) -> Said:
        return {each.language: words(each) for each in self._vocabularies}


def _worth(node: Node, value: Value | None, vocabulary: Vocabulary, group: str) -> str:
    is_name = node.operator == NAME
    (name,) = node.names if is_name else ("",)
    thing = say_name(name, vocabulary, group=group) if is_name else str(read_back(node, vocabulary, group=group))
    return f"{thing} = {say_value(value, vocabulary, name=name)}"
