"""Small documents for tests, written in a line a question."""

from schemas.format.reading import parse_document
from schemas.problems import pointer_to

CIRCUIT = {
    "initial": "recue",
    "states": [
        {"id": "recue", "label": "Reçue", "category": "received"},
        {"id": "close", "label": "Close", "category": "closed"},
    ],
    "transitions": [{"id": "clore", "label": "Clore", "from": ["recue"], "to": "close", "by": ["agent"]}],
}


def text(key, **options):
    return question(key, {"type": "string"}, widget="short_text", **options)


def question(key, schema, *, required=True, **options):
    """Return one question: its key, its fragment, its options, whether it must be answered."""
    return {"key": key, "schema": {"title": f"Question {key}", **schema}, "options": options, "required": required}


def yes_no(key, **options):
    return question(key, {"type": "boolean"}, widget="yes_no", **options)


def files(key, **options):
    return question(key, {"type": "array"}, widget="file", **options)


def group(key, *inner, **options):
    properties = {each["key"]: each["schema"] for each in inner}
    required = [each["key"] for each in inner if each["required"]]
    schema = {"type": "array", "items": {"type": "object", "properties": properties, "required": required}}
    detail = {"type": "VerticalLayout", "elements": [_control(each) for each in inner]}
    return question(key, schema, widget="group", detail=detail, item_label="Enfant", **options)


def nest(key, *inner, required=True, **options):
    """Return a question that is an object of others."""
    properties = {each["key"]: each["schema"] for each in inner}
    needed = [each["key"] for each in inner if each["required"]]
    schema = {"type": "object", "properties": properties, "required": needed}
    detail = {"type": "VerticalLayout", "elements": [_control(each) for each in inner]}
    return question(key, schema, required=required, widget="object", detail=detail, **options)


def _control(asked):
    return {"type": "Control", "scope": "#" + pointer_to("properties", asked["key"]), "options": asked["options"]}


def source_of(steps, *, key="essai", show=None, defs=None, **parts):
    """Return the JSON of a document whose steps go from an id to a list of questions."""
    asked = [each for listed in steps.values() for each in listed]
    categories = [
        {
            "type": "Category",
            "label": f"Étape {step}",
            "options": {"id": step},
            "elements": [_control(q) for q in listed],
        }
        for step, listed in steps.items()
    ]
    return {
        "format": 1,
        "kind": "procedure",
        "key": key,
        "language": "fr",
        "title": "Essai",
        "department": "accueil",
        "data": {
            "type": "object",
            "properties": {each["key"]: each["schema"] for each in asked},
            "required": [each["key"] for each in asked if each["required"]],
            **({"$defs": defs} if defs else {}),
        },
        "ui": {"type": "Categorization", "elements": categories},
        "rules": {"dialect": 1, "show": show or {}},
        "circuit": CIRCUIT,
        "privacy": {"purpose": "Essayer", "basis": "Essai", "retention": {"draft": "P90D"}},
        "reference": {"prefix": "ESS"},
        **parts,
    }


def document_of(steps, **parts):
    """Return the document itself."""
    document, problems = parse_document(source_of(steps, **parts))
    assert document is not None, problems
    return document
