"""Who closed a case: rows of Wagtail's log."""

from django.contrib.auth.models import AbstractBaseUser
from wagtail.log_actions import log

from runtime.simulation.models import SimulationCase

CASE_CLOSED = "guichet.simulation_case_closed"


def record_closing(case: SimulationCase, *, user: AbstractBaseUser) -> None:
    """Write who closed a result found wrong."""
    log(instance=case, action=CASE_CLOSED, user=user)
