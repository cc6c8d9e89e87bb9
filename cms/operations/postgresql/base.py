"""PostgreSQL backend of Django that checks a silent kept connection without a round trip."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Kept connections are checked before each request (CONN_HEALTH_CHECKS); a page asks the server little more."""

    def is_usable(self) -> bool:
        """Return whether the connection works.

        A server that stops sends a message or closes: either can be read. Only time distinguishes one whose machine
        vanished from a slow one: the first statement finds out (`tcp_user_timeout`).
        """
        if self.connection is None or self.connection.closed or self.errors_occurred:
            return bool(super().is_usable())
        readable, _, _ = select.select([self.connection.fileno()], [], [], 0)
        return not readable or bool(super().is_usable())
