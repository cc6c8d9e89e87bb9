"""The base of types with one input for the whole answer."""

from abc import abstractmethod
from datetime import date

from schemas.questions.base import Parsed, Question, QuestionType, Raw, Shown
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.raw_input import BLANK, MISSHAPEN_TEXT, as_text
from schemas.questions.text_cleaning import clean_line


class Typed(QuestionType):
    """One input holds the whole answer."""

    def parse(self, question: Question, raw: Raw, *, today: date, lookups: Lookups = NO_LOOKUPS) -> Parsed:
        text = as_text(raw)
        if text is None:
            return MISSHAPEN_TEXT
        typed = self.strip(text)
        return self.parse_text(question, typed, today=today, lookups=lookups) if typed else BLANK

    def strip(self, text: str) -> str:
        """Return clean typed text without the characters that are no part of an answer of this type."""
        return clean_line(text)

    @abstractmethod
    def parse_text(self, question: Question, text: str, *, today: date, lookups: Lookups) -> Parsed:
        """Read a clean text that is not blank."""

    def raw(self, question: Question, answer: object) -> Raw:
        return self.written(str(answer))

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        return (self.written(str(answer)),)

    def written(self, answer: str) -> str:
        """Return an answer kept as text as people write it."""
        return answer
