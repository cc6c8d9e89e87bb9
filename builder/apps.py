"""Django app configuration of the builder, where service managers write procedures."""

from django.apps import AppConfig


class BuilderConfig(AppConfig):
    name = "builder"
    label = "builder"
