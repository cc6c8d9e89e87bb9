"""No table grows for ever: each model is swept, goes with its parent, or says why it stays."""

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db.models import CASCADE
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry, PageLogEntry

from runtime.upkeep.retention import RETENTION

OTHERS = (Session, DBTaskResult, ModelLogEntry, PageLogEntry)

#: Models without a period, and why.
KEPT = {
    "runtime.Submission": "as long as the law of its procedure says, which its document states",
    "runtime.Event": "the history of its request: as long as that",
    "runtime.StoredFile": "with its draft or its request; the sweep erases both the row and the file of a draft",
    "runtime.ServiceToken": "events and the audit log refer to it; a manager makes each",
    "runtime.ScheduledJob": "one row a job",
    "runtime.Seal": "two short rows a day, which vouch for everything before",
    "runtime.Tombstone": "what is left of a request that was erased: by it verify tells that from tampering",
    "wagtailcore.PageLogEntry": "the history of pages that editors read; it grows by their hands alone",
}


def swept_models():
    return {kind.model for kind in RETENTION if kind.model}


def unexplained(models, kept):
    """The labels of the models that nothing erases and nobody explains."""
    swept = swept_models()
    return {
        model._meta.label
        for model in models
        if model not in swept
        and model._meta.label not in kept
        and not any(
            field.related_model and field.remote_field.on_delete is CASCADE and field.related_model in models
            for field in model._meta.fields
            if field.remote_field
        )
    }


def all_models():
    return [*apps.get_app_config("runtime").get_models(), *OTHERS]


def test_each_model_is_swept_goes_with_its_parent_or_says_why_it_stays():
    assert unexplained(all_models(), KEPT) == set()


def test_nothing_is_explained_without_need():
    assert unexplained(all_models(), {}) == KEPT.keys()
