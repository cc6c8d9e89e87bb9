"""URLs under /api/: the operations, their OpenAPI description, and a page for people."""

from django.urls import URLPattern, include, path

from runtime.api import page
from runtime.api.app import api
from runtime.api.endpoint import at_the_edge, nowhere

app_name = "api"


def _at_the_edge(pattern: URLPattern) -> URLPattern:
    view = at_the_edge(pattern.callback, gives_files=pattern.name == "read_file")
    return URLPattern(pattern.pattern, view, pattern.default_args, pattern.name)


version_1 = [
    path("", page.show, name="page"),
    path("openapi.json", at_the_edge(page.openapi_json), name="openapi"),
    *(_at_the_edge(pattern) for pattern in api.urls[0] if pattern.name != "api-root"),
]
urlpatterns = [
    path("v1/", include(version_1)),
    path("<path:rest>", nowhere, name="nowhere"),
]
