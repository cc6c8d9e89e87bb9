"""Whole documents over every type, with conditions, and final answers to them, good and almost good."""

import copy
import string
from datetime import date

from hypothesis import strategies as st

from schemas.answers.journey import plan_journey
from schemas.compilation.compiled import compile_document
from schemas.compilation.rule_names import rule_names
from schemas.compilation.scope import TOP
from schemas.format.reading import parse_document
from schemas.questions.base import Question
from schemas.questions.types.date_limits import resolve
from tests.schemas.questions.asking import DEFS
from tests.schemas.samples import CHOICES, QUESTIONS, answers_to, groups, questions

CIRCUIT = {"initial": "received", "states": [{"id": "received", "category": "received"}], "transitions": []}
PRIVACY = {"purpose": "Essai", "basis": "Essai", "retention": {}}
WORDS = (*CHOICES, "x", "69123", "Lyon", "a@b.fr")

NUMBERS = st.integers(-20, 20) | st.sampled_from([{"num": "12.50"}, {"num": "-0.5"}])
DATES = st.sampled_from([{"date": "2000-02-29"}, {"date": "1990-01-01"}, {"var": "@today"}])
KEYS = st.lists(st.sampled_from(CHOICES), min_size=1, unique=True)
COMPARISONS = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])


READINGS = {
    "bool": st.sampled_from([lambda var: var, lambda var: {"==": [var, True]}, lambda var: {"!=": [var, True]}]),
    "num": st.builds(lambda operator, number: lambda var: {operator: [var, number]}, COMPARISONS, NUMBERS),
    "str": st.sampled_from(WORDS).map(lambda word: lambda var: {"==": [var, word]})
    | KEYS.map(lambda keys: lambda var: {"in": [var, {"list": keys}]}),
    "date": st.builds(lambda operator, day: lambda var: {operator: [var, day]}, COMPARISONS, DATES)
    | st.just(lambda var: {">=": [{"years": [var, {"var": "@today"}]}, 18]}),
    "list": KEYS.map(lambda keys: lambda var: {"has_any": [var, {"list": keys}]}),
}
SHAPES = st.sampled_from(["leaf", "leaf", "leaf", "!", "and", "or"])


@st.composite
def conditions(draw, names, *, depth=2):
    """Return a condition over some of `names`, three levels deep at most."""
    shape = draw(SHAPES) if depth else "leaf"
    if shape != "leaf":
        count = 1 if shape == "!" else 2
        return {shape: [draw(conditions(names, depth=depth - 1)) for _ in range(count)]}
    name = draw(st.sampled_from(sorted(names)))
    if names[name] not in READINGS or draw(st.integers(0, 3)) == 0:
        return {"answered": name}
    return draw(READINGS[names[name]])({"var": name})


@st.composite
def compiled_documents(draw, *, types=tuple(QUESTIONS), with_groups=True):
    """Return a document of one to six questions in one to three steps, compiled."""
    asked = []
    for place in range(draw(st.integers(1, 6))):
        makes_group = with_groups and draw(st.integers(0, 4)) == 0
        make = groups(f"g{place}", types=types) if makes_group else questions(f"q{place}", types=types)
        asked.append(draw(make))
    steps = cut(asked, draw(st.lists(st.integers(1, 3), min_size=1, max_size=3)))
    document, problems = parse_document(source_of(steps, draw(rules_over(steps))))
    assert problems == (), problems
    compiled, problems = compile_document(document)
    assert problems == (), problems
    return compiled


def cut(asked, sizes):
    """Return the questions in steps of sections: the last step takes what is left."""
    steps = []
    for size in sizes[:-1]:
        steps.append(asked[:size])
        asked = asked[size:]
    return [step for step in (*steps, asked) if step]


@st.composite
def rules_over(draw, steps):
    """Return rules in which each condition reads only what was asked before."""
    show, require, names = {}, {}, {}

    def maybe(address, known):
        if known and draw(st.integers(0, 2)) == 0:
            show[address] = draw(conditions(known))

    for place, step in enumerate(steps):
        maybe(f"step/s{place}", names)
        maybe(f"section/s{place}b", names)
        for question in step:
            maybe(f"question/{question.key}", names)
            known, below = dict(names), TOP.below(question)
            for inner in question.items if question.type in ("group", "object") else ():
                maybe(f"question/{below.address(inner)}", known)
                known |= {name: kind for name, kind in below.names_of(inner).items() if "[]." not in name}
            names |= {name: kind for name, kind in rule_names((question,)).items() if "[]." not in name}
    keys = [question.key for step in steps for question in step if names]
    for key in draw(st.lists(st.sampled_from(keys), max_size=2, unique=True) if keys else st.just([])):
        require[key] = draw(conditions(names))
    checks = [
        {"id": f"c{place}", "at": key, "expr": draw(conditions(names))}
        for place, key in enumerate(draw(st.lists(st.sampled_from(keys), max_size=1) if keys else st.just([])))
    ]
    messages = {f"check/{check['id']}": {"fail": "Non."} for check in checks}
    return {"dialect": 1, "show": show, "require": require, "check": checks, "messages": messages}


def source_of(steps, rules):
    """Return the JSON of a document; in each step all but the first question stand in a named section."""
    asked = [question for step in steps for question in step]
    elements = []
    for place, step in enumerate(steps):
        section = {"type": "Group", "label": "Suite", "options": {"id": f"s{place}b"}}
        section["elements"] = [control(question) for question in step[1:]]
        text = {"type": "Label", "text": "À lire", "options": {"id": f"t{place}"}}
        inside = [control(step[0]), text, *([section] if step[1:] or f"section/s{place}b" in rules["show"] else [])]
        elements.append({"type": "Category", "label": "Étape", "options": {"id": f"s{place}"}, "elements": inside})
    return {
        "format": 1,
        "kind": "procedure",
        "key": "essai",
        "language": "fr",
        "title": "Essai",
        "department": "essai",
        "data": {
            "type": "object",
            "properties": {question.key: question.schema for question in asked},
            "required": [question.key for question in asked if question.required],
            "$defs": DEFS,
        },
        "ui": {"type": "Categorization", "elements": elements},
        "rules": rules,
        "circuit": CIRCUIT,
        "privacy": PRIVACY,
        "reference": {"prefix": "ESS"},
    }


def control(question: Question):
    options = dict(question.options)
    if question.items and question.type in ("group", "object"):
        options["detail"] = {"elements": [control(inner) for inner in question.items]}
    return {"type": "Control", "scope": f"#/properties/{question.key}", "options": options}


# Final answers.


@st.composite
def final_answers(draw, compiled, today):
    """Return answers that are good one by one, hidden ones dropped; some optional ones are missing."""
    answers = {}
    for key, question in compiled.questions.items():
        strategy = st.nothing() if question.type == "information" else answers_to(question, today)
        if not strategy.is_empty and (question.required or draw(st.integers(0, 3))):
            answers[key] = draw(strategy)
    kept = copy.deepcopy(dict(plan_journey(compiled, answers, today=today).answers))
    for key in [key for key, answer in kept.items() if answer == [] or (isinstance(answer, list) and {} in answer)]:
        del kept[key]
    return kept


STRANGE = (
    *(None, True, False, 0, 1, -1, 1.0, 1.5, 10**30, 1e308, float("inf"), "", " ", "x", "1", "é", "x\n", "\n", "a b"),
    *([], [None], ["a"], ["a", "a"], {}, {"x": 1}, "19.9", "19,90", "-0", "-0.00", "+33612345670000000", "a@b"),
    *("2024-02-30", "2023-02-29", "1900-02-29", "0999-01-01", "2024-1-1", "2024-01-01T00:00", "\x00", "\ud800"),
    *("\u202e", "FR7630006000011234567890188", "73282932000079", "269054958815781", "IO-123-UU", "w751234567"),
    *("14:30", "24:00", "14:30:00Z", "2024-13", "0999-01", "2024-01-01T24:00", "2024-01-01T12:00:00Z", "99100"),
)


@st.composite
def near_misses(draw, compiled, today):
    """Return final answers with one thing changed, anywhere in them."""
    answers = draw(final_answers(compiled, today))
    where = draw(st.sampled_from(sorted(places_in(answers), key=str)))
    change = draw(st.sampled_from(CHANGES))
    return change(draw, answers, where, compiled=compiled, today=today)


def places_in(value, before=()):
    """Yield the path to every value inside `value`, itself included."""
    yield before
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield from places_in(each, (*before, key))


def at(value, path):
    for key in path:
        value = value[key]
    return value


def put(answers, path, value):
    if not path:
        return value
    at(answers, path[:-1])[path[-1]] = value
    return answers


def replaced(draw, answers, path, **_):
    return put(answers, path, draw(st.sampled_from(STRANGE)))


def dropped(draw, answers, path, **_):
    if path:
        del at(answers, path[:-1])[path[-1]]
    return answers


def extended(draw, answers, path, **_):
    value = at(answers, path)
    if isinstance(value, list) and value:
        return put(answers, path, value + copy.deepcopy(value) * draw(st.integers(1, 3)))
    return added_key(draw, answers, path)


def added_key(draw, answers, path, **_):
    value = at(answers, path)
    if isinstance(value, dict):
        value[draw(st.sampled_from(["_id", "zz", "q0", "i0", "code", "citycode", ""]))] = draw(st.sampled_from(STRANGE))
    return answers


def touched_text(draw, answers, path, **_):
    value = at(answers, path)
    if not isinstance(value, str):
        return put(answers, path, str(value))
    bit = draw(st.sampled_from(["\n", " ", "\x00", "\ud800", "\u202e", "\u00a0", "\ufeff", "0", "x", "é", "."]))
    changed = (
        value + bit,
        bit + value,
        value[:-1],
        value * 30,
        value.upper(),
        value[:1] + bit + value[1:],
        value[::-1],
    )
    return put(answers, path, draw(st.sampled_from(changed)))


def touched_number(draw, answers, path, **_):
    value = at(answers, path)
    if isinstance(value, bool):
        return put(answers, path, int(value))
    if isinstance(value, int):
        near = (value + 1, value - 1, float(value), value + 0.5, str(value), -value, value + 100)
        return put(answers, path, draw(st.sampled_from(near)))
    return touched_text(draw, answers, path)


def moved_day(draw, answers, path, *, compiled, today):
    """Answer a date with the day before or after what is asked, or beside what was answered."""
    asked = [question for key, question in compiled.questions.items() if question.type == "date" and key in answers]
    for question in draw(st.permutations(asked))[:1]:
        limits = [resolve(question.options.get(name), today) for name in ("min", "max")]
        edges = [limit for limit in limits if limit] or [date.fromisoformat(answers[question.key])]
        day = draw(st.sampled_from(edges)).toordinal() + draw(st.sampled_from([1, -1, 0]))
        answers[question.key] = date.fromordinal(min(day, date.max.toordinal())).isoformat()
    return answers


def given_anyway(draw, answers, path, *, compiled, today):
    """Answer a question that was left out, perhaps because it is hidden; or one of an item."""
    missing = [question for key, question in compiled.questions.items() if key not in answers]
    found = [question for question in missing if question.type != "information"]
    groups_given = [
        question for key, question in compiled.questions.items() if question.type == "group" and key in answers
    ]
    if groups_given and draw(st.booleans()):
        group = draw(st.sampled_from(groups_given))
        target, asked = draw(st.sampled_from(answers[group.key])), group.items
    else:
        target, asked = answers, found
    for question in draw(st.permutations(asked))[:1]:
        strategy = answers_to(question, today)
        if not strategy.is_empty:
            target[question.key] = draw(strategy)
    return answers


CHANGES = (replaced, dropped, extended, touched_text, touched_number, added_key, moved_day, given_anyway)


# What was typed, of any shape.

odd_text = st.text() | st.text(string.digits + " .,-/€+\u00a0\u202f\u202e\x00\ud800", max_size=30)
odd_keys = (
    st.sampled_from(["day", "month", "year", "time", "_id", "i0", "text", "lat", "lon", "postcode", "street"])
    | odd_text
)
odd_raw = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | odd_text | st.binary(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(odd_keys, inner, max_size=4),
    max_leaves=12,
)
