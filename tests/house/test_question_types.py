"""Every question type has all its parts: one line in the core's table, and a template that bears its name."""

from schemas.questions.registry import QUESTION_TYPES
from tests.house.tree import templates

FOLDER = "themes/questions/"


def test_every_question_type_has_its_template_and_every_template_its_type():
    drawn = {name.removeprefix(FOLDER).removesuffix(".html") for name in templates() if name.startswith(FOLDER)}

    assert drawn == set(QUESTION_TYPES)


def test_a_question_type_is_filed_under_its_own_key():
    assert {key: each.key for key, each in QUESTION_TYPES.items() if each.key != key} == {}
