"""List of the submissions of the agent's departments."""

from functools import cached_property

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView

from runtime.desk.filters import SubmissionFilters
from runtime.desk.messages import CATEGORIES
from runtime.desk.permissions import department_ids_of
from runtime.desk.procedures import compiled_versions, known_procedures, state_label
from runtime.presentation.formats import word_moment
from runtime.submissions.models import Submission
from runtime.submissions.search import search

#: Nobody pages further: counting stops here, so that the list costs the same however many submissions there are.
MAX_LISTED = 10_000


class BoundedPaginator(WagtailPaginator):
    """Pages over the first `MAX_LISTED` submissions."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[:MAX_LISTED].count()


class StateColumn(Column):
    """The state as the applicant reads it, and its category in words."""

    cell_template_name = "runtime/desk/state_cell.html"


class MomentColumn(Column):
    """A date and time in full."""

    cell_template_name = "runtime/desk/moment_cell.html"

    def get_cell_context_data(self, instance: Submission, parent_context: dict[str, object]) -> dict[str, object]:
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"value": word_moment(context["raw_value"])}


class SubmissionList(BaseListingView):
    """Newest first; a user without a department finds nothing here, not even a list."""

    model = Submission
    page_title = _("Requests")
    header_icon = "folder-open-inverse"
    results_template_name = "runtime/desk/list_results.html"
    index_url_name = "desk:list"
    index_results_url_name = "desk:list_results"
    verbose_name_plural = Submission._meta.verbose_name_plural
    filterset_class = SubmissionFilters
    paginator_class = BoundedPaginator
    paginate_by = 25
    default_ordering = "-received_at"
    is_searchable = True
    columns = (
        TitleColumn(
            "reference",
            label=_("Reference"),
            get_url=lambda submission: reverse("desk:submission", args=[submission.reference]),
        ),
        Column("title", label=_("Procedure")),
        StateColumn("state_label", label=_("State")),
        MomentColumn("received_at", label=_("Received"), sort_key="received_at"),
        MomentColumn("updated_at", label=_("Last change"), sort_key="updated_at"),
    )

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not self.department_ids:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def department_ids(self) -> list[int]:
        return department_ids_of(self.request.user)

    def get_base_queryset(self) -> QuerySet[Submission]:
        # Encrypted columns are large and of no use in a list.
        return Submission.objects.filter(department__in=self.department_ids).defer("sealed", "wrapped_key")

    def order_queryset(self, queryset: QuerySet[Submission]) -> QuerySet[Submission]:
        return queryset.order_by(self.ordering, "-pk")

    def search_queryset(self, queryset: QuerySet[Submission]) -> QuerySet[Submission]:
        return search(queryset, self.search_query) if self.is_searching else queryset

    def get_filterset_kwargs(self) -> dict[str, object]:
        procedures = known_procedures(self.department_ids)
        return {
            **super().get_filterset_kwargs(),
            "department_ids": self.department_ids,
            "procedures": procedures,
        }

    def get_table(self, object_list: QuerySet[Submission]) -> object:
        rows = list(object_list)
        versions = compiled_versions(rows)
        for row in rows:
            compiled = versions[row.version_id]
            row.title = compiled.document.title
            row.state_label = state_label(compiled, row.state)
            row.category_label = CATEGORIES.get(row.category, row.category)
        return super().get_table(rows)

    @cached_property
    def no_results_message(self) -> Promise:
        if self.is_searching or self.is_filtering:
            return _("No request matches. Remove a filter, or search for a reference, a name, an e-mail or a phone.")
        return _("No request yet. Those that are sent to your departments will be listed here.")
