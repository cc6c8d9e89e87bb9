"""Everything a browser, a script or an attacker can post: never a 500, a clear message, nothing lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from runtime.drafts.content import open_draft
from runtime.drafts.models import Draft
from runtime.submissions.models import Submission
from tests.runtime.documents import document_of, files, group, question, text, yes_no

NASTY = [
    "", " ", "\x00", "a\x00b", "a\r\nSubject: x", "\u202egnp.exe", "<script>alert(1)</script>", "{{ 7*7 }}", "{% debug %}",
    "%s %(x)s {0}", "'; DROP TABLE runtime_draft; --", "😀" * 50, "é" * 30_000, "٣٤٥", "NaN", "1e999",
    "-0", "9" * 400, "true", "null", "[]", "../../etc/passwd", "#read(\"/etc/passwd\")", "=1+1", "\u2028\u2029", "\ufeffx",
]  # fmt: skip

ALL_TYPES = {
    "un": [
        text("short_text"),
        question("long_text", {"type": "string"}, widget="long_text"),
        question("integer", {"type": "integer"}, widget="integer"),
        question("decimal", {"type": "string"}, widget="decimal"),
        question("money", {"type": "string"}, widget="money"),
        question("email", {"type": "string"}, widget="email"),
        question("phone", {"type": "string"}, widget="phone"),
        question("date", {"type": "string"}, widget="date"),
        yes_no("yes_no"),
        question("single", {"type": "string", "oneOf": [{"const": "a", "title": "A"}]}, widget="single_choice"),
        question("several", {"type": "array", "items": {"type": "string", "oneOf": [{"const": "a", "title": "A"}]}, "uniqueItems": True}, widget="several_choices"),
        files("file"),
        question("person_name", {"type": "object"}, widget="person_name"),
        question("address", {"type": "object"}, widget="address"),
        question("commune", {"type": "object"}, widget="commune"),
        question("place", {"type": "object"}, widget="place"),
        question("siret", {"type": "string"}, widget="siret"),
        question("iban", {"type": "string"}, widget="iban"),
        question("sworn", {"type": "boolean", "const": True}, widget="sworn_statement"),
        group("group", text("inner"), question("naissance", {"type": "string"}, widget="date")),
    ]
}  # fmt: skip

NAMES = [
    "short_text", "long_text", "integer", "decimal", "money", "email", "phone", "date", "date.day", "date.month",
    "date.year", "yes_no", "single", "several", "file", "person_name.family_name", "address.postcode", "address", "commune",
    "commune.code", "place.text", "siret", "iban", "sworn", "group", "group._ids", "group.a.inner", "group.a.naissance.day",
]  # fmt: skip


@pytest.fixture
def form(published, person):
    """The one page of a procedure that asks every type of question, already begun."""
    published(ALL_TYPES)
    person.open("/demarches/essai/commencer/").press({"short_text": "x"})
    return person


@pytest.mark.parametrize("nasty", NASTY, ids=ascii)
def test_any_text_in_any_field_is_answered_with_the_page_and_kept(form, nasty):
    data = dict.fromkeys(NAMES, nasty) | {"group._ids": "a"}

    form._see(form.client.post(form.url, data, follow=True), form.url)

    assert form.response.status_code == 200
    assert form.errors
    assert "<script>alert" not in form.response.content.decode()
    assert open_draft(Draft.objects.get()).code


@pytest.mark.parametrize("body", [b"%ED%A0%80", b"%FF%FE", b"%C0%80", b"\xff\xfe"], ids=ascii)
def test_bytes_that_are_no_text_are_answered_with_the_page(form, body):
    posted = b"short_text=" + body + b"&long_text=" + body

    response = form.client.post(form.url, posted, content_type="application/x-www-form-urlencoded", follow=True)

    assert response.status_code == 200


@pytest.mark.parametrize("repeated", NAMES)
def test_a_field_repeated_a_hundred_times_is_read_once(form, repeated):
    response = form.client.post(form.url, {repeated: ["x"] * 100}, follow=True)

    assert response.status_code == 200


@pytest.mark.parametrize(
    "data",
    [
        {}, {"_rev": "x"}, {"_rev": "-1"}, {"_rev": "9" * 50}, {"_add": "nope"}, {"_add": "short_text"}, {"_remove": "group.zzz"},
        {"_add": "file"}, {"_add": "several", "several": "a"}, {"_remove": "several.x", "several": "a"}, {"_remove": "file.x"},
        {"_remove": ""}, {"_remove_file": "file.1234"}, {"_remove_file": "x"}, {"_upload": "nope"}, {"_save": ""},
        {"group._ids": ["../x", "A" * 40, "ok", "ok"]}, {"group._ids": [f"i{n}" for n in range(500)]},
    ],
    ids=lambda data: ascii(data)[:60],
)  # fmt: skip
def test_forged_buttons_and_ids_are_harmless(form, data):
    response = form.client.post(form.url, data, follow=True)

    assert response.status_code == 200


def test_files_where_texts_belong_and_texts_where_files_belong_are_harmless(form):
    upload = SimpleUploadedFile("x.pdf", b"%PDF-1.4", "application/pdf")

    response = form.client.post(form.url, {"short_text": upload, "nope": upload, "file": "not a file"}, follow=True)

    assert response.status_code == 200


@pytest.mark.parametrize("token", ["x", "a" * 500, "%00", "é"])
def test_a_draft_that_does_not_exist_asks_for_its_code_and_keeps_what_was_typed(published, person, token):
    published(ALL_TYPES)

    response = person.client.post(f"/demarches/essai/d/{token}/un/", {"short_text": "mes mots"})

    assert response.status_code == 403
    assert "mes mots" in response.content.decode()


@pytest.mark.parametrize("cookie", ["", "forged", "eyJ4Ijoi:1abc:sig", "\x00", "a" * 4000])
def test_a_forged_cookie_opens_nothing(form, cookie):
    address = form.url
    form.client.cookies["guichet_drafts"] = cookie

    response = form.client.get(address)

    assert response.status_code == 403
    assert Draft.objects.count() == 1


def test_a_body_over_the_limit_is_refused_in_words(form, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    response = form.client.post(form.url, {"short_text": "x" * 5000})

    assert response.status_code in {400, 413}
    assert "<h1" in response.content.decode()


def test_nothing_is_sent_while_something_does_not_pass(form):
    token = Draft.objects.get().token

    form.client.post(f"/demarches/essai/d/{token}/verifier/", {"consent": "yes", "_digest": "x"}, follow=True)

    assert Submission.objects.count() == 0


def test_the_corpus_names_every_question(db):
    asked = {asked.key for asked in document_of(ALL_TYPES).questions}

    assert asked <= {name.split(".")[0] for name in NAMES}
