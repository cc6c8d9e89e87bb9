"""The rule values of answers: those given so far, those calculated from them, and `@today`."""

from collections.abc import Sequence
from datetime import date

from schemas.compilation.computed import Computed
from schemas.questions.base import Question
from schemas.questions.registry import COMPUTED, QUESTION_TYPES
from schemas.rules.naming import address_token
from schemas.rules.rule import evaluate
from schemas.rules.values import TODAY, Value, load_group, load_value, types_of_items


class RuleValues(dict[str, Value | None]):
    """A mapping from a name to its value; an absent name is blank.

    `only`, when given, are the names that will be read: the values of the others are not computed.
    """

    only: frozenset[str] | None = None

    def give(self, question: Question, answer: object, *, prefix: str | None = "") -> None:
        """Let later rules read the answer of a question; where `prefix` is None they read nothing."""
        if prefix is None:
            return
        name = prefix + address_token(question.key)
        if self.only is not None and name not in self.only:
            return
        question_type = QUESTION_TYPES[question.type]
        types = question_type.rule_types(question)
        for suffix, value in question_type.rule_answers(question, answer).items():
            kind = types[suffix]
            loaded = load_group(value, types_of_items(suffix, types)) if kind == "group" else load_value(value, kind)
            self[name + suffix] = loaded

    def learn(self, computed: Sequence[Computed]) -> None:
        """Calculate the values that only rules read, in this order."""
        for each in computed:
            if each.question is None:
                self[each.name] = evaluate(each.rule, self)

    def answer_of(self, computed: Computed, *, today: date) -> object:
        """Return a computed value as the answer of its question, None when it cannot be calculated."""
        value = evaluate(computed.rule, self)
        return None if computed.question is None else COMPUTED.answer(computed.question, value, today=today)


def rule_values_on(today: date, *, only: frozenset[str] | None = None) -> RuleValues:
    """Return the rule values before anything is answered; `only` as in `RuleValues`."""
    names = RuleValues({TODAY: today})
    names.only = only
    return names
