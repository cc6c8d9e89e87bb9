"""Values in rules that are not, or no longer, choices of their question."""

from collections.abc import Iterator, Mapping

from schemas.authoring.lint.finding import Finding, make_finding
from schemas.authoring.lint.subject import Look
from schemas.format.document import Document, asked
from schemas.problems import pointer_to
from schemas.questions.base import Question
from schemas.rules.naming import address_token
from schemas.rules.operators.quantifiers import Quantifier
from schemas.rules.operators.tables import Table
from schemas.rules.rule import LITERAL, NAME, Node
from schemas.rules.values import ITEM, OF_ITEMS

_COMPARING = ("==", "!=", "in", "has_any", "has_all")

#: The values of the choices of questions, by declared name.
Choices = Mapping[str, frozenset[str]]


def choices_named(document: Document) -> Choices:
    """Return the values of the choices of each question that has some."""
    found: dict[str, frozenset[str]] = {}
    for question in asked(document.questions):
        for prefix, each in [
            ("", question),
            *((address_token(question.key) + OF_ITEMS, inner) for inner in question.items),
        ]:
            if each.type in ("single_choice", "several_choices"):
                found[prefix + address_token(each.key)] = _values(each)
    return found


def _values(question: Question) -> frozenset[str]:
    return frozenset(value for value, _ in question.choices)


def check_choices(look: Look, choices: Choices) -> Iterator[Finding]:
    """Yield `choice_gone` (value, question) for each value compared with a question that has no such choice."""
    yield from _below(look, choices, look.site.rule.root, look.site.group)


def _below(look: Look, choices: Choices, node: Node, group: str) -> Iterator[Finding]:
    for name, value, pointer in _compared(node):
        declared = group + OF_ITEMS + name.removeprefix(ITEM) if name.startswith(ITEM) else name
        if value not in choices.get(declared, (value,)):
            yield make_finding("choice_gone", pointer, value=value, question=look.readback.name(name, group=group))
    detail = node.detail
    inner = detail.group_name if isinstance(detail, Quantifier) else group
    for operand in node.operands:
        yield from _below(look, choices, operand, inner)


def _compared(node: Node) -> Iterator[tuple[str, str, str]]:
    """Yield each name with a text that is compared with it, and the place of the text."""
    if node.operator in _COMPARING:
        names = [name for each in node.operands if each.operator == NAME for name in each.names]
        literals = [each for each in node.operands if each.operator == LITERAL]
        yield from ((name, text, each.pointer) for name in names for each in literals for text in _texts(each.detail))
    elif isinstance(node.detail, Table):
        yield from _in_cells(node.detail)


def _in_cells(table: Table) -> Iterator[tuple[str, str, str]]:
    for row in table.rows:
        for column, cell in enumerate(row.cells):
            thing = table.inputs[column]
            if cell is not None and thing.operator == NAME:
                place = row.pointer + pointer_to("when", column)
                yield from ((name, text, place) for name in thing.names for text in _texts(cell.values))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        yield from (each for each in value if isinstance(each, str))
