"""Django app configuration of the runtime, where citizens file and agents process."""

from django.apps import AppConfig


class RuntimeConfig(AppConfig):
    name = "runtime"
    label = "runtime"
