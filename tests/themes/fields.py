"""Questions as the templates get them, one of each type, and the same ones in error."""

YES_NO = [("yes", "Oui"), ("no", "Non")]
ACTS = [("full", "Copie intégrale"), ("with", "Extrait avec filiation"), ("without", "Extrait sans filiation")]
DATE_PARTS = [("day", "Jour", 2), ("month", "Mois", 9), ("year", "Année", 4)]
ADDRESS_PARTS = [
    ("number_and_street", "Numéro et voie", None),
    ("complement", "Complément d’adresse", None),
    ("postcode", "Code postal", 5),
    ("city", "Commune", None),
]
NAME_PARTS = [("birth_name", "Nom de naissance", None), ("first_names", "Prénoms", None)]

LABELS = {
    "short_text": "Objet de votre demande",
    "long_text": "Décrivez le problème",
    "integer": "Nombre d’exemplaires",
    "decimal": "Surface à planter, en mètres carrés",
    "money": "Montant demandé",
    "email": "Adresse électronique",
    "phone": "Téléphone",
    "date": "Date de naissance",
    "month": "Premier mois de location",
    "time": "Heure de début",
    "date_time": "Quand l’avez-vous vu ?",
    "yes_no": "Le problème est-il dangereux ?",
    "single_choice": "Quel document voulez-vous ?",
    "several_choices": "Quelles plantes souhaitez-vous ?",
    "file": "Pièce d’identité",
    "person_name": "La personne concernée",
    "address": "Votre adresse",
    "commune": "Commune de naissance",
    "country": "Pays de naissance",
    "list_entry": "École de votre enfant",
    "place": "Où est le problème ?",
    "siret": "Numéro SIRET",
    "rna": "Numéro RNA de l’association",
    "iban": "IBAN",
    "nir": "Numéro de sécurité sociale",
    "vehicle_plate": "Immatriculation du véhicule",
    "sworn_statement": "Je suis la personne concernée ou son représentant légal.",
    "computed": "Aide estimée",
    "number": "Hauteur, en mètres",
    "plain_choice": "Étage",
    "plain_choices": "Étages",
    "constant": "Version du formulaire",
    "object": "Votre logement",
    "tuple": "Coordonnées",
    "list": "Autres prénoms",
    "pairs": "Informations libres",
    "reference": "Sous-partie",
    "one_of": "Vous êtes",
    "information": "Bon à savoir",
    "group": "Les enfants concernés",
}
EXAMPLES = {"date": "27 3 1990", "siret": "732 829 320 00074", "email": "prenom.nom@exemple.fr", "commune": "Nantes"}
PLACE_PARTS = [("text", "Adresse ou description du lieu", None)]
PARTS = {
    "date": DATE_PARTS, "month": DATE_PARTS[1:], "date_time": [*DATE_PARTS, ("time", "Heure", 5)],
    "address": ADDRESS_PARTS, "person_name": NAME_PARTS, "place": PLACE_PARTS,
}  # fmt: skip
CHOICES = {
    "yes_no": YES_NO,
    "single_choice": ACTS,
    "plain_choice": [("1", "Premier"), ("2", "Deuxième")],
    "plain_choices": [("1", "Premier"), ("2", "Deuxième")],
    "several_choices": [("lavender", "Lavande"), ("rose", "Rosier grimpant")],
    "sworn_statement": [("yes", "Je suis la personne concernée ou son représentant légal.")],
}


SUGGESTED = ("commune", "country", "list_entry")


def field(kind, *, name="", errors=(), **changes):
    """Return a question of type `kind` as a template gets it; `changes` replace any of its values."""
    name = name or kind
    html_id = f"q-{name.replace('.', '-').replace('_', '-')}"
    made = {
        "id": html_id,
        "name": name,
        "type": kind,
        "label": LABELS[kind],
        "hint": "",
        "hint_id": f"{html_id}-hint",
        "error_id": f"{html_id}-error",
        "example": EXAMPLES.get(kind, ""),
        "required": True,
        "errors": list(errors),
        "is_alone": False,
        "value": "",
        "choices": [
            {"value": value, "title": title, "id": f"{html_id}-{place}", "checked": False}
            for place, (value, title) in enumerate(CHOICES.get(kind, ()), start=1)
        ],
        "parts": [part(html_id, name, given, errors=errors) for given in PARTS.get(kind, ())],
        "items": [],
        "fields": [],
        "branches": [],
        "files": [],
        "options": [],
        "is_suggested": kind in SUGGESTED,
        "suggest_url": "/listes/communes/" if kind in SUGGESTED else "",
        "datalist": [],
        "rows": [] if kind == "constant" else 5,
        "upload_name": "_upload",
        "add_name": "_add",
    }
    made |= changes
    hint = made["hint_id"] if made["hint"] or made["example"] or made.get("limit_text") else ""
    made["described_by"] = " ".join(filter(None, (hint, made["error_id"] if errors else "")))
    return made


def part(html_id, name, given, *, errors=()):
    """Return one input of a question that has several."""
    key, label, size = given
    return {
        "key": key,
        "id": f"{html_id}-{key}",
        "name": f"{name}.{key}",
        "label": label,
        "hint": "",
        "value": "",
        "autocomplete": {"day": "bday-day", "month": "bday-month", "year": "bday-year"}.get(key, ""),
        "inputmode": "numeric" if size and key != "month" else "",
        "size": size,
        "required": key != "complement",
        "invalid": bool(errors),
    }


def file_field(**changes):
    """Return a file question that already holds two documents, one with a very long name."""
    files = [
        {"id": "a1", "name": "carte-identite.jpg", "size": "1,2 Mo"},
        {"id": "b2", "name": "numerisation_" + "livret_de_famille_" * 6 + ".pdf", "size": "3,4 Mo"},
    ]
    for each in files:
        each |= {"remove_name": "_remove_file", "remove_value": f"file.{each['id']}"}
    limits = "Une photo ou un PDF, 10 Mo au plus, trois documents au plus."
    return field(
        "file", **{"files": files, "is_multiple": True, "limit_text": limits, "accept": ".jpg,.png,.pdf"} | changes
    )


def group_field(**changes):
    """Return a repeated group of two items."""
    items = [
        {
            "id": item_id,
            "number": number,
            "label": f"Enfant {number}",
            "ids_name": "group._ids",
            "remove_name": "_remove",
            "remove_value": f"group.{item_id}",
            "fields": [field(kind, name=f"group.{item_id}.{kind}") for kind in ("person_name", "date", "yes_no")],
        }
        for number, item_id in enumerate(("k3", "m9"), start=1)
    ]
    return field(
        "group", **{"items": items, "item_label": "Enfant", "add_label": "Enfant 3", "can_add": True} | changes
    )


def one_of_each(*, errors=()):
    """Return a question of each type, all with the same errors."""
    special = {"file": file_field, "group": group_field}
    asked = [kind for kind in LABELS if kind not in {"information", "computed"}]
    fields = [special[kind](errors=errors) if kind in special else field(kind, errors=errors) for kind in asked]
    computed = [field("computed", shown="400,00 €"), field("computed", name="later", shown="")]
    return [*fields, *computed, field("information", hint="L’acte est gratuit.\n\nIl arrive par la poste.")]


def typed_choice(**changes):
    """Return a single choice that is typed, among forty, with the two that a first try may have meant."""
    options = [{"value": title, "label": title} for title in ("École du Lac", "École du Lac-Vert")]
    titles = [f"École n° {number}" for number in range(1, 41)]
    more = {"name": "school", "label": "École de secteur", "choices": [], "datalist": titles, "is_suggested": True}
    return field("single_choice", **{**more, "options": options, **changes})


def many_choices(**changes):
    """Return a single choice among two hundred."""
    choices = [
        {"value": f"s{n}", "title": f"École n° {n}", "id": f"q-single-choice-{n}", "checked": n == 7}
        for n in range(1, 201)
    ]
    return field("single_choice", label="École souhaitée", choices=choices, **changes)
