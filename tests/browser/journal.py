"""What every browser of the run asked for and complained about."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Request, Response

#: Chromium says so for each answer that is an error page; the pages themselves are looked at by the tests.
EXPECTED = "Failed to load resource: the server responded with a status of"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: where to, and what it told of where it came from."""

    url: str
    referer: str


@dataclass
class Journal:
    """Notes of one browser context. `complaints` are refusals of the policy, script errors, dialogs and 5xx answers."""

    requests: list[Asked] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(f"script error: {error.error}"))
        context.on("dialog", self._dialog)

    def _asked(self, request: Request) -> None:
        self.requests.append(Asked(request.url, request.headers.get("referer", "")))

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} from {response.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(EXPECTED):
            self.complaints.append(f"{message.type}: {message.text}")

    def _dialog(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def hosts(self) -> set[str]:
        """Return the origins that were asked for something; `data:` and the like ask nobody."""
        parts = (urlsplit(each.url) for each in self.requests)
        return {f"{part.scheme}://{part.netloc}" for part in parts if part.scheme in ("http", "https", "ws", "wss")}


@dataclass(slots=True)
class Totals:
    """What the run looked at, for its last line; `others` are the figures of its other processes."""

    journals: list[Journal] = field(default_factory=list)
    others: list[dict[str, int]] = field(default_factory=list)
    pages: int = 0
    tab_stops: int = 0
    axe_runs: int = 0

    def figures(self) -> dict[str, int]:
        requests = sum(1 for _ in self.requests())
        own = {"pages": self.pages, "runs of axe": self.axe_runs, "tab stops": self.tab_stops, "requests": requests}
        return {name: count + sum(each.get(name, 0) for each in self.others) for name, count in own.items()}

    def requests(self) -> Iterator[Asked]:
        for journal in self.journals:
            yield from journal.requests


TOTALS = Totals()
