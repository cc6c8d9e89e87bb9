"""`manage.py procedure import` and `export`: schemas of others become documents, and documents schemas of others."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from schemas.format.reading import read_document
from tests.builder.documents import LIBRARY

SCHEMA = {
    "title": "Chantier",
    "type": "object",
    "properties": {"nom": {"type": "string"}, "ouvert": {"type": "boolean"}, "heures": {"type": "integer"}},
    "required": ["nom"],
}
UI = {
    "type": "VerticalLayout",
    "elements": [
        {"type": "Control", "scope": "#/properties/nom"},
        {"type": "Control", "scope": "#/properties/ouvert"},
        {
            "type": "Control",
            "scope": "#/properties/heures",
            "rule": {"effect": "SHOW", "condition": {"scope": "#/properties/ouvert", "schema": {"const": True}}},
        },
    ],
}


@pytest.fixture
def run(tmp_path):
    """Run an action on files of some content; returns the exit code and what is said."""

    def run(action, content, *options, **files):
        paths = {name: tmp_path / f"{name}.json" for name in ("file", *files)}
        for name, value in {"file": content, **files}.items():
            paths[name].write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
        named = [word for name in files for word in (f"--{name}", str(paths[name]))]
        out, err = io.StringIO(), io.StringIO()
        arguments = ("procedure", action, str(paths["file"]), *named, *options, "--language", "en")
        try:
            call_command(*arguments, stdout=out, stderr=err)
        except CommandError as error:
            return error.returncode, f"{out.getvalue()}{error}"
        return 0, out.getvalue() + err.getvalue()

    return run


def test_a_schema_becomes_a_document_that_reads(run):
    code, said = run("import", SCHEMA, "--key", "chantier", "--department", "voirie")

    document, problems = read_document(said)
    assert (code, problems) == (0, ())
    assert (document.key, document.department, document.title) == ("chantier", "voirie", "Chantier")
    assert [question.type for question in document.questions] == ["short_text", "yes_no", "integer"]


def test_a_layout_of_its_own_file_or_beside_the_schema_is_read(run):
    apart = run("import", SCHEMA, ui=UI)
    together = run("import", {"schema": SCHEMA, "uischema": UI})

    assert apart == together
    assert "question/heures" in json.loads(apart[1])["rules"]["show"]


def test_what_is_refused_is_told_with_its_place_and_an_exit_code(run):
    schema = {"type": "object", "properties": {"a": {"$ref": "https://exemple.fr/schema.json"}}}

    code, said = run("import", schema)

    assert code == 1
    assert "problem  /properties/a/$ref  “https://exemple.fr/schema.json” is somewhere else" in said
    assert said.endswith("Not imported.")


def test_machines_get_reports_in_json(run):
    good = json.loads(run("import", {"type": "string"}, "--json")[1])
    code, said = run("import", {"type": "nothing"}, "--json")
    bad = json.loads(said.removesuffix("Not imported."))

    assert (good["ok"], [note["code"] for note in good["notes"]]) == (True, ["wrapped"])
    assert good["document"]["format"] == 1
    assert (code, bad["ok"]) == (1, False)
    assert [(each["code"], each["pointer"]) for each in bad["problems"]] == [("bad_keyword", "/type")]
    assert bad["problems"][0]["message"].startswith("“type” does not hold")


def test_result_is_written_to_a_file(run, tmp_path):
    code, said = run("import", SCHEMA, "-o", str(tmp_path / "out.json"))

    assert (code, said.strip()) == (0, f"{tmp_path / 'out.json'} is written.")
    assert json.loads((tmp_path / "out.json").read_text())["title"] == "Chantier"


def test_what_cannot_be_written_or_read_has_its_own_exit_code(run, tmp_path):
    assert run("import", SCHEMA, "-o", str(tmp_path / "none" / "out.json"))[0] == 2
    assert run("import", SCHEMA, "--ui", str(tmp_path / "none.json"))[0] == 2


def test_a_whole_document_is_imported_as_it_is(run):
    content = next(iter(sorted(LIBRARY.iterdir()))).read_text(encoding="utf-8")

    code, said = run("import", content)

    assert (code, json.loads(said)) == (0, json.loads(content))


def test_conditions_are_given_away_and_come_back(run):
    document = run("import", SCHEMA, ui=UI)[1]

    code, said = run("export", document)
    given = json.loads(said)
    again = json.loads(run("import", given)[1])

    assert code == 0
    assert given["schema"]["required"] == ["nom"]
    assert given["uischema"]["elements"][0]["elements"][2]["rule"]["effect"] == "SHOW"
    assert "question/heures" in again["rules"]["show"]


@pytest.mark.parametrize("path", sorted(LIBRARY.iterdir()), ids=lambda path: path.stem)
def test_documents_of_the_library_can_be_given_away(run, path):
    code, said = run("export", path.read_text(encoding="utf-8"), "--json")

    report = json.loads(said)
    assert (code, report["ok"]) == (0, True)
    assert report["exported"]["schema"]["type"] == "object"
    assert {note["code"] for note in report["notes"]} <= {"condition_not_exported", "kept_in_schema"}


def test_checking_reports_to_machines_too(run):
    code, said = run("check", "{}", "--json")

    assert code == 1
    assert json.loads(said[: said.rindex("}") + 1])["ok"] is False
