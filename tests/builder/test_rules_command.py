"""`manage.py rules` evaluates one rule a line, and says what is wrong with a line without stopping there."""

import io
import json
import sys
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from builder.rule_lines import MAX_LINE_BYTES, answer_line

TYPES = {"n": "num", "d": "date", "s": "str", "l": "list", "g": "group", "g[].n": "num", "adresse.citycode": "str"}
PARAMS = {"cap": {"type": "num", "values": [{"from": "2026-01-01", "num": "26230.5"}]}}


def given(rule, **line):
    return answer_line(json.dumps({"types": TYPES, "rule": rule, **line}).encode())


def nested(levels):
    return "[" * levels + "]" * levels


@pytest.mark.parametrize(
    ("rule", "line", "value"),
    [
        ({"<": [{"var": "n"}, 3]}, {"answers": {"n": "2.5"}}, True),
        ({"<": [{"var": "n"}, 3]}, {"answers": {"n": 3}}, False),
        ({"<": [{"var": "n"}, 3]}, {}, None),
        ({"+": [{"var": "n"}, {"num": "0.50"}]}, {"answers": {"n": 12}}, "12.5"),
        ({"/": [{"var": "n"}, 0]}, {"answers": {"n": 12}}, None),
        ({"add_months": [{"var": "d"}, 1]}, {"answers": {"d": "2026-01-31"}}, "2026-02-28"),
        ({"years": [{"var": "d"}, {"var": "@today"}]}, {"answers": {"d": "2008-02-29"}, "today": "2026-02-28"}, "17"),
        ({"var": "l"}, {"answers": {"l": ["b", "a"]}}, ["b", "a"]),
        ({"var": "s"}, {"answers": {"s": "é\ud83d"}}, "é\ud83d"),
        ({"var": "g"}, {"answers": {"g": [{"n": 1}, {}]}}, [{"n": "1"}, {"n": None}]),
        ({"sum_of": ["g", {"var": "item.n"}]}, {"answers": {"g": [{"n": "0.1"}, {"n": "0.2"}]}}, "0.3"),
        ({"param": "cap"}, {"params": PARAMS, "today": "2026-01-01"}, "26230.5"),
        ({"var": "adresse.citycode"}, {"answers": {"adresse": {"citycode": "75056"}}}, "75056"),
        ({"var": "adresse.citycode"}, {"answers": {"adresse.citycode": "75056"}}, "75056"),
        (True, {"name": "another key"}, True),
    ],
)
def test_line_gives_the_value_of_its_rule(rule, line, value):
    assert given(rule, **line) == {"value": value}


@pytest.mark.parametrize(
    ("text", "problem", "at"),
    [
        ("{", "not_json", ""),
        ('{"rule": NaN}', "not_json", ""),
        ('{"rule": 1e99999999999999999999}', "not_json", ""),
        ('{"rule": ' + "9" * 10_000 + "}", "not_json", ""),
        (nested(100_000), "too_deep", ""),
        ('"' + "a" * MAX_LINE_BYTES, "too_large", ""),
        ("[]", "not_an_object", ""),
        ("{}", "missing_rule", ""),
        ('{"rule": true, "types": []}', "not_an_object", "/types"),
        ('{"rule": true, "answers": 1}', "not_an_object", "/answers"),
        ('{"rule": true, "params": 1}', "not_an_object", "/params"),
        ('{"rule": true, "params": {"p": {}}}', "bad_param", "/params/p"),
        ('{"rule": true, "types": {"a/b": "text"}}', "bad_type", "/types/a~1b"),
        ('{"rule": true, "types": {"a": ["num"]}}', "bad_type", "/types/a"),
        ('{"rule": true, "types": {"@today": "num"}}', "bad_type", "/types/@today"),
        ('{"rule": true, "types": {"a": "num"}, "answers": {"a": true}}', "bad_answer", "/answers/a"),
        ('{"rule": true, "types": {"g": "group"}, "answers": {"g": [1]}}', "bad_answer", "/answers/g"),
        ('{"rule": true, "types": {"g": "group", "g[].n": "num"}, "answers": {"g": [{"n": []}, {"n": "x"}]}}',
         "bad_answer", "/answers/g"),
        ('{"rule": true, "today": "2026-02-30"}', "bad_date", "/today"),
        ('{"rule": {"and": [{"var": "x"}]}}', "unknown_name", "/rule/and/0/var"),
        ('{"rule": {"<": [1, 1.5]}}', "bad_number", "/rule/</1"),
        ('{"rule": {"*": [{"num": "999999999999999999"}, 2]}}', "overflow", "/rule"),
    ],
    ids=range(22),
)  # fmt: skip
def test_line_with_a_problem_tells_it_with_its_place(text, problem, at):
    assert answer_line(text.encode()) == {"problem": problem, "at": at}


def test_fifty_one_items_are_too_many():
    assert given(True, answers={"g": [{}] * 51}) == {"problem": "bad_answer", "at": "/answers/g"}


def test_bytes_that_are_no_text_are_told():
    assert answer_line(b'{"rule": "\xff"}') == {"problem": "not_json", "at": ""}


LINES = b'{"rule": true}\n\n' + b'"' + b"a" * (3 * MAX_LINE_BYTES) + b'"\nx\n{"rule": 3}'
TOLD = [{"value": True}, {"problem": "too_large", "at": ""}, {"problem": "not_json", "at": ""}, {"value": "3"}]


def told(path):
    out = io.StringIO()
    call_command("rules", str(path), stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_line_of_a_file_gives_a_line(tmp_path):
    path = tmp_path / "rules.jsonl"
    path.write_bytes(LINES)

    assert told(path) == TOLD


def test_dash_is_the_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(LINES)))

    assert told("-") == TOLD


def test_file_that_cannot_be_read_ends_the_command(tmp_path):
    with pytest.raises(CommandError) as caught:
        call_command("rules", str(tmp_path / "none.jsonl"))

    assert caught.value.returncode == 2
