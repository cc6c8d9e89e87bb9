"""What every tour has in common: somebody, in a language, whose pages are measured as they go."""

import re
from typing import Protocol

from playwright.sync_api import Browser, Locator

from tests.browser.answering import Pointer, said
from tests.browser.visitor import Visitor
from tests.browser.visits import Visit, keep_screens, look_around

#: The pages that belong to no procedure.
COMMON = "common-pages"


class Run(Protocol):
    """What a tour needs to know of all of them."""

    browser: Browser
    site: str
    keeps_screens: bool
    is_full: bool


class Tour:
    """One walk: `visits` are the pages seen, in order."""

    folder = COMMON
    is_done = False

    def __init__(self, tours: Run, language: str) -> None:
        self.tours, self.language = tours, language
        self.is_whole = language == "fr" or tours.is_full
        self.prefix = "/en" if language == "en" else ""
        self.visits: list[Visit] = []
        self.complaints: list[str] = []
        self.visitor = self.somebody()

    def somebody(self) -> Visitor:
        return Visitor(self.tours.browser, self.tours.site)

    def walk(self) -> None:
        raise NotImplementedError

    def leave(self, visitor: Visitor) -> None:
        self.complaints += visitor.journal.complaints
        visitor.close()

    def see(self, name: str, *, is_error: bool = False, visitor: Visitor | None = None) -> None:
        visitor = visitor or self.visitor
        if self.tours.keeps_screens:
            keep_screens(visitor, f"{self.folder}-{self.language}", name)
        self.visits.append(look_around(visitor, name, is_error=is_error, is_whole=self.is_whole))

    def words(self, msgid: str) -> str:
        return said(self.language, msgid)

    def press(self, msgid: str) -> None:
        Pointer().press(self.visitor.page.get_by_role("button", name=self.words(msgid), exact=True))

    def field(self, msgid: str) -> Locator:
        words = re.escape(self.words(msgid))
        return self.visitor.page.get_by_role("main").get_by_role("textbox", name=re.compile(f"^{words}"))

    def open(self, path: str) -> None:
        self.visitor.open(f"{self.prefix}{path}")
