"""Language of the response to a person."""

from django.conf import settings
from django.utils.translation import get_language


def current_language(fallback: str = "") -> str:
    """Return the language in use, without its region ("fr", "en").

    Where none is active, `fallback` (that of a draft or a submission), then that of the site.
    """
    return (get_language() or fallback or settings.LANGUAGE_CODE).partition("-")[0]
