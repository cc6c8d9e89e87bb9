"""Views of wizards, as django-formtools needs them, that show their page again when the CSRF token is stale."""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponseBase

from runtime.filing import pages
from runtime.filing.wizard import FilingWizard


class _NeverShown(forms.Form):
    """The placeholder that `as_view()` asks for; `dispatch` puts the real forms in its place."""


def wizard_view(wizard: type[FilingWizard]) -> Callable[..., HttpResponseBase]:
    """Return the view of a wizard, which shows its page again when the CSRF token is stale (bar F13)."""
    view = wizard.as_view([("placeholder", _NeverShown)], url_name="filing:step", done_step_name="formtools-done")

    def show_again(request: HttpRequest, reason: str, **kwargs: object) -> HttpResponseBase:
        """Show the page with its raw input and a fresh token; another site's page gets a plain refusal."""
        pages.refuse_other_sites(reason)
        request.is_stale = True
        return view(request, **kwargs)

    view.csrf_failure = show_again
    return view
