"""The voice that says rules in one language: names, values, and each part by the phrase of its operator."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from schemas.rules.rule import LITERAL, NAME, Node
from schemas.rules.speech.phrases import Phrases
from schemas.rules.values import ITEM, OF_ITEMS, TODAY, Value, format_num

NO_TITLES: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words: `text`, on one line; or `parts`, as a list under `heading`.

    `is_bare`: the one line is only its parts joined, and needs brackets among others.

    >>> both = Sentence("a et b", "tout est vrai :", (Sentence("a"), Sentence("b")))
    >>> str(both), list(both.lines())
    ('a et b', [(0, 'tout est vrai :'), (1, 'a'), (1, 'b')])
    """

    text: str
    heading: str = ""
    parts: tuple["Sentence", ...] = ()
    is_bare: bool = False

    def __str__(self) -> str:
        return self.text

    def lines(self, depth: int = 0) -> Iterator[tuple[int, str]]:
        """Yield each line with its depth."""
        yield depth, self.heading or self.text
        for part in self.parts:
            yield from part.lines(depth + 1)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words for what a rule may name, in one language.

    `labels` go from a name as it is declared (`age`, `enfants[].age`) to what people read; `choices` from such a name
    to the titles of its values.
    """

    language: str
    labels: Mapping[str, str] = field(default_factory=lambda: NO_TITLES)
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Voice:
    """One reading: in a language, inside the items of a group or none."""

    vocabulary: Vocabulary
    phrases: Phrases
    group: str
    #: The function for each operator that needs more than its pattern.
    sayings: Mapping[str, "Saying"]

    def sentence(self, node: Node) -> Sentence:
        special = self.sayings.get(node.operator)
        return special(self, node) if special else self.plain(node.operator, *self.all(node.operands))

    def plain(self, pattern: str, *operands: str) -> Sentence:
        return Sentence(self.phrases.patterns[pattern].format(*operands))

    def listed(self, head: str, parts: Sequence[Sentence], *, joiner: str, is_bare: bool = False) -> Sentence:
        """Return a list under a head; on one line, the head is left out of a bare one."""
        patterns = self.phrases.patterns
        joined = patterns[joiner].join(f"({part})" if part.is_bare else part.text for part in parts)
        text = joined if is_bare else f"{head} ({joined})"
        return Sentence(text, patterns["heading"].format(head), tuple(parts), is_bare)

    def part(self, node: Node) -> str:
        """Return an operand on one line, between brackets when it has several parts."""
        text = str(self.sentence(node))
        return self.phrases.patterns["grouped"].format(text) if node.operator in _GROUPED else text

    def all(self, nodes: Sequence[Node]) -> list[str]:
        return [self.part(node) for node in nodes]

    def declared(self, name: str) -> str:
        is_inside = name.startswith(ITEM) and self.group
        return self.group + OF_ITEMS + name.removeprefix(ITEM) if is_inside else name

    def name(self, name: str) -> str:
        if name == TODAY:
            return self.phrases.patterns["today"]
        declared = self.declared(name)
        label = self.vocabulary.labels.get(declared)
        if label is not None or "." not in name.removeprefix(ITEM):
            return self.phrases.patterns["name"].format(label or name.removeprefix(ITEM))
        whole, _, suffix = name.rpartition(".")
        return self.phrases.patterns["part"].format(self.name(whole), self.phrases.parts.get(suffix, suffix))

    def titles(self, *nodes: Node) -> Mapping[str, str]:
        """Return the titles of the choices of the first of these nodes that is a name."""
        names = [self.declared(name) for node in nodes if node.operator == NAME for name in node.names]
        return self.vocabulary.choices.get(names[0], NO_TITLES) if names else NO_TITLES

    def value(self, value: Value, titles: Mapping[str, str]) -> str:
        if isinstance(value, bool):
            return self.phrases.patterns["true" if value else "false"]
        if isinstance(value, int):
            return self.number(value)
        if isinstance(value, date):
            return self.phrases.patterns["day"].format(self.day(value))
        if isinstance(value, str):
            return self.phrases.patterns["text"].format(titles.get(value, value))
        return ", ".join(self.value(each, titles) for each in value if isinstance(each, str))

    def number(self, num: int) -> str:
        whole, _, decimals = format_num(abs(num)).partition(".")
        grouped = f"{int(whole):,}".replace(",", self.phrases.thousands)
        return f"{'−' if num < 0 else ''}{grouped}{self.phrases.decimal + decimals if decimals else ''}"

    def day(self, day: date) -> str:
        number = self.phrases.first if day.day == 1 else str(day.day)
        return f"{number} {self.phrases.months[day.month - 1]} {day.year}"

    def operand(self, node: Node, titles: Mapping[str, str]) -> str:
        """Return an operand whose literal, if it is one, is the value of a choice."""
        detail = node.detail
        if node.operator == LITERAL and isinstance(detail, bool | int | str | date | tuple):
            return self.value(detail, titles)
        return self.part(node)


#: Operators that need brackets as an operand.
_GROUPED: Final = frozenset({"+", "-", "*", "/", "if", "table", "scale", "min", "max"})

Saying = Callable[[Voice, Node], Sentence]
