"""Questions inside questions, to any depth, filed through the pages without a script."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from runtime.drafts.content import open_draft
from runtime.drafts.models import Draft
from runtime.files.models import StoredFile
from runtime.submissions.content import open_content
from runtime.submissions.models import Submission
from tests.journeys.person import a_pdf
from tests.runtime.documents import files, group, nest, question, text

#: How the key `numéro (€)` stands in the names of fields.
NUMBER = "num~e9~ro~20~~28~~20ac~~29~"
PERSON = {
    "oneOf": [
        {
            "type": "object",
            "title": "Une personne",
            "properties": {"nom": {"type": "string", "title": "Nom"}, "age": {"type": "integer", "title": "Âge"}},
            "required": ["nom"],
        },
        {"type": "string", "title": "Une société", "minLength": 3},
    ]
}
PART = {
    "type": "object",
    "title": "Partie",
    "properties": {
        "titre": {"type": "string", "title": "Titre"},
        "suite": {"$ref": "#/$defs/partie", "title": "Sous-partie"},
    },
    "required": ["titre"],
}
PAPERS = nest("papiers", text("numéro (€)"), files("preuve", kinds=["pdf"]))
PLACES = [{"type": "string", "title": title} for title in ("De", "À")]
HOUSEHOLD = {
    "foyer": [
        nest(
            "foyer",
            text("nom"),
            group("enfants", text("prenom"), PAPERS, required=False),
        )
    ],
    "suite": [
        question("trajet", {"type": "array", "prefixItems": PLACES, "minItems": 2}),
        question("tiers", {"type": "array", "items": PERSON}, item_label="Tiers"),
        question("plan", {"$ref": "#/$defs/partie"}, required=False),
        question("divers", {"type": "object", "additionalProperties": {"type": "string"}}, required=False),
    ],
}  # fmt: skip


@pytest.fixture
def form(published, person):
    """The first page of a procedure that nests questions in all their ways."""
    published(HOUSEHOLD, defs={"partie": PART})
    return person.open("/demarches/essai/commencer/")


def ids(person, name):
    return person.fields()[f"{name}._ids"]


def linked(person):
    """Return, for each line of the summary of errors, its text and the element that it leads to."""
    links = person.page.select("[role=alert] li a")
    return [(each.get_text(), person.page.find(id=each["href"][1:])) for each in links]


def test_a_file_four_levels_down_goes_all_the_way(form):
    form.press({"foyer.nom": "Lenoir"}, button=("_add", "foyer.enfants"))
    (child,) = ids(form, "foyer.enfants")
    here = f"foyer.enfants.{child}"

    form.press(
        {
            f"{here}.prenom": "Zoé",
            f"{here}.papiers.{NUMBER}": "12",
            f"{here}.papiers.preuve": a_pdf(),
        }
    )

    assert "/suite/" in form.url, form.errors
    held = open_draft(Draft.objects.get()).answers["foyer"]["enfants"][0]
    assert held["papiers"]["numéro (€)"] == "12"
    assert [each["name"] for each in held["papiers"]["preuve"]] == ["justificatif.pdf"]
    assert StoredFile.objects.get().question == f"{here}.papiers.preuve"


def test_errors_at_depth_say_where_and_link_to_the_input(form):
    form.press({"foyer.nom": "Lenoir"}, button=("_add", "foyer.enfants"))
    form.press({}, button=("_add", "foyer.enfants"))
    first, second = ids(form, "foyer.enfants")

    form.press(
        {
            f"foyer.enfants.{first}.prenom": "Zoé",
            f"foyer.enfants.{second}.prenom": "Léo",
            f"foyer.enfants.{second}.papiers.{NUMBER}": "3",
        }
    )

    found = linked(form)
    child, papers = "Question foyer › Enfant", "Question papiers"
    assert [text for text, _ in found] == [
        f"{child} 1 › {papers}\xa0: «\xa0Question numéro (€)\xa0»\xa0: saisissez une réponse.",
        f"{child} 1 › {papers}\xa0: «\xa0Question preuve\xa0»\xa0: ajoutez ce document.",
        f"{child} 2 › {papers}\xa0: «\xa0Question preuve\xa0»\xa0: ajoutez ce document.",
    ]
    assert [element["name"] for _, element in found] == [
        f"foyer.enfants.{first}.papiers.{NUMBER}",
        f"foyer.enfants.{first}.papiers.preuve",
        f"foyer.enfants.{second}.papiers.preuve",
    ]


def test_an_item_is_added_and_removed_at_any_depth_and_what_was_typed_stays(form):
    form.press({"foyer.nom": "Lenoir"}, button=("_add", "foyer.enfants"))
    form.press({}, button=("_add", "foyer.enfants"))
    first, second = ids(form, "foyer.enfants")
    assert form.full_url.endswith(f"#q-foyer.enfants.{second}")
    assert form.page.find(id=f"q-foyer.enfants.{second}") is not None

    form.press({f"foyer.enfants.{second}.prenom": "Léo"}, button=("_remove", f"foyer.enfants.{first}"))

    assert ids(form, "foyer.enfants") == [second]
    assert form.fields()[f"foyer.enfants.{second}.prenom"] == ["Léo"]
    assert "«\xa0Enfant 1\xa0»\xa0: supprimé." in form.page.select_one("[role=status]").get_text()


@pytest.fixture
def second(form):
    """The second page, the household of the first being answered without a child."""
    return form.press({"foyer.nom": "Lenoir"})


def test_going_three_parts_deep_opens_one_at_a_time(second):
    second.press({"trajet.0": "Tours", "trajet.1": "Nantes"}, button=("_add", "plan"))
    name = "plan"
    for depth in range(3):
        (opened,) = ids(second, name)
        assert second.page.find("button", value=f"{name}.{opened}.value.suite")["name"] == "_add"
        name = f"{name}.{opened}.value.suite"
        second.press({f"{name.removesuffix('.suite')}.titre": f"Partie {depth}"}, button=("_add", name))

    titles = sorted((name for name in second.fields() if name.endswith(".titre")), key=len)
    assert [second.fields()[title] for title in titles] == [["Partie 0"], ["Partie 1"], ["Partie 2"], [""]]
    assert second.fields()["trajet.1"] == ["Nantes"]
    button = second.page.find("button", value=f"{name}.{ids(second, name)[0]}.value.suite")
    assert (
        button.get_text(" ", strip=True)
        == "Ajouter «\xa0Sous-partie\xa0» (Question plan › Sous-partie › Sous-partie › Sous-partie)"
    )


def test_a_branch_left_is_kept_while_the_page_is_in_error_and_not_sent(second):
    second.press(button=("_add", "tiers"))
    (item,) = ids(second, "tiers")
    here = f"tiers.{item}.value"
    second.press({"trajet.0": "Tours", f"{here}._branch": "0", f"{here}.0.nom": "Zoé", f"{here}.0.age": "3"})
    second.press({f"{here}._branch": "1", f"{here}.1": "AB"})

    assert [(text, element["name"]) for text, element in linked(second)] == [
        ("Question trajet\xa0: «\xa0À\xa0»\xa0: saisissez une réponse.", "trajet.1"),
        (
            "Tiers 1\xa0: «\xa0Une société\xa0»\xa0: saisissez au moins 3 caractères\xa0; vous en avez saisi 2.",
            f"{here}.1",
        ),
    ]
    assert second.fields()[f"{here}.0.nom"] == ["Zoé"]
    second.press({"trajet.1": "Nantes", f"{here}.1": "Acmé"})
    assert "/verifier/" in second.url, second.errors
    assert open_draft(Draft.objects.get()).answers["tiers"] == [{"_id": item, "value": "Acmé"}]


def rows(person):
    """Return each row of the summary on a page: how deep it stands, its label, its lines, where it is changed."""
    return [
        (
            len(row.find_parents("dl")),
            row.dt.get_text(strip=True),
            [line.get_text(" ", strip=True) for line in row.dd.find_all("p", recursive=False)],
            [link["href"].partition("#")[2] for link in row.select(":scope > .g-change a")],
        )
        for row in person.page.select("dl.g-answers > div")
    ]


@pytest.fixture
def sent(form):
    """A whole request, checked and sent: somebody who looks at the receipt; `reviewed` is what they checked."""
    form.press({"foyer.nom": "Lenoir"}, button=("_add", "foyer.enfants"))
    (child,) = ids(form, "foyer.enfants")
    here = f"foyer.enfants.{child}"
    form.press(
        {
            f"{here}.prenom": "Zoé",
            f"{here}.papiers.{NUMBER}": "12",
            f"{here}.papiers.preuve": a_pdf(),
        }
    )
    form.press(button=("_add", "plan")).press(button=("_add", "tiers")).press(button=("_add", "divers"))
    plan, third, pair = (ids(form, name)[0] for name in ("plan", "tiers", "divers"))
    form.press({f"plan.{plan}.value.titre": "Un"}, button=("_add", f"plan.{plan}.value.suite"))
    (deeper,) = ids(form, f"plan.{plan}.value.suite")
    form.press({
        "trajet.0": "Tours", "trajet.1": "Nantes",
        f"tiers.{third}.value._branch": "0", f"tiers.{third}.value.0.nom": "Zoé",
        f"plan.{plan}.value.suite.{deeper}.value.titre": "Deux",
        f"divers.{pair}.name": "Note", f"divers.{pair}.value": "Rien",
    })  # fmt: skip
    assert "/verifier/" in form.url, form.errors
    form.reviewed = rows(form), child
    return form.press({"consent": "yes"})


def test_what_was_nested_is_sent_as_the_document_says(sent):
    answers = open_content(Submission.objects.get()).answers
    (proof,) = answers["foyer"]["enfants"][0]["papiers"].pop("preuve")

    assert proof["name"] == "justificatif.pdf"
    assert answers == {
        "foyer": {"nom": "Lenoir", "enfants": [{"prenom": "Zoé", "papiers": {"numéro (€)": "12"}}]},
        "trajet": ["Tours", "Nantes"],
        "tiers": [{"nom": "Zoé"}],
        "plan": {"titre": "Un", "suite": {"titre": "Deux"}},
        "divers": {"Note": "Rien"},
    }


def test_the_answers_are_checked_as_rows_inside_rows_each_with_its_change(sent):
    found, child = sent.reviewed

    assert [row[:3] for row in found if row[0] < 3] == [
        (1, "Question foyer", []),
        (2, "Question nom", ["Lenoir"]),
        (2, "Question enfants", []),
        (1, "Question trajet", ["De\xa0: Tours", "À\xa0: Nantes"]),
        (1, "Tiers 1", ["Une personne", "Âge\xa0: Non renseigné", "Nom\xa0: Zoé"]),
        (1, "Question plan", []),
        (2, "Sous-partie", []),
        (2, "Titre", ["Un"]),
        (1, "Question divers", []),
        (2, "Note", ["Rien"]),
    ]
    papers = (4, "Question papiers", ["Question numéro (€)\xa0: 12", "justificatif.pdf (1\xa0ko)"])
    assert (*papers, [f"q-foyer.enfants.{child}.papiers"]) in found


def test_every_change_leads_to_something_on_its_page(form):
    form.press({"foyer.nom": "Lenoir"}, button=("_add", "foyer.enfants"))
    (child,) = ids(form, "foyer.enfants")
    here = f"foyer.enfants.{child}"
    form.press({f"{here}.prenom": "Zoé", f"{here}.papiers.{NUMBER}": "12", f"{here}.papiers.preuve": a_pdf()})
    form.press({"trajet.0": "Tours", "trajet.1": "Nantes"}, button=("_add", "tiers"))
    third = f"tiers.{ids(form, 'tiers')[0]}.value"
    form.press({f"{third}._branch": "1", f"{third}.1": "Acmé"})

    links = [link["href"] for link in form.page.select(".g-change a")]

    assert len(links) == 7
    for link in links:
        assert form.open(link).page.find(id=link.partition("#")[2]) is not None, link


def test_the_tracking_page_shows_the_same_rows_and_the_file(sent):
    key = sent.page.select(".g-code")[1].get_text()
    sent.open(sent.page.select_one("a.g-tap[href*='/suivi/']")["href"]).press({"key": key})

    assert [row[:3] for row in rows(sent)] == [row[:3] for row in sent.reviewed[0]]
    assert sent.page.select_one(".g-files a").get_text(strip=True) == "Téléchargerjustificatif.pdf"


def test_beginning_again_gives_everything_back_with_copies_of_the_files(sent):
    sent.client.post(sent.url.replace("/envoyee/", "/recommencer/"), {"next_step": "foyer"})

    held = open_draft(Draft.objects.get()).answers
    assert held["plan"][0]["value"]["suite"][0]["value"] == {"titre": "Deux"}
    assert [set(each) for each in held["tiers"]] == [{"_id", "value"}]
    (proof,) = held["foyer"]["enfants"][0]["papiers"]["preuve"]
    assert proof["id"] in {str(row.pk) for row in StoredFile.objects.filter(submission=None)}


def test_a_pair_that_looks_like_a_file_is_a_text_like_any_other(second):
    second.press({"trajet.0": "Tours", "trajet.1": "Nantes"}, button=("_add", "divers"))
    second.press({}, button=("_add", "divers"))
    for place, name in zip(ids(second, "divers"), ("id", "sha256"), strict=True):
        second.page.find(attrs={"name": f"divers.{place}.name"})["value"] = name
        second.page.find(attrs={"name": f"divers.{place}.value"})["value"] = "../../etc"

    second.press({"tiers": None}, button=("_add", "tiers"))
    third = f"tiers.{ids(second, 'tiers')[0]}.value"
    second.press({f"{third}._branch": "1", f"{third}.1": "Acmé"}).press({"consent": "yes"})

    assert open_content(Submission.objects.get()).answers["divers"] == {"id": "../../etc", "sha256": "../../etc"}


def test_a_file_removed_at_depth_is_erased_and_the_page_opens_there(form):
    form.press({"foyer.nom": "Lenoir"}, button=("_add", "foyer.enfants"))
    here = f"foyer.enfants.{ids(form, 'foyer.enfants')[0]}.papiers.preuve"
    form.press({here: a_pdf()}, button=("_upload", here))
    remove = form.page.find("button", attrs={"name": "_remove_file"})

    form.press({}, button=("_remove_file", remove["value"]))

    assert form.full_url.endswith(f"#q-{here}")
    assert StoredFile.objects.count() == 0


def test_what_another_tab_removed_at_depth_is_noticed(form):
    form.press({"foyer.nom": "Lenoir"}, button=("_add", "foyer.enfants"))
    (child,) = ids(form, "foyer.enfants")
    older = form.fields()
    form.press({}, button=("_remove", f"foyer.enfants.{child}"))

    response = form.client.post(form.url, older | {f"foyer.enfants.{child}.prenom": "Zoé"})

    assert response.status_code == 409
    assert "Zoé" in response.content.decode()


def test_nested_pages_cost_no_more_queries(second):
    with CaptureQueriesContext(connection) as seen:
        second.client.get(second.url)
    assert len(seen) == 1
    data = second.fields() | {"trajet.0": "Tours", "_add": "tiers"}

    with CaptureQueriesContext(connection) as seen:
        second.client.post(second.url, data)

    assert len(seen) == 3, seen.captured_queries


HOSTILE = [
    {f"plan{'.a.value.suite' * n}._ids": "a" for n in range(60)},
    {"tiers._ids": [f"i{n}" for n in range(3000)], **{f"tiers.i{n}.value._branch": "0" for n in range(3000)}},
    {"tiers._ids": "a", "tiers.a.value._branch": "9"},
    {"tiers._ids": "a", "tiers.a.value._branch": "\x00"},
    {"tiers._ids": ["a", "A", "..", "a.b"], "tiers.a.value": "x", "tiers.a.value.0": "x", "tiers.a.value.0.nom.x": "x"},
    {"_add": "plan" + ".a.value.suite" * 200},
    {"_add": "tiers.zzz.value"}, {"_add": "tiers.a.value.0"}, {"_remove": "plan"}, {"_remove": "." * 500},
    {"_open": "tiers.a.value"}, {"_open": "nope"}, {"_remove_file": "foyer.enfants.a.papiers.preuve.x"},
    {"divers._ids": [f"i{n}" for n in range(50)], **{f"divers.i{n}.name": "même" for n in range(50)}},
    {"trajet": "x", "trajet.7": "x", "trajet.0.0": "x"},
]  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE, ids=lambda data: ascii(data)[:50])
def test_hostile_pages_are_bounded_and_answered(second, data):
    response = second.client.post(second.url, data, follow=True)

    assert response.status_code == 200
    assert len(response.content) < 1_000_000


@pytest.mark.parametrize("query", ["de=" + "a." * 500 + "1", "de=tiers.0", "de=tiers.x", "de=tiers.9999", "de=.1"])
def test_a_forged_message_says_nothing_of_its_address(second, query):
    response = second.client.get(f"{second.url}?note=removed&{query}")

    assert response.status_code == 200


def test_a_page_that_is_full_says_so(second, monkeypatch):
    monkeypatch.setattr("runtime.forms.items.MAX_ITEMS_A_PAGE", 2)
    for _ in range(2):
        second.press({}, button=("_add", "tiers"))

    second.press({}, button=("_add", "divers"))

    assert "Rien n’a été ajouté" in second.page.select_one("[role=status]").get_text()
    assert "divers._ids" not in second.fields()
    assert second.full_url.endswith("#q-divers")
