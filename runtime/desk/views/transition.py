"""Transitions at the desk: a page that asks for a reason or to confirm, and the POST that does it."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from runtime.desk.forms import AdvanceForm
from runtime.desk.messages import CATEGORIES, NOT_ADVANCED
from runtime.desk.permissions import submission_for
from runtime.desk.procedures import state_label
from runtime.presentation.language import current_language
from runtime.processing.advance import NotAdvanced, actors_of, advance
from schemas.format.circuit import Actor, Transition, TransitionReason
from schemas.versions import load_compiled


class TransitionView(WagtailAdminTemplateMixin, TemplateView):
    """Common parts of asking and doing: the submission, and the page with the form."""

    template_name = "runtime/desk/ask.html"
    header_icon = "folder-open-inverse"

    def setup(self, request: HttpRequest, *args: object, **kwargs: str) -> None:
        super().setup(request, *args, **kwargs)
        self.submission = submission_for(request.user, kwargs["reference"])
        self.compiled = load_compiled(self.submission.version, current_language())
        self.actors = actors_of(request.user, self.submission.department)

    @property
    def page_url(self) -> str:
        return reverse("desk:submission", args=[self.submission.reference])

    def step(self, name: str) -> Transition | None:
        """Return the transition of this name, if this user may do it at all."""
        found = self.compiled.document.circuit.transitions.get(name)
        return found if found is not None and found.actors & self.actors else None

    def get_page_title(self) -> str:
        return self.submission.reference

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("desk:list"), "label": _("Requests")},
            {"url": self.page_url, "label": self.submission.reference},
        ]

    def show_form(self, form: AdvanceForm, step: Transition, *, status: int = 200) -> HttpResponse:
        if step.reason is TransitionReason.NONE:
            del form.fields["reason"]
        else:
            form.fields["reason"].required = step.reason is TransitionReason.REQUIRED
        target = self.compiled.document.circuit.states[step.target]
        context = self.get_context_data(
            form=form,
            transition=step,
            submission=self.submission,
            procedure=self.compiled.document.title,
            state=state_label(self.compiled, self.submission.state),
            target=target.label,
            target_category=CATEGORIES[target.category],
            page_url=self.page_url,
        )
        return self.render_to_response(context, status=status)

    def back_with(self, code: str) -> HttpResponseRedirect:
        messages.error(self.request, NOT_ADVANCED[code])
        return HttpResponseRedirect(self.page_url)


class AskView(TransitionView):
    """The page between a button and what it does."""

    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        step = self.step(request.GET.get("transition", ""))
        if step is None:
            raise Http404
        if self.submission.state not in step.sources:
            return self.back_with("wrong_state")
        return self.show_form(AdvanceForm(initial={"transition": step.id, "rev": self.submission.rev}), step)


class AdvanceView(TransitionView):
    """Does the transition, by POST only."""

    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        step = self.step(request.POST.get("transition", ""))
        if step is None:
            return self.back_with("not_allowed")
        form = AdvanceForm(request.POST)
        if step.reason is TransitionReason.REQUIRED:
            form.fields["reason"].required = True
            form.fields["reason"].error_messages["required"] = NOT_ADVANCED["reason_missing"]
        if not form.is_valid():
            return self.back_with("moved") if "rev" in form.errors else self.show_form(form, step, status=422)
        return self._advance(step, form)

    def _advance(self, step: Transition, form: AdvanceForm) -> HttpResponse:
        try:
            advance(
                self.submission.pk,
                step.id,
                actor=_acting(step, self.actors),
                by=self.request.user,
                reason=form.cleaned_data["reason"],
                expected_rev=form.cleaned_data["rev"],
            )
        except NotAdvanced as refusal:
            return self.back_with(refusal.code)
        label = state_label(self.compiled, step.target)
        messages.success(self.request, _("Done. The request is now in the state: %(state)s.") % {"state": label})
        return HttpResponseRedirect(self.page_url)


def _acting(step: Transition, actors: frozenset[Actor]) -> Actor:
    """Return the actor as whom this user does `step`: an agent wherever agents may."""
    return Actor.AGENT if Actor.AGENT in step.actors & actors else Actor.MANAGER
