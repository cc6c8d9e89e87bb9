"""Somebody who files through the HTTP client: reads the pages, fills the inputs they find, presses buttons."""

import io
from collections.abc import Mapping
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from schemas.questions.registry import QUESTION_TYPES


def smallest_pdf() -> bytes:
    """Return a PDF of one empty page, with a cross-reference table that is right."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    )
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = b"xref\n0 4\n0000000000 65535 f \n" + table + b"trailer<</Root 1 0 R/Size 4>>\n"
    return body + start + b"startxref\n%d\n%%%%EOF\n" % len(body)


PDF = smallest_pdf()


def a_photo(name="photo.jpg", color="green"):
    picture = io.BytesIO()
    Image.new("RGB", (32, 24), color).save(picture, "JPEG")
    return SimpleUploadedFile(name, picture.getvalue(), "image/jpeg")


def a_pdf(name="justificatif.pdf"):
    return SimpleUploadedFile(name, PDF, "application/pdf")


class Person:
    """Holds the page that they see: `url`, `page` (parsed), `response`."""

    def __init__(self, client: Client | None = None) -> None:
        self.client = client or Client()

    def open(self, url: str) -> "Person":
        return self._see(self.client.get(url, follow=True), url)

    def _see(self, response, url: str) -> "Person":
        chain = getattr(response, "redirect_chain", [])
        target = chain[-1][0] if chain else url
        self.response, self.url = response, urlsplit(target).path or self.url
        self.full_url = target
        self.page = BeautifulSoup(response.content, "html.parser")
        for each in self.page.find_all("template"):  # what is in one is for scripts alone
            each.extract()
        return self

    @property
    def form(self):
        return self.page.select_one("main form[method=post]")

    def fields(self) -> dict[str, list[str]]:
        """Return what the form would post as it stands, buttons left out."""
        found: dict[str, list[str]] = {}
        for each in self.form.select("input, textarea, select"):
            kind, name = each.get("type", "text"), each.get("name")
            if (
                not name
                or kind in ("file", "submit")
                or (kind in ("radio", "checkbox") and not each.has_attr("checked"))
            ):
                continue
            if each.name == "select":
                chosen = [o for o in each.select("option") if o.has_attr("selected")]
                found.setdefault(name, []).append(chosen[0].get("value", "") if chosen else "")
            else:
                found.setdefault(name, []).append(each.text if each.name == "textarea" else each.get("value", ""))
        return found

    def press(self, changes: Mapping[str, object] | None = None, button: tuple[str, str] | None = None) -> "Person":
        """Post the form with some fields changed (None: left out), by a named button or the main one."""
        data: dict[str, object] = dict(self.fields())
        data.update(changes or {})
        if button:
            data[button[0]] = button[1]
        action = self.form.get("action") or self.url
        posted = {name: value for name, value in data.items() if value is not None}
        return self._see(self.client.post(action, posted, follow=True), action)

    @property
    def errors(self) -> list[str]:
        return [each.get_text(strip=True) for each in self.page.select("[role=alert] li")]

    @property
    def title(self) -> str:
        return self.page.select_one("h1").get_text(" ", strip=True)

    def asks(self, key: str) -> bool:
        names = {each.get("name", "") for each in self.form.select("input, textarea, select")} if self.form else set()
        return any(name == key or name.startswith(f"{key}.") for name in names)


def inputs_for(question, answer, *, name: str = "") -> dict[str, object]:
    """Return the fields that give `answer` to `question`; files become a small PDF each."""
    name = name or question.key
    question_type = QUESTION_TYPES[question.type]
    if question.type == "file":
        make = a_pdf if "pdf" in question.options.get("kinds", ["pdf"]) else a_photo
        ending = "pdf" if make is a_pdf else "jpg"
        return {name: [make(f"piece-{number}.{ending}") for number, _ in enumerate(answer, start=1)]}
    raw = question_type.raw(question, answer)
    if isinstance(raw, Mapping):
        return {f"{name}.{part}": text for part, text in raw.items()}
    return {name: raw}


def fill_group(person: Person, question, items) -> None:
    """Add the items of a repeated group one by one, with its buttons, then leave their fields filled."""
    for _ in items:
        person.press(button=("_add", question.key))
    ids = person.fields().get(f"{question.key}._ids", [])
    changes: dict[str, object] = {}
    for item_id, item in zip(ids, items, strict=True):
        for inner in question.items:
            if inner.key in item:
                changes |= inputs_for(inner, item[inner.key], name=f"{question.key}.{item_id}.{inner.key}")
    person.pending = changes


def file_request(person: Person, compiled, answers, *, prefix: str = "", until: str = "sent") -> Person:
    """File a whole procedure from its start sheet with these answers; ends on the receipt, or on the review."""
    key = compiled.document.key
    person.open(f"{prefix}/demarches/{key}/commencer/")
    for _ in range(60):
        if "/verifier/" in person.url:
            break
        person.pending = {}
        changes: dict[str, object] = {}
        for question in compiled.document.questions:
            if question.key not in answers:
                continue
            if question.type == "group" and person.page.select(f'[name="_add"][value="{question.key}"]'):
                if f"{question.key}._ids" not in person.fields():
                    fill_group(person, question, answers[question.key])
            elif person.asks(question.key) or person.page.select(f'input[type=file][name="{question.key}"]'):
                changes |= inputs_for(question, answers[question.key])
        before = person.full_url
        person.press({**changes, **person.pending})
        assert not person.errors, (person.url, person.errors)
        assert person.full_url != before or "note=" in person.full_url, (person.url, person.page.get_text())
    if until == "sent":
        person.press({"consent": "yes"})
    return person
