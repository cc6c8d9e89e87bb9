"""A document made ready to run: its rules compiled, its questions at hand, built once per version."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from schemas.canonical import digest
from schemas.circuit import ID
from schemas.document import Document, Section, Step, asked
from schemas.problems import Problem, pointer_to, under
from schemas.questions.base import Question
from schemas.questions.table import QUESTION_TYPES
from schemas.rules.compile import compile_rule
from schemas.rules.rule import Rule

#: The number of the rule language that a document pins (rules.md, Storage).
DIALECT = 1

#: What may stand under `rules` (rules.md, Storage), and what of it is not compiled yet.
RULES = ("dialect", "show", "require", "check", "messages", "tests", "computed", "criteria", "params")
NOT_YET = ("computed", "criteria", "params")

RuleNames = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Check:
    """A condition over answers that blocks when it is FALSE, shown at a question."""

    id: str
    at: str
    rule: Rule
    message: str


@dataclass(frozen=True, slots=True)
class Compiled:
    """A document and everything computed from it alone.

    `show` goes from an address (`step/…`, `section/…`, `question/…`, `question/<group>.<key>`) to its rule; `require`
    from the key of a question to its rule; `guards` from the id of a transition to its rule.
    """

    document: Document
    language: str
    sha256: str
    questions: Mapping[str, Question] = field(hash=False)
    step_of: Mapping[str, Step] = field(hash=False)
    show: Mapping[str, Rule] = field(hash=False)
    require: Mapping[str, Rule] = field(hash=False)
    checks: tuple[Check, ...] = field(hash=False)
    guards: Mapping[str, Rule] = field(hash=False)


def rule_names(questions: tuple[Question, ...], *, prefix: str = "") -> dict[str, str]:
    """Return every name that rules may read of these questions, with its rule type."""
    return {
        prefix + question.key + suffix: rule_type
        for question in asked(questions)
        for suffix, rule_type in QUESTION_TYPES[question.type].rule_types(question).items()
    }


def compile_document(document: Document, *, language: str = "") -> tuple[Compiled | None, tuple[Problem, ...]]:
    """Compile `document`. Returns it ready to run, or None and every problem of its rules, placed in the document.

    `language` is the one that its texts are in, when it was translated.
    """
    work = _Work(document)
    work.check_shapes()
    work.compile_shows()
    work.check_beginning()
    work.compile_requires()
    checks = work.compile_checks()
    guards = work.compile_guards()
    if work.problems:
        return None, tuple(work.problems)
    compiled = Compiled(
        document=document,
        language=language or document.language,
        sha256=digest(document.source),
        questions={question.key: question for question in document.questions},
        step_of={question.key: step for step in document.steps for question in step.questions},
        show=work.show,
        require=work.require,
        checks=checks,
        guards=guards,
    )
    return compiled, ()


class _Work:
    """One compilation: the names known so far, what was compiled, and the problems met."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.all_names = rule_names(document.questions)
        self.asked = frozenset(question.key for question in asked(document.questions))
        self.problems: list[Problem] = []
        self.show: dict[str, Rule] = {}
        self.require: dict[str, Rule] = {}
        self.show_sources = self._sources("show")
        self.require_sources = self._sources("require")

    def check_shapes(self) -> None:
        """Tell what of `rules` is of a shape, or in a place, that nothing would read."""
        rules = self.document.source.get("rules", {})
        if not isinstance(rules, Mapping):
            self.problems.append(Problem("not_an_object", "/rules"))
            return
        if rules and (rules.get("dialect") != DIALECT or isinstance(rules.get("dialect"), bool)):
            self.problems.append(Problem("unknown_dialect", "/rules/dialect", {"known": DIALECT}))
        self.problems += [
            Problem("not_supported", pointer_to("rules", name), {"name": name})
            for name, part in rules.items()
            if name not in RULES or (name in NOT_YET and part)
        ]
        self.problems += under("/rules/messages", _message_problems(rules.get("messages", {})))

    def _sources(self, name: str) -> Mapping[str, object]:
        source = self.document.rules.get(name, {})
        if isinstance(source, Mapping):
            return source
        self.problems.append(Problem("not_an_object", f"/rules/{name}"))
        return {}

    def rule(self, expr: object, names: RuleNames, *, pointer: str, later: RuleNames | None = None) -> Rule | None:
        """Compile one condition; a name that is asked only later is told as such rather than as unknown."""
        rule, problems = compile_rule(expr, names, pointer=pointer)
        for problem in problems:
            name = str(problem.params.get("name", ""))
            is_later = problem.code == "unknown_name" and name in (later or {})
            self.problems.append(Problem("asked_later", problem.pointer, {"name": name}) if is_later else problem)
        return rule

    def compile_shows(self) -> None:
        """Compile in the order of the form: a condition reads only what was asked before, so none turns in a circle."""
        names: dict[str, str] = {}
        places = set(self.show_sources)
        for address, question in _addresses(self.document):
            if address in self.show_sources:
                places.discard(address)
                rule = self.rule(
                    self.show_sources[address],
                    names,
                    pointer=pointer_to("rules", "show", address),
                    later=self.all_names,
                )
                if rule is not None:
                    self.show[address] = rule
            if question is not None:
                places -= self._compile_items(question, names)
                names |= rule_names((question,))
        self.problems += [Problem("unknown_place", pointer_to("rules", "show", place)) for place in sorted(places)]

    def check_beginning(self) -> None:
        """Tell when nothing is certain to be asked on the first step: there would be no page to begin with."""
        first = self.document.steps[0]
        free = [
            question
            for section in first.sections
            for question in section.questions
            if f"section/{section.id}" not in self.show_sources and f"question/{question.key}" not in self.show_sources
        ]
        if not free or f"step/{first.id}" in self.show_sources:
            self.problems.append(Problem("uncertain_beginning", pointer_to("rules", "show"), {"id": first.id}))

    def _compile_items(self, group: Question, names: RuleNames) -> set[str]:
        """Compile what shows the questions inside a repeated group, item by item."""
        known = dict(names)
        done = set()
        later = rule_names(group.items, prefix="item.") | self.all_names
        for inner in group.items:
            address = f"question/{group.key}.{inner.key}"
            if address in self.show_sources:
                done.add(address)
                pointer = pointer_to("rules", "show", address)
                rule = self.rule(self.show_sources[address], known, pointer=pointer, later=later)
                if rule is not None:
                    self.show[address] = rule
            known |= rule_names((inner,), prefix="item.")
        return done

    def compile_requires(self) -> None:
        for key, expr in self.require_sources.items():
            pointer = pointer_to("rules", "require", key)
            if key not in self.asked:
                self.problems.append(Problem("unknown_place", pointer))
            elif (rule := self.rule(expr, self.all_names, pointer=pointer)) is not None:
                self.require[key] = rule

    def compile_checks(self) -> tuple[Check, ...]:
        source = self.document.rules.get("check", [])
        if not isinstance(source, list):
            self.problems.append(Problem("not_a_list", "/rules/check"))
            return ()
        found: dict[str, Check | None] = {}
        for place, each in enumerate(source):
            pointer = pointer_to("rules", "check", place)
            check_id = each.get("id") if isinstance(each, Mapping) else None
            if not isinstance(each, Mapping) or not isinstance(check_id, str) or not ID.match(check_id):
                self.problems.append(Problem("missing_id", pointer))
            elif check_id in found:
                self.problems.append(Problem("repeated_id", pointer, {"id": check_id}))
            else:
                found[check_id] = self._compile_check(each, check_id, pointer)
        return tuple(check for check in found.values() if check is not None)

    def _compile_check(self, source: Mapping[str, object], check_id: str, pointer: str) -> Check | None:
        at = source.get("at")
        if not isinstance(at, str) or at not in self.asked:
            self.problems.append(Problem("unknown_question", f"{pointer}/at", {"key": str(at)}))
            return None
        rule = self.rule(source.get("expr"), self.all_names, pointer=f"{pointer}/expr")
        message = _message(self.document.rules, f"check/{check_id}")
        if not message.strip():
            self.problems.append(Problem("missing_text", pointer_to("rules", "messages", f"check/{check_id}")))
        return None if rule is None else Check(check_id, at, rule, message)

    def compile_guards(self) -> dict[str, Rule]:
        guards = {}
        for place, transition in enumerate(self.document.circuit.transitions.values()):
            if transition.guard is not None:
                pointer = pointer_to("circuit", "transitions", place, "guard")
                rule = self.rule(transition.guard, self.all_names, pointer=pointer)
                if rule is not None:
                    guards[transition.id] = rule
        return guards


def _message(rules: Mapping[str, object], name: str) -> str:
    messages = rules.get("messages")
    found = messages.get(name) if isinstance(messages, Mapping) else None
    return str(found.get("fail", "")) if isinstance(found, Mapping) else str(found or "")


def _message_problems(messages: object) -> Iterator[Problem]:
    """Yield what is wrong with `rules.messages`: texts, or objects that hold one under `fail`."""
    if not isinstance(messages, Mapping):
        yield Problem("not_an_object")
        return
    for name, message in messages.items():
        text = message.get("fail", "") if isinstance(message, Mapping) else message
        if not isinstance(text, str):
            yield Problem("not_a_text", pointer_to(name))


def _addresses(document: Document) -> Iterator[tuple[str, Question | None]]:
    """Yield every place that a condition can show, in the order of the form; questions come with theirs."""
    for step in document.steps:
        yield f"step/{step.id}", None
        for section in step.sections:
            if _is_named(step, section):
                yield f"section/{section.id}", None
            for question in section.questions:
                yield f"question/{question.key}", question


def _is_named(step: Step, section: Section) -> bool:
    return bool(section.label) or section.id != step.id
