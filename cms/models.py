"""Wagtail pages of the site."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from runtime.presentation.language import current_language
from schemas.format.header import PROCEDURE, SIMULATOR
from schemas.sites import site_of
from schemas.versions import load_compiled, published


class HomePage(Page):
    """Home page of a site: its open procedures and simulators."""

    template = "themes/home.html"
    parent_page_types = ("wagtailcore.Page",)
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add the procedures and the simulators that are open now, by title."""
        return {
            **super().get_context(request, *args, **kwargs),
            "procedures": _cards(request, PROCEDURE, "filing:start"),
            "simulators": _cards(request, SIMULATOR, "simulation:run"),
        }


def _cards(request: HttpRequest, kind: str, url_name: str) -> list[dict[str, str]]:
    """Return the documents of a kind that are open now, by title, each with the address `url_name`."""
    versions = published(site_of(request), kind=kind)
    documents = [load_compiled(version, current_language()).document for version in versions]
    return [
        {"title": each.title, "summary": each.summary, "url": reverse(url_name, kwargs={"key": each.key})}
        for each in sorted(documents, key=lambda each: each.title)
    ]
