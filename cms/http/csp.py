"""Content security and framing policies: strict on public pages, looser in Wagtail's admin and its previews."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware

ADMIN_PREFIX = "/admin/"


def is_admin(request: HttpRequest) -> bool:
    return request.path_info.startswith(ADMIN_PREFIX)


def is_preview(request: HttpRequest) -> bool:
    """Return whether this is a public page that the admin draws inside a frame of its own (set by Wagtail)."""
    return getattr(request, "is_preview", False)


#: The policies of pages without changes of their own, by the values they depend on.
_USUAL: dict[tuple[object, ...], str] = {}


def _settings() -> tuple[object, object]:
    return settings.CONTENT_SECURITY_POLICY, settings.GUICHET_ADMIN_CONTENT_SECURITY_POLICY


def _is_particular(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Return whether a view or a template asked for something of its own, a nonce included."""
    return any(name.startswith("_csp") for name in (*vars(request), *vars(response)))


class PolicyMiddleware(CSPMiddleware):
    """Sends the admin's policy under /admin/ and the public one everywhere else."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Send the policy; that of pages without changes of their own is computed once a process."""
        if settings.DEBUG or HEADER in response or _is_particular(request, response):
            return super().process_response(request, response)
        kind = (is_admin(request), is_preview(request), *map(id, _settings()))
        if kind not in _USUAL:
            _USUAL[kind] = super().process_response(request, HttpResponse())[HEADER]
        response[HEADER] = _USUAL[kind]
        return response

    def get_policy_parts(self, request: HttpRequest, response: HttpResponseBase, **options: bool) -> PolicyParts:
        parts: PolicyParts = super().get_policy_parts(request, response, **options)
        if options.get("report_only"):
            return parts
        if is_admin(request):
            parts.config = parts.config or settings.GUICHET_ADMIN_CONTENT_SECURITY_POLICY
        elif is_preview(request):
            parts.replace = {**(parts.replace or {}), "frame-ancestors": ["'self'"]}
        return parts


class FrameMiddleware(XFrameOptionsMiddleware):
    """The same as `frame-ancestors`, for browsers that do not know it."""

    def get_xframe_options_value(self, request: HttpRequest, response: HttpResponseBase) -> str:
        if is_admin(request) or is_preview(request):
            return "SAMEORIGIN"
        value: str = super().get_xframe_options_value(request, response)
        return value
