"""Wagtail admin hooks of the desk and its programs: URLs, menu items, logged actions, style."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from runtime.desk import urls
from runtime.desk.audit_log import (
    CASE_CLOSED,
    FILE_OPENED,
    PREVIEW_OPENED,
    REQUEST_OPENED,
    REQUEST_READ,
    TOKEN_ISSUED,
    TOKEN_REVOKED,
)
from runtime.desk.programs import urls as programs_urls
from runtime.desk.simulators import urls as simulators_urls
from schemas.models import Membership
from schemas.permissions import roles_of


def _roles(request: HttpRequest) -> frozenset[str]:
    """Return the roles of the current user; one query a page, however many items ask."""
    if not hasattr(request, "guichet_roles"):
        request.guichet_roles = roles_of(request.user)
    return request.guichet_roles


class DeskMenuItem(MenuItem):
    """Shown to members of a department, whatever their other rights."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(_roles(request))


class ProgramsMenuItem(MenuItem):
    """Shown to those who manage a department."""

    def is_shown(self, request: HttpRequest) -> bool:
        return Membership.Role.MANAGER in _roles(request)


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern | URLResolver]:
    return [
        path("requests/", include(urls, namespace=urls.app_name)),
        path("simulators/", include(simulators_urls, namespace=simulators_urls.app_name)),
        path("programs/", include(programs_urls, namespace=programs_urls.app_name)),
    ]


@hooks.register("register_admin_menu_item")
def desk_menu_item() -> MenuItem:
    return DeskMenuItem(_("Requests"), reverse("desk:list"), name="requests", icon_name="folder-open-inverse", order=50)


@hooks.register("register_admin_menu_item")
def simulators_menu_item() -> MenuItem:
    address = reverse("simulators:list")
    return DeskMenuItem(_("Simulators"), address, name="simulators", icon_name="clipboard-list", order=60)


@hooks.register("register_admin_menu_item")
def programs_menu_item() -> MenuItem:
    return ProgramsMenuItem(_("Programs"), reverse("programs:list"), name="programs", icon_name="key", order=900)


@hooks.register("register_log_actions")
def desk_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(REQUEST_OPENED, _("Open a request"), _("Opened a request"))
    actions.register_action(FILE_OPENED, _("Open a file"), _("Opened a file"))
    actions.register_action(PREVIEW_OPENED, _("Preview a file"), _("Previewed a file"))
    actions.register_action(REQUEST_READ, _("Read by a program"), _("Read by a program"))
    actions.register_action(TOKEN_ISSUED, _("Let a program act"), _("Let a program act"))
    actions.register_action(CASE_CLOSED, _("Close a result found wrong"), _("Closed a result found wrong"))
    actions.register_action(TOKEN_REVOKED, _("Revoke a program"), _("Revoked a program"))


@hooks.register("insert_global_admin_css")
def desk_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("runtime/desk.css"))
