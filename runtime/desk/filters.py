"""Filters of the list of submissions at the desk."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import DateFromToRangeFilter, ModelMultipleChoiceFilter, MultipleChoiceFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from runtime.desk.messages import CATEGORIES
from runtime.desk.procedures import procedure_choices, state_choices
from runtime.submissions.models import Submission
from schemas.compilation.compiled import Compiled
from schemas.models import Department


class SubmissionFilters(WagtailFilterSet):
    """Procedure, progress, state, period and department, each among those that the agent may see."""

    procedure = MultipleChoiceFilter(
        field_name="procedure_key", label=_("Procedure"), widget=forms.CheckboxSelectMultiple
    )
    category = MultipleChoiceFilter(
        label=_("Progress"), choices=list(CATEGORIES.items()), widget=forms.CheckboxSelectMultiple
    )
    state = MultipleChoiceFilter(label=_("State"), widget=forms.CheckboxSelectMultiple)
    received_at = DateFromToRangeFilter(label=_("Received"), widget=DateRangePickerWidget)
    department = ModelMultipleChoiceFilter(
        label=_("Department"), queryset=Department.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Submission
        fields = ()

    def __init__(
        self, *args: object, department_ids: list[int], procedures: Mapping[str, Compiled], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.filters["procedure"].extra["choices"] = procedure_choices(procedures)
        self.filters["state"].extra["choices"] = state_choices(procedures)
        self.filters["department"].queryset = Department.objects.filter(pk__in=department_ids)
        if len(department_ids) < 2:
            del self.filters["department"]
