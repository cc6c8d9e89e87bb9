"""Rules of a step's page for its script, in JSON, and of earlier answers only those that the rules read.

The script (static/runtime/form_rules.js) evaluates all the rules again at each key, in the order of the block: `show`,
`require`, `compute`, and `let` for a value that only other rules read. Hidden questions are blank to the rules that
come after; a blank item does not exist; in the names of the inputs of items, `*` replaces the id of one. A calculated
value is announced once typing stops, not at every key. The server decides again whatever the script decided.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from runtime.forms.positions import items_of, places
from runtime.live_rules.input_readers import InputReader, Variable, variables
from runtime.live_rules.rule_selection import LiveRule, StepRules
from runtime.presentation.field_names import named
from schemas.answers.rule_values import RuleValues
from schemas.compilation.compiled import Compiled
from schemas.questions.base import ITEM_ID, Question, Raw
from schemas.questions.types.computed import STEPS
from schemas.rules.legal_params import Param
from schemas.rules.rule import Node
from schemas.rules.values import ITEM, OF_ITEMS, Value, format_num

QUANTIFIERS = frozenset({"any", "all", "count_if", "sum_of"})


@dataclass(frozen=True, slots=True)
class PageRule:
    """A rule at one place of a page: `place` is that of its element, `item` the id of the item that it is in."""

    live: LiveRule
    place: str
    item: str = ""

    @property
    def prefix(self) -> str:
        """Return the prefix of the names of the item on the page."""
        return f"{named(self.live.group, self.item)}." if self.item else ""


@dataclass(slots=True)
class LiveBlock:
    """The JSON of a page; beside it, `kinds` are those of the rules about each place."""

    types: dict[str, object] = field(default_factory=dict)
    answers: dict[str, object] = field(default_factory=dict)
    fields: dict[str, object] = field(default_factory=dict)
    params: dict[str, object] = field(default_factory=dict)
    rules: list[list[object]] = field(default_factory=list)
    kinds: dict[str, set[str]] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in ("types", "answers", "fields", "params", "rules")}


def on_page(rules: StepRules, questions: Collection[Question], raws: Mapping[str, Raw]) -> list[PageRule]:
    """Return the rules of a step at their places on its page: those about items once for each drawn item."""
    groups = {live.group for live in rules.rules if live.group}
    ids = {
        place.address: [str(item.get(ITEM_ID)) for item in items_of(place.raw)]
        for place in (places(questions, raws) if groups else ())
        if place.address in groups
    }
    found = []
    for live in rules.rules:
        if not live.group:
            found.append(PageRule(live, live.place))
        for item in ids.get(live.group, []) if live.group else []:
            inside = live.place.removeprefix(f"question/{live.group}.")
            found.append(PageRule(live, f"question/{named(live.group, item, inside)}", item))
    return found


def block_of(compiled: Compiled, stand: Collection[PageRule], *, rules: StepRules, names: RuleValues) -> LiveBlock:
    """Return the block of a page's rules. `names` are the values of the answers so far."""
    building = _Building(rules.readers, names)
    for each in stand:
        building.block.rules.append([each.live.kind, each.place, _expr(compiled, each)])
        building.block.kinds.setdefault(each.place, set()).add(each.live.kind)
        for variable in variables(each.live.rule, each.live.group):
            building.add(variable, each)
        for name in _params(each.live.rule.root):
            building.block.params[name] = _param(compiled.params[name])
    building.leave_out_decided()
    return building.block


class _Building:
    """A block that grows with each name that a rule reads."""

    def __init__(self, readers: Mapping[str, InputReader], names: RuleValues) -> None:
        self.readers, self.names, self.block = readers, names, LiveBlock()

    def add(self, variable: Variable, each: PageRule) -> None:
        """Add the source of the value of a name: inputs of the page, or the earlier answer."""
        group, _, inside = variable.name.rpartition(OF_ITEMS)
        if group and variable.is_quantified:
            self.add_inside(variable, group, inside)
        elif group:
            self.add_read(each.prefix + inside, variable, item=each.item)
        elif variable.type == "group":
            self.add_group(variable.name)
        elif variable.name in self.readers:
            self.add_read(variable.name, variable)
        else:
            self.block.types[variable.name] = variable.type
            self.add_answer(variable.name)

    def add_read(self, name: str, variable: Variable, *, item: str = "") -> None:
        inputs = self.readers[variable.name].inputs
        self.block.types[name] = variable.type
        self.block.fields[name] = {"inputs": [each.replace("*", item) if item else each for each in inputs]}

    def add_group(self, name: str) -> None:
        """Add a group that is read as a whole: its items on the page, or those of the earlier answer."""
        self.block.types.setdefault(name, {})
        if any(read.startswith(name + OF_ITEMS) for read in self.readers):
            (ids,) = self.readers[name].inputs
            self.block.fields.setdefault(name, {"ids": ids, "items": {}})
        elif name not in self.block.answers:
            self.add_answer(name)

    def add_inside(self, variable: Variable, group: str, inside: str) -> None:
        self.add_group(group)
        self.block.types[group][inside] = variable.type  # type: ignore[index]
        if variable.name in self.readers:
            inputs = list(self.readers[variable.name].inputs)
            self.block.fields[group]["items"][inside] = {"inputs": inputs}  # type: ignore[index]

    def add_answer(self, name: str) -> None:
        value = value_as_json(self.names.get(name))
        if value is not None:
            self.block.answers[name] = value

    def leave_out_decided(self) -> None:
        """Remove the values that the rules themselves give, and those of items that no rule reads."""
        block = self.block
        for kind, place, _ in block.rules:
            if kind in {"let", "compute"}:
                name = str(place).removeprefix("question/")
                block.types.pop(name, None)
                block.answers.pop(name, None)
        for name, types in block.types.items():
            items = block.answers.get(name)
            if isinstance(types, dict) and isinstance(items, list):
                block.answers[name] = [{key: item[key] for key in types if key in item} for item in items]


def value_as_json(value: Value | None) -> object:
    """Return a value in the JSON of an answer, from which it can be loaded again."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return format_num(value) if isinstance(value, int) else _listed(value)


def _listed(values: tuple[object, ...]) -> list[object]:
    return [
        {name: value_as_json(inner) for name, inner in each.items()} if isinstance(each, Mapping) else each
        for each in values
    ]  # fmt: skip


def _expr(compiled: Compiled, each: PageRule) -> object:
    """Return a rule in the form of the page: with the names of its item, and rounded where its value is."""
    expr = each.live.rule.expr
    if each.live.kind == "compute":
        question = next(q for q in compiled.calculated.values() if q.rule is each.live.rule).question
        step = STEPS.get(str(question.options.get("value"))) if question else None
        return {"round": [expr, {"num": format_num(step)}]} if step else expr
    return _renamed(expr, each.prefix) if each.item else expr


def _renamed(expr: object, prefix: str) -> object:
    """Return a rule about an item with the item's names on the page; a quantifier's body has items of its own."""
    if isinstance(expr, list):
        return [_renamed(inner, prefix) for inner in expr]
    if not isinstance(expr, Mapping):
        return expr
    return {word: _renamed_operand(str(word), payload, prefix) for word, payload in expr.items()}


def _renamed_operand(word: str, payload: object, prefix: str) -> object:
    if word in {"var", "answered"}:
        listed = payload if isinstance(payload, list) else [payload]
        named_here = [_name(each, prefix) if isinstance(each, str) else _renamed(each, prefix) for each in listed]
        return named_here if isinstance(payload, list) else named_here[0]
    if word in QUANTIFIERS and isinstance(payload, list):
        return [_name(payload[0], prefix) if isinstance(payload[0], str) else payload[0], *payload[1:]]
    return _renamed(payload, prefix)


def _name(name: str, prefix: str) -> str:
    return prefix + name.removeprefix(ITEM) if name.startswith(ITEM) else name


def _params(node: Node) -> Iterator[str]:
    name = getattr(node.detail, "name", "") if node.operator == "param" else ""
    if name:
        yield name
    below = [*node.operands]
    body = getattr(node.detail, "body", None)
    for each in [*below, *([body] if body is not None and body not in below else [])]:
        yield from _params(each)


def _param(param: Param) -> dict[str, object]:
    """Return a parameter as it was written, without its references."""
    return {
        "type": param.type,
        "values": [
            {
                "from": period.start.isoformat(),
                **({"to": period.end.isoformat()} if period.end else {}),
                param.type: value_as_json(period.value),
            }
            for period in param.periods
        ],
    }
