"""URL of suggestions from a list."""

from django.urls import path

from runtime.lists import views

app_name = "lists"

urlpatterns = [
    path("<slug:name>/", views.suggest, name="suggest"),
]
