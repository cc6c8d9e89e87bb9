"""A page as deep as somebody makes it: drawn whole down to the deepest level, and no deeper."""

from runtime.forms.positions import MAX_LEVELS
from tests.runtime.documents import question

TITLE, REST = {"type": "string", "title": "Titre"}, {"$ref": "#/$defs/partie", "title": "Suite"}
PART = {"type": "object", "title": "Partie", "properties": {"titre": TITLE, "suite": REST}}
DEEPER = 2 * MAX_LEVELS


def test_a_page_opened_deeper_than_it_goes_is_drawn_to_its_last_level(published, person):
    published({"un": [question("plan", {"$ref": "#/$defs/partie"}, required=False)]}, defs={"partie": PART})
    person.open("/demarches/essai/commencer/")
    opened = {f"plan{'.a.value.suite' * depth}._ids": "a" for depth in range(DEEPER)}

    person._see(person.client.post(person.url, person.fields() | opened | {"_upload": "plan"}, follow=True), person.url)

    assert person.response.status_code == 200
    assert len(person.page.select(".g-item")) == MAX_LEVELS // 2
    person.press(button=("_add", f"plan{'.a.value.suite' * (MAX_LEVELS // 2)}"))
    assert "Rien n’a été ajouté" in person.page.select_one("[role=status]").get_text()

    person.press({name: "Un" for name in person.fields() if name.endswith("titre")})

    assert "/verifier/" in person.url
    assert len(person.page.find_all("dt", string="Titre")) == MAX_LEVELS // 2
