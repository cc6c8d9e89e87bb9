"""Publishing documents and finding them again, compiled once per process for each version and language."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from schemas.canonical import canonical_text, digest_of_text
from schemas.checking import check
from schemas.compiled import Compiled, compile_document
from schemas.document import Document
from schemas.heads import PROCEDURE, SIMULATOR
from schemas.models import Department, Publication, Version, VersionQuerySet
from schemas.problems import Problem
from schemas.reading import read_document
from schemas.simulation.prefill import prefill_problems
from schemas.texts import translated

#: For how long what is known of the department of a version may be out of date.
KNOWN_SECONDS = 60


class Refused(Exception):  # noqa: N818 - it is no error: documents may have problems
    """A document was not published; `problems` say why."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(", ".join(f"{problem.pointer or '/'} {problem.code}" for problem in self.problems))


def publish(document: Document, *, site: Site, by: AbstractBaseUser | None = None, note: str = "") -> Version:
    """Make `document` what its key points to on `site`, as a new version unless it is the current one already.

    Raises `Refused` when checking finds problems, or when it names a department that the site lacks.
    """
    problems = (*check(document, today=timezone.localdate()).problems, *_request_problems(document, site))
    department = Department.objects.filter(site=site, key=document.department).first()
    if department is None:
        problems = (*problems, Problem("unknown_department", "/department", {"key": document.department}))
    if problems:
        raise Refused(problems)
    text = canonical_text(document.source)
    with transaction.atomic():
        pointer, _ = Publication.objects.select_for_update().get_or_create(
            site=site, kind=kind_of(document), key=document.key
        )
        if pointer.version and pointer.version.sha256 == digest_of_text(text):
            return pointer.version
        pointer.version = _new_version(document, text, site=site, department=department, by=by, note=note)
        pointer.save(update_fields=("version",))
    return pointer.version


def kind_of(document: Document) -> str:
    return SIMULATOR if document.is_simulator else PROCEDURE


def _request_problems(document: Document, site: Site) -> tuple[Problem, ...]:
    """Return what is wrong with what a simulator would carry into the request that it leads to."""
    simulation = document.simulation
    ready, _ = compile_document(document) if simulation and simulation.request else (None, ())
    if ready is None or simulation is None or simulation.request is None:
        return ()
    version = find_published(simulation.request.procedure, site=site)
    return tuple(prefill_problems(ready, compiled(version, document.language) if version else None))


def _new_version(document: Document, text: str, **fields: object) -> Version:
    kind = kind_of(document)
    taken = Version.objects.filter(site=fields["site"], kind=kind, key=document.key).order_by("-number").first()
    return Version.objects.create(
        kind=kind,
        key=document.key,
        number=taken.number + 1 if taken else 1,
        document=text,
        sha256=digest_of_text(text),
        **fields,
    )


def close(key: str, *, site: Site, kind: str = PROCEDURE) -> None:
    """Let `key` point to no version: nobody can start it; drafts and submissions go on."""
    Publication.objects.filter(site=site, kind=kind, key=key).update(version=None)


def find_published(key: str, *, site: Site, kind: str = PROCEDURE) -> Version | None:
    """Return the version that can be filed under `key` now, as `known_version` does; one query, for the pointer."""
    pointers = Publication.objects.filter(site=site, kind=kind, key=key, version__isnull=False)
    for pk in pointers.values_list("version_id", flat=True):
        return known_version(pk)
    return None


def known_version(pk: int) -> Version:
    """Return a version, which never changes, and its department as it was at most a minute ago.

    Every page asks for it, and its text is large: a query is made for one that was not met for a minute.
    """
    found: Version = cache.get_or_set(f"version:{pk}", lambda: _read_version(pk), KNOWN_SECONDS)
    return found


def _read_version(pk: int) -> Version:
    return Version.objects.select_related("department").get(pk=pk)


def find_closed(key: str, *, site: Site, kind: str = PROCEDURE) -> Version | None:
    """Return the last version of a key that points to none: what a page says that is closed."""
    return _versions(key, site=site, kind=kind).order_by("-number").first()


def _versions(key: str, *, site: Site, kind: str) -> VersionQuerySet:
    return Version.objects.select_related("department").filter(site=site, kind=kind, key=key)


def find_version(key: str, number: int, *, site: Site) -> Version | None:
    """Return one version of a key, whether it can still be filed or not; one query."""
    return _versions(key, site=site, kind=PROCEDURE).filter(number=number).first()


def published(site: Site, *, kind: str = PROCEDURE) -> list[Version]:
    """Return every version that can be filed on `site`; one query."""
    rows = Publication.objects.select_related("version__department")
    pointers = rows.filter(site=site, kind=kind, version__isnull=False)
    return [pointer.version for pointer in pointers]


def compiled(version: Version, language: str) -> Compiled:
    """Return the compiled document of a version, in `language` where it is translated into it.

    Raises ValueError when the stored text no longer reads: a broken promise, since only what compiles is published.
    """
    return _COMPILED.get((version.sha256, language)) or _compile(version, language)


#: By digest and language, for ever: what a digest names never changes.
_COMPILED: dict[tuple[str, str], Compiled] = {}


def _compile(version: Version, language: str) -> Compiled:
    document, problems = read_document(version.document)
    if document is None:
        raise ValueError(f"{version} does not read: {problems}")
    ready, problems = compile_document(translated(document, language), language=language)
    if ready is None:
        raise ValueError(f"{version} does not compile: {problems}")
    return _COMPILED.setdefault((version.sha256, language), ready)
