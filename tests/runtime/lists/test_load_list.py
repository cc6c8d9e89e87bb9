"""Lists that an operator loads, and questions look things up in."""

import io

import pytest
from django.core.management import CommandError, call_command

from runtime.lists.lookups import LOOKUPS
from schemas.models import ListEntry

pytestmark = pytest.mark.django_db


def load(tmp_path, content, name="communes.csv", list_name="communes"):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    out = io.StringIO()
    call_command("load_list", list_name, path, stdout=out)
    return out.getvalue()


def test_a_file_replaces_the_list(tmp_path):
    load(tmp_path, "code,name\n01001,Ancienne\n")

    said = load(tmp_path, "code,name,context\n93066,Saint-Denis,Seine-Saint-Denis\n97411,Saint-Denis,La Réunion\n")

    assert said.strip() == "communes: 2 entries."
    assert {entry.code for entry in LOOKUPS.search("communes", "ST DENIS")} == {"93066", "97411"}
    assert LOOKUPS.find("communes", "01001") is None


def test_json_is_read_too(tmp_path):
    load(tmp_path, '[{"code": "69123", "name": "Lyon", "context": "Rhône"}]', "communes.json")

    assert LOOKUPS.find("communes", "69123").label == "Lyon (Rhône)"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("nom\nLyon\n", "row 1 has no code"),
        ("code,name\n69123,\n", "row 1 has no name"),
        ("code,name\n1,A\n1,B\n", "row 2: the code 1"),
        (f"code,name\n{'9' * 30},A\n", "row 1: its code is over 20"),
        (f"code,name,aliases\n1,A,B;{'c' * 121}\n", "row 1: one of its aliases is over 120"),
    ],
)
def test_a_bad_file_is_told_with_its_row_and_loads_nothing(tmp_path, content, said):
    load(tmp_path, "code,name\n01001,Gardée\n")

    with pytest.raises(CommandError, match=said):
        load(tmp_path, content)

    assert ListEntry.objects.get().name == "Gardée"


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match=r"nulle-part\.csv cannot be read"):
        call_command("load_list", "communes", tmp_path / "nulle-part.csv")


def test_other_names_are_found_and_go_with_the_list(tmp_path):
    load(tmp_path, "code,name,aliases\n99109,Allemagne,Germany; DE\n", "pays.csv", "countries")
    found = LOOKUPS.search("countries", "GERMANY")

    load(tmp_path, '[{"code": "99352", "name": "Algérie", "aliases": ["Algeria"]}]', "pays.json", "countries")

    assert [entry.name for entry in found] == ["Allemagne"]
    assert [entry.name for entry in LOOKUPS.search("countries", "algeria")] == ["Algérie"]
    assert LOOKUPS.search("countries", "germany") == []
    assert LOOKUPS.search("communes", "algeria") == []


@pytest.mark.parametrize("name", ["Mes écoles", "Écoles", "1er", "", "x" * 41])
def test_a_list_whose_name_no_question_could_give_is_refused(tmp_path, name):
    with pytest.raises(CommandError, match="is no name of a list"):
        load(tmp_path, "code,name\n1,A\n", list_name=name)

    assert not ListEntry.objects.exists()


def test_what_is_loaded_is_clean(tmp_path):
    load(tmp_path, "code,name\n1,École\u00a0du\u200b Lac \n", list_name="ecoles")

    assert LOOKUPS.find("ecoles", "1").name == "École du Lac"
