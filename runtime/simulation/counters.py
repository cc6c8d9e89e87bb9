"""Anonymous counters of simulators, by day."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from runtime.simulation.models import SimulationCount
from schemas.models import Version
from schemas.simulation.assessment import Assessment

Kind = SimulationCount.Kind


def add_count(version: Version, day: date, kind: str, name: str) -> None:
    """Count one more; names come from the document, so that there are only as many rows as it has parts."""
    row = {"site_id": version.site_id, "key": version.key, "day": day, "kind": kind, "name": name}
    if SimulationCount.objects.filter(**row).update(count=F("count") + 1):
        return
    try:
        with transaction.atomic():
            SimulationCount.objects.create(**row, count=1)
    except IntegrityError:
        SimulationCount.objects.filter(**row).update(count=F("count") + 1)


def count_result(version: Version, assessment: Assessment) -> None:
    """Count a verdict, and the first criterion that is not met."""
    add_count(version, assessment.today, Kind.VERDICT, assessment.verdict)
    for reason in assessment.reasons[:1]:
        add_count(version, assessment.today, Kind.CRITERION, reason.criterion.id)
