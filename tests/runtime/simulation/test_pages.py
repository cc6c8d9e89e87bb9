"""The pages of a simulator: only useful questions, a result that fills in, nothing personal in addresses."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from runtime.simulation.models import SimulationCount
from schemas.models import Membership
from tests.runtime.factories import make_department, make_site
from tests.runtime.simulation.conftest import URL, Visitor
from tests.schemas.simulation.documents import SOURCE

BORN = {"naissance.day": "1", "naissance.month": "1", "naissance.year": "1990"}
ADULT = {**BORN, "revenu": "10 000"}


def answered(visitor, resident="yes", **more):
    return visitor.open().send({"resident": resident, **more})


def finished(visitor, **changes):
    """Answer everything so as to be eligible, but for `changes`."""
    answered(visitor, changes.get("resident", "yes"))
    if "naissance" in visitor.words or visitor.page.select_one("[name='revenu']"):
        visitor.send({**ADULT, **{k: v for k, v in changes.items() if k != "resident"}})
    return visitor.send({"prix": "500"}) if visitor.page.select_one("[name=prix]") else visitor


def test_the_first_page_asks_the_first_useful_question_and_sets_no_cookie(published, visitor):
    published()

    visitor.open()

    assert visitor.page.select_one("[name=resident]")
    assert not visitor.page.select_one("[name=prix], [name=motif]")
    assert not visitor.response.cookies
    assert "5 questions" not in visitor.words
    assert visitor.form["method"] == "get"


def test_a_personal_question_is_asked_by_post_and_never_stands_in_an_address(published, visitor):
    published()

    answered(visitor)

    assert visitor.form["method"] == "post"
    visitor.send(ADULT)
    assert visitor.form["method"] == "post"
    assert "naissance.day" in visitor.fields()
    assert visitor.response["Cache-Control"] == "no-store, private"


def test_personal_answers_put_into_an_address_are_left_out(published, visitor):
    published()

    visitor.open(resident="yes", **BORN)

    assert visitor.page.select_one("[name='naissance.day']")["value"] == ""


def test_somebody_eligible_reads_the_amount_the_conditions_the_documents_and_the_notice(published, visitor):
    published()

    finished(visitor)

    assert visitor.title == "Résultat eligible"
    for expected in (
        "250,00 €", "estimation, pas une décision", "Le vélo sert aux trajets", "La facture", "L311-3-1", "CADA",
        "La moitié du prix", "Plafond de revenu", "Délibération de 2025", "Aide calculée",
    ):  # fmt: skip
        assert expected in visitor.words, expected


def test_days_stand_under_a_heading_of_their_own_and_are_no_estimate(published, visitor):
    day = {"id": "limite", "label": "Date limite", "value": {"date": "2027-03-05"}, "source": SOURCE}
    published(simulation={"amounts": [day]})

    finished(visitor)

    assert "5 mars 2027" in visitor.words
    assert "Quand" in [each.get_text() for each in visitor.page.select("h2")]
    assert "Combien" not in visitor.words
    assert "estimation" not in visitor.words


def test_help_of_the_department_stands_once_on_a_result(published, visitor):
    published()

    finished(visitor)

    titles = [each.get_text() for each in visitor.page.select("h2")]
    assert [each for each in titles if "aide" in each] == ["Besoin d’aide\xa0?"]


def test_somebody_not_eligible_reads_every_reason_its_source_and_what_to_do(published, visitor):
    published()

    answered(visitor, "no")

    assert visitor.title == "Résultat not_eligible"
    for expected in ("Il faut habiter la ville.", "Demandez ailleurs.", "Délibération du 12 mars 2026"):
        assert expected in visitor.words
    assert "250" not in visitor.words


def test_somebody_too_young_reads_from_which_day(published, visitor):
    published()

    finished(visitor, **{"naissance.day": "3", "naissance.month": "3", "naissance.year": "2025"})

    assert visitor.title == "Résultat later"
    assert "3 mars 2043" in visitor.words


def test_a_bound_that_decides_is_told(published, visitor):
    published()

    finished(visitor, revenu="30 000")

    assert "25 000" in visitor.words
    assert visitor.title == "Résultat not_eligible"


def test_an_answer_left_blank_is_asked_again_with_what_to_do(published, visitor):
    published()

    visitor.open().send({"resident": ""})

    assert visitor.errors
    assert visitor.page.select_one("title").get_text().startswith("Erreur")


def test_an_answer_that_does_not_pass_is_shown_as_it_was_typed(published, visitor):
    published()
    answered(visitor)

    visitor.send({**BORN, "revenu": "beaucoup"})

    assert visitor.page.select_one("[name=revenu]")["value"] == "beaucoup"
    assert any("montant" in each.lower() or "chiffres" in each for each in visitor.errors)


def test_an_answer_is_changed_from_the_result_and_the_others_stay(published, visitor):
    published()
    finished(visitor)
    (form,) = [form for form in visitor.page.select("form") if form.select_one("[name=_changer]")]

    visitor.send({"_changer": "lieu"}, form=form)
    visitor.send({"resident": "no"})

    assert visitor.title == "Résultat not_eligible"


def test_a_permalink_without_personal_answers_opens_the_same_result(published, visitor):
    published()
    answered(visitor, "no")
    link = visitor.page.select_one("a.g-break")["href"]

    assert "resident=no" in link
    assert Visitor().open(link).title == visitor.title


def test_a_permalink_leaves_out_what_is_personal_and_says_so(published, visitor):
    published()
    finished(visitor)

    link = visitor.page.select_one("a.g-break")["href"]

    assert "naissance" not in link
    assert "prix=500" in link
    assert "redemandé" in visitor.words


@pytest.mark.parametrize(
    "query",
    [
        {"resident": ["yes", "no"] * 50}, {"resident": "<script>"}, {"_changer": "../x"}, {"_etape": "x" * 500},
        {"prix": "9" * 3000}, {"naissance.day": "\x00"}, {"resident": "yes", "prix": "1e999"}, {"inconnu": "1"},
        {"_date": "2026-99-99"}, {"resident": "\ud800"},
    ],
)  # fmt: skip
def test_hostile_addresses_and_posts_get_a_page(published, query):
    published()
    client = Client()

    for send in (client.get, client.post):
        data = {name: value if isinstance(value, list) else [value] for name, value in query.items()}
        if any("\ud800" in each for values in data.values() for each in values):
            continue
        response = send(URL, data)
        assert response.status_code == 200
        assert b"<script>alert" not in response.content


def test_a_simulator_is_no_procedure_and_a_closed_one_is_not_found(published, visitor):
    published()

    assert Client().get("/demarches/aide/").status_code == 404
    assert Client().get("/simulateurs/autre/").status_code == 404


# Staff.


def staff(role=Membership.Role.AGENT):
    user = get_user_model().objects.create_user("agent@example.org", "demonstration")
    Membership.objects.create(user=user, department=make_department(make_site()), role=role)
    visitor = Visitor()
    visitor.client.force_login(user)
    return visitor


def test_staff_see_the_result_of_another_day(published):
    published()
    visitor = staff().open(URL, _date="2025-06-01", resident="yes")
    visitor.send({**BORN, "revenu": "22 000"})

    assert visitor.title == "Résultat not_eligible"


def test_nobody_else_chooses_the_day(published, visitor):
    published()
    answered(visitor, _date="2025-06-01")
    visitor.send({**BORN, "revenu": "22 000", "_date": "2025-06-01"})

    assert visitor.page.select_one("[name=prix]")
    assert not visitor.page.select_one("[name=_date]")


# Counts.


def test_steps_verdicts_and_the_criterion_not_met_are_counted_without_anybody(published, visitor):
    published()
    answered(visitor, "no")

    rows = {(row.kind, row.name): row.count for row in SimulationCount.objects.all()}
    assert rows == {("step", "lieu"): 1, ("verdict", "not_eligible"): 1, ("criterion", "resident"): 1}


# Embedding.


def test_the_frame_is_for_allowed_sites_only_and_the_page_itself_for_none(published):
    published()
    client = Client()

    framed, plain = client.get(f"{URL}integrer/"), client.get(URL)

    assert "frame-ancestors https://autre.example" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed
    assert "frame-ancestors 'none'" in plain["Content-Security-Policy"]
    assert plain["X-Frame-Options"] == "DENY"
    assert b"<header" not in framed.content


def test_a_simulator_that_nobody_may_embed_has_no_frame(published):
    published(simulation={"embed": []})

    assert Client().get(f"{URL}integrer/").status_code == 404
