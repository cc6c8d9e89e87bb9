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
from schemas.questions.list_entry import ListEntry
from schemas.questions.months import Month
from schemas.questions.nir import Nir
from schemas.questions.numbers import Decimal, Integer, Money
from schemas.questions.person_name import PersonName
from schemas.questions.phone import Phone
from schemas.questions.place import Place
from schemas.questions.rna import Rna
from schemas.questions.siret import Siret
from schemas.questions.texts import LongText, ShortText
from schemas.questions.times import Time
from schemas.questions.vehicle_plate import VehiclePlate
from schemas.questions.yes_no import SwornStatement, YesNo

_INSIDE: tuple[QuestionType, ...] = (
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
    Information(),
)

#: What may stand in an item of a repeated group: everything but another group.
TYPES_INSIDE: Mapping[str, QuestionType] = MappingProxyType({each.key: each for each in _INSIDE})

#: Calculates values that look like the answers of the other types.
COMPUTED = Computed(TYPES_INSIDE)

QUESTION_TYPES: Mapping[str, QuestionType] = MappingProxyType(
    {**TYPES_INSIDE, "computed": COMPUTED, "group": Group(TYPES_INSIDE)}
)

_BY_FORMAT = {"email": "email", "date": "date", "time": "time", "date-time": "date_time"}


def type_of_schema(schema: Mapping[str, object]) -> str:
    """Return the type of a question whose author names no widget, from its fragment; "" when it says too little."""
    kind = schema.get("type")
    if kind == "string":
        default = "single_choice" if "oneOf" in schema else "short_text"
        return _BY_FORMAT.get(str(schema.get("format")), default)
    if kind == "boolean":
        return "sworn_statement" if schema.get("const") is True else "yes_no"
    if kind == "array":
        return _type_of_array(schema.get("items"))
    return "integer" if kind == "integer" else ""


def _type_of_array(items: object) -> str:
    if not isinstance(items, Mapping):
        return ""
    if "oneOf" in items:
        return "several_choices"
    return "group" if "properties" in items else ""
