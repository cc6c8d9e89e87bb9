"""Questions and good final answers of every type, generated from our own model of them."""

import operator
import string
import unicodedata
from datetime import date, time
from decimal import Decimal

from hypothesis import strategies as st

from schemas.questions.base import Question
from schemas.questions.from_schema import shape
from schemas.questions.registry import QUESTION_TYPES
from schemas.questions.text_cleaning import clean_line, clean_lines
from schemas.questions.types.date_limits import Limits, resolve
from schemas.questions.types.file import MEDIA_TYPES
from tests.schemas.communes import COUNTRIES, ROWS, SCHOOLS
from tests.schemas.questions.asking import DEFS

LETTERS = "abzÉéœ'-<>{}&日😀\u200d١ \u0301"
CHOICES = ("a", "b", "c d", "é")
PHONES = (
    "+33612345678", "+33199001234", "+262262123456", "+590590271234", "+594694123456", "+68940501234",
    "+442079460958", "+687271234", "+14155552671",
)  # fmt: skip
SIRETS = ("73282932000074", "35600000000048", "35600000049837")
IBANS = (
    "FR7630006000011234567890189", "GR1601101050000010547023795", "BE31435411161155", "DE89370400440532013000",
    "MC5810096180790123456789085",
)  # fmt: skip
MAILS = ("a@b.fr", "nom.prenom+guichet@exemple.fr", "o'neil@xn--caf-dma.example", "x" * 64 + "@a-b.co")

NIRS = ("269054958815780", "295109912611193", "253072B07300470", "253072A07300443")
RNAS = ("W751234567", "W9R1234567")
PLATES = ("AB-123-CD", "WW-001-ZZ", "1 A 2A", "9999 ZZZ 976")

days = st.dates(date(1000, 1, 1), date(9999, 12, 31))
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
todays = st.dates(date(1999, 1, 1), date(2040, 12, 31))


def texts(least, most, *, clean=clean_line, alphabet=LETTERS):
    """Return clean texts of `least` to `most` characters."""

    def fitted(text):
        kept = clean(text)[:most].strip(" \n\u200c\u200d")
        return unicodedata.normalize("NFC", kept.ljust(max(least, 1), "x"))

    return st.text(alphabet, max_size=min(most, 40)).map(fitted).filter(lambda text: len(text) <= most)


# Fragments and options of a question, by type.


@st.composite
def bounded(draw, least, most, *, ceiling):
    """Return some of two keywords that count, in order."""
    low, high = sorted(draw(st.tuples(st.integers(1, ceiling), st.integers(1, ceiling))))
    keywords = {least: low, most: high}
    return {name: keywords[name] for name in draw(st.sampled_from([(), (least,), (most,), (least, most)]))}


def fragment(kind, **more):
    return st.fixed_dictionaries({"type": st.just(kind), "title": st.just("Titre")}, optional=None).map(
        lambda base: {**base, **more}
    )


@st.composite
def text_questions(draw):
    return {**draw(fragment("string")), **draw(bounded("minLength", "maxLength", ceiling=12))}, {}


@st.composite
def integer_questions(draw):
    low, high = sorted(draw(st.tuples(st.integers(-50, 50), st.integers(-50, 50))))
    keywords = draw(st.sampled_from([{}, {"minimum": low}, {"maximum": high}, {"minimum": low, "maximum": high}]))
    return {**draw(fragment("integer")), **keywords}, {}


@st.composite
def amount_questions(draw):
    low, high = sorted(draw(st.tuples(st.integers(-9999, 9999), st.integers(-9999, 9999))))
    limits = {"min": f"{Decimal(low) / 100:.2f}", "max": f"{Decimal(high) / 100:.2f}"}
    names = draw(st.sampled_from([(), ("min",), ("max",), ("min", "max")]))
    if names == ("max",):
        limits["max"] = f"{Decimal(abs(high)) / 100:.2f}"
    return draw(fragment("string")), {name: limits[name] for name in names}


@st.composite
def date_questions(draw):
    first, last = sorted((draw(days), draw(days)))
    ranges = ({}, {"min": first.isoformat()}, {"max": last.isoformat()}, {"max": "today"}, {"max": "-P18Y"})
    both = ({"min": first.isoformat(), "max": last.isoformat()}, {"min": "-P1Y6M", "max": "P30D"}, {"min": "today"})
    return draw(fragment("string")), dict(draw(st.sampled_from(ranges + both)))


@st.composite
def month_questions(draw):
    first, last = sorted((draw(days), draw(days)))
    ranges = ({}, {"min": f"{first:%Y-%m}"}, {"max": f"{last:%Y-%m}"}, {"max": "today"}, {"min": "-P1Y", "max": "P2M"})
    return draw(fragment("string")), dict(draw(st.sampled_from(ranges)))


@st.composite
def time_questions(draw):
    first, last = sorted((draw(times), draw(times)))
    limits = {"min": f"{first:%H:%M}", "max": f"{last:%H:%M}"}
    names = draw(st.sampled_from([(), ("min",), ("max",), ("min", "max")]))
    format_ = draw(st.sampled_from([{}, {"format": "time"}]))
    return {**draw(fragment("string")), **format_}, {name: limits[name] for name in names}


@st.composite
def date_time_questions(draw):
    schema, options = draw(date_questions())
    return {**schema, **draw(st.sampled_from([{}, {"format": "date-time"}]))}, options


def one_of():
    return [{"const": value, "title": value.upper()} for value in CHOICES]


@st.composite
def several_questions(draw):
    items = {"type": "string", "oneOf": one_of()}
    counts = draw(bounded("minItems", "maxItems", ceiling=len(CHOICES)))
    return {**draw(fragment("array")), "items": items, **counts}, {}


@st.composite
def file_questions(draw):
    kinds = draw(st.lists(st.sampled_from(sorted(MEDIA_TYPES)), min_size=1, unique=True))
    options = {"kinds": kinds, "max_files": draw(st.integers(1, 3)), "max_bytes": draw(st.integers(1, 1000))}
    return draw(fragment("array")), {name: options[name] for name in draw(st.sets(st.sampled_from(sorted(options))))}


def plain(kind, **more):
    return st.tuples(fragment(kind, **more), st.just({}))


JSON_CHOICES = [{"const": const, "title": f"n° {const}"} for const in (1, 2.5, "1", True, None, {"a": [1]})]
INNER = {
    "a": {"title": "A", "type": "string"},
    "b.c": {"title": "B", "type": "integer"},
    "d": {"title": "D", "type": ["boolean", "null"]},
}


@st.composite
def number_questions(draw):
    low, high = sorted(draw(st.tuples(st.integers(-50, 50), st.integers(-50, 50))))
    limits = {"minimum": low / 10, "maximum": high / 10, "exclusiveMaximum": high / 10 + 1}
    names = draw(st.sampled_from([(), ("minimum",), ("maximum",), ("minimum", "maximum", "exclusiveMaximum")]))
    return {**draw(fragment("number")), **{name: limits[name] for name in names}}, {}


def nested(**schema):
    return st.tuples(st.just({"title": "Titre", **schema}), st.just({}))


#: Questions with others inside.
NESTED = {
    "object": nested(
        type="object",
        properties={**INNER, "e": {"title": "E", "type": "object", "properties": INNER, "required": ["a"]}},
        required=["a", "d"],
    ),
    "tuple": nested(type="array", prefixItems=list(INNER.values()), minItems=3),
    "list": nested(type="array", items={"type": "number"}, minItems=1, maxItems=4),
    "pairs": nested(type="object", additionalProperties={"type": "integer"}),
    "reference": nested(**{"$ref": "#/$defs/node"}),
    "one_of": nested(
        oneOf=[
            {"title": "Texte", "type": "string"},
            {
                "title": "Objet",
                "type": "object",
                "properties": {"k": {"const": "o"}, "n": {"type": "integer"}},
                "required": ["k"],
            },
            {"title": "Liste", "type": "array", "items": {"type": "boolean"}},
        ]
    ),
}

PLAIN = {
    "short_text": text_questions(),
    "long_text": text_questions(),
    "integer": integer_questions(),
    "decimal": amount_questions(),
    "money": amount_questions(),
    "email": plain("string", format="email"),
    "phone": plain("string"),
    "date": date_questions(),
    "month": month_questions(),
    "time": time_questions(),
    "date_time": date_time_questions(),
    "yes_no": plain("boolean"),
    "single_choice": st.tuples(
        fragment("string", oneOf=one_of()), st.sampled_from([{}, {"format": "autocomplete"}, {"format": "list"}])
    ),
    "several_choices": several_questions(),
    "file": file_questions(),
    "person_name": plain("object"),
    "address": plain("object"),
    "commune": plain("object"),
    "country": plain("object"),
    "list_entry": st.tuples(fragment("object"), st.just({"list": "ecoles"})),
    "place": plain("object"),
    "rna": plain("string"),
    "nir": st.tuples(fragment("string"), st.just({"legal_basis": "Décret 2019-341 du 19 avril 2019"})),
    "vehicle_plate": plain("string"),
    "siret": plain("string"),
    "iban": plain("string"),
    "sworn_statement": plain("boolean", const=True),
    "number": number_questions(),
    "plain_choice": st.tuples(st.just({"title": "Titre", "oneOf": JSON_CHOICES[:4]}), st.just({})),
    "plain_choices": plain("array", items={"oneOf": JSON_CHOICES}, uniqueItems=True),
    "constant": st.tuples(st.just({"title": "Titre", "const": {"a": 1}}), st.just({})),
}
QUESTIONS = {**PLAIN, **NESTED}


@st.composite
def questions(draw, key="q", *, types=tuple(QUESTIONS)):
    """Return one question of a plain type, as a `Question`."""
    kind = draw(st.sampled_from(types))
    schema, options = draw(QUESTIONS[kind])
    return shape(key, schema, required=draw(st.booleans()), options={"widget": kind, **options}, defs=DEFS)


@st.composite
def groups(draw, key="g", *, types=tuple(QUESTIONS)):
    """Return a repeated group of one to three questions, as a `Question`."""
    count = draw(st.integers(1, 3))
    inner = tuple(draw(questions(f"i{place}", types=types)) for place in range(count))
    items = {
        "type": "object",
        "properties": {each.key: each.schema for each in inner},
        "required": [each.key for each in inner if each.required],
    }
    schema = {**draw(fragment("array")), "items": items, **draw(bounded("minItems", "maxItems", ceiling=3))}
    return Question(key, "group", schema, {"widget": "group"}, draw(st.booleans()), inner)


# Good final answers to a question.


def answers_to(question, today):
    """Return a strategy of final answers that are good on `today`; nothing when there is none."""
    return ANSWERS[question.type](question, today)


def text_answers(question, today):
    question_type = QUESTION_TYPES[question.type]
    least, most = question.schema.get("minLength", 1), question.schema.get("maxLength", question_type.default_most)
    is_long = question.type == "long_text"
    return texts(least, most, clean=clean_lines if is_long else clean_line, alphabet=LETTERS + "\n" * is_long)


def integer_answers(question, today):
    return st.integers(question.schema.get("minimum", -(2**53) + 1), question.schema.get("maximum", 2**53 - 1))


def amount_answers(question, today):
    places = 2 if question.type == "money" else 4
    default = "0" if question.type == "money" else "-999999999999"
    low, high = (Decimal(question.options.get(name, least)) for name, least in (("min", default), ("max", 10**12 - 1)))
    scaled = st.integers(int(low * 10**places), int(high * 10**places))
    return scaled.map(lambda number: f"{Decimal(number) / 10**places:.{places}f}").filter(lambda text: text != "-0")


def date_answers(question, today):
    low = resolve(question.options.get("min"), today) or date(1000, 1, 1)
    high = resolve(question.options.get("max"), today) or date(9999, 12, 31)
    return st.dates(low, high).map(date.isoformat) if low <= high else st.nothing()


def month_answers(question, today):
    limits = Limits(question.options, of_months=True)
    low = limits.resolved("min", today) or date(1000, 1, 1)
    high = limits.resolved("max", today) or date(9999, 12, 31)
    return st.dates(low, high).map(lambda day: f"{day:%Y-%m}") if low <= high else st.nothing()


#: What follows the minutes where a format names RFC 3339: as France has it, and as others may write it.
RESTS = (":00+01:00", ":00+02:00", ":30Z", ":59.5-11:30", ":00Z")


def time_answers(question, today):
    low, high = (
        time.fromisoformat(question.options.get(name, least)) for name, least in (("min", "00:00"), ("max", "23:59"))
    )
    rests = RESTS if "format" in question.schema else ("",)
    whole = st.times(low, high).map(lambda at: f"{at:%H:%M}")
    return st.builds(operator.add, whole, st.sampled_from(rests))


def date_time_answers(question, today):
    rests = RESTS if "format" in question.schema else ("",)
    return st.builds("{}T{:%H:%M}{}".format, date_answers(question, today), times, st.sampled_from(rests))


def several_answers(question, today):
    least, most = question.schema.get("minItems", 1), question.schema.get("maxItems", len(CHOICES))
    chosen = st.sets(st.sampled_from(CHOICES), min_size=least, max_size=most)
    return chosen.map(lambda values: [value for value in CHOICES if value in values])


def file_answers(question, today):
    file_type = QUESTION_TYPES["file"]
    stored = st.fixed_dictionaries(
        {
            "id": st.text(string.ascii_letters + "0123456789-_", min_size=1, max_size=36),
            "name": texts(1, 250),
            "media_type": st.sampled_from([MEDIA_TYPES[kind] for kind in file_type.kinds(question)]),
            "size": st.integers(1, file_type.max_bytes(question)),
            "sha256": st.text("0123456789abcdef", min_size=64, max_size=64),
        }
    )
    return st.lists(stored, min_size=1, max_size=file_type.max_files(question), unique_by=lambda each: each["id"])


def parts(required, optional):
    return lambda _question, _today: st.fixed_dictionaries(required, optional=optional)


def degrees(most):
    return st.integers(-most * 10**6, most * 10**6).map(lambda number: f"{Decimal(number) / 10**6:.6f}")


def place_answers(question, today):
    point = st.fixed_dictionaries({"text": texts(1, 300), "lat": degrees(90), "lon": degrees(180)})
    return point | st.fixed_dictionaries({"text": texts(1, 300)})


def group_answers(question, today):
    least, most = question.schema.get("minItems", 1), question.schema.get("maxItems", 4)
    return st.lists(item_answers(question, today), min_size=least, max_size=most)


def item_answers(question, today):
    """Return whole items: every question of the group answered."""
    return st.fixed_dictionaries({inner.key: answers_to(inner, today) for inner in question.items})


def number_answers(question, today):
    low, high = question.schema.get("minimum", -100), question.schema.get("maximum", 100)
    scaled = st.integers(round(low * 100), round(high * 100))
    return scaled.map(lambda number: number // 100 if number % 100 == 0 else number / 100)


def object_answers(question, today):
    inner = {each.key: each for each in question.items}
    needed = {key: inside(each, today) for key, each in inner.items() if each.required or each.is_nullable}
    free = {key: inside(each, today) for key, each in inner.items() if key not in needed}
    return st.fixed_dictionaries(needed, optional=free)


def inside(question, today):
    return answers_to(question, today) | st.none() if question.is_nullable else answers_to(question, today)


def tuple_answers(question, today):
    return st.tuples(*(inside(each, today) for each in question.items)).map(list)


def list_answers(question, today):
    return st.lists(answers_to(question.items[0], today), min_size=1, max_size=4)


def branch_answers(question, today):
    return st.one_of(*(answers_to(each, today) for each in question.items))


nodes = st.recursive(
    st.fixed_dictionaries({"name": texts(1, 20)}),
    lambda node: st.fixed_dictionaries(
        {"name": texts(1, 20)}, optional={"next": node, "children": st.lists(node, min_size=1, max_size=2)}
    ),
    max_leaves=3,
)


def always(*values):
    return lambda _question, _today: st.sampled_from(values)


postcodes = st.from_regex(r"\A[0-9]{5}\Z", alphabet="0123456789")
codes = st.sampled_from([row["code"] for row in ROWS])

ANSWERS = {
    "short_text": text_answers,
    "long_text": text_answers,
    "integer": integer_answers,
    "decimal": amount_answers,
    "money": amount_answers,
    "email": always(*MAILS),
    "phone": always(*PHONES),
    "date": date_answers,
    "month": month_answers,
    "time": time_answers,
    "date_time": date_time_answers,
    "yes_no": always(True, False),
    "single_choice": always(*CHOICES),
    "several_choices": several_answers,
    "file": file_answers,
    "person_name": parts({"family_name": texts(1, 100), "given_names": texts(1, 100)}, {"usual_name": texts(1, 100)}),
    "address": parts(
        {"street": texts(1, 200), "postcode": postcodes, "city": texts(1, 100)},
        {"complement": texts(1, 200), "citycode": codes},
    ),
    "commune": always(*({"code": row["code"], "name": row["name"]} for row in ROWS)),
    "country": always(*({"code": row["code"], "name": row["name"]} for row in COUNTRIES)),
    "list_entry": always(*({"code": entry.code, "name": entry.name} for entry in SCHOOLS)),
    "place": place_answers,
    "rna": always(*RNAS),
    "nir": always(*NIRS),
    "vehicle_plate": always(*PLATES),
    "siret": always(*SIRETS),
    "iban": always(*IBANS),
    "sworn_statement": always(True),
    "group": group_answers,
    "number": number_answers,
    "plain_choice": always(*(choice["const"] for choice in JSON_CHOICES[:4])),
    "plain_choices": lambda _question, _today: st.sets(st.sampled_from(range(len(JSON_CHOICES))), min_size=1).map(
        lambda places: [JSON_CHOICES[place]["const"] for place in sorted(places)]
    ),
    "constant": lambda question, _today: st.just(question.schema["const"]),
    "object": object_answers,
    "tuple": tuple_answers,
    "list": list_answers,
    "pairs": lambda _question, _today: st.dictionaries(texts(1, 20), st.integers(-9, 9), min_size=1, max_size=3),
    "reference": lambda _question, _today: nodes,
    "one_of": branch_answers,
}
