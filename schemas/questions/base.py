"""A question, and the interface of a question type: parsing, validation, display, schema, rule values."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

from schemas.json_schema.validator import violations
from schemas.problems import Problem
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.text_cleaning import clean_line
from schemas.questions.text_limits import places_cut

#: What a person typed or ticked, before parsing: one text; or a text for each part of a question that has parts
#: (`{"day": "3", "month": "2", "year": "1990"}`); or the values ticked; or, for a repeated group, one mapping per item,
#: from the key of a question to what was typed for it, with the item's hidden id under `_id`.
Raw = str | Mapping[str, object] | Sequence[str] | Sequence[Mapping[str, object]]


class YearMonth(NamedTuple):
    """A month of a year, to be shown."""

    year: int
    month: int


#: An answer as people read it: texts as they are, and values that each language writes in its own way (a `date`
#: may be a `datetime`, without time zone).
Shown = str | date | time | YearMonth | bool | Decimal | int

#: The hidden id of an item of a list in a draft; final answers do not have it.
ITEM_ID: Final = "_id"
#: In the raw input of a choice between branches, the key of the chosen one.
BRANCH: Final = "_branch"

NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked, read from the `data` and the `ui` of a document; built once, never changed.

    `key` is its property name (for an information text: the id of its Label); `type` names a line of
    `schemas.questions.registry`; `schema` is its fragment of `data`; `options` are those of its Control, `widget`
    included; `items` are the questions inside it, in order (`QuestionType.inner` gives them whatever the type);
    where it `is_nullable`, a blank is sent as null, so that it is never required; `defs` are the `$defs`
    of the document, for a question that refers to one.
    """

    key: str
    type: str
    schema: Mapping[str, object]
    options: Mapping[str, object] = field(default_factory=lambda: NOTHING, hash=False)
    required: bool = False
    items: tuple["Question", ...] = ()
    is_nullable: bool = False
    defs: Mapping[str, object] = field(default_factory=lambda: NOTHING, hash=False, compare=False, repr=False)

    @property
    def label(self) -> str:
        return str(self.schema.get("title", self.key))

    @property
    def hint(self) -> str:
        """Return the hint: that of the layout, else the description of the fragment."""
        return str(self.options.get("hint") or self.schema.get("description", ""))

    @property
    def example(self) -> str:
        return str(self.options.get("example", ""))

    @property
    def autocomplete(self) -> str:
        return str(self.options.get("autocomplete", ""))

    @property
    def is_read_only(self) -> bool:
        """Return whether people see its answer without giving it."""
        return self.schema.get("readOnly") is True

    @property
    def is_deprecated(self) -> bool:
        """Return whether it is asked only where it was answered before."""
        return self.schema.get("deprecated") is True

    @property
    def default(self) -> object:
        """Return the initial answer on its page; None for a blank."""
        return self.schema.get("default")

    @property
    def is_indexed(self) -> bool:
        """Return whether the desk may search its answers (they are then kept in clear in an index)."""
        return self.options.get("index") is True

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Return the (value, title) pairs of a choice, in order; empty for other types."""
        source = self.schema.get("items", self.schema)
        found = source.get("oneOf", ()) if isinstance(source, Mapping) and self.type != "list" else ()
        listed = [each for each in found if isinstance(each, Mapping) and "const" in each] if found else []
        values = typed_values([choice["const"] for choice in listed])
        return tuple((value, str(choice.get("title", value))) for value, choice in zip(values, listed, strict=True))


def typed_values(consts: Sequence[object]) -> tuple[str, ...]:
    """Return the input value for each value of a choice: the text itself, other values in JSON; their places when
    two would be the same, or one would not be read back as it is.

    >>> typed_values(["a", 3, True]), typed_values(["3", 3]), typed_values(["a ", "b"])
    (('a', '3', 'true'), ('0', '1'), ('0', '1'))
    """
    texts = [const if isinstance(const, str) else json.dumps(const, ensure_ascii=False) for const in consts]
    is_plain = len(set(texts)) == len(texts) and all(text and clean_line(text) == text for text in texts)
    return tuple(texts) if is_plain else tuple(str(place) for place in range(len(texts)))


@dataclass(frozen=True, slots=True)
class Parsed:
    """The result of parsing raw input: an answer (None when blank), or its problems.

    Pointers of `problems` start at the question: `""`, or `/month` for one part.
    """

    answer: object = None
    problems: tuple[Problem, ...] = ()


class QuestionType(ABC):
    """One type of question. Every hook is pure; what varies comes in as an argument.

    The order is always the same: `parse` the raw input, `validate` the answer, then use it.
    `parse` is tolerant (spaces, dots, case, French dates) and gives the one form in which an answer is kept;
    `validate` checks a final answer, wherever it comes from, and refuses exactly what `json_schema` refuses, plus what
    `server_constraints` lists because JSON Schema cannot express it.
    """

    #: Its name in `options.widget`, in templates and in messages.
    key: str = ""
    #: The names of its inputs, in order, when a person fills several for one answer.
    parts: tuple[str, ...] = ()
    #: Whether one answer holds several ticked values.
    is_multiple: bool = False
    #: Whether it may be asked only where a law allows it (NIR): masked wherever it is shown, never indexed.
    is_sensitive: bool = False
    #: Whether rules read an answer as it is kept, so that JSON Schema can express a rule on it.
    is_read_as_kept: bool = True
    #: Whether it asks nothing (information text).
    is_silent: bool = False
    #: The structure of the questions inside it: "" when there are none, "parts" each once (an object), "items" once per
    #: item that a person adds and removes (a list), "branches" one of several, chosen first.
    structure: str = ""
    #: Whether its label is that of a group (fieldset and legend) rather than of one input.
    is_group: bool = False
    #: A value that passes, shown in messages when the author gives no example.
    example: str = ""

    def blank_raw(self) -> Raw:
        """Return the raw input before anything is typed."""
        return dict.fromkeys(self.parts, "") if self.parts else ([] if self.is_multiple else "")

    def inner(self, question: Question) -> tuple[Question, ...]:
        """Return the questions inside this one: of the object, of one item of the list, or one per branch."""
        return question.items

    def limits(self, question: Question) -> tuple[int, int]:
        """Return the least and the most items that a person gives when the structure is "items"."""
        return 0, 0

    def cells(self, question: Question, answer: object) -> list[dict[str, object]]:
        """Return the inside of an answer, of a draft or final, as mappings from the keys of inner questions.

        One for an object or a branch, one per item of a list, with its hidden id in a draft under `_id`.
        """
        held = answer if self.structure == "items" and isinstance(answer, list) else [answer] if self.structure else []
        return [dict(cell) for cell in held if isinstance(cell, Mapping)]

    def visible_parts(self, question: Question) -> tuple[str, ...]:
        """Return those of `parts` that a person fills for this question, in order."""
        return self.parts

    def required_parts(self, question: Question) -> frozenset[str]:
        """Return those of `parts` that an answer cannot do without."""
        return frozenset(self.parts)

    def is_blank(self, answer: object) -> bool:
        """Return whether `answer` is blank."""
        return answer is None or (not answer and isinstance(answer, str | list | Mapping))

    def check(self, question: Question) -> tuple[Problem, ...]:
        """Return the mistakes of the author in this question; pointers start at its fragment of `data`."""
        return ()

    @abstractmethod
    def parse(self, question: Question, raw: Raw, *, today: date, lookups: Lookups = NO_LOOKUPS) -> Parsed:
        """Read the raw input. A blank gives `Parsed(None)`: the journey decides whether it is required."""

    @abstractmethod
    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        """Return every problem of a final, non-blank answer of any JSON shape."""

    def judge(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        """Return every problem of a final, non-blank answer: those of the type, else those of its `allOf`."""
        found = self.validate(question, answer, today=today, lookups=lookups)
        more = question.schema.get("allOf")
        return found if found or more is None else violations({"allOf": more}, answer)

    def given(self, question: Question) -> object:
        """Return the answer of a required question when nothing was typed; None for none."""
        return None

    def final(self, question: Question, answer: object) -> object:
        """Return an answer as it is sent: without the hidden ids of items, which a draft keeps."""
        return answer

    def read(self, question: Question, raw: Raw, *, today: date, lookups: Lookups = NO_LOOKUPS) -> Parsed:
        """Parse, then validate. With problems, the answer holds only its valid parts, or is None.

        A text over the limits of `text_limits` is refused before anything reads it (bar W1).
        """
        if next(places_cut(raw), None) is not None:
            return Parsed(None, (Problem("text_too_long"),))
        parsed = self.parse(question, raw, today=today, lookups=lookups)
        if parsed.problems or self.is_blank(parsed.answer):
            return parsed
        problems = self.judge(question, parsed.answer, today=today, lookups=lookups)
        return Parsed(None if problems else parsed.answer, problems)

    @abstractmethod
    def raw(self, question: Question, answer: object) -> Raw:
        """Return the raw input that shows an answer: `parse(raw(answer))` gives `answer` again."""

    @abstractmethod
    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        """Return the answer as lines to read."""

    @abstractmethod
    def json_schema(self, question: Question) -> dict[str, object]:
        """Return the JSON Schema 2020-12 of a final answer: the author's fragment with what the type adds."""

    def server_constraints(self, question: Question) -> tuple[Mapping[str, object], ...]:
        """Return the constraints that JSON Schema cannot express, each as `{"constraint": code, …its parameters}`.

        `code` is that of the problem it gives; `at`, when there is one, points from the question's schema to the part.
        """
        return ()

    def work(self, question: Question) -> int:
        """Return what validating the longest answer costs besides reading it: instructions of patterns tried."""
        return 0

    def rule_types(self, question: Question) -> Mapping[str, str]:
        """Return the names that rules may read, after the question's key, with their types.

        `{"": "str"}` for a plain one, `{".citycode": "str", …}` for the parts of an object.
        """
        return {"": "str"}

    def rule_answers(self, question: Question, answer: object) -> Mapping[str, object]:
        """Return, for the names of `rule_types`, the JSON values that rules read (blank ones left out)."""
        return {} if self.is_blank(answer) else {"": answer}
