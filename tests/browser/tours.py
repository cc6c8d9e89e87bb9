"""Walks through every page that somebody can see, in a language, and keeps what was measured on each."""

import re
from collections.abc import Mapping
from functools import cached_property

from django.core import mail
from playwright.sync_api import Browser
from wagtail.models import Site

from runtime.drafts.models import Draft
from schemas.publishing import close, publish
from tests.browser.answering import Filler, Pointer
from tests.browser.every_type import KEY as EVERY_TYPE
from tests.browser.every_type import EveryTypeTour
from tests.browser.nested import KEY as NESTED
from tests.browser.nested import NestedTour
from tests.browser.requests_made import PROCEDURES, WRONG, answers_of, new_email, photo, procedure
from tests.browser.server import in_database
from tests.browser.visits import moved_by_changes
from tests.browser.walking import COMMON, Tour
from tests.runtime.documents import document_of, text

TOURS = (*PROCEDURES, EVERY_TYPE, NESTED, COMMON)

#: So that every kind of page comes: the report is followed by e-mail, and has a photo.
CHANGES: Mapping[str, Mapping[str, object]] = {
    "signalement-voirie": {
        "suivi_courriel": True,
        "courriel": new_email(),
        "photos": [photo("lampadaire.jpg")],
    }
}

MAILED_LINK = re.compile(r"(?:/en)?/suivi/ouvrir/[^/\s]+/")
NO_REFERENCE = "NAI-2222-2222-2222-2222"
NO_CODE = "2222-2222-2222-2222-2222"


class Tours:
    """The tours of this run: each is walked when it is first asked for."""

    def __init__(self, browser: Browser, site: str, *, keeps_screens: bool, is_full: bool) -> None:
        self.browser, self.site, self.keeps_screens, self.is_full = browser, site, keeps_screens, is_full
        self.walked: dict[tuple[str, str], Tour] = {}

    def of(self, name: str, language: str) -> "Tour":
        """Return a tour, walked to its end; one that did not get there fails each test that asks for it."""
        if (name, language) not in self.walked:
            make = {COMMON: CommonTour, EVERY_TYPE: EveryTypeTour, NESTED: NestedTour}.get(name)
            tour = make(self, language) if make else ProcedureTour(self, language, name)
            self.walked[name, language] = tour
            tour.walk()
            tour.is_done = True
        assert self.walked[name, language].is_done, "the tour did not get to its end"
        return self.walked[name, language]

    def found(self, name: str, language: str, measure: str) -> dict[str, list[str]]:
        """Return what was wrong on the pages of a tour, by page."""
        visits = self.of(name, language).visits
        assert any(measure in visit.found for visit in visits), f"{measure} was not looked at"
        return {visit.name: visit.found[measure] for visit in visits if visit.found.get(measure)}


class ProcedureTour(Tour):
    """A whole procedure: every page empty, wrong and right, then the request followed and withdrawn."""

    def __init__(self, tours: Tours, language: str, key: str) -> None:
        super().__init__(tours, language)
        self.key = self.folder = key
        self.answers = answers_of(key, **CHANGES.get(key, {}))
        self.filler = Filler(self.visitor.page, procedure(key, language), Pointer())

    @property
    def page(self):  # type: ignore[no-untyped-def]
        return self.visitor.page

    def walk(self) -> None:
        self.open(f"/demarches/{self.key}/")
        self.see("start")
        Pointer().press(self.page.get_by_role("link", name=self.words_of_start))
        self.see_steps()
        self.see_saving()
        self.see_sending()
        self.see_following()
        self.leave(self.visitor)

    @cached_property
    def words_of_start(self) -> str:
        return self.page.locator("main a.g-button").inner_text()

    def see_steps(self) -> None:
        while "/verifier/" not in self.page.url:
            step = self.filler.step_id
            self.see(step)
            self.visits[-1].found["unsaid"] = self.unsaid()
            self.visits[-1].found["moves"] = moved_by_changes(self.visitor)
            self.see_wrong(step)
            self.filler.answer_page(self.answers)
            self.see_files(step)
            self.filler.press("Continue")
            assert "/verifier/" in self.page.url or self.filler.step_id != step, self.filler.main.inner_text()

    def unsaid(self) -> list[str]:
        """Return the step if it has required inputs and does not say what may be left out (RGAA 11.10)."""
        sentence = self.words("All the fields are required, unless they are marked “optional”.")
        is_said = sentence in self.filler.main.inner_text()
        required = self.page.locator("main [required], main [aria-required]").count()
        return [] if is_said or not required else [self.filler.step_id]

    def see_wrong(self, step: str) -> None:
        """See the page sent empty, then with what is wrong on it; leave nothing wrong that no right answer replaces."""
        if self.page.locator("main [required], main [aria-required]").count() or self.asks_items():
            self.filler.press("Continue")
            self.see(f"{step} empty", is_error=True)
        wrong = WRONG[self.key]
        questions = [self.filler.compiled.questions[key] for key in wrong]
        here = [each for each in questions if self.filler.compiled.step_of[each.key].id == step]
        if here:
            for question in here:
                self.give_wrong(question, wrong[question.key])
            self.filler.press("Continue")
            self.see(f"{step} wrong", is_error=True)
        for question in here:
            if question.key not in self.answers:
                self.filler.give(question, "", scope=self.filler.main)

    def asks_items(self) -> int:
        return int(self.page.locator('main [name="_add"]').count())

    def give_wrong(self, question, raw: object) -> None:  # type: ignore[no-untyped-def]
        if question.type == "file":
            self.filler.attach(question, raw)
        else:
            self.filler.give(question, raw, scope=self.filler.main)

    def see_files(self, step: str) -> None:
        if self.page.locator("main [type=file]").count():
            Pointer().press(self.page.locator('main [name="_upload"]').first)
            self.see(f"{step} files")

    def see_saving(self) -> None:
        """See what saving shows, then the link that it mails, and come back to check the answers."""
        review = self.page.url
        self.open_step("enregistrer")
        self.see("saved")
        self.field("Your e-mail address").fill("camille")
        self.press("Send me the link")
        self.see("saved wrong", is_error=True)
        email = new_email()
        self.field("Your e-mail address").fill(email)
        self.press("Send me the link")
        self.see("saved and mailed")
        self.open_step("quitter")
        self.see("quit")
        self.page.goto(mailed_link(email))
        self.see("mailed link")
        Pointer().press(self.page.locator("main form button"))
        assert self.page.url == review, self.page.url
        other = self.somebody()
        other.page.goto(review)
        self.see("draft of somebody else", visitor=other)
        self.leave(other)

    def open_step(self, name: str) -> None:
        self.page.goto(re.sub(r"/[^/]+/$", f"/{name}/", self.page.url.partition("?")[0]))

    def see_sending(self) -> None:
        """See the check of all answers, the receipt, and what another tab says that was left open on a step."""
        self.see("review")
        self.press("Send my request")
        self.see("review wrong", is_error=True)
        tab = self.visitor.new_page()
        tab.goto(self.page.url.partition("?")[0])
        tab.locator("main .g-change a").first.click()
        self.reference, self.code = self.filler.send()
        self.see("sent")
        late = Filler(tab, self.filler.compiled, Pointer())
        first = self.filler.compiled.document.steps[0].questions[0]
        late.choose(first, [list(late.titles(first))[-1]], late.main)
        late.press("Save and go back to checking")
        self.visitor.page, done = tab, self.visitor.page
        self.see("already sent")
        self.visitor.page = done
        tab.close()

    def see_following(self) -> None:
        self.open(f"/suivi/{self.reference}/")
        self.see("followed by number")
        self.field("Tracking code").fill(NO_CODE)
        self.press("Open my request")
        self.see("followed wrong", is_error=True)
        self.open(f"/suivi/{self.reference}/")
        self.field("Tracking code").fill(self.code)
        self.press("Open my request")
        self.see("followed")
        Pointer().press(self.page.locator('main [name="transition"]').first)
        self.see("withdraw")
        self.press("Confirm")
        if self.page.get_by_role("alert").count():
            self.see("withdraw wrong", is_error=True)
            self.page.locator("main textarea").fill("Je n’en ai plus besoin.")
            self.press("Confirm")
        self.see("withdrawn")


class CommonTour(Tour):
    """The pages that belong to no procedure, and those of what goes wrong."""

    def walk(self) -> None:
        self.open("/")
        self.see("home")
        self.open("/il-n-y-a-rien-ici/")
        self.see("not found")
        self.see_form("/demarches/reprendre/", "resume", wrong=("Code of your draft", NO_CODE), button="Open my draft")
        self.see_form("/suivi/", "lookup", wrong=("Request number", NO_REFERENCE), button="See my request")
        self.open("/suivi/ouvrir/un-lien-qui-n-a-jamais-existe/")
        self.see("dead link")
        self.open(f"/demarches/{closed_procedure()}/")
        self.see("closed")
        self.see_gone()
        self.see_waiting()
        self.leave(self.visitor)

    def see_form(self, path: str, name: str, *, wrong: tuple[str, str], button: str) -> None:
        """See a page that asks for a code: as it is, sent empty, and with a code that opens nothing."""
        self.open(path)
        self.see(name)
        self.press(button)
        self.see(f"{name} empty", is_error=True)
        self.field(wrong[0]).fill(wrong[1])
        self.press(button)
        self.see(f"{name} wrong", is_error=True)

    def see_gone(self) -> None:
        """See the page of a draft that was deleted meanwhile."""
        filler = Filler(self.visitor.page, procedure("signalement-voirie", self.language), Pointer())
        self.open("/demarches/signalement-voirie/commencer/")
        filler.answer_page(answers_of("signalement-voirie"))
        filler.press("Continue")
        token = self.visitor.page.url.split("/d/")[1].split("/")[0]
        in_database(lambda: Draft.objects.filter(token=token).delete())
        self.visitor.page.reload()
        self.see("gone")

    def see_waiting(self) -> None:
        """See what somebody gets who looks up too many numbers in a minute."""
        self.open("/suivi/")
        for _ in range(12):
            self.field("Request number").fill(NO_REFERENCE)
            self.press("See my request")
            if self.visitor.last and self.visitor.last.status == 429:
                break
        self.see("too many attempts")


def mailed_link(email: str) -> str:
    """Return the path of the link in the mail to this address."""
    (body,) = [str(message.body) for message in mail.outbox if message.to == [email]]
    found = MAILED_LINK.search(body)
    assert found, body
    return found[0]


def closed_procedure() -> str:
    """Publish a procedure, close it, and return its key."""

    def publish_and_close() -> str:
        site = Site.objects.get(is_default_site=True)
        publish(document_of({"un": [text("nom")]}, key="fermee", department="voirie"), site=site)
        close("fermee", site=site)
        return "fermee"

    return in_database(publish_and_close)
