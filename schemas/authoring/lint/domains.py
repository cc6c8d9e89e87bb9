"""Domains: the values that an answer may take, as the lint reasons about them (numbers on a grid, days, choices).

Only limits that hold on every later day count: "today at most" moves on, and is no limit here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from schemas.compilation.compiled import Compiled
from schemas.compilation.scope import TOP
from schemas.format.document import Document, asked
from schemas.questions.base import Question
from schemas.questions.registry import QUESTION_TYPES
from schemas.questions.types.date_limits import read_day, resolve
from schemas.rules.naming import address_token
from schemas.rules.operators.dates import years
from schemas.rules.values import MAX_INTEGER_DIGITS, OF_ITEMS, SCALE, TODAY, RuleType

_LARGEST: Final = 10**MAX_INTEGER_DIGITS * SCALE - 1
_FIRST_DAY: Final = date(1000, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Domain:
    """The values that an answer, or something measured on answers, may take.

    num: scaled integers from `least` to `most`, multiples of `step`; date: ordinals of days; str and list: `keys`, or
    any text when None; bool: True, and False unless `is_always_true`.
    """

    type: RuleType
    least: int = -_LARGEST
    most: int = _LARGEST
    step: int = 1
    keys: tuple[str, ...] | None = None
    is_always_true: bool = False


ANY_NUMBER: Final = Domain("num")
ANY_COUNT: Final = Domain("num", least=0, step=SCALE)
WHOLE: Final = Domain("num", step=SCALE)
ANY_DAY: Final = Domain("date", least=1, most=date.max.toordinal())
ANY_TEXT: Final = Domain("str")
ANY_TRUTH: Final = Domain("bool")
ANY_LIST: Final = Domain("list")

#: The domain of a value of which only the type is known.
ANYTHING: Final[Mapping[RuleType, Domain]] = {
    each.type: each for each in (ANY_NUMBER, ANY_DAY, ANY_TEXT, ANY_TRUTH, ANY_LIST)
}


def domains_of(compiled: Compiled, today: date) -> dict[str, Domain]:
    """Return the domain of every answer, by the name that rules declare it under (`age`, `enfants[].age`)."""
    domains = {TODAY: Domain("date", today.toordinal(), date.max.toordinal())}
    domains |= {value.name: ANYTHING.get(value.rule.type, ANY_TEXT) for value in compiled.computed}
    for question in asked(compiled.document.questions):
        domains |= {name: ANYTHING.get(kind, ANY_TEXT) for name, kind in TOP.names_of(question).items()}
        domains |= _named(question, today, prefix="")
        for inner in asked(question.items):
            domains |= _named(inner, today, prefix=address_token(question.key) + OF_ITEMS)
    return domains


def years_since(document: Document, today: date) -> dict[str, Domain]:
    """Return the domain of the whole years since each answer that is a day, by its name."""
    found = {}
    for question in asked(document.questions):
        for prefix, each in [
            ("", question),
            *((address_token(question.key) + OF_ITEMS, inner) for inner in question.items),
        ]:
            if each.type == "date":
                found[prefix + address_token(each.key)] = _years_since(each, today)
    return found


def _named(question: Question, today: date, *, prefix: str) -> dict[str, Domain]:
    types = QUESTION_TYPES[question.type].rule_types(question)
    own, name = _DOMAINS.get(question.type), prefix + address_token(question.key)
    return {
        name + suffix: own(question, today) if own and not suffix else ANYTHING.get(kind, ANY_TEXT)
        for suffix, kind in types.items()
        if kind != "group"
    }


def _of_integer(question: Question, _: date) -> Domain:
    least, most = question.schema.get("minimum"), question.schema.get("maximum")
    return _ranged(_scaled(least), _scaled(most), step=SCALE)


def _of_decimal(question: Question, _: date) -> Domain:
    return _ranged(_scaled(question.options.get("min")), _scaled(question.options.get("max")), step=1)


def _of_money(question: Question, _: date) -> Domain:
    least = _scaled(question.options.get("min"))
    return _ranged(0 if least is None else least, _scaled(question.options.get("max")), step=SCALE // 100)


def _ranged(least: int | None, most: int | None, *, step: int) -> Domain:
    low = -_LARGEST if least is None else least
    return Domain("num", low, _LARGEST if most is None else most, step)


def _scaled(limit: object) -> int | None:
    """Return the num of a limit, an integer or a decimal string; None when there is none."""
    if isinstance(limit, bool) or not isinstance(limit, int | str):
        return None
    try:
        return int(Decimal(limit) * SCALE)
    except ArithmeticError:
        return None


def _of_date(question: Question, today: date) -> Domain:
    least, most = question.options.get("min"), question.options.get("max")
    first = resolve(least, today)
    latest = (read_day(most) if isinstance(most, str) else None) or date.max
    return Domain("date", first.toordinal() if first else _FIRST_DAY, latest.toordinal())


def _of_choices(question: Question, _: date) -> Domain:
    kind = QUESTION_TYPES[question.type].rule_types(question)[""]
    return Domain(kind, keys=tuple(value for value, _ in question.choices))


def _of_sworn(_: Question, __: date) -> Domain:
    return Domain("bool", is_always_true=True)


_DOMAINS: Final[Mapping[str, Callable[[Question, date], Domain]]] = {
    "integer": _of_integer,
    "decimal": _of_decimal,
    "money": _of_money,
    "date": _of_date,
    "single_choice": _of_choices,
    "several_choices": _of_choices,
    "sworn_statement": _of_sworn,
}


def _years_since(question: Question, today: date) -> Domain:
    """A birthday at least 18 years ago is 18 years ago or more on every later day, too."""
    last = resolve(question.options.get("max"), today)
    return WHOLE if last is None or last > today else Domain("num", least=years(last, today), step=SCALE)
