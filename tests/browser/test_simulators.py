"""Each simulator in Chromium: every way of answering, every verdict, links, frames, and nothing that axe finds."""

import http.server
import threading
from contextlib import contextmanager
from urllib.parse import parse_qsl

import pytest
from django.utils import timezone

from schemas.format.header import SIMULATOR
from schemas.format.reading import parse_document
from schemas.format.simulation import VERDICTS
from schemas.models import Version
from schemas.publishing import publish
from schemas.versions import load_compiled
from tests.browser.measuring import found_by_axe, wide_or_cut, wide_when_low
from tests.browser.server import in_database
from tests.browser.visitor import DESKTOP, PHONE
from tests.runtime.factories import make_department, make_site
from tests.schemas.simulation.documents import simulator_source

pytestmark = pytest.mark.browser

VELO = "commune=Lyon&age=30&velo=electrique&etat=neuf&prix=1500&revenu=10000&parts=1"
CRECHE = {"naissance": (10, 3, 2026), "enfants": "1", "enfants_aeeh": "0", "donne_ressources": "yes",
          "ressources_annuelles": "36000", "heures": "100"}  # fmt: skip
VOTE = {"scrutin": "presidentielle", "nationalite": "francaise", "naissance": (17, 5, 1990), "prive_droits": "no",
        "attache": "domicile"}  # fmt: skip
ANSWERS = {"aide-velo": dict(parse_qsl(VELO)), "prix-creche": CRECHE, "inscription-listes-electorales": VOTE}
EXPECTED = {"aide-velo": "400,00", "prix-creche": "1,86", "inscription-listes-electorales": "5 mars 2027"}
FORM = "main form:has([name=_etape])"


def fill(page, answers):
    """Answer what the page asks, whatever it is."""
    for name, answer in answers.items():
        if isinstance(answer, tuple):
            for part, value in zip(("day", "month", "year"), answer, strict=True):
                field = page.locator(f"{FORM} [name='{name}.{part}']:visible")
                if field.count():
                    field.fill(str(value))
            continue
        box = page.locator(f"{FORM} [name='{name}'][value='{answer}']:visible")
        field = page.locator(f"{FORM} input[name='{name}']:not([type=hidden]):not([type=radio])")
        if box.count():
            box.check()
        elif field.count():
            field.fill(answer)


def go_through(page, answers, *, most=10):
    """Answer page after page until the result."""
    for _ in range(most):
        if not page.locator(FORM).count():
            return page
        fill(page, answers)
        # by the keyboard: suggestions, which open a moment later, may stand before the button
        page.locator(f"{FORM} button[type=submit]").press("Enter")
        page.wait_for_load_state()
    raise AssertionError(f"no result after {most} pages: {page.url}")


def words(page):
    return page.get_by_role("main").inner_text().replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize("key", ANSWERS)
@pytest.mark.parametrize("has_script", [True, False])
def test_simulator_is_answered_to_its_result(visit, key, has_script):
    page = visit(has_script=has_script).open(f"/simulateurs/{key}/")

    go_through(page, ANSWERS[key])

    assert EXPECTED[key] in words(page)


@pytest.mark.parametrize("key", ANSWERS)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_pages_fit_a_phone_and_axe_finds_nothing(visit, key, prefix):
    page = visit(screen=PHONE).open(f"{prefix}/simulateurs/{key}/")
    found = [*found_by_axe(page), *wide_or_cut(page)]

    go_through(page, ANSWERS[key])
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found += [*found_by_axe(page), *wide_or_cut(page), *wide_when_low(page)]

    assert found == []


def test_simulator_is_answered_by_keyboard_alone(visit):
    page = visit(screen=DESKTOP).open("/simulateurs/aide-velo/")

    for typed in ("Lyon", "12"):
        page.locator(f"{FORM} input:not([type=hidden])").first.focus()
        page.keyboard.type(typed)
        with page.expect_navigation():
            page.keyboard.press("Enter")

    assert "16 ans" in words(page)


def test_permalink_asks_the_income_again_and_opens_the_same_result(visit):
    page = go_through(visit().open("/simulateurs/aide-velo/"), ANSWERS["aide-velo"])
    link = page.locator("a.g-break").get_attribute("href")

    other = visit(has_script=False).open(link)

    assert "prix=1500" in link
    assert "revenu" not in link
    assert other.locator(f"{FORM} input:not([type=hidden])").count() == 1
    go_through(other, {"revenu": "10000"})
    titles = {each.get_by_role("heading", level=1).inner_text() for each in (page, other)}
    assert len(titles) == 1
    assert EXPECTED["aide-velo"] in words(page)
    assert EXPECTED["aide-velo"] in words(other)


@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_verdict_is_reached(visit, verdict):
    today = timezone.localdate()
    lately = (today.day, today.month, today.year)  # less than six months ago
    cases = {
        "eligible": ("aide-velo", ANSWERS["aide-velo"]),
        "not_eligible": ("aide-velo", {"commune": "Grenoble"}),
        "later": (
            "inscription-listes-electorales",
            {**VOTE, "scrutin": "aucun", "attache": "residence", "depuis": lately},
        ),
    }
    key, answers = cases.get(verdict, ("aide-velo", {}))
    page = visit(has_script=False).open(f"/simulateurs/{key}/")
    if verdict == "unknown":
        assert page.locator(FORM).count()
        return

    go_through(page, answers)

    simulation = in_database(lambda: simulation_of(key))
    assert page.get_by_role("heading", level=1).inner_text().replace("\n", " ") == simulation.outcomes[verdict][0]


def simulation_of(key):
    version = Version.objects.filter(kind=SIMULATOR, key=key).order_by("-number").first()
    return load_compiled(version, "fr").document.simulation


@contextmanager
def elsewhere(frame_url):
    """Serve, on another origin of this machine, a page that frames the simulator; gives its address."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f'<!doctype html><title>Ailleurs</title><iframe src="{frame_url()}"></iframe>'.encode())

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def publish_for(origin):
    site = make_site()
    make_department(site)
    document, _ = parse_document(simulator_source(simulation={"embed": [origin]}))
    publish(document, site=site)


def test_frame_runs_where_it_is_allowed_and_nowhere_else(chromium, site):
    # in a context of its own: visitors of the run ask no other host
    url, page = f"{site}/simulateurs/aide/integrer/", chromium.new_context().new_page()
    with elsewhere(lambda: url) as allowed, elsewhere(lambda: url) as other:
        in_database(lambda: publish_for(allowed))

        page.goto(allowed)
        frame = page.frame_locator("iframe")
        frame.locator("input[name=resident][value=no]").check()
        frame.locator("button[type=submit]").first.click()
        frame.get_by_role("heading", name="Résultat not_eligible").wait_for()

        page.goto(other)
        page.wait_for_load_state()
        assert page.frame_locator("iframe").locator("input[name=resident]").count() == 0
    page.context.close()
