"""Day of a simulation: today for the public; staff may ask for another one."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from schemas.models import Membership
from schemas.rules.values import parse_date

FIELD = "_date"


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day that rules read; `is_staff` is true when this user may choose it."""

    today: date
    is_staff: bool = False
    is_chosen: bool = False

    @property
    def context(self) -> dict[str, str] | None:
        return {"name": FIELD, "value": self.today.isoformat()} if self.is_staff else None

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Return the field that keeps a chosen day from page to page."""
        return [(FIELD, self.today.isoformat())] if self.is_chosen else []


def as_of(request: HttpRequest) -> AsOf:
    """Return the day of a simulation. The user is loaded only when a day is asked for, or a session exists."""
    today = timezone.localdate()
    if not _is_staff(request):
        return AsOf(today)
    data = request.POST if request.method == "POST" else request.GET
    asked = parse_date(data.get(FIELD, ""))
    return AsOf(asked or today, is_staff=True, is_chosen=asked is not None)


def _is_staff(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated and Membership.objects.filter(user=user).exists())
