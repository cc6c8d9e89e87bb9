"""Every public address, walked from the resolver: a new one without a row here fails."""

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from tests.journeys.person import Person
from tests.runtime.documents import files, question, text

#: For each address of ours: what it takes besides GET, and whether its page is one person's.
ADDRESSES = {
    "filing:resume": ("POST", True),
    "filing:start": ("", False),
    "filing:begin": ("POST", True),
    "filing:review": ("POST", True),
    "filing:outcome": ("", True),
    "filing:mend": ("", True),
    "filing:sent": ("", True),
    "filing:again": ("only POST", True),
    "filing:save": ("POST", True),
    "filing:quit": ("POST", True),
    "filing:step": ("POST", True),
    "tracking:lookup": ("POST", True),
    "tracking:open": ("POST", True),
    "tracking:leave": ("only POST", True),
    "tracking:status": ("POST", True),
    "tracking:live": ("", True),
    "tracking:file": ("", True),
    "tracking:act": ("POST", True),
    "lists:suggest": ("only POST", False),
    "simulation:run": ("POST", False),
    "simulation:embed": ("POST", False),
    "simulation:wrong": ("only POST", False),
    "simulation:request": ("only POST", False),
}
#: Addresses whose POST is only evaluated: without a token it gives a page, and changes nothing but anonymous counts.
EVALUATED = {"lists:suggest", "simulation:run", "simulation:embed", "simulation:request"}


def own_patterns():
    """Yield the qualified name and the route of every address of filing, tracking, lists and simulators."""
    for resolver in get_resolver().url_patterns:
        for included in getattr(resolver, "url_patterns", ()):
            namespace = getattr(included, "namespace", None)
            if namespace in {"filing", "tracking", "lists", "simulation"}:
                for pattern in included.url_patterns:
                    assert isinstance(pattern, URLPattern)
                    yield f"{namespace}:{pattern.name}", pattern


def test_every_address_has_its_row():
    assert {name for name, _ in own_patterns()} == set(ADDRESSES)


@pytest.fixture
def filled(db):
    """Addresses that exist: a draft half filled, and a request that was sent, both open in one browser."""
    from schemas.format.reading import parse_document
    from schemas.publishing import publish
    from tests.runtime.documents import document_of
    from tests.runtime.factories import make_department, make_site
    from tests.schemas.simulation.documents import simulator_source

    site = make_site()
    make_department(site)
    mail = question("courriel", {"type": "string"}, widget="email")
    publish(document_of({"un": [text("nom"), mail], "deux": [files("photo", required=False)]}), site=site)
    link = {"procedure": "essai", "prefill": {"nom": "motif"}}
    publish(parse_document(simulator_source(simulation={"request": link}))[0], site=site)
    person = Person()
    person.open("/demarches/essai/commencer/").press({"nom": "Zoé", "courriel": "zoe@example.org"}).press()
    person.press({"consent": "yes"})
    sent_token = person.url.split("/d/")[1].split("/")[0]
    words = person.page.get_text(" ", strip=True).split()
    reference = next(word for word in words if word.startswith("ESS-"))
    key = next(word for word in words if word.count("-") == 4 and word != reference)
    person.open("/suivi/").press({"reference": reference, "key": key})
    person.open("/demarches/essai/commencer/").press({"nom": "Zoé", "courriel": "zoe@example.org"})
    token = person.url.split("/d/")[1].split("/")[0]
    return person, {"token": token, "sent": sent_token, "reference": reference}


def address_of(name, made):
    """Return an address of this name that leads to something."""
    draft, reference = f"/demarches/essai/d/{made['token']}", made["reference"]
    return {
        "filing:resume": "/demarches/reprendre/",
        "filing:start": "/demarches/essai/",
        "filing:begin": "/demarches/essai/commencer/",
        "filing:review": f"{draft}/verifier/",
        "filing:outcome": f"{draft}/resultat/",
        "filing:mend": f"{draft}/corriger/",
        "filing:sent": f"/demarches/essai/d/{made['sent']}/envoyee/",
        "filing:again": f"/demarches/essai/d/{made['sent']}/recommencer/",
        "filing:save": f"{draft}/enregistrer/",
        "filing:quit": f"{draft}/quitter/",
        "filing:step": f"{draft}/un/",
        "tracking:lookup": "/suivi/",
        "tracking:open": "/suivi/ouvrir/abc/",
        "tracking:leave": "/suivi/quitter/",
        "tracking:status": f"/suivi/{reference}/",
        "tracking:live": f"/suivi/{reference}/en-direct/",
        "tracking:file": f"/suivi/{reference}/fichiers/00000000-0000-4000-8000-000000000000/",
        "tracking:act": f"/suivi/{reference}/actions/clore/",
        "lists:suggest": "/listes/communes/",
        "simulation:run": "/simulateurs/aide/",
        "simulation:embed": "/simulateurs/aide/integrer/",
        "simulation:wrong": "/simulateurs/aide/signaler/",
        "simulation:request": "/simulateurs/aide/demande/",
    }[name]


@pytest.mark.parametrize("name", ADDRESSES)
def test_no_method_but_those_it_takes_is_answered(filled, name):
    person, made = filled
    takes, _ = ADDRESSES[name]
    refused = ["put", "patch", "delete"]
    refused += ["get"] if takes == "only POST" else []
    refused += [] if takes else ["post"]

    statuses = {method: getattr(person.client, method)(address_of(name, made)).status_code for method in refused}

    assert set(statuses.values()) == {405}, statuses


@pytest.mark.parametrize("name", [name for name, (takes, _) in ADDRESSES.items() if takes])
@pytest.mark.parametrize("attack", ["no token", "another site"])
def test_a_post_that_no_page_of_ours_made_changes_nothing(filled, name, attack):
    person, made = filled
    hostile = Client(enforce_csrf_checks=True)
    hostile.cookies = person.client.cookies
    before = everything_kept()
    data = {"nom": "forgé", "consent": "yes", "_start": "", "resident": "no", "expected": "eligible"}
    headers = {"HTTP_ORIGIN": "https://evil.example"} if attack == "another site" else {}

    response = hostile.post(address_of(name, made), data, **headers)

    sent_to_what_is_missing = name == "filing:review" and response.status_code == 302
    assert response.status_code == (200 if name in EVALUATED else 403) or sent_to_what_is_missing
    assert everything_kept() == before


def everything_kept():
    """Return what a forged page could change: counts of simulators are not, any visit moves them."""
    from runtime.drafts.models import Draft
    from runtime.simulation.models import SimulationCase
    from runtime.submissions.models import Event, Submission

    counts = [model.objects.count() for model in (Draft, Submission, Event, SimulationCase)]
    return Draft.objects.values_list("rev", "sealed").last(), counts


@pytest.mark.parametrize("name", [name for name, (takes, _) in ADDRESSES.items() if takes != "only POST"])
def test_a_page_of_one_person_is_kept_nowhere_and_every_page_has_the_policy(filled, name):
    person, made = filled
    _, is_personal = ADDRESSES[name]

    response = person.client.get(address_of(name, made))

    assert response.status_code in {200, 302, 404}
    if is_personal:
        assert response["Cache-Control"] == "no-store, private"
        assert "Cookie" in response["Vary"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_stranger_sees_nothing_of_anybody(filled, name):
    _, made = filled
    stranger = Client()
    takes, _ = ADDRESSES[name]

    act = stranger.post if takes == "only POST" else stranger.get
    words = act(address_of(name, made), follow=True).content.decode()

    assert "Zoé" not in words
    assert "zoe@example.org" not in words


@pytest.mark.parametrize(
    "name", ["filing:start", "filing:begin", "tracking:lookup", "filing:resume", *sorted(EVALUATED)]
)
def test_a_wrong_host_is_refused(filled, name):
    _, made = filled

    assert Client(HTTP_HOST="evil.example").get(address_of(name, made)).status_code == 400


def test_no_public_page_opens_a_session(filled):
    person, _ = filled

    assert "sessionid" not in person.client.cookies
