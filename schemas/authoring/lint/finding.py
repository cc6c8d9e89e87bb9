"""A finding of the lint: a problem with its severity."""

from enum import Enum
from typing import Final

from schemas.problems import Problem


class Severity(Enum):
    """An error keeps a document from being published; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Finding(Problem):
    """A problem that the lint found."""

    __slots__ = ()

    @property
    def severity(self) -> Severity:
        return Severity.ERROR if self.code in ERRORS else Severity.WARNING


#: The codes of errors: certain mistakes. All other codes are warnings.
ERRORS: Final = frozenset(
    {
        "choice_gone", "contradiction", "never_true", "never_shows", "rows_overlap",
        "bad_trials", "too_many_trials", "bad_trial", "trial_bad_day", "trial_unknown_question", "trial_bad_answer",
        "trial_unknown_aspect", "trial_bad_value", "trial_failed",
    }
)  # fmt: skip


def make_finding(code: str, pointer: str, **params: object) -> Finding:
    return Finding(code, pointer, params)
