"""The table of question types: one line adds one."""

from collections.abc import Mapping
from types import MappingProxyType

from schemas.questions.base import QuestionType
from schemas.questions.from_schema import shape
from schemas.questions.types.address import Address
from schemas.questions.types.choices import SeveralChoices, SingleChoice
from schemas.questions.types.commune import Commune
from schemas.questions.types.computed import ComputedType
from schemas.questions.types.country import Country
from schemas.questions.types.date_time import DateTime
from schemas.questions.types.dates import Date
from schemas.questions.types.email import Email
from schemas.questions.types.file import File
from schemas.questions.types.identifiers import IDENTIFIERS
from schemas.questions.types.information import Information
from schemas.questions.types.json_numbers import JsonNumber
from schemas.questions.types.list_entry import ListEntryType
from schemas.questions.types.months import Month
from schemas.questions.types.nested.group import Group
from schemas.questions.types.nested.lists import List, Reference
from schemas.questions.types.nested.objects import Object, Tuple
from schemas.questions.types.nested.one_of import OneOf
from schemas.questions.types.nested.pairs import Pairs
from schemas.questions.types.numbers import Decimal, Integer, Money
from schemas.questions.types.person_name import PersonName
from schemas.questions.types.phone import Phone
from schemas.questions.types.place import Place
from schemas.questions.types.plain import Constant, PlainChoice, PlainChoices
from schemas.questions.types.texts import LongText, ShortText
from schemas.questions.types.times import Time
from schemas.questions.types.yes_no import SwornStatement, YesNo

_PLAIN: tuple[QuestionType, ...] = (
    ShortText(),
    LongText(),
    Integer(),
    Decimal(),
    Money(),
    Email(),
    Phone(),
    Date(),
    Month(),
    Time(),
    DateTime(),
    YesNo(),
    SingleChoice(),
    SeveralChoices(),
    File(),
    PersonName(),
    Address(),
    Commune(),
    Country(),
    ListEntryType(),
    Place(),
    *IDENTIFIERS,
    SwornStatement(),
    JsonNumber(),
    PlainChoice(),
    PlainChoices(),
    Constant(),
    Information(),
)

#: The types with questions inside hold the table that they are in.
_TYPES: dict[str, QuestionType] = {each.key: each for each in _PLAIN}

#: The type of computed values, which look like the answers of the other types.
COMPUTED = ComputedType(dict(_TYPES))

_TYPES |= {
    each.key: each
    for each in (
        COMPUTED,
        Group(_TYPES, shape),
        List(_TYPES, shape),
        Pairs(_TYPES, shape),
        Reference(_TYPES, shape),
        Object(_TYPES),
        Tuple(_TYPES),
        OneOf(_TYPES),
    )
}

QUESTION_TYPES: Mapping[str, QuestionType] = MappingProxyType(_TYPES)
