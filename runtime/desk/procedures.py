"""Titles and states of the procedures at the desk, in the agent's language."""

from collections.abc import Collection, Mapping

from runtime.presentation.language import current_language
from runtime.submissions.models import Submission
from schemas.compilation.compiled import Compiled
from schemas.models import Version
from schemas.versions import load_compiled

Choices = list[tuple[str, str]]


def compiled_versions(submissions: Collection[Submission]) -> Mapping[int, Compiled]:
    """Return the compiled version of each submission, by its id; one query, whatever their number."""
    versions = Version.objects.in_bulk({submission.version_id for submission in submissions})
    return {pk: load_compiled(version, _language()) for pk, version in versions.items()}


def known_procedures(department_ids: Collection[int]) -> dict[str, Compiled]:
    """Return the newest version of each procedure that these departments answered for, by key; two queries."""
    rows = Version.objects.filter(department__in=department_ids).order_by("key", "number").values_list("key", "pk")
    newest = Version.objects.in_bulk(dict(rows).values())
    return {version.key: load_compiled(version, _language()) for version in newest.values()}


def procedure_choices(procedures: Mapping[str, Compiled]) -> Choices:
    """Return (key, title) of each procedure, by title."""
    return sorted(((key, compiled.document.title) for key, compiled in procedures.items()), key=lambda pair: pair[1])


def state_choices(procedures: Mapping[str, Compiled]) -> Choices:
    """Return (id, label) of each state; one that several procedures name differently has all its labels."""
    labels: dict[str, list[str]] = {}
    for compiled in procedures.values():
        for state in compiled.document.circuit.states.values():
            found = labels.setdefault(state.id, [])
            if state.label not in found:
                found.append(state.label)
    return sorted(((name, " / ".join(found)) for name, found in labels.items()), key=lambda pair: pair[1])


def state_label(compiled: Compiled, state: str) -> str:
    """Return the public label of a state; its id when the circuit does not know it."""
    found = compiled.document.circuit.states.get(state)
    return found.label if found else state


def _language() -> str:
    return current_language()
