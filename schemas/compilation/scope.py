"""The scope of a question among others: its address, and the names that rules read inside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from schemas.format.document import asked
from schemas.questions.base import Question
from schemas.questions.registry import QUESTION_TYPES
from schemas.questions.types.nested.structured import is_endless
from schemas.rules.naming import address_token
from schemas.rules.values import ITEM, MAX_ITEMS

#: Items counted for the inside of all lists: what two full lists, one in the other, hold.
MOST_TIMES: Final = MAX_ITEMS**2


@dataclass(frozen=True, slots=True)
class QuestionScope:
    """The inside of a question: `path` is before the token of each question there, in an address (`person.`); `names`
    in the names that rules read (`person.`, or `item.` in an item); None where rules read nothing; `times` is how many
    such insides an answer may hold.
    """

    path: str = ""
    names: str | None = ""
    times: int = 1

    def address(self, question: Question) -> str:
        """Return the address of a question: in `rules.show` after `question/`, and in `rules.require`."""
        return self.path + address_token(question.key)

    def below(self, question: Question) -> "QuestionScope":
        """Return the inside of a question of this scope."""
        path = f"{self.address(question)}."
        structure = QUESTION_TYPES[question.type].structure
        if structure == "items":
            times = min(self.times * MAX_ITEMS, MOST_TIMES)
            return QuestionScope(path, ITEM if question.type == "group" else None, times)
        is_named = question.type == "object" and self.names is not None
        # What is inside a question called `item` would be named as what is inside an item.
        is_named = is_named and f"{self.names}{address_token(question.key)}." != ITEM
        return QuestionScope(path, f"{self.names}{address_token(question.key)}." if is_named else None, self.times)

    def names_of(self, question: Question) -> dict[str, str]:
        """Return every name that rules may read of a question of this scope, with its rule type."""
        if self.names is None:
            return {}
        kind = QUESTION_TYPES[question.type]
        here = {
            self.names + address_token(question.key) + suffix: rule
            for suffix, rule in kind.rule_types(question).items()
        }
        if kind.structure != "parts":
            return here
        below = self.below(question)
        return here | {
            name: rule for inner in asked(kind.inner(question)) for name, rule in below.names_of(inner).items()
        }


#: The scope of the questions of steps.
TOP = QuestionScope()


def inner_scopes(question: Question, scope: QuestionScope) -> Iterator[tuple[Question, QuestionScope]]:
    """Yield the questions inside one, at all depths down to references, each before those inside it."""
    kind = QUESTION_TYPES[question.type]
    if not kind.structure or is_endless(question):
        return
    below = scope.below(question)
    for inner in kind.inner(question):
        yield inner, below
        yield from inner_scopes(inner, below)
