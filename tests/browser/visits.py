"""What was seen on one page: everything is measured while it is open, and asserted later, one thing a test."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.browser import measuring
from tests.browser.journal import TOTALS
from tests.browser.visitor import DESKTOP, PHONE, Visitor

#: Chromium asks for it when the page is there already.
ICON = "/static/themes/icon.svg"
SCREENS = Path(__file__).parent / "screens"


@dataclass(slots=True)
class Visit:
    """One page. `tokens` are those of its inputs' autocomplete; `found` goes from a measure to what was wrong there."""

    name: str
    path: str
    title: str
    language: str
    is_error: bool
    tokens: set[str] = field(default_factory=set)
    found: dict[str, list[str]] = field(default_factory=dict)


def look_around(visitor: Visitor, name: str, *, is_error: bool = False, is_whole: bool = True) -> Visit:
    """Measure the page that `visitor` has open, on a phone and on a large screen, in light and in dark.

    Not `is_whole`: on the phone in light, without pressing Tab through it, which is all that a second language changes.
    """
    page = visitor.page
    TOTALS.pages += 1
    visit = Visit(
        name, urlsplit(page.url).path, page.title(), page.locator("html").get_attribute("lang") or "", is_error
    )
    if is_error:
        visit.found["error focus"] = focus_on_errors(page)
    visit.tokens = {field.get_attribute("autocomplete") or "" for field in page.locator("main [autocomplete]").all()}
    visit.found["html"] = measuring.invalid_html(visitor.source())
    if is_whole:
        visit.found |= measuring.walked_by_tab(page)
    visit.found |= measured_on_phone(page)
    if is_whole:
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size(DESKTOP)
        visit.found |= measured_on_desktop(page)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(PHONE)
    if is_error:
        visit.found["error links"] = measuring.measured(page, "badErrors") + followed_error_links(page)
    return visit


def measured_on_phone(page: Page) -> dict[str, list[str]]:
    return {
        "axe in light": measuring.found_by_axe(page),
        "contrast in light": measuring.measured(page, "faintTexts") + measuring.measured(page, "faintControls"),
        "reflow": measuring.wide_or_cut(page) + measuring.wide_when_low(page),
        "spacing": measuring.broken_by_spacing(page),
        "large text": measuring.broken_by_large_text(page),
        "targets": measuring.measured(page, "smallTargets"),
        "labels": measuring.measured(page, "farLabels"),
        "groups": measuring.measured(page, "namelessGroups"),
        "buttons": measuring.measured(page, "ambiguousButtons"),
    }


def measured_on_desktop(page: Page) -> dict[str, list[str]]:
    return {
        "axe in dark": measuring.found_by_axe(page),
        "contrast in dark": measuring.measured(page, "faintTexts") + measuring.measured(page, "faintControls"),
        "desktop": measuring.wide_or_cut(page) + measuring.measured(page, "farLabels"),
    }


def focus_on_errors(page: Page) -> list[str]:
    """Return what has the focus when it is not the summary of the errors, which gets it once the page has loaded."""
    try:
        page.locator("[role=alert]:focus").wait_for(state="attached", timeout=3000)
    except PlaywrightTimeoutError:
        return [page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)")]
    return []


def followed_error_links(page: Page) -> list[str]:
    """Follow each link of the summary with the keyboard; return those that do not put the focus in their input."""
    wrong = []
    for link in page.get_by_role("alert").get_by_role("link").all():
        link.focus()
        page.keyboard.press("Enter")
        wanted, got = (link.get_attribute("href") or "")[1:], page.evaluate("() => document.activeElement.id")
        if wanted != got:
            wrong.append(f"leads to {wanted}, focus on {got or 'nothing'}")
    return wrong


def moved_by_changes(visitor: Visitor) -> list[str]:
    """Choose each choice and type in each input of the page; return where that leads or what it asks for (RGAA 7.4)."""
    page, before, count = visitor.page, visitor.page.url, len(visitor.journal.requests)
    for control in page.locator("main").locator("input:not([type=hidden], [type=file]), textarea, select").all():
        if control.get_attribute("type") in ("radio", "checkbox"):
            control.check()
        else:
            control.fill("12")
            control.blur()
    asked = [each.url for each in visitor.journal.requests[count:] if not each.url.endswith(ICON)]
    moved = [page.url] if page.url != before else []
    page.goto(before)
    return moved + asked


def keep_screens(visitor: Visitor, folder: str, name: str) -> None:
    """Keep four pictures of the page: phone and large screen, light and dark."""
    SCREENS.joinpath(folder).mkdir(parents=True, exist_ok=True)
    for width, screen in (("320", PHONE), ("1280", DESKTOP)):
        visitor.page.set_viewport_size(screen)
        for mode in ("light", "dark"):
            visitor.page.emulate_media(color_scheme=mode)  # type: ignore[arg-type]
            path = SCREENS / folder / f"{name.replace(' ', '-')}-{width}-{mode}.png"
            visitor.page.screenshot(path=path, full_page=True)
    visitor.page.emulate_media(color_scheme="light")
    visitor.page.set_viewport_size(PHONE)
