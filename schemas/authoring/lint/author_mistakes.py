"""Problems of compilation named after the mistake of the author: a question that shows itself, for example."""

from collections.abc import Iterable, Mapping

from schemas.authoring.lint.terms import names_in
from schemas.format.document import Document, asked
from schemas.problems import Problem, tokens_of


def refined(document: Document, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems of a document, with a more precise code for those of names where there is one.

    `asked_later` becomes `shows_itself` (name), or `shows_in_circle` (path: the keys of questions that show one
    another); `unknown_name` becomes `inside_group` (name, group) for a question that is asked once per item.
    """
    inside = _groups_of(document)
    reads = _reads_of(document)
    return tuple(_refined(problem, inside, reads) for problem in problems)


def _refined(problem: Problem, inside: Mapping[str, str], reads: Mapping[str, frozenset[str]]) -> Problem:
    name = str(problem.params.get("name", ""))
    if problem.code == "unknown_name" and name.rpartition(".")[2] in inside:
        group = inside[name.rpartition(".")[2]]
        return Problem("inside_group", problem.pointer, {"name": name, "group": group})
    if problem.code != "asked_later":
        return problem
    place = _shown_at(problem.pointer)
    key = name.partition(".")[0]
    if key == place:
        return Problem("shows_itself", problem.pointer, {"name": name})
    path = _way(key, place, reads) if place else None
    return Problem("shows_in_circle", problem.pointer, {"path": [place, *path]}) if path else problem


def _shown_at(pointer: str) -> str:
    """Return the key of the question whose condition is at the pointer, "" when there is none."""
    tokens = tokens_of(pointer)
    is_show = tokens[:2] == ["rules", "show"] and len(tokens) > 2
    return tokens[2].removeprefix("question/") if is_show and tokens[2].startswith("question/") else ""


def _groups_of(document: Document) -> dict[str, str]:
    """Return the label of the group of each question that is asked once per item, by its key."""
    return {inner.key: group.label for group in document.questions for inner in asked(group.items)}


def _reads_of(document: Document) -> dict[str, frozenset[str]]:
    """Return the keys of the questions that the condition on each question reads."""
    shows = document.rules.get("show")
    return {
        address.removeprefix("question/"): frozenset(name.partition(".")[0] for name in names_in(expr))
        for address, expr in (shows.items() if isinstance(shows, Mapping) else ())
        if address.startswith("question/")
    }


def _way(start: str, end: str, reads: Mapping[str, frozenset[str]]) -> list[str] | None:
    """Return the path of questions from one to another, each shown by the next; None when there is none."""
    ways: dict[str, list[str]] = {start: [start]}
    waiting = [start]
    while waiting:
        here = waiting.pop(0)
        for following in sorted(reads.get(here, ())):
            if following == end:
                return [*ways[here], end]
            if following not in ways:
                ways[following] = [*ways[here], following]
                waiting.append(following)
    return None
