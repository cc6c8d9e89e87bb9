"""Every type of question there is: one line adds one."""

from collections.abc import Mapping
from types import MappingProxyType

from schemas.questions.address import Address
from schemas.questions.base import QuestionType
from schemas.questions.choices import SeveralChoices, SingleChoice
from schemas.questions.commune import Commune
from schemas.questions.computed import Computed
from schemas.questions.country import Country
from schemas.questions.date_time import DateTime
from schemas.questions.dates import Date
from schemas.questions.email import Email
from schemas.questions.file import File
from schemas.questions.group import Group
from schemas.questions.iban import Iban
from schemas.questions.information import Information
from schemas.questions.json_numbers import JsonNumber
from schemas.questions.list_entry import ListEntry
from schemas.questions.lists import List, Reference
from schemas.questions.months import Month
from schemas.questions.nir import Nir
from schemas.questions.numbers import Decimal, Integer, Money
from schemas.questions.objects import Object, Tuple
from schemas.questions.one_of import OneOf
from schemas.questions.pairs import Pairs
from schemas.questions.person_name import PersonName
from schemas.questions.phone import Phone
from schemas.questions.place import Place
from schemas.questions.plain import Constant, PlainChoice, PlainChoices
from schemas.questions.rna import Rna
from schemas.questions.shaping import shape
from schemas.questions.siret import Siret
from schemas.questions.texts import LongText, ShortText
from schemas.questions.times import Time
from schemas.questions.vehicle_plate import VehiclePlate
from schemas.questions.yes_no import SwornStatement, YesNo

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
    ListEntry(),
    Place(),
    Siret(),
    Rna(),
    Iban(),
    Nir(),
    VehiclePlate(),
    SwornStatement(),
    JsonNumber(),
    PlainChoice(),
    PlainChoices(),
    Constant(),
    Information(),
)

#: The types with questions inside know the table that they stand in.
_TYPES: dict[str, QuestionType] = {each.key: each for each in _PLAIN}

#: Calculates values that look like the answers of the other types.
COMPUTED = Computed(dict(_TYPES))

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
