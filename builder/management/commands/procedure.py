"""`manage.py procedure`: check and publish documents from the shell, and propose tests for them."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from builder.checking import Findings, check_document
from builder.publishing import Outcome, UnknownSiteError, find_site, publish_document
from builder.wording import quoted, word_place, word_problem
from schemas.checking import propose_trials
from schemas.problems import Problem
from schemas.reading import MAX_BYTES

#: Exit codes: what stops a document from running, and a file that the system does not let us read.
PROBLEMS = 1
UNREADABLE = 2

#: More lines than this help nobody: mending the first ones often mends the others.
MOST_LINES = 100


class Command(BaseCommand):
    """One action a word: `check`, `publish`, `propose`."""

    help = "Check the document of a procedure, or publish it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("check", help="list every problem of a document; exit code 0, 1 (problems) or 2")
        publish = actions.add_parser("publish", help="check a document, then make it what its key points to")
        propose = actions.add_parser("propose", help="write tests that a document lacks, as JSON")
        for action in (check, publish, propose):
            action.add_argument("file", metavar="FILE", help="JSON document of a procedure")
            action.add_argument(
                "--language",
                default=settings.LANGUAGE_CODE,
                choices=[code for code, _name in settings.LANGUAGES],
                help="language of what is said (%(default)s)",
            )
        check.add_argument(
            "--tests",
            action="store_true",
            help="also tell what the tests of the document do not try, or would not notice",
        )
        publish.add_argument("--note", default="", help="what changed, kept with the version")
        publish.add_argument("--site", default="", metavar="HOSTNAME", help="site to publish on (the default one)")

    def handle(self, *args: object, **options: object) -> None:
        with translation.override(str(options["language"])):
            path = str(options["file"])
            if options["action"] == "propose":
                self.propose(path)
                return
            findings = self.check(path, with_study=bool(options.get("tests")))
            if options["action"] == "publish":
                self.publish(findings, hostname=str(options["site"]), note=str(options["note"]))

    def check(self, path: str, *, with_study: bool) -> Findings:
        """Tell everything found in a file; a problem ends the command with its exit code."""
        findings = check_document(read_file(path), with_study=with_study)
        self.tell(_("problem"), findings.problems)
        self.tell(_("warning"), findings.warnings)
        if findings.problems:
            raise CommandError(summary_of(findings), returncode=PROBLEMS)
        self.stdout.write(summary_of(findings))
        return findings

    def propose(self, path: str) -> None:
        """Write the tests that a document lacks, for its author to look over, and nothing else."""
        findings = check_document(read_file(path))
        if findings.document is None or findings.problems:
            self.tell(_("problem"), findings.problems)
            raise CommandError(summary_of(findings), returncode=PROBLEMS)
        proposed = propose_trials(findings.document, today=timezone.localdate())
        self.stdout.write(json.dumps(proposed, ensure_ascii=False, indent=2))

    def publish(self, findings: Findings, *, hostname: str, note: str) -> None:
        """Publish what was checked, and tell the version."""
        try:
            outcome = publish_document(findings.document, site=find_site(hostname), note=note)
        except UnknownSiteError as error:
            raise CommandError(word_unknown_site(error), returncode=PROBLEMS) from error
        if outcome.version is None:
            self.tell(_("problem"), outcome.problems)
            raise CommandError(_("Not published."), returncode=PROBLEMS)
        self.stdout.write(word_outcome(outcome))

    def tell(self, kind: str, problems: tuple[Problem, ...]) -> None:
        for line in lines_of(kind, problems):
            self.stdout.write(line)
        left = len(problems) - MOST_LINES
        if left > 0:
            self.stdout.write(ngettext("… and %(count)s more.", "… and %(count)s more.", left) % {"count": left})


def read_file(path: str) -> bytes:
    """Return what a file holds, one byte over the limit at most: a larger one is refused by its size alone."""
    file = Path(path)
    try:
        # Devices and pipes may never end, nor begin.
        if file.exists() and not file.is_file():
            raise CommandError(_("%(path)s is not a file.") % {"path": quoted(path)}, returncode=UNREADABLE)
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        params = {"path": quoted(path), "reason": error.strerror}
        raise CommandError(_("%(path)s cannot be read: %(reason)s.") % params, returncode=UNREADABLE) from error


def lines_of(kind: str, problems: Iterable[Problem]) -> Iterable[str]:
    return (f"{kind}  {word_place(problem)}  {word_problem(problem)}" for problem in islice(problems, MOST_LINES))


def summary_of(findings: Findings) -> str:
    """Return one line of counts, after the key of the document when it can be read."""
    problems, warnings = len(findings.problems), len(findings.warnings)
    counts = [
        ngettext("%(count)s problem", "%(count)s problems", problems) % {"count": problems},
        ngettext("%(count)s warning", "%(count)s warnings", warnings) % {"count": warnings},
    ]
    name = f"{findings.document.key}: " if findings.document else ""
    return f"{name}{', '.join(counts)}."


def word_outcome(outcome: Outcome) -> str:
    version = outcome.version
    params = {"key": version.key, "number": version.number, "sha256": version.sha256}
    if outcome.is_new:
        return _("%(key)s is published: version %(number)s, sha256 %(sha256)s.") % params
    return _("%(key)s has not changed since version %(number)s, sha256 %(sha256)s: nothing was published.") % params


def word_unknown_site(error: UnknownSiteError) -> str:
    params = {"hostname": quoted(error.hostname), "known": ", ".join(error.hostnames)}
    return _("“%(hostname)s” is not the name of one site. Give one of %(known)s with --site.") % params
