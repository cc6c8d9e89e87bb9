"""Report of a bench run, for a person at a terminal."""

from collections.abc import Iterator
from typing import Any


def report_text(report: dict[str, Any]) -> str:
    """Return every part of a report as aligned lines."""
    lines = [f"Database: {report['database']}"]
    for name, write in WRITERS.items():
        if name in report:
            lines += ["", *write(report[name])]
    return "\n".join(lines)


def _submission(part: dict[str, Any]) -> Iterator[str]:
    yield "One submission (3 steps, 12 questions, one file, review, sending, receipt, status)"
    yield f"{'clients':>9}{'ratio':>9}{'cpu ratio':>11}{'ms':>9}{'cpu ms':>9}{'web':>9}{'database':>10}{'bare ms':>10}"
    for clients, each in part["clients"].items():
        cost = each["submission"]
        yield (
            f"{clients:>9}{each['ratio']:>9}{each['cpu_ratio']:>11}{cost['wall_ms']:>9}{cost['cpu_ms']:>9}"
            f"{cost['web_ms']:>9}{cost['database_ms']:>10}{each['insert']['wall_ms']:>10}"
        )
    yield f"{part['queries']} queries; {part['pss_mib_a_worker']} MiB a worker (bare: {part['pss_mib_bare_worker']})"
    yield f"{'page':>14}{'queries':>9}{'gzip':>9}"
    for page in part["pages"]:
        yield f"{page['page']:>14}{page['queries']:>9}{page['gzip_bytes']:>9}"


def _growth(part: dict[str, Any]) -> Iterator[str]:
    sizes = list(next(iter(part["pages"].values())))
    yield "Median milliseconds a page, by number of submissions"
    yield f"{'':>28}" + "".join(f"{int(size):>12,}" for size in sizes) + f"{'ratio':>9}"
    for name, times in part["pages"].items():
        yield f"{name:>28}" + "".join(f"{times[size]:>12}" for size in sizes) + f"{part['ratios'][name]:>9}"


def _load(part: dict[str, Any]) -> Iterator[str]:
    yield f"{part['clients']} clients who file whole submissions for {part['seconds']} seconds"
    yield f"{part['filings_a_second']} filings a second"
    yield f"p95: {part['p95_ms_a_filing']} ms a filing of 11 pages, {part['p95_ms_a_page']} ms a page"
    yield f"errors {sum(part['errors'].values())}, " + ", ".join(
        f"{name} {part[name]}" for name in ("acknowledged", "lost", "doubled")
    )
    yield from (f"  {count} times: {error}" for error, count in part["errors"].items())


def _rules(part: dict[str, Any]) -> Iterator[str]:
    yield "Microseconds to evaluate rules, warm, and how many times those of an evaluator of JsonLogic in Rust"
    yield f"{'':>20}{'us':>10}{'ratio':>8}"
    for name, each in part["cases"].items():
        yield f"{name:>20}{each['us']:>10}{each['ratio'] or '':>8}"


WRITERS = {"rules": _rules, "submission": _submission, "load": _load, "growth": _growth}
