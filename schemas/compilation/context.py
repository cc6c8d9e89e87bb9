"""The state of one compilation: the document, its parameters, the names of its questions, the problems found."""

from collections.abc import Mapping

from schemas.compilation.rule_names import RuleNames, rule_names, stems
from schemas.format.document import Document, asked
from schemas.problems import Problem, under
from schemas.rules.compiler import compile_rule
from schemas.rules.legal_params import Param, compile_params
from schemas.rules.rule import Rule


class Work:
    """The state that every part of a compilation shares.

    `all_names` are those of every question, and of every computed value once `compile_computed` has run; `names_read`
    those that the rules compiled so far read, with their stems.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.all_names = rule_names(document.questions)
        self.asked = frozenset(question.key for question in asked(document.questions))
        self.params = self._params()
        self.names_read: set[str] = set()

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
        expect: str | None = "bool",
    ) -> Rule | None:  # fmt: skip
        """Compile one rule; a name that is asked only later is reported as such, not as unknown."""
        rule, problems = compile_rule(expr, names, params=self.params, pointer=pointer, expect=expect)
        for problem in problems:
            name = str(problem.params.get("name", ""))
            is_later = problem.code == "unknown_name" and name in (later or {})
            self.problems.append(Problem("asked_later", problem.pointer, {"name": name}) if is_later else problem)
        self.names_read.update(*(stems(name) for name in (rule.names if rule else ())))
        return rule
