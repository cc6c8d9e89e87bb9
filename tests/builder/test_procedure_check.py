"""`manage.py procedure check` says what is wrong with any file, where, and what to do."""

import io
import json
import os
import time
from string import ascii_lowercase

import pytest
from django.core.management import CommandError, call_command

from builder.management.commands.procedure import MOST_LINES
from schemas.format.reading import MAX_BYTES
from tests.builder.documents import LIBRARY, changed, source

STEP = ("ui", "elements", 0)


@pytest.fixture
def check(tmp_path):
    """Check some content; returns the exit code and everything said."""

    def run(content, **options):
        path = tmp_path / "document.json"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(errors="surrogatepass"))
        return run_on(path, **options)

    return run


def run_on(path, **options):
    out = io.StringIO()
    try:
        call_command("procedure", "check", str(path), stdout=out, **options)
    except CommandError as error:
        return error.returncode, f"{out.getvalue()}{error}"
    return 0, out.getvalue()


@pytest.mark.parametrize("path", sorted(LIBRARY.iterdir()), ids=lambda path: path.stem)
def test_documents_of_the_library_are_fine(path):
    assert run_on(path, language="en") == (0, f"{path.stem}: 0 problems, 0 warnings.\n")


NOT_DOCUMENTS = {
    "empty": (b"", "(whole document)  This is not JSON from line 1, column 1"),
    "binary": (bytes(range(256)) * 9, "(whole document)  This is not text in UTF-8"),
    "zeros": (bytes(10), "(whole document)  This is not JSON from line 1, column 1"),
    "not JSON": ('{"format": 1,\n  "kind" "x"}', "(whole document)  This is not JSON from line 2, column 10"),
    "latin 1": ('{"title": "é"}'.encode("latin-1"), "(whole document)  This is not text in UTF-8"),
    "UTF-16": ('{"title": "é"}'.encode("utf-16"), "(whole document)  This is not text in UTF-8"),
    "large": (b'"' + b"a" * 2_000_000 + b'"', "(whole document)  This takes more than 1,000,000 bytes"),
    "list": ("[]", "(whole document)  An object is expected here"),
    "number": ("12", "(whole document)  An object is expected here"),
    "repeated key": ('{"a": [{"b": 1, "b": 2}]}', "/a/0/b  “b” is written twice"),
    "deep": ('{"a":' * 500 + "1" + "}" * 500, "/a" * 40 + "  This is nested more than 40 levels deep"),
    "very deep": ("[" * 500_000 + "]" * 400_000, "(whole document)  This is nested more than 40 levels deep"),
    "NaN": ('{"a": NaN}', "/a  Not every program reads this number"),
    "infinite": ('{"a": [1e999]}', "/a/0  Not every program reads this number"),
    "huge number": ('{"a": ' + "9" * 100_000 + "}", "/a  Not every program reads this number"),
    "half a character": ('{"a": {"\\ud800": 1}}', "/a  This holds invisible control characters"),
    "escape sequence": ('{"a": "\\u001b[2J"}', "/a  This holds invisible control characters"),
}


@pytest.mark.parametrize(("content", "said"), NOT_DOCUMENTS.values(), ids=NOT_DOCUMENTS)
def test_what_is_no_document_is_told_with_its_place(check, content, said):
    code, output = check(content, language="en")

    assert code == 1
    assert f"problem  {said}" in output


CONTROL = (*STEP, "elements", 0, "options")
SHOW = ("rules", "show")
DESCRIPTION = ("data", "properties", "description")

#: What is put where; where it is told; what is said of it.
BAD_DOCUMENTS = {
    "unknown type": (
        CONTROL, {"widget": "hologram"}, "/ui/elements/0/elements/0/options/widget", "“hologram” is no type of question"
    ),
    "type that is a list": (
        CONTROL, {"widget": ["date"]}, "/ui/elements/0/elements/0/options/widget", "is no type of question"
    ),
    "shows itself": (
        (*SHOW, "question/description"), {"answered": "description"}, "/rules/show/question~1description/answered",
        "This would show only once it is answered",
    ),
    "cycle": (
        SHOW, {"question/telephone": {"answered": "description"}, "question/description": {"answered": "telephone"}},
        "/rules/show/question~1description/answered",
        "once another one of them is answered (description, telephone, description)",
    ),
    "reference to itself": (
        DESCRIPTION, {"$ref": "#/properties/description"}, "/data/properties/description/title", "no text here"
    ),
    "remote reference": (
        (*DESCRIPTION, "$ref"), "https://a.example", "/data/properties/description/$ref", "documents never reach out"
    ),
    "unknown state": (("circuit", "initial"), "ailleurs", "/circuit/initial", "“ailleurs” is no state"),
    "category that is a list": (
        ("circuit", "states", 0, "category"), [], "/circuit/states/0/category", "of no known category"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("path", "value", "pointer", "said"), BAD_DOCUMENTS.values(), ids=BAD_DOCUMENTS)
def test_what_is_wrong_with_a_document_is_told_with_its_place(check, path, value, pointer, said):
    code, output = check(changed(*path, value=value), language="en")

    (line,) = [line for line in output.splitlines() if line.startswith(f"problem  {pointer}  ")]
    assert code == 1
    assert said in line


def test_conditions_are_told_once_whatever_the_number_of_languages(check):
    content = changed("rules", "show", "question/description", value={"answered": "nothing"})

    assert check(content, language="en")[1].count("/rules/show/question~1description/answered") == 1


def test_summary_counts_problems_and_warnings(check):
    document = source()
    document["circuit"]["initial"] = "x"
    document["privacy"]["retention"]["draft"] = "soon"

    assert check(json.dumps(document), language="en")[1].endswith("2 problems, 0 warnings.")


def test_translations_that_are_missing_stale_or_unused_are_warnings(check):
    document = source()
    english = document["translations"]["en"]
    del english["summary"]
    document["title"] = "Autre titre"
    english["step/nulle-part/label"] = {"text": "Nowhere"}

    code, output = check(json.dumps(document), language="en")

    assert code == 0
    assert "warning  /translations/en/title  The text has changed since it was translated" in output
    assert "warning  /translations/en/summary  Not translated, so shown as it is: translate “" in output
    assert "warning  /translations/en/step~1nulle-part~1label  Translates no text of the document" in output
    assert output.endswith("signalement-voirie: 0 problems, 3 warnings.\n")


def test_french_is_spoken_unless_english_is_asked(check):
    code, output = check("[]")

    sentence = "Un objet est attendu ici\u00a0: écrivez {…}, avec des noms et des valeurs."
    assert output == f"problème  (tout le document)  {sentence}\n1 problème, 0 point d’attention."
    assert code == 1


def test_a_thousand_problems_take_a_hundred_lines(check):
    content = changed("ui", "elements", value=[None] * 1000)

    output = check(content, language="en")[1]

    assert output.count("\n") == MOST_LINES + 1
    assert "more.\n" in output


def test_file_that_is_not_there_is_unreadable(tmp_path):
    code, output = run_on(tmp_path / "nowhere.json", language="en")

    assert code == 2
    assert output.endswith("nowhere.json cannot be read: No such file or directory.")


def test_folder_is_unreadable(tmp_path):
    assert run_on(tmp_path, language="en") == (2, f"{tmp_path} is not a file.")


def test_pipe_that_nobody_writes_to_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    assert run_on(tmp_path / "pipe", language="en") == (2, f"{tmp_path / 'pipe'} is not a file.")


MANY = {
    "checks": (("rules", "check"), [{"id": f"c{n}", "at": "description", "expr": True} for n in range(12_000)]),
    "one condition": (("rules", "show", "question/description"), {"or": [{"answered": "x"}] * 40_000}),
    "states left": (("circuit", "transitions", 0, "from"), [f"s{n}" for n in range(60_000)]),
    "languages": (("translations",), {f"a{a}{b}": {"title": {"text": "x"}} for a in ascii_lowercase for b in "abcde"}),
    "texts": ((*STEP, "elements"), [{"type": "Label", "text": "x", "options": {"id": f"l{n}"}} for n in range(8_000)]),
    "choices": (("data", "properties", "description", "oneOf"), [{"const": "a"}] * 40_000),
}
TRYING = {name: changed(*path, value=value) for name, (path, value) in MANY.items()}
TRYING["repeated keys"] = "{" + ",".join(['"a":1'] * 120_000) + "}"


@pytest.mark.parametrize("content", TRYING.values(), ids=TRYING)
def test_the_most_trying_document_is_checked_in_bounded_time(check, content):
    assert len(content) <= MAX_BYTES
    begun = time.process_time()

    check(content)

    assert time.process_time() - begun < 10


def test_failing_test_is_a_problem(check):
    tests = [{"name": "Essai", "given": {}, "expect": {"question/description": False}}]

    code, output = check(changed("rules", "tests", value=tests), language="en")

    assert code == 1
    assert "problem  /rules/tests/0/expect/question~1description  The test “Essai” fails, since " in output


def test_what_tests_would_not_notice_is_told_only_when_asked(check):
    document = source()
    expr = {">=": [{"years": [{"date": "2000-01-01"}, {"var": "@today"}]}, 3]}
    document["rules"] |= {
        "criteria": [{"id": "trois", "expr": expr}],
        "messages": {"criteria/trois": {"fail": "Trois ans."}},
        "tests": [{"name": "un", "given": {}, "expect": {"criteria/trois": True}}],
    }

    assert "/rules/criteria/0" not in check(json.dumps(document), language="en")[1].replace("messages", "")
    assert (
        "No test expects the answer “no” of the criterion “Trois ans.”"
        in check(json.dumps(document), language="en", tests=True)[1]
    )


def test_tests_that_a_document_lacks_are_written_as_json(tmp_path):
    document = source()
    document["rules"] |= {
        "criteria": [{"id": "eau", "expr": {"==": [{"var": "categorie"}, "eau"]}}],
        "messages": {"criteria/eau": {"fail": "Eau."}},
    }
    path, out = tmp_path / "document.json", io.StringIO()
    path.write_text(json.dumps(document), encoding="utf-8")

    call_command("procedure", "propose", str(path), stdout=out)

    assert [each["expect"] for each in json.loads(out.getvalue())] == [{"criteria/eau": None}]


def test_no_tests_are_proposed_for_a_document_with_problems(tmp_path):
    path, out = tmp_path / "document.json", io.StringIO()
    path.write_text("{}", encoding="utf-8")

    with pytest.raises(CommandError) as refusal:
        call_command("procedure", "propose", str(path), stdout=out)

    assert refusal.value.returncode == 1
