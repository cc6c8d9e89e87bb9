"""Foreign schemas filed through the pages: what inputs show for good answers is what is sent."""

from collections.abc import Mapping

import pytest

from runtime.filing.resubmit import with_ids
from runtime.forms.positions import places
from runtime.forms.post_data import OPENED
from runtime.presentation.field_names import field_token, named
from runtime.submissions.content import open_content
from runtime.submissions.models import Submission
from schemas.format.reading import parse_document
from schemas.publishing import publish
from schemas.questions.base import BRANCH, ITEM_ID
from schemas.questions.registry import QUESTION_TYPES
from tests.runtime.factories import make_department, make_site
from tests.schemas.exchange.test_foreign_schemas import CASES, imported

GOOD = [(name, place) for name in sorted(CASES) for place, _ in enumerate(CASES[name]["valid"])]


def fields_of(questions, answers):
    """Return what a browser posts for these answers."""
    raws = {each.key: QUESTION_TYPES[each.type].blank_raw() for each in questions}
    for each in questions:
        if answers.get(each.key) is not None:
            raws[each.key] = with_ids(each, QUESTION_TYPES[each.type].raw(each, answers[each.key]))
    posted = {}
    for place in places(questions, raws):
        structure = QUESTION_TYPES[place.question.type].structure
        if structure == "items":
            posted[named(place.name, "_ids")] = [item[ITEM_ID] for item in place.raw]
        elif structure == "branches":
            chosen = place.raw.get(BRANCH, "")
            posted |= {named(place.name, BRANCH): chosen, named(place.name, field_token(chosen), OPENED): "yes"}
        elif not structure and isinstance(place.raw, Mapping):
            posted |= {named(place.name, part): text for part, text in place.raw.items()}
        elif not structure:
            posted[place.name] = place.raw
    return posted


@pytest.mark.parametrize(("name", "place"), GOOD)
def test_good_answers_go_through_the_pages_and_are_sent_as_they_are(db, person, name, place):
    document, problems = parse_document(imported(name).document)
    assert document is not None, problems
    site = make_site()
    make_department(site)
    publish(document, site=site)
    answers = CASES[name]["valid"][place]

    person.open("/demarches/essai/commencer/")
    for _ in range(2 * len(document.steps)):  # an answer may bring up another question on its page
        if "/verifier/" in person.url:
            break
        step = next((each for each in document.steps if f"/{each.id}/" in person.url), document.steps[0])
        own = {key: values for key, values in person.fields().items() if key.startswith("_")}
        person._see(person.client.post(person.url, own | fields_of(step.questions, answers), follow=True), person.url)
        assert person.errors == [], person.url
    person.press({"consent": "yes"})

    assert open_content(Submission.objects.get()).answers == answers
