"""Numbers, days and amounts in words: arithmetic, cases, tables, scales, parameters."""

from collections.abc import Mapping, Sequence
from typing import Final

from schemas.rules.operators.param import ParamUse
from schemas.rules.operators.scales import Scale
from schemas.rules.operators.tables import Cell, Table
from schemas.rules.rule import NAME, Node
from schemas.rules.speech.conditions import side
from schemas.rules.speech.voice import NO_TITLES, Saying, Sentence, Voice
from schemas.rules.values import SCALE, TODAY


def _count(voice: Voice, node: Node) -> Sentence:
    (operand,) = node.operands
    return voice.plain("count_items" if operand.type == "group" else "count", voice.part(operand))


def _minus(voice: Voice, node: Node) -> Sentence:
    return voice.plain("-" if len(node.operands) == 2 else "minus", *voice.all(node.operands))


def _chain(voice: Voice, node: Node) -> Sentence:
    """Say an operator of any number of operands by repeating its pattern of two."""
    said, *rest = voice.all(node.operands)
    for each in rest:
        said = voice.phrases.patterns[node.operator].format(said, each)
    return Sentence(said)


def _extreme(voice: Voice, node: Node) -> Sentence:
    return voice.plain(node.operator, ", ".join(voice.all(node.operands)))


def _rounded(voice: Voice, node: Node) -> Sentence:
    said = voice.all(node.operands)
    return voice.plain(node.operator, said[0], said[1] if len(said) == 2 else voice.number(SCALE))


def _elapsed(voice: Voice, node: Node) -> Sentence:
    start, end = node.operands
    if end.names == {TODAY} and end.operator == NAME:
        return voice.plain(node.operator + "_since", voice.part(start))
    return voice.plain(node.operator, voice.part(start), voice.part(end))


def _chosen(voice: Voice, node: Node) -> Sentence:
    *cases, last = node.operands
    said = [
        voice.plain("case", str(voice.sentence(condition)), str(voice.sentence(value)))
        for condition, value in zip(cases[::2], cases[1::2], strict=True)
    ]
    parts = (*said, voice.plain("otherwise", str(voice.sentence(last))))
    return voice.listed(voice.phrases.patterns["if"], parts, joiner="joins_cases")


def _tabled(voice: Voice, node: Node) -> Sentence:
    table = node.detail
    if not isinstance(table, Table):
        raise TypeError("a table without its rows")
    rows = [
        voice.plain("row", say_cells(voice, table.inputs, row.cells), str(voice.sentence(row.then)))
        for row in table.rows
    ]
    default = [voice.plain("otherwise", str(voice.sentence(table.default)))] if table.default else []
    return voice.listed(voice.phrases.patterns["table"], (*rows, *default), joiner="joins_cases")


def say_cells(voice: Voice, inputs: Sequence[Node], cells: Sequence[Cell | None]) -> str:
    """Return the conditions of a row of a table on its inputs, on one line."""
    said = [_cell(voice, node, cell) for node, cell in zip(inputs, cells, strict=True) if cell is not None]
    return voice.phrases.patterns["joins_and"].join(said) or voice.phrases.patterns["any_value"]


def _cell(voice: Voice, node: Node, cell: Cell) -> str:
    titles, thing = voice.titles(node), side(voice, node, NO_TITLES)
    values = ["" if value is None else voice.value(value, titles) for value in cell.values]
    if cell.kind == "in":
        return voice.phrases.patterns["in"].format(thing, ", ".join(values))
    if cell.kind == "=":
        word = "same_day" if node.type == "date" else "==" if node.type == "num" else "answer_is"
        return voice.phrases.patterns[word].format(thing, *values)
    low, high = values
    if low and high:
        return voice.phrases.patterns["day_range" if node.type == "date" else "cell_range"].format(thing, low, high)
    bounded = ("from" if node.type == "date" else "cell_from") if low else None
    word = bounded or ("before" if node.type == "date" else "cell_below")
    return voice.phrases.patterns[word].format(thing, low or high)


def _scaled(voice: Voice, node: Node) -> Sentence:
    scale = node.detail
    if not isinstance(scale, Scale):
        raise TypeError("a scale without its brackets")
    parts = [voice.plain("bracket", voice.part(each.start), voice.part(each.rate)) for each in scale.brackets]
    return voice.listed(voice.phrases.patterns["scale"].format(voice.part(scale.of)), parts, joiner="joins_cases")


def _parameter(voice: Voice, node: Node) -> Sentence:
    use = node.detail
    if not isinstance(use, ParamUse):
        raise TypeError("a param without its name")
    label = voice.vocabulary.labels.get("param/" + use.name, use.name)
    if use.day.operator == NAME and use.day.names == {TODAY}:
        return voice.plain("param", label)
    return voice.plain("param_on", label, voice.part(use.day))


AMOUNTS: Final[Mapping[str, Saying]] = {
    "count": _count,
    "+": _chain,
    "*": _chain,
    "-": _minus,
    "min": _extreme,
    "max": _extreme,
    **dict.fromkeys(("round", "floor", "ceil"), _rounded),
    **dict.fromkeys(("years", "months", "days"), _elapsed),
    "if": _chosen,
    "table": _tabled,
    "scale": _scaled,
    "param": _parameter,
}
