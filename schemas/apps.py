"""What a procedure is."""

from django.apps import AppConfig


class SchemasConfig(AppConfig):
    name = "schemas"
    label = "schemas"
