"""A procedure that asks the types of questions that the library's three do not, and its tour."""

from collections.abc import Mapping

from wagtail.models import Site

from runtime.lists.lookups import load_list
from schemas.compilation.compiled import compile_document
from schemas.format.translations import translated
from schemas.publishing import publish
from schemas.questions.lookups import Entry
from tests.browser.answering import Filler, Pointer
from tests.browser.server import in_database
from tests.browser.walking import Tour
from tests.runtime.documents import document_of, question

KEY = "tous-les-types"
LIST = "ecoles"
TEXT, ENTRY = {"type": "string"}, {"type": "object"}
SCHOOLS = (
    Entry("e1", "École Jules-Ferry", "Rive droite"),
    Entry("e2", "École Jules-Ferry", "Rive gauche"),
    Entry("e3", "École du Lac-et-des-Grands-Peupliers", "Rive gauche"),
)
HALLS = {"type": "string", "oneOf": [{"const": f"s{n}", "title": f"Salle des fêtes n° {n}"} for n in range(1, 31)]}
BASIS = "Décret 2019-341 du 19 avril 2019"


def asked(
    key: str, widget: str, title: str, schema: Mapping[str, object] = TEXT, **options: object
) -> dict[str, object]:
    return question(key, {**schema, "title": title}, widget=widget, **options)


STEPS = {
    "quand": [
        asked("mois", "month", "Premier mois de location", min="2020-01"),
        asked("heure", "time", "Heure de début", min="08:00", max="22:00"),
        asked("vu", "date_time", "Quand l’avez-vous vu ?", max="today"),
    ],
    "ou": [
        asked("pays", "country", "Pays de naissance", ENTRY, autocomplete="country-name"),
        asked("commune", "commune", "Commune de naissance", ENTRY),
        asked("ecole", "list_entry", "École de votre enfant", ENTRY, list=LIST),
        asked("salle", "single_choice", "Quelle salle voulez-vous ?", HALLS, format="autocomplete"),
    ],
    "numeros": [
        asked("association", "rna", "Numéro RNA de l’association"),
        asked("secu", "nir", "Numéro de sécurité sociale", legal_basis=BASIS),
        asked("vehicule", "vehicle_plate", "Immatriculation du véhicule"),
    ],
}  # fmt: skip

WRONG: Mapping[str, Mapping[str, str]] = {
    "quand": {
        "mois.month": "13", "mois.year": "2019", "heure": "7h",
        "vu.day": "31", "vu.month": "2", "vu.year": "2026", "vu.time": "tard",
    },
    "ou": {"pays": "Atlantide", "commune": "Saint-Denis", "ecole": "jules ferry", "salle": "fêtes n° 2"},
    "numeros": {"association": "75", "secu": "2 69 05 49 588 157 81", "vehicule": "IO-123-UU"},
}  # fmt: skip
RIGHT: Mapping[str, Mapping[str, str]] = {
    "quand": {
        "mois.month": "mars", "mois.year": "2026", "heure": "14h30",
        "vu.day": "1", "vu.month": "3", "vu.year": "2026", "vu.time": "9 h",
    },
    "ou": {
        "pays": "Germany", "commune": "Lyon", "ecole": SCHOOLS[2].name, "salle": "salle des fetes n° 12",
    },
    "numeros": {"association": "w 751 234 567", "secu": "269054958815780", "vehicule": "ab123cd"},
}  # fmt: skip
#: What the check of all answers shows of them in French.
READ = (
    "mars 2026", "14:30", "1er mars 2026, 09:00", "Allemagne", "Lyon (69)", "Salle des fêtes n° 12",
    "W751234567", "• •• •• •• ••• ••• 80", "AB-123-CD",
)  # fmt: skip


def publish_every_type() -> None:
    """Load the list of schools and publish the procedure, in a thread that may."""

    def publish_it() -> None:
        load_list(LIST, SCHOOLS)
        publish(document_of(STEPS, key=KEY, department="voirie"), site=Site.objects.get(is_default_site=True))

    in_database(publish_it)


class EveryTypeTour(Tour):
    """Every step as it opens, with suggestions where there are some, and wrong; then the check of all answers.

    In English only what differs in more than labels is looked at: each page takes seconds.
    """

    folder = KEY

    def walk(self) -> None:
        publish_every_type()
        compiled, problems = compile_document(
            translated(document_of(STEPS, key=KEY), self.language), language=self.language
        )
        assert compiled is not None, problems
        self.filler = Filler(self.visitor.page, compiled, Pointer())
        self.open(f"/demarches/{KEY}/commencer/")
        for step in STEPS:
            if self.language == "fr":
                self.see(step)
            if step == "ou":
                self.see_suggestions()
            self.type(WRONG[step])
            self.filler.press("Continue")
            self.see(f"{step} wrong", is_error=True)
            self.type(RIGHT[step])
            self.filler.press("Continue")
        self.see("review")
        self.leave(self.visitor)

    def type(self, typed: Mapping[str, str]) -> None:
        for name, text in typed.items():
            self.visitor.page.locator(f'main input[name="{name}"]').fill(text)
        self.visitor.page.locator("h1").click()

    def see_suggestions(self) -> None:
        field = self.visitor.page.locator('main input[name="ecole"]')
        field.fill("")
        field.press_sequentially("ecole")
        self.visitor.page.locator("[role=option]").first.wait_for()
        field.press("ArrowDown")
        self.see("ou suggestions")
