"""The part of the language that JsonLogic has too: on complete answers, the verdicts of an evaluator of others."""

import json
from random import Random

import datalogic_py

from schemas.rules.compiler import compile_rule
from schemas.rules.rule import evaluate
from schemas.rules.values import SCALE, load_values

TYPES = {"a": "bool", "b": "bool", "n": "num", "m": "num", "s": "str", "t": "str"}
NAMES = {"bool": ["a", "b"], "num": ["n", "m"], "str": ["s", "t"]}
KEYS = ["x", "y", "z", "75", "10"]
RULES = 10_000


class Author:
    """Writes conditions of the common part, and complete answers to them."""

    def __init__(self, seed):
        self.random = Random(seed)

    def leaf(self, kind):
        if self.random.random() < 0.7:
            return {"var": self.random.choice(NAMES[kind])}
        return self.value(kind)

    def value(self, kind):
        return self.random.choice({"bool": [True, False], "num": range(-3, 12), "str": KEYS}[kind])

    def number(self, depth):
        if depth == 0 or self.random.random() < 0.5:
            return self.leaf("num")
        word = self.random.choice(["+", "-", "*", "min", "max"])
        return {word: [self.number(depth - 1), self.number(depth - 1)]}

    def condition(self, depth):
        if depth == 0 or self.random.random() < 0.1:
            return self.leaf("bool")
        return self.random.choice([self.logic, self.compared, self.member, self.chosen])(depth - 1)

    def logic(self, depth):
        word, most = self.random.choice([("and", 3), ("or", 3), ("!", 1)])
        return {word: [self.condition(depth) for _ in range(self.random.randint(1, most))]}

    def compared(self, depth):
        kind = self.random.choice(["num", "num", "str", "bool"])
        words = ["==", "!=", "<", "<=", ">", ">="] if kind == "num" else ["==", "!="]
        sides = [self.number(depth) if kind == "num" else self.leaf(kind) for _ in range(2)]
        return {self.random.choice(words): sides}

    def member(self, depth):
        return {"in": [self.leaf("str"), self.random.sample(KEYS, self.random.randint(1, 3))]}

    def chosen(self, depth):
        return {"if": [self.condition(depth) for _ in range(self.random.choice([3, 5]))]}


def test_verdicts_are_those_of_an_evaluator_of_others():
    author, engine, differences, verdicts = Author(7), datalogic_py.Engine(), [], set()

    for _ in range(RULES):
        expr = author.condition(4)
        answers = {name: author.value(kind) for name, kind in TYPES.items()}
        rule, _ = compile_rule(expr, TYPES)
        ours = evaluate(rule, load_values(answers, TYPES))
        verdicts.add(ours)
        if json.loads(engine.eval_str(json.dumps(expr), json.dumps(answers))) is not ours:
            differences.append((expr, answers, ours))

    assert differences == []
    assert verdicts == {True, False}


def test_amounts_are_those_of_an_evaluator_of_others():
    author, engine = Author(8), datalogic_py.Engine()

    for _ in range(RULES // 10):
        expr = author.number(4)
        answers = {name: author.value(kind) for name, kind in TYPES.items()}
        rule, _ = compile_rule(expr, TYPES, expect="num")
        ours = evaluate(rule, load_values(answers, TYPES))

        assert json.loads(engine.eval_str(json.dumps(expr), json.dumps(answers))) == ours // SCALE
