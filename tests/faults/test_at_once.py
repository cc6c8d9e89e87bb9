"""The same request sent many times at the same moment is one request; two drafts are two (F3)."""

import threading

from runtime.submissions.models import Submission
from tests.faults.drafts import (
    REVIEW,
    check_submission_is_whole,
    copy_of,
    page_of,
    ready_to_send,
    submission_of,
)
from tests.faults.visitor import Visitor, codes_on

THREADS = 40


def at_once(posts):
    """Call all of `posts` at the same moment and return what each returned."""
    results, barrier = [None] * len(posts), threading.Barrier(len(posts))

    def run(place, post):
        barrier.wait()
        results[place] = post()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(posts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def sender(server, token):
    """Return a function that sends a draft as its review asks, from a browser of its own, and shows the receipt."""
    person, fields = ready_to_send(server.url, token)
    visitor = Visitor(server.url)
    visitor.session.cookies.update(person.client.session.cookies)
    return lambda: visitor.post(page_of(token, REVIEW), fields, follow=True)


def test_forty_clicks_at_once_make_one_request(server, pattern):
    token = copy_of(pattern)
    before = Submission.objects.count()

    answers = at_once([sender(server, token) for _ in range(THREADS)])

    submission = submission_of(token)
    assert {answer.status_code for answer in answers} == {200}
    assert {codes_on(answer) for answer in answers} == {codes_on(answers[0])}
    assert codes_on(answers[0])[0] == submission.reference
    assert Submission.objects.count() == before + 1
    check_submission_is_whole(submission)


def test_two_tabs_with_two_drafts_make_two_requests(server, pattern):
    tokens = [copy_of(pattern), copy_of(pattern)]

    answers = at_once([sender(server, token) for token in tokens])

    submissions = [submission_of(token) for token in tokens]
    assert [codes_on(answer)[0] for answer in answers] == [each.reference for each in submissions]
    assert len({each.reference for each in submissions}) == 2
    for submission in submissions:
        check_submission_is_whole(submission)
