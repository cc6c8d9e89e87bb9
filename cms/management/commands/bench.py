"""`manage.py bench`: the cost of a submission on this machine, and page times as submissions add up."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from cms.bench.database import beside
from cms.bench.options import CLIENTS, REPEATS, ROUNDS, SECONDS, SIZES, SUBMISSIONS, Options
from cms.bench.parts import PARTS
from cms.bench.report import report_text
from cms.bench.run import run_bench


class Command(BaseCommand):
    """Measure, print, write."""

    help = "Measure this software on this machine, in a database of its own, beside a bare Django view."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", nargs="+", choices=PARTS, default=[*PARTS], help="parts to measure (all)")
        parser.add_argument("--database", default=beside(os.environ.get("DATABASE_URL", "")),
                            help="address of a database that does not exist yet, PostgreSQL or SQLite")  # fmt: skip
        parser.add_argument("--clients", nargs="+", type=int, default=CLIENTS, help="clients at once (1 8)")
        parser.add_argument("--submissions", type=int, default=SUBMISSIONS, help="submissions a batch (%(default)s)")
        parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds of batches (%(default)s)")
        parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, help="rows of the growth table")
        parser.add_argument("--repeats", type=int, default=REPEATS, help="times a page is asked for (%(default)s)")
        parser.add_argument("--seconds", type=int, default=SECONDS, help="how long the load lasts (%(default)s)")
        parser.add_argument("--json", type=Path, dest="file", help="write the figures to this file")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = Options(
            clients=tuple(options["clients"]),
            submissions=options["submissions"],
            rounds=options["rounds"],
            sizes=tuple(sorted(options["sizes"])),
            repeats=options["repeats"],
            seconds=options["seconds"],
        )
        report = run_bench(options["only"], asked, database=options["database"])
        self.stdout.write(report_text(report))
        if options["file"]:
            options["file"].write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
        if any(report.get("load", {}).get(name) for name in ("lost", "doubled")):
            raise CommandError("What was acknowledged is not what the database holds: see lost and doubled above.")
