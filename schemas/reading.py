"""Reading a document: from text to JSON, from JSON to frozen values, every mistake told with its place."""

import json
import re
from collections.abc import Mapping

from schemas.circuit import read_circuit
from schemas.document import FORMAT, Document
from schemas.layout import read_steps
from schemas.problems import Problem, under
from schemas.retention import duration_parts

#: Limits of design 3, checked before anything else reads a document.
MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_QUESTIONS = 500

KEY = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*\Z")
PREFIX = re.compile(r"[A-Z]{2,5}\Z")
LANGUAGE = re.compile(r"[a-z]{2,3}\Z")


def read_document(text: str | bytes) -> tuple[Document | None, tuple[Problem, ...]]:
    """Read a document from its JSON text. Returns the document, or None and why not."""
    value, problems = read_json(text)
    return (None, problems) if problems else parse_document(value)


def read_json(text: str | bytes) -> tuple[object, tuple[Problem, ...]]:
    """Read JSON text (RFC 8259) of at most `MAX_BYTES`, refusing what two readers could read differently.

    Problems: too_large, not_utf8, not_json (with line and column), repeated_key, too_deep.
    """
    encoded = text.encode(errors="surrogatepass") if isinstance(text, str) else text
    if len(encoded) > MAX_BYTES:
        return None, (Problem("too_large", "", {"limit": MAX_BYTES, "size": len(encoded)}),)
    repeated: list[str] = []
    try:
        value = json.loads(encoded.decode(), object_pairs_hook=_pairs(repeated), parse_constant=_refuse)
    except UnicodeDecodeError:
        return None, (Problem("not_utf8"),)
    except json.JSONDecodeError as error:
        return None, (Problem("not_json", "", {"line": error.lineno, "column": error.colno}),)
    except (ValueError, RecursionError) as error:
        code = "too_deep" if isinstance(error, RecursionError) else "not_json"
        return None, (Problem(code, "", {"limit": MAX_DEPTH, "line": 1, "column": 1}),)
    problems = [Problem("repeated_key", "", {"key": key}) for key in repeated]
    if _depth_exceeds(value, MAX_DEPTH):
        problems.append(Problem("too_deep", "", {"limit": MAX_DEPTH}))
    return value, tuple(problems)


def _pairs(repeated: list[str]):  # type: ignore[no-untyped-def]
    def build(pairs: list[tuple[str, object]]) -> dict[str, object]:
        built: dict[str, object] = {}
        for key, value in pairs:
            if key in built:
                repeated.append(key)
            built[key] = value
        return built

    return build


def _refuse(constant: str) -> object:
    raise ValueError(constant)


def _depth_exceeds(value: object, limit: int) -> bool:
    """Tell whether `value` nests deeper than `limit`, level by level, without recursion."""
    level = [value]
    for _ in range(limit):
        level = [inner for each in level if isinstance(each, dict | list) for inner in _inside(each)]
        if not level:
            return False
    return True


def _inside(value: dict[str, object] | list[object]) -> list[object]:
    return list(value.values()) if isinstance(value, dict) else value


def parse_document(source: object) -> tuple[Document | None, tuple[Problem, ...]]:
    """Read a document from its JSON value. Returns the document, or None and every problem found."""
    if not isinstance(source, Mapping):
        return None, (Problem("not_an_object"),)
    head_problems = tuple(_head_problems(source))
    steps, step_problems = read_steps(source.get("data"), source.get("ui"), max_questions=MAX_QUESTIONS)
    circuit, circuit_problems = read_circuit(source.get("circuit"))
    problems = (*head_problems, *step_problems, *under("/circuit", circuit_problems))
    if problems or circuit is None:
        return None, problems
    reference = source.get("reference")
    prefix = reference.get("prefix", "") if isinstance(reference, Mapping) else ""
    document = Document(
        source=source,
        key=str(source["key"]),
        language=str(source["language"]),
        title=str(source["title"]),
        summary=str(source.get("summary", "")),
        department=str(source["department"]),
        reference_prefix=str(prefix),
        steps=steps,
        circuit=circuit,
    )
    return document, ()


def _head_problems(source: Mapping[str, object]) -> list[Problem]:
    problems = []
    if source.get("format") != FORMAT or isinstance(source.get("format"), bool):
        problems.append(Problem("unknown_format", "/format", {"known": FORMAT}))
    if source.get("kind") != "procedure":
        problems.append(Problem("unknown_kind", "/kind", {"known": ["procedure"]}))
    problems += [
        Problem("bad_name", f"/{name}", {"pattern": pattern.pattern.removesuffix(r"\Z")})
        for name, pattern in (("key", KEY), ("language", LANGUAGE), ("department", KEY))
        if not isinstance(source.get(name), str) or not pattern.match(str(source[name]))
    ]
    if not isinstance(source.get("title"), str) or not str(source["title"]).strip():
        problems.append(Problem("missing_text", "/title"))
    return problems + _prefix_problems(source.get("reference")) + _privacy_problems(source.get("privacy"))


def _prefix_problems(reference: object) -> list[Problem]:
    prefix = reference.get("prefix") if isinstance(reference, Mapping) else None
    if isinstance(prefix, str) and PREFIX.match(prefix):
        return []
    return [Problem("bad_name", "/reference/prefix", {"pattern": PREFIX.pattern.removesuffix(r"\Z")})]


def _privacy_problems(privacy: object) -> list[Problem]:
    if not isinstance(privacy, Mapping):
        return [Problem("not_an_object", "/privacy")]
    problems = [Problem("missing_text", f"/privacy/{name}") for name in ("purpose", "basis") if not privacy.get(name)]
    retention = privacy.get("retention")
    if not isinstance(retention, Mapping):
        return [*problems, Problem("not_an_object", "/privacy/retention")]
    return problems + [
        Problem("bad_duration", f"/privacy/retention/{outcome}", {"duration": str(duration)})
        for outcome, duration in retention.items()
        if not isinstance(duration, str) or not duration_parts(duration)
    ]
