"""`manage.py metrics`: the metrics of this site for Prometheus, on 127.0.0.1 only."""

import threading
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from prometheus_client import generate_latest, start_http_server

from cms.operations.metrics import site_registry


class Command(BaseCommand):
    """Answer `/metrics` until stopped, or print the figures once."""

    help = "Serve the metrics of the workers, the outbox, drafts and submissions on 127.0.0.1:METRICS_PORT."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=settings.GUICHET_METRICS_PORT, help="METRICS_PORT")
        parser.add_argument("--print", action="store_true", dest="is_once", help="print the figures once")

    def handle(self, *args: object, port: int, is_once: bool, **options: object) -> None:
        folder = Path(settings.GUICHET_METRICS_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        registry = site_registry(str(folder))
        if is_once:
            self.stdout.write(generate_latest(registry).decode())
            return
        if not port:
            raise CommandError("Set METRICS_PORT to a port of this machine, for the workers too, and start again.")
        start_http_server(port, addr="127.0.0.1", registry=registry)
        self.stdout.write(f"Metrics on http://127.0.0.1:{port}/metrics. Stop with Ctrl-C.")
        threading.Event().wait()
