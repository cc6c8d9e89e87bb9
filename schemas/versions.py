"""Published versions: look-ups, and the compiled document of each, kept per process by digest and language."""

from django.core.cache import cache
from wagtail.models import Site

from schemas.compilation.compiled import Compiled, compile_document
from schemas.format.header import PROCEDURE
from schemas.format.reading import read_document
from schemas.format.translations import translated
from schemas.models import Publication, Version, VersionQuerySet

#: For how long the department of a version may be out of date.
KNOWN_SECONDS = 60


def find_published(key: str, *, site: Site, kind: str = PROCEDURE) -> Version | None:
    """Return the version that can be filed under `key` now, as `known_version` does; one query, for the pointer."""
    pointers = Publication.objects.filter(site=site, kind=kind, key=key, version__isnull=False)
    for pk in pointers.values_list("version_id", flat=True):
        return known_version(pk)
    return None


def known_version(pk: int) -> Version:
    """Return a version, which never changes, and its department as it was at most a minute ago.

    Every page asks for it, and its text is large: a query is made only once a minute for each version.
    """
    found: Version = cache.get_or_set(f"version:{pk}", lambda: _read_version(pk), KNOWN_SECONDS)
    return found


def _read_version(pk: int) -> Version:
    return Version.objects.select_related("department").get(pk=pk)


def find_closed(key: str, *, site: Site, kind: str = PROCEDURE) -> Version | None:
    """Return the last version of a key that points to none: its page says that the procedure is closed."""
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


def load_compiled(version: Version, language: str) -> Compiled:
    """Return the compiled document of a version, in `language` where it is translated into it.

    Raises ValueError when the stored text no longer reads: a broken promise, since only what compiles is published.
    """
    return _COMPILED.get((version.sha256, language)) or _compile(version, language)


#: By digest and language, for ever: the text of a digest never changes.
_COMPILED: dict[tuple[str, str], Compiled] = {}


def _compile(version: Version, language: str) -> Compiled:
    document, problems = read_document(version.document)
    if document is None:
        raise ValueError(f"{version} does not read: {problems}")
    compiled, problems = compile_document(translated(document, language), language=language)
    if compiled is None:
        raise ValueError(f"{version} does not compile: {problems}")
    return _COMPILED.setdefault((version.sha256, language), compiled)
