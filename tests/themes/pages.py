"""Every page of the theme with a context to render it: the cases that tests and previews share."""

from datetime import UTC, datetime

from django.utils.safestring import mark_safe

from tests.themes.fields import field, file_field, group_field, many_choices, one_of_each, typed_choice

AT = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
LONG_WORD = "Anticonstitutionnellement" * 3

SITE = {
    "site_name": "Ville de Saint-Aubin-sur-Loire",
    "alternate_url": "/en/",
    "alternate_code": "en",
    "alternate_name": "English",
    "tracking_lookup_url": "/suivi/",
}
PROCEDURE = {
    "key": "acte-naissance",
    "title": "Demander un acte de naissance",
    "summary": "Recevez par la poste une copie ou un extrait d’acte, gratuitement.",
}
DEPARTMENT = {
    "name": "Service de l’état civil",
    "email": "etat-civil@saint-aubin.example",
    "phone": "02 40 00 00 00",
    "address": "1, place de l’Hôtel-de-Ville\n44000 Saint-Aubin",
    "hours": "Du lundi au vendredi, de 8 h 30 à 17 h",
}
FILING = SITE | {"procedure": PROCEDURE, "department": DEPARTMENT, "form_action": "", "back_url": "/retour/"}
PRIVACY = {
    "purpose": "Traiter votre demande d’acte.",
    "basis": "Obligation légale (décret n° 2017-890 du 6 mai 2017).",
    "retention": ["Brouillon : 90 jours", "Demande : un an après l’envoi de l’acte"],
    "recipients": ["Les agents de l’état civil"],
}
QR = mark_safe(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    '<path stroke="#000" d="M1 1.5h7m-7 1h1m5 0h1m-7 5h7"/></svg>'
)
CODE = {"reference": "NAI-7KQ2-MX4T-9BHP-2WRC", "key": "H7PQ-2M9X-KD4T-WB6R-3FCY"}

STEPS = [
    {
        "label": "Votre demande",
        "sections": [
            {
                "label": "L’acte",
                "rows": [
                    {
                        "label": "Quel document voulez-vous ?",
                        "lines": ["Copie intégrale"],
                        "files": [],
                        "change_url": "/d/1/",
                    },
                    {"label": "Motif de votre demande", "lines": [], "files": [], "change_url": "/d/2/"},
                    {
                        "label": "Votre adresse",
                        "lines": ["12, rue des Lilas", LONG_WORD],
                        "files": [],
                        "change_url": "/d/3/",
                    },
                ],
            },
            {
                "label": "",
                "rows": [
                    {
                        "label": "Pièce d’identité",
                        "lines": [],
                        "files": [{"name": "carte.jpg", "size": "1,2 Mo"}],
                        "change_url": "/d/4/",
                    }
                ],
            },
        ],
    }
]
READ_STEPS = [
    {
        "label": step["label"],
        "sections": [
            {"label": s["label"], "rows": [{k: v for k, v in row.items() if k != "change_url"} for row in s["rows"]]}
            for s in step["sections"]
        ],
    }
    for step in STEPS
]
TIMELINE = [
    {
        "label": "En cours de vérification",
        "text": "Nous vérifions les pièces que vous avez envoyées.",
        "at": AT,
        "by": "Service de l’état civil",
        "is_current": True,
    },
    {"label": "Demande reçue", "text": "", "at": AT, "by": "", "is_current": False},
]
TRACKING = (
    SITE
    | CODE
    | {
        "procedure_title": PROCEDURE["title"],
        "department": DEPARTMENT,
        "state": {
            "label": "Votre demande est en cours de vérification",
            "text": "Vous aurez une réponse avant le 25 novembre.",
            "category": "processing",
        },
        "received_at": AT,
        "updated_at": AT,
        "timeline": TIMELINE,
        "live_url": "/suivi/x/vif/",
        "live_etag": '"e1"',
        "leave_url": "/suivi/fermer/",
        "form_action": "",
    }
)
REFERENCE_FIELD = field("short_text", name="reference", label="Numéro de demande", example="NAI-7KQ2-MX4T-9BHP-2WRC")
KEY_FIELD = field(
    "short_text", name="key", label="Code de suivi", hint="Sur votre accusé de réception.", required=False
)
RETURN_FIELD = field("short_text", name="code", label="Code de votre brouillon", example="H7PQ-2M9X-KD4T")
REASONS = [
    {
        "text": "Il faut habiter la commune.",
        "advice": "Demandez à la mairie de votre commune.",
        "source": {"title": "Délibération du 12 mars 2026", "url": "https://ville.example/deliberation"},
        "changes": [{"label": "Votre commune", "url": "/d/1/#q-commune"}],
    },
    {"text": LONG_WORD, "advice": "", "source": {"title": "Code civil, article 414", "url": ""}, "changes": []},
]


def step_page(fields, *, errors=(), number=2, total=5, **changes):
    """Return the context of a step that asks `fields`."""
    fields = list(fields)
    is_alone = bool(fields) and bool(fields[0].get("is_alone"))
    return (
        FILING
        | {
            "step": {"id": "acte", "label": "Votre demande", "hint": "", "number": number, "total": total},
            "sections": [{"id": "s", "label": "Ce que vous demandez", "fields": fields}],
            "is_alone": is_alone,
            "alone_type": fields[0]["type"] if is_alone else "",
            "errors": list(errors),
            "notices": [],
            "rev": 3,
            "start_token": "t",
            "needs_multipart": True,
        }
        | changes
    )


def errors_of(fields):
    """Return the lines of the summary for fields in error."""
    return [
        {"text": f"{each['label']} : {text}", "href": f"#{first_input(each)}"}
        for each in fields
        for text in each["errors"]
    ]


def first_input(each):
    if each["choices"]:
        return each["choices"][0]["id"]
    return each["parts"][0]["id"] if each["parts"] else each["id"]


def _alone(kind, **changes):
    return step_page([field(kind, is_alone=True, hint="Une phrase d’aide, courte.", **changes)])


WRONG = one_of_each(errors=["Donnez une réponse, par exemple « 27 3 1990 »."])
NAMESAKES = [
    {"value": "44190", "label": "Saint-Sébastien-sur-Loire (44)"},
    {"value": "85160", "label": "Saint-Denis-la-Chevasse (85)"},
]

#: name → (template, context)
PAGES = {
    "home": (
        "home",
        SITE
        | {
            "procedures": [
                PROCEDURE | {"url": "/demarches/a/"},
                {"title": LONG_WORD, "summary": "", "url": "/demarches/b/"},
            ]
        },
    ),
    "home-empty": ("home", SITE | {"procedures": []}),
    "start": (
        "start",
        FILING
        | {
            "texts": {
                "before": "L’acte est gratuit.",
                "who": "Toute personne majeure née à Saint-Aubin.",
                "minutes": 10,
                "documents": ["Votre carte d’identité", "Le livret de famille"],
            },
            "privacy": PRIVACY,
            "start_url": "/c/",
            "has_files": True,
        },
    ),
    "start-closed": ("start", FILING | {"is_closed": True}),
    "step-all": ("step", step_page(one_of_each(), notices=["Le document « recto.jpg » est supprimé."])),
    "step-errors": ("step", step_page(WRONG, errors=errors_of(WRONG))),
    "step-optional": (
        "step",
        step_page(
            [field("short_text", required=False), field("address", required=False), field("date", required=False)],
            total=None,
        ),
    ),
    "step-long": (
        "step",
        step_page(
            [
                field("short_text", label=LONG_WORD, hint=LONG_WORD, value=LONG_WORD),
                field(
                    "several_choices",
                    label="Plantes",
                    choices=[{"value": "x", "title": LONG_WORD, "id": "q-several-choices-1", "checked": True}],
                ),
            ]
        ),
    ),
    "step-typed": (
        "step",
        step_page([typed_choice(errors=["Choisissez la bonne réponse."], first_faulty_id="q-school")]),
    ),
    "step-many": ("step", step_page([many_choices(is_alone=True, hint="Votre école de secteur d’abord.")])),
    "step-radios": ("step", _alone("single_choice")),
    "step-yes-no": ("step", _alone("yes_no")),
    "step-date": (
        "step",
        _alone("date", errors=["La date de naissance doit être dans le passé, par exemple « 27 3 1990 »."])
        | {"errors": [{"text": "La date de naissance doit être dans le passé.", "href": "#q-date-day"}]},
    ),
    "step-sworn": ("step", _alone("sworn_statement")),
    "step-information": ("step", _alone("information")),
    "step-file": ("step", step_page([file_field(is_alone=True)])),
    "step-group": ("step", step_page([group_field(is_alone=True, hint="Un bloc par enfant.")], is_change=True)),
    "step-namesakes": (
        "step",
        step_page(
            [
                field(
                    "commune",
                    value="Saint",
                    errors=["Plusieurs communes portent ce nom : choisissez la bonne."],
                    options=NAMESAKES,
                )
            ]
        ),
    ),
    "review": (
        "review",
        FILING
        | {
            "steps": STEPS,
            "consent": "J’ai compris que mes réponses servent à traiter ma demande et qu’elles sont gardées un an.",
            "errors": [],
            "notices": [],
            "digest": "d1",
        },
    ),
    "outcome": (
        "outcome",
        FILING | {"reasons": REASONS, "save_url": "/d/1/enregistrer/"},
    ),
    "review-errors": (
        "review",
        FILING
        | {
            "steps": STEPS,
            "consent": "J’ai compris.",
            "errors": [{"text": "Cochez la case pour envoyer votre demande.", "href": "#consent"}],
            "digest": "d1",
        },
    ),
    "sent": (
        "sent",
        FILING
        | CODE
        | {
            "received_at": AT,
            "next_text": "Le service vérifie votre demande sous 72 heures ouvrées.",
            "tracking_url": "/suivi/",
            "tracking_short": "saint-aubin.example/suivi",
            "qr_svg": QR,
            "email": "ana@exemple.fr",
            "leave_url": "/suivi/quitter/",
        },
    ),
    "sent-again": (
        "sent",
        FILING
        | CODE
        | {
            "key": "",
            "received_at": AT,
            "next_text": "",
            "tracking_url": "/suivi/",
            "tracking_short": "",
            "qr_svg": "",
            "email": "",
        },
    ),
    "saved": (
        "saved",
        FILING
        | {
            "return_code": CODE["key"],
            "expires_at": AT,
            "resume_url": "/reprendre/",
            "resume_short": "saint-aubin.example/reprendre",
            "continue_url": "/d/",
            "quit_url": "/q/",
            "field": field("email"),
            "errors": [],
            "sent_to": "",
        },
    ),
    "saved-sent": (
        "saved",
        FILING
        | {
            "return_code": CODE["key"],
            "expires_at": AT,
            "resume_url": "/reprendre/",
            "resume_short": "saint-aubin.example/reprendre",
            "continue_url": "/d/",
            "quit_url": "/q/",
            "field": field("email"),
            "errors": [],
            "sent_to": "1",
        },
    ),
    "resume": (
        "resume",
        SITE
        | {
            "form_action": "",
            "field": RETURN_FIELD,
            "errors": [],
            "kept": [("motif", "<b>"), ("k", "")],
            "notice": "Votre session a expiré : rien de ce que vous avez saisi n’est perdu.",
        },
    ),
    "resume-errors": (
        "resume",
        SITE
        | {
            "form_action": "",
            "field": field(
                "short_text", name="code", label="Code de votre brouillon", errors=["Ce code n’ouvre aucun brouillon."]
            ),
            "errors": [{"text": "Ce code n’ouvre aucun brouillon.", "href": "#q-code"}],
            "kept": [],
            "notice": "",
        },
    ),
    "open-link": ("open_link", SITE | {"form_action": "", "what": "draft"}),
    "open-link-dead": ("open_link", SITE | {"what": "submission", "is_dead": True}),
    "already-sent": (
        "already_sent",
        SITE | CODE | {"tracking_url": "/suivi/", "form_action": "", "kept": [("a", "b")]},
    ),
    "already-sent-late": (
        "already_sent",
        SITE
        | CODE
        | {
            "tracking_url": "/suivi/",
            "form_action": "",
            "kept": [("a", "b")],
            "field": KEY_FIELD,
            "errors": [{"text": "Saisissez votre code de suivi.", "href": "#q-key"}],
        },
    ),
    "quit": ("quit", FILING | {"continue_url": "/d/", "return_code": CODE["key"]}),
    "lookup": (
        "tracking_lookup",
        SITE | {"form_action": "", "fields": [REFERENCE_FIELD, KEY_FIELD], "errors": [], "wait": ""},
    ),
    "lookup-wait": (
        "tracking_lookup",
        SITE
        | {
            "form_action": "",
            "fields": [REFERENCE_FIELD, KEY_FIELD],
            "errors": [],
            "wait": "Trop d’essais : réessayez dans dix minutes.",
        },
    ),
    "tracking": ("tracking", TRACKING | {"is_open": False, "fields": [KEY_FIELD | {"required": True}]}),
    "tracking-open": (
        "tracking",
        TRACKING
        | {
            "is_open": True,
            "steps": READ_STEPS,
            "files": [{"name": "carte.jpg", "size": "1,2 Mo", "url": "/f/1/"}],
            "transitions": [{"id": "withdraw", "label": "Retirer ma demande", "asks_reason": True}],
        },
    ),
    "confirm": (
        "confirm_transition",
        SITE
        | CODE
        | {
            "transition": {"id": "withdraw", "label": "Retirer ma demande"},
            "field": field("long_text", label="Pourquoi ?", required=False, maxlength=500),
            "form_action": "",
            "back_url": "/suivi/x/",
        },
    ),
    "api": (
        "api",
        SITE
        | {
            "openapi_url": "/api/v1/openapi.json",
            "operations": [
                {
                    "id": "file",
                    "method": "POST",
                    "path": "/api/v1/procedures/{key}/submissions",
                    "summary": "Déposer une demande",
                    "description": "Les réponses sont définitives.",
                    "parameters": [{"name": "Idempotency-Key", "required": True, "description": "Un texte au hasard."}],
                    "media_type": "application/json",
                    "fields": [{"name": "version", "required": False, "description": ""}],
                    "statuses": ["201", "422"],
                }
            ],
            "problems": [{"code": "too-large", "status": 413, "title": "C’est trop volumineux", "detail": "Moins."}],
        },
    ),
    "error": (
        "error",
        SITE
        | {
            "code": "404",
            "title": "Cette page n’existe pas",
            "message": "L’adresse est peut-être incomplète.",
            "advice": "Vérifiez-la, ou repartez de l’accueil.",
            "home_url": "/",
        },
    ),
    "unavailable": (
        "unavailable",
        SITE
        | {
            "title": "Le service est indisponible pour le moment",
            "message": "Votre dernière action n’a pas été enregistrée.",
            "kept": [("nom", LONG_WORD), ("_rev", "3")],
            "has_files": True,
            "is_post": True,
            "form_action": "/demarches/essai/d/1/un/",
        },
    ),
    "unavailable-bare": (
        "unavailable",
        SITE
        | {"title": "Le service est indisponible", "message": "", "kept": [], "is_post": False, "form_action": "/"},
    ),
    "error-bare": ("error", {"code": "500", "title": "Un problème est survenu", "message": "", "advice": ""}),
    "message": (
        "message",
        SITE
        | {
            "title": "Votre brouillon est effacé",
            "paragraphs": ["Il ne reste rien de vos réponses."],
            "link_url": "/",
            "link_text": "Aller à l’accueil",
        },
    ),
}
