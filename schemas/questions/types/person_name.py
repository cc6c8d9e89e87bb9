"""Names of persons, in the parts of French civil status."""

from collections.abc import Mapping

from schemas.questions.types.parts import InputPart, Parted


class PersonName(Parted):
    """Family name of birth, name in use if it is another one, and given names."""

    key = "person_name"
    example = "Martin, Camille"
    fields = (
        InputPart("family_name", is_required=True),
        InputPart("usual_name"),
        InputPart("given_names", is_required=True),
    )

    def lines(self, answer: Mapping[str, object]) -> tuple[str, ...]:
        called = answer.get("usual_name", answer["family_name"])
        birth = (str(answer["family_name"]),) if "usual_name" in answer else ()
        return (f"{answer['given_names']} {called}", *birth)
