"""Asking for a request: what opens it, what does not, and that the difference cannot be told."""

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import Page, Site

from runtime.limits.models import Counter
from runtime.submissions.reference import new_key
from runtime.tracking import lookup as looking
from tests.runtime.factories import make_submission, make_version
from tests.runtime.tracking.conftest import CANARIES


def ask(client, reference, key="", **extra):
    return client.post("/suivi/", {"reference": reference, "key": key}, **extra)


def foreign_submission():
    root = Page.get_first_root_node()
    return make_submission(make_version(Site.objects.create(hostname="autre.example", root_page=root)))


@pytest.mark.django_db
def test_the_first_page_asks_and_keeps_no_session(client):
    page = client.get("/suivi/")

    assert page.status_code == 200
    assert 'name="reference"' in page.content.decode()
    assert set(client.cookies) <= {"csrftoken"}


def test_reference_and_key_open_everything(client, submission, key):
    page = client.post("/suivi/", {"reference": submission.reference, "key": key}, follow=True)

    assert page.redirect_chain == [(f"/suivi/{submission.reference}/", 302)]
    assert "CANARI-MOTIF" in page.content.decode()


def test_codes_may_be_typed_badly(client, submission, key):
    typed = {"reference": submission.reference.lower().replace("-", " "), "key": f" {key.lower().replace('-', '')} "}

    page = client.post("/suivi/", typed, follow=True)

    assert "CANARI-MOTIF" in page.content.decode()


def test_the_reference_alone_shows_state_and_dates_only(client, submission):
    page = client.post("/suivi/", {"reference": submission.reference}, follow=True)

    text = page.content.decode()
    assert "Reçue" in text
    assert not any(canary in text for canary in CANARIES)
    assert "guichet_suivi" not in client.cookies


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["BAD-2345-6789-ABCD-EFGH", "", "'; DROP TABLE", "\x00", "é" * 3_000, "../../", "NAI-0OIL"]
)
def test_what_is_no_reference_gets_a_page_that_says_what_to_do(client, typed):
    page = ask(client, typed)

    assert page.status_code in (200, 404)
    assert 'role="alert"' in page.content.decode()


def test_wrong_unknown_and_foreign_look_the_same(submission, unknown, key):
    foreign = foreign_submission()
    cases = {
        "wrong check character": (submission.reference[:-1] + ("A" if submission.reference[-1] != "A" else "B"), key),
        "unknown": (unknown, key),
        "another site's": (foreign.reference, key),
        "wrong key": (submission.reference, new_key()),
        "half a key": (submission.reference, key[:-5].ljust(len(key), "x")),
    }

    pages = {name: ask(Client(REMOTE_ADDR=f"198.51.100.{n}"), *typed) for n, (name, typed) in enumerate(cases.items())}

    assert {page.status_code for page in pages.values()} == {404}
    texts = {name: _without(page, *cases[name]) for name, page in pages.items()}
    assert len(set(texts.values())) == 1, texts.keys()
    assert len({len(page.content) // 64 for page in pages.values()}) == 1


def _without(page, *typed):
    """Return a page without what was typed and without its CSRF token."""
    text = page.content.decode().replace(str(page.context["csrf_token"]), "")
    for each in typed:
        text = text.replace(each, "")
    return text


def test_by_its_address_too_wrong_unknown_and_foreign_look_the_same(submission, unknown):
    foreign = foreign_submission()
    references = [submission.reference[:-1] + "0", unknown, foreign.reference]

    pages = [Client().get(f"/suivi/{reference}/") for reference in references]

    assert {page.status_code for page in pages} == {404}
    assert len({_without(page, reference) for page, reference in zip(pages, references, strict=True)}) == 1


def test_every_refusal_costs_the_same_work(client, submission, unknown, key, django_assert_num_queries, monkeypatch):
    compared = []
    real = looking.matches
    ask(client, submission.reference, new_key())  # the site and the version, once a minute
    monkeypatch.setattr(looking, "matches", lambda *args: compared.append(len(args[2])) or real(*args))

    for reference, typed in [(submission.reference, new_key()), (unknown, key), ("rubbish", "rubbish")]:
        with django_assert_num_queries(3):
            ask(client, reference, typed)

    assert compared == [64, 64, 64]


def test_the_key_of_one_request_does_not_open_another(client, version, submission, key):
    other = make_submission(version)

    assert ask(client, other.reference, key).status_code == 404


def test_what_was_typed_is_shown_again(client, unknown):
    page = ask(client, unknown, '<script>"')

    assert unknown in page.content.decode()
    assert "&lt;script&gt;" in page.content.decode()


def test_a_stale_token_loses_nothing(submission, key):
    client = Client(enforce_csrf_checks=True)

    page = ask(client, submission.reference, key)

    assert page.status_code == 403
    assert submission.reference in page.content.decode()
    assert page["Cache-Control"] == "no-store, private"


def test_a_stale_token_on_the_page_of_a_request_keeps_its_number(submission, page_url):
    page = Client(enforce_csrf_checks=True).post(page_url, {"key": "2345"})

    assert page.status_code == 403
    assert f'value="{submission.reference}"' in page.content.decode()
    assert 'value="2345"' in page.content.decode()


def test_another_site_cannot_post_here(submission, key):
    client = Client(enforce_csrf_checks=True)
    client.get("/suivi/")
    token = client.cookies["csrftoken"].value

    page = ask(client, submission.reference, key, headers={"Origin": "https://evil.example", "X-CSRFToken": token})

    assert page.status_code == 403
    assert "guichet_suivi" not in client.cookies
    assert submission.reference not in page.content.decode()


def test_ten_look_ups_a_minute_then_a_wait_in_words(client, unknown, monkeypatch):
    monkeypatch.setattr("runtime.limits.limiter.epoch_sql", lambda: ("%s", [1_795_000_040]))

    statuses = [ask(client, unknown).status_code for _ in range(11)]
    page = ask(client, unknown)

    assert statuses == [404] * 10 + [429]
    assert page["Retry-After"] == "40"
    assert "40" in page.content.decode()
    assert 'role="alert"' in page.content.decode()


def test_the_limit_holds_for_pages_asked_by_address_too(client, submission, page_url):
    statuses = [client.get(page_url).status_code for _ in range(11)]

    assert statuses == [200] * 10 + [429]


def test_a_forged_proxy_header_does_not_help(client, unknown):
    statuses = [ask(client, unknown, headers={"X-Forwarded-For": f"203.0.113.{n}"}).status_code for n in range(11)]

    assert statuses[-1] == 429


def test_who_gave_the_key_is_not_counted(opened, page_url):
    Counter.objects.all().delete()

    statuses = {opened.get(page_url).status_code for _ in range(15)}

    assert statuses == {200}
    assert not Counter.objects.exists()


def test_two_hundred_look_ups_an_hour_on_a_site_raise_an_alarm(unknown, caplog, monkeypatch):
    monkeypatch.setitem(settings.GUICHET_LIMITS, "lookups_of_all", 3)

    statuses = [ask(Client(REMOTE_ADDR=f"198.51.100.{n}"), unknown).status_code for n in range(6)]

    assert statuses == [404] * 6
    assert [record.levelname for record in caplog.records if record.name == "runtime.limits.limiter"] == ["ERROR"]


def test_a_wrong_host_is_refused(client, submission):
    assert ask(client, submission.reference, headers={"Host": "evil.example"}).status_code == 400


def test_english_is_under_en(client, submission):
    page = client.post("/en/suivi/", {"reference": submission.reference}, follow=True)

    assert page.redirect_chain[0][0] == f"/en/suivi/{submission.reference}/"
    assert '<html lang="en"' in page.content.decode()
