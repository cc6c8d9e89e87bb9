"""Models of this app, gathered for Django; each is defined with its subject."""

from runtime.api.models import Push
from runtime.delivery.models import Delivery
from runtime.drafts.models import Draft
from runtime.files.models import StoredFile, Upload
from runtime.limits.models import Counter
from runtime.links.models import AccessLink
from runtime.programs.models import ServiceToken
from runtime.seals.models import Seal
from runtime.simulation.models import SimulationCase, SimulationCount
from runtime.submissions.models import Event, IndexEntry, Submission, Tombstone
from runtime.upkeep.models import ScheduledJob

__all__ = [
    "AccessLink",
    "Counter",
    "Delivery",
    "Draft",
    "Event",
    "IndexEntry",
    "Push",
    "ScheduledJob",
    "Seal",
    "ServiceToken",
    "SimulationCase",
    "SimulationCount",
    "StoredFile",
    "Submission",
    "Tombstone",
    "Upload",
]
