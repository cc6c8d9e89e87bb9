"""URLs of the site: the admin, then public pages, French without prefix and English under /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.http.log_out import log_out

handler400 = "cms.http.errors.bad_request"
handler403 = "cms.http.errors.permission_denied"
handler404 = "cms.http.errors.page_not_found"
handler500 = "cms.http.errors.server_error"

urlpatterns = [
    path("admin/logout/", log_out),
    path("admin/", include(wagtailadmin_urls)),
    path("api/", include("runtime.api.urls")),
    path("documents/", include(wagtaildocs_urls)),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    *i18n_patterns(
        path("demarches/", include("runtime.filing.urls")),
        path("simulateurs/", include("runtime.simulation.urls")),
        path("listes/", include("runtime.lists.urls")),
        path("suivi/", include("runtime.tracking.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
