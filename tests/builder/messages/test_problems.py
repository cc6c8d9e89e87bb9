"""Everything that documents are told has words, in both languages, that say what to do next."""

import ast
import re

import pytest
from django.utils import translation

from builder.checks import TRANSLATION_CODES
from builder.messages.problems import (
    BARE_SENTENCES,
    OTHERWISE,
    PLACEHOLDER,
    SENTENCES,
    quoted,
    word_document_problem,
    word_place,
)
from schemas.problems import Problem
from schemas.questions.problem_codes import AUTHOR_CODES
from tests.house.tree import ROOT, modules, parsed

SOURCES = modules(
    "schemas/authoring", "schemas/compilation", "schemas/exchange", "schemas/format", "schemas/rules",
    "schemas/simulation",
)  # fmt: skip
SOURCES += [ROOT / "schemas" / "publishing.py", ROOT / "schemas" / "json_schema" / "admission.py"]
TELLERS = {"Problem", "say", "refuse", "make_finding", "note"}

#: Methods that pass on the code they are given.
PASSED_ON = {"code", "problem.code"}


def name_of(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def tellings():
    """Every call that tells a problem, with its code and the names of its parameters (None: not written there)."""
    for path in SOURCES:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and name_of(node) in TELLERS and node.args:
                yield path.name, node, params_of(node)


def params_of(call):
    if name_of(call) != "Problem":
        names = {keyword.arg for keyword in call.keywords}
        return None if None in names else names
    given = call.args[2] if len(call.args) > 2 else ast.Dict(keys=[], values=[])
    return {key.value for key in given.keys} if isinstance(given, ast.Dict) else None


LITERALS = [
    (node.args[0].value, params) for _, node, params in tellings() if isinstance(node.args[0], ast.Constant)
] + [(code, set(names)) for code, names in AUTHOR_CODES.items()]


def test_codes_are_written_where_they_are_told():
    computed = [
        f"{module}:{node.lineno}"
        for module, node, _ in tellings()
        if not isinstance(node.args[0], ast.Constant) and ast.unparse(node.args[0]) not in PASSED_ON
    ]

    assert computed == []


def test_the_collection_finds_codes_of_every_kind():
    codes = {code for code, _ in LITERALS}

    assert {"not_json", "missing_id", "unknown_type", "bad_transition", "type_mismatch", "no_choices"} <= codes


@pytest.mark.parametrize("code", sorted({code for code, _ in LITERALS} | set(TRANSLATION_CODES.values())))
def test_every_code_has_words(code):
    assert code in SENTENCES


def test_no_words_are_left_without_a_code():
    told = {code for code, _ in LITERALS} | {*TRANSLATION_CODES.values(), "translation_unused"}

    assert (set(SENTENCES) | set(BARE_SENTENCES)) - told == set()


@pytest.mark.parametrize(
    ("code", "params"), [pytest.param(c, p, id=f"{c}-{'-'.join(sorted(p))}") for c, p in LITERALS if p is not None]
)
def test_every_place_that_tells_a_code_fills_the_placeholders(code, params):
    sentences = [each[code] for each in (SENTENCES, BARE_SENTENCES) if code in each]

    assert any(set(PLACEHOLDER.findall(sentence)) <= params for sentence in sentences)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_sentences_say_what_is_wrong_and_what_to_do(language):
    with translation.override(language):
        said = [translation.gettext(each) for each in (*SENTENCES.values(), *BARE_SENTENCES.values(), OTHERWISE)]

    assert [each for each in said if not re.fullmatch(r"[A-Z“«%\u00a0].*[^ ]:? .*[.]", each, re.DOTALL)] == []
    assert [each for each in said if ":" not in each] == []


@pytest.mark.parametrize(
    ("problem", "french", "english"),
    [
        (Problem("too_large", "", {"limit": 1_000_000}), "1\u00a0000\u00a0000 octets", "1,000,000 bytes"),
        (
            Problem("type_mismatch", "/x", {"operator": "<", "expected": [["num", "num"]], "found": ["str", None]}),
            "« < » ne prend pas ceci (texte + ?)\u00a0: donnez-lui nombre + nombre.",
            "“<” does not take this (text + ?): give it number + number.",
        ),
        (
            Problem("type_mismatch", "/x", {"operator": "", "expected": [["bool"]], "found": ["num"]}),
            "Une condition est vraie ou fausse",
            "A condition is true or false, and this is not (number)",
        ),
        (
            Problem("bad_name", "/key", {"pattern": "[A-Z]{2,5}"}),
            "deux à cinq capitales",
            "two to five capital letters",
        ),
        (Problem("bad_name", "/rules/show/x"), "entre guillemets", "in quotation marks"),
        (Problem("bad_arity", "", {"operator": "or", "least": 1, "most": None, "found": 0}), "∞ au plus", "∞ at most"),
        (Problem("unknown_department", "", {"key": "x"}), "ni aucun autre", "nor any other"),
        (Problem("unknown_department", "", {"key": "x", "known": ["a", "b"]}), "l’un de ceux-ci, a, b", "one of a, b"),
        (Problem("never_heard", "/x"), "(never_heard)", "(never_heard)"),
        (Problem("unknown_state", "/x"), "(unknown_state)", "(unknown_state)"),
    ],
)
def test_words_of_a_problem(problem, french, english):
    with translation.override("fr"):
        assert french.replace("« ", "«\u00a0").replace(" »", "\u00a0»") in word_document_problem(problem)
    with translation.override("en"):
        assert english in word_document_problem(problem)


def test_what_is_quoted_cannot_upset_a_terminal():
    hostile = "\x1b[2J\u202e\ud800\n" + "é" * 1000

    said = word_document_problem(Problem("unknown_state", "", {"state": hostile})) + word_place(
        Problem("x", f"/{hostile}")
    )

    assert "\\x1b[2J\\u202e\\ud800\\n" in said
    assert all(each.isprintable() or each == "\u00a0" for each in said)
    assert len(said) < 600


def test_whole_document_is_a_place():
    with translation.override("en"):
        assert word_place(Problem("not_json")) == "(whole document)"
    assert quoted("/a b", 10) == "/a b"
