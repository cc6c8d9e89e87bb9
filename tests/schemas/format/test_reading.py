"""What an author may write wrong, told with its place, whatever the JSON type of what stands there."""

import copy

import pytest

from schemas.compilation.compiled import compile_document
from schemas.format.reading import parse_document, read_document
from tests.schemas.mutations import SOURCES

FIRST = ("ui", "elements", 0, "elements", 0)
DETAIL = ("ui", "elements", 1, "elements", 0, "options", "detail")
TEXT = ("data", "properties", "short_text")
GROUP = ("data", "properties", "group")
INSIDE = (*GROUP, "items", "properties")


def changed(*path, value):
    """Return the document of every type with one place replaced, or added."""
    source = copy.deepcopy(SOURCES["every-type"])
    found = source
    for key in path[:-1]:
        found = found[key]
    found[path[-1]] = value
    return source


def problems_of(source):
    """Return the code and the place of each problem of reading, or else of compiling."""
    document, problems = parse_document(source)
    found = problems if document is None else compile_document(document)[1]
    return {(problem.code, problem.pointer) for problem in found}


def test_document_of_every_type_has_no_problem():
    assert problems_of(SOURCES["every-type"]) == set()


#: What is put where; the problem told, and where.
HEAD = [
    (("format",), True, "unknown_format", "/format"),
    (("format",), [1], "unknown_format", "/format"),
    (("kind",), {}, "not_a_procedure", "/kind"),
    (("key",), ["essai"], "bad_name", "/key"),
    (("key",), "a" * 61, "too_long", "/key"),
    (("key",), "reprendre", "reserved_id", "/key"),
    (("department",), "Service", "bad_name", "/department"),
    (("title",), 3, "not_a_text", "/title"),
    (("title",), " ", "missing_text", "/title"),
    (("title",), "a\x00b", "bad_characters", "/title"),
    (("title",), "a\ud800", "bad_characters", "/title"),
    (("summary",), None, "not_a_text", "/summary"),
    (("reference",), "ESS", "bad_name", "/reference/prefix"),
    (("availability",), 2**53, "unsafe_number", "/availability"),
    (("availability",), [float("inf")], "unsafe_number", "/availability/0"),
    (("privacy",), [], "not_an_object", "/privacy"),
    (("privacy", "purpose"), ["a"], "not_a_text", "/privacy/purpose"),
    (("privacy", "basis"), "", "missing_text", "/privacy/basis"),
    (("privacy", "retention"), [], "not_an_object", "/privacy/retention"),
    (("privacy", "retention", "accepted"), 30, "bad_duration", "/privacy/retention/accepted"),
    (("privacy", "retention", "draft"), "P0D", "bad_duration", "/privacy/retention/draft"),
    (("privacy", "recipients"), {"id": "a"}, "not_a_list", "/privacy/recipients"),
    (("privacy", "recipients"), ["Mairie"], "missing_id", "/privacy/recipients/0"),
    (("privacy", "recipients"), [{"id": "a"}], "missing_text", "/privacy/recipients/0/label"),
    (("privacy", "recipients"), [{"id": "a", "label": []}], "not_a_text", "/privacy/recipients/0/label"),
    (("privacy", "recipients"), [{"id": "a", "label": "A"}] * 2, "repeated_id", "/privacy/recipients/1"),
    (("texts",), "Bonjour", "not_an_object", "/texts"),
    (("texts", "before"), None, "not_a_text", "/texts/before"),
    (("texts", "minutes"), "10", "bad_minutes", "/texts/minutes"),
    (("texts", "minutes"), True, "bad_minutes", "/texts/minutes"),
    (("texts", "minutes"), 0, "bad_minutes", "/texts/minutes"),
    (("texts", "documents"), ["Photo"], "not_an_object", "/texts/documents"),
    (("texts", "documents"), {"a/b": 1}, "not_a_text", "/texts/documents/a~1b"),
    (("translations",), [], "not_an_object", "/translations"),
    (("translations", "English"), {}, "bad_name", "/translations/English"),
    (("translations", "fr"), {}, "own_language", "/translations/fr"),
    (("translations", "en"), "title", "not_an_object", "/translations/en"),
    (("translations", "en"), {"title": "Title"}, "not_an_object", "/translations/en/title"),
    (("translations", "en"), {"title": {"text": 1}}, "not_a_text", "/translations/en/title/text"),
    (("translations",), {f"a{chr(97 + n)}": {} for n in range(25)}, "too_many_languages", "/translations"),
]  # fmt: skip

QUESTIONS = "/data/properties"
FORM = [
    (("data",), [], "not_an_object", "/data/properties"),
    (("data", "required"), "email", "not_a_list", "/data/required"),
    (("data", "required"), [["email"]], "unknown_question", "/data/required/0"),
    (TEXT, "texte", "not_an_object", "/data/properties/short_text"),
    ((*TEXT, "title"), {"fr": "Titre"}, "not_a_text", "/data/properties/short_text/title"),
    ((*TEXT, "description"), 3, "not_a_text", "/data/properties/short_text/description"),
    ((*TEXT, "examples"), "Lilas", "not_a_list", "/data/properties/short_text/examples"),
    (("data", "properties", "single_choice", "oneOf"), {}, "no_choices", "/data/properties/single_choice/oneOf"),
    (("data", "properties", "single_choice", "oneOf", 0), ["a"], "bad_choice", f"{QUESTIONS}/single_choice/oneOf/0"),
    (("data", "properties", "a" * 61), {}, "question_not_placed", "/data/properties/" + "a" * 61),
    ((*GROUP, "items", "required"), 3, "not_a_list", "/data/properties/group/items/required"),
    ((*INSIDE, "short_text", "title"), 3, "not_a_text", "/data/properties/group/items/properties/short_text/title"),
    ((*INSIDE, "short_text", "minLength"), [], "bad_limit", f"{QUESTIONS}/group/items/properties/short_text/minLength"),
    ((*INSIDE, "autre"), {}, "question_not_placed", "/data/properties/group/items/properties/autre"),
    (("ui",), {}, "no_steps", "/ui"),
    (("ui", "elements"), {}, "no_steps", "/ui"),
    (("ui", "elements", 0), [], "unknown_element", "/ui/elements/0"),
    (("ui", "elements", 0, "elements"), {}, "not_a_list", "/ui/elements/0/elements"),
    (("ui", "elements", 0, "label"), 1, "not_a_text", "/ui/elements/0/label"),
    (("ui", "elements", 0, "label"), " ", "missing_text", "/ui/elements/0/label"),
    (("ui", "elements", 0, "options"), "tout", "not_an_object", "/ui/elements/0/options"),
    (("ui", "elements", 0, "options", "id"), "a" * 61, "too_long", "/ui/elements/0/options/id"),
    (("ui", "elements", 0, "options", "hint"), [], "not_a_text", "/ui/elements/0/options/hint"),
    ((*FIRST, "scope"), 3, "unknown_question", "/ui/elements/0/elements/0/scope"),
    ((*FIRST, "options"), [], "not_an_object", "/ui/elements/0/elements/0/options"),
    ((*FIRST, "options", "widget"), ["short_text"], "unknown_type", "/ui/elements/0/elements/0/options/widget"),
    ((*FIRST, "options", "widget"), "information", "unknown_type", "/ui/elements/0/elements/0/options/widget"),
    ((*FIRST, "options", "hint"), {"fr": "Aide"}, "not_a_text", "/ui/elements/0/elements/0/options/hint"),
    ((*FIRST, "options", "autocomplete"), True, "not_a_text", "/ui/elements/0/elements/0/options/autocomplete"),
    (FIRST, {"type": "Label", "text": 3, "options": {"id": "a"}}, "not_a_text", "/ui/elements/0/elements/0/text"),
    (FIRST, {"type": "Label", "text": "A", "options": {"id": "date"}}, "repeated_id", "/ui/elements/0/elements/0"),
    (FIRST, {"type": "Group", "options": {"id": "a"}}, "not_a_list", "/ui/elements/0/elements/0/elements"),
    (FIRST, {"type": "Group", "options": {"id": "personnes"}}, "repeated_id", "/ui/elements/0/elements/0"),
    (DETAIL, [], "empty_group", "/ui/elements/1/elements/0"),
    (DETAIL, {"elements": []}, "empty_group", "/ui/elements/1/elements/0"),
]  # fmt: skip

CIRCUIT = [
    (("circuit",), [], "not_an_object", "/circuit"),
    (("circuit", "states"), {}, "not_a_list", "/circuit/states"),
    (("circuit", "initial"), [], "unknown_state", "/circuit/initial"),
    (("circuit", "states", 0), "recue", "missing_id", "/circuit/states/0"),
    (("circuit", "states", 0, "id"), "a" * 61, "too_long", "/circuit/states/0/id"),
    (("circuit", "states", 0, "label"), None, "not_a_text", "/circuit/states/0/label"),
    (("circuit", "states", 0, "label"), "", "missing_text", "/circuit/states/0/label"),
    (("circuit", "states", 0, "text"), [], "not_a_text", "/circuit/states/0/text"),
    (("circuit", "states", 0, "category"), {}, "unknown_category", "/circuit/states/0/category"),
    (("circuit", "transitions"), None, "not_a_list", "/circuit/transitions"),
    (("circuit", "transitions", 1, "from"), "recue", "bad_transition", "/circuit/transitions/1"),
    (("circuit", "transitions", 1, "to"), "ailleurs", "unknown_state", "/circuit/transitions/1"),
    (("circuit", "transitions", 1, "by"), [["agent"]], "unknown_actor", "/circuit/transitions/1/by"),
    (("circuit", "transitions", 1, "reason"), [], "unknown_reason", "/circuit/transitions/1/reason"),
    (("circuit", "transitions", 1, "guard"), "x", "type_mismatch", "/circuit/transitions/1/guard"),
]  # fmt: skip

CHECK = {"id": "age", "at": "date", "expr": True}
RULES = [
    (("rules",), [1], "not_an_object", "/rules"),
    (("rules", "dialect"), True, "unknown_dialect", "/rules/dialect"),
    (("rules", "shows"), {}, "not_supported", "/rules/shows"),
    (("rules", "computed"), [0], "not_an_object", "/rules/computed"),
    (("rules", "show"), [], "not_an_object", "/rules/show"),
    (("rules", "require"), "phone", "not_an_object", "/rules/require"),
    (("rules", "check"), {}, "not_a_list", "/rules/check"),
    (("rules", "check"), [3], "missing_id", "/rules/check/0"),
    (("rules", "check"), [{**CHECK, "id": "É"}], "missing_id", "/rules/check/0"),
    (("rules", "check"), [{**CHECK, "at": []}], "unknown_question", "/rules/check/0/at"),
    (("rules", "check"), [CHECK, CHECK], "repeated_id", "/rules/check/1"),
    (("rules", "messages"), [], "not_an_object", "/rules/messages"),
    (("rules", "messages", "check/age"), 3, "not_a_text", "/rules/messages/check~1age"),
    (("rules", "messages", "check/age"), {"fail": None}, "not_a_text", "/rules/messages/check~1age"),
    (("rules", "messages", "check/age"), " ", "missing_text", "/rules/messages/check~1age"),
    (("rules", "show", "step/tout"), True, "uncertain_beginning", "/rules/show"),
]


@pytest.mark.parametrize(
    ("path", "value", "code", "pointer"),
    [pytest.param(*case, id=f"{case[2]} at {case[3]}") for case in (*HEAD, *FORM, *CIRCUIT, *RULES)],
)
def test_mistake_is_told_with_its_place(path, value, code, pointer):
    assert (code, pointer) in problems_of(changed(*path, value=value))


@pytest.mark.parametrize("value", [None, [], 0, True, "x"])
@pytest.mark.parametrize("name", sorted(SOURCES["every-type"]))
def test_no_part_of_a_document_of_another_json_type_raises(name, value):
    problems = problems_of(changed(name, value=value))

    assert all(pointer.startswith((f"/{name}", "/data", "/ui")) for _, pointer in problems)


def test_first_step_whose_questions_may_all_be_hidden_is_told():
    source = copy.deepcopy(SOURCES["every-type"])
    for element in source["ui"]["elements"][0]["elements"]:
        source["rules"]["show"]["question/" + element["options"]["widget"]] = False

    assert ("uncertain_beginning", "/rules/show") in problems_of(source)


def test_byte_order_mark_is_no_mistake():
    assert "not_json" not in {problem.code for problem in read_document(b"\xef\xbb\xbf{}")[1]}


def test_repeated_keys_are_told_where_they_stand():
    problems = read_document('{"a": [{"b": 1, "b": 2}], "c": {"d": 1, "d": 2}, "c": 3}')[1]

    assert [(problem.code, problem.pointer) for problem in problems] == [
        ("repeated_key", "/a/0/b"),
        ("repeated_key", "/c"),
    ]


def test_document_nested_too_deep_is_told_from_json_values_too():
    source = []
    for _ in range(5_000):
        source = [source]

    assert problems_of(changed("availability", value=source)) == {("too_deep", "/availability" + "/0" * 39)}


def test_source_of_a_document_reads_the_same():
    document = parse_document(SOURCES["every-type"])[0]

    assert parse_document(document.source)[0] == document
