"""Who reaches what about simulators: one row for each address, generated from the addresses themselves."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from runtime.desk.simulators import urls
from runtime.simulation.models import SimulationCase
from tests.runtime.desk.simulators.conftest import make_case, publish_simulator

pytestmark = pytest.mark.django_db

KINDS = ("anonymous", "outsider", "agent", "manager", "stranger", "superuser")
LOGIN, NOWHERE = 302, 404

#: Address name → (method, who gets what). `stranger` is an agent of another department.
MATRIX = {
    "list": ("get", (LOGIN, LOGIN, 200, 200, 200, NOWHERE)),
    "counts": ("get", (LOGIN, LOGIN, 200, 200, NOWHERE, NOWHERE)),
    "cases": ("get", (LOGIN, LOGIN, 200, 200, NOWHERE, NOWHERE)),
    "export": ("get", (LOGIN, LOGIN, 200, 200, NOWHERE, NOWHERE)),
    "case": ("get", (LOGIN, LOGIN, 200, 200, NOWHERE, NOWHERE)),
    "close": ("post", (LOGIN, LOGIN, NOWHERE, 302, NOWHERE, NOWHERE)),
}
NAMES = [pattern.name for pattern in urls.urlpatterns]


def address(name, case, simulator):
    arguments = {"simulator_id": simulator.pk, "case_id": case.pk}
    pattern = next(pattern for pattern in urls.urlpatterns if pattern.name == name)
    return reverse(f"simulators:{name}", kwargs={key: arguments[key] for key in pattern.pattern.converters})


def test_every_address_has_its_row():
    assert sorted(NAMES) == sorted(MATRIX)


@pytest.mark.parametrize("name", NAMES)
def test_each_person_gets_what_is_theirs_and_no_cache_keeps_it(clients, case, simulator, name):
    method, expected = MATRIX[name]

    found = {}
    for kind in KINDS:
        response = getattr(getattr(clients, kind), method)(address(name, case, simulator))
        found[kind] = response.status_code
        if response.status_code == 200:
            assert "no-store" in response["Cache-Control"]

    assert found == dict(zip(KINDS, expected, strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_other_methods_are_refused(clients, case, simulator, name):
    method = "get" if MATRIX[name][0] == "post" else "post"

    assert getattr(clients.manager, method)(address(name, case, simulator)).status_code == 405


def test_another_department_shows_in_no_page(clients, simulator, case, foreign):
    assert "Ailleurs" not in clients.manager.get(reverse("simulators:list")).text
    for name in ("case", "close"):
        method = getattr(clients.manager, MATRIX[name][0])
        assert method(address(name, foreign.case, foreign.publication)).status_code == 404
        assert method(address(name, foreign.case, simulator)).status_code == 404
    assert not SimulationCase.objects.filter(closed_at__isnull=False).exists()


def test_a_simulator_that_moves_takes_its_cases_along(clients, site, simulator, case, other_version):
    publish_simulator(site, other_version.department, title="Repris")

    assert clients.manager.get(address("case", case, simulator)).status_code == 404
    assert clients.stranger.get(address("case", case, simulator)).status_code == 200


def test_a_forged_post_closes_nothing(strict, case, simulator):
    assert strict.post(address("close", case, simulator)).status_code == 403
    assert SimulationCase.objects.get().closed_at is None


def test_closing_is_written_down_once(clients, case, simulator):
    for _ in range(2):
        clients.manager.post(address("close", case, simulator))

    entry = ModelLogEntry.objects.get(action="guichet.simulation_case_closed")
    assert entry.user.email == "manager@a.example"


def test_only_managers_are_offered_to_close(clients, simulator):
    page = address("case", make_case(simulator), simulator)

    assert "Close this case" in clients.manager.get(page).text
    assert "Close this case" not in clients.agent.get(page).text


@pytest.mark.parametrize(("kind", "is_shown"), [("manager", True), ("agent", True), ("superuser", False)])
def test_menu_item_is_for_members_of_a_department(clients, kind, is_shown):
    page = getattr(clients, kind).get(reverse("wagtailadmin_home")).text

    assert (reverse("simulators:list") in page) is is_shown
