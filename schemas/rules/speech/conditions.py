"""Conditions in words: logic, comparisons, lists, and what is under "not"."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from schemas.rules.operators.quantifiers import Quantifier
from schemas.rules.rule import LITERAL, NAME, Node
from schemas.rules.speech.voice import NO_TITLES, Saying, Sentence, Voice

_NEGATED: Final = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_DAYS: Final = {"==": "same_day", "!=": "other_day", "<": "before", "<=": "until", ">": "after", ">=": "from"}
_ANSWERS: Final = {"==": "answer_is", "!=": "answer_is_not"}
_DENIED: Final = frozenset({"answered", "in", "has_any", "has_all", "starts_with", "between"})


def _literal(voice: Voice, node: Node) -> Sentence:
    if node.type == "bool":
        return voice.plain("always" if node.detail is True else "never")
    return Sentence(voice.operand(node, NO_TITLES))


def _name(voice: Voice, node: Node) -> Sentence:
    (name,) = node.names
    return voice.plain("answer_yes", voice.name(name)) if node.type == "bool" else Sentence(voice.name(name))


def _listed(voice: Voice, node: Node) -> Sentence:
    """Say `and` and `or`: nested members of the same operator are in one list."""
    said = _members(voice, node)
    if len(said) == 1:
        return said[0]
    return voice.listed(voice.phrases.patterns[node.operator], said, joiner="joins_" + node.operator, is_bare=True)


def _members(voice: Voice, node: Node) -> list[Sentence]:
    return [voice.sentence(each) for each in _flat(node, node.operator)]


def _flat(node: Node, word: str) -> Iterator[Node]:
    for each in node.operands:
        yield from _flat(each, word) if each.operator == word else (each,)


def _denied(voice: Voice, node: Node) -> Sentence:
    """Say `!`: by the opposite of its operand where there is one."""
    (operand,) = node.operands
    word = operand.operator
    if word == "!":
        return voice.sentence(operand.operands[0])
    if word in _NEGATED:
        return _compared(voice, replace(operand, operator=_NEGATED[word]))
    if word in _DENIED:
        return CONDITIONS[word](voice, replace(operand, operator="not_" + word))
    if word in ("and", "or"):
        return voice.listed(voice.phrases.patterns["not_" + word], _members(voice, operand), joiner="joins_cases")
    if word == NAME:
        (name,) = operand.names
        return voice.plain("answer_no", voice.name(name))
    return voice.plain("!", str(voice.sentence(operand)))


def _compared(voice: Voice, node: Node) -> Sentence:
    left, right = node.operands
    titles = voice.titles(left, right)
    said = [side(voice, each, titles) for each in (left, right)]
    word = node.operator
    if left.type == "date":
        return voice.plain(_DAYS[word], *said)
    if word in _ANSWERS and left.type != "num" and NAME in (left.operator, right.operator):
        return voice.plain(_ANSWERS[word], *(said if left.operator == NAME else reversed(said)))
    return voice.plain(word, *said)


def side(voice: Voice, node: Node, titles: Mapping[str, str]) -> str:
    """Return one side of a comparison; a yes-or-no question is only named there."""
    if node.operator == NAME:
        (name,) = node.names
        return voice.name(name)
    said = voice.operand(node, titles)
    return voice.phrases.patterns["grouped"].format(said) if node.type == "bool" and node.operator != LITERAL else said


def _sided(voice: Voice, node: Node) -> Sentence:
    """Say an operator whose literals are values of the first name among its operands."""
    titles = voice.titles(*node.operands)
    return voice.plain(node.operator, *(side(voice, each, titles) for each in node.operands))


def _member(voice: Voice, node: Node) -> Sentence:
    key, keys = node.operands
    is_of_list = keys.operator != LITERAL
    titles = voice.titles(keys if is_of_list else key)
    pattern = node.operator + ("_list" if is_of_list else "")
    return voice.plain(pattern, side(voice, key, titles), side(voice, keys, titles))


def _quantified(voice: Voice, node: Node) -> Sentence:
    detail = node.detail
    if not isinstance(detail, Quantifier):
        raise TypeError(f"{node.operator} without its quantifier")
    inside = replace(voice, group=voice.declared(detail.group_name))
    said = inside.sentence(detail.body)
    head, group = voice.phrases.patterns[node.operator], voice.name(detail.group_name)
    return Sentence(head.format(group, said.text), head.format(group, said.heading) if said.parts else "", said.parts)


CONDITIONS: Final[Mapping[str, Saying]] = {
    LITERAL: _literal,
    NAME: _name,
    "and": _listed,
    "or": _listed,
    "!": _denied,
    **dict.fromkeys(_NEGATED, _compared),
    **dict.fromkeys((*_DENIED, *("not_" + word for word in _DENIED)), _sided),
    "in": _member,
    "not_in": _member,
    **dict.fromkeys(("any", "all", "count_if", "sum_of"), _quantified),
}
