"""A procedure whose questions stand inside questions, and its tour."""

from wagtail.models import Site

from schemas.publishing import publish
from tests.browser.answering import Pointer
from tests.browser.server import in_database
from tests.browser.walking import Tour
from tests.runtime.documents import document_of, files, group, nest, question, text

KEY = "gigogne"

PERSON = {
    "type": "object",
    "title": "Une personne",
    "properties": {"nom": {"type": "string", "title": "Nom"}, "age": {"type": "integer", "title": "Âge"}},
    "required": ["nom"],
}
COMPANY = {"type": "string", "title": "Une société", "minLength": 3}
PART = {
    "type": "object",
    "title": "Rubrique",
    "properties": {
        "titre": {"type": "string", "title": "Titre de la rubrique"},
        "suite": {"$ref": "#/$defs/rubrique", "title": "Sous-rubrique"},
    },
    "required": ["titre"],
}
PLACES = [{"type": "string", "title": title} for title in ("Départ", "Arrivée")]
PAPERS = nest("papiers", text("numero"), files("preuve", kinds=["pdf"], required=False))
STEPS = {
    "foyer": [nest("foyer", text("nom"), group("enfants", text("prenom"), PAPERS))],
    "suite": [
        question("trajet", {"type": "array", "prefixItems": PLACES, "minItems": 2}),
        question("tiers", {"type": "array", "items": {"oneOf": [PERSON, COMPANY]}}, item_label="Tiers"),
        question("plan", {"$ref": "#/$defs/rubrique"}, required=False),
        question("divers", {"type": "object", "additionalProperties": {"type": "string"}}, required=False),
    ],
}


def publish_nested() -> None:
    """Publish the procedure, in a thread that may."""

    def publish_it() -> None:
        document = document_of(STEPS, key=KEY, department="voirie", defs={"rubrique": PART})
        publish(document, site=Site.objects.get(is_default_site=True))

    in_database(publish_it)


class NestedTour(Tour):
    """What is opened and in error at depth, and the check of nested answers.

    In English only the page with everything wrong is looked at: each page takes seconds.
    """

    folder = KEY

    def walk(self) -> None:
        publish_nested()
        self.open(f"/demarches/{KEY}/commencer/")
        self.add("foyer.enfants", "foyer.enfants")
        self.press("Continue")
        self.see("foyer wrong", is_error=True)
        self.fill()
        self.press("Continue")
        self.add("tiers", "tiers", "plan", "divers")
        for _ in range(2):
            self.click('[name="_add"][value$=".suite"]')
        for nth in (0, 3):
            self.visitor.page.locator("main [type=radio]").nth(nth).check()
        if self.language == "fr":
            self.see("suite opened")
        self.fill()
        self.press("Continue")
        if self.language == "fr":
            self.see("review")
        assert "/verifier/" in self.visitor.page.url, self.visitor.page.locator("main").inner_text()
        self.leave(self.visitor)

    def add(self, *lists: str) -> None:
        for name in lists:
            self.click(f'[name="_add"][value="{name}"]')

    def click(self, selector: str) -> None:
        Pointer().press(self.visitor.page.locator(f"main {selector}").first)

    def fill(self) -> None:
        """Type something in each input that shows."""
        for field in self.visitor.page.locator("main input[type=text]:visible").all():
            field.fill("123")
