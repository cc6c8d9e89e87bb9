"""The rules of a document, each with its place, its address and its nodes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from schemas.authoring.lint.terms import Term, read_term
from schemas.compilation.compiled import Compiled
from schemas.rules.rule import LITERAL, NAME, Node, Rule


@dataclass(frozen=True)
class Site:
    """One rule of a document: `address` names its use (`show/question/age`), `group` the group whose items it reads."""

    address: str
    rule: Rule
    group: str = ""
    nodes: Mapping[str, Node] = field(default_factory=dict, repr=False)

    @property
    def pointer(self) -> str:
        """Return the place of the rule in the document; for a name or literal alone, the object around it."""
        root, expr = self.rule.root, self.rule.expr
        is_tagged = root.operator in (NAME, LITERAL) and isinstance(expr, Mapping)
        return root.pointer.rpartition("/")[0] if is_tagged else root.pointer

    @cached_property
    def term(self) -> Term:
        """Return the rule as the lint reads it."""
        return read_term(self.rule.expr, self.pointer)


def sites_of(compiled: Compiled) -> Iterator[Site]:
    """Yield every rule of a document."""
    for address, rule in compiled.show.items():
        kind, _, name = address.partition("/")
        yield _site(f"show/{address}", rule, group=_group_of(name) if kind == "question" else "")
    for key, rule in compiled.require.items():
        yield _site(f"require/{key}", rule, group=_group_of(key))
    for check in compiled.checks:
        yield _site(f"check/{check.id}", check.rule, group=_group_of(check.at))
    for name, rule in compiled.guards.items():
        yield _site(f"guard/{name}", rule)
    for value in compiled.computed:
        yield _site(f"computed/{value.name}", value.rule)
    for criterion in compiled.criteria:
        yield _site(f"criteria/{criterion.id}", criterion.rule)
    for each in compiled.amounts:
        yield _site(f"amount/{each.amount.id}", each.value)
        if each.when is not None:
            yield _site(f"when/{each.amount.id}", each.when)


def _site(address: str, rule: Rule, *, group: str = "") -> Site:
    return Site(address, rule, group, {node.pointer: node for node in nodes_of(rule.root)})


def _group_of(name: str) -> str:
    """Return the group whose items contain a question: `enfants` for `enfants.age`."""
    return name.partition(".")[0] if "." in name else ""


def nodes_of(root: Node) -> Iterator[Node]:
    """Yield a node and everything below it, operands first, so that a pointer keeps its highest node."""
    for operand in root.operands:
        yield from nodes_of(operand)
    yield root
