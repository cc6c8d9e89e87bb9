"""Wizard of filing, one page a step, on django-formtools: shows a step, saves it, redirects to the next.

The list of steps, whether a step may be opened and the next step are computed from the document and the answers at
each request (`schemas.answers.journey`); `runtime.filing.wizard_storage` lists what formtools still does.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import ClassVar

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from formtools.wizard.views import NamedUrlWizardView

from runtime.drafts.access import Gone, NotYours, Opened, Sent, open_for
from runtime.drafts.content import DraftContent
from runtime.drafts.repository import save_draft
from runtime.drafts.step_outcome import Problems, answer_step, journey_of
from runtime.failpoints import reach
from runtime.files.models import StoredFile
from runtime.filing import addresses, pages
from runtime.filing.buttons import PostedPage
from runtime.filing.page_notices import notices_asked
from runtime.filing.save_step import PostedStep, file_problems_of, take_page
from runtime.filing.step_page import step_page
from runtime.forms.step_form import StepForm, form_class_for
from runtime.lists.lookups import LOOKUPS
from runtime.live_rules.form_state import Stand
from runtime.live_rules.verdicts import note_differences, posted_step
from runtime.vault.storage import StorageError
from schemas.answers.journey import Journey, VisibleStep
from schemas.questions.base import Raw

logger = logging.getLogger(__name__)


class FilingWizard(NamedUrlWizardView):
    """The steps of one draft. `as_view()` wants a list of forms: the real one is made for each request."""

    storage_name = "runtime.filing.wizard_storage.DraftStorage"
    template_name = "themes/step.html"
    http_method_names: ClassVar[list[str]] = ["get", "head", "post"]

    opened: Opened
    journey: Journey
    visible: VisibleStep

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Open the draft and the step that the URL names, or answer why not."""
        found = self.find(request, **kwargs)
        if isinstance(found, Opened):
            return self.dispatch_opened(request, found, str(kwargs.get("step", "")))
        return pages.mark_personal(self.refuse(request, found, **kwargs))

    def find(self, request: HttpRequest, **kwargs: object) -> Opened | NotYours | Sent | Gone:
        """Return the draft of this page, or why this browser does not get it."""
        return open_for(request, str(kwargs["key"]), str(kwargs["draft"]))

    def dispatch_opened(self, request: HttpRequest, opened: Opened, step_id: str) -> HttpResponseBase:
        self.today = timezone.localdate()
        self.bind(opened)
        # A page of a step that another tab closed is saved all the same: its input waits there.
        is_kept = request.method == "POST" and self.journey.step(step_id) is not None
        if not self.journey.can_visit(step_id) and not is_kept:
            return pages.mark_personal(self.go_on(note="elsewhere" if step_id else ""))
        self.visible = self.journey.step(step_id)  # type: ignore[assignment]
        # Formtools needs the names of all steps, and the form of the requested one.
        self.form_list = dict.fromkeys(step.id for step in self.journey.steps)
        self.form_list[step_id] = form_class_for(opened.compiled, step_id)
        self.condition_dict: dict[str, object] = {}
        return pages.mark_personal(super().dispatch(request, step=step_id))

    def bind(self, opened: Opened, journey: Journey | None = None) -> None:
        """Take `opened` as the current draft, with its journey where that is known already."""
        self.opened = opened
        self.journey = journey or journey_of(opened.compiled, opened.content, today=self.today)

    def get_prefix(self, request: HttpRequest, *args: object, **kwargs: object) -> str:
        """Name the storage after the draft: two procedures, or two drafts of one, never share it."""
        return self.opened.draft.token

    def get_form_kwargs(self, step: str | None = None) -> dict[str, object]:
        return {"visible": self.visible, "today": self.today, "lookups": LOOKUPS}

    def get_step_url(self, step: str) -> str:
        return addresses.step_url(self.opened.key, self.opened.draft.token, step)

    # Showing a step

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.storage.bind(self.opened.compiled, self.opened.content, self.visible.id)
        raws = self.storage.get_step_data(self.visible.id)
        notices = notices_asked(self.request.GET, self.visible.questions)
        return self.show(raws, problems=self.problems_to_tell(raws), notices=notices)

    def problems_to_tell(self, raws: Mapping[str, Raw]) -> Problems:
        """Return the problems of the last post; none on a page that was not sent yet."""
        content = self.opened.content
        problems = file_problems_of(self.visible, content)
        if "erreurs" not in self.request.GET:
            return problems
        form = self.read(raws)
        outcome = answer_step(
            self.opened.compiled, content, step=self.visible, parsed=form.parsed, raws=raws, today=self.today
        )
        told = {key: found for key, found in outcome.problems.items() if key in content.typed}
        return {**told, **problems}  # a file that was refused explains why one is missing

    def read(self, raws: Mapping[str, Raw]) -> StepForm:
        """Return the form of this step, validated on `raws`."""
        form: StepForm = self.get_form(step=self.visible.id, data=raws)
        form.is_valid()
        return form

    def show(
        self, raws: Mapping[str, Raw], *, problems: Problems, notices: list[str], status: int = 200,
        rev: int | None = None,
    ) -> HttpResponseBase:  # fmt: skip
        """Draw the step with `raws` in its inputs, `rev` being that of the draft they were typed over."""
        self.storage.bind(self.opened.compiled, self.opened.content, self.visible.id)
        form = self.get_form(step=self.visible.id)
        rev = self.opened.draft.rev if rev is None else rev
        context = self.get_context_data(form=form, raws=raws, problems=problems, notices=notices, rev=rev)
        return self.response_class(
            self.request, [self.template_name], context, status=status, using=self.template_engine
        )

    def get_context_data(self, form: forms.Form, **kwargs: object) -> dict[str, object]:
        raws, problems = kwargs.pop("raws"), kwargs.pop("problems")
        place, is_certain = self.steps.index, self.journey.is_length_certain
        return {
            **super().get_context_data(form=form, **kwargs),
            **pages.context_of(self.opened.compiled, self.opened.version),
            **step_page(self.stand, self.visible, raws=raws, problems=problems),  # type: ignore[arg-type]
            "step": {
                "id": self.visible.id, "label": self.visible.step.label, "hint": self.visible.step.hint,
                "number": place + 1, "total": len(self.journey.steps) if is_certain else None,
            },
            "form_action": self.request.get_full_path().partition("?")[0] + self.query_kept(),
            "back_url": self.back_url(),
            "is_change": self.is_change,
        }  # fmt: skip

    @property
    def stand(self) -> Stand:
        return Stand(self.opened.compiled, self.journey, self.today)

    @property
    def is_change(self) -> bool:
        """Return whether the person came from the review, and goes back there."""
        return "retour" in self.request.GET

    def query_kept(self) -> str:
        return "?retour=1" if self.is_change else ""

    def back_url(self) -> str:
        if self.is_change:
            return addresses.draft_url("review", self.opened.key, self.opened.draft.token)
        before = self.journey.previous(self.visible.id)
        return self.get_step_url(before.id) if before else addresses.start_url(self.opened.key)

    # Saving a step

    def post(self, *args: object, **kwargs: object) -> HttpResponseBase:
        """Save the page. Reimplemented: formtools would keep the raw POST and render without redirecting."""
        self.visible = posted_step(self.stand, self.visible, self.request.POST)
        page = self.page()
        if getattr(self.request, "is_stale", False):
            return self.show_stale(page)
        try:
            taken = take_page(self, page)
        except StorageError as error:
            logger.error("Files cannot be kept (%s).", type(error).__name__)  # noqa: TRY400 - the class says it all
            return self.show_unrecorded(page)
        reach("before the answer")
        if isinstance(taken, PostedStep):
            if taken.action == "continue" and not (taken.has_problems or taken.is_outdated):
                note_differences(self.stand, self.visible, taken.raws, self.request.POST)
            return self.answer(taken)
        return self.refuse(
            self.request, taken, key=self.opened.key, draft=self.opened.draft.token, step=self.visible.id
        )

    def page(self) -> PostedPage:
        is_early = not self.journey.can_visit(self.visible.id)
        return PostedPage(self.request.POST, self.request.FILES, is_early=is_early)

    def show_stale(self, page: PostedPage) -> HttpResponseBase:
        """Show the raw input again, nothing recorded, with a security token that works."""
        notices = [_("This page had been open for too long. What you typed is still here: continue once more.")]
        return self.show_typed(page, notices=notices + self.files_dropped(), status=403)

    def show_typed(self, page: PostedPage, *, notices: list[str], status: int) -> HttpResponseBase:
        """Show a page that was not saved with its raw input; changes by another tab since are still noticed."""
        raws = page.raws(self.visible, self.opened.content)
        return self.show(raws, problems={}, notices=notices, status=status, rev=page.rev)

    def files_dropped(self) -> list[str]:
        """Return a notice about the files of an unrecorded page: a browser does not send them again."""
        return [_("Choose your files again: they were not recorded.")] if self.request.FILES else []

    def show_unrecorded(self, page: PostedPage) -> HttpResponseBase:
        """Show the raw input again, nothing recorded, since the files could not be written (bar F9)."""
        notices = [
            _("Your files could not be recorded, so nothing on this page was. What you typed is still here."),
            _("Choose your files again in a few minutes, and continue."),
        ]
        response = self.show_typed(page, notices=notices, status=503)
        response["Retry-After"] = str(pages.RETRY_SECONDS)
        return response

    def save(self, content: DraftContent, rows: Sequence[StoredFile]) -> bool:
        """Write the draft unless another request came first."""
        return save_draft(self.opened.draft, content, rows)

    def reload(self) -> Sent | Gone | None:
        """Read the draft again after another request came first; None when the step is open again."""
        found = open_for(self.request, self.opened.key, self.opened.draft.token)
        if not isinstance(found, Opened):
            return found if isinstance(found, Sent) else Gone()
        self.bind(found)
        visible = self.journey.step(self.visible.id)
        self.visible = posted_step(self.stand, visible, self.request.POST) if visible else self.visible
        return None

    def answer(self, taken: PostedStep) -> HttpResponseBase:
        """Return the response after the page was saved."""
        if taken.is_outdated:
            notice = _("These answers were changed in another tab. Check them: continuing keeps what you see here.")
            return self.show(taken.raws, problems={}, notices=[notice, *self.files_dropped()], status=409)
        key, token, step_id = self.opened.key, self.opened.draft.token, self.visible.id
        retour = "1" if self.is_change else ""
        if taken.action == "save":
            return redirect(addresses.draft_url("save", key, token))
        if taken.action not in {"continue", "keep"}:
            told = taken.told
            address = addresses.step_url(key, token, step_id, note=told.note, de=told.about, retour=retour)
            return redirect(address + told.anchor)
        if taken.has_problems:
            return redirect(addresses.step_url(key, token, step_id, erreurs="1", retour=retour))
        if taken.has_revealed:
            return redirect(addresses.step_url(key, token, step_id, note="suite", retour=retour))
        return self.proceed(step_id, is_early=taken.action == "keep")

    def proceed(self, step_id: str, *, is_early: bool) -> HttpResponseBase:
        """Go on from a step that passed, unless its answers mean that one cannot apply."""
        is_last = is_early or self.is_change or self.journey.is_decided_by(step_id)
        following = None if is_last else self.journey.next_after(step_id)
        return redirect(self.get_step_url(following.id)) if following else self.go_on("elsewhere" if is_early else "")

    def go_on(self, note: str = "") -> HttpResponseBase:
        """Go to the first incomplete step, else to the page why one cannot apply, else to the review."""
        key, token = self.opened.key, self.opened.draft.token
        step = self.journey.first_incomplete
        if self.journey.failing and (step is None or self.journey.is_decided_before(step.id)):
            return redirect(addresses.draft_url("outcome", key, token))
        if step is None:
            return redirect(addresses.draft_url("review", key, token))
        retour = "1" if self.request.method == "POST" and self.is_change else ""
        return redirect(addresses.step_url(key, token, step.id, note=note, retour=retour))

    def refuse(
        self, request: HttpRequest, found: NotYours | Sent | Gone, *, key: str, draft: str, step: str = ""
    ) -> HttpResponseBase:
        """Answer a browser that does not hold the draft, or that returns to one that was sent."""
        if isinstance(found, Sent) and request.method == "POST":
            return pages.already_sent_page(request, found, key=key, step=step)
        return pages.refuse_draft(request, found, key=key, draft=draft, step=step)
