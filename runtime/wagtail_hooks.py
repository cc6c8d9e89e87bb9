"""The desk in the Wagtail admin: addresses, menu item, logged actions, style."""

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
from runtime.desk.journal import FILE_OPENED, PREVIEW_OPENED, REQUEST_OPENED
from runtime.desk.permissions import has_desk


class DeskMenuItem(MenuItem):
    """Shown to those who belong to a department, whatever else they may do."""

    def is_shown(self, request: HttpRequest) -> bool:
        return has_desk(request.user)


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern | URLResolver]:
    return [path("requests/", include(urls, namespace=urls.app_name))]


@hooks.register("register_admin_menu_item")
def desk_menu_item() -> MenuItem:
    return DeskMenuItem(_("Requests"), reverse("desk:list"), name="requests", icon_name="folder-open-inverse", order=50)


@hooks.register("register_log_actions")
def desk_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(REQUEST_OPENED, _("Open a request"), _("Opened a request"))
    actions.register_action(FILE_OPENED, _("Open a file"), _("Opened a file"))
    actions.register_action(PREVIEW_OPENED, _("Preview a file"), _("Previewed a file"))


@hooks.register("insert_global_admin_css")
def desk_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("runtime/desk.css"))
