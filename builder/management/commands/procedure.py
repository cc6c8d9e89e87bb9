"""`manage.py procedure`: check, publish, import and export documents from the shell, and propose tests for them."""

from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from builder.checks import Findings, check_document
from builder.exchange import export_content, exported, import_content, indented_json
from builder.json_report import machine_report
from builder.messages.problems import quoted, word_document_problem, word_place
from builder.publishing import PublishOutcome, UnknownSiteError, find_site, publish_document
from schemas.authoring.publishable import propose_trials
from schemas.exchange.defaults import Head
from schemas.format.document import Document
from schemas.format.reading import MAX_BYTES
from schemas.problems import Problem
from schemas.versions import find_published, load_compiled

#: Exit codes: problems that stop a document from running, and a file that the system does not let us read.
PROBLEMS = 1
UNREADABLE = 2

#: More lines than this help nobody: fixing the first ones often fixes the others.
MOST_LINES = 100


class Command(BaseCommand):
    """One action a word: `check`, `publish`, `propose`, `import`, `export`."""

    help = "Check the document of a procedure, publish it, make one of a JSON Schema, or give one away as such."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("check", help="list every problem of a document; exit code 0, 1 (problems) or 2")
        publish = actions.add_parser("publish", help="check a document, then make it what its key points to")
        importing = actions.add_parser("import", help="make a document of a JSON Schema, with or without a layout")
        exporting = actions.add_parser("export", help="give the schema of the answers and a JSON Forms layout")
        propose = actions.add_parser("propose", help="write tests that a document lacks, as JSON")
        for action in (check, publish, propose, importing, exporting):
            _add_common(action)
        check.add_argument(
            "--tests",
            action="store_true",
            help="also tell what the tests of the document do not try, or would not notice",
        )
        publish.add_argument("--note", default="", help="what changed, kept with the version")
        for action in (publish, exporting):
            action.add_argument(
                "--site", default="", metavar="HOSTNAME", help="site of the procedure (the default one)"
            )
        for action in (importing, exporting):
            action.add_argument("-o", "--output", default="", metavar="OUT", help="file to write (standard output)")
        _add_head(importing)

    def handle(self, *args: object, **options: Any) -> None:
        self.as_json = bool(options["json"])
        with translation.override(str(options["language"])):
            getattr(self, f"handle_{options['action']}")(options)

    def handle_check(self, options: Mapping[str, Any]) -> None:
        self.check(options["file"], with_study=bool(options.get("tests")))

    def handle_publish(self, options: Mapping[str, Any]) -> None:
        findings = self.check(options["file"], with_study=False, is_last=False)
        self.publish(findings, hostname=options["site"], note=options["note"])

    def check(self, path: str, *, with_study: bool, is_last: bool = True) -> Findings:
        """Report all problems and warnings of a file; a problem ends the command with its exit code."""
        findings = check_document(read_path(path), with_study=with_study)
        told = {"problems": findings.problems, "warnings": findings.warnings}
        if not self.as_json:
            self.tell(_("problem"), findings.problems)
            self.tell(_("warning"), findings.warnings)
        elif is_last or findings.problems:
            self.report(is_good=not findings.problems, key=findings.document and findings.document.key, **told)
        if findings.problems:
            raise CommandError(report_summary(findings), returncode=PROBLEMS)
        self.say(report_summary(findings))
        return findings

    def publish(self, findings: Findings, *, hostname: str, note: str) -> None:
        """Publish a checked document, and report the version."""
        try:
            outcome = publish_document(findings.document, site=find_site(hostname), note=note)
        except UnknownSiteError as error:
            raise CommandError(word_unknown_site(error), returncode=PROBLEMS) from error
        if outcome.version is None:
            self.end(_("Not published."), problems=outcome.problems)
        version = outcome.version
        facts = {"key": version.key, "number": version.number, "sha256": version.sha256, "is_new": outcome.is_new}
        self.report(is_good=True, **facts, warnings=findings.warnings)
        self.say(word_outcome(outcome))

    def handle_propose(self, options: Mapping[str, Any]) -> None:
        """Write the tests that a document lacks, for its author to review, and nothing else."""
        findings = check_document(read_path(options["file"]))
        if findings.document is None or findings.problems:
            self.end(report_summary(findings), problems=findings.problems)
        self.stdout.write(indented_json(propose_trials(findings.document, today=timezone.localdate())), ending="")

    def handle_import(self, options: Mapping[str, Any]) -> None:
        """Make a document of a schema; notes on what changed go to the error output."""
        layout = read_path(options["ui"]) if options["ui"] else None
        head = Head(options["key"], options["department"], options["written_in"], options["title"], options["prefix"])
        found = import_content(read_path(options["file"]), layout, head=head)
        if found.document is None:
            self.end(_("Not imported."), problems=found.problems, notes=found.notes)
        self.tell_beside(_("note"), found.notes)
        self.give(found.document, options["output"], name="document", notes=found.notes)

    def handle_export(self, options: Mapping[str, Any]) -> None:
        """Export the document of a file, or the published one of a key."""
        path = Path(options["file"])
        if path.exists() or path.suffix:
            given = export_content(read_path(options["file"]))
        else:
            given = exported(self.published(options["file"], options["site"]))
        if given.exported is None:
            self.end(_("Not exported."), problems=given.problems)
        self.tell_beside(_("note"), given.exported.notes)
        value = {"schema": given.exported.schema, "uischema": given.exported.uischema}
        self.give(value, options["output"], name="exported", notes=given.exported.notes)

    def published(self, key: str, hostname: str) -> Document:
        try:
            version = find_published(key, site=find_site(hostname))
        except UnknownSiteError as error:
            raise CommandError(word_unknown_site(error), returncode=PROBLEMS) from error
        if version is None:
            params = {"key": quoted(key)}
            raise CommandError(
                _("“%(key)s” is neither a file nor a published procedure.") % params, returncode=UNREADABLE
            )
        return load_compiled(version).document

    # Output.

    def give(self, value: object, output: str, *, name: str, notes: tuple[Problem, ...]) -> None:
        """Write a result to a file, or to the standard output; a report in JSON holds it instead."""
        if output:
            write_file(output, indented_json(value))
            self.say(_("%(path)s is written.") % {"path": quoted(output)})
        elif not self.as_json:
            self.stdout.write(indented_json(value), ending="")
        self.report(is_good=True, notes=notes, **({} if output else {name: value}))

    def end(self, sentence: str, *, problems: tuple[Problem, ...], notes: tuple[Problem, ...] = ()) -> NoReturn:
        """End the command with the problems that stop it."""
        self.report(is_good=False, problems=problems, notes=notes)
        if not self.as_json:
            self.tell(_("problem"), problems)
        raise CommandError(sentence, returncode=PROBLEMS)

    def say(self, sentence: str) -> None:
        if not self.as_json:
            self.stdout.write(sentence)

    def report(self, *, is_good: bool, **told: object) -> None:
        if self.as_json:
            self.stdout.write(indented_json(machine_report(is_good=is_good, **told)), ending="")

    def tell_beside(self, kind: str, problems: tuple[Problem, ...]) -> None:
        """Write to the error output, so that the standard output holds the result alone."""
        for line in report_lines(kind, () if self.as_json else problems):
            self.stderr.write(line)

    def tell(self, kind: str, problems: tuple[Problem, ...]) -> None:
        for line in report_lines(kind, problems):
            self.stdout.write(line)
        left = len(problems) - MOST_LINES
        if left > 0:
            self.stdout.write(ngettext("… and %(count)s more.", "… and %(count)s more.", left) % {"count": left})


def _add_common(action: ArgumentParser) -> None:
    metavar = "KEY|FILE" if action.prog.endswith("export") else "FILE"
    action.add_argument("file", metavar=metavar, help="JSON document of a procedure, or what the action reads")
    action.add_argument("--json", action="store_true", help="report in JSON, for machines")
    action.add_argument(
        "--language",
        default=settings.LANGUAGE_CODE,
        choices=[code for code, _name in settings.LANGUAGES],
        help="language of what is said (%(default)s)",
    )


def _add_head(action: ArgumentParser) -> None:
    action.add_argument("--ui", default="", metavar="FILE", help="layout: JSON Forms UI schema, or RJSF uiSchema")
    action.add_argument("--key", default="", help="key of the procedure (made of its title)")
    action.add_argument("--title", default="", help="title of the procedure (that of the schema)")
    action.add_argument("--department", default="", help="key of the department that answers for it (accueil)")
    action.add_argument("--prefix", default="", help="two to five letters that references begin with")
    action.add_argument("--written-in", default="fr", metavar="LANGUAGE", help="language of its texts (%(default)s)")


def write_file(path: str, text: str) -> None:
    try:
        Path(path).write_text(text, encoding="utf-8")
    except OSError as error:
        params = {"path": quoted(path), "reason": error.strerror}
        raise CommandError(_("%(path)s cannot be written: %(reason)s.") % params, returncode=UNREADABLE) from error


def read_path(path: str) -> bytes:
    """Return the content of a file, one byte over the limit at most: a larger one is refused by its size alone."""
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


def report_lines(kind: str, problems: Iterable[Problem]) -> Iterable[str]:
    return (
        f"{kind}  {word_place(problem)}  {word_document_problem(problem)}" for problem in islice(problems, MOST_LINES)
    )


def report_summary(findings: Findings) -> str:
    """Return one line of counts, after the key of the document when it can be read."""
    problems, warnings = len(findings.problems), len(findings.warnings)
    counts = [
        ngettext("%(count)s problem", "%(count)s problems", problems) % {"count": problems},
        ngettext("%(count)s warning", "%(count)s warnings", warnings) % {"count": warnings},
    ]
    name = f"{findings.document.key}: " if findings.document else ""
    return f"{name}{', '.join(counts)}."


def word_outcome(outcome: PublishOutcome) -> str:
    version = outcome.version
    params = {"key": version.key, "number": version.number, "sha256": version.sha256}
    if outcome.is_new:
        return _("%(key)s is published: version %(number)s, sha256 %(sha256)s.") % params
    return _("%(key)s has not changed since version %(number)s, sha256 %(sha256)s: nothing was published.") % params


def word_unknown_site(error: UnknownSiteError) -> str:
    params = {"hostname": quoted(error.hostname), "known": ", ".join(error.hostnames)}
    return _("“%(hostname)s” is not the name of one site. Give one of %(known)s with --site.") % params
