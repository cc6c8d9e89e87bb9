"""`manage.py demo`: a fictional town on SQLite, with real procedures, accounts of each role and a server."""

import threading
from argparse import ArgumentParser

from django.core.management import BaseCommand, CommandError, call_command

from cms.demonstration.database import claim_database
from cms.demonstration.town import ACCOUNTS, PASSWORD, TOWN, found_town
from runtime.delivery.sender import deliver_due
from schemas.format.header import PROCEDURE, SIMULATOR
from schemas.models import Version
from schemas.publishing import Refused

#: Pause between two looks for mails to send, by the thread that replaces a worker.
DELIVERY_SECONDS = 3
DELIVERIES_A_ROUND = 50


#: Folders of the documents of each kind.
FOLDERS = {PROCEDURE: "demarches", SIMULATOR: "simulateurs"}


class Command(BaseCommand):
    """Create the town, print where to go, serve."""

    help = "Start a complete demonstration on SQLite: safe to repeat, nothing to configure."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (8000)")
        parser.add_argument("--no-serve", action="store_true", help="prepare everything, serve nothing")

    def handle(self, *args: object, **options: object) -> None:
        claim_database()
        call_command("migrate", verbosity=0, interactive=False)
        try:
            versions = found_town()
        except Refused as error:
            lines = "\n".join(f"{p.pointer or '/'}: {p.code} {dict(p.params)}" for p in error.problems)
            raise CommandError(f"A procedure of the library does not publish:\n{lines}") from error
        self.stdout.write(self.directions(versions, port=int(str(options["port"]))))
        if not options["no_serve"]:
            self.serve(int(str(options["port"])))

    def directions(self, versions: list[Version], *, port: int) -> str:
        """Return where to go and with which accounts."""
        site = f"http://127.0.0.1:{port}"
        lines = [f"{TOWN} (fictional), French first, English under /en/", "", f"  {site}/"]
        lines += [f"  {site}/{FOLDERS[version.kind]}/{version.key}/" for version in versions]
        lines += [f"  {site}/suivi/", f"  {site}/admin/  (desk)", "", f"Accounts of the desk, password “{PASSWORD}”:"]
        lines += [f"  {account.email:28} {account.role}" for account in ACCOUNTS]
        lines += ["", "E-mails are written as files in var/mail. Stop with Ctrl-C; start again to go on."]
        return "\n".join(lines)

    def serve(self, port: int) -> None:
        threading.Thread(target=_deliver_for_ever, name="deliveries", daemon=True).start()
        call_command("runserver", f"127.0.0.1:{port}", use_reloader=False)


def _deliver_for_ever() -> None:
    """Send due messages, again and again: the demonstration has no worker."""
    pause = threading.Event()
    while not pause.wait(DELIVERY_SECONDS):
        deliver_due(DELIVERIES_A_ROUND)
