"""`manage.py rules`: evaluate rules from the shell, one per line."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from builder.messages.problems import quoted
from builder.rule_lines import MAX_LINE_BYTES, answer_line

#: Exit code: a file that the system does not let us read.
UNREADABLE = 2


class Command(BaseCommand):
    """Reads lines of JSON (see `builder.rule_lines`), writes one line for each as soon as it is read."""

    help = (
        'Evaluate rules: each line {"types": {name: type}, "rule": …, "answers": {…}, "today": "YYYY-MM-DD", '
        '"params": {…}} of FILE gives a line {"value": …} or {"problem": code, "at": pointer}. Null is UNKNOWN, '
        "numbers are decimal strings; only rule is needed."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="lines of JSON, one rule each; - for the standard input")

    def handle(self, *args: object, **options: object) -> None:
        path = str(options["file"])
        if path == "-":
            self.answer(sys.stdin.buffer)
            return
        try:
            with Path(path).open("rb") as opened:
                self.answer(opened)
        except OSError as error:
            params = {"path": quoted(path), "reason": error.strerror}
            raise CommandError(_("%(path)s cannot be read: %(reason)s.") % params, returncode=UNREADABLE) from error

    def answer(self, opened: BinaryIO) -> None:
        for line in input_lines(opened):
            self.stdout.write(json.dumps(answer_line(line), ensure_ascii=True))
            self.stdout.flush()


def input_lines(opened: BinaryIO) -> Iterator[bytes]:
    """Yield the lines that are not blank; of one that is too long, one byte more than the limit."""
    while line := opened.readline(MAX_LINE_BYTES + 1):
        rest = line
        while len(rest) > MAX_LINE_BYTES and not rest.endswith(b"\n"):
            rest = opened.readline(MAX_LINE_BYTES + 1)
        if line.strip():
            yield line
