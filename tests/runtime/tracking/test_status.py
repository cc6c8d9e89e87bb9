"""The page of a request: what the reference shows, what the key adds, its living part, its cookie."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from runtime.processing.advance import advance
from runtime.tracking.cookies import MAX_REFERENCES, NAME, SALT
from schemas.format.circuit import Actor
from tests.runtime.factories import make_submission, make_submission_with_file
from tests.runtime.tracking.conftest import CANARIES


def give_cookie(client, *references):
    client.cookies[NAME] = signing.dumps(list(references), salt=SALT, compress=True)


def test_without_the_key_no_answer_no_event_and_no_file_shows(client, version):
    submission, stored = make_submission_with_file(version, name="kervadec.pdf")
    advance(submission.pk, "instruire", actor=Actor.SYSTEM)
    advance(submission.pk, "accepter", actor=Actor.SYSTEM, reason="RAISON-CANARI")

    text = client.get(f"/suivi/{submission.reference}/").content.decode()

    assert "Acceptée" in text
    for hidden in ("Kervadec", "kervadec.pdf", str(stored.pk), "RAISON-CANARI"):
        assert hidden not in text


def test_with_the_key_answers_events_and_acts_show(opened, submission, page_url):
    advance(submission.pk, "instruire", actor=Actor.SYSTEM)

    page = opened.get(page_url)

    text = page.content.decode()
    assert all(canary in text for canary in CANARIES)
    assert [(each["label"], each["is_current"]) for each in page.context["timeline"]] == [
        ("Reçue", False),
        ("En cours d’examen", True),
    ]
    assert "Retirer ma demande" in text
    assert 'aria-current="step"' in text


def test_the_timeline_says_who_and_why(opened, submission, page_url):
    advance(submission.pk, "instruire", actor=Actor.SYSTEM)
    advance(submission.pk, "accepter", actor=Actor.SYSTEM, reason="Dossier complet")

    timeline = opened.get(page_url).context["timeline"]

    assert [each["by"] for each in timeline][1:] == ["Service de l’accueil"] * 2
    assert timeline[0]["by"] not in ("", "Service de l’accueil")
    assert timeline[2]["text"] == "Dossier complet"


def test_answers_are_text_everywhere(client, version):
    nasty = '<script>alert(1)</script>{{ 7|add:"7" }}{% debug %}'
    submission = make_submission(version, {"nom": nasty, "motif": nasty})
    give_cookie(client, submission.reference)

    text = client.get(f"/suivi/{submission.reference}/").content.decode()

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:" in text


def test_the_page_costs_two_queries_without_the_key(client, page_url, django_assert_num_queries):
    client.get(page_url)  # learns the site and the version, once a minute

    with django_assert_num_queries(2):
        client.get(page_url)


def test_the_page_costs_two_queries_with_the_key(opened, page_url, django_assert_num_queries):
    opened.get(page_url)

    with django_assert_num_queries(2):
        opened.get(page_url)


def test_the_version_and_the_site_are_read_once_a_minute(opened, page_url, django_assert_num_queries):
    opened.get(page_url)
    cache.clear()

    with django_assert_num_queries(4):  # and the site, for its name
        opened.get(page_url)


@pytest.mark.parametrize(
    "path", ["", "en-direct/", "actions/retirer/", "fichiers/00000000-0000-0000-0000-000000000000/"]
)
@pytest.mark.parametrize("has_key", [False, True])
def test_nothing_between_us_and_the_person_keeps_a_page(client, submission, page_url, path, has_key):
    if has_key:
        give_cookie(client, submission.reference)

    page = client.get(page_url + path)

    assert page["Cache-Control"] == "no-store, private"
    assert "Cookie" in page["Vary"]


def test_two_people_see_their_own_page(opened, page_url):
    assert "CANARI-MOTIF" in opened.get(page_url).content.decode()
    assert "CANARI-MOTIF" not in Client().get(page_url).content.decode()


# The cookie


def test_the_cookie_is_closed_to_scripts_and_ends_after_two_hours(opened):
    cookie = opened.cookies[NAME]

    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 7_200)


def test_the_cookie_is_secure_where_sessions_are(client, submission, key, settings):
    settings.SESSION_COOKIE_SECURE = True

    client.post("/suivi/", {"reference": submission.reference, "key": key})

    assert client.cookies[NAME]["secure"]


def test_the_cookie_holds_no_key_and_no_answer(opened, key):
    held = signing.loads(opened.cookies[NAME].value, salt=SALT)

    assert key not in str(held)
    assert len(held) == 1


def test_an_old_cookie_opens_nothing(opened, page_url):
    opened.cookies[NAME]["max-age"] = ""  # a browser that keeps it all the same

    with time_machine.travel(timezone.now() + timedelta(hours=2, minutes=1)):
        assert "CANARI-MOTIF" not in opened.get(page_url).content.decode()


@pytest.mark.parametrize("forged", ["{reference}", '["{reference}"]:1uAbCd:forged', "x:y:z", ""])
def test_a_forged_cookie_opens_nothing(client, submission, page_url, forged):
    client.cookies[NAME] = forged.replace("{reference}", submission.reference)

    page = client.get(page_url)

    assert page.status_code == 200
    assert "CANARI-MOTIF" not in page.content.decode()


@pytest.mark.parametrize("salt", ["guichet.drafts", "django.core.signing"])
def test_what_we_sign_elsewhere_cannot_pass_for_this_cookie(client, submission, page_url, salt):
    client.cookies[NAME] = signing.dumps([submission.reference], salt=salt, compress=True)

    assert "CANARI-MOTIF" not in client.get(page_url).content.decode()


def test_a_browser_remembers_the_last_ten(client, version, key):
    submissions = [make_submission(version, key=key) for _ in range(MAX_REFERENCES + 1)]
    for number, submission in enumerate(submissions):
        client.post("/suivi/", {"reference": submission.reference, "key": key}, REMOTE_ADDR=f"192.0.2.{number}")

    held = signing.loads(client.cookies[NAME].value, salt=SALT)

    assert held == [submission.reference for submission in submissions[1:]]


def test_leaving_forgets(opened, page_url):
    opened.post("/suivi/quitter/")

    assert opened.cookies[NAME].value == ""
    assert "CANARI-MOTIF" not in opened.get(page_url).content.decode()


def test_leaving_ends_the_cookie_for_whoever_kept_a_copy(opened, submission, page_url, key):
    cookie = opened.cookies[NAME].value

    response = opened.post("/suivi/quitter/")

    assert response["Clear-Site-Data"] == '"cache", "storage"'
    finder = Client()
    finder.cookies[NAME] = cookie
    for path in ("", "en-direct/"):
        assert "CANARI-MOTIF" not in finder.get(page_url + path).content.decode()
    for path in ("actions/retirer/", "fichiers/00000000-0000-4000-8000-000000000000/"):
        assert finder.get(page_url + path)["Location"] == page_url
    opened.post("/suivi/", {"reference": submission.reference, "key": key})
    assert "CANARI-MOTIF" in opened.get(page_url).content.decode()


def test_leaving_keeps_what_another_person_opened(opened, version, key):
    theirs = make_submission(version, {"nom": "A", "motif": "AUTRE-MOTIF"}, key)
    other = Client()
    other.post("/suivi/", {"reference": theirs.reference, "key": key})

    opened.post("/suivi/quitter/")

    assert "AUTRE-MOTIF" in other.get(f"/suivi/{theirs.reference}/").content.decode()


def test_a_cookie_that_has_ended_ends_nothing(opened, submission, page_url, key):
    cookie = opened.cookies[NAME].value
    opened.post("/suivi/quitter/")
    opened.post("/suivi/", {"reference": submission.reference, "key": key})
    finder = Client()
    finder.cookies[NAME] = cookie

    finder.post("/suivi/quitter/")

    assert "CANARI-MOTIF" in opened.get(page_url).content.decode()


def test_leaving_is_posted(opened):
    assert opened.get("/suivi/quitter/").status_code == 405


# The living part


def test_what_has_not_changed_costs_one_query_and_no_body(client, page_url, django_assert_num_queries):
    first = client.get(f"{page_url}en-direct/")

    with django_assert_num_queries(1):
        again = client.get(f"{page_url}en-direct/", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_the_page_gives_the_etag_of_its_living_part(client, page_url):
    etag = client.get(page_url).context["live_etag"]

    assert client.get(f"{page_url}en-direct/", headers={"If-None-Match": etag}).status_code == 304


def test_a_change_of_state_gives_the_living_part_again(opened, submission, page_url):
    etag = opened.get(page_url).context["live_etag"]
    advance(submission.pk, "instruire", actor=Actor.SYSTEM)

    answer = opened.get(f"{page_url}en-direct/", headers={"If-None-Match": etag})

    text = answer.content.decode()
    assert (answer.status_code, answer["ETag"] != etag) == (200, True)
    assert "En cours d’examen" in text
    assert "<html" not in text


def test_with_key_without_key_and_each_language_have_their_own_etag(opened, page_url):
    pages = [opened.get(page_url), Client().get(page_url), opened.get(f"/en{page_url}"), Client().get(f"/en{page_url}")]

    assert len({page.context["live_etag"] for page in pages}) == 4


def test_polling_what_has_not_changed_is_not_counted(client, page_url):
    etag = client.get(page_url).context["live_etag"]

    answers = [client.get(f"{page_url}en-direct/", headers={"If-None-Match": etag}).status_code for _ in range(30)]

    assert set(answers) == {304}


def test_the_living_part_is_no_way_round_the_limit(client, unknown):
    statuses = [client.get(f"/suivi/{unknown}/en-direct/", headers={"If-None-Match": '"x"'}) for _ in range(11)]

    assert [each.status_code for each in statuses] == [404] * 10 + [429]
    assert int(statuses[-1]["Retry-After"]) > 0


def test_the_living_part_shows_no_event_without_the_key(client, submission, page_url):
    advance(submission.pk, "instruire", actor=Actor.SYSTEM)
    advance(submission.pk, "accepter", actor=Actor.SYSTEM, reason="RAISON-CANARI")

    assert "RAISON-CANARI" not in client.get(f"{page_url}en-direct/").content.decode()
