"""Pages where a department follows its simulators: anonymous counts, and contested results."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from runtime.desk.audit_log import record_closing
from runtime.desk.simulators.cases import CLOSED_SHOWN, as_json_lines, cases_of, open_counts, told_case
from runtime.desk.simulators.counts import Kind, count_tables, totals_of
from runtime.desk.simulators.forms import PeriodForm
from runtime.desk.simulators.permissions import simulators_of
from runtime.presentation.formats import word_date
from runtime.presentation.language import current_language
from runtime.simulation.models import SimulationCase
from schemas.compilation.compiled import Compiled
from schemas.models import Membership, Publication, Version
from schemas.permissions import departments_of, role_in
from schemas.versions import load_compiled


def _ready(version: Version) -> Compiled:
    return load_compiled(version, current_language())


class OneSimulator:
    """Common part of views of one simulator: found among those of this user, or 404."""

    request: HttpRequest
    kwargs: dict[str, int]

    @cached_property
    def simulator(self) -> Publication:
        return get_object_or_404(simulators_of(self.request.user), pk=self.kwargs["simulator_id"])

    @cached_property
    def version(self) -> Version:
        return Version.objects.select_related("department").get(pk=self.simulator.newest)

    @cached_property
    def is_manager(self) -> bool:
        return role_in(self.request.user, self.version.department) == Membership.Role.MANAGER

    @property
    def cases(self) -> QuerySet[SimulationCase]:
        return cases_of(self.simulator)

    @property
    def open_cases(self) -> QuerySet[SimulationCase]:
        return self.cases.filter(closed_at__isnull=True)


class SimulatorView(WagtailAdminTemplateMixin, TemplateView):
    """Common parts of the pages about simulators."""

    header_icon = "clipboard-list"
    http_method_names = ("get", "head", "options")

    def get_page_title(self) -> str:
        return _("Simulators")

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        return [*self.breadcrumbs_items, {"url": reverse("simulators:list"), "label": _("Simulators")}]


class OneSimulatorView(OneSimulator, SimulatorView):
    """A page about one simulator, which bears its title."""

    @property
    def title(self) -> str:
        return _ready(self.version).document.title

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        address = reverse("simulators:counts", args=[self.simulator.pk])
        return [*super().get_breadcrumbs_items(), {"url": address, "label": self.title}]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(simulator_title=self.title, **kwargs)


class SimulatorList(SimulatorView):
    """Every simulator of the departments of this person."""

    template_name = "runtime/simulators/list.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        if not departments_of(self.request.user).exists():
            raise Http404
        rows = list(simulators_of(self.request.user))
        versions = Version.objects.select_related("department").in_bulk([row.newest for row in rows])
        waiting = open_counts()
        told = [
            {
                "id": row.pk,
                "title": _ready(versions[row.newest]).document.title,
                "department": versions[row.newest].department.name,
                "cases": waiting.get((row.site_id, row.key), 0),
            }
            for row in rows
        ]
        return super().get_context_data(simulators=told, **kwargs)


class CountPage(OneSimulatorView):
    """Anonymous counts of a period: steps, results, conditions not met, requests begun."""

    template_name = "runtime/simulators/counts.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        form = PeriodForm(self.request.GET)
        form.is_valid()
        start, end = form.period if form.is_valid() else PeriodForm({}).period
        totals = totals_of(self.simulator, start, end)
        return super().get_context_data(
            form=form,
            start=word_date(start),
            end=word_date(end),
            tables=count_tables(_ready(self.version), totals),
            requests=sum(totals[Kind.REQUEST].values()),
            open_cases=self.open_cases.count(),
            **kwargs,
        )


class CaseList(OneSimulatorView):
    """The contested results: open ones, then the last closed ones."""

    template_name = "runtime/simulators/cases.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        closed = self.cases.filter(closed_at__isnull=False).order_by("-closed_at")[:CLOSED_SHOWN]
        told = [told_case(case) for case in (*self.open_cases, *closed)]
        return super().get_context_data(cases=told, has_open=any(not case["closed"] for case in told), **kwargs)


class CaseExport(OneSimulator, View):
    """The open cases, as lines of JSON: each may be put among the tests of the document."""

    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = HttpResponse(as_json_lines(self.open_cases), content_type="application/x-ndjson; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.simulator.key}-tests.jsonl"'
        return response


class CasePage(OneSimulatorView):
    """One contested result: the answers, the result shown, the result expected."""

    template_name = "runtime/simulators/case.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        case = told_case(get_object_or_404(self.cases, pk=self.kwargs["case_id"]))
        can_close = self.is_manager and not case["closed"]
        return super().get_context_data(case=case, can_close=can_close, **kwargs)


class CaseClose(OneSimulator, View):
    """A manager closes a case: the rules were corrected, or were right."""

    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not self.is_manager:
            raise Http404
        case = get_object_or_404(self.cases, pk=self.kwargs["case_id"])
        if self.open_cases.filter(pk=case.pk).update(closed_at=timezone.now()):
            record_closing(case, user=request.user)
        messages.success(request, _("The case is closed."))
        return HttpResponseRedirect(reverse("simulators:cases", args=[self.simulator.pk]))
