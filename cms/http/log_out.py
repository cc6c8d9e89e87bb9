"""Logging out of the desk: the browser also drops the pages that it keeps (bar X22)."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache
from wagtail.admin.views.account import LogoutView

from runtime.filing.pages import clear_device


@never_cache
def log_out(request: HttpRequest) -> HttpResponseBase:
    """Log out as Wagtail does, and clear what the browser stored of this site; drafts of citizens stay."""
    return clear_device(LogoutView.as_view()(request))
