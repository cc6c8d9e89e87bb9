"""Generators of rules and of answers, most of them near the edges and many of them blank."""

from hypothesis import strategies as st

TYPES = {
    "flag": "bool",
    "signed": "bool",
    "age": "num",
    "price": "num",
    "kind": "str",
    "adresse.citycode": "str",
    "born": "date",
    "moved": "date",
    "wishes": "list",
    "needs": "list",
    "children": "group",
}
INTEGERS = frozenset({"age"})

KEYS = st.sampled_from(["a", "b", "c"])
DAYS = st.sampled_from(["2023-02-28", "2023-03-01", "2024-02-29", "2026-11-22", "0001-01-01", "9999-12-31"])
LISTS = st.lists(KEYS, min_size=1, max_size=3)
WHOLES = st.integers(-2, 2)
DECIMALS = st.sampled_from(["-1.5", "-0.000001", "0.00", "0.5", "1.999999", "2"])

BLANK = st.sampled_from([None, "", [], {}])


def answers_objects():
    """Return a strategy of answers in JSON, nested as they are stored, any of them absent or blank."""
    address = st.fixed_dictionaries({}, optional={"citycode": KEYS | BLANK, "street": KEYS})
    return st.fixed_dictionaries(
        {},
        optional={
            "flag": st.booleans() | BLANK,
            "signed": st.booleans() | BLANK,
            "age": WHOLES | BLANK,
            "price": DECIMALS | BLANK,
            "kind": KEYS | BLANK,
            "adresse": address | BLANK,
            "born": DAYS | BLANK,
            "moved": DAYS | BLANK,
            "wishes": LISTS | BLANK,
            "needs": LISTS | BLANK,
            "children": st.lists(st.just({"name": "x"}), max_size=2) | BLANK,
        },
    )


def answer_of(answers, name):
    """Return the answer of a name, dots followed, or None."""
    for key in name.split("."):
        answers = answers.get(key) if isinstance(answers, dict) else None
    return answers


def variable(*names):
    return st.sampled_from(names).map(lambda name: {"var": name})


def either_way(word, left, right):
    """Return `word` over two operands in both orders."""
    return st.tuples(left, right).flatmap(st.permutations).map(lambda pair: {word: list(pair)})


ORDERS = ["<", "<=", ">", ">="]
EQUALS = ["==", "!="]
NUMBERS = WHOLES | DECIMALS.map(lambda text: {"num": text})
DATES = DAYS.map(lambda text: {"date": text})
TAGGED_LISTS = LISTS | LISTS.map(lambda keys: {"list": keys})


def said_leaves():
    """Return a strategy of the conditions without operators of logic that JSON Schema can say."""
    return st.one_of(
        st.booleans(),
        variable("flag", "signed"),
        st.sampled_from(sorted(TYPES)).map(lambda name: {"answered": name}),
        st.sampled_from(EQUALS).flatmap(lambda word: either_way(word, variable("flag"), st.booleans())),
        st.sampled_from(EQUALS + ORDERS).flatmap(lambda word: either_way(word, variable("age"), NUMBERS)),
        st.sampled_from(EQUALS).flatmap(lambda word: either_way(word, variable("kind", "adresse.citycode"), KEYS)),
        st.sampled_from(EQUALS).flatmap(lambda word: either_way(word, variable("born"), DATES)),
        st.sampled_from(EQUALS).flatmap(lambda word: either_way(word, variable("wishes"), TAGGED_LISTS)),
        st.tuples(variable("kind", "adresse.citycode"), TAGGED_LISTS).map(lambda pair: {"in": list(pair)}),
        st.tuples(KEYS, variable("wishes")).map(lambda pair: {"in": list(pair)}),
        either_way("has_any", variable("wishes"), TAGGED_LISTS),
        st.tuples(WHOLES, WHOLES).map(lambda pair: {"<": list(pair)}),
    )


def unsaid_leaves():
    """Return a strategy of the conditions that JSON Schema cannot say."""
    age = st.permutations([{"var": "born"}, {"var": "@today"}]).map(lambda days: {"years": days})
    return st.one_of(
        st.just({"answered": "@today"}),
        st.sampled_from(EQUALS + ORDERS).flatmap(lambda word: either_way(word, variable("price"), NUMBERS)),
        st.sampled_from(EQUALS + ORDERS).flatmap(lambda word: either_way(word, age, WHOLES)),
        st.sampled_from(ORDERS).flatmap(lambda word: either_way(word, variable("born"), DATES | variable("moved"))),
        st.sampled_from(EQUALS).flatmap(lambda word: either_way(word, variable("wishes"), variable("needs"))),
        st.tuples(variable("kind"), variable("wishes")).map(lambda pair: {"in": list(pair)}),
        st.just({"has_any": [{"var": "wishes"}, {"var": "needs"}]}),
        st.just({"==": [{"var": "flag"}, {"var": "signed"}]}),
        st.just({"between": [{"var": "age"}, -1, 1]}),
        st.just({"<": [{"+": [{"var": "age"}, 1]}, 1]}),
        st.just({"has_all": [{"var": "wishes"}, ["a"]]}),
        st.just({"starts_with": [{"var": "kind"}, "a"]}),
        st.sampled_from(["wishes", "children"]).map(lambda name: {"<": [{"count": {"var": name}}, 2]}),
        st.just({"if": [{"var": "flag"}, {"var": "signed"}, True]}),
        st.just({"all": ["children", {"var": "flag"}]}),
        st.just({"==": [{"var": "born"}, {"var": "@today"}]}),
    )


def conditions(leaves):
    """Return a strategy of rules of type bool over `leaves`."""

    def grown(inner):
        operands = st.lists(inner, min_size=1, max_size=3)
        return st.one_of(
            operands.map(lambda parts: {"and": parts}),
            operands.map(lambda parts: {"or": parts}),
            inner.map(lambda part: {"!": part}),
            st.sampled_from(EQUALS).flatmap(lambda word: either_way(word, inner, st.booleans())),
        )

    return st.recursive(leaves, grown, max_leaves=6)
