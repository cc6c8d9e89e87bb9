"""Conditions over answers on the page where they are told."""

from tests.runtime.documents import group, question, text

NUMBER = {"type": "integer"}
RULES = {
    "dialect": 1,
    "check": [
        {"id": "aire", "at": "largeur", "expr": {"<": [{"*": [{"var": "longueur"}, {"var": "largeur"}]}, 100]}},
        {"id": "cube", "at": "lots.cote", "expr": {"<": [{"*": [{"var": "item.cote"}, {"var": "item.cote"}]}, 100]}},
    ],
    "messages": {"check/aire": {"fail": "Trop grand."}, "check/cube": {"fail": "Trop gros."}},
}
SIDES = [question("longueur", NUMBER, widget="integer"), question("largeur", NUMBER, widget="integer")]
LOTS = group("lots", question("cote", NUMBER, widget="integer"))


def test_numbers_too_large_for_a_condition_do_not_pass_it(published, person):
    published({"un": [*SIDES], "deux": [text("motif")]}, rules={**RULES, "check": RULES["check"][:1]})
    person.open("/demarches/essai/commencer/")

    person.press({"longueur": "1000000000000", "largeur": "1000000000000"})
    (told,) = person.errors
    assert told.startswith("« Question largeur » : avec les autres réponses, on obtient des nombres trop grands")

    person.press({"longueur": "100", "largeur": "1"})
    assert person.errors == ["Trop grand."]

    person.press({"longueur": "99", "largeur": "1"})
    assert person.asks("motif")


def test_numbers_too_large_are_told_in_their_item(published, person):
    published({"un": [LOTS], "deux": [text("motif")]}, rules={**RULES, "check": RULES["check"][1:]})
    person.open("/demarches/essai/commencer/").press(button=("_add", "lots")).press(button=("_add", "lots"))
    first, second = person.fields()["lots._ids"]

    person.press({f"lots.{first}.cote": "9", f"lots.{second}.cote": "1000000000000"})

    assert len(person.errors) == 1
    assert "trop grands" in person.errors[0]
    assert person.page.select_one("[role=alert] a")["href"] == f"#q-lots.{second}.cote"
