"""A storage for django-formtools' wizard that keeps a draft in the database.

What formtools still does for us: the steps helper (first, previous, next, place), the making of the form of a step and
its initial data, the context of the template, rendering. What it must not do, each seen to go wrong in 2.7:
remember a current step (the URL says it; the setter here does nothing), keep raw POSTs, keep files by step, run `done`.
"""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponseBase
from formtools.wizard.storage.base import BaseStorage

from runtime.drafts.content import DraftContent
from schemas.compilation.compiled import Compiled
from schemas.questions.base import Raw


class DraftStorage(BaseStorage):
    """Reads the steps of one draft; `bind` gives it the draft, since formtools makes it with a request only."""

    compiled: Compiled
    content: DraftContent
    step_id: str

    def __init__(self, prefix: str, request: HttpRequest | None = None, file_storage: object = None) -> None:
        super().__init__(prefix, request, file_storage)
        self.data = {self.extra_data_key: {}}

    def bind(self, compiled: Compiled, content: DraftContent, step_id: str) -> None:
        self.compiled, self.content, self.step_id = compiled, content, step_id

    def _get_current_step(self) -> str:
        return self.step_id

    def _set_current_step(self, step: str) -> None:
        """Do nothing: the current step is the one that the URL names."""

    def reset(self) -> None:
        """Do nothing: a draft ends by being sent or forgotten, never by being looked at."""

    def get_step_data(self, step: str) -> Mapping[str, Raw]:
        """Return what the inputs of a step hold: what was typed and does not pass yet, else the answer."""
        found = self.compiled.document.step(step)
        return self.content.raws_of(found.questions, is_new=self.content.is_new(step)) if found else {}

    def get_step_files(self, step: str) -> None:
        """Return nothing: files are stored by the time a form is made, and stand in the data."""

    def update_response(self, response: HttpResponseBase) -> None:
        """Do nothing: cookies are `runtime.drafts.cookies`' own."""
