"""Publishing a document: check, number, and point its key to it; closing a key."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from schemas.authoring.publishable import check
from schemas.canonical import canonical_text, digest_of_text
from schemas.compilation.compiled import compile_document
from schemas.format.document import Document
from schemas.format.header import PROCEDURE, SIMULATOR
from schemas.models import Department, Publication, Version
from schemas.problems import Problem
from schemas.simulation.prefill import prefill_problems
from schemas.versions import find_published, load_compiled


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
    """Return what is wrong with the answers that a simulator would carry into the procedure that it leads to."""
    simulation = document.simulation
    compiled, _ = compile_document(document) if simulation and simulation.request else (None, ())
    if compiled is None or simulation is None or simulation.request is None:
        return ()
    version = find_published(simulation.request.procedure, site=site)
    return tuple(prefill_problems(compiled, load_compiled(version, document.language) if version else None))


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
    """Point `key` to no version: it can no longer be started; drafts and submissions go on."""
    Publication.objects.filter(site=site, kind=kind, key=key).update(version=None)
