"""Tables that hold data keys wrapped by `ENCRYPTION_KEYS`, and which key each row needs."""

from dataclasses import dataclass
from enum import Enum

from django.db.models import BinaryField, Count, Model, QuerySet
from django.db.models.functions import Substr

from runtime.delivery.models import Delivery
from runtime.drafts.models import Draft
from runtime.files.models import Upload
from runtime.simulation.models import SimulationCase
from runtime.submissions.models import Submission
from runtime.vault.encryption import KEY_ID_BYTES, site_key_ids

#: The id of the key that a row is wrapped by, as the database reads it.
KEY_ID = Substr("wrapped_key", 1, KEY_ID_BYTES, output_field=BinaryField())


@dataclass(frozen=True, slots=True)
class WrappedTable:
    """A model whose rows hold a data key in `wrapped_key`, empty once it is erased.

    Each is wrapped for the place `<place>:<value of bound_by>` (runtime.vault.encryption.wrap). `by_age` names fields,
    together the beginning of an index, that find an old row and a recent one at once.
    """

    model: type[Model]
    place: str
    bound_by: str
    by_age: tuple[str, ...] = ("pk",)

    @property
    def name(self) -> str:
        return self.model._meta.label

    @property
    def rows(self) -> QuerySet[Model]:
        return self.model._base_manager.all()  # noqa: SLF001 - documented, in spite of the underscore

    def keyed_rows(self) -> QuerySet[Model]:
        """Return the rows that hold a key, `key_id` being the id of the key that wrapped it."""
        return self.rows.exclude(wrapped_key=b"").annotate(key_id=KEY_ID).order_by()

    def samples(self) -> list[QuerySet[Model]]:
        """Return the id of the key of an old row, and that of a recent one, as queries of one column."""
        ends = (self.by_age, [f"-{each}" for each in self.by_age])
        return [
            self.keyed_rows().filter(pk__in=self.rows.order_by(*end).values("pk")[:1]).values_list("key_id")
            for end in ends
        ]


class Standing(Enum):
    """What a key that rows need is to `ENCRYPTION_KEYS`: its first, a later one, or none of them."""

    CURRENT = "current"
    FORMER = "former"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class KeyUse:
    """How many rows of a table need the key of this id (8 hexadecimal digits)."""

    table: str
    key_id: str
    standing: Standing
    rows: int

    def __str__(self) -> str:
        return f"{self.table}: {self.rows} under {self.key_id}"


#: Every such model, once; what has a line here is rotated and watched. The order counts: the key of a draft passes to
#: its submission, so drafts come first, or a row could slip from one to the other behind whoever walks them.
WRAPPED_TABLES = (
    WrappedTable(Draft, "key", "token"),
    WrappedTable(Submission, "key", "draft_token"),
    WrappedTable(Upload, "upload", "id", ("expires_at",)),
    WrappedTable(Delivery, "delivery", "id", ("status", "due_at")),
    WrappedTable(SimulationCase, "simulation case", "pk"),
)


def key_uses() -> list[KeyUse]:
    """Count the rows of each table by the key that they need. Walks every table."""
    current, *former = site_key_ids()
    standings = {current: Standing.CURRENT, **dict.fromkeys(former, Standing.FORMER)}
    return [
        KeyUse(table.name, bytes(key_id).hex(), standings.get(bytes(key_id), Standing.UNKNOWN), rows)
        for table in WRAPPED_TABLES
        for key_id, rows in table.keyed_rows().values_list("key_id").annotate(Count("pk"))
    ]


def sampled_key_ids() -> set[bytes]:
    """Return the ids of keys that an old and a recent row of each table need: one query, whatever the tables hold."""
    first, *others = (each for table in WRAPPED_TABLES for each in table.samples())
    return {bytes(key_id) for (key_id,) in first.union(*others)}
