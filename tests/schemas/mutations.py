"""The documents of the library with a few places of their JSON changed at random."""

import copy
import json
from pathlib import Path

from hypothesis import strategies as st

import schemas
from schemas.questions.table import QUESTION_TYPES

FOLDER = Path(schemas.__file__).parent / "library" / "procedures"
SOURCES = {path.stem: json.loads(path.read_bytes()) for path in sorted(FOLDER.glob("*.json"))}

#: Words that mean something somewhere in a document.
WORDS = (
    *QUESTION_TYPES, "Category", "Group", "Control", "Label", "string", "array", "object", "boolean", "integer", "fr",
    "#/properties/nom", "#/properties/x", "received", "agent", "citizen", "required", "verifier", "P0D", "P1Y", "nom",
    "qualite", "reprendre", "check/x", "\ud800", "\u0000", "\u202e", "", " ", "a" * 61, "é" * 300,
)  # fmt: skip
KEYS = (
    "type", "title", "options", "elements", "id", "label", "text", "widget", "oneOf", "items", "properties", "required",
    "const", "pattern", "minLength", "maxItems", "min", "max", "detail", "hint", "examples", "description", "$ref",
    "show", "check", "at", "expr", "var", "==", "and", "fail", "from", "to", "by", "guard", "category", "en", "fr",
)  # fmt: skip
NUMBERS = (0, 1, -1, 2**53, 10**400, 1.0, 0.5, -0.0, 1e308, float("inf"), float("nan"))

LEAVES = (
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(NUMBERS) | st.sampled_from(WORDS) | st.text(max_size=4)
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def mutated_sources(draw):
    """Return the JSON value of one document with one to three places dropped, replaced, doubled or moved."""
    source = copy.deepcopy(SOURCES[draw(st.sampled_from(sorted(SOURCES)))])
    for _ in range(draw(st.integers(1, 3))):
        holder, key = draw(_places(source))
        draw(st.sampled_from(MUTATIONS))(draw, source, holder, key)
    return source


@st.composite
def _places(draw, source):
    """Return a place as what holds it and its key there, going down from the root, one level at a time."""
    holder = source
    while True:
        key = draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
        inner = holder[key]
        if not isinstance(inner, dict | list) or not inner or draw(st.integers(0, 5)) == 0:
            return holder, key
        holder = inner


def _drop(draw, source, holder, key):
    if len(holder) > 1:
        del holder[key]


def _replace(draw, source, holder, key):
    holder[key] = draw(VALUES)


def _double(draw, source, holder, key):
    twin = copy.deepcopy(holder[key])
    if isinstance(holder, list):
        holder.insert(draw(st.integers(0, len(holder))), twin)
    else:
        holder[draw(st.sampled_from(KEYS) | st.text(max_size=3))] = twin


def _move(draw, source, holder, key):
    other, place = draw(_places(source))
    if other is not holder:
        holder[key] = copy.deepcopy(other[place])


MUTATIONS = (_drop, _replace, _replace, _double, _move)
