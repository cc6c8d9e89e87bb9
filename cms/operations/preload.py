"""Data that every worker needs before its first request, loaded once in the process they are forked from."""

import logging
import sys

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connections
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation

from cms.operations.wrapped_keys import sampled_key_ids
from runtime.vault.encryption import site_key_ids
from schemas.models import Publication
from schemas.versions import load_compiled

logger = logging.getLogger(__name__)

#: The most requested pages; the templates that they include and extend come with them.
PAGES = ("error", "home", "review", "sent", "start", "step", "tracking", "tracking_lookup", "unavailable")


def warm() -> None:
    """Load URLs, languages, templates and the published documents. The site starts without a database too.

    Stops the process when `ENCRYPTION_KEYS` are not those of this database.
    """
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            len(get_resolver().namespace_dict)  # its content is built on first use
    for page in PAGES:
        get_template(f"themes/{page}.html")
    try:
        _refuse_foreign_keys()
        _compile_published()
    except DatabaseError:
        logger.warning("The database does not answer: documents are compiled when they are asked for.")
    finally:
        connections.close_all()  # a connection must not be shared with a child


def _refuse_foreign_keys() -> None:
    """Stop when nothing that is sampled opens; a key that is missing beside right ones is for /readyz to tell."""
    needed = sampled_key_ids()
    if needed and needed.isdisjoint(site_key_ids()):
        sys.exit("The site does not start: no key of ENCRYPTION_KEYS opens what its database holds (manage.py doctor).")


def _compile_published() -> None:
    for pointer in Publication.objects.select_related("version").filter(version__isnull=False):
        for language, _ in settings.LANGUAGES:
            load_compiled(pointer.version, language)
