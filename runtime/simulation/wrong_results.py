"""Guards and storage of "this result looks wrong", the one page of a simulator that keeps something.

No page of a simulator sets a cookie, so Django's own protection, which compares a cookie with the form, has nothing to
compare. In its place: the form carries a signed token of this simulator, valid for a few hours, so that only results
of our own pages are kept; and the browser says where it was sent from, so that another site cannot send it, even with
a token that it fetched itself.
"""

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from runtime.simulation.comments import sealed_comment
from runtime.simulation.context import Context, Simulated
from runtime.simulation.models import SimulationCase
from runtime.simulation.personal_questions import is_personal
from runtime.simulation.request_answers import pairs_of
from schemas.format.simulation import VERDICTS
from schemas.models import Version

FIELD = "_token"

#: Time to read a result, look something up and write why it is wrong.
MAX_AGE_SECONDS = 4 * 3600

#: As many open cases as a department may ever read.
MOST_CASES = 200

#: Origins that a browser declares for a form that our own page sent; old browsers declare none.
OWN_FETCHES = frozenset({"", "same-origin", "none"})


def report_token(key: str) -> str:
    """Return the token of the form of simulator `key`, to be checked when it is sent."""
    return _signer(key).sign(key)


def is_token_good(key: str, token: str) -> bool:
    """Return whether a form was made by our page of this simulator, a few hours ago at most."""
    try:
        return _signer(key).unsign(token, max_age=MAX_AGE_SECONDS) == key
    except signing.BadSignature:
        return False


def _signer(key: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"guichet.report.{key}")


def is_from_here(request: HttpRequest) -> bool:
    """Return whether a form was sent from a page of this site, as far as the browser declares."""
    origin = request.headers.get("Origin", "")
    own = f"{request.scheme}://{request.get_host()}"
    is_own = origin in {"", own} or origin in settings.CSRF_TRUSTED_ORIGINS
    return is_own and request.headers.get("Sec-Fetch-Site", "") in OWN_FETCHES


def is_over_limit(version: Version) -> bool:
    """Return whether this simulator has too many open cases for one more to be read."""
    cases = SimulationCase.objects.filter(version__site=version.site_id, version__kind=version.kind)
    return cases.filter(version__key=version.key, closed_at__isnull=True).count() >= MOST_CASES


def keep_case(version: Version, found: Simulated, *, expected: str, comment: str) -> SimulationCase:
    """Keep the answers that are not personal, the result shown, and the result expected instead; the comment sealed."""
    common = {q.key: found.given.answers[q.key] for q in found.answered if not is_personal(q)}
    with transaction.atomic():
        case = SimulationCase.objects.create(
            version=version, today=found.assessment.today, answers=common, shown=found.assessment.verdict,
            expected=expected,
        )  # fmt: skip
        if comment:
            case.wrapped_key, case.sealed_comment = sealed_comment(case.pk, comment)
            case.save(update_fields=["wrapped_key", "sealed_comment"])
    return case


def expected_verdicts(found: Simulated) -> list[tuple[str, str]]:
    """Return the results that a person may have expected: all but the one shown and "unknown"."""
    simulation = found.compiled.document.simulation
    shown = {found.assessment.verdict, "unknown"}
    return [(name, simulation.outcomes[name][0]) for name in VERDICTS if name not in shown] if simulation else []


def wrong_context(found: Simulated) -> Context:
    """Return the context of the form "this result looks wrong"."""
    key = found.compiled.document.key
    return {
        "wrong_url": reverse("simulation:wrong", args=[key]),
        "verdicts": expected_verdicts(found),
        "hidden": list(pairs_of(found.answered, found.given.raws)),
        "token": report_token(key),
    }
