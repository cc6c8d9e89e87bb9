"""Form that an agent posts to do a transition."""

from django import forms
from django.utils.translation import gettext_lazy as _

#: Enough for a decision with its reasons.
MAX_REASON = 4_000


class AdvanceForm(forms.Form):
    """The transition, the `rev` of the submission as the agent saw it, and the reason where one is asked for."""

    transition = forms.CharField(max_length=200, widget=forms.HiddenInput)
    rev = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=MAX_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The applicant may read it: write it for them."),
    )

    def clean_reason(self) -> str:
        # Browsers post line ends as CR LF.
        return self.cleaned_data["reason"].replace("\r\n", "\n").replace("\r", "\n")
