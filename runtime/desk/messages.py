"""Words of the desk for categories, actors, and the reasons why nothing was done."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from runtime.files.models import Scan
from runtime.submissions.models import Event
from schemas.format.circuit import Actor, Category

CATEGORIES: Mapping[str, Promise] = {
    Category.RECEIVED: pgettext_lazy("category of a state", "Received"),
    Category.PROCESSING: pgettext_lazy("category of a state", "In progress"),
    Category.WAITING: pgettext_lazy("category of a state", "Waiting for the applicant"),
    Category.ACCEPTED: pgettext_lazy("category of a state", "Accepted"),
    Category.REFUSED: pgettext_lazy("category of a state", "Refused"),
    Category.CLOSED: pgettext_lazy("category of a state", "Closed"),
}

ACTORS: Mapping[str, Promise] = {
    Actor.AGENT: pgettext_lazy("who did it", "An agent"),
    Actor.MANAGER: pgettext_lazy("who did it", "A service manager"),
    Actor.CITIZEN: pgettext_lazy("who did it", "The applicant"),
    Actor.SYSTEM: pgettext_lazy("who did it", "Automatic"),
}

_CHANGED = _("This request changed while you were reading it. Nothing was done: read it again, then decide.")
#: By the code of `runtime.processing.advance.NotAdvanced`.
NOT_ADVANCED: Mapping[str, Promise] = {
    "unknown_transition": _("This action does not exist for this request. Nothing was done."),
    "not_allowed": _("You may not do this action. Nothing was done: ask the manager of your department."),
    "moved": _CHANGED,
    "wrong_state": _CHANGED,
    "guard": _("The answers of this request do not allow this action. Nothing was done."),
    "reason_missing": _("Write the reason, then confirm again."),
}

RECEIVED = _("Request received")
UNREADABLE = _("The content of this request cannot be opened: its encryption key is missing. Tell your administrator.")
MAIL_FAILED = _("The last e-mail to the applicant could not be delivered: their address may be wrong. Phone or write.")
FILE_UNREADABLE = _("This file cannot be opened at the moment. Try again later or tell your administrator.")
COMMENT_UNREADABLE = _("This comment cannot be opened: its encryption key is missing. Tell your administrator.")

#: Beside a file, by what the antivirus said of it (`runtime.files.models.Scan`).
SCANS: Mapping[str, Promise] = {
    Scan.NOT_ANALYSED: _("Not analysed by an antivirus"),
    Scan.PENDING: _("Waiting for the antivirus: it cannot be opened yet"),
    Scan.CLEAN: _("No virus found"),
    Scan.INFECTED: _("Infected (%(signature)s): it cannot be opened"),
}
#: In place of a file that is withheld, by the same.
WITHHELD: Mapping[str, Promise] = {
    Scan.PENDING: _(
        "The antivirus has not analysed this file yet, so it cannot be opened. Try again in a few minutes; if that "
        "lasts, tell your administrator."
    ),
    Scan.INFECTED: _(
        "The antivirus found a virus in this file: it cannot be opened. Ask the applicant for another one."
    ),
}
NO_PREVIEW = _("This file is no picture that can be previewed. Open the file itself.")


def who(event: Event) -> str:
    """Return who caused `event`, by name for an account or a program."""
    if event.service is not None:
        return str(_("%(name)s (program)") % {"name": event.service.name})
    if event.by is None:
        return str(ACTORS.get(event.actor, event.actor))
    return event.by.get_full_name() or event.by.get_username()
