"""Form by which a manager issues a token to a program."""

from datetime import datetime, timedelta

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from runtime.clock import database_now
from runtime.programs.models import Scope
from schemas.models import Department

#: Lifetimes of a token in days: long enough for a contract, never for ever.
LIFETIMES = ((90, _("3 months")), (365, _("1 year")), (730, _("2 years")))


class TokenForm(forms.Form):
    """The program, its department, its rights and the end of its token."""

    name = forms.CharField(
        label=_("Name of the program"), max_length=80, help_text=_("As agents know it: it stands in the history.")
    )
    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.none(), empty_label=None)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one thing that the program may do.")},
    )
    days = forms.TypedChoiceField(label=_("How long"), choices=LIFETIMES, coerce=int, initial=365)

    def __init__(self, *args: object, departments: QuerySet[Department], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments

    @property
    def expires_at(self) -> datetime:
        return database_now() + timedelta(days=self.cleaned_data["days"])
