"""Cost of processes as Linux reports it: seconds of processor, and memory with shared pages counted in part."""

from collections.abc import Iterable, Iterator
from pathlib import Path

PROC = Path("/proc")
NANOSECONDS_A_SECOND = 10**9
#: Of /proc/<pid>/stat after the name in parentheses: field 4, proc(5).
_PARENT = 1


def cpu_seconds(pids: Iterable[int]) -> float:
    """Return the processor time of the living threads of these processes; those that are gone count for nothing.

    Exact (Linux, Documentation/scheduler/sched-stats.rst): the ticks of /proc/<pid>/stat miss what is done between two.
    """
    return sum(_nanoseconds(thread) for pid in pids for thread in _threads(pid)) / NANOSECONDS_A_SECOND


def children_of(pid: int) -> list[int]:
    """Return the living children of a process."""
    return [each for each in _all() if (fields := _stat(each)) and int(fields[_PARENT]) == pid and fields[0] != "Z"]


def pss_mib(pid: int) -> float:
    """Return the memory of a process in MiB: its own, and its part of the shared pages."""
    for line in PROC.joinpath(str(pid), "smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def backends_of(database: str) -> list[int]:
    """Return the processes of a PostgreSQL server of this machine that work on `database`."""
    return [pid for pid in _all() if f" {database} " in _title(pid) and _title(pid).startswith("postgres:")]


def _all() -> Iterator[int]:
    return (int(path.name) for path in PROC.iterdir() if path.name.isdigit())


def _stat(pid: int) -> list[str]:
    try:
        return PROC.joinpath(str(pid), "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _threads(pid: int) -> list[Path]:
    try:
        return list(PROC.joinpath(str(pid), "task").iterdir())
    except (FileNotFoundError, ProcessLookupError):
        return []


def _nanoseconds(thread: Path) -> int:
    try:
        return int((thread / "schedstat").read_text(encoding="ascii").split()[0])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _title(pid: int) -> str:
    try:
        return PROC.joinpath(str(pid), "cmdline").read_text(encoding="utf-8", errors="replace").replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""
