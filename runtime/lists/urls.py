"""The address where pages ask for proposals while somebody types."""

from django.urls import path

from runtime.lists import views

app_name = "lists"

urlpatterns = [
    path("<slug:name>/", views.suggest, name="suggest"),
]
