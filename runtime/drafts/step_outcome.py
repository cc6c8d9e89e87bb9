"""Outcome of a posted step: answers kept, failing raw input kept as typed, hidden answers dropped. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from runtime.drafts.content import DraftContent
from runtime.forms.positions import places, pointer_on_page, unanswered
from schemas.answers.journey import Journey, VisibleStep, plan_journey, rule_values_of, with_seen
from schemas.answers.nested import missing_inside
from schemas.answers.rule_values import RuleValues
from schemas.answers.validation import failing_items, failure_of
from schemas.compilation.compiled import Compiled
from schemas.compilation.scope import TOP
from schemas.format.document import asked
from schemas.problems import Problem, pointer_to
from schemas.questions.base import ITEM_ID, Parsed, Question, Raw
from schemas.questions.registry import COMPUTED

Problems = Mapping[str, tuple[Problem, ...]]


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """The draft after a step was posted, the problems by question, and the questions that the answers brought up."""

    content: DraftContent
    journey: Journey
    problems: Problems
    revealed: tuple[str, ...]


def journey_of(compiled: Compiled, content: DraftContent, *, today: date) -> Journey:
    """Compute the journey of a draft."""
    return plan_journey(compiled, content.answers, today=today, seen=content.seen)


def calculated_raws(step: VisibleStep, journey: Journey) -> dict[str, Raw]:
    """Return the calculated values of a step, as text: those of now, not of when it was last sent."""
    computed = [question for question in step.questions if question.type == "computed"]
    given = {question.key: journey.answers.get(question.key) for question in computed}
    return {q.key: "" if given[q.key] is None else COMPUTED.raw(q, given[q.key]) for q in computed}


def answer_step(
    compiled: Compiled, content: DraftContent, *, step: VisibleStep, parsed: Mapping[str, Parsed],
    raws: Mapping[str, Raw], today: date,
) -> StepOutcome:  # fmt: skip
    """Put the posted input of `step` into the draft.

    Valid answers replace the old ones. Raw input that does not pass is kept beside the old answer, so that an edit gone
    wrong hides nothing that depends on it; the step then counts as not sent. Questions that the new answers hide cause
    no problems.
    """
    answers = _with_valid(content.answers, parsed)
    journey = plan_journey(compiled, answers, today=today, seen=content.seen)
    problems = _all_problems(compiled, journey, step=step, parsed=parsed, raws=raws, today=today)
    after = journey.step(step.id)
    before_keys = {question.key for question in step.questions}
    revealed = tuple(q.key for q in after.questions if q.key not in before_keys) if after else ()
    typed = {key: raw for key, raw in content.typed.items() if key not in parsed}
    typed |= {key: raws[key] for key in problems if key in raws}
    changed = replace(content, answers=dict(journey.answers), typed=typed)
    is_sent = not problems and not revealed
    changed = changed.with_seen(step.id, is_seen=is_sent)
    return StepOutcome(changed, with_seen(compiled, journey, changed.seen), problems, revealed)


def keep_typed(
    compiled: Compiled, content: DraftContent, *, parsed: Mapping[str, Parsed], raws: Mapping[str, Raw],
    unfolded: frozenset[str], today: date,
) -> DraftContent:  # fmt: skip
    """Keep the raw input of a page that was not sent to go on (save, add an item, send a file), without problems.

    Input that passes becomes an answer, other input stays as typed; the questions `unfolded`, which hold others, always
    stay as typed, since an item that was just added is still empty.
    """
    passing = {key: outcome for key, outcome in parsed.items() if key not in unfolded}
    journey = plan_journey(compiled, _with_valid(content.answers, passing), today=today, seen=content.seen)
    typed = {key: raw for key, raw in content.typed.items() if key not in parsed}
    typed |= {key: raws[key] for key in parsed if key in unfolded or parsed[key].problems}
    return replace(content, answers=dict(journey.answers), typed=typed)


def _with_valid(answers: Mapping[str, object], parsed: Mapping[str, Parsed]) -> dict[str, object]:
    changed = dict(answers)
    for key, outcome in parsed.items():
        if outcome.problems:
            continue
        if outcome.answer is None:
            changed.pop(key, None)
        else:
            changed[key] = outcome.answer
    return changed


def _all_problems(
    compiled: Compiled, journey: Journey, *, step: VisibleStep, parsed: Mapping[str, Parsed],
    raws: Mapping[str, Raw], today: date,
) -> dict[str, tuple[Problem, ...]]:  # fmt: skip
    """Collect, for the questions that were on the page and still show, the problems of parsing and missing answers."""
    after = journey.step(step.id)
    shown = {question.key for question in after.questions} if after else set()
    names = rule_values_of(compiled, journey.answers, today=today)
    found = {}
    for question in asked(step.questions):
        if question.key not in shown or question.key not in parsed:
            continue
        outcome = parsed[question.key]
        problems = list(outcome.problems)
        if not problems and outcome.answer is None and question.key in journey.required:
            problems.append(Problem("required"))
        missing = _missing_inside(compiled, question, outcome.answer, raw=raws[question.key], names=names)
        problems += [each for each in missing if not _is_told(each.pointer, outcome.problems)]
        if problems:
            found[question.key] = tuple(_at_inputs(question, raws[question.key], problems))
    return _with_failed_checks(compiled, found, questions=after.questions if after else (), answers=journey.answers,
                               raws=raws, names=names)  # fmt: skip


def _at_inputs(question: Question, raw: Raw, problems: Collection[Problem]) -> Iterator[Problem]:
    """Yield the problems; a missing answer is reported at the inputs to fill in."""
    if not any(problem.code == "required" for problem in problems):
        yield from problems
        return
    here = {place.pointer: place for place in places([question], {question.key: raw})}
    for problem in problems:
        if problem.code == "required" and problem.pointer in here:
            yield from (Problem("required", pointer) for pointer in unanswered(here[problem.pointer]))
        else:
            yield problem


def _is_told(pointer: str, problems: Collection[Problem]) -> bool:
    """Return whether a problem is already at this place or inside it: input that does not pass is not missing too."""
    return any(each.pointer == pointer or each.pointer.startswith(f"{pointer}/") for each in problems)


def _missing_inside(
    compiled: Compiled, question: Question, answer: object, *, raw: Raw, names: RuleValues
) -> Iterator[Problem]:
    """Yield the missing answers inside an answer, at their positions on the page, where blank items count too."""
    for pointer in missing_inside(compiled, question, TOP, answer=answer, names=RuleValues(names)):
        yield Problem("required", pointer_on_page(question, raw, answer, pointer))


def _places_on_page(raw: Raw) -> dict[object, int]:
    return {item.get(ITEM_ID): place for place, item in enumerate(raw) if isinstance(item, Mapping)}


def _with_failed_checks(
    compiled: Compiled, found: dict[str, tuple[Problem, ...]], *, questions: Collection[Question],
    answers: Mapping[str, object], raws: Mapping[str, Raw], names: RuleValues,
) -> dict[str, tuple[Problem, ...]]:  # fmt: skip
    """Return the problems with the conditions of this page that the answers break, in the author's words.

    Nothing is added at a question that has problems already.
    """
    shown = {question.key: question for question in questions}
    told = dict(found)
    for check in compiled.checks:
        at, params = check.group or check.at, {"id": check.id, "message": check.message}
        if at not in shown or at in found:
            continue
        if not check.group and (code := failure_of(check, names)):
            told[at] = (Problem(code, "", params),)
        elif check.group:
            items = answers.get(at)
            on_page = _places_on_page(raws.get(at, ""))
            failing = failing_items(compiled, check, shown[at], items=items, names=names)
            coded = [(code, on_page.get(items[place].get(ITEM_ID), 0)) for place, code in failing]  # type: ignore[index]
            failed = (Problem(code, pointer_to(place, check.inner), params) for code, place in coded)
            told[at] = (*told.get(at, ()), *failed)
    return {key: problems for key, problems in told.items() if problems}
