"""Rights of a user at the desk: the submissions of the user's departments, and nothing else."""

from django.db.models import QuerySet
from django.http import Http404

from runtime.submissions.models import Submission
from schemas.permissions import Person, departments_of


def department_ids_of(user: Person) -> list[int]:
    """Return the ids of the departments of `user`, as values so that the database can walk its index of the desk."""
    return list(departments_of(user).values_list("pk", flat=True))


def submissions_of(user: Person) -> QuerySet[Submission]:
    """Return every submission that `user` may see."""
    return Submission.objects.filter(department__in=department_ids_of(user))


def submission_for(user: Person, reference: str) -> Submission:
    """Return one submission with its version and department. Raises Http404 when `user` may not even know of it."""
    rows = submissions_of(user).select_related("version", "department")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise Http404
    return found
