"""The values that rules compute with, and how an answer in JSON becomes one.

Errors of the package, all of them broken promises (mistakes of an author are problems, see `compile_rule`):

    RuleError
    └── InvalidValue    an answer that its rule type cannot hold
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final, cast

#: One of "bool" "num" "str" "date" "list" "group".
RuleType = str

RULE_TYPES: Final[tuple[RuleType, ...]] = ("bool", "num", "str", "date", "list", "group")

#: bool; num: an integer scaled by `SCALE`; str: a choice key, code or text; date: a calendar day;
#: list: the keys of a multiple choice; group: the items of a repeated group, each a mapping from the names of its
#: questions to their values (see `load_group`).
Value = bool | int | str | date | tuple[str, ...] | tuple[Mapping[str, object], ...]

#: A blank answer, and the verdict that depends on one.
UNKNOWN: Final = None

#: The input of an evaluation, by name: an absent name is blank.
Values = Mapping[str, Value | None]

#: The name of the day on which a verdict is given; every rule may read it.
TODAY: Final = "@today"

#: Between a group and a question of its items, in declared names: `enfants[].age`.
OF_ITEMS: Final = "[]."

#: Before the name of a question of an item, where rules read it.
ITEM: Final = "item."

#: rules.md, Types: a repeatable block has at most 50 items.
MAX_ITEMS: Final = 50

MAX_DECIMALS: Final = 6
MAX_INTEGER_DIGITS: Final = 18
SCALE: Final = 10**MAX_DECIMALS

#: Every num is nearer to zero than this.
NUM_LIMIT: Final = SCALE * 10**MAX_INTEGER_DIGITS

_NUM = re.compile(r"(-?)([0-9]{1,18})(?:\.([0-9]{1,6}))?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class RuleError(Exception):
    """Root of the errors of this package."""


class InvalidValue(RuleError):  # noqa: N818 (it reads as what it says)
    """An answer that its rule type cannot hold. It does not carry the answer, which may be personal."""

    def __init__(self, rule_type: RuleType) -> None:
        super().__init__(rule_type)
        self.rule_type = rule_type

    def __str__(self) -> str:
        return f"the answer does not fit the rule type {self.rule_type!r}"


def load_value(answer: object, rule_type: RuleType) -> Value | None:
    """Return the value of an answer in JSON, or None when it is blank.

    bool from a boolean; num from an integer, a `Decimal` or a decimal string, never a float; str from a string;
    date from `YYYY-MM-DD`; list from an array of strings; group from an array of objects, kept as they are
    (`load_group` loads what they hold).

    Raises `InvalidValue` for anything else: NaN, 30 February, a boolean given as a number, more than 18 integer digits
    or 6 decimals. Nothing is coerced.

    >>> load_value("19.90", "num"), load_value("2028-02-29", "date"), load_value("", "str")
    (19900000, datetime.date(2028, 2, 29), None)
    """
    if is_blank(answer):
        return UNKNOWN
    value = _LOADERS[rule_type](answer)
    if value is None:
        raise InvalidValue(rule_type)
    return value


def load_group(answer: object, types: Mapping[str, RuleType]) -> Value | None:
    """Return the value of a repeated group: for each item, the value of every name of `types`, None where it is blank.

    `types` go from the names of the questions of an item (`age`, `adresse.citycode`, `sorties` and `sorties[].date`
    for a group inside the group) to their rule types.

    Raises `InvalidValue`: an item of another shape, more than `MAX_ITEMS` of them.

    >>> load_group([{"age": 3}, {}], {"age": "num"})
    ({'age': 3000000}, {'age': None})
    """
    items = load_value(answer, "group")
    if items is None:
        return UNKNOWN
    mappings = cast("tuple[Mapping[str, object], ...]", items)
    if len(mappings) > MAX_ITEMS:
        raise InvalidValue("group")
    return tuple(load_values(item, types) for item in mappings)


def load_values(answers: Mapping[str, object], types: Mapping[str, RuleType]) -> dict[str, Value | None]:
    """Return the value of every name of `types`; the answer of a dotted name is found under it, or nested.

    Raises `InvalidValue` for an answer that does not fit its type.
    """
    outer = {name: kind for name, kind in types.items() if OF_ITEMS not in name}
    return {name: _loaded(answer_of(answers, name), kind, types_of_items(name, types)) for name, kind in outer.items()}


def types_of_items(group: str, types: Mapping[str, RuleType]) -> dict[str, RuleType]:
    """Return the types declared for the items of a group, by the names inside an item.

    >>> types_of_items("enfants", {"enfants": "group", "enfants[].age": "num"})
    {'age': 'num'}
    """
    prefix = group + OF_ITEMS
    return {name.removeprefix(prefix): kind for name, kind in types.items() if name.startswith(prefix)}


def answer_of(answers: Mapping[str, object], name: str) -> object:
    """Return the answer of a name: the one under it, or the part that its dots lead to; None when there is none."""
    if name in answers:
        return answers[name]
    found: object = answers
    for key in name.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _loaded(answer: object, kind: RuleType, types: Mapping[str, RuleType]) -> Value | None:
    return load_group(answer, types) if kind == "group" else load_value(answer, kind)


def is_blank(answer: object) -> bool:
    """Return whether an answer in JSON is blank: null, or an empty string, array or object."""
    return answer is None or (isinstance(answer, (str, list, tuple, Mapping)) and not answer)


def scaled(integer: int) -> int | None:
    """Return the num of a whole number, or None when it has more than 18 digits."""
    return integer * SCALE if abs(integer) < 10**MAX_INTEGER_DIGITS else None


def fitting(num: int) -> int | None:
    """Return a num that was computed, or None when it overflows."""
    return num if -NUM_LIMIT < num < NUM_LIMIT else None


def parse_num(text: str) -> int | None:
    """Return the num written in `text` with a decimal point, or None when there is none.

    >>> parse_num("12.50"), parse_num("-0.000001"), parse_num("1e3")
    (12500000, -1, None)
    """
    found = _NUM.fullmatch(text)
    if found is None:
        return None
    sign, whole, decimals = found.groups(default="")
    return int(sign + whole + decimals.ljust(MAX_DECIMALS, "0"))


def format_num(num: int) -> str:
    """Return a num as the shortest decimal string that `parse_num` reads back.

    >>> format_num(12_500_000), format_num(-1), format_num(0)
    ('12.5', '-0.000001', '0')
    """
    whole, rest = divmod(abs(num), SCALE)
    decimals = f".{rest:0{MAX_DECIMALS}}".rstrip("0") if rest else ""
    return f"{'-' if num < 0 else ''}{whole}{decimals}"


def parse_date(text: str) -> date | None:
    """Return the day written `YYYY-MM-DD`, the only form of ISO 8601 taken here, or None when there is none."""
    if _DATE.fullmatch(text) is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _load_bool(answer: object) -> bool | None:
    return answer if isinstance(answer, bool) else None


def _load_num(answer: object) -> int | None:
    if isinstance(answer, bool):
        return None
    if isinstance(answer, int):
        return scaled(answer)
    if isinstance(answer, Decimal):
        return _load_decimal(answer)
    return parse_num(answer) if isinstance(answer, str) else None


def _load_decimal(answer: Decimal) -> int | None:
    # Checked before it is written out: 1E+999999 would take a million characters.
    exponent = answer.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -MAX_DECIMALS or answer.adjusted() >= MAX_INTEGER_DIGITS:
        return None
    return parse_num(format(answer, "f"))


def _load_str(answer: object) -> str | None:
    return answer if isinstance(answer, str) else None


def _load_date(answer: object) -> date | None:
    return parse_date(answer) if isinstance(answer, str) else None


def _load_list(answer: object) -> tuple[str, ...] | None:
    if not isinstance(answer, (list, tuple)) or not all(isinstance(key, str) for key in answer):
        return None
    return tuple(answer)


def _load_group(answer: object) -> tuple[Mapping[str, object], ...] | None:
    if not isinstance(answer, (list, tuple)) or not all(isinstance(item, Mapping) for item in answer):
        return None
    return tuple(answer)


_LOADERS: Final[Mapping[RuleType, Callable[[object], Value | None]]] = {
    "bool": _load_bool,
    "num": _load_num,
    "str": _load_str,
    "date": _load_date,
    "list": _load_list,
    "group": _load_group,
}
