"""Computed values: the rule of each, what it reads, and the question after which it can be calculated.

A key of `rules.computed` is either the key of a question of type `computed`, which is shown and kept with the answers,
or a name of its own, for other rules to read: its type is that of its rule, and it is kept nowhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from schemas.compilation.context import Work
from schemas.compilation.rule_names import RuleNames, rule_names
from schemas.format.elements import RULE_NAME
from schemas.format.names_and_texts import name_problems
from schemas.problems import pointer_to
from schemas.questions.base import Question
from schemas.rules.compiler import compile_rule
from schemas.rules.naming import address_token, outer_key
from schemas.rules.rule import Rule
from schemas.rules.values import ITEM, TODAY

#: So many values may each depend on the one before without too deep a recursion.
MAX_COMPUTED: Final = 200

#: The `after` of values that read no question: before the first.
BEFORE_ALL: Final = ""


@dataclass(frozen=True, slots=True)
class Computed:
    """A value calculated from answers: `question` is where it is shown, None for one that only rules read.

    `name` is what rules call it.
    `after` is the key of the question after which everything that it reads was asked, `BEFORE_ALL` when it reads none;
    `reads` are the keys of the questions that it depends on, through other values too.
    """

    name: str
    rule: Rule
    question: Question | None
    after: str
    reads: frozenset[str]


def compile_computed(work: Work) -> tuple[Computed, ...]:
    """Compile `rules.computed`, each value after those that it reads, and add them to `work.all_names`."""
    sources = work.source("computed")
    shown = {question.key: question for question in work.document.questions if question.type == "computed"}
    for key in shown:
        if key not in sources:
            work.say("not_computed", pointer_to("rules", "computed"), key=key)
    if len(sources) > MAX_COMPUTED:
        work.say("too_many_computed", "/rules/computed", limit=MAX_COMPUTED)
        return ()
    resolving = _Resolving(work, sources, shown)
    for name in sources:
        if resolving.is_good_name(name):
            resolving.resolve(name, ())
    work.all_names |= resolving.types
    return tuple(resolving.found.values())


@dataclass
class _Resolving:
    """One pass over the values, each compiled once those that it reads are; `found` is in that order."""

    work: Work
    sources: Mapping[str, object]
    shown: Mapping[str, Question]
    found: dict[str, Computed] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    given_up: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        asked = tuple(question for question in self.work.document.questions if question.key not in self.shown)
        self.names = rule_names(asked)
        self.places = {question.key: place for place, question in enumerate(self.work.document.questions)}

    def is_good_name(self, name: str) -> bool:
        """Return whether a value may have this name: that of its own question, or one that nothing else has."""
        pointer = pointer_to("rules", "computed", name)
        if name in self.shown:
            return True
        if name in self.places:
            self.work.say("name_taken", pointer, name=name)
            return False
        self.work.problems += name_problems(name, pointer, RULE_NAME)
        return RULE_NAME.match(name) is not None

    def resolve(self, name: str, path: Sequence[str]) -> None:
        """Compile a value after those that it reads; a circle is reported once, with its path."""
        if name in self.found or name in self.given_up:
            return
        pointer = pointer_to("rules", "computed", name)
        if name in path:
            self.given_up.add(name)
            self.work.say("circle", pointer, path=[*path[path.index(name) :], name])
            return
        for other in self._awaited(name, pointer):
            self.resolve(other, (*path, name))
        if name not in self.given_up:
            self._compile(name, pointer)

    def _awaited(self, name: str, pointer: str) -> list[str]:
        """Return the other values that a rule reads."""
        _, problems = compile_rule(
            self.sources[name], self.names, params=self.work.params, pointer=pointer, expect=None
        )
        named = (outer_key(str(problem.params.get("name"))) for problem in problems if problem.code == "unknown_name")
        return [other for other in dict.fromkeys(named) if other in self.sources]

    def _compile(self, name: str, pointer: str) -> None:
        known: RuleNames = {**self.names, **self.types}
        lost = {other for other in self._awaited(name, pointer) if address_token(other) not in self.types}
        if lost:  # reported where they fail
            self.given_up.add(name)
            return
        question = self.shown.get(name)
        expect = rule_names((question,))[address_token(name)] if question else None
        rule = self.work.rule(self.sources[name], known, pointer=pointer, expect=expect)
        if rule is None:
            self.given_up.add(name)
            return
        self.types[address_token(name)] = rule.type
        self.found[name] = self._placed(name, rule, question, pointer)

    def _placed(self, name: str, rule: Rule, question: Question | None, pointer: str) -> Computed:
        """Return a value with its place; one that is shown before a question that it reads is reported."""
        reads: set[str] = set()
        latest = -1
        for read in sorted(rule.names):
            key = outer_key(read)
            other = self.found.get(key)
            key = other.after if other and other.question is None else key
            reads |= other.reads if other else {key} - {TODAY, ITEM.rstrip(".")}
            latest = max(latest, self.places.get(key, -1))
            if question is not None and self.places.get(key, -1) >= self.places[name]:
                self.work.say("asked_later", pointer, name=read)
        keys = list(self.places)
        after = name if question is not None else (keys[latest] if latest >= 0 else BEFORE_ALL)
        return Computed(address_token(name), rule, question, after, frozenset(reads))
