"""Every route of the site, walked from the resolver: a matrix holds each, and a new one without a row fails (X20)."""

from collections import Counter

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from runtime.desk import urls as desk
from runtime.desk.programs import urls as services
from runtime.desk.simulators import urls as simulators
from tests.journeys.test_every_address import ADDRESSES
from tests.runtime.api.test_access import OPERATIONS
from tests.runtime.desk.conftest import client_of, make_user
from tests.runtime.factories import make_submission, make_version
from tests.runtime.procedures import ACTE

#: The names of our routes, by namespace, and which test has their rows.
HELD = {
    "filing": {name.partition(":")[2] for name in ADDRESSES if name.startswith("filing:")},
    "tracking": {name.partition(":")[2] for name in ADDRESSES if name.startswith("tracking:")},
    "simulation": {name.partition(":")[2] for name in ADDRESSES if name.startswith("simulation:")},
    "desk": {pattern.name for pattern in desk.urlpatterns},
    "simulators": {pattern.name for pattern in simulators.urlpatterns},
    "programs": {pattern.name for pattern in services.urlpatterns},
}
#: Routes of the API that are no operation: its page, its description, and the answer to any other address.
BESIDE_OPERATIONS = {"page", "openapi", "nowhere"}
#: Routes without a namespace: probes, documents and pictures of editors, pages of the site.
BARE = {
    "healthz", "readyz", "wagtaildocs_serve", "wagtaildocs_authenticate_with_password", "wagtail_serve",
    "wagtailcore_login", "wagtailcore_authenticate_with_password", None,
}  # fmt: skip
#: What stands in for an argument of a route, whatever it is.
ANYTHING = ("1", "x", "00000000-0000-4000-8000-000000000001")
CANARY = "Canari-Lenoir"


def routes(resolver=None, namespaces=(), prefix=""):
    """Yield the namespaces, the name and the beginning of the address of every route."""
    for each in (resolver or get_resolver()).url_patterns:
        address = prefix + str(each.pattern)
        if isinstance(each, URLPattern):
            yield namespaces, each.name, address
        else:
            inner = (*namespaces, each.namespace) if each.namespace else namespaces
            yield from routes(each, inner, address)


ROUTES = list(routes())
ADMIN = [(namespaces, name) for namespaces, name, address in ROUTES if address.startswith("admin/") and name]


def test_every_route_of_ours_has_a_row_somewhere():
    found = {}
    for namespaces, name, _ in ROUTES:
        if namespaces and namespaces[-1] in {*HELD, "api"}:
            found.setdefault(namespaces[-1], set()).add(name)

    assert {space: names for space, names in found.items() if space != "api"} == HELD
    assert len(found["api"] - BESIDE_OPERATIONS) + _shared() == len(OPERATIONS)


def _shared():
    """Count the operations that share an address with another one, and so its route."""
    return sum(count - 1 for count in Counter(path for _, path in OPERATIONS.values()).values())


def test_every_other_route_is_known_or_of_the_admin():
    strangers = {
        (namespaces, name, address)
        for namespaces, name, address in ROUTES
        if not address.startswith(("admin/", "static/", "media/")) and not namespaces and name not in BARE
    }

    assert strangers == set()


def address_of(namespaces, name):
    """Return an address of a route of the admin, whatever its arguments are; None when none can be made."""
    full = ":".join([*namespaces, name])
    for count in range(4):
        for argument in ANYTHING:
            try:
                return reverse(full, args=[argument] * count)
            except NoReverseMatch:
                continue
    return None


@pytest.fixture
def canary(site):
    """A request of another department than that of whoever looks, with a name that must show nowhere."""
    return make_submission(make_version(site, ACTE), {"nom": CANARY, "courriel": "canari@example.org", "copie": False})


@pytest.mark.django_db
def test_no_route_of_the_admin_shows_a_request_to_another_department_or_to_nobody(canary, site):
    other = make_version(site, ACTE, key="nid-de-poule", title="Signaler", department="voirie")
    people = [Client(), client_of(make_user("b@example.fr", other.department, "manager"))]
    for client in people:
        client.raise_request_exception = False
    seen = []

    for namespaces, name in ADMIN:
        address = address_of(namespaces, name)
        for client in people if address else ():
            response = client.get(address)
            text = b"".join(response).decode("utf-8", "replace") if response.status_code == 200 else ""
            if CANARY in text or canary.reference in text or "canari@example.org" in text:
                seen.append((name, address))

    assert len(ADMIN) > 100
    assert seen == []


@pytest.mark.django_db
@pytest.mark.parametrize("is_superuser", [False, True])
def test_no_page_of_the_admin_is_kept_by_a_browser_or_a_cache(canary, is_superuser):
    """Whatever it answers: lists, previews, choosers, refusals (X22). An error page of last resort holds nothing."""
    client = client_of(make_user("m@example.fr", canary.department, "manager", is_superuser=is_superuser))
    client.raise_request_exception = False
    addresses = {address_of(namespaces, name) for namespaces, name in ADMIN} - {None}
    addresses |= {reverse("desk:submission", args=[canary.reference]), reverse("desk:list")}
    kept, shown = {}, 0

    for address in sorted(addresses):
        response = client.get(address)
        cached = {part.strip() for part in response.get("Cache-Control", "").split(",")}
        is_varied = response.status_code != 200 or "Cookie" in response.get("Vary", "")
        shown += response.status_code == 200
        if response.status_code < 500 and not ({"no-store", "private"} <= cached and is_varied):
            kept[address] = response.status_code, cached

    assert kept == {}
    assert shown > 10
