"""The Django application of procedures: documents, published versions, departments and lists."""

from django.apps import AppConfig


class SchemasConfig(AppConfig):
    name = "schemas"
    label = "schemas"
