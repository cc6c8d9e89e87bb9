"""Cost of one whole submission, in bare Django INSERT views measured in the same run, alternately."""

import gzip
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection

from cms.bench.bare import ANSWERS, make_table
from cms.bench.browser import Browser
from cms.bench.filing import whole_submission
from cms.bench.measures import Cost, cost_of
from cms.bench.options import Options
from cms.bench.processes import backends_of, pss_mib
from cms.bench.servers import BARE, SITE, Server

#: Bare inserts for each submission of a round: both batches then last about as long.
INSERTS_A_SUBMISSION = 15
ONE_ANSWER = "Camille Exemple"


def measure_submission(options: Options, folder: Path) -> dict[str, Any]:
    """Return ratio, costs by number of clients, and the queries and bytes of each page."""
    make_table()
    with Server(SITE, folder) as site, Server(BARE, folder) as bare:
        insert = partial(insert_once, bare.port)
        file = partial(whole_submission, site.port)
        for _ in range(2 * len(site.workers())):  # every worker has done everything once
            file()
            insert()
        pages = _pages(site)
        by_clients = {
            clients: _compared(file, insert, clients=clients, options=options, servers=(site, bare))
            for clients in options.clients
        }
        return {
            "clients": by_clients,
            "pages": pages,
            "queries": sum(page["queries"] for page in pages),
            "pss_mib_a_worker": round(max(pss_mib(pid) for pid in site.workers()), 1),
            "pss_mib_bare_worker": round(max(pss_mib(pid) for pid in bare.workers()), 1),
        }


def insert_once(port: int) -> None:
    """Post twelve answers to the bare view."""
    Browser(port).post("/", dict.fromkeys(ANSWERS, ONE_ANSWER), status=200)


def _compared(file, insert, *, clients: int, options: Options, servers: tuple[Server, Server]) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    """Measure both acts in turn, several times, and return the medians."""
    web = [server.workers() for server in servers]
    database = backends_of(str(connection.settings_dict["NAME"])) if connection.vendor == "postgresql" else []
    filed, inserted = [], []
    for _ in range(options.rounds):
        batch = {"clients": clients, "database": database}
        times = options.submissions
        inserted.append(cost_of(insert, times=times * INSERTS_A_SUBMISSION, web=web[1], **batch))
        filed.append(cost_of(file, times=times, web=web[0], **batch))
    return {
        "ratio": _ratio([cost.wall_ms for cost in filed], [cost.wall_ms for cost in inserted]),
        "cpu_ratio": _ratio([cost.cpu_ms for cost in filed], [cost.cpu_ms for cost in inserted]),
        "submission": _told(filed),
        "insert": _told(inserted),
    }


def _ratio(these: list[float], those: list[float]) -> float:
    """Return the median of the ratios of the rounds: other load on the machine affects both parts of a round."""
    return round(median(this / max(that, 0.001) for this, that in zip(these, those, strict=True)), 1)


def _told(costs: list[Cost]) -> dict[str, float]:
    names = ("wall_ms", "web_ms", "database_ms", "cpu_ms")
    return {name: round(median(getattr(cost, name) for cost in costs), 2) for name in names}


def _pages(site: Server) -> list[dict[str, Any]]:
    """File once alone and return the cost of each page: queries as the site itself reports them, bytes compressed."""
    told = len(site.written().splitlines())
    pages = whole_submission(site.port)
    queries = [line["queries"] for line in _lines(site, after=told)]
    return [
        {"page": name, "queries": count, "gzip_bytes": len(gzip.compress(answer.body, 6))}
        for (name, answer), count in zip(pages, queries, strict=True)
    ]


def _lines(site: Server, *, after: int) -> Iterator[dict[str, Any]]:
    """Yield the request lines written since."""
    for line in site.written().splitlines()[after:]:
        entry = json.loads(line) if line.startswith("{") else {}
        if entry.get("logger") == "guichet.requests":
            yield entry
