"""What is changed after sending is neither lost nor sent unseen: the person chooses (F4)."""

from runtime.submissions.content import open_content
from runtime.submissions.models import Submission
from tests.faults.drafts import REVIEW, SENT, check_submission_is_whole, copy_of, page_of, ready_to_send, submission_of
from tests.faults.visitor import Visitor, codes_on
from tests.journeys.person import Person

MOST_PAGES = 20


def sent_from(server, token):
    """Send a draft; return its submission, and somebody at the review that they left open in another tab."""
    person, fields = ready_to_send(server.url, token)
    person.client.post(page_of(token, REVIEW), fields)
    return submission_of(token), person


def chosen(person):
    """Choose to send a new request; return it once it is sent."""
    for _ in range(MOST_PAGES):
        person.press()
        if f"/{REVIEW}/" in person.url:
            break
    token = person.url.split("/")[4]
    assert f"/{SENT}/" in person.press({"consent": "yes"}).url
    return submission_of(token)


def test_a_review_of_other_answers_is_answered_with_a_choice(server, pattern):
    first, person = sent_from(server, copy_of(pattern))

    person.press({"consent": "yes", "_digest": "0" * 64})

    assert person.response.status_code == 409
    assert codes_on(person.response) == (first.reference,)
    assert person.page.select_one(f'a[href="{page_of(first.draft_token, SENT)}"]')
    assert Submission.objects.filter(draft_token=first.draft_token).count() == 1


def test_a_new_request_begins_with_the_answers_and_files_of_the_first(server, pattern):
    first, person = sent_from(server, copy_of(pattern))
    person.press({"consent": "yes", "_digest": "0" * 64})

    second = chosen(person)

    assert second.reference != first.reference
    assert texts_of(second) == texts_of(first)
    check_submission_is_whole(second)
    check_submission_is_whole(first)


def test_an_answer_changed_after_sending_goes_into_a_new_request(server, pattern):
    token = copy_of(pattern)
    tab = Person(Visitor(server.url, drafts=[token])).open(page_of(token, "description"))
    first, _ = sent_from(server, token)

    tab.press({"description": "Trois bacs en terre."})
    assert tab.response.status_code == 409
    second = chosen(tab)

    assert texts_of(first)["description"] == "Deux bacs en bois."
    assert texts_of(second) == texts_of(first) | {"description": "Trois bacs en terre."}
    check_submission_is_whole(first)
    check_submission_is_whole(second)


def texts_of(submission):
    answers = open_content(Submission.objects.get(pk=submission.pk)).answers
    return {key: answer for key, answer in answers.items() if key not in {"photos", "document_accord"}}
