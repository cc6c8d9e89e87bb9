"""The evaluator in JavaScript, run in Node: many cases through one process."""

import json
import shutil
import subprocess
from pathlib import Path

from schemas.rules.values import OF_ITEMS, TODAY, answer_of, format_num, types_of_items
from tests.house.tree import ROOT

EVALUATOR = ROOT / "runtime" / "static" / "runtime" / "rules.js"
RUNNER = Path(__file__).with_name("evaluate.mjs")


def node():
    """Return the command; without Node these tests fail, for nothing else holds the two evaluators together."""
    found = shutil.which("node")
    assert found, "Node is needed: install nodejs"
    return found


def module_in(folder, source=None):
    """Put the evaluator, or another text of it, where Node takes it for a module."""
    module = folder / "rules.mjs"
    module.write_text(EVALUATOR.read_text(encoding="utf-8") if source is None else source, encoding="utf-8")
    return module


def values_in_script(module, cases):
    """Return what the evaluator gives for each case, in JSON: (rule, types, answers, params)."""
    lines = "".join(json.dumps(as_read_by_script(*case)) + "\n" for case in cases)
    done = subprocess.run([node(), RUNNER, module], input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def as_read_by_script(rule, types, answers, params):
    """Return a case as a page holds it: answers by whole names, the types of items under their group."""
    types = {**types, TODAY: "date"}
    outer = [name for name in types if OF_ITEMS not in name]
    nested = {name: types_of_items(name, types) if types[name] == "group" else types[name] for name in outer}
    return [rule, nested, {name: answer_of(answers, name) for name in outer}, params]


def in_json(value):
    """Return a value of the evaluator in Python as the one in JavaScript tells it."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return format_num(value)
    return list(value) if isinstance(value, tuple) else value.isoformat()
