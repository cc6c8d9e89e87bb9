"""Conditions in which each name stands once, so that what hangs on it can be tried out."""

from itertools import product

from hypothesis import strategies as st

NAMES = [f"b{number}" for number in range(6)]
LEAST = {"and": 1, "or": 1, "!": 1, "if": 3}
MOST = {"and": 3, "or": 3, "!": 1, "if": 3}
TYPES = dict.fromkeys(NAMES, "bool")


def trees(*, with_if=True):
    """Return a strategy of conditions over at most six yes or no answers, each read once."""
    words = ["and", "or", "!", "if"] if with_if else ["and", "or", "!"]
    shapes = st.recursive(
        st.just("leaf"),
        lambda inner: st.sampled_from(words).flatmap(
            lambda word: st.tuples(st.just(word), st.lists(inner, min_size=LEAST[word], max_size=MOST[word]))
        ),
        max_leaves=len(NAMES),
    )
    return shapes.map(named)


def named(shape):
    names = iter(NAMES)

    def build(part):
        return {"var": next(names)} if part == "leaf" else {part[0]: [build(each) for each in part[1]]}

    return build(shape)


def verdicts():
    """Return a strategy of what is answered to each of them."""
    return st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in NAMES})


def settings_of(names):
    """Return every way to answer, or not, to these names."""
    return [dict(zip(names, answers, strict=True)) for answers in product([True, False, None], repeat=len(names))]
