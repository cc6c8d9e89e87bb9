"""URLs of simulators; `integrer`, `signaler` and `demande` are reserved words."""

from django.urls import path

from runtime.simulation import views

app_name = "simulation"

urlpatterns = [
    path("<slug:key>/", views.run, name="run"),
    path("<slug:key>/integrer/", views.embed, name="embed"),
    path("<slug:key>/signaler/", views.wrong, name="wrong"),
    path("<slug:key>/demande/", views.to_request, name="request"),
]
