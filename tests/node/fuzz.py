"""Cases made at random, with what the evaluator in Python gives for them."""

from itertools import islice

from schemas.rules.compiler import compile_rule
from schemas.rules.legal_params import compile_params
from schemas.rules.rule import evaluate
from schemas.rules.values import TODAY, load_values
from tests.node.author import PARAMS, TYPES, Author
from tests.node.scripts import in_json, values_in_script

COMPILED_PARAMS, _ = compile_params(PARAMS)
BATCH = 20_000


def cases(count, seed):
    """Yield so many (rule, answers, value in JSON), of rules that compile."""
    author = Author(seed)
    left = count
    while left:
        expr, answers, kind = author.case()
        rule, problems = compile_rule(expr, TYPES, params=COMPILED_PARAMS, expect=kind)
        assert {problem.code for problem in problems} <= {"too_much_work"}, (expr, problems)
        if rule is not None:
            left -= 1
            yield expr, answers, in_json(evaluate(rule, load_values(answers, {**TYPES, TODAY: "date"})))


def differences(module, made):
    """Return the cases for which the evaluator in JavaScript gives another value, with that value."""
    found, made = [], iter(made)
    while batch := list(islice(made, BATCH)):
        values = values_in_script(module, [(expr, TYPES, answers, PARAMS) for expr, answers, _ in batch])
        found += [(case, value) for case, value in zip(batch, values, strict=True) if case[2] != value]
    return found
