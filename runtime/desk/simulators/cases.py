"""Contested results of simulators, as a department reads them and as tests of the document."""

import json
from collections.abc import Iterable

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from runtime.desk.messages import COMMENT_UNREADABLE
from runtime.presentation.formats import word_date, word_moment
from runtime.presentation.language import current_language
from runtime.simulation.comments import comment_of
from runtime.simulation.context import answer_lines
from runtime.simulation.models import SimulationCase
from runtime.simulation.personal_questions import is_personal
from runtime.vault.encryption import VaultError
from schemas.compilation.compiled import Compiled
from schemas.format.document import asked
from schemas.models import Publication
from schemas.rules.values import TODAY
from schemas.versions import load_compiled

#: Closed cases that are still listed.
CLOSED_SHOWN = 50


def cases_of(publication: Publication) -> QuerySet[SimulationCase]:
    """Return every case of a simulator, of any version, the newest first."""
    rows = SimulationCase.objects.filter(
        version__kind=publication.kind, version__site=publication.site_id, version__key=publication.key
    )
    return rows.select_related("version")


def open_counts() -> dict[tuple[int, str], int]:
    """Return how many cases wait, by site and key of their simulator; one query."""
    rows = SimulationCase.objects.filter(closed_at__isnull=True).order_by()
    names = ("version__site", "version__key")
    return {(site, key): total for site, key, total in rows.values_list(*names).annotate(total=Count("pk"))}


def told_case(case: SimulationCase) -> dict[str, object]:
    """Return a case as people read it: answers in words, the result shown, the result expected."""
    compiled = compiled_of(case)
    return {
        "id": case.pk,
        "at": word_moment(case.at),
        "day": word_date(case.today),
        "version": case.version.number,
        "shown": _title(compiled, case.shown),
        "expected": _title(compiled, case.expected),
        "comment": _comment(case),
        "rows": [
            {"label": compiled.questions[key].label, "lines": answer_lines(compiled.questions[key], answer)}
            for key, answer in case.answers.items()
        ],
        "left_out": [compiled.questions[key].label for key in _left_out(compiled)],
        "closed": word_moment(case.closed_at) if case.closed_at else "",
    }


def compiled_of(case: SimulationCase) -> Compiled:
    """Return the document that gave the result, in the language of the reader."""
    return load_compiled(case.version, current_language())


def _comment(case: SimulationCase) -> str | Promise:
    try:
        return comment_of(case)
    except VaultError:
        return COMMENT_UNREADABLE


def _title(compiled: Compiled, verdict: str) -> str:
    simulation = compiled.document.simulation
    return simulation.outcomes[verdict][0] if simulation else verdict


def _left_out(compiled: Compiled) -> list[str]:
    """Return the questions whose answers are in no case, since they are personal."""
    return [question.key for question in asked(compiled.document.questions) if is_personal(question)]


def as_trial(case: SimulationCase) -> dict[str, object]:
    """Return a case in the form of an entry of `rules.tests`.

    Personal answers are null: an author puts made-up ones in their place.
    """
    day = word_date(timezone.localdate(case.at))
    given = {TODAY: case.today.isoformat(), **dict.fromkeys(_left_out(compiled_of(case))), **case.answers}
    return {
        "name": _("Reported on %(day)s (%(number)s)") % {"day": day, "number": case.pk},
        "given": given,
        "expect": {"eligible": case.expected == "eligible"},
    }


def as_json_lines(cases: Iterable[SimulationCase]) -> str:
    """Return cases as lines of JSON, each a test."""
    return "".join(json.dumps(as_trial(case), ensure_ascii=False) + "\n" for case in cases)
