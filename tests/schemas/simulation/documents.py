"""A small simulator for tests: a grant for adults of the town, of an amount that hangs on the price."""

from schemas.compilation.compiled import compile_document
from schemas.format.reading import parse_document
from tests.runtime.documents import question, source_of, text, yes_no

BIRTH = question("naissance", {"type": "string", "format": "date"}, widget="date")
PRICE = question("prix", {"type": "string"}, widget="money")
INCOME = question("revenu", {"type": "string"}, widget="money")
REASON = text("motif")
STEPS = {"lieu": [yes_no("resident")], "vous": [BIRTH, INCOME], "achat": [PRICE, REASON]}

SOURCE = {"title": "Délibération du 12 mars 2026", "url": "https://ville.example/deliberation"}
CRITERIA = [
    {"id": "resident", "expr": {"==": [{"var": "resident"}, True]}, "source": SOURCE},
    {"id": "age", "expr": {">=": [{"years": [{"var": "naissance"}, {"var": "@today"}]}, 18]}, "source": SOURCE},
    {"id": "revenu", "expr": {"<=": [{"var": "revenu"}, {"param": "plafond"}]}, "source": SOURCE},
]
RULES = {
    "dialect": 1,
    "params": {
        "plafond": {
            "type": "num",
            "title": "Plafond de revenu",
            "values": [
                {"from": "2025-01-01", "to": "2025-12-31", "num": 20000, "ref": "Délibération de 2024"},
                {"from": "2026-01-01", "num": 25000, "ref": "Délibération de 2025"},
            ],
        }
    },
    "computed": {"aide": {"min": [{"*": [{"var": "prix"}, {"num": "0.5"}]}, 400]}},
    "criteria": CRITERIA,
    "messages": {
        "criteria/resident": {
            "fail": "Il faut habiter la ville.",
            "label": "Habiter la ville",
            "advice": "Demandez ailleurs.",
        },
        "criteria/age": {"fail": "Il faut avoir 18 ans."},
        "criteria/revenu": {"fail": "Le revenu dépasse le plafond."},
        "computed/aide": {"label": "Aide calculée"},
    },
}  # fmt: skip
SIMULATION = {
    "amounts": [
        {"id": "aide", "label": "Aide", "value": {"var": "aide"}, "unit": "€", "period": "once", "source": SOURCE}
    ],
    "outcomes": {
        name: {"title": f"Résultat {name}", "text": "Voici la suite."}
        for name in ("eligible", "not_eligible", "later", "unknown")
    },
    "conditions": {"usage": "Le vélo sert aux trajets de tous les jours."},
    "documents": {"facture": "La facture"},
    "embed": ["https://autre.example"],
    "notice": {"purpose": "Savoir si une aide est possible.", "operations": "La moitié du prix, jusqu’à 400 €."},
}  # fmt: skip


def simulator_source(*, steps=None, rules=None, simulation=None, **parts):
    """Return the JSON of the simulator above, some of it changed."""
    source = source_of(steps or STEPS, key="aide", rules={**RULES, **(rules or {})})
    for name in ("circuit", "privacy", "reference"):
        del source[name]
    return {**source, "kind": "simulator", "simulation": {**SIMULATION, **(simulation or {})}, **parts}


def simulator(**changes):
    """Return it compiled."""
    document, problems = parse_document(simulator_source(**changes))
    assert document is not None, problems
    compiled, problems = compile_document(document)
    assert compiled is not None, problems
    return compiled
