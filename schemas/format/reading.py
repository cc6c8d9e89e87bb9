"""Reading a document: from text to JSON, from JSON to frozen values, every problem with its place."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from schemas.format.circuit import NO_CIRCUIT, Circuit, read_circuit
from schemas.format.document import Document
from schemas.format.header import SIMULATOR, head_problems
from schemas.format.simulation import Simulation, read_simulation
from schemas.format.steps import read_steps
from schemas.problems import Problem, pointer_to, under

#: Limits of design 3, checked before anything else reads a document.
MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_QUESTIONS = 500

#: The largest whole number that every reader of JSON, canonical JSON included, holds exactly (RFC 8259 section 6).
LARGEST = 2**53 - 1
#: No whole number that JSON holds exactly has as many characters; longer ones take ever more time to read.
MAX_INTEGER_CHARACTERS = 20

#: Controls but tab and line feed, which PostgreSQL or a terminal may refuse, and halves of surrogate pairs.
BAD_CHARACTERS = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff]")


class JsonNode(NamedTuple):
    """The position of a value: the node above it, its key or place there, and its depth (the root: 0)."""

    above: "JsonNode | None"
    token: str | int
    depth: int

    @property
    def pointer(self) -> str:
        tokens: list[str | int] = []
        node: JsonNode | None = self
        while node is not None and node.above is not None:
            tokens.append(node.token)
            node = node.above
        return pointer_to(*reversed(tokens))


def read_document(text: str | bytes) -> tuple[Document | None, tuple[Problem, ...]]:
    """Read a document from its JSON text. Returns the document, or None and the problems."""
    value, problems = read_json(text)
    return (None, problems) if problems else parse_document(value)


def read_json(text: str | bytes) -> tuple[object, tuple[Problem, ...]]:
    """Read JSON text (RFC 8259) of at most `MAX_BYTES`, refusing what two readers could read differently.

    Problems: too_large, not_utf8, not_json (with line and column), repeated_key, too_deep.
    """
    encoded = text.encode(errors="surrogatepass") if isinstance(text, str) else text
    if len(encoded) > MAX_BYTES:
        return None, (Problem("too_large", "", {"limit": MAX_BYTES}),)
    repeated: list[tuple[object, str]] = []
    try:
        value = json.loads(
            encoded.decode("utf-8-sig"),
            object_pairs_hook=_pairs(repeated),
            parse_int=_integer,
            parse_constant=float,  # NaN and infinities are reported with their place, as unsafe numbers
        )
    except UnicodeDecodeError:
        return None, (Problem("not_utf8"),)
    except json.JSONDecodeError as error:
        return None, (Problem("not_json", "", {"line": error.lineno, "column": error.colno}),)
    except RecursionError:
        return None, (Problem("too_deep", "", {"limit": MAX_DEPTH}),)
    return value, tuple(_repeated_problems(value, repeated)) if repeated else ()


def _integer(text: str) -> int | float:
    return int(text) if len(text) <= MAX_INTEGER_CHARACTERS else math.inf


def _pairs(repeated: list[tuple[object, str]]):  # type: ignore[no-untyped-def]
    def build(pairs: list[tuple[str, object]]) -> dict[str, object]:
        built: dict[str, object] = {}
        for key, value in pairs:
            if key in built:
                repeated.append((built, key))
            built[key] = value
        return built

    return build


def _repeated_problems(root: object, repeated: list[tuple[object, str]]) -> Iterator[Problem]:
    nodes = {id(value): node for value, node in _walk(root)}
    for holder, key in repeated:
        # An object replaced by a repeated key of an object above has no place: that key is reported instead.
        node = nodes.get(id(holder))
        if node is not None:
            yield Problem("repeated_key", node.pointer + pointer_to(key), {"key": key})


def _walk(root: object) -> Iterator[tuple[object, JsonNode]]:
    """Yield every value with its node, in the order of the text; what is too deep is not entered."""
    left = [(root, JsonNode(None, "", 0))]
    while left:
        value, node = left.pop()
        yield value, node
        if node.depth < MAX_DEPTH:
            left += [(inner, JsonNode(node, token, node.depth + 1)) for token, inner in reversed(_inside(value))]


def _inside(value: object) -> list[tuple[str | int, object]]:
    if isinstance(value, Mapping):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []


def parse_document(source: object) -> tuple[Document | None, tuple[Problem, ...]]:
    """Read a document from its JSON value. Returns the document, or None and every problem found."""
    if not isinstance(source, Mapping):
        return None, (Problem("not_an_object"),)
    problems = tuple(value_problems(source))
    if problems:
        return None, problems
    steps, step_problems = read_steps(source.get("data"), source.get("ui"), max_questions=MAX_QUESTIONS)
    simulation, circuit, kind_problems = _read_kind(source)
    problems = (*head_problems(source), *step_problems, *kind_problems)
    if problems:
        return None, problems
    reference = source.get("reference", {})
    document = Document(
        source=source,
        key=str(source["key"]),
        language=str(source["language"]),
        title=str(source["title"]),
        summary=str(source.get("summary", "")),
        department=str(source["department"]),
        reference_prefix=str(reference["prefix"]) if reference else "",
        steps=steps,
        circuit=circuit,
        simulation=simulation,
    )
    return document, ()


def _read_kind(source: Mapping[str, object]) -> tuple[Simulation | None, Circuit, tuple[Problem, ...]]:
    """Read what is proper to the kind of document: the circuit of a procedure, the simulation of a simulator."""
    if source.get("kind") == SIMULATOR:
        simulation, problems = read_simulation(source.get("simulation"))
        return simulation, NO_CIRCUIT, under("/simulation", problems)
    circuit, problems = read_circuit(source.get("circuit"))
    return None, circuit or NO_CIRCUIT, under("/circuit", problems)


def value_problems(source: object) -> Iterator[Problem]:
    """Yield the problems of values that no part of a document may hold."""
    for value, node in _walk(source):
        if node.depth >= MAX_DEPTH:
            yield Problem("too_deep", node.pointer, {"limit": MAX_DEPTH})
            return
        texts = [value] if isinstance(value, str) else list(value) if isinstance(value, Mapping) else []
        if any(BAD_CHARACTERS.search(text) for text in texts):
            yield Problem("bad_characters", node.pointer)
        if isinstance(value, int | float) and not _is_safe(value):
            yield Problem("unsafe_number", node.pointer)


def _is_safe(number: float) -> bool:
    return abs(number) <= LARGEST if isinstance(number, int) else math.isfinite(number)
