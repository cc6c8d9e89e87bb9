"""Repeated groups: items read one by one, blank ones dropped, ids kept in drafts only."""

from dataclasses import replace

from schemas.questions.registry import QUESTION_TYPES
from tests.schemas.questions.asking import TODAY, ask, ask_group, faults, read, told

NAME = replace(ask("short_text"), key="name")
BIRTH = replace(ask("date"), key="birth")
NOTE = replace(ask("information"), key="note")
CHILDREN = ask_group(NAME, BIRTH, NOTE, minItems=1, maxItems=2)
GROUP = QUESTION_TYPES["group"]


def test_items_are_read_with_their_ids():
    raw = [{"_id": "k1", "name": " Zoé ", "birth": {"day": "1", "month": "3", "year": "2020"}}]

    assert read(CHILDREN, raw).answer == [{"_id": "k1", "name": "Zoé", "birth": "2020-03-01"}]


def test_items_left_blank_are_dropped():
    assert read(CHILDREN, [{"_id": "k1", "name": ""}, {"_id": "k2", "name": "Zoé"}]).answer == [
        {"_id": "k2", "name": "Zoé"}
    ]
    assert read(CHILDREN, [{"_id": "k1", "name": ""}]).answer is None


def test_problems_of_an_item_point_at_it_and_the_rest_is_kept():
    never = {"day": "30", "month": "2", "year": "2020"}

    parsed = read(CHILDREN, [{"name": "Zoé"}, {"_id": "k2", "name": "Léo", "birth": never}])

    assert told(parsed) == [("impossible_date", "/1/birth")]
    assert parsed.answer == [{"name": "Zoé"}, {"_id": "k2", "name": "Léo"}]


def test_item_of_another_shape_is_told_at_its_place():
    assert told(read(CHILDREN, ["x"])) == [("wrong_type", "/0")]


def test_too_many_items_are_told_with_the_limit():
    parsed = read(CHILDREN, [{"name": "a"}, {"name": "b"}, {"name": "c"}])

    assert told(parsed) == [("too_many_items", "")]
    assert parsed.problems[0].params == {"limit": 2}


def test_too_few_items_are_told():
    assert told(read(ask_group(NAME, minItems=2), [{"name": "a"}])) == [("too_few_items", "")]


def test_something_else_than_a_list_is_refused():
    assert told(read(CHILDREN, {"name": "a"})) == [("wrong_type", "")]
    assert faults(CHILDREN, {"name": "a"}) == [("wrong_type", "")]


def test_final_items_hold_no_id_no_blank_and_no_stranger():
    assert faults(CHILDREN, [{"name": "Zoé"}]) == []
    assert faults(CHILDREN, [{"_id": "k1", "name": "Zoé"}]) == [("unknown_question", "/0/_id")]
    assert faults(CHILDREN, [{}]) == [("blank_item", "/0")]
    assert faults(CHILDREN, [{"name": ""}]) == [("blank_answer", "/0/name")]
    assert faults(CHILDREN, [{"note": "x"}]) == [("unknown_question", "/0/note")]
    assert faults(CHILDREN, ["x"]) == [("wrong_type", "/0")]


def test_group_whose_items_say_nothing_is_blank():
    assert GROUP.is_blank([{}, {"_id": "k1"}])
    assert not GROUP.is_blank([{"name": "Zoé"}])


def test_raw_of_items_reads_back_to_them():
    answer = [{"_id": "k1", "name": "Zoé"}, {"_id": "k2", "birth": "2020-03-01"}]

    raw = GROUP.raw(CHILDREN, answer)

    assert raw[0] == {"_id": "k1", "name": "Zoé", "birth": {"day": "", "month": "", "year": ""}}
    assert GROUP.parse(CHILDREN, raw, today=TODAY).answer == answer


def test_constraints_of_items_say_where_they_stand():
    group = ask_group(replace(ask("phone"), key="tel"), replace(ask("file"), key="doc"))

    places = [line["at"].removeprefix("/items/properties/") for line in GROUP.server_constraints(group)]

    assert places == ["tel", "doc", "doc", "doc/items/properties/size"]


def test_group_is_shown_line_by_line():
    assert GROUP.show(CHILDREN, [{"name": "Zoé"}, {"name": "Léo"}]) == ("Zoé", "Léo")
    assert GROUP.show(CHILDREN, None) == ()
    assert GROUP.raw(CHILDREN, None) == []
