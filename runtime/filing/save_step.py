"""Saving of a posted page: files first, then answers, then one write that fails if another tab came first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from runtime.drafts.access import Gone, Opened, Sent
from runtime.drafts.attachments import Received, erase_files, give_up, ids_of_draft, receive, stored_files
from runtime.drafts.content import DraftContent
from runtime.drafts.repository import MAX_TRIES
from runtime.drafts.step_outcome import Problems, StepOutcome, answer_step, keep_typed
from runtime.failpoints import reach
from runtime.files.models import StoredFile
from runtime.filing.buttons import NO_NOTICE, PageNotice, PostedPage, notice_after
from runtime.forms.positions import places
from runtime.forms.post_data import slots_of
from runtime.forms.step_form import StepForm
from runtime.presentation.field_names import field_token, first_token
from schemas.answers.journey import Journey, VisibleStep
from schemas.problems import Problem
from schemas.questions.base import Raw
from schemas.questions.registry import QUESTION_TYPES


class StepAtHand(Protocol):
    """The part of the wizard that saving a page needs."""

    opened: Opened
    journey: Journey
    visible: VisibleStep
    today: date

    def read(self, raws: Mapping[str, Raw]) -> StepForm: ...
    def bind(self, opened: Opened, journey: Journey | None = None) -> None: ...
    def save(self, content: DraftContent, rows: Sequence[StoredFile]) -> bool: ...
    def reload(self) -> Sent | Gone | None: ...


@dataclass(frozen=True, slots=True)
class PostedStep:
    """Outcome of a page. `is_outdated`: nothing was written, the step had changed in another tab.

    `journey` is that of the draft as it is now, None where it was not computed.
    """

    action: str
    raws: Mapping[str, Raw]
    has_problems: bool = False
    has_revealed: bool = False
    is_outdated: bool = False
    told: PageNotice = NO_NOTICE
    journey: Journey | None = None


def take_page(at_hand: StepAtHand, page: PostedPage) -> PostedStep | Sent | Gone:
    """Put a posted page into the draft.

    Files are received again at each try: beside those that the draft holds by then, under the key of the draft that
    another request may have made first. Raises `runtime.vault.storage.StorageError` when files cannot be written:
    nothing is recorded then.
    """
    reach("request read")
    for _ in range(MAX_TRIES):
        received = _receive(at_hand, page)
        taken, content = _taken(at_hand, page, received)
        if taken.is_outdated:
            give_up(received.rows)
            return replace(taken, raws=page.raws(at_hand.visible, at_hand.opened.content))
        if at_hand.save(content, received.rows):
            _after_saving(at_hand, content, received, journey=taken.journey)
            return taken
        give_up(received.rows)
        gone = at_hand.reload()
        if gone is not None:
            return gone
    raise TimeoutError("a draft changed at every try")


def _after_saving(at_hand: StepAtHand, content: DraftContent, received: Received, *, journey: Journey | None) -> None:
    """Erase the files that the draft no longer names, and go on with its new content."""
    questions = at_hand.opened.compiled.document.questions
    held = ids_of_draft(questions, at_hand.opened.content) | {str(row.id) for row in received.rows}
    unused = held - ids_of_draft(questions, content) if held else held
    if unused:
        erase_files(at_hand.opened.draft, unused)
    at_hand.bind(replace(at_hand.opened, content=content), journey)


def _receive(at_hand: StepAtHand, page: PostedPage) -> Received:
    if not page.files:
        return Received((), {}, {})
    questions = at_hand.visible.questions
    held = stored_files(at_hand.opened.compiled.document.questions, at_hand.opened.content)
    return receive(slots_of(questions, page.post), page.files, held, draft=at_hand.opened.draft)


def _taken(at_hand: StepAtHand, page: PostedPage, received: Received) -> tuple[PostedStep, DraftContent]:
    """Compute the outcome of the page on the draft as it is now; writes nothing."""
    before, step = at_hand.opened.content, at_hand.visible
    raws = page.raws(step, before, received.answers)
    form = at_hand.read(raws)
    action, _target = page.asks(step, raws)
    is_old = page.rev is not None and before.touched.get(step.id, 0) > page.rev
    files_refused = _file_problems(step, before, received, is_old=is_old)
    if action == "continue":
        outcome = answer_step(
            at_hand.opened.compiled, before, step=step, parsed=form.parsed, raws=raws, today=at_hand.today
        )
        content, taken = _after_going_on(outcome, step, files_refused, raws=raws)
    else:
        unfolded = frozenset(each.key for each in step.questions if QUESTION_TYPES[each.type].structure)
        content = keep_typed(
            at_hand.opened.compiled, before, parsed=form.parsed, raws=raws, unfolded=unfolded, today=at_hand.today
        ).with_seen(step.id, is_seen=False)
        told = notice_after(page, step, raws)
        told = replace(told, note="") if files_refused else told
        taken = PostedStep(action, raws, has_problems=bool(files_refused), told=told)
    content = replace(content, file_problems=files_refused)
    if is_old and _state_of(before, step) != _state_of(content, step):
        return replace(taken, is_outdated=True), before
    return taken, _touched(before, content, step, at_hand.opened.draft.rev + 1)


def _after_going_on(
    outcome: StepOutcome, step: VisibleStep, files_refused: Mapping[str, object], *, raws: Mapping[str, Raw]
) -> tuple[DraftContent, PostedStep]:
    has_problems = bool(outcome.problems or files_refused)
    content = outcome.content.with_seen(step.id, is_seen=False) if has_problems else outcome.content
    journey = None if has_problems else outcome.journey
    taken = PostedStep(
        "continue", raws, has_problems=has_problems, has_revealed=bool(outcome.revealed), journey=journey
    )
    return content, taken


def _state_of(content: DraftContent, step: VisibleStep) -> tuple[object, ...]:
    keys = [question.key for question in step.step.questions]
    return tuple((content.answers.get(key), content.typed.get(key)) for key in keys)


def _touched(before: DraftContent, after: DraftContent, step: VisibleStep, rev: int) -> DraftContent:
    if _state_of(before, step) == _state_of(after, step):
        return after
    return replace(after, touched={**before.touched, step.id: rev})


def _file_problems(
    step: VisibleStep, before: DraftContent, received: Received, *, is_old: bool
) -> dict[str, list[Mapping[str, object]]]:
    """Return the file problems to store: those of this page, and those of other steps as they were.

    On a page drawn before the step last changed, a file that is there already is a page sent twice, not a mistake.
    """
    own = {field_token(question.key) for question in step.step.questions}
    others = {slot: told for slot, told in before.file_problems.items() if first_token(slot) not in own}
    told = {
        slot: [
            {"code": problem.code, "params": dict(problem.params)}
            for problem in problems
            if not (is_old and problem.code == "file_repeated")
        ]
        for slot, problems in received.problems.items()
    }
    return {**others, **{slot: problems for slot, problems in told.items() if problems}}


def file_problems_of(step: VisibleStep, content: DraftContent) -> Problems:
    """Return the problems of the files sent last for a step, by question; pointers lead to the questions inside."""
    found: dict[str, tuple[Problem, ...]] = {}
    if not content.file_problems:
        return found
    for place in places(step.questions, content.raws_of(step.questions)):
        told = content.file_problems.get(place.name, ())
        problems = [Problem(str(each["code"]), place.pointer, each["params"]) for each in told]  # type: ignore[arg-type]
        if problems:
            found[place.key] = (*found.get(place.key, ()), *problems)
    return found
