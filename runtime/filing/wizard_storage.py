"""Storage of django-formtools' wizard in a draft in the database.

Formtools still provides: the steps helper (first, previous, next, place), the creation of the form of a step and its
initial data, the context of the template, rendering. It must not do the following, each seen to fail in 2.7:
remember a current step (the URL has it; the setter here does nothing), keep raw POSTs, keep files by step, run `done`.
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
        """Do nothing: a draft ends when it is sent or forgotten, never when it is read."""

    def get_step_data(self, step: str) -> Mapping[str, Raw]:
        """Return the raw input of a step: the one that does not pass yet, else that of the answers."""
        found = self.compiled.document.step(step)
        return self.content.raws_of(found.questions, is_new=self.content.is_new(step)) if found else {}

    def get_step_files(self, step: str) -> None:
        """Return nothing: files are stored by the time a form is made, and are in the data."""

    def update_response(self, response: HttpResponseBase) -> None:
        """Do nothing: cookies are `runtime.drafts.cookies`' own."""
