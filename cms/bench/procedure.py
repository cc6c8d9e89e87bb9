"""Procedure of the bench: three steps, twelve questions of the usual types with a condition, and one file."""

from typing import Any

KEY = "bench"
DEPARTMENT = "bench"


def _question(
    key: str, widget: str, kind: str = "string", **options: Any
) -> tuple[str, dict[str, Any], dict[str, Any]]:
    schema = {"type": kind, "title": f"Question {key}", **options.pop("schema", {})}
    return key, schema, {"widget": widget, **options}


_CHOICES = {"oneOf": [{"const": "copie", "title": "Une copie"}, {"const": "extrait", "title": "Un extrait"}]}

STEPS = {
    "identite": (
        _question("nom", "person_name", "object", index=True),
        _question("naissance", "date"),
        _question("courriel", "email", schema={"format": "email"}),
        _question("telephone", "phone"),
    ),
    "demande": (
        _question("objet", "single_choice", schema=_CHOICES),
        _question("exemplaires", "integer", "integer", schema={"minimum": 1, "maximum": 5}),
        _question("adresse", "address", "object"),
        _question("urgence", "yes_no", "boolean"),
        _question("commentaire", "short_text", schema={"maxLength": 200}),
    ),
    "precisions": (
        _question("budget", "money"),
        _question("motif", "long_text", schema={"maxLength": 2000}),
        _question("attestation", "sworn_statement", "boolean"),
        _question("piece", "file", "array", kinds=["pdf"]),
    ),
}

_STATES = (("recue", "received"), ("instruite", "processing"), ("acceptee", "accepted"), ("close", "closed"))
_ASKED = [question for questions in STEPS.values() for question in questions]


def source() -> dict[str, Any]:
    """Return the JSON of the procedure."""
    return {
        "format": 1,
        "kind": "procedure",
        "key": KEY,
        "language": "fr",
        "title": "Procédure d’essai",
        "summary": "Elle sert à mesurer, et à rien d’autre.",
        "department": DEPARTMENT,
        "data": {
            "type": "object",
            "properties": {key: schema for key, schema, _ in _ASKED},
            "required": [key for key, _, _ in _ASKED],
        },
        "ui": {"type": "Categorization", "elements": [_category(*step) for step in STEPS.items()]},
        "rules": {"dialect": 1, "show": {"question/motif": {"==": [{"var": "urgence"}, True]}}},
        "circuit": {
            "initial": "recue",
            "states": [{"id": name, "label": name.capitalize(), "category": category} for name, category in _STATES],
            "transitions": [
                {"id": "instruire", "label": "Instruire", "from": ["recue"], "to": "instruite", "by": ["agent"]},
                {"id": "retirer", "label": "Retirer", "from": ["recue"], "to": "close", "by": ["citizen"]},
            ],
        },
        "privacy": {"purpose": "Mesurer", "basis": "Essai", "retention": {"draft": "P90D"}},
        "reference": {"prefix": "BEN"},
    }


def _category(step: str, questions: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...]) -> dict[str, Any]:
    controls = [
        {"type": "Control", "scope": f"#/properties/{key}", "options": options} for key, _, options in questions
    ]
    return {"type": "Category", "label": f"Étape {step}", "options": {"id": step}, "elements": controls}
