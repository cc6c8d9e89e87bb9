"""The state of one compilation: the document, its parameters, the names of its questions, the problems found."""

from collections.abc import Mapping
from typing import Final

from schemas.compilation.rule_names import RuleNames, places_of_rules, rule_names, stems
from schemas.compilation.scope import TOP, inner_scopes
from schemas.format.document import Document, asked
from schemas.problems import Problem, under
from schemas.questions.base import Question
from schemas.questions.registry import QUESTION_TYPES
from schemas.rules.compiler import compile_rule
from schemas.rules.legal_params import Param, compile_params
from schemas.rules.rule import Rule

#: How much work all the rules of a document may take together (`Node.steps`): ten of the heaviest, about 50 ms a page.
MAX_DOCUMENT_STEPS: Final = 250_000
#: How much work the patterns of all its questions may take (`QuestionType.work`): 0.3 s when RE2 is at its slowest.
MAX_PATTERN_WORK: Final = 20_000_000


class Work:
    """The state that every part of a compilation shares.

    `all_names` are those of every question, and of every computed value once `compile_computed` has run; `places` what
    the rules about each question may read; `names_read` what the rules compiled so far read, with the stems; `steps`
    how much work those may take.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.all_names = rule_names(document.questions)
        self.places = places_of_rules(document.questions)
        self.asked = frozenset(question.key for question in asked(document.questions))
        self.params = self._params()
        self.names_read: set[str] = set()
        self.steps = 0

    def _params(self) -> Mapping[str, Param]:
        params, problems = compile_params(self.document.rules.get("params", {}))
        self.problems += under("/rules/params", problems)
        return params

    def say(self, code: str, pointer: str, **params: object) -> None:
        self.problems.append(Problem(code, pointer, params))

    def source(self, name: str) -> Mapping[str, object]:
        """Return one part of `rules` that is an object, empty when it is not there."""
        source = self.document.rules.get(name, {})
        if isinstance(source, Mapping):
            return source
        self.say("not_an_object", f"/rules/{name}")
        return {}

    def rule(
        self, expr: object, names: RuleNames, *, pointer: str, later: RuleNames | None = None,
        expect: str | None = "bool", times: int = 1,
    ) -> Rule | None:  # fmt: skip
        """Compile one rule, evaluated so many `times` a page; a name asked only later is reported as such."""
        rule, problems = compile_rule(expr, names, params=self.params, pointer=pointer, expect=expect)
        for problem in problems:
            name = str(problem.params.get("name", ""))
            is_later = problem.code == "unknown_name" and name in (later or {})
            self.problems.append(Problem("asked_later", problem.pointer, {"name": name}) if is_later else problem)
        if rule is not None:
            self.names_read.update(*map(stems, rule.names))
            self.steps += rule.root.steps * times
        return rule

    def check_totals(self) -> None:
        """Report what takes too much work together, once every rule is compiled."""
        if self.steps > MAX_DOCUMENT_STEPS:
            self.say("too_much_work", "/rules", limit=MAX_DOCUMENT_STEPS)
        if sum(map(_pattern_work, self.document.questions)) > MAX_PATTERN_WORK:
            self.say("too_much_work", "/data", limit=MAX_PATTERN_WORK)


def _pattern_work(question: Question) -> int:
    inside = ((inner, scope.times) for inner, scope in inner_scopes(question, TOP))
    return sum(times * QUESTION_TYPES[each.type].work(each) for each, times in ((question, 1), *inside))
