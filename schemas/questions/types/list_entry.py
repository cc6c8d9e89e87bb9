"""One entry of any list that an operator loads: schools, sectors, halls."""

import re
from typing import Final

from schemas.problems import Problem
from schemas.questions.base import Question
from schemas.questions.types.listed import Listed

#: The name of a list, as in `manage.py load_list`.
LIST_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,39}")


class ListEntryType(Listed):
    """One entry; option `list` names the list."""

    key = "list_entry"

    def check(self, question: Question) -> tuple[Problem, ...]:
        found = super().check(question)
        name = question.options.get("list")
        is_named = isinstance(name, str) and LIST_NAME.fullmatch(name)
        return found if is_named else (*found, Problem("no_list"))
