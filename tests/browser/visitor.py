"""Somebody with a browser of their own: their cookies, their address, the languages and the screen they have."""

from collections.abc import Mapping
from itertools import count

from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.browser.journal import TOTALS, Journal

PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}

_numbers = count(1)


class Visitor:
    """One browser context and its first page. `last` is the answer that the page was made of."""

    def __init__(
        self, browser: Browser, site: str, *, has_script: bool = True, screen: Mapping[str, int] = PHONE
    ) -> None:
        self.site = site
        self.journal = Journal()
        TOTALS.journals.append(self.journal)
        self.context: BrowserContext = browser.new_context(
            base_url=site,
            java_script_enabled=has_script,
            viewport=dict(screen),
            reduced_motion="reduce",
            locale="fr-FR",
            extra_http_headers={"X-Forwarded-For": next_address()},
        )
        self.context.set_default_timeout(10_000)
        self.journal.follow(self.context)
        self.page = self.new_page()

    def new_page(self) -> Page:
        """Open one more tab; `last` is of the tab that loaded last."""
        page = self.context.new_page()
        page.on("response", lambda response: self._note(page, response))
        return page

    last: Response | None = None

    def _note(self, page: Page, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == page.main_frame:
            self.last = response

    def open(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def source(self) -> str:
        """Return the HTML of the page as the server sent it."""
        assert self.last is not None, self.page.url
        return self.last.text()

    def cookies(self) -> set[str]:
        return {str(cookie.get("name")) for cookie in self.context.cookies()}

    def close(self) -> None:
        self.context.close()


def next_address() -> str:
    """Return an address nobody has (RFC 2544, 1999): rate limits count each visitor apart, as in a town."""
    number = next(_numbers)
    return f"198.18.{number // 250}.{number % 250 + 1}"
