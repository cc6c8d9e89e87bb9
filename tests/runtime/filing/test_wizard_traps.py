"""The ten traps of django-formtools' wizard (each was seen in 2.7), and that filing falls into none."""

import pytest

from runtime.drafts import step_outcome
from runtime.drafts.attachments import private_storage
from runtime.drafts.models import Draft
from runtime.files.models import StoredFile
from runtime.forms import step_form
from runtime.submissions.models import Submission
from tests.journeys.person import a_photo
from tests.runtime.documents import files, group, question, text, yes_no

TWO_STEPS = {"un": [text("nom")], "deux": [text("motif")]}


def test_trap_1_the_steps_come_from_the_document_of_each_request(published, person):
    published(TWO_STEPS)
    published({"seule": [text("ville")]}, key="autre")

    first = person.open("/demarches/essai/commencer/").asks("nom")
    second = person.open("/demarches/autre/commencer/").asks("ville")

    assert (first, second) == (True, True)


def test_trap_2_a_step_that_a_condition_hides_is_passed_over_without_an_error(published, person):
    show = {"step/deux": {"==": [{"var": "veut"}, True]}}
    published({"un": [yes_no("veut")], "deux": [text("motif")], "trois": [text("nom")]}, show=show)

    person.open("/demarches/essai/commencer/").press({"veut": "no"})

    assert person.response.status_code == 200
    assert person.asks("nom")


@pytest.mark.parametrize("step", ["n-existe-pas", "deux", "verifier"])
def test_trap_3_a_step_that_does_not_exist_or_is_not_open_leads_to_where_the_request_stands(published, person, step):
    published({"un": [text("nom"), text("prenom")], "deux": [text("motif")]})
    person.open("/demarches/essai/commencer/").press({"nom": "Zoé"})
    address = f"/demarches/essai/d/{Draft.objects.get().token}/{step}/"

    person.open(address)

    assert person.response.status_code == 200
    assert person.asks("prenom")


def test_trap_3_posting_to_a_step_that_does_not_exist_changes_nothing(published, person, content):
    published(TWO_STEPS)
    person.open("/demarches/essai/commencer/").press({"nom": "Zoé"})
    before = content()

    response = person.client.post(f"/demarches/essai/d/{Draft.objects.get().token}/forge/", {"nom": "Autre"})

    assert response.status_code == 302
    assert content() == before


def test_trap_4_only_answers_of_questions_are_kept(published, person, content):
    published(TWO_STEPS)

    person.open("/demarches/essai/commencer/").press(
        {"nom": "Zoé", "extra": "x", "motif": "avant l’heure", "_rev": "9"}
    )

    assert content().answers == {"nom": "Zoé"}
    assert content().typed == {}


def test_trap_5_a_file_is_not_asked_twice_and_a_replaced_one_leaves_the_disk(published, person, content):
    published({"un": [files("photo", kinds=["jpeg"]), text("nom")]})
    person.open("/demarches/essai/commencer/").press({"photo": a_photo("premiere.jpg"), "nom": ""})
    first = StoredFile.objects.get()
    assert len(person.errors) == 1

    person.press({"photo": a_photo("seconde.jpg", color="red"), "nom": ""})

    second = StoredFile.objects.get()
    assert second.path != first.path
    assert not private_storage().exists(first.path)
    assert [file["name"] for file in content().answers["photo"]] == ["seconde.jpg"]
    assert "photo" not in content().typed


def test_trap_6_going_back_and_forth_keeps_what_was_typed_even_when_it_does_not_pass(published, person):
    published({"un": [text("nom"), question("nombre", {"type": "integer"})], "deux": [text("motif")]})
    person.open("/demarches/essai/commencer/").press({"nom": "Zoé", "nombre": "beaucoup"})
    assert len(person.errors) == 1

    person.open("/demarches/essai/").open(_step("un"))

    assert person.fields()["nom"] == ["Zoé"]
    assert person.fields()["nombre"] == ["beaucoup"]
    assert person.errors == []


def _step(step):
    return f"/demarches/essai/d/{Draft.objects.get().token}/{step}/"


def test_trap_7_two_procedures_and_two_drafts_of_one_never_mix(published, person):
    published(TWO_STEPS)
    published(TWO_STEPS, key="autre")

    person.open("/demarches/essai/commencer/").press({"nom": "Un"})
    person.open("/demarches/autre/commencer/").press({"nom": "Deux"})
    person.open("/demarches/essai/commencer/").press({"nom": "Trois"})

    names = []
    for draft in Draft.objects.select_related("version").order_by("pk"):
        person.open(f"/demarches/{draft.version.key}/d/{draft.token}/un/")
        names += person.fields()["nom"]
    assert names == ["Un", "Deux", "Trois"]


def test_trap_8_nothing_is_sent_by_get_and_a_repeat_sends_nothing_more(published, person):
    published({"un": [text("nom")]})
    person.open("/demarches/essai/commencer/").press({"nom": "Zoé"})
    review = person.url
    person.open(review).open(review)
    assert Submission.objects.count() == 0
    data = {**{name: values[0] for name, values in person.fields().items()}, "consent": "yes"}

    answers = [person.client.post(review, data) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert len({answer["Location"] for answer in answers}) == 1
    assert Submission.objects.count() == 1


def test_trap_9_a_post_reads_one_form_whatever_the_number_of_steps(published, person, monkeypatch):
    published({f"e{number}": [text(f"q{number}")] for number in range(20)})
    person.open("/demarches/essai/commencer/")
    for number in range(10):
        person.press({f"q{number}": "x"})
    made, planned = [], []
    init, plan = step_form.StepForm.__init__, step_outcome.plan_journey
    monkeypatch.setattr(step_form.StepForm, "__init__", lambda self, *a, **k: (made.append(1), init(self, *a, **k))[1])
    monkeypatch.setattr(step_outcome, "plan_journey", lambda *a, **k: (planned.append(1), plan(*a, **k))[1])

    person.client.post(person.form["action"], {"q10": "x"})

    assert len(made) == 1
    assert len(planned) <= 4


def test_trap_9_form_classes_are_built_once_a_version(published, person, monkeypatch):
    published(TWO_STEPS)
    person.open("/demarches/essai/commencer/").press({"nom": "Zoé"})
    built = []
    monkeypatch.setattr(step_form, "_build", lambda *args: built.append(args))

    person.press({"motif": "x"})

    assert built == []


def test_trap_10_conditions_hold_on_questions_and_inside_groups_and_hidden_answers_are_not_sent(
    published, person, content
):
    show = {
        "question/precision": {"==": [{"var": "veut"}, True]},
        "question/enfants.ecole": {"==": [{"var": "item.scolarise"}, True]},
    }
    enfants = group("enfants", text("prenom"), yes_no("scolarise"), text("ecole"))
    published({"un": [yes_no("veut"), text("precision")], "deux": [enfants]}, show=show)
    person.open("/demarches/essai/commencer/").press({"veut": "yes"})
    person.press({"veut": "yes", "precision": "secret"})
    person.press(button=("_add", "enfants"))
    (item,) = person.fields()["enfants._ids"]
    person.press({f"enfants.{item}.prenom": "Léa", f"enfants.{item}.scolarise": "no", f"enfants.{item}.ecole": "caché"})

    person.open(_step("un")).press({"veut": "no", "precision": "secret"})

    assert "precision" not in content().answers
    (enfant,) = content().answers["enfants"]
    assert {key: value for key, value in enfant.items() if key != "_id"} == {"prenom": "Léa", "scolarise": False}
