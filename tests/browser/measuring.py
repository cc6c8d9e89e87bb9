"""Measures what axe cannot see on a page: each function gives what is wrong, in words."""

from pathlib import Path

import html5lib
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.journal import TOTALS
from tests.browser.visitor import PHONE

MEASURES = (Path(__file__).parent / "measures.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"]
AXE_OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
RUN_AXE = """async options => {
    const found = await axe.run(document, options);
    return found.violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(node => node.html.slice(0, 200)) }));
}"""

#: WCAG 2.1, 1.4.12: a reader may set all of these at once. A sheet made by a script is not held back by the policy.
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } "
    "p { margin-block-end: 2em !important }"
)
SET_SPACING = (
    "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet] }"
)
NO_SPACING = "() => { document.adoptedStyleSheets = [] }"
SET_ROOT = "size => { document.documentElement.style.fontSize = size }"

#: More stops than any page has: who has not come round by then is in a trap.
MOST_STOPS = 150
LEAST_OUTLINE = 2
LEAST_CONTRAST = 3


def measured(page: Page, measure: str) -> list[str]:
    found: list[str] = page.evaluate(f"({MEASURES}).{measure}()")
    return found


def found_by_axe(page: Page) -> list[str]:
    """Return every violation, with the elements concerned. The policy does not hold back what a debugger evaluates."""
    TOTALS.axe_runs += 1
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    violations = page.evaluate(RUN_AXE, AXE_OPTIONS)
    return [f"{each['id']}: {node}" for each in violations for node in each["nodes"]]


def wide_or_cut(page: Page) -> list[str]:
    return measured(page, "overflowing") + measured(page, "clipped")


def wide_when_low(page: Page) -> list[str]:
    """Return what needs scrolling sideways on a screen of 320 by 256 pixels (WCAG 1.4.10)."""
    page.set_viewport_size({"width": 320, "height": 256})
    found = measured(page, "overflowing")
    page.set_viewport_size(PHONE)
    return found


def broken_by_spacing(page: Page) -> list[str]:
    page.evaluate(SET_SPACING, SPACING)
    found = wide_or_cut(page)
    page.evaluate(NO_SPACING)
    return found


def broken_by_large_text(page: Page) -> list[str]:
    """Return what breaks with text twice as large, at 320 pixels (WCAG 1.4.4)."""
    page.evaluate(SET_ROOT, "200%")
    found = wide_or_cut(page)
    page.evaluate(SET_ROOT, "")
    return found


def walked_by_tab(page: Page) -> dict[str, list[str]]:
    """Press Tab from the top of the page to its end; return what is wrong with the focus and with its order."""
    found: dict[str, list[str]] = {"focus": [], "order": []}
    page.evaluate("() => { document.activeElement.blur(); getSelection().removeAllRanges(); scrollTo(0, 0) }")
    page.keyboard.press("Tab")
    before: dict[str, object] | None = None
    for _ in range(MOST_STOPS):
        stop = page.evaluate(f"({MEASURES}).stop()")
        if stop is None:
            return found
        TOTALS.tab_stops += 1
        found["focus"] += _focus_problems(stop)
        if before and (stop["order"] <= before["order"] or stop["bottom"] <= before["top"]):
            found["order"].append(f"{stop['name']} comes after {before['name']}")
        before = stop
        page.keyboard.press("Tab")
    found["order"].append("the tab key never leaves the page")
    return found


def _focus_problems(stop) -> list[str]:  # type: ignore[no-untyped-def]
    problems = []
    if stop["outline"] < LEAST_OUTLINE:
        problems.append(f"outline of {stop['outline']} px: {stop['name']}")
    if stop["contrast"] < LEAST_CONTRAST:
        problems.append(f"outline of contrast {stop['contrast']:.2f}: {stop['name']}")
    if stop["hidden"]:
        problems.append(f"something lies over {stop['hidden']} places of {stop['name']}")
    if stop["isOffScreen"]:
        problems.append(f"not brought on the screen: {stop['name']}")
    return problems


REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "for", "list", "headers")


def invalid_html(source: str) -> list[str]:
    """Return the parse errors of the HTML standard, repeated ids, and references to ids that are not there."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(source)
    ids = [each.get("id") for each in tree.iter() if each.get("id")]
    wanted = {name for each in tree.iter() for attribute in REFERENCES for name in (each.get(attribute) or "").split()}
    errors = [f"{code} {variables} at {place}" for place, code, variables in parser.errors]
    repeated = [f"repeated id {name}" for name in sorted(set(ids)) if ids.count(name) > 1]
    return errors + repeated + [f"no element {name}" for name in sorted(wanted - set(ids))]
