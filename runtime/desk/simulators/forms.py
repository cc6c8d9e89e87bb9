"""Form for the period of the counts of a simulator."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: The default period: about a month.
DEFAULT_DAYS = 30


def _day_field(label: object) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, input_formats=["%Y-%m-%d"])


class PeriodForm(forms.Form):
    """From one day to another, both included; blank ones have a default."""

    start = _day_field(_("From"))
    end = _day_field(_("To"))

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if not self.errors and self.period[0] > self.period[1]:
            self.add_error("start", _("The first day comes after the last one: change one of them."))
        return given

    @property
    def period(self) -> tuple[date, date]:
        """Return the days asked for, or those by default."""
        given = getattr(self, "cleaned_data", {})
        end = given.get("end") or timezone.localdate()
        return given.get("start") or end - timedelta(days=DEFAULT_DAYS), end
