"""Cost of one act, averaged over a batch: time on the clock, and processor time of the processes that do it."""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from cms.bench.processes import cpu_seconds


@dataclass(frozen=True, slots=True)
class Cost:
    """Cost of one act of a batch, in milliseconds: on the clock, and on the processors of web and database."""

    wall_ms: float
    web_ms: float
    database_ms: float

    @property
    def cpu_ms(self) -> float:
        return self.web_ms + self.database_ms


def cost_of(
    act: Callable[[], object], *, times: int, clients: int, web: Iterable[int], database: Iterable[int]
) -> Cost:
    """Do `act` so many times, with so many clients at once; `web` and `database` are the processes that do the work."""
    web, database = list(web), list(database)
    before = cpu_seconds(web), cpu_seconds(database)
    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        for done in [pool.submit(act) for _ in range(times)]:
            done.result()
    wall = time.perf_counter() - started
    after = cpu_seconds(web), cpu_seconds(database)
    return Cost(wall * 1000 / times, (after[0] - before[0]) * 1000 / times, (after[1] - before[1]) * 1000 / times)


def clock_ms(act: Callable[[], object]) -> float:
    """Return how long one `act` takes, in milliseconds."""
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000
