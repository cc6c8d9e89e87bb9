"""Cost of processes as Linux reports it: seconds of processor, and memory with shared pages counted in part."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

PROC = Path("/proc")
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
#: Of /proc/<pid>/stat after the name in parentheses: fields 4 (parent), 14 and 15 (user and system time), proc(5).
_PARENT, _USER, _SYSTEM = 1, 11, 12


def cpu_seconds(pids: Iterable[int]) -> float:
    """Return the processor time of these processes; those that are gone count for nothing."""
    return sum(_ticks(fields) for pid in pids if (fields := _stat(pid))) / TICKS_A_SECOND


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


def _ticks(fields: list[str]) -> int:
    return int(fields[_USER]) + int(fields[_SYSTEM])


def _title(pid: int) -> str:
    try:
        return PROC.joinpath(str(pid), "cmdline").read_text(encoding="utf-8", errors="replace").replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""
