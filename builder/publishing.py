"""Publishing of a checked document on a site."""

from dataclasses import dataclass, replace

from wagtail.models import Site

from schemas.format.document import Document
from schemas.models import Department, Version
from schemas.problems import Problem
from schemas.publishing import Refused, kind_of, publish
from schemas.versions import find_published


class UnknownSiteError(Exception):
    """No site, or several, match a hostname; `hostnames` are the existing ones."""

    def __init__(self, hostname: str, hostnames: tuple[str, ...]) -> None:
        super().__init__(hostname)
        self.hostname = hostname
        self.hostnames = hostnames


@dataclass(frozen=True, slots=True)
class PublishOutcome:
    """Outcome of publishing: a version, new or the current one, or the problems that stopped it."""

    version: Version | None
    is_new: bool = False
    problems: tuple[Problem, ...] = ()


def find_site(address: str) -> Site:
    """Return the site of `HOSTNAME` or `HOSTNAME:PORT`, the default one when blank. Raises `UnknownSiteError`."""
    sites = list(Site.objects.order_by("hostname", "port"))
    wanted = [site for site in sites if address in (site.hostname, f"{site.hostname}:{site.port}")]
    found = wanted if address else [site for site in sites if site.is_default_site]
    if len(found) != 1:
        raise UnknownSiteError(address, tuple(f"{site.hostname}:{site.port}" for site in sites))
    return found[0]


def publish_document(document: Document, *, site: Site, note: str = "") -> PublishOutcome:
    """Publish `document` on `site`; one that is published already, word for word, gets no new version."""
    before = find_published(document.key, site=site, kind=kind_of(document))
    try:
        version = publish(document, site=site, note=note)
    except Refused as error:
        return PublishOutcome(None, problems=tuple(_with_departments(problem, site) for problem in error.problems))
    return PublishOutcome(version, is_new=version != before)


def _with_departments(problem: Problem, site: Site) -> Problem:
    """Add the existing departments to the problem of an unknown department."""
    if problem.code != "unknown_department":
        return problem
    known = list(Department.objects.filter(site=site).order_by("key").values_list("key", flat=True))
    return replace(problem, params={**problem.params, "known": known} if known else problem.params)
