"""Hold on messages that waited when a backup was made: the machine that made it may have sent them since."""

from runtime.clock import DatabaseNow
from runtime.delivery.models import Delivery

HELD = "held after a restore"


def hold_pending() -> int:
    """Give up, until they are released, all messages that wait, and return how many they are.

    Their content is kept as long as that of others that were given up.
    """
    pending = Delivery.objects.filter(status=Delivery.Status.PENDING)
    return pending.update(status=Delivery.Status.FAILED, failure=HELD, lease_until=None)


def release_held() -> int:
    """Let what is held leave now, and return how many: what had left before leaves again, with the same Message-ID."""
    held = Delivery.objects.filter(status=Delivery.Status.FAILED, failure=HELD).exclude(sealed=b"")
    return held.update(status=Delivery.Status.PENDING, failure="", attempts=0, due_at=DatabaseNow())
