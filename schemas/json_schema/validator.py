"""Validation under foreign schemas of JSON Schema 2020-12: no network, bounded work, exact numbers."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from referencing import Registry, Resource
from referencing.exceptions import NoSuchResource

from schemas.json_schema.exact_numbers import MAX_DIGITS, canonical, exact, is_multiple
from schemas.json_schema.patterns import finds, size_of
from schemas.problems import Problem, pointer_to

#: How much work one validation may take: keywords looked at, and what `_Budget` counts for a long one. About a second;
#: far more than any honest form needs.
MAX_WORK: Final = 200_000
#: What counts as one keyword more: values listed in a keyword or in what it looks at, and instructions of a pattern
#: for each character (RE2, at its slowest, takes 15 ns each).
VALUES_A_STEP: Final = 10
INSTRUCTIONS_A_STEP: Final = 300
#: How large an instance may be: values, levels, characters.
MAX_VALUES: Final = 100_000
MAX_DEPTH: Final = 60
MAX_CHARACTERS: Final = 1_000_000
#: Violations reported of one instance: fixing the first ones often fixes the others.
MAX_VIOLATIONS: Final = 50

Keyword = Callable[[Any, Any, Any, Any], Iterator[ValidationError]]


class _TooMuchWorkError(Exception):
    """The budget of one validation is spent."""


@dataclass(slots=True)
class _Budget:
    left: int

    def spend(self, steps: int = 1) -> None:
        self.left -= steps
        if self.left < 0:
            raise _TooMuchWorkError


_BUDGET: ContextVar[_Budget | None] = ContextVar("work left to one validation", default=None)


@contextmanager
def one_validation() -> Iterator[None]:
    """Let every `violations` inside share the budget of one: many small schemas then cost no more than a large one."""
    token = _BUDGET.set(_BUDGET.get() or _Budget(MAX_WORK))
    try:
        yield
    finally:
        _BUDGET.reset(token)


def violations(schema: Mapping[str, object] | bool, instance: object) -> tuple[Problem, ...]:  # noqa: FBT001
    """Return the violations of a schema by `instance`, each with a pointer into the instance.

    `not_valid` (keyword, value: the value of the keyword when it is short) · `too_complex`: validation takes more work
    than any honest pair needs, or the instance is too large or too deep.
    """
    if not is_bounded(instance):
        return (Problem("too_complex"),)
    judge = Judge(exact(schema), registry=REFUSING)
    with one_validation():
        try:
            return tuple(_told(judge, exact(instance)))
        except (_TooMuchWorkError, RecursionError):
            return (Problem("too_complex"),)


def accepts(schema: Mapping[str, object] | bool, instance: object) -> bool:  # noqa: FBT001
    """Return whether an instance is valid; one that takes too much work is not."""
    return not violations(schema, instance)


def is_bounded(instance: object) -> bool:
    """Return whether a JSON value is small enough to be validated: values, levels, characters, digits of numbers."""
    values = characters = 0
    left = [(instance, 0)]
    while left:
        value, depth = left.pop()
        values += 1
        if isinstance(value, str):
            characters += len(value)
        elif isinstance(value, int | float | Decimal) and not _is_small(value):
            return False
        if values > MAX_VALUES or characters > MAX_CHARACTERS or depth > MAX_DEPTH:
            return False
        if isinstance(value, Mapping):
            characters += sum(map(len, value))
            left += [(inner, depth + 1) for inner in value.values()]
        elif isinstance(value, list):
            left += [(inner, depth + 1) for inner in value]
    return True


def _is_small(number: float | Decimal) -> bool:
    if isinstance(number, int):
        return number.bit_length() < MAX_DIGITS * 4
    decimal = number if isinstance(number, Decimal) else Decimal(repr(number))
    return decimal.is_finite() and abs(decimal.adjusted()) < MAX_DIGITS and len(decimal.as_tuple().digits) < MAX_DIGITS


def _told(judge: Any, instance: object) -> Iterator[Problem]:
    for count, error in enumerate(judge.iter_errors(instance)):
        if count == MAX_VIOLATIONS:
            return
        yield _problem(error)


def _problem(error: ValidationError) -> Problem:
    """Return a violation at its deepest place when there is only one way to fix it."""
    inner = error.context or ()
    if error.validator in ("allOf", "$ref", "then", "else", "dependentSchemas") and len(inner) == 1:
        return _problem(inner[0])
    value = error.validator_value
    return Problem("not_valid", pointer_to(*error.absolute_path), {"keyword": error.validator, "value": _shown(value)})


def _shown(value: object) -> str:
    """Return the value of a keyword when it is short enough to be shown."""
    return str(value)[:80] if isinstance(value, int | float | Decimal | str) else ""


def _refuse(uri: str) -> Resource[Any]:
    raise NoSuchResource(ref=uri)  # type: ignore[call-arg] # attrs, unseen by the checker


#: A registry that fetches nothing: a reference that leaves its own document resolves to nothing.
REFUSING: Final[Registry[Any]] = Registry(retrieve=_refuse)  # type: ignore[call-arg] # the same


def _counted(keyword: Keyword) -> Keyword:
    def run(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
        _spend(1 + (_length(value) + _length(instance)) // VALUES_A_STEP)
        yield from keyword(validator, value, instance, schema) or ()

    return run


def _spend(steps: int) -> None:
    budget = _BUDGET.get()
    if budget is not None:
        budget.spend(steps)


def _length(value: object) -> int:
    return len(value) if isinstance(value, list | Mapping) else 0


def _finds(pattern: str, text: str) -> bool:
    """Search one text, once the budget has paid for it."""
    _spend(1 + size_of(pattern) * len(text) // INSTRUCTIONS_A_STEP)
    return finds(pattern, text)


def _pattern(validator: Any, pattern: str, instance: object, schema: object) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not _finds(pattern, instance):
        yield ValidationError(f"does not match {pattern!r}")


def _pattern_properties(
    validator: Any, patterns: Mapping[str, object], instance: object, schema: object
) -> Iterator[ValidationError]:  # fmt: skip
    if not isinstance(instance, Mapping):
        return
    for pattern, subschema in patterns.items():
        for name, value in instance.items():
            if _finds(pattern, name):
                yield from validator.descend(value, subschema, path=name, schema_path=pattern)


def _additional_properties(
    validator: Any, allowed: object, instance: object, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:  # fmt: skip
    if not isinstance(instance, Mapping):
        return
    for name in _extra(instance, schema):
        if allowed is False:
            yield ValidationError("no other property", path=[name], instance=instance)
        elif isinstance(allowed, Mapping):
            yield from validator.descend(instance[name], allowed, path=name)


def _extra(instance: Mapping[str, object], schema: Mapping[str, Any]) -> list[str]:
    known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    return [name for name in instance if name not in known and not any(_finds(each, name) for each in patterns)]


def _multiple_of(validator: Any, factor: object, instance: object, schema: object) -> Iterator[ValidationError]:
    if validator.is_type(instance, "number") and not is_multiple(instance, factor):
        yield ValidationError(f"is no multiple of {factor}")


def _unique_items(validator: Any, unique: object, instance: object, schema: object) -> Iterator[ValidationError]:
    if unique is True and isinstance(instance, list) and len({canonical(each) for each in instance}) < len(instance):
        yield ValidationError("holds the same item twice")


def _const(validator: Any, const: object, instance: object, schema: object) -> Iterator[ValidationError]:
    if canonical(const) != canonical(instance):
        yield ValidationError("is not the value expected")


def _enum(validator: Any, values: list[object], instance: object, schema: object) -> Iterator[ValidationError]:
    wanted = canonical(instance)
    if not any(canonical(each) == wanted for each in values):
        yield ValidationError("is none of the values expected")


def _is_integer(_: object, value: object) -> bool:
    if isinstance(value, Decimal):
        return value.is_finite() and value == value.to_integral_value()
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(_: object, value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


_OURS: Final[Mapping[str, Keyword]] = {
    "pattern": _pattern,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional_properties,
    "multipleOf": _multiple_of,
    "uniqueItems": _unique_items,
    "const": _const,
    "enum": _enum,
}

#: Draft 2020-12 with our keywords, every one of them counted.
Judge: Final[Any] = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator,
    {word: _counted(keyword) for word, keyword in {**Draft202012Validator.VALIDATORS, **_OURS}.items()},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine_many({"integer": _is_integer, "number": _is_number}),
)
