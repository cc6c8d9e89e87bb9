"""Every question type has all its parts: a line in the registry, a template, its place in the tables of tests."""

import pytest

from schemas.questions.registry import QUESTION_TYPES
from tests.house.tree import templates
from tests.schemas.mutations import FRAGMENTS
from tests.schemas.questions.test_parsing import KEPT
from tests.schemas.samples import ANSWERS, QUESTIONS
from tests.themes.fields import LABELS

FOLDER = "themes/questions/"
#: Types with questions inside, and those of foreign schemas alone: `tests/schemas/exchange` tries them.
FOREIGN = {key for key, each in QUESTION_TYPES.items() if each.structure} | {
    "number", "constant", "plain_choice", "plain_choices"
}  # fmt: skip
SILENT = {"computed", "information"}


def test_every_question_type_has_its_template_and_every_template_its_type():
    drawn = {name.removeprefix(FOLDER).removesuffix(".html") for name in templates() if name.startswith(FOLDER)}

    assert drawn == set(QUESTION_TYPES)


def test_a_question_type_is_filed_under_its_own_key():
    assert {key: each.key for key, each in QUESTION_TYPES.items() if each.key != key} == {}


@pytest.mark.parametrize(
    ("table", "left_out"),
    [
        (LABELS, set()),
        (QUESTIONS, SILENT | {"group"}),
        (ANSWERS, SILENT),
        (FRAGMENTS, SILENT | FOREIGN),
        ({kind for kind, *_ in KEPT}, SILENT | FOREIGN | {"commune", "file"}),
    ],
    ids=["labels", "questions", "answers", "fragments", "typed and kept"],
)
def test_every_question_type_is_in_the_tables_of_tests(table, left_out):
    assert set(QUESTION_TYPES) - set(table) == left_out
