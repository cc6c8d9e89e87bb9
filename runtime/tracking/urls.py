"""URLs of tracking, under /suivi/ (and /en/suivi/)."""

from django.urls import path

from runtime.tracking import actions, links, views

app_name = "tracking"

urlpatterns = [
    path("", views.lookup, name="lookup"),
    path("ouvrir/<str:token>/", links.open_link, name="open"),
    path("quitter/", views.close_request, name="leave"),
    path("<str:reference>/", views.status, name="status"),
    path("<str:reference>/en-direct/", views.live, name="live"),
    path("<str:reference>/fichiers/<uuid:file_id>/", actions.file, name="file"),
    path("<str:reference>/actions/<str:transition_id>/", actions.act, name="act"),
]
