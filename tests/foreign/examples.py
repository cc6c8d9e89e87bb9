"""Published examples made into forms, filled and sent, by hand: `python -m tests.foreign.examples FILE LEAST`.

FILE is what `load.mjs` prints. Of the examples that have a schema, at least LEAST must become forms that can be filled,
and whose answers are valid for the schema; the conditions of their layouts must show what JSON Forms shows. Prints a
table; exit code 1 when fewer do, or a condition shows something else.
"""

import itertools
import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

from schemas.answers.journey import plan_journey
from schemas.exchange.import_schema import import_schema
from tests.schemas.exchange.filling import TODAY
from tests.schemas.exchange.round_trip import compiled_of, told_of


def main(path, least):
    """Import, fill and send every example of a file."""
    listed = json.loads(Path(path).read_text(encoding="utf-8"))
    examples = [each for each in listed if isinstance(each.get("schema"), dict)]
    verdicts = [(each["name"], *verdict(each)) for each in examples]
    for name, word, why in verdicts:
        print(f"{word:8} {name:45} {why}")
    good = sum(word == "good" for _, word, _ in verdicts)
    compared = sum(count for _, count, _ in map(truths, examples))
    different = [line for _, _, lines in map(truths, examples) for line in lines]
    print(f"{len(examples)} schemas: {good} good (at least {least}); {compared} verdicts of conditions compared")
    print(*different, sep="\n")
    return 1 if good < int(least) or different else 0


def verdict(example):
    """Return whether an example is `good`, `refused` or `wrong`, and why."""
    imported = import_schema(example["schema"], example.get("ui"))
    if imported.document is None:
        return "refused", ", ".join(f"{each.code} {each.pointer}" for each in imported.problems[:3])
    told = told_of(example["schema"], imported)
    notes = sorted({note.code for note in imported.notes})
    return ("wrong", str(told)) if told else ("good", " ".join(notes))


# Conditions.


def truths(example):
    """Return the name, how many verdicts were compared, and those that differ from what JSON Forms says."""
    imported = import_schema(example["schema"], example.get("ui"))
    rules = list(rules_in(example.get("ui")))
    if imported.document is None or imported.is_wrapped or not rules:
        return example["name"], 0, []
    compiled = compiled_of(imported.document)
    found = [line for rule in rules for line in differences(example["name"], compiled, *rule)]
    return example["name"], len(found), [line for line in found if line]


def rules_in(element):
    """Yield the path of each control that has a rule, its effect, and its conditions by scope."""
    if not isinstance(element, dict):
        return
    rule, scope = element.get("rule"), element.get("scope")
    if rule and scope and "/" not in str(scope).removeprefix("#/properties/"):
        yield scope.removeprefix("#/properties/"), rule["effect"], rule["condition"]
    for inner in element.get("elements", []):
        yield from rules_in(inner)


def differences(name, compiled, key, effect, condition):
    """Yield a line for each set of answers: blank when a form of ours shows the question as JSON Forms would."""
    leaves = condition.get("conditions", [condition])
    if any("scope" not in leaf or leaf["scope"] in ("#", "#/") for leaf in leaves) or key not in compiled.questions:
        return
    tried = [values_of(leaf) for leaf in leaves]
    for values in itertools.product(*tried):
        answers = {}
        for leaf, value in zip(leaves, values, strict=True):
            put(answers, path_of(leaf), value)
        join = any if condition.get("type") == "OR" else all
        is_true = join(holds(leaf, value) for leaf, value in zip(leaves, values, strict=True))
        wanted = is_true is (effect in ("SHOW", "ENABLE"))
        journey = plan_journey(compiled, answers, today=TODAY)
        shown = any(question.key == key for step in journey.steps for question in step.questions)
        yield "" if shown is wanted else f"{name}: {key} with {answers} is {'shown' if shown else 'hidden'}"


def path_of(leaf):
    return leaf["scope"].lstrip("#").removeprefix("/properties/").split("/properties/")


def values_of(leaf):
    expected = leaf.get("expectedValue", (leaf.get("schema") or {}).get("const"))
    return [None, expected, not expected if isinstance(expected, bool) else f"{expected}x"]


def holds(leaf, value):
    """Judge one condition as JSON Forms does: a value that is not there is equal to nothing."""
    if "expectedValue" in leaf:
        return value == leaf["expectedValue"]
    if value is None:
        return not {"const", "enum", "type"} & set(leaf["schema"])
    return Draft202012Validator(leaf["schema"]).is_valid(value)


def put(answers, path, value):
    if value is None:
        return
    for key in path[:-1]:
        answers = answers.setdefault(key, {})
    answers[path[-1]] = value


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
