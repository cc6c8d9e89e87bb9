"""Content of a draft: answers, raw input still in error, steps sent; and its encryption."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from runtime.drafts.models import Draft
from runtime.forms.initial_values import raw_before
from runtime.vault import encryption
from schemas.questions.base import Question, Raw
from schemas.questions.registry import QUESTION_TYPES

Answers = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class DraftContent:
    """The content of a draft, as values.

    `answers` are valid; `typed` holds, by question, raw input that does not pass yet, so that nothing is lost;
    `file_problems` the problems of the files sent last; `seen` the steps sent without error; `touched` the `rev` at
    which each step last changed, for tabs that show an older one; `code` is the return code; `is_mailed` is true when
    links to the draft were sent, which end with it.
    """

    code: str
    answers: Answers = field(default_factory=dict)
    typed: Answers = field(default_factory=dict)
    file_problems: Mapping[str, list[Mapping[str, object]]] = field(default_factory=dict)
    seen: tuple[str, ...] = ()
    touched: Mapping[str, int] = field(default_factory=dict)
    is_mailed: bool = False

    def raw_of(self, question: Question, *, is_new: bool = False) -> Raw:
        """Return the raw input of a question: the one that does not pass yet, else that of the answer.

        When the page `is_new`, a blank question gets its default.
        """
        if question.key in self.typed:
            return self.typed[question.key]  # type: ignore[return-value]
        question_type = QUESTION_TYPES[question.type]
        answer = self.answers.get(question.key)
        if answer is None:
            return raw_before(question) if is_new else question_type.blank_raw()
        return question_type.raw(question, answer)

    def is_new(self, step_id: str) -> bool:
        """Return whether a step was never sent and nothing on it was changed."""
        return step_id not in self.seen and step_id not in self.touched

    def raws_of(self, questions: Iterable[Question], *, is_new: bool = False) -> dict[str, Raw]:
        """Return the raw input of each question that has an answer, by its key."""
        asked = (question for question in questions if not QUESTION_TYPES[question.type].is_silent)
        return {question.key: self.raw_of(question, is_new=is_new) for question in asked}

    def with_seen(self, step_id: str, *, is_seen: bool) -> "DraftContent":
        others = tuple(each for each in self.seen if each != step_id)
        return replace(self, seen=(*others, step_id) if is_seen else others)


def seal_draft(content: DraftContent, data_key: bytes, token: str) -> bytes:
    """Return `content` encrypted for the draft with this token."""
    value = {
        "code": content.code,
        "answers": dict(content.answers),
        "typed": dict(content.typed),
        "file_problems": dict(content.file_problems),
        "seen": list(content.seen),
        "touched": dict(content.touched),
        "is_mailed": content.is_mailed,
    }
    return encryption.seal(value, data_key, f"draft:{token}")


def open_draft(draft: Draft) -> DraftContent:
    """Return the content of a draft. Raises `VaultError` when keys are missing or bytes were changed."""
    value = encryption.unseal(bytes(draft.sealed), data_key_of_draft(draft), f"draft:{draft.token}")
    return DraftContent(**{**value, "seen": tuple(value["seen"])})


def data_key_of_draft(draft: Draft) -> bytes:
    """Return the data key of a draft; the submission made of it keeps the same one, and so do its files."""
    return encryption.unwrap(bytes(draft.wrapped_key), f"key:{draft.token}")
