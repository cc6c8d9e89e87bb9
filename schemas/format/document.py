"""The document: a whole procedure or simulator as frozen values, read from one JSON object."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from schemas.format.circuit import Circuit
from schemas.format.simulation import Simulation
from schemas.questions.base import NOTHING, Question

#: The only format there is. A new one must come with a function that lifts the old one.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Section:
    """A group of questions under one heading; `label` is empty for questions directly in a step."""

    id: str
    label: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the form."""

    id: str
    label: str
    sections: tuple[Section, ...]
    hint: str = ""

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)


@dataclass(frozen=True, slots=True)
class Document:
    """A procedure or a simulator, read. `source` is the JSON object it was read from: never change it.

    A procedure has a circuit and no `simulation`; a simulator has a `simulation`, an empty circuit and no prefix.
    """

    source: Mapping[str, object] = field(repr=False, compare=True, hash=False)
    key: str
    language: str
    title: str
    summary: str
    department: str
    reference_prefix: str
    steps: tuple[Step, ...]
    circuit: Circuit = field(hash=False)
    simulation: Simulation | None = None

    @property
    def is_simulator(self) -> bool:
        return self.simulation is not None

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return every question, in the order they are asked, information texts included."""
        return tuple(question for step in self.steps for question in step.questions)

    @property
    def rules(self) -> Mapping[str, object]:
        return self._part("rules")

    @property
    def texts(self) -> Mapping[str, object]:
        return self._part("texts")

    @property
    def privacy(self) -> Mapping[str, object]:
        return self._part("privacy")

    @property
    def contract(self) -> Mapping[str, object] | None:
        """Return the contract: a schema that the whole answers must also be valid under, if there is one."""
        schemas = self._part("data").get("allOf")
        return {"allOf": schemas} if isinstance(schemas, list) and schemas else None

    @property
    def definitions(self) -> Mapping[str, object]:
        """Return the definitions that questions may refer to, by name."""
        found = self._part("data").get("$defs", NOTHING)
        return found if isinstance(found, Mapping) else NOTHING

    @property
    def languages(self) -> tuple[str, ...]:
        """Return its own language, then those it is translated into."""
        return self.language, *self._part("translations")

    def step(self, step_id: str) -> Step | None:
        return next((step for step in self.steps if step.id == step_id), None)

    def _part(self, name: str) -> Mapping[str, object]:
        part = self.source.get(name, NOTHING)
        return part if isinstance(part, Mapping) else NOTHING


def asked(questions: tuple[Question, ...]) -> Iterator[Question]:
    """Yield those of `questions` that have an answer (information texts have none)."""
    return (question for question in questions if question.type != "information")
