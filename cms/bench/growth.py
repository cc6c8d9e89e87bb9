"""Page times of the bench as submissions add up: each page at each size, in one database that grows."""

from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from cms.bench.browser import Browser
from cms.bench.filing import new_address
from cms.bench.measures import clock_ms
from cms.bench.options import Options
from cms.bench.people import Known, agent_cookies, known_submissions, service_token
from cms.bench.rows import grow, tidy
from cms.bench.servers import SITE, Server
from runtime.tracking.cookies import NAME as OPENED
from runtime.tracking.cookies import opened_cookie

DESK = "/admin/requests/"
#: Searches of agents: one person among all, a usual name, no one.
RARE, USUAL, NOBODY = "zzyzxova", "martin", "qwertyuiop"

#: Start of pulled events: the position of the first is 1.
EVENTS_BEFORE = 5

Pages = dict[str, Callable[[int], object]]


def measure_growth(options: Options, folder: Path) -> dict[str, Any]:
    """Return the median time of each page, in milliseconds, by number of submissions, and last size against first."""
    times: dict[str, dict[int, float]] = {}
    known = known_submissions()
    with Server(SITE, folder) as site:
        pages = _pages(site.port, known)
        for size in options.sizes:
            grow(size)
            tidy()
            for name, milliseconds in _timed(pages, options.repeats).items():
                times.setdefault(name, {})[size] = milliseconds
    first, last = options.sizes[0], options.sizes[-1]
    ratios = {name: round(by_size[last] / by_size[first], 2) for name, by_size in times.items()}
    return {"pages": times, "ratios": ratios}


def _timed(pages: Pages, repeats: int) -> dict[str, float]:
    """Ask for every page in turn, several times over, so that other load on the machine affects all alike."""
    taken: dict[str, list[float]] = {name: [] for name in pages}
    for number in range(-2, repeats):
        for name, ask in pages.items():
            milliseconds = clock_ms(lambda ask=ask, number=number: ask(number))  # type: ignore[misc]
            if number >= 0:
                taken[name].append(milliseconds)
    return {name: round(median(each), 2) for name, each in taken.items()}


def _pages(port: int, known: list[Known]) -> Pages:
    """Return the pages to time, by name; the number selects one of the known submissions."""
    agent, program = Browser(port, cookies=agent_cookies()), Browser(port, token=service_token())

    def tracking(number: int) -> Browser:
        return Browser(port, cookies={OPENED: opened_cookie({_one(known, number).reference: 0})})

    def status(number: int) -> object:
        return Browser(port, address=new_address()).get(f"/suivi/{_one(known, number).reference}/")

    return {
        "status look-up": status,
        "tracking page": lambda number: tracking(number).get(f"/suivi/{_one(known, number).reference}/"),
        "desk, first page": lambda _: agent.get(DESK),
        "desk, search a reference": lambda number: agent.get(f"{DESK}?q={_one(known, number).reference}"),
        "desk, search an e-mail": lambda number: agent.get(f"{DESK}?q={_one(known, number).email}"),
        "desk, search a rare name": lambda _: agent.get(f"{DESK}?q={RARE}"),
        "desk, search a usual name": lambda _: agent.get(f"{DESK}?q={USUAL}"),
        "desk, search nobody": lambda _: agent.get(f"{DESK}?q={NOBODY}"),
        "API, list": lambda _: program.get("/api/v1/submissions?limit=25"),
        "API, 25 events": lambda number: program.get(f"/api/v1/events?limit=25&since={number + EVENTS_BEFORE}"),
    }


def _one(known: list[Known], number: int) -> Known:
    return known[number % len(known)]
