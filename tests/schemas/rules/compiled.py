"""Rules and answers of a test, made ready."""

from datetime import date

from schemas.rules.compiler import compile_rule
from schemas.rules.legal_params import compile_params
from schemas.rules.values import TODAY, load_values

TYPES = {
    "a": "bool",
    "b": "bool",
    "n": "num",
    "m": "num",
    "s": "str",
    "d": "date",
    "e": "date",
    "l": "list",
    "g": "group",
    "g[].n": "num",
    "g[].b": "bool",
    "g[].d": "date",
}
PARAMS, _ = compile_params(
    {
        "age": {"type": "num", "values": [{"from": "2026-01-01", "num": 16}]},
        "cap": {
            "type": "num",
            "values": [{"from": "2026-01-01", "num": "26230"}, {"from": "2027-01-01", "num": "27000"}],
        },
    }
)
NOW = date(2026, 11, 22)


def var(name):
    return {"var": name}


def compiled(expr, types=TYPES, expect=None):
    rule, problems = compile_rule(expr, types, params=PARAMS, expect=expect)
    assert problems == ()
    return rule


def valued(answers, types=TYPES, today=NOW):
    """Return the values of answers, and of today."""
    return {**load_values(answers, types), TODAY: today}
