"""E-mails we write: their subjects, fixed here, and their texts, in `templates/runtime/mails/`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

#: The subject of each mail; its text is the template of the same name. No raw input goes in here.
SUBJECTS = {
    "receipt": _("Your request %(reference)s has been received"),
    "state_changed": _("Your request %(reference)s: news"),
    "resume": _("Your draft: the link to come back to it"),
    "password_reset": _("A new password for your account"),
}

#: Characters that would break lines, or turn the reading direction (line feeds may stay).
_ACTIVE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail as text."""

    subject: str
    body: str


def render_mail(name: str, params: Mapping[str, object], *, language: str) -> Mail:
    """Return the mail `name` in `language`. Params that end in `_at` are ISO 8601 times. Raises KeyError."""
    ready = {key: _ready(key, value) for key, value in params.items()}
    with translation.override(language):
        subject = str(SUBJECTS[name]) % ready
        body = render_to_string(f"runtime/mails/{name}.txt", ready)
    return Mail(" ".join(subject.split()), re.sub(r"\n{3,}", "\n\n", body).strip() + "\n")


def _ready(key: str, value: object) -> object:
    if isinstance(value, Mapping):
        return {inner: _ready(inner, each) for inner, each in value.items()}
    if not isinstance(value, str):
        return value
    return datetime.fromisoformat(value) if key.endswith("_at") else _ACTIVE.sub("", value)
