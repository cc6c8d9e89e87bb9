"""Start page of a procedure, and its first step, which creates the draft when it is sent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.core import signing
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Site

from runtime.drafts.access import Gone, NotYours, Opened, Sent, opened, sent_from
from runtime.drafts.content import DraftContent
from runtime.drafts.cookies import drafts_of, remember_draft
from runtime.drafts.lifetimes import draft_lifetime
from runtime.drafts.quotas import count_begun
from runtime.drafts.repository import find_draft, insert_draft, new_draft, new_token
from runtime.files.models import StoredFile
from runtime.filing import addresses, pages
from runtime.filing.prefill import FIELD, carried_in
from runtime.filing.wizard import FilingWizard
from runtime.filing.wizard_views import wizard_view
from runtime.presentation.language import current_language
from schemas.format.document import Document
from schemas.models import Version
from schemas.questions.base import Question
from schemas.questions.registry import QUESTION_TYPES
from schemas.sites import site_of
from schemas.versions import find_closed, find_published, load_compiled

SALT = "guichet.start"

#: A page left open this long still makes a draft; later, it makes one under a new token.
START_MAX_AGE_SECONDS = 24 * 3600


@require_safe
def start(request: HttpRequest, key: str) -> HttpResponse:
    """Show the purpose of a procedure, who may file it, and the documents to prepare. Sets no cookie."""
    site = site_of(request)
    version = find_published(key, site=site)
    if version is None:
        return _closed(request, key, site)
    document = load_compiled(version, current_language()).document
    context = {
        **pages.context_of(load_compiled(version, current_language()), version),
        "texts": _texts(document),
        "privacy": pages.privacy_of(document),
        "has_files": asks_files(document.questions),
        "start_url": addresses.begin_url(key),
        "is_closed": False,
    }
    return render(request, "themes/start.html", context)


def _closed(request: HttpRequest, key: str, site: Site) -> HttpResponse:
    """Say that a procedure is closed, and whom to ask; 404 for one that never was published."""
    version = find_closed(key, site=site)
    if version is None:
        raise Http404
    compiled = load_compiled(version, current_language())
    context = {**pages.context_of(compiled, version), "is_closed": True}
    return render(request, "themes/start.html", context)


def asks_files(questions: Iterable[Question], seen: frozenset[int] = frozenset()) -> bool:
    """Return whether a file may be asked for, at any depth; a question that holds itself is visited once."""
    fresh = [question for question in questions if id(question.schema) not in seen]
    known = seen.union(id(question.schema) for question in fresh)
    return any(each.type == "file" or asks_files(QUESTION_TYPES[each.type].inner(each), known) for each in fresh)


def _texts(document: Document) -> dict[str, object]:
    texts = document.texts
    documents = texts.get("documents")
    return {
        "before": texts.get("before", ""),
        "who": texts.get("who", ""),
        "minutes": texts.get("minutes"),
        "documents": list(documents.values()) if isinstance(documents, Mapping) else [],
    }


class BeginWizard(FilingWizard):
    """The first step of a draft that does not exist yet: its row is written when the page is sent.

    The page carries a signed token for the future draft, so that sending it twice makes one draft. It opens that draft
    without a cookie, since the first response may have been lost, but only while the draft holds no more than this page
    gave: a person who finds the page on a shared computer gets no further.
    """

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        found = self.find(request, **kwargs)
        if not isinstance(found, Opened):
            key = str(kwargs["key"])
            return pages.mark_personal(self.refuse(request, found, key=key, draft=self.token, step=self.first_id))
        if request.method == "POST" and found.is_new and not self.is_carrying:
            self.count(request)
        steps = found.compiled.document.steps
        response = self.dispatch_opened(request, found, steps[0].id)
        if request.method == "POST" and response.status_code == 302:
            remember_draft(request, response, self.token, epoch=self.opened.draft.epoch)
        return response

    def find(self, request: HttpRequest, **kwargs: object) -> Opened | NotYours | Sent | Gone:
        """Return the draft that this page made before, when it is sent again; else a new one."""
        key = str(kwargs["key"])
        self.token = self._token_posted(request, key) or new_token()
        if request.method == "POST":
            draft = find_draft(self.token)
            if draft is not None:
                return self._begun_here(request, opened(draft))
            sent = sent_from(key, self.token)
            if sent is not None:
                if not self._is_left(request, sent.submission.epoch):
                    self.first_id = _first_id(sent.submission.version)
                    return sent
                self.token = new_token()
        return self.find_new(key)

    def _begun_here(self, request: HttpRequest, found: Opened) -> Opened | NotYours:
        """Return a draft that this page made before, if this browser holds it or nothing came after."""
        self.first_id = found.compiled.document.steps[0].id
        is_all = set(found.content.touched) <= {self.first_id}
        is_held = drafts_of(request).get(self.token) == found.draft.epoch
        return found if is_held or (is_all and not self._is_left(request, found.draft.epoch)) else NotYours()

    def _is_left(self, request: HttpRequest, epoch: int) -> bool:
        """Return whether somebody left, on any device, what this page made, and this browser did not open it since."""
        return epoch > 0 and drafts_of(request).get(self.token) != epoch

    def find_new(self, key: str) -> Opened:
        """Return an unsaved draft of the version published now."""
        version = find_published(key, site=site_of(self.request))
        if version is None:
            raise Http404
        return self._new(version)

    def _new(self, version: Version) -> Opened:
        language = current_language()
        compiled = load_compiled(version, language)
        draft, content, self.data_key = new_draft(
            version, token=self.token, language=language, lifetime=draft_lifetime(compiled.document)
        )
        carried = carried_in(self.request, compiled, today=timezone.localdate())
        return Opened(draft, replace(content, answers=carried), compiled, is_new=True)

    def _token_posted(self, request: HttpRequest, key: str) -> str:
        """Return the token of the page, signed for this procedure; an empty text when it is forged or too old."""
        given = request.POST.get("_start", "")
        try:
            return str(signing.loads(given, salt=f"{SALT}.{key}", max_age=START_MAX_AGE_SECONDS))
        except signing.BadSignature:
            return ""

    def count(self, request: HttpRequest) -> None:
        """Count a draft begun from this address; `wait_seconds` is set when there were too many this hour."""
        self.wait_seconds = count_begun(request).wait_seconds

    wait_seconds = 0

    @property
    def is_carrying(self) -> bool:
        """Return whether answers come from a simulator: nothing was typed on this page yet."""
        return FIELD in self.request.POST and "_start" not in self.request.POST

    def post(self, *args: object, **kwargs: object) -> HttpResponseBase:
        if self.is_carrying:
            return self.get(self.request)
        if not self.wait_seconds:
            return super().post(*args, **kwargs)
        response = self.show_typed(self.page(), notices=[pages.too_many_begun(self.wait_seconds)], status=429)
        response["Retry-After"] = str(self.wait_seconds)
        return response

    def save(self, content: DraftContent, rows: Sequence[StoredFile]) -> bool:
        if not self.opened.is_new:
            return super().save(content, rows)
        try:
            insert_draft(self.opened.draft, content, self.data_key, rows)
        except IntegrityError:
            return False
        return True

    def reload(self) -> Sent | Gone | None:
        draft = find_draft(self.token)
        if draft is None:
            return sent_from(self.opened.key, self.token) or Gone()
        self.bind(opened(draft))
        self.visible = self.journey.steps[0]
        return None

    def get_context_data(self, form, **kwargs):  # type: ignore[no-untyped-def]
        start_token = signing.dumps(self.token, salt=f"{SALT}.{self.opened.key}")
        carried_token = self.request.POST.get(FIELD, "")
        return {**super().get_context_data(form, **kwargs), "start_token": start_token, "carried_token": carried_token}


def _first_id(version: Version) -> str:
    return load_compiled(version, current_language()).document.steps[0].id


begin = wizard_view(BeginWizard)
step = wizard_view(FilingWizard)
