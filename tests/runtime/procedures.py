"""Two small procedures to file and process, and answers to them."""

from datetime import UTC, datetime

#: A procedure of one step: who asks, how to write to them, why, and a document.
BADGE = {
    "format": 1,
    "kind": "procedure",
    "key": "badge",
    "language": "fr",
    "title": "Demander un badge",
    "summary": "Pour entrer au dépôt.",
    "department": "accueil",
    "reference": {"prefix": "BAD"},
    "data": {
        "type": "object",
        "properties": {
            "nom": {"type": "string", "title": "Votre nom"},
            "courriel": {"type": "string", "format": "email", "title": "Votre adresse électronique"},
            "motif": {"type": "string", "title": "Pourquoi un badge"},
            "photo": {"type": "array", "title": "Votre photo"},
        },
        "required": ["nom"],
    },
    "ui": {
        "type": "Categorization",
        "elements": [
            {
                "type": "Category",
                "label": "Vous",
                "options": {"id": "vous"},
                "elements": [
                    {"type": "Control", "scope": "#/properties/nom", "options": {"widget": "short_text"}},
                    {"type": "Control", "scope": "#/properties/courriel", "options": {"widget": "email"}},
                    {"type": "Control", "scope": "#/properties/motif", "options": {"widget": "long_text"}},
                    {"type": "Control", "scope": "#/properties/photo", "options": {"widget": "file"}},
                ],
            }
        ],
    },
    "rules": {"dialect": 1},
    "circuit": {
        "initial": "recue",
        "states": [
            {"id": "recue", "label": "Reçue", "category": "received", "text": "Le service va lire votre demande."},
            {"id": "instruite", "label": "En cours d’examen", "category": "processing"},
            {"id": "acceptee", "label": "Acceptée", "category": "accepted"},
            {"id": "retiree", "label": "Retirée", "category": "closed", "text": "Vous avez retiré votre demande."},
        ],
        "transitions": [
            {"id": "instruire", "label": "Instruire", "from": ["recue"], "to": "instruite", "by": ["agent", "system"]},
            {
                "id": "accepter",
                "label": "Accepter",
                "from": ["instruite"],
                "to": "acceptee",
                "by": ["agent", "system"],
                "reason": "optional",
            },
            {
                "id": "retirer",
                "label": "Retirer ma demande",
                "from": ["recue", "instruite"],
                "to": "retiree",
                "by": ["citizen"],
                "reason": "required",
            },
        ],
    },
    "texts": {"sent": "Nous vous répondons sous dix jours."},
    "privacy": {"purpose": "Donner des badges", "basis": "Mission d’intérêt public", "retention": {"draft": "P90D"}},
    "translations": {"en": {"title": {"text": "Ask for a badge", "of": ""}}},
}


def _control(key, **options):
    return {"type": "Control", "scope": f"#/properties/{key}", "options": options}


def _state(name, label, category):
    return {"id": name, "label": label, "category": category, "text": f"{label}."}


def _transition(name, label, *, source, target, **more):
    return {"id": name, "label": label, "from": [source], "to": target, **more}


#: A procedure with a condition, a group, an index and every kind of transition.
ACTE = {
    "format": 1,
    "kind": "procedure",
    "key": "acte",
    "language": "fr",
    "title": "Demander un acte",
    "summary": "Une copie de votre acte.",
    "department": "etat-civil",
    "data": {
        "type": "object",
        "properties": {
            "nom": {"type": "string", "title": "Nom", "maxLength": 100},
            "courriel": {"type": "string", "format": "email", "title": "Courriel"},
            "telephone": {"type": "string", "title": "Téléphone"},
            "naissance": {"type": "string", "format": "date", "title": "Date de naissance"},
            "copie": {"type": "boolean", "title": "Voulez-vous une copie ?"},
            "nombre": {"type": "integer", "title": "Combien de copies ?"},
            "enfants": {
                "type": "array",
                "title": "Enfants",
                "items": {
                    "type": "object",
                    "properties": {
                        "prenom": {"type": "string", "title": "Prénom", "maxLength": 50},
                        "age": {"type": "integer", "title": "Âge"},
                    },
                    "required": ["prenom"],
                },
            },
            "pieces": {"type": "array", "title": "Pièces"},
            "remarque": {"type": "string", "title": "Remarque", "maxLength": 2000},
        },
        "required": ["nom"],
    },
    "ui": {
        "type": "Categorization",
        "elements": [
            {
                "type": "Category",
                "label": "Vous",
                "options": {"id": "vous"},
                "elements": [
                    {"type": "Label", "text": "Répondez à tout.", "options": {"id": "aide"}},
                    _control("nom", widget="short_text", index=True),
                    _control("courriel", widget="email"),
                    _control("telephone", widget="phone"),
                    _control("naissance", widget="date", index=True),
                ],
            },
            {
                "type": "Category",
                "label": "Votre demande",
                "options": {"id": "demande"},
                "elements": [
                    {
                        "type": "Group",
                        "label": "Copies",
                        "options": {"id": "copies"},
                        "elements": [_control("copie", widget="yes_no"), _control("nombre", widget="integer")],
                    },
                    _control(
                        "enfants",
                        widget="group",
                        item_label="Enfant",
                        detail={
                            "elements": [
                                _control("prenom", widget="short_text", index=True),
                                _control("age", widget="integer"),
                            ]
                        },
                    ),
                    _control("pieces", widget="file"),
                    _control("remarque", widget="long_text"),
                ],
            },
        ],
    },
    "rules": {
        "dialect": 1,
        "show": {"question/nombre": {"==": [{"var": "copie"}, True]}},
    },
    "circuit": {
        "initial": "recue",
        "states": [
            _state("recue", "Reçue", "received"),
            _state("traitement", "En traitement", "processing"),
            _state("acceptee", "Acceptée", "accepted"),
            _state("refusee", "Refusée", "refused"),
            _state("retiree", "Retirée", "closed"),
        ],
        "transitions": [
            _transition("prendre", "Prendre en charge", source="recue", target="traitement"),
            _transition("accepter", "Accepter", source="traitement", target="acceptee"),
            _transition("refuser", "Refuser", source="traitement", target="refusee", reason="required"),
            _transition("noter", "Noter", source="traitement", target="traitement", reason="optional"),
            _transition(
                "copier", "Copier", source="recue", target="traitement", guard={"==": [{"var": "copie"}, True]}
            ),
            _transition("annuler", "Annuler", source="acceptee", target="recue", by=["manager"]),
            _transition("retirer", "Retirer", source="recue", target="retiree", by=["citizen"]),
        ],
    },
    "privacy": {"purpose": "Délivrer un acte.", "basis": "Mission d'intérêt public", "retention": {"accepted": "P1Y"}},
    "reference": {"prefix": "ACT"},
    "translations": {
        "en": {
            "title": {"text": "Ask for a certificate"},
            "question/nom/title": {"text": "Name"},
            "state/traitement/label": {"text": "Being processed"},
        }
    },
}

ANSWERS = {
    "nom": "Éloïse Lenoir",
    "courriel": "eloise@example.fr",
    "telephone": "+33612345678",
    "naissance": "1990-03-01",
    "copie": True,
    "nombre": 12000,
    "enfants": [{"prenom": "Léa", "age": 7}, {"prenom": "Tom"}],
}

RECEIVED_AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)

#: What a request of each holds when a test says nothing of it, by the prefix of its reference.
USUAL_ANSWERS = {"BAD": {"nom": "Zoé Kervadec"}, "ACT": ANSWERS}
