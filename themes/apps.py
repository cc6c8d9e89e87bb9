"""The Django application of the appearance: templates, components and static files."""

from django.apps import AppConfig


class ThemesConfig(AppConfig):
    name = "themes"
    label = "themes"
