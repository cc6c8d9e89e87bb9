"""Submissions in great numbers, written by the database itself: as many rows, as large, as filing would leave.

Their encrypted parts are random bytes that no key opens; no measured page opens them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from runtime.submissions.models import Submission
from schemas.models import Version

#: Syllables of the names of people, three letters each.
SYLLABLES = (
    "balbonbrecarchacludandeldorduvfabfergaugergrohubjacjosladlefleglemmarmermonnicpaspauperpicrenrobrousauserthovalvin"
)
SYLLABLE_COUNT = len(SYLLABLES) // 3
#: One person in so many has the most usual name (Martin: about one in 285 in France, INSEE, fichier des noms, 1999).
USUAL_EVERY = 285
#: Seconds from one submission to the next, the last of ten millions being now.
APART_SECONDS = 20
SEALED_BYTES = 640


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one database counts, draws random bytes and computes time; `n` is the number of the row."""

    numbers: str
    code: str
    uuid: str
    sealed: str
    moment: str
    tidy: str


DIALECTS: Mapping[str, Dialect] = {
    "postgresql": Dialect(
        numbers="generate_series(%(first)s::bigint, %(last)s::bigint) as t(n)",
        code="md5(n || '{salt}')",
        uuid="gen_random_uuid()",
        sealed=f"decode(repeat(md5(n || 'sealed'), {SEALED_BYTES // 16}), 'hex')",
        moment=f"now() - (10000000 - n) * interval '{APART_SECONDS} seconds'",
        tidy="vacuum analyze",
    ),
    "sqlite": Dialect(
        numbers="(with recursive t(n) as (select %(first)s union all select n + 1 from t where n < %(last)s) "
        "select n from t) as t",
        code="lower(hex(randomblob(16)))",
        uuid="lower(hex(randomblob(16)))",
        sealed=f"randomblob({SEALED_BYTES})",
        moment=f"strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now', '-' || ((10000000 - n) * {APART_SECONDS}) || ' seconds')",
        tidy="analyze",
    ),
}


def grow(size: int) -> None:
    """Bring the number of submissions to `size`, each with its event, index entries, file, mail and link."""
    held = Submission.objects.count()
    if held >= size:
        return
    last_id = Submission.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    dialect, version = DIALECTS[connection.vendor], Version.objects.get()
    values = {
        "first": held + 1,
        "last": size,
        "site": version.site_id,
        "version": version.pk,
        "department": version.department_id,
        "key": version.key,
        "after": last_id,
    }
    with connection.cursor() as cursor:
        for statement in (_submissions(dialect), *_what_belongs_to_them(dialect)):
            cursor.execute(statement, {name: values[name] for name in values if f"%({name})s" in statement})


def tidy() -> None:
    """Refresh the statistics of the database on its rows, as its own housekeeping does; outside transactions."""
    with connection.cursor() as cursor:
        cursor.execute(DIALECTS[connection.vendor].tidy)


def _submissions(dialect: Dialect) -> str:
    code = dialect.code
    reference = f"upper({code.format(salt='reference')})"
    groups = " || '-' || ".join(f"substr(r, {start}, 4)" for start in (1, 5, 9, 13))
    # The names of tables and columns are ours; the parts that vary are parameters.
    return f"""
        insert into runtime_submission (reference, draft_token, digest, site_id, version_id, department_id,
            procedure_key, language, channel, key_hash, wrapped_key, sealed, state, category, rev, received_at,
            updated_at)
        select 'BEN-' || {groups}, {code.format(salt="token")}, {code.format(salt="digest")}, %(site)s, %(version)s,
            %(department)s, %(key)s, 'fr', 'web', {code.format(salt="key")}, {dialect.sealed}, {dialect.sealed},
            {_by_tenths("recue", "instruite", "acceptee")}, {_by_tenths("received", "processing", "accepted")}, 1,
            {dialect.moment}, {dialect.moment}
        from (select n, {reference} as r from {dialect.numbers}) as numbered
    """  # noqa: S608


def _by_tenths(first: str, second: str, rest: str) -> str:
    """One submission in ten is new, one is under way, the others are done."""
    return f"case n %% 10 when 0 then '{first}' when 1 then '{second}' else '{rest}' end"


def _what_belongs_to_them(dialect: Dialect) -> list[str]:
    """Return the statements that write the rows belonging to the submissions after %(after)s."""
    code, of_each = dialect.code, "from (select id as n, received_at from runtime_submission where id > %(after)s) as s"
    # As above, nothing in these texts comes from outside.
    return [
        f"""insert into runtime_event (submission_id, department_id, position, number, kind, at, actor, transition,
            source, target, sealed_reason, previous_hash, hash)
            select n, %(department)s, row_number() over (order by n)
                + (select coalesce(max(position), 0) from runtime_event), 1, 'received', received_at, 'citizen', '', '',
            'recue', '', '', {code.format(salt="event")} {of_each}""",  # noqa: S608
        f"""insert into runtime_indexentry (submission_id, question, value, blind)
            select n, 'nom', {_family_name()}, '' {of_each}""",
        f"""insert into runtime_indexentry (submission_id, question, value, blind)
            select n, 'nom', {_syllables(3, 4)}, '' {of_each}""",
        f"""insert into runtime_indexentry (submission_id, question, value, blind)
            select n, '', {code.format(salt="ending")}, '' {of_each}""",
        f"""insert into runtime_indexentry (submission_id, question, value, blind)
            select n, 'courriel', '', {code.format(salt="mail")} || {code.format(salt="blind")} {of_each}""",
        f"""insert into runtime_storedfile (id, submission_id, question, path, media_type, size, sealed_key,
            created_at)
            select {dialect.uuid}, n, 'piece', {code.format(salt="path")}, 'application/pdf', 100000, '', received_at
            {of_each}""",
        f"""insert into runtime_delivery (id, channel, submission_id, wrapped_key, sealed, status, attempts, due_at,
            created_at, sent_at, failure)
            select {dialect.uuid}, 'email', n, '', '', 'sent', 1, received_at, received_at, received_at, ''
            {of_each}""",
        f"""insert into runtime_accesslink (token_hash, submission_id, created_at, expires_at)
            select {code.format(salt="link")} || {code.format(salt="hash")}, n, received_at, received_at {of_each}""",
    ]  # fmt: skip


def _family_name() -> str:
    """Return a family name, folded as the index holds it; one in many is the most usual."""
    return f"case when n %% {USUAL_EVERY} = 0 then 'martin' else {_syllables(0, 1, 2)} end"


def _syllables(*places: int) -> str:
    """Return a name made of syllables, another one for nearly every row."""
    drawn = [f"n * 7919 / {SYLLABLE_COUNT**place} %% {SYLLABLE_COUNT}" for place in places]
    return " || ".join(f"substr('{SYLLABLES}', cast(1 + 3 * ({number}) as integer), 3)" for number in drawn)
