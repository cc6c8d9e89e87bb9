"""What people see, recorded to be compared before and after a change that should change none of it.

    pytest -p tests.capture tests/runtime tests/journeys tests/cms    every response and mail of these tests
    pytest -p tests.capture tests/browser/test_accessibility.py       every page of the tours, measuring nothing

with `PYTHONPATH=. CAPTURE=folder` in the environment, in a checkout of each state (put this file into the older one).
Then `python tests/capture.py BEFORE AFTER [BEFORE_AGAIN]`: what differs, less what differs between two runs of the same
state. What is drawn at random or told by the clock is written as a word.
"""

import difflib
import json
import os
import re
import sys
from collections import Counter
from itertools import groupby
from pathlib import Path

#: In this order: the first that fits wins.
RANDOM = [
    (re.compile(pattern, re.DOTALL), word)
    for pattern, word in (
        (r"\b[0-9A-Z]{4}(-[0-9A-Z]{4}){4}\b", "KEY"),
        (r"\b[A-Za-z]{3}(-[0-9a-zA-Z]{4}){4}\b", "REFERENCE"),
        (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID"),
        (r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|"csrf\w*": "[^"]*"', "TOKEN"),
        (r"<svg.*?</svg>", "PICTURE"),
        (r"[\w-]+:[\w-]{6}:[\w-]{20,}|(?<=ouvrir/)[\w-]{25,}|(?<![\w-])[\w-]{40,}(?![\w-])", "SIGNED"),
        (r"(?<![\w-])(?=[\w-]*[A-Z0-9])[\w-]{22}(?![\w-])|\b[0-9a-f]{8}\b|\b[0-9a-f]{16,64}\b", "TOKEN"),
        (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?|\d\d?\W?[h:]\W?\d\d\b", "TIME"),
        (r"\d\d?(er)?\W\w{3,9}\W20\d\d", "DAY"),
        (r"\b(in|dans)\W\d+\W(second|minute)\w*", "WAIT"),
        (r"(?<=free_mib\": )\d+|127\.0\.0\.1:\d+|\bcamille-\w+(?=@)", "N"),
    )
]

current = ""


def plain(text: str) -> str:
    for pattern, word in RANDOM:
        text = pattern.sub(word, text)
    return text


def keep(where: str, text: str) -> None:
    name = os.environ.get("PYTEST_XDIST_WORKER", "all")
    with Path(os.environ["CAPTURE"], f"{name}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps([current, plain(where), plain(text)]) + "\n")


def pytest_runtest_logstart(nodeid, location):
    global current  # noqa: PLW0603 - pytest gives the name of a test to its plugins only
    current = nodeid.rpartition("::")[2][:150]


def pytest_configure(config):
    Path(os.environ["CAPTURE"]).mkdir(parents=True, exist_ok=True)
    if any("browser" in each for each in config.args):
        keep_tours()
    else:
        keep_responses()


def keep_tours():
    from tests.browser import walking
    from tests.browser.tours import Tours
    from tests.browser.visits import Visit

    def look_around(visitor, name, *, is_error=False, **_):
        page = visitor.page
        keep(f"{name} {page.url}", visitor.source())
        return Visit(name, page.url, page.title(), page.locator("html").get_attribute("lang") or "", is_error)

    walking.look_around = look_around
    Tours.found = lambda self, name, language, _: self.of(name, language) and {}


def keep_responses():
    from django.core.mail.backends.locmem import EmailBackend
    from django.test.client import Client

    ask, send = Client.request, EmailBackend.send_messages

    def request(self, **call):
        response = ask(self, **call)
        body = "" if getattr(response, "streaming", False) else response.content.decode("utf-8", "replace")
        told = [response.headers.get(name, "") for name in ("Content-Type", "Location", "Cache-Control")]
        keep(f"{call['REQUEST_METHOD']} {call['PATH_INFO']} {response.status_code} {told}", body)
        return response

    def send_messages(self, messages):
        for each in messages:
            keep(f"mail {each.subject} {each.from_email}", each.body)
        return send(self, messages)

    Client.request, EmailBackend.send_messages = request, send_messages


def kept_in(folder: str) -> Counter:
    lines = (line for path in Path(folder).glob("*.jsonl") for line in path.open(encoding="utf-8"))
    return Counter(tuple(json.loads(line)) for line in lines)


def compare(before: Counter, after: Counter, again: Counter | None = None) -> str:
    noise = {each[:2] for each in (before - again) + (again - before)} if again else set()
    gone, new = ([each for each in found if each[:2] not in noise] for found in (before - after, after - before))
    lines = [f"{before.total()} before, {after.total()} after, {len(gone)} gone, {len(new)} new, {len(noise)} unsteady"]
    for name, found in groupby(sorted(gone + new), key=lambda each: each[0]):
        mine = list(found)
        texts = [["\n".join(each[1:]) for each in mine if each in side] for side in (gone, new)]
        rows = difflib.unified_diff(*("\n".join(each).splitlines() for each in texts), lineterm="", n=0)
        lines += ["", f"## {name}", *(row[:300] for row in list(rows)[2:12])]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(compare(*(kept_in(folder) for folder in sys.argv[1:4])) + "\n")
