"""Load of the bench: people who file without a pause, and whether each acknowledgement has its one row."""

import os
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import Any

from cms.bench.browser import UnexpectedAnswerError
from cms.bench.filing import reference_on, whole_submission
from cms.bench.options import Options
from cms.bench.servers import SITE, Server
from runtime.submissions.content import open_content
from runtime.submissions.models import Submission


@dataclass(slots=True)
class ClientTally:
    """What one client saw: references on receipts, milliseconds of each filing and of each page, errors by kind."""

    references: list[str] = field(default_factory=list)
    filings_ms: list[float] = field(default_factory=list)
    pages_ms: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


def measure_load(options: Options, folder: Path) -> dict[str, Any]:
    """Let the largest of `options.clients` file for `options.seconds` on as many workers as there are cores.

    Returns filings a second, p95 in milliseconds of a filing and of its pages, errors by kind, and the acknowledged
    that are not in the database (`lost`) or that are there more than once (`doubled`).
    """
    clients = max(options.clients)
    before = set(Submission.objects.values_list("pk", flat=True))
    with Server(SITE, folder, workers=os.cpu_count() or 1) as site:
        for _ in range(2 * len(site.workers())):  # every worker has done everything once
            whole_submission(site.port)
        before |= set(Submission.objects.values_list("pk", flat=True))
        began = time.monotonic()
        with ThreadPoolExecutor(clients) as pool:
            seen = list(pool.map(partial(_file_until, site.port), [began + options.seconds] * clients))
        lasted = time.monotonic() - began
    rows = [(row.reference, str(open_content(row).answers["courriel"])) for row in _rows_but(before)]
    return {"clients": clients, "seconds": round(lasted, 1), **_told(seen, lasted), **compared(seen, rows)}


def compared(seen: Iterable[ClientTally], rows: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Return how many acknowledged references have no row, and how many rows are one too many.

    A row is its reference and the e-mail address in it, which is of one filing alone.
    """
    acknowledged = [reference for each in seen for reference in each.references]
    lost = set(acknowledged) - {reference for reference, _ in rows}
    return {
        "acknowledged": len(acknowledged),
        "lost": len(lost),
        "doubled": len(rows) - len({email for _, email in rows}) + len(acknowledged) - len(set(acknowledged)),
    }


def _file_until(port: int, end: float) -> ClientTally:
    filed = ClientTally()
    while (began := time.monotonic()) < end:
        try:
            pages = whole_submission(port)
        except (UnexpectedAnswerError, OSError) as error:
            filed.errors[str(error).splitlines()[0].partition("/d/")[0] or type(error).__name__] += 1
            continue
        filed.filings_ms.append((time.monotonic() - began) * 1000)
        filed.pages_ms += [answer.milliseconds for _, answer in pages]
        filed.references.append(reference_on(dict(pages)["receipt"]))
    return filed


def _told(seen: Sequence[ClientTally], seconds: float) -> dict[str, Any]:
    filings = [each for filed in seen for each in filed.filings_ms]
    pages = [each for filed in seen for each in filed.pages_ms]
    return {
        "filings_a_second": round(len(filings) / seconds, 2),
        "p95_ms_a_filing": _p95(filings),
        "p95_ms_a_page": _p95(pages),
        "errors": dict(sum((filed.errors for filed in seen), Counter())),
    }


def _p95(times: Sequence[float]) -> float | None:
    """Return the 95th percentile; None of fewer than two."""
    return round(quantiles(times, n=20, method="inclusive")[-1], 1) if len(times) > 1 else None


def _rows_but(before: set[int]) -> Iterable[Submission]:
    return Submission.objects.exclude(pk__in=before).iterator()
