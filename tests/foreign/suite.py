"""The official suite of JSON Schema through our gate and validator, by hand: `python -m tests.foreign.suite FOLDER`.

FOLDER holds the draft 2020-12 cases (`json/tests/draft2020-12` of the source of the `jsonschema` distribution). Every
case agrees, or its schema is refused by name. Prints the counts; exit code 1 when a case disagrees.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from schemas.exchange.admission import admit
from schemas.json_schema.validator import violations


def main(folder):
    """Judge every case of every file, and print how many agree, are refused (by code), or disagree."""
    counts, refused = Counter(), Counter()
    for path in sorted(Path(folder).glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8")):
            judge(path.stem, case, counts, refused)
    total = sum(counts.values())
    print(f"{total} cases: {counts['agree']} agree, {counts['refused']} refused by name, {counts['disagree']} disagree")
    for code, count in refused.most_common():
        print(f"  {count:4} {code}")
    return 1 if counts["disagree"] or not total else 0


def judge(name, case, counts, refused):
    schema, problems = admit(case["schema"])
    for test in case["tests"]:
        if problems:
            counts["refused"] += 1
            refused[problems[0].code] += 1
            continue
        verdict = "agree" if (not violations(schema, test["data"])) is test["valid"] else "disagree"
        counts[verdict] += 1
        if verdict == "disagree":
            print(f"disagrees: {name} | {case['description']} | {test['description']}")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
