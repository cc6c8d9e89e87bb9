"""Simulators that a user may follow: those of the user's departments, whoever answered for earlier versions."""

from django.db.models import OuterRef, QuerySet, Subquery

from schemas.format.header import SIMULATOR
from schemas.models import Publication, Version
from schemas.permissions import Person, departments_of


def simulators_of(user: Person) -> QuerySet[Publication]:
    """Return the simulators of the departments of `user`, closed ones too; `newest` is the id of their last version."""
    versions = Version.objects.filter(kind=SIMULATOR, site=OuterRef("site"), key=OuterRef("key")).order_by("-number")
    rows = Publication.objects.filter(kind=SIMULATOR).annotate(
        newest=Subquery(versions.values("pk")[:1]), department_id=Subquery(versions.values("department")[:1])
    )
    mine = list(departments_of(user).values_list("pk", flat=True))
    return rows.filter(department_id__in=mine).order_by("key", "pk")
