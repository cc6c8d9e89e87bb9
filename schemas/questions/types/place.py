"""A place in words, with or without coordinates."""

from collections.abc import Iterator, Mapping
from typing import Final

from schemas.problems import Problem, pointer_to
from schemas.questions.base import Question
from schemas.questions.schema_parts import Schema
from schemas.questions.types.amounts import read_number
from schemas.questions.types.parts import InputPart, Parted

# WGS 84 degrees, as strings like every decimal. A point on the ground needs six decimals: the others are cut.
_DECIMALS: Final = 6
LATITUDE: Final = r"-?(?:[1-8]?[0-9](?:\.[0-9]{1,6})?|90(?:\.0{1,6})?)"
LONGITUDE: Final = r"-?(?:(?:1[0-7][0-9]|[1-9]?[0-9])(?:\.[0-9]{1,6})?|180(?:\.0{1,6})?)"


def degrees(text: str) -> str:
    """Return degrees as they are kept; any other text is left as it is, for the pattern to refuse."""
    number = read_number(text)
    return number.text(number.decimals[:_DECIMALS]) if number else text


class Place(Parted):
    """`text` names the place; `lat` and `lon` come together, from a map or a device."""

    key = "place"
    example = "Devant le 12 rue des Lilas"
    fields = (
        InputPart("text", is_required=True, most=300),
        InputPart("lat", pattern=LATITUDE, code="not_coordinates", strip=degrees, is_filled_for=True),
        InputPart("lon", pattern=LONGITUDE, code="not_coordinates", strip=degrees, is_filled_for=True),
    )

    def missing(self, answer: Mapping[str, object]) -> Iterator[Problem]:
        yield from super().missing(answer)
        for name, other in (("lat", "lon"), ("lon", "lat")):
            if other in answer and name not in answer:
                yield Problem("incomplete", pointer_to(name), {"part": name})

    def lines(self, answer: Mapping[str, object]) -> tuple[str, ...]:
        point = (f"{answer['lat']}, {answer['lon']}",) if "lat" in answer else ()
        return (str(answer["text"]), *point)

    def json_schema(self, question: Question) -> Schema:
        return {**super().json_schema(question), "dependentRequired": {"lat": ["lon"], "lon": ["lat"]}}

    def rule_types(self, question: Question) -> Mapping[str, str]:
        return {".text": "str", ".lat": "num", ".lon": "num"}
