"""The simulation of a simulator: amounts, outcomes, legal notice, sites, and the procedure that it leads to."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from schemas.format.names_and_texts import ID, name_problems, text_problems
from schemas.problems import Problem, pointer_to, under

#: The possible verdicts of a simulation, each with its own texts.
VERDICTS = ("eligible", "not_eligible", "later", "unknown")

#: How often an amount is given or paid.
PERIODS = ("once", "hour", "day", "month", "year")

#: Question types that a stateless page cannot carry.
NOT_SIMULATED = frozenset({"file", "group", "sworn_statement"})

#: A site that may show the simulator in a frame: only a scheme, a host and a port.
ORIGIN = re.compile(r"https?://[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::[0-9]{1,5})?\Z")
MAX_ORIGINS = 50

PARTS = frozenset({"amounts", "outcomes", "conditions", "documents", "request", "embed", "notice"})


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount calculated from the answers: `value` and `when` are rules in JSON; `when` None: always shown."""

    id: str
    label: str
    value: object
    unit: str = ""
    period: str = "once"
    when: object = None
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class RequestLink:
    """The procedure that a result leads to; `prefill` goes from its questions to names of the simulator."""

    procedure: str
    prefill: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Simulation:
    """The `simulation` of a document, read. `outcomes` go from a verdict to its title and text."""

    amounts: tuple[Amount, ...] = ()
    outcomes: Mapping[str, tuple[str, str]] = field(default_factory=dict, hash=False)
    conditions: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    request: RequestLink | None = None
    embed: tuple[str, ...] = ()
    purpose: str = ""
    operations: str = ""


def read_simulation(source: object) -> tuple[Simulation | None, tuple[Problem, ...]]:
    """Read the `simulation` of a document; pointers of problems start at it."""
    if not isinstance(source, Mapping):
        return None, (Problem("not_an_object"),)
    problems = tuple(_problems(source))
    if problems:
        return None, problems
    notice = _object(source, "notice")
    return (
        Simulation(
            amounts=tuple(_amount(each) for each in source.get("amounts", [])),
            outcomes={name: _outcome(each) for name, each in _object(source, "outcomes").items()},
            conditions=tuple(str(text) for text in _object(source, "conditions").values()),
            documents=tuple(str(text) for text in _object(source, "documents").values()),
            request=_request(source.get("request")),
            embed=tuple(source.get("embed", [])),
            purpose=str(notice.get("purpose", "")),
            operations=str(notice.get("operations", "")),
        ),
        (),
    )


def _object(source: Mapping[str, object], name: str) -> Mapping[str, object]:
    found = source.get(name, {})
    return found if isinstance(found, Mapping) else {}


def _amount(source: Mapping[str, object]) -> Amount:
    origin = _object(source, "source")
    texts = {name: str(source.get(name, "")) for name in ("id", "label", "unit")}
    return Amount(
        **texts, value=source.get("value"), period=str(source.get("period", "once")), when=source.get("when"),
        title=str(origin.get("title", "")), url=str(origin.get("url", "")),
    )  # fmt: skip


def _outcome(source: object) -> tuple[str, str]:
    found = source if isinstance(source, Mapping) else {}
    return str(found.get("title", "")), str(found.get("text", ""))


def _request(source: object) -> RequestLink | None:
    if not isinstance(source, Mapping):
        return None
    prefill = {str(key): str(name) for key, name in _object(source, "prefill").items()}
    return RequestLink(str(source["procedure"]), prefill)


def _problems(source: Mapping[str, object]) -> Iterator[Problem]:
    """Yield every problem of the shape of a simulation."""
    for name in source:
        if name not in PARTS:
            yield Problem("unknown_part_of_simulation", pointer_to(name), {"name": name, "known": sorted(PARTS)})
    yield from under("/amounts", _amounts_problems(source.get("amounts", [])))
    yield from under("/outcomes", _outcomes_problems(source.get("outcomes", {})))
    for name in ("conditions", "documents"):
        yield from under(pointer_to(name), _texts_problems(source.get(name, {})))
    yield from under("/notice", _notice_problems(source.get("notice", {})))
    yield from under("/request", _request_problems(source.get("request")))
    yield from under("/embed", _embed_problems(source.get("embed", [])))


def _amounts_problems(source: object) -> Iterator[Problem]:
    if not isinstance(source, list):
        yield Problem("not_a_list")
        return
    met: set[str] = set()
    for place, each in enumerate(source):
        here = pointer_to(place)
        amount_id = each.get("id") if isinstance(each, Mapping) else None
        if not isinstance(each, Mapping) or not isinstance(amount_id, str) or not ID.match(amount_id):
            yield Problem("missing_id", here)
            continue
        if amount_id in met:
            yield Problem("repeated_id", here, {"id": amount_id})
        met.add(amount_id)
        yield from under(here, _amount_problems(each))


def _amount_problems(source: Mapping[str, object]) -> Iterator[Problem]:
    yield from text_problems(source, "label", is_required=True)
    yield from text_problems(source, "unit")
    if source.get("period", "once") not in PERIODS:
        yield Problem("unknown_period", "/period", {"known": list(PERIODS)})
    origin = source.get("source", {})
    if not isinstance(origin, Mapping):
        yield Problem("not_an_object", "/source")
        return
    for name in ("title", "url"):
        yield from under("/source", text_problems(origin, name))
    url = origin.get("url", "")
    if isinstance(url, str) and url and not url.startswith("https://"):
        yield Problem("not_a_link", "/source/url")


def _outcomes_problems(source: object) -> Iterator[Problem]:
    if not isinstance(source, Mapping):
        yield Problem("not_an_object")
        return
    for name, each in source.items():
        if name not in VERDICTS:
            yield Problem("unknown_verdict", pointer_to(name), {"known": list(VERDICTS)})
        elif not isinstance(each, Mapping):
            yield Problem("not_an_object", pointer_to(name))
        else:
            yield from under(pointer_to(name), text_problems(each, "title", is_required=True))
            yield from under(pointer_to(name), text_problems(each, "text"))
    for name in VERDICTS:
        if name not in source:
            yield Problem("missing_outcome", "", {"name": name})


def _texts_problems(source: object) -> Iterator[Problem]:
    if not isinstance(source, Mapping):
        yield Problem("not_an_object")
        return
    for name in source:
        yield from text_problems(source, name, is_required=True)


def _notice_problems(source: object) -> Iterator[Problem]:
    """Yield a problem for each missing part of the legal notice (CRPA L311-3-1 and R311-3-1-1)."""
    if not isinstance(source, Mapping):
        yield Problem("not_an_object")
        return
    for name in ("purpose", "operations"):
        yield from text_problems(source, name, is_required=True)


def _request_problems(source: object) -> Iterator[Problem]:
    if source is None:
        return
    if not isinstance(source, Mapping):
        yield Problem("not_an_object")
        return
    yield from name_problems(source.get("procedure"), "/procedure")
    prefill = source.get("prefill", {})
    if not isinstance(prefill, Mapping):
        yield Problem("not_an_object", "/prefill")
        return
    for key, name in prefill.items():
        if not isinstance(name, str):
            yield Problem("not_a_text", pointer_to("prefill", key))


def _embed_problems(source: object) -> Iterator[Problem]:
    if not isinstance(source, list) or len(source) > MAX_ORIGINS:
        yield Problem("not_origins", "", {"limit": MAX_ORIGINS})
        return
    for place, each in enumerate(source):
        if not isinstance(each, str) or not ORIGIN.match(each):
            yield Problem("not_an_origin", pointer_to(place))
