"""Fictional town for trying everything: departments, accounts of each role, lists and published procedures."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from django.contrib.auth import get_user_model
from django.db import transaction
from wagtail.models import Site

from runtime.desk.groups import agent_group
from runtime.lists.lookups import load_list
from schemas.format.reading import read_document
from schemas.models import Department, Membership, Version
from schemas.publishing import Refused, publish
from schemas.questions.lookups import Entry

TOWN = "Ville de Fontclaire"

#: For a server on this machine only, with nothing real in it.
PASSWORD = "demonstration"  # noqa: S105

#: Telephone numbers kept for fiction by ARCEP (decision 2018-0881): 01 99 00 xx xx.
DEPARTMENTS = (
    ("etat-civil", "Service de l’état civil", "etat-civil@fontclaire.example", "01 99 00 10 01"),
    ("voirie", "Service de la voirie", "voirie@fontclaire.example", "01 99 00 10 02"),
    ("espaces-verts", "Service des espaces verts", "espaces-verts@fontclaire.example", "01 99 00 10 03"),
    ("mobilites", "Service des mobilités", "mobilites@fontclaire.example", "01 99 00 10 04"),
    ("petite-enfance", "Service de la petite enfance", "petite-enfance@fontclaire.example", "01 99 00 10 05"),
    ("elections", "Service des élections", "elections@fontclaire.example", "01 99 00 10 06"),
)
ADDRESS = "Hôtel de ville, 1 place de la Fontaine, 99999 Fontclaire"
HOURS = "Du lundi au vendredi, de 9 h à 12 h et de 13 h 30 à 17 h"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A person who can log in: an e-mail address, a role to show, and a department."""

    email: str
    role: str
    departments: tuple[str, ...] = ()
    membership: str = Membership.Role.AGENT
    is_administrator: bool = False


ACCOUNTS = (
    DemoAccount("etat-civil@example.org", "agent, état civil", ("etat-civil",)),
    DemoAccount("voirie@example.org", "agent, voirie", ("voirie",)),
    DemoAccount("espaces-verts@example.org", "agent, espaces verts", ("espaces-verts",)),
    DemoAccount(
        "responsable@example.org", "responsable de tous les services",
        tuple(key for key, *_ in DEPARTMENTS), Membership.Role.MANAGER,
    ),
    DemoAccount("admin@example.org", "administrateur (ne voit aucune demande)", is_administrator=True),
)  # fmt: skip


@transaction.atomic
def found_town() -> list[Version]:
    """Create the missing parts of the town, and publish the library. Safe to repeat.

    Raises `schemas.publishing.Refused` when a document of the library does not publish.
    """
    site = Site.objects.get(is_default_site=True)
    Site.objects.filter(pk=site.pk).update(site_name=TOWN)
    departments = {
        key: _department(site, key, name, email=email, phone=phone) for key, name, email, phone in DEPARTMENTS
    }
    for account in ACCOUNTS:
        _account(account, departments)
    load_list("communes", shipped_communes())
    load_list("countries", shipped_countries())
    # A simulator leads to a procedure, which is published first.
    texts = [*library_documents("procedures"), *library_documents("simulators")]
    return [publish_file(text, site) for text in texts]


def _department(site: Site, key: str, name: str, **contact: str) -> Department:
    defaults = {"name": name, "address": ADDRESS, "hours": HOURS, **contact}
    return Department.objects.get_or_create(site=site, key=key, defaults=defaults)[0]


def _account(account: DemoAccount, departments: dict[str, Department]) -> None:
    users = get_user_model().objects
    user = users.filter(email=account.email).first()
    if user is None:
        make = users.create_superuser if account.is_administrator else users.create_user
        user = make(account.email, PASSWORD)
    if account.departments:
        user.groups.add(agent_group())
    for key in account.departments:
        Membership.objects.get_or_create(user=user, department=departments[key], defaults={"role": account.membership})


def library_documents(kind: str) -> Iterable[str]:
    """Yield the text of every procedure or simulator of the library, in the order of their names."""
    folder = files("schemas") / "library" / kind
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.endswith(".json"):
            yield path.read_text(encoding="utf-8")


def publish_file(text: str, site: Site) -> Version:
    """Publish a document from its text. Raises `Refused` with every problem."""
    document, problems = read_document(text)
    if document is None:
        raise Refused(problems)
    return publish(document, site=site)


def shipped_communes() -> Iterable[Entry]:
    """Yield the communes that ship; an operator loads all of them."""
    for row in _shipped("communes"):
        yield Entry(row["code"], row["name"], row["department"])


def shipped_countries() -> Iterable[Entry]:
    """Yield the countries and territories of INSEE (COG, 2025), with their other names."""
    for row in _shipped("countries"):
        yield Entry(row["code"], row["name"], aliases=tuple(row["aliases"]))


def _shipped(name: str) -> list[dict[str, str]]:
    path = files("schemas") / "library" / "lists" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))
