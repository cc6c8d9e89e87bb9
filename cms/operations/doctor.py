"""`manage.py doctor`: the table of what it looks at, and how each check is asked."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import connection

from cms.operations import doctor_checks as checks
from cms.operations.doctor_checks import Line

Check = Callable[[], Iterable[Line]]

#: What each part of a site is asked, in the order of the page. None may show a secret or personal data.
CHECKS: Mapping[str, Check] = {
    "serving": checks.serving,
    "migrations": checks.migrations,
    "keys": checks.keys,
    "hashes": checks.hashes,
    "mail": checks.given_up_mails,
    "tasks": checks.task_queue,
    "settings": checks.public_settings,
    "sweep": checks.last_sweep,
    "lists": checks.empty_lists,
}
#: Asked for by `--files` only: they walk the whole storage.
LONG_CHECKS: Mapping[str, Check] = {"files": checks.files}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the page, under the name of its check."""

    name: str
    line: Line

    def __str__(self) -> str:
        return f"{'ok   ' if self.line.is_well else 'look '} {self.name}: {self.line.text}"


def examine(*, with_files: bool) -> Iterator[Told]:
    """Ask every check and yield its lines; one that fails is told by the class of its error, and stops only itself."""
    for name, check in (CHECKS | LONG_CHECKS if with_files else CHECKS).items():
        try:
            lines = list(check())
        except Exception as error:  # noqa: BLE001 - whatever is broken, the page goes on
            connection.close_if_unusable_or_obsolete()
            lines = [Line(is_well=False, text=f"could not be looked at ({type(error).__name__})")]
        yield from (Told(name, line) for line in lines)
