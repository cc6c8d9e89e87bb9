"""Options of a run of the bench."""

from dataclasses import asdict, dataclass
from typing import Any

CLIENTS = (1, 8)
SUBMISSIONS = 40
ROUNDS = 5
SIZES = (1_000, 100_000, 1_000_000)
REPEATS = 40
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Options:
    """Numbers of clients at once, submissions a batch, rounds of batches; rows of the growth table, requests for each
    page at each size; seconds of load.
    """

    clients: tuple[int, ...] = CLIENTS
    submissions: int = SUBMISSIONS
    rounds: int = ROUNDS
    sizes: tuple[int, ...] = SIZES
    repeats: int = REPEATS
    seconds: int = SECONDS

    @classmethod
    def read(cls, values: dict[str, Any]) -> "Options":
        """Return options from the dictionary that `as_json` wrote."""
        return cls(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
