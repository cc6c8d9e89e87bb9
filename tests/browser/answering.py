"""Answers the questions of a page as somebody reads them: by label and legend, with a pointer or with keys alone."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol
from urllib.parse import urlsplit

from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import FilePayload, Locator, Page, expect

from runtime.presentation.messages import label_of_yes_no, part_label
from schemas.answers.journey import plan_journey
from schemas.compilation.compiled import Compiled
from schemas.questions.base import Question
from schemas.questions.registry import QUESTION_TYPES

STEP = re.compile(r"/d/[^/]+/([^/]+)/$")
Files = Sequence[FilePayload]


def said(language: str, text: str) -> str:
    """Return what the pages say for `text` in a language."""
    with translation.override(language):
        return gettext(text)


def named(label: str, language: str) -> re.Pattern[str]:
    """Return what finds a label, whether or not it says that an answer is optional; spaces as browsers read them."""
    words = re.escape(" ".join(label.split()))
    return re.compile(rf"^\s*{words}( \({said(language, 'optional')}\))?\s*$")


class Hand(Protocol):
    """What presses and types."""

    def write(self, field: Locator, text: str) -> None: ...

    def choose(self, group: Locator, choice: Locator) -> None: ...

    def tick(self, box: Locator) -> None: ...

    def attach(self, field: Locator, files: Files) -> None: ...

    def press(self, target: Locator) -> None: ...


class Pointer:
    """A finger: taps labels as often as the boxes themselves."""

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def choose(self, group: Locator, choice: Locator) -> None:
        self.tick(choice)

    def tick(self, box: Locator) -> None:
        if not box.is_checked():
            name = box.get_attribute("id")
            box.page.locator(f'label[for="{name}"]').click()
        expect(box).to_be_checked()

    def attach(self, field: Locator, files: Files) -> None:
        field.set_input_files(files)

    def press(self, target: Locator) -> None:
        with target.page.expect_navigation():
            target.click()


class Keys:
    """The keyboard alone. What it looks for must come with Tab, before the page has been gone through once."""

    MOST_TABS = 80
    MOST_ARROWS = 20

    def reach(self, target: Locator) -> None:
        for _ in range(self.MOST_TABS):
            if target.evaluate("element => element.contains(document.activeElement)"):
                return
            target.page.keyboard.press("Tab")
        raise AssertionError(f"the tab key does not reach {target}")

    def write(self, field: Locator, text: str) -> None:
        self.reach(field)
        field.page.keyboard.press("Control+A")
        field.page.keyboard.type(text)
        expect(field).to_have_value(text)

    def choose(self, group: Locator, choice: Locator) -> None:
        self.reach(group.locator(".g-choices"))
        for _ in range(self.MOST_ARROWS):
            if choice.evaluate("element => element === document.activeElement"):
                break
            group.page.keyboard.press("ArrowDown")
        if not choice.is_checked():
            group.page.keyboard.press("Space")
        expect(choice).to_be_checked()

    def tick(self, box: Locator) -> None:
        self.reach(box)
        if not box.is_checked():
            box.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def attach(self, field: Locator, files: Files) -> None:
        self.reach(field)
        field.set_input_files(files)

    def press(self, target: Locator) -> None:
        self.reach(target)
        with target.page.expect_navigation():
            target.page.keyboard.press("Enter")


class Filler:
    """Fills the pages of one procedure, in one language, in one tab, with one hand."""

    def __init__(self, page: Page, compiled: Compiled, hand: Hand) -> None:
        self.page, self.compiled, self.hand = page, compiled, hand
        self.language = compiled.language
        self.main = page.get_by_role("main")

    def button(self, text: str) -> Locator:
        return self.page.get_by_role("button", name=said(self.language, text), exact=True)

    def press(self, text: str) -> None:
        """Press the button that says `text`, and wait for the next page."""
        self.hand.press(self.button(text))

    @property
    def step_id(self) -> str:
        """The step that is shown: the first one while there is no draft yet."""
        found = STEP.search(urlsplit(self.page.url).path)
        return found[1] if found else self.compiled.document.steps[0].id

    def asked(self, answers: Mapping[str, object]) -> list[Question]:
        """Return the questions that this page should ask of somebody who gives `answers`."""
        step = plan_journey(self.compiled, answers, today=date.today()).step(self.step_id)  # noqa: DTZ011 - the server's day
        assert step is not None, (self.page.url, self.step_id)
        return [question for question in step.questions if question.key in answers]

    def answer_page(self, answers: Mapping[str, object]) -> None:
        for question in self.asked(answers):
            self.answer(question, answers[question.key])

    def answer(self, question: Question, answer: object, scope: Locator | None = None) -> None:
        """Give one answer: its JSON value, or files for a question that asks for documents."""
        scope = scope or self.main
        if question.type == "group":
            self.answer_items(question, answer)
        elif question.type == "file":
            self.attach(question, answer)
        elif question.type == "sworn_statement":
            self.hand.tick(self.group(question.label, scope).get_by_role("checkbox"))
        else:
            self.give(question, QUESTION_TYPES[question.type].raw(question, answer), scope=scope)

    def give(self, question: Question, raw: object, *, scope: Locator) -> None:
        """Type or choose `raw`, which need not be right."""
        if isinstance(raw, Mapping):
            self.give_parts(question, raw, scope)
        elif isinstance(raw, str) and not self.titles(question):
            self.hand.write(scope.get_by_role("textbox", name=named(question.label, self.language)), raw)
        else:
            self.choose(question, [raw] if isinstance(raw, str) else list(raw), scope)  # type: ignore[call-overload]

    def give_parts(self, question: Question, raw: Mapping[str, str], scope: Locator) -> None:
        group = self.group(question.label, scope)
        with translation.override(self.language):
            shown = QUESTION_TYPES[question.type].visible_parts(question)
            labels = {part: part_label(part) for part in shown if raw.get(part)}
        for part, label in labels.items():
            self.hand.write(group.get_by_role("textbox", name=named(label, self.language)), raw[part])

    def titles(self, question: Question) -> dict[str, str]:
        if question.type == "yes_no":
            with translation.override(self.language):
                return {value: label_of_yes_no(value) for value in ("yes", "no")}
        return dict(question.choices)

    def choose(self, question: Question, values: Sequence[str], scope: Locator) -> None:
        group, titles = self.group(question.label, scope), self.titles(question)
        for value in values:
            title = " ".join(titles[value].split())
            if QUESTION_TYPES[question.type].is_multiple:
                self.hand.tick(group.get_by_role("checkbox", name=title, exact=True))
            else:
                self.hand.choose(group, group.get_by_role("radio", name=title, exact=True))

    def group(self, label: str, scope: Locator) -> Locator:
        name = named(label, self.language)
        return scope.get_by_role("group", name=name).or_(scope.get_by_role("radiogroup", name=name))

    def file_field(self, question: Question) -> Locator:
        return self.main.get_by_label(named(question.label, self.language)).and_(self.page.locator("[type=file]"))

    def attach(self, question: Question, files: object) -> None:
        self.hand.attach(self.file_field(question), files)  # type: ignore[arg-type]

    def answer_items(self, group: Question, items: object) -> None:
        """Add the items one by one, each filled before the next is asked for."""
        label = group.options.get("item_label")
        for number, item in enumerate(items, start=1):  # type: ignore[arg-type]
            name = f"{label} {number}"
            self.hand.press(self.main.get_by_role("button", name=re.compile(rf"^\S+ \W*{name}\b")))
            for inner in group.items:
                self.answer(inner, item[inner.key], self.main.get_by_role("group", name=name, exact=True))

    def go_through(self, answers: Mapping[str, object]) -> None:
        """Answer page after page, from the first, until all answers are there to be checked."""
        for _ in self.compiled.document.steps:
            if "/verifier/" in self.page.url:
                return
            before = self.step_id
            self.answer_page(answers)
            self.press("Continue")
            assert "/verifier/" in self.page.url or self.step_id != before, self.main.inner_text()
        assert "/verifier/" in self.page.url, self.page.url

    def send(self) -> tuple[str, str]:
        """Confirm and send what is there to be checked; return the reference and the key of the receipt."""
        self.hand.tick(self.main.get_by_role("checkbox"))
        self.press("Send my request")
        assert self.page.url.endswith("/envoyee/"), self.page.url
        reference, key = self.page.locator(".g-code").all_inner_texts()
        return reference, key
